"""Where Streamlit mounts the player: a Components-v2 element whose modules are served as files.

`pyproject.toml` declares the elements, and Streamlit reads it of installed packages: from the repository the app
runs once `pip install -e .` has been there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from numpy.typing import NDArray

from .payload import pack, revision_of

WEB = Path(__file__).with_name("web")
ELEMENTS = {"player": "player.css", "dock": "player.css", "atlas": "atlas.css", "marking": None}
"""What Streamlit mounts, each with its style sheet: marks are seen on their map alone."""

EVENTS = ("start", "racing", "window", "learning_rate")
EVENTS_OF_ATLAS = ("cell", "window", "layer")


def mount(payload: bytes, *, key: str, on_event: Callable[[str], None]) -> None:
    """Show a payload in the player. `on_event(name)` is called with 'start', 'racing', 'window' or
    'learning_rate' when the visitor asks for a new experiment; the value is `st.session_state[key][name]`.
    """
    callbacks = {f"on_{event}_change": lambda event=event: on_event(event) for event in EVENTS}
    _element("player")(key=key, data=payload, **callbacks)


def mount_atlas(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], *, key: str, on_event: Callable[[str], None]) -> None:
    """Show what became of every run of a grid as a map. Its marks are sent apart: one that moves brings no cell once more.

    `on_event(name)` is called when the visitor asks for something; the value is `st.session_state[key][name]`:

    "cell":   [x, y], the values of the axes at the cell that was chosen
    "window": [x0, x1, y0, y1] after a zoom, None for the whole
    "layer":  the key of the layer that was chosen; it is shown already

    The header has
    key:      the name of this map in the page
    x, y:     {"label": "η", "name": "learning rate", "scale": "linear", "log" or "near_one" (even in log(1 − v))};
              "blank": True for a y that stands for nothing
    layers:   {"key", "label", "short" (for the switch, if the label is long), "kind": "number", "scale": "linear" or "log",
              "range": [low, high] that the colors span, else all numbers} or {"key", "label", "kind": "class", "classes":
              [{"key", "label", "pattern": "", "hatch" or "dots", "hue": 0, 1, … or None for gray, "share": "21 %" (for
              the key, which then has the class even if no cell is in it)}]};
              "hidden": True for one that is only read out
    shown:    the key of the layer that is painted
    shade:    of a class layer: the number layer by which its colors darken, or None
    patterns: the class layer whose patterns lie over any number layer, or None
    contours: whether number layers have contour lines
    marks:    {"kind": "cross", "star" or "diamond", "at": [x, y], "label"} or {"kind": "line", "points": [[x, y], …], "label"}
    square:   whether both axes have one scale
    zooms:    whether the wheel, and a box that is drawn, change the window; "whole": the window to which a double click returns
    window:   [x0, x1, y0, y1], what is shown; all cells if it is None
    file:     the name of a saved picture, and "title", what stands on it

    The arrays are "x" (n,) and "y" (m,), float64 and increasing, and for each layer "layer_<key>" (m, n): float32 with NaN
    for no value, or uint8 with 255 for no class. Row i goes with y[i], which grows upwards on the screen.
    """
    callbacks = {f"on_{event}_change": lambda event=event: on_event(event) for event in EVENTS_OF_ATLAS}
    payload = pack({**header, "marks": []}, arrays)
    _element("marking")(key=f"{key}_marks", data={"for": header["key"], "on": revision_of(payload), "marks": header["marks"]})
    _element("atlas")(key=key, data=payload, **callbacks)


def mount_dock(player: str, *, key: str) -> None:
    """A place on the page to which the player of that key moves its side panels on a narrow screen."""
    _element("dock")(key=key, data={"for": player})


@cache
def _element(name: str) -> Callable[..., object]:
    sheet = ELEMENTS[name]
    css = in_one_piece(WEB / sheet) if sheet else None
    return st.components.v2.component(f"optviz.{name}", html=" ", js=f"{name}.js", css=css)


def in_one_piece(sheet: Path) -> str:
    """A style sheet with those that it imports in their place.

    A browser would ask for each of them whenever an element is mounted, and show it naked until then.
    """
    return re.sub(r'@import "(.+)";', lambda found: in_one_piece(sheet.parent / found[1]), sheet.read_text(encoding="utf-8"))
