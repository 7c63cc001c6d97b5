"""Figures and colours. No Streamlit here."""
