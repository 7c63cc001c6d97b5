"""Start here: the page config and the table of pages.

streamlit run app.py
"""

import streamlit as st

from optviz.ui.session import follow_history

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
    page = st.navigation(pages, position="top")
    follow_history(page.title.lower())
    page.run()
else:  # imported by the server, before it opens
    import optviz.ui.server  # noqa: F401
    from optviz.ui import document, modules

    app = st.App(__file__, middleware=[*document.MIDDLEWARE, *modules.MIDDLEWARE])
