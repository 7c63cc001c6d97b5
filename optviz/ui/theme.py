"""The theme that the page is shown in."""

from __future__ import annotations

import streamlit as st

from ..plotting.inks import Inks


def inks() -> Inks:
    """The inks of the visitor's theme; those of the light one as long as the browser has not said which it is.

    Streamlit runs no page anew when the theme changes, so what was drawn keeps its colors until something else runs it.
    """
    theme = st.context.theme.type or "light"
    background, text = (st.get_option(f"theme.{theme}.{part}Color") for part in ("background", "text"))
    return Inks(background, text)
