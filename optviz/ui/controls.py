"""Widgets made from declarations. Each shows a part of the experiment and changes it when touched."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from functools import cache
from statistics import median_low
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from surfaces import SURFACES

from ..hyperparameter import Parameter
from ..optimizers import OPTIMIZERS
from ..plotting.style import in_order
from ..trajectory import FARTHEST
from .experiment import MOST_STEPS, SHARED, Experiment, hyperparameters_with
from .link import read_link
from .presets import PRESETS
from .state import adopt, change, experiment

LABELS = {
    "eta": "η step size",
    "gamma": "γ momentum",
    "beta1": "β₁ memory of g",
    "beta2": "β₂ memory of g²",
    "epsilon": "ε guard of the root",
}


ECHO = 1.0
"""Seconds in which a browser may still send a value that the page has replaced, as it had not heard of it."""


def _show(key: str, value: Any) -> None:
    """Set a widget before it is drawn."""
    state = st.session_state
    if key in state and state[key] != value:
        state[f"{key} replaced"] = (state[key], time.monotonic())
    if key not in state or state[key] != value:
        state[key] = value


def _heard(key: str, act: Callable[[Any], None]) -> Callable[[], None]:
    """A callback that acts on the value that a visitor chose, and not on the echo of one that the page has just replaced."""

    def callback() -> None:
        value = st.session_state[key]
        replaced, when = st.session_state.get(f"{key} replaced", (None, -math.inf))
        if value != replaced or time.monotonic() - when > ECHO:
            act(value)

    return callback


def _value_slider(label: str, key: str, value: Any, options: Iterable[float], act: Callable[[Any], None], tip: str | None = None) -> None:
    _show(key, value)
    choices = sorted({*options, value})
    st.select_slider(label, choices, key=key, format_func=lambda v: f"{v:g}", on_change=_heard(key, act), help=tip)


@cache
def _shared_choices(name: str) -> frozenset[float]:
    return frozenset(choice for _, _, parameter in hyperparameters_with(SHARED[name]) for choice in parameter.choices())


def shared_slider(name: str) -> None:
    """The slider of one symbol. Touching it gives its value to all methods that have the symbol."""
    now = experiment()
    defaults = [parameter.default for owner, _, parameter in hyperparameters_with(SHARED[name]) if owner in now.racing]

    def moved(value: float) -> None:
        change(shared={**experiment().shared, name: value})

    if name in now.shared:
        label = LABELS[name]
    elif not defaults:
        label = f"{LABELS[name]}, here nobody's"
    else:
        low, high = min(defaults), max(defaults)
        label = f"{LABELS[name]}, own: {low:g}{f'–{high:g}' if low < high else ''}"
    _value_slider(label, name, now.shared.get(name, _resting(name)), _shared_choices(name), moved)


def _resting(name: str) -> float:
    """Where a slider stands while every method has its own default: amid the defaults."""
    return float(median_low(parameter.default for _, _, parameter in hyperparameters_with(SHARED[name])))


def shared_switches() -> None:
    """For each symbol, whether it has one value for all methods or each method's own default; a click changes that.

    The pills keep no choice of their own. If they did, a slider that is moved twice in a row would send the
    pills' old choice with its second message, and take back what the first one did.
    """

    def switched() -> None:
        name = st.session_state.switch
        st.session_state.switch = None
        if name is not None:
            now = dict(experiment().shared)
            change(shared={**now, name: _resting(name)} if name not in now else {other: now[other] for other in now if other != name})

    names = {name: f"{'✓ ' if name in experiment().shared else ''}{LABELS[name].split()[0]}" for name in SHARED}
    st.pills(
        "One value for all",
        names.keys(),
        format_func=names.__getitem__,
        key="switch",
        on_change=switched,
        width="content",
    )


def dimmed() -> str:
    """A style that pales the sliders that set nothing, because every method has its own default."""
    idle = [f".st-key-{name} [role=group]" for name in SHARED if name not in experiment().shared]
    return f"<style>{', '.join(idle) or ':not(*)'} {{ opacity: 0.45 }}</style>"


def surface_picker() -> None:
    _show("surface", experiment().surface)
    names = {key: surface.name for key, surface in SURFACES.items()}
    chosen = _heard("surface", lambda key: change(surface=key))
    st.selectbox("Surface", names.keys(), format_func=names.__getitem__, key="surface", on_change=chosen)


def surface_slider(key: str) -> None:
    """The slider of one of the surface's own parameters."""
    surface = experiment().terrain()
    parameter, widget = surface.parameters()[key], f"surface.{key}"

    def moved(value: float) -> None:
        change(surface_values={**experiment().surface_values, key: value})

    _value_slider(f"{key.capitalize()} ${parameter.symbol}$", widget, getattr(surface, key), parameter.choices(), moved, parameter.meaning)


def start_input(axis: int, name: str) -> None:
    """One coordinate of the start as a number, for those who want it exact."""
    key = f"start_{name}"

    def moved(value: float) -> None:
        x, y = experiment().starting_point()
        change(start=(value, y) if axis == 0 else (x, value))

    _show(key, experiment().starting_point()[axis])
    st.number_input(f"Start {name}", -FARTHEST / 10, FARTHEST / 10, key=key, step=0.1, format="%.4g", on_change=_heard(key, moved))


def steps_input() -> None:
    _show("steps", experiment().steps)
    st.number_input("Steps", 1, MOST_STEPS, key="steps", step=50, on_change=_heard("steps", lambda steps: change(steps=steps)))


def preset_picker() -> None:
    def chosen(key: str | None) -> None:
        if key is not None:
            adopt(preset_experiment(key))

    _show("preset", current_preset())
    st.selectbox(
        "Story",
        list(PRESETS),
        format_func=lambda key: PRESETS[key].name,
        key="preset",
        index=None,
        placeholder="Choose one",
        on_change=_heard("preset", chosen),
    )


@cache
def preset_experiment(key: str) -> Experiment:
    return read_link(dict(parse_qsl(PRESETS[key].link)))[0]


def current_preset() -> str | None:
    """The preset that is being told: its surface and its methods are on the page, whatever the sliders say."""
    now = experiment()
    for key in PRESETS:
        told = preset_experiment(key)
        if (told.surface, told.racing) == (now.surface, now.racing):
            return key
    return None


def _own_widget(parameter: Parameter, name: str, widget: str, value: Any, own: Callable[[str, Any], None]) -> None:
    """A slider or a toggle for one hyperparameter of one method."""
    words = name.replace("_", " ")

    def changed(value: Any) -> None:
        own(name, value)

    if parameter.is_switch:
        _show(widget, value)
        st.toggle(words.capitalize(), key=widget, help=parameter.meaning, on_change=_heard(widget, changed))
    else:
        _value_slider(f"{words.capitalize()} ${parameter.symbol}$", widget, value, parameter.choices(), changed, parameter.meaning)


def method_panel() -> None:
    """Any one method: its card, and its own values for all its hyperparameters."""
    names = {key: OPTIMIZERS[key].name for key in in_order()}
    key = str(st.selectbox("Method", names.keys(), format_func=names.__getitem__, key="method"))
    method = OPTIMIZERS[key]
    st.markdown((method.__doc__ or "").splitlines()[0])
    st.latex(r"\begin{gathered}" + method.update_rule + r"\end{gathered}")
    now = experiment()

    def own(name: str, value: Any) -> None:
        current = experiment()
        change(own={**current.own, key: {**current.values_for(key), name: value}})

    def put_back() -> None:
        change(own={other: values for other, values in experiment().own.items() if other != key})

    for name, parameter in method.parameters().items():
        _own_widget(parameter, name, f"{key}.{name}", now.values_for(key)[name], own)
    literature = [f"${p.symbol}$ = {p.literature:g}" for p in method.parameters().values() if p.literature is not None]
    if literature:
        st.caption(f"In the literature: {', '.join(literature)}.")
    if key in now.own:
        st.button("Put back on the shared sliders", key="put_back", on_click=put_back)
    st.caption(" ".join(part for part in (method.note, f"{method.reference}.") if part))
