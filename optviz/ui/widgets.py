"""Widgets that show a value which is kept elsewhere, and say so when a visitor changes it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import streamlit as st

from surfaces import SURFACES, Surface
from surfaces.declaration import Parameter

from ..as_code import OPTVIZ, as_code, code_libraries
from ..convention import LIBRARIES
from ..optimizer import Optimizer
from ..trajectory import FARTHEST
from ..twin import twin
from .experiment import PAPER
from .setting import Conditions

ECHO = 1.0
"""Seconds in which a browser may still send a value that the page has replaced, as it had not heard of it."""


def show(key: str, value: Any) -> Any:
    """Have a widget show a value once it is drawn. Returns the default to draw it with: the value that it showed first.

    A value that is set through the state is sent as a command, which differs from the widget's next description. A
    default is part of the description: if it never changes, a page that is drawn again has nothing new to send.
    """
    state = st.session_state
    if key not in state:
        state[f"{key} first"] = value
    elif state[key] != value:
        state[f"{key} replaced"] = (state[key], time.monotonic())
        state[key] = value
    return state[f"{key} first"]


def chosen_by_visitor(key: str, act: Callable[[Any], None]) -> Callable[[], None]:
    """A callback that acts on the value that a visitor chose, and not on the echo of one that the page has just replaced."""

    def callback() -> None:
        value = st.session_state[key]
        replaced, when = st.session_state.get(f"{key} replaced", (None, -math.inf))
        if value != replaced or time.monotonic() - when > ECHO:
            act(value)

    return callback


def choose(label: str, names: Mapping[str, str], key: str, value: str, act: Callable[[str], None], tip: str | None = None) -> None:
    """A choice among `names`, from key to what people read."""
    first = list(names).index(show(key, value))
    st.selectbox(label, names, first, key=key, format_func=names.__getitem__, on_change=chosen_by_visitor(key, act), help=tip)


def choose_or_none(label: str, none: str, names: Mapping[str, str], key: str, value: str | None, act: Callable[[Any], None]) -> None:
    """The same with one choice more, which stands for none of them."""
    choose(label, {"": none, **names}, key, value or "", lambda chosen: act(chosen or None))


def value_slider(label: str, key: str, value: Any, options: Iterable[float], act: Callable[[Any], None], tip: str | None = None) -> None:
    first = show(key, value)
    choices = sorted({*options, value, first})
    st.select_slider(label, choices, first, key=key, format_func=lambda v: f"{v:g}", on_change=chosen_by_visitor(key, act), help=tip)


def parameter_widget(parameter: Parameter, name: str, widget: str, value: Any, own: Callable[[str, Any], None]) -> None:
    """A slider or a toggle for one hyperparameter of one method."""
    words = name.replace("_", " ")

    def changed(value: Any) -> None:
        own(name, value)

    if parameter.is_switch:
        first = show(widget, value)
        st.toggle(words.capitalize(), first, key=widget, help=parameter.meaning, on_change=chosen_by_visitor(widget, changed))
    else:
        value_slider(f"{words.capitalize()} ${parameter.symbol}$", widget, value, parameter.choices(), changed, parameter.meaning)


def surface_select(key: str, value: str, act: Callable[[str], None]) -> None:
    """Which surface. As with all widgets, no two pages may use one key: the one that is left would set the one that is entered."""
    names = {name: surface.name for name, surface in SURFACES.items()}
    choose("Surface", names, key, value, act)


def surface_widget(key: str, surface: Surface, name: str, act: Callable[[float], None]) -> None:
    """The slider of one of the surface's own parameters."""
    parameter = surface.parameters()[name]
    value_slider(f"{name.capitalize()} ${parameter.symbol}$", key, getattr(surface, name), parameter.choices(), act, parameter.meaning)


def start_fields(key: str, start: Callable[[], tuple[float, float]], act: Callable[[tuple[float, float]], None]) -> None:
    """The start as two numbers, for those who want it exact."""
    for axis, name in enumerate("xy"):
        widget = f"{key}_{name}"

        def moved(value: float, axis: int = axis) -> None:
            x, y = start()
            act((value, y) if axis == 0 else (x, value))

        first = show(widget, start()[axis])
        limit, act_on = FARTHEST / 10, chosen_by_visitor(widget, moved)
        st.number_input(f"Start {name}", -limit, limit, first, key=widget, step=0.1, format="%.4g", on_change=act_on)


def steps_field(key: str, value: int, most: int, act: Callable[[int], None]) -> None:
    first = show(key, value)
    st.number_input("Steps", 1, most, first, key=key, step=50, on_change=chosen_by_visitor(key, act))


def code_lines(
    optimizer: Optimizer, surface: Surface, start: tuple[float, float], steps: int, key: str, conditions: Conditions | None = None
) -> None:
    """The program that reproduces a run: in this package, or in a library that takes the same path, which none does under conditions."""
    conditions = conditions or Conditions()
    libraries = [library for library in LIBRARIES if library != PAPER and conditions == Conditions()]
    alike = {library: one for library in libraries if (one := twin(optimizer, library, surface, start, steps))}
    offered = {OPTVIZ: optimizer} | {library: one for library, one in alike.items() if library in code_libraries(one)}
    names = {**LIBRARIES, OPTVIZ: "this package"}
    library = st.segmented_control("As code", list(offered), format_func=names.__getitem__, default=OPTVIZ, required=True, key=key)
    st.code(as_code(offered[library], surface, start, steps, library, **conditions._asdict()), language="python")
