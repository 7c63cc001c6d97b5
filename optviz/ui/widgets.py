"""Widgets that show a value which is kept elsewhere, and say so when a visitor changes it."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

import streamlit as st

from surfaces import SURFACES, Surface
from surfaces.declaration import Parameter

from .. import written
from ..as_code import OPTVIZ, as_code, code_libraries
from ..convention import LIBRARIES, PAPER
from ..optimizer import Optimizer
from ..plane import FARTHEST
from ..player.header import Length
from ..twin import twin
from .experiment import Conditions, Point
from .lettering import label_of, tip_of
from .lineup import names
from .session import Placed, Visit
from .slider import Row, to_default, value_slider
from .specimen import Pair, Specimen
from .typed import number, whole

Key = TypeVar("Key", bound=str)
Paired = TypeVar("Paired", bound=Pair)

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


def choose(
    label: str, names: Mapping[Key, str], key: str, value: Key, act: Callable[[Key], None], tip: str | None = None, idle: bool = False
) -> None:
    """A choice among `names`, from key to what people read. idle: whether it would change nothing, so that it cannot be touched."""
    first, heard = list(names).index(show(key, value)), chosen_by_visitor(key, act)
    st.selectbox(label, names, first, key=key, format_func=names.__getitem__, on_change=heard, help=tip, disabled=idle)


def choose_or_none(label: str, none: str, names: Mapping[str, str], key: str, value: str | None, act: Callable[[Any], None]) -> None:
    """The same with one choice more, which stands for none of them."""
    choose(label, {"": none, **names}, key, value or "", lambda chosen: act(chosen or None))


def parameter_widget(
    parameter: Parameter, name: str, widget: str, value: Any, own: Callable[[str, Any], None], idle: str = "", coarse: bool = False
) -> None:
    """A slider or a toggle for one hyperparameter of one method.

    idle:   why a slider would change nothing, if it would not
    coarse: whether a slider stands at round values alone
    """

    def changed(value: Any) -> None:
        own(name, value)

    if parameter.is_switch:
        toggle(name.replace("_", " ").capitalize(), widget, bool(value), changed, parameter.meaning)
    else:
        back, label, tip = to_default(parameter.default, value, changed), label_of(name, parameter), tip_of(parameter)
        value_slider(label, widget, value, parameter.choices(), changed, tip, unset=idle, back=back, coarse=coarse, idle=bool(idle))


def toggle(label: str, key: str, value: bool, act: Callable[[bool], None], tip: str | None = None) -> None:
    first = show(key, value)
    st.toggle(label, first, key=key, help=tip, on_change=chosen_by_visitor(key, act))


def number_field(visit: Visit[Any], label: str, key: str, value: float, act: Callable[[float], None]) -> None:
    """A number that is typed. A field of the browser's for numbers would leave out in silence what it does not know: of 0,5 a 5 remains."""

    def typed(text: str) -> None:
        found = number(text)
        if found is None:
            visit.refuse(f"{label} must be a number such as 0.5, −2 or 1e-3.")
            visit.is_stale_now()
        else:
            act(found)

    st.text_input(label, show(key, written.number(value)), key=key, on_change=chosen_by_visitor(key, typed))


def whole_number(
    visit: Visit[Any],
    label: str,
    key: str,
    value: int,
    least: int,
    most: int,
    act: Callable[[int], None],
    tip: str | None = None,
    width: Literal["stretch"] | int = "stretch",
) -> None:
    """A whole number between two that is typed."""

    def typed(text: str) -> None:
        found = whole(text)
        if found is None or not least <= found <= most:
            visit.refuse(f"{label} must be a whole number from {least} to {most}.")
            visit.is_stale_now()
        else:
            act(found)

    st.text_input(label, show(key, str(value)), key=key, on_change=chosen_by_visitor(key, typed), help=tip, width=width)


def show_rule(form: type[Optimizer]) -> None:
    """The update rule of a method. Of a function's name as an index Streamlit makes a formula that browsers refuse."""
    rule = re.sub(r"([_^])\{\\(min|max)\}", r"\1{\\mathrm{\2}}", form.update_rule)
    st.latex(r"\begin{gathered}" + rule + r"\end{gathered}")


def show_chart(figure: Any, key: str) -> None:
    """A chart of `optviz.plotting`. It is read: nothing in it is dragged, so that a finger on it moves the page."""
    st.plotly_chart(figure.update_layout(dragmode=False), key=key, config={"displayModeBar": False})


def method_pickers(visit: Visit[Paired]) -> None:
    """Who is on each side: a method, in its paper's form or a library's. The second side may be empty."""
    now = visit.now

    def first(entrant: str) -> None:
        visit.change(replace(visit.now, a=Specimen(entrant)))

    def second(entrant: str | None) -> None:
        visit.change(replace(visit.now, b=Specimen(entrant) if entrant else None))

    choose("Method", names(), f"{visit.page} a", now.a.entrant, first)
    choose_or_none("Compare with", "None", names(), f"{visit.page} b", now.b.entrant if now.b else None, second)


def surface_picker(visit: Visit[Placed]) -> None:
    """Which surface."""
    surfaces = {name: surface.name for name, surface in SURFACES.items()}
    choose("Surface", surfaces, f"{visit.page} surface", visit.now.surface, lambda key: visit.change(visit.now.moved_to(key)))


def _of_surface(visit: Visit[Placed], name: str) -> str:
    """The key of the slider of one of the surface's own parameters."""
    return f"{visit.page} {visit.now.surface} {name}"


def of_surface(visit: Visit[Placed]) -> dict[str, str]:
    """Which of the surface's own parameters each of their sliders sets."""
    return {_of_surface(visit, name): name for name in visit.now.terrain().parameters()}


def surface_slider(visit: Visit[Placed], name: str, row: Row | None = None) -> None:
    """The slider of one of the surface's own parameters. row: where it stands with others."""
    terrain = visit.now.terrain()
    parameter = terrain.parameters()[name]
    label, key = label_of(name, parameter), _of_surface(visit, name)

    def act(value: float) -> None:
        visit.change(visit.now.with_surface_value(name, value))

    value, coarse = getattr(terrain, name), terrain.landmarks_depend_on_parameters()
    back = to_default(parameter.default, value, act)
    value_slider(label, key, value, parameter.choices(), act, parameter.meaning, back=back, coarse=coarse, row=row)


def start_fields(visit: Visit[Placed], act: Callable[[Point], None] | None = None) -> None:
    """The start as two numbers, for those who want it exact. act: takes a start up, if that is more than to begin there."""
    begin = act or (lambda start: visit.change(visit.now.started_at(start)))
    for axis, name in enumerate("xy"):
        key = f"{visit.page} start {name}"

        label = f"Start {visit.now.terrain().coordinates[axis]}"

        def moved(value: float, axis: int = axis, label: str = label) -> None:
            x, y = visit.now.starting_point()
            if abs(value) < FARTHEST:
                begin((value, y) if axis == 0 else (x, value))
            else:
                visit.refuse(f"{label} must lie between −10¹⁰ and 10¹⁰.")

        number_field(visit, label, key, visit.now.starting_point()[axis], moved)


def steps_field(visit: Visit[Placed], most: int) -> None:
    def act(steps: int) -> None:
        visit.change(replace(visit.now, steps=steps))

    whole_number(visit, "Steps", f"{visit.page} steps", visit.now.steps, 1, most, act)


def steps_slider(visit: Visit[Placed], most: int) -> Length:
    """The same in the player, where the runs follow while it is moved."""
    digits = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
    round_numbers = (digit * 10**power for power in range(3) for digit in digits)
    now = visit.now.steps
    return {"slider": f"{visit.page} steps", "value": now, "choices": sorted({now, *(one for one in round_numbers if one <= most)})}


def code_lines(optimizer: Optimizer, surface: Surface, start: Point, steps: int, key: str, conditions: Conditions | None = None) -> None:
    """The program that reproduces a run: in this package, or in a library that takes the same path, which none does under conditions."""
    conditions = conditions or Conditions()
    libraries = [library for library in LIBRARIES if library != PAPER and conditions == Conditions()]
    alike = {library: one for library in libraries if (one := twin(optimizer, library, surface, start, steps))}
    offered = {OPTVIZ: optimizer} | {library: one for library, one in alike.items() if library in code_libraries(one)}
    names = {**LIBRARIES, OPTVIZ: "this package"}
    library = st.segmented_control("As code", list(offered), format_func=names.__getitem__, default=OPTVIZ, required=True, key=key)
    st.code(as_code(offered[library], surface, start, steps, library, **conditions._asdict()), language="python")
