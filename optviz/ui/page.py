"""What every page opens with, and where its player stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from ..player.payload import pack
from ..player.viewer import mount, mount_dock
from .session import Experimenting, Visit


class Top(NamedTuple):
    """The top of a page. What is said there can be said anew when something else is on the page."""

    headline: DeltaGenerator
    words: DeltaGenerator

    def say(self, headline: str, words: str) -> None:
        self.headline.markdown(f"##### {headline}")
        self.words.markdown(words)


def opening(headline: str, said: str, visit: Visit[Experimenting]) -> Top:
    """What this page shows, and what of the link or of a wish was no good. Both texts are Markdown."""
    title = st.markdown(f"##### {headline}")
    with st.container(key=f"{visit.page} words"):
        top = Top(title, st.markdown(said))
    if visit.ignored:
        st.warning(f"The link was not understood in full. Ignored: {', '.join(visit.ignored)}.")
    if visit.complaint:
        st.warning(visit.complaint)
    return top


def show_player(
    visit: Visit[Experimenting], header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], on_event: Callable[[str], None]
) -> None:
    """The player of the page. `on_event(name)`: see `mount`."""
    mount(pack(header, arrays), key=visit.page, on_event=on_event)


def dock(visit: Visit[Experimenting]) -> None:
    """The place to which the player moves its panels on a narrow screen."""
    mount_dock(visit.page, key=f"{visit.page} dock")
