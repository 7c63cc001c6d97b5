"""The method, or the two, that this visitor takes apart, and the widgets that show and change them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from surfaces.declaration import Parameter

from ...convention import LIBRARIES, PAPER
from ...player.header import Gauge
from ...player.live_scene import Steering
from ...race import Race
from ...separation import separation
from ...written import number
from ..lettering import label_of, tip_of
from ..lineup import form_of
from ..session import Visit, heard_in_player
from ..slider import Back, to_default, value_slider
from ..specimen import SIDES, Specimen
from ..view import are_coordinates
from ..widgets import of_surface, toggle
from .experiment import AnatomyExperiment

SPEED = 0.1
"""Three steps a second, so that the numbers can be followed."""

visit = Visit("anatomy", AnatomyExperiment, speed=SPEED)


def set_value(side: str, name: str, value: Any) -> None:
    """Give a hyperparameter of one side a value, and to the same symbol on the other side too if the two are linked."""
    now = visit.now
    new = now.with_value(side, name, value)
    for other, twin in _twins(side, name):
        if now.specimens()[other].form().parameters()[twin].domain.contains(value):
            new = new.with_value(other, twin, value)
    visit.change(new)


def _twins(side: str, name: str) -> list[tuple[str, str]]:
    """What is set with a hyperparameter of one side, as the two are linked: (side, hyperparameter)."""
    now = visit.now
    parameter = now.specimens()[side].form().parameters()[name]
    if not now.linked or parameter.is_switch:
        return []
    return [
        (other, twin)
        for other, specimen in now.specimens().items()
        for twin, declared in specimen.form().parameters().items()
        if other != side and declared.symbol == parameter.symbol
    ]


def steering() -> dict[str, Steering]:
    """What each slider of the page sets."""
    own: dict[str, Steering] = {}
    for side, name in _shown():
        together: dict[str, list[str]] = {}
        for where, one in ((side, name), *_twins(side, name)):
            together.setdefault(where, []).append(one)
        own[_widget(side, name)] = together
    return {**own, **of_surface(visit)}


def reset() -> None:
    """The same methods with all else as at the start, their values, too."""
    now = visit.now
    visit.adopt(AnatomyExperiment(a=Specimen(now.a.entrant), b=Specimen(now.b.entrant) if now.b else None))


def heard(event: str) -> None:
    """Take up what the visitor did in the player: another learning rate, a start, or a part of the map that is looked at."""
    if event == "learning_rate" and isinstance(chosen := visit.asked(event), dict):
        if are_coordinates([chosen.get("value"), chosen.get("lane")], 2):
            side, rate = SIDES[int(chosen["lane"]) % len(visit.now.specimens())], float(chosen["value"])
            parameter = visit.now.specimens()[side].form().parameters().get("learning_rate")
            if parameter is not None and parameter.domain.contains(rate):
                set_value(side, "learning_rate", rate)
        visit.is_stale_now()
    heard_in_player(visit, event)


def linker() -> None:
    """Whether the two sides share their values, where they have a symbol in common."""
    symbols = [
        {parameter.symbol for parameter in one.form().parameters().values() if not parameter.is_switch}
        for one in visit.now.specimens().values()
    ]
    if len(symbols) < 2 or not set.intersection(*symbols):
        return
    tip = "The slider of a symbol that both have sets it on both sides."
    toggle("Set both at once", "anatomy linked", visit.now.linked, lambda on: visit.change(replace(visit.now, linked=on)), tip)


def sliders() -> None:
    """In one row, if the two sides are linked; else those of each side in a column, under which its rule stands."""
    now = visit.now
    if now.b is None or now.linked:
        for side, name in _shown():
            _hyperparameter_widget(side, name)
        return
    for side in now.specimens():
        with st.container(key=f"anatomy sliders {side}", horizontal=True):
            for one, name in _shown():
                if one == side:
                    _hyperparameter_widget(side, name)


def _shown() -> list[tuple[str, str]]:
    """What has a widget: (side, hyperparameter). Of linked sides a symbol that both have is shown once."""
    now = visit.now
    shown: list[tuple[str, str]] = []
    symbols: set[str] = set()
    for side, specimen in now.specimens().items():
        for name, parameter in specimen.form().parameters().items():
            if parameter.is_switch or not (now.linked and parameter.symbol in symbols):
                shown.append((side, name))
            symbols.add(parameter.symbol)
    return shown


def _hyperparameter_widget(side: str, name: str) -> None:
    now = visit.now
    specimen = now.specimens()[side]
    parameter = specimen.form().parameters()[name]
    value = getattr(specimen.optimizer(), name)
    label, sets_both = label_of(name, parameter), now.linked and not parameter.is_switch and _shared(now, parameter)
    if now.b is not None and not sets_both:
        label += f", {now.names()[side]}"
    widget, act = _widget(side, name), partial(set_value, side, name)
    if parameter.is_switch:
        toggle(label, widget, value, act, parameter.meaning)
    else:
        unset = _both_values(now, parameter) if sets_both else ""
        back = _back(side, name) if sets_both else to_default(parameter.default, value, act)
        value_slider(label, widget, value, parameter.choices(), act, tip_of(parameter), unset=unset, back=back)


def _back(side: str, name: str) -> Back:
    """What takes back the values that one slider sets on both sides."""
    own = [(where, one) for where, one in ((side, name), *_twins(side, name))]

    def default(where: str, one: str) -> Any:
        return visit.now.specimens()[where].form().parameters()[one].default

    def put_back() -> None:
        for where, one in own:
            visit.change(visit.now.with_value(where, one, default(where, one)))

    specimens = visit.now.specimens()
    due = any(getattr(specimens[where].optimizer(), one) != default(where, one) for where, one in own)
    return Back("Each method its default", put_back, due)


def _widget(side: str, name: str) -> str:
    return f"anatomy {side} {name}"


def _both_values(now: AnatomyExperiment, parameter: Parameter) -> str:
    """What the two have for the same symbol, until their slider sets both; empty where it is one value."""
    values = [
        getattr(specimen.optimizer(), name)
        for specimen in now.specimens().values()
        for name, declared in specimen.form().parameters().items()
        if declared.symbol == parameter.symbol
    ]
    return " | ".join(map(number, values)) if len(set(values)) > 1 else ""


def _shared(now: AnatomyExperiment, parameter: Parameter) -> bool:
    return all(parameter.symbol in {p.symbol for p in s.form().parameters().values()} for s in now.specimens().values())


def gauges() -> list[Gauge]:
    """Where the player marks the largest stable learning rates: on the slider that sets a side's η, if theory knows it."""
    found: list[Gauge] = []
    for lane, (side, specimen) in enumerate(visit.now.specimens().items()):
        if "learning_rate" in specimen.form().parameters() and specimen.form().theory is not None:
            shown = (side, "learning_rate")
            setter = shown if shown in _shown() else _twins(*shown)[0]
            found.append({"slider": _widget(*setter), "lane": lane})
    return found


def what_differs(race: Race) -> str:
    """How far two forms, or two settings, of one method get from each other. Empty for different methods."""
    now = visit.now
    if now.b is None or now.a.optimizer().key != now.b.optimizer().key:
        return ""
    a, b = (race.lanes[side] for side in SIDES)
    return f"The two paths get up to {number(separation(a, b), 2)} apart."


def card(specimen: Specimen) -> str:
    """What there is to know about a method before its first step, as Markdown."""
    form = specimen.form()
    elsewhere = [LIBRARIES[library] for library, other in form.libraries().items() if library != PAPER and other is form]
    same = f" The same in {' and '.join(elsewhere)}." if elsewhere and form is form_of(specimen.entrant.partition(".")[0]) else ""
    return f"**{specimen.name()}** ({form.year}). {form.sentence} {form.note}{same} *{form.reference}.*"
