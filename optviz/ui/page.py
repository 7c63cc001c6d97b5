"""What every page opens with, and where its player stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from ..player.payload import pack
from ..player.viewer import mount, mount_dock
from ..written import number
from .session import Experimenting, Placed, Visit


def opening(headline: str, said: str, visit: Visit[Experimenting], changes: bool = False) -> DeltaGenerator:
    """What this page shows, and what of the link or of a wish was no good. Both texts are Markdown.

    Where what is said depends on what is shown, it is said by the part of the page that shows it, first of all: here, nothing.
    changes: whether a part of the page says another headline, in the place that is returned. What is said from outside is gone
             for a moment, so the place is a box, which stays.
    """
    with st.container(key=f"{visit.page} head") if changes else nullcontext():
        title = st.markdown(f"##### {headline}")
    if said:
        say(visit, said)
    if visit.ignored:
        st.warning(f"The link was not fully understood. Ignored: {', '.join(visit.ignored)}.")
    if visit.complaint:
        st.warning(visit.complaint)
    return title


def say(visit: Visit[Experimenting], said: str) -> None:
    """What is known of the runs before anything below it stands on the page, as Markdown."""
    with st.container(key=f"{visit.page} words"):
        st.markdown(said)


def room_for_words(visit: Visit[Experimenting]) -> DeltaGenerator:
    """The place of what is said of the runs, which keeps its room until they are there."""
    with st.container(key=f"{visit.page} words"):
        return st.empty()


def off_the_map(visit: Visit[Placed]) -> str:
    """That the start lies outside of the map, as a sentence with room for another; empty where it does not, or was zoomed away."""
    now = visit.now
    windows = (now.terrain().domain, *filter(None, [visit.window]))
    if any(all(low <= at <= high for at, (low, high) in zip(now.starting_point(), window, strict=True)) for window in windows):
        return ""
    return f"The start, ({', '.join(map(number, now.starting_point()))}), lies outside the map. "


def row_of_sliders(visit: Visit[Experimenting]) -> DeltaGenerator:
    """The row of sliders above the player. It is filled before anything comes below it, and shown then: nothing has to make room."""
    return st.container(key=f"{visit.page} all sliders", horizontal=True)


def show_player(
    visit: Visit[Experimenting], header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], on_event: Callable[[str], None]
) -> None:
    """The player of the page. `on_event(name)`: see `mount`."""
    mount(pack(header, arrays), key=visit.page, on_event=on_event)
    if not visit.browser_runs:
        st.caption("This browser cannot run the methods itself, so the page follows a slider or the start once it is let go.")


def dock(visit: Visit[Experimenting]) -> None:
    """The place to which the player moves its panels where it is narrow.

    Best before the player, whose panels never make room for themselves elsewhere then; where it stands, the style sheet says. Not so
    where the player stands in a column: there it comes after the columns.
    """
    mount_dock(visit.page, key=f"{visit.page} dock")
