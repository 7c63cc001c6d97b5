"""Where Streamlit mounts the player: a Components-v2 element whose modules are served as files.

`pyproject.toml` declares the elements, and Streamlit reads it of installed packages: from the repository the app
runs once `pip install -e .` has been there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st
from numpy.typing import NDArray

from .header import Address, AtlasHeader, Docking, Marking, Slider
from .payload import pack, revision_of

EVENTS = ("start", "racing", "window", "learning_rate", "steps", "whole")
EVENTS_OF_ATLAS = ("cell", "window", "home", "layer")


def mount(payload: bytes, *, key: str, on_event: Callable[[str], None]) -> None:
    """Show a payload in the player. `on_event(name)` is called with 'start', 'racing', 'window',
    'learning_rate' or 'steps' when the visitor asks for a new experiment; the value is `st.session_state[key][name]`. With 'whole' it is
    called when the browser could not work out what it was not sent.
    """
    callbacks = {f"on_{event}_change": lambda event=event: on_event(event) for event in EVENTS}
    _element("player")(key=key, data=payload, **callbacks)


def mount_atlas(header: AtlasHeader, arrays: Mapping[str, NDArray[Any]], *, key: str, on_event: Callable[[str], None]) -> None:
    """Show what became of every run of a grid as a map. Its marks are sent apart: one that moves brings no cell once more.

    `on_event(name)` is called when the visitor asks for something; the value is `st.session_state[key][name]`:

    "cell":   [x, y], the values of the axes at the cell that was chosen
    "window": [x0, x1, y0, y1] after a zoom, None for the whole
    "home":   true after a double click, which goes back to before the zoom
    "layer":  the key of the layer that was chosen; it is shown already
    """
    callbacks = {f"on_{event}_change": lambda event=event: on_event(event) for event in EVENTS_OF_ATLAS}
    payload = pack({**header, "marks": []}, arrays)
    marking: Marking = {"for": header["key"], "on": revision_of(payload), "marks": header["marks"]}
    _element("marking")(key=f"{key}_marks", data=marking)
    _element("atlas")(key=key, data=payload, **callbacks)


def mount_sliders(sliders: Sequence[Slider], *, key: str, on_set: Callable[[], None]) -> None:
    """Sliders side by side. `on_set()` is called when one has been let go: `st.session_state[key]["set"]` is then the values that are
    asked for by the sliders' keys, None where a value is taken back.
    """
    # Of a list Streamlit asks with all of pandas whether it is a table; not so of a tuple.
    _element("slider")(key=key, data={"sliders": tuple(sliders)}, on_set_change=on_set)


def mount_address(address: Address, *, key: str) -> None:
    """Have the address of a page written that has no player."""
    _element("address")(key=key, data=address)


def mount_dock(player: str, *, key: str) -> None:
    """A place on the page to which the player of that key moves its side panels on a narrow screen."""
    docking: Docking = {"for": player}
    _element("dock")(key=key, data=docking)


@cache
def _element(name: str) -> Callable[..., object]:
    return st.components.v2.component(f"optviz.{name}", html=" ", js=f"{name}.js")
