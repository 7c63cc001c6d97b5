"""Which methods forgive a wrong learning rate: everything that a search for the best one tried, as a chart."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from surfaces import Surface

from ..plotting.profiles import profiles
from ..schedule import Schedule
from ..tune import WORKS, Tuned
from .experiment import Point
from .lineup import at_the_start, form_of, name_of
from .results import kept_search
from .theme import inks
from .widgets import show_chart


def forgiveness_section(page: str, terrain: Surface, start: Point, steps: int, schedule: Schedule | None) -> None:
    """The same chart for the methods of the overview with their defaults, on any surface, computed when it is opened."""
    with st.expander("Which method forgives a wrong learning rate?", key=f"{page} forgiveness", on_change="rerun") as section:
        if not section.open:
            return
        try:
            found = kept_search({key: form_of(key)() for key in at_the_start()}, terrain, start, steps, schedule)
        except ValueError as error:
            st.caption(f"There is no best learning rate here. {error}")
            return
        chart(page, found, {key: name_of(key) for key in found}, steps)


def chart(page: str, found: Mapping[str, Tuned], names: Mapping[str, str], steps: int) -> None:
    """The gap that every learning rate left."""
    st.caption(
        f"The gap that remains after {steps} steps, for every learning rate that was tried. ★ the best, unless it stood alone among "
        f"worse ones; × a run that diverged; shaded: rates that leave {WORKS:.0%} of the initial gap or less. The wider the shading, "
        "the more a method forgives."
    )
    with st.container(key=f"{page} profiles"):
        show_chart(profiles(found, names, inks()), key=f"{page} all profiles")
