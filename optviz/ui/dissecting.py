"""The dissection of this visitor, and the widgets that show and change it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from surfaces.declaration import Parameter

from ..convention import LIBRARIES
from ..plotting.stability import stability
from ..race import Race
from ..separation import separation
from ..theory import Tuning, spectrum
from .dissection import MOST_STEPS, Dissection, read_dissection
from .experiment import PAPER, everyone, form_of
from .pairs import PAIRS
from .specimen import SIDES, Specimen
from .state import are_coordinates, as_window
from .widgets import (
    choose,
    choose_or_none,
    chosen_by_visitor,
    show,
    start_fields,
    steps_field,
    surface_select,
    surface_widget,
    value_slider,
)

PLAYER = "anatomy"
SPEED = 0.1
"""Three steps a second, so that the numbers can be followed."""


def dissection() -> Dissection:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "dissection" not in state:
        state.dissection, view, state.anatomy_ignored = read_dissection(st.query_params.to_dict())
        state.anatomy_view = {"speed": SPEED, **view}
        state.anatomy_window = as_window(view.get("window"))
    found: Dissection = state.dissection
    return found


def change(**values: Any) -> None:
    """Replace parts of the dissection. Another surface is looked at as a whole, from its own start."""
    if "surface" in values:
        values = {"surface_values": {}, "start": None, **values}
        st.session_state.anatomy_window = None
    adopt(replace(dissection(), **values), keeps_window=True)


def adopt(new: Dissection, keeps_window: bool = False) -> None:
    """Replace the whole dissection."""
    st.session_state.dissection = new
    st.session_state.anatomy_ignored = []
    if not keeps_window:
        st.session_state.anatomy_window = None


def set_value(side: str, name: str, value: Any) -> None:
    """Give a hyperparameter of one side a value, and to the same symbol on the other side too if the two are linked."""
    now = dissection()
    sides = now.specimens()
    parameter = sides[side].form().parameters()[name]
    changed = {side: sides[side].with_value(name, value)}
    if now.linked and not parameter.is_switch:
        for other, specimen in sides.items():
            for twin, declared in specimen.form().parameters().items():
                if other != side and declared.symbol == parameter.symbol and declared.domain.contains(value):
                    changed[other] = specimen.with_value(twin, value)
    change(**changed)


def heard(event: str) -> None:
    """Take up what the visitor did in the player."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.anatomy_window = as_window(value)
    elif event == "start" and are_coordinates(value, 2):
        change(start=(float(value[0]), float(value[1])))
    elif event == "learning_rate" and isinstance(value, dict) and are_coordinates([value.get("value"), value.get("lane")], 2):
        side = SIDES[int(value["lane"]) % len(dissection().specimens())]
        parameters = dissection().specimens()[side].form().parameters()
        rate = float(value["value"])
        if "learning_rate" in parameters and parameters["learning_rate"].domain.contains(rate):
            set_value(side, "learning_rate", rate)
    st.session_state.anatomy_is_stale = event != "window"


def page_is_stale() -> bool:
    """Whether the player has changed what stands outside of it; true once."""
    return bool(st.session_state.pop("anatomy_is_stale", False))


def surface_picker() -> None:
    surface_select("terrain", dissection().surface, lambda key: change(surface=key))


def surface_slider(key: str) -> None:
    now = dissection()
    surface_widget(f"terrain.{key}", now.terrain(), key, lambda value: change(surface_values={**dissection().surface_values, key: value}))


def start_inputs() -> None:
    start_fields("from", lambda: dissection().starting_point(), lambda start: change(start=start))


def steps_input() -> None:
    steps_field("length", dissection().steps, MOST_STEPS, lambda steps: change(steps=steps))


def method_picker(side: str) -> None:
    """Who lies on one side: a method, in its paper's form or a library's. The second side may be empty."""
    now = getattr(dissection(), side)
    names = {entrant: Specimen(entrant).name() for entrant in everyone()}

    def act(entrant: str | None) -> None:
        change(**{side: Specimen(entrant) if entrant else None})

    if side == "a":
        choose("Method", names, "method a", now.entrant, act)
    else:
        choose_or_none("Beside it", "Nobody", names, "method b", now.entrant if now else None, act)


def story_picker() -> None:
    def act(key: str | None) -> None:
        if key is not None:
            adopt(pair(key))

    choose_or_none("Story", "Choose one", {key: pair.name for key, pair in PAIRS.items()}, "pair", current_pair(), act)


@cache
def pair(key: str) -> Dissection:
    return read_dissection(dict(parse_qsl(PAIRS[key].link)))[0]


def current_pair() -> str | None:
    """The story that is being told: its surface and its methods are on the table, whatever the sliders say."""
    now = dissection()

    def cast(one: Dissection) -> Any:
        return one.surface, [(s.entrant, s.form().parameters().keys() & _switched(s)) for s in one.specimens().values()]

    return next((key for key in PAIRS if cast(pair(key)) == cast(now)), None)


def _switched(specimen: Specimen) -> set[str]:
    return {name for name in specimen.values if specimen.form().parameters()[name].is_switch}


def linker() -> None:
    """Whether the two sides share their values."""
    first = show("linked", dissection().linked)
    st.toggle(
        "Same values for both",
        first,
        key="linked",
        on_change=chosen_by_visitor("linked", lambda linked: change(linked=linked)),
        help="A slider sets its symbol on both sides.",
    )


def sliders() -> list[tuple[str, str]]:
    """What has a widget: (side, hyperparameter). Of linked sides a symbol that both have is shown once."""
    now = dissection()
    shown: list[tuple[str, str]] = []
    symbols: set[str] = set()
    for side, specimen in now.specimens().items():
        for name, parameter in specimen.form().parameters().items():
            if parameter.is_switch or not (now.linked and parameter.symbol in symbols):
                shown.append((side, name))
            symbols.add(parameter.symbol)
    return shown


def hyperparameter_widget(side: str, name: str) -> None:
    now = dissection()
    specimen = now.specimens()[side]
    parameter = specimen.form().parameters()[name]
    value = getattr(specimen.optimizer(), name)
    label = f"{name.replace('_', ' ').capitalize()} ${parameter.symbol}$"
    if now.b is not None and (not now.linked or parameter.is_switch or not _shared(now, parameter)):
        label += f", {specimen.name()}"
    elif others := _other_values(now, side, parameter):
        label += f", {others}"
    widget = f"{side}.{name}"

    def act(value: Any) -> None:
        set_value(side, name, value)

    if parameter.is_switch:
        first = show(widget, value)
        st.toggle(label, first, key=widget, help=parameter.meaning, on_change=chosen_by_visitor(widget, act))
    else:
        value_slider(label, widget, value, parameter.choices(), act, parameter.meaning)


def _other_values(now: Dissection, side: str, parameter: Parameter) -> str:
    """Which other value the other side has for the same symbol, until the slider sets both."""
    values = {
        specimen.name(): getattr(specimen.optimizer(), name)
        for other, specimen in now.specimens().items()
        for name, declared in specimen.form().parameters().items()
        if declared.symbol == parameter.symbol
    }
    mine = now.specimens()[side].name()
    return ", ".join(f"{name}: {value:g}" for name, value in values.items() if name != mine and value != values[mine])


def _shared(now: Dissection, parameter: Parameter) -> bool:
    return all(parameter.symbol in {p.symbol for p in s.form().parameters().values()} for s in now.specimens().values())


def gauge() -> dict[str, Any] | None:
    """Where the player marks the largest stable step size: on the slider of the first side's η."""
    now = dissection()
    parameter = now.a.form().parameters().get("learning_rate")
    if parameter is None:
        return None
    choices = sorted({*parameter.choices(), float(now.a.optimizer().learning_rate)})  # type: ignore[attr-defined]
    return {"slider": ".st-key-a-learning_rate", "choices": choices, "lane": 0}


def what_differs(race: Race) -> str:
    """How far two forms, or two settings, of one method get from each other. Empty for different methods."""
    now = dissection()
    if now.b is None or now.a.optimizer().key != now.b.optimizer().key:
        return ""
    a, b = (race.lanes[side] for side in SIDES)
    return f"The two paths get up to {separation(a, b):.2g} apart."


def card(specimen: Specimen) -> str:
    """What there is to know about a method before its first step, as Markdown."""
    form = specimen.form()
    sentence = (form.__doc__ or "").splitlines()[0]
    elsewhere = [LIBRARIES[library] for library, other in form.libraries().items() if library != PAPER and other is form]
    same = f" The same in {' and '.join(elsewhere)}." if elsewhere and form is form_of(specimen.entrant.partition(".")[0], PAPER) else ""
    return f"**{specimen.name()}** ({form.year}). {sentence} {form.note}{same} *{form.reference}.*"


def theory_section(side: str) -> None:
    """What is known of a method on a quadratic: its best values, its edge of stability, and where its values stand. Nothing elsewhere."""
    now = dissection()
    specimen, found = now.specimens()[side], spectrum(now.terrain())
    theory = specimen.form().theory
    if theory is None or found is None:
        return
    with st.expander("What theory says here", key=f"theory {side}", on_change="rerun") as section:
        if not section.open:
            return
        optimizer: Any = specimen.optimizer()
        names = [name for name in ("learning_rate", "momentum") if name in optimizer.parameters()]
        values = [getattr(optimizer, name) for name in names]
        best, edge = theory.tuned(*found), theory.largest_learning_rate(found[1], *values[1:])
        smallest, largest = found
        st.markdown(
            f"This surface is a quadratic with the eigenvalues {smallest:.3g} and {largest:.3g}. "
            f"{specimen.name()} converges for η below {edge:.4g}{' with this γ' if len(names) > 1 else ''}. "
            f"Fastest in the long run: η = {best.learning_rate:.4g}{f', γ = {best.momentum:.4g}' if len(names) > 1 else ''}; "
            f"then a step leaves {best.factor:.1%} of the error."
        )

        def take_optimum() -> None:
            for name in names:
                set_value(side, name, getattr(best, name))

        st.button("Take these values", key=f"take optimum {side}", on_click=take_optimum)
        if len(names) > 1:
            now_at = Tuning(values[0], values[1], factor=max(theory.factor(end, *values) for end in found))
            st.plotly_chart(stability(theory, *found, now_at), key=f"stability {side}", config={"displayModeBar": False})
        st.caption(f"{theory.reference}.")
