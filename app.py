"""Start here: the page config and the table of pages.

streamlit run app.py
"""

import streamlit as st

st.set_page_config(page_title="optviz", layout="wide", initial_sidebar_state="collapsed")
st.navigation([st.Page("pages/race.py", title="Race", default=True)], position="top").run()
