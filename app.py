"""Start here: the page config and the table of pages.

streamlit run app.py
"""

import streamlit as st

if __name__ == "__main__":  # run for a visitor
    st.set_page_config(page_title="optviz", layout="wide", initial_sidebar_state="collapsed")
    pages = [
        st.Page("pages/race.py", title="Race", default=True),
        st.Page("pages/anatomy.py", title="Anatomy"),
        st.Page("pages/maps.py", title="Maps"),
        st.Page("pages/basins.py", title="Basins"),
        st.Page("pages/noise.py", title="Noise"),
        st.Page("pages/network.py", title="Network"),
        st.Page("pages/conventions.py", title="Conventions"),
    ]
    st.navigation(pages, position="top").run()
else:  # imported by the server, before it opens
    import optviz.ui.server  # noqa: F401

    app = st.App(__file__)
