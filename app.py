"""Start here: the page config and the table of pages.

streamlit run app.py
"""

import streamlit as st

if __name__ == "__main__":  # run for a visitor
    st.set_page_config(page_title="optviz", layout="wide", initial_sidebar_state="collapsed")
    st.navigation([st.Page("pages/race.py", title="Race", default=True)], position="top").run()
else:  # imported by the server, before it opens
    import optviz.ui.long_links  # noqa: F401

    app = st.App(__file__)
