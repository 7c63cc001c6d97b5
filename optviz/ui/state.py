"""The experiment of this visitor: read from the link once, then changed by widgets and by the player.

The experiment is the one truth. Widgets are set from it before they are drawn and write to it when
they are touched, so a preset, a link and a click on the map all work the same way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from ..trajectory import FARTHEST
from .experiment import Experiment, everyone
from .link import read_link
from .setting import fitting_noise

PLAYER = "race"


def experiment() -> Experiment:
    """The current experiment; at the visitor's first run the one that the link describes."""
    if "experiment" not in st.session_state:
        st.session_state.experiment, view, st.session_state.ignored = read_link(st.query_params.to_dict())
        st.session_state.view = view
        st.session_state.window = as_window(view.get("window"))
    return st.session_state.experiment


def change(**values: Any) -> None:
    """Replace parts of the experiment. Another surface is looked at as a whole, from its own start, with noise only if it has it."""
    if "surface" in values:
        values = {"surface_values": {}, "start": None, **values}
        st.session_state.window = None
    new = replace(experiment(), **values)
    noise, noise_values = fitting_noise(new.surface, new.noise, new.noise_values, new.terrain().terms, Experiment().noise)
    st.session_state.experiment = replace(new, noise=noise, noise_values=noise_values)
    st.session_state.ignored = []


def adopt(new: Experiment) -> None:
    """Replace the whole experiment."""
    st.session_state.experiment = new
    st.session_state.window = None
    st.session_state.ignored = []


def heard(event: str) -> None:
    """Take up what the visitor did in the player. A start or other methods concern the whole page, a window does not."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.window = as_window(value)
    elif event == "start" and are_coordinates(value, 2):
        change(start=(float(value[0]), float(value[1])))
    elif event == "racing" and isinstance(value, list):
        # Who sits out is not among the chips that are pressed, and has not been sent away.
        waiting = [entrant for entrant in experiment().racing if experiment().sits_out(entrant)]
        change(racing=tuple(entrant for entrant in everyone() if entrant in value or entrant in waiting))
    st.session_state.page_is_stale = event != "window"


def page_is_stale() -> bool:
    """Whether the player has changed what stands outside of it; true once."""
    return bool(st.session_state.pop("page_is_stale", False))


def are_coordinates(value: Any, count: int) -> bool:
    """Whether a message of a browser, which may hold anything, is that many coordinates."""
    return (
        isinstance(value, (list, tuple)) and len(value) == count and all(isinstance(c, (int, float)) and abs(c) < FARTHEST for c in value)
    )


def as_window(bounds: Any) -> Any:
    """Bounds x0, x1, y0, y1 as a window; None, the whole surface, for anything else."""
    if not are_coordinates(bounds, 4) or not (bounds[0] < bounds[1] and bounds[2] < bounds[3]):
        return None
    return (float(bounds[0]), float(bounds[1])), (float(bounds[2]), float(bounds[3]))
