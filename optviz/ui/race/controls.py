"""The race of this visitor, and the widgets that show and change it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from statistics import median_low
from typing import Any

import streamlit as st

from ...convention import LIBRARIES
from ...optimizers import OPTIMIZERS
from ...player.header import Length
from ...player.live_noise import Chance
from ...player.live_scene import Lasting, Steering
from ...race import Race
from ...rule import in_text, symbol
from ...written import number, span
from .. import conditions
from ..lettering import sign
from ..lineup import everyone, fields_with, form_of, forms_beside, hyperparameters_with, told_otherwise
from ..session import Visit, heard_in_player
from ..slider import Back, Row, value_slider
from ..view import are_coordinates
from ..widgets import (
    choose,
    chosen_by_visitor,
    code_lines,
    of_surface,
    parameter_widget,
    show,
    show_rule,
    start_fields,
    steps_slider,
    toggle,
)
from .experiment import COUNTS, MOST_STEPS, SHARED, RaceExperiment
from .tuned import searched

visit = Visit("race", RaceExperiment)

MOSTLY = {"eta": "learning rate", "gamma": "momentum", "beta1": "memory of g", "beta2": "memory of g²", "epsilon": "stability"}
"""What the shared symbols stand for, unless a method declares something else."""


def heard(event: str) -> None:
    """Take up what the visitor did in the player: other methods, a start, or a part of the map that is looked at."""
    if event == "racing" and isinstance(chosen := visit.asked(event), list):
        # Who sits out is not among the chips that are pressed, and has not been sent away.
        waiting = [entrant for entrant in visit.now.racing if visit.now.sits_out(entrant)]
        _race({*chosen, *waiting})
        visit.is_stale_now()
    elif event == "steps" and are_coordinates([steps := visit.asked(event)], 1) and steps in range(1, MOST_STEPS + 1):
        visit.change(replace(visit.now, steps=int(steps)))
        visit.is_stale_now()
    heard_in_player(visit, event)


def _race(wanted: set[str]) -> None:
    visit.change(replace(visit.now, racing=tuple(entrant for entrant in everyone() if entrant in wanted)))


@cache
def _shared_choices(name: str) -> frozenset[float]:
    """The values of all sliders with the symbol, as far as every method with the symbol allows them: not all can do without ε."""
    having = [parameter for _, _, parameter in hyperparameters_with(SHARED[name])]
    return frozenset(choice for one in having for choice in one.choices() if all(other.domain.contains(choice) for other in having))


@cache
def _letter(name: str) -> str:
    return in_text(symbol(SHARED[name]))


@cache
def _meant(name: str, takers: tuple[str, ...], library: str) -> str:
    """What a shared symbol stands for among those whom its slider sets: in full where it fits beside the slider, else the kinds of it."""
    taken = (form_of(entrant, library).parameters()[field] for entrant in takers for field in fields_with(SHARED[name], entrant, library))
    meant = dict.fromkeys(parameter.called or MOSTLY[name] for parameter in taken)
    kinds: dict[str, list[str]] = {}
    for kind, _, of in (one.partition(" of ") for one in meant):
        kinds.setdefault(kind, []).append(of)
    if len(meant) == 2 and len(kinds) == 1:
        return " of ".join((*kinds, ", ".join(*kinds.values())))
    return ", ".join(meant if len(meant) == 1 else kinds)


@cache
def _defaults(name: str, racing: tuple[str, ...], library: str) -> str:
    """Those of a shared symbol among entrants, in words; empty if none of them has the symbol."""
    having = [(form_of(entrant, library), fields_with(SHARED[name], entrant, library)) for entrant in racing]
    defaults = [form.parameters()[field].default for form, fields in having for field in fields]
    if not defaults:
        return ""
    low, high = min(defaults), max(defaults)
    return f"default\N{NO-BREAK SPACE}{span(low, high) if low < high else number(low)}"


def shared_slider(name: str, row: Row, tuned: bool = False) -> None:
    """The slider of one symbol. Moving it gives its value to all methods that have the symbol. One that nobody would follow is idle.

    row:   where it stands with others
    tuned: whether a search has found everybody's learning rate
    """
    now = visit.now
    takers = now.takers(name, tuned)
    defaults = _defaults(name, now.racing, now.library)

    def moved(value: float) -> None:
        visit.change(replace(visit.now, shared={**visit.now.shared, name: value}))

    def put_back() -> None:
        visit.change(replace(visit.now, shared={other: value for other, value in visit.now.shared.items() if other != name}))

    if takers:
        label, unset = f"{_letter(name)} {_meant(name, tuple(takers), now.library)}", "" if name in now.shared else defaults
    else:
        label, unset = _letter(name), "tuned for each" if tuned and now.takers(name) else "set for each" if defaults else "not used here"
    is_set = bool(takers) and name in now.shared
    value, back = now.shared.get(name, _resting(name)), Back("Each method its default", put_back, is_set)
    value_slider(label, f"race {name}", value, _shared_choices(name), moved, unset=unset, back=back, idle=not takers, row=row)


@cache
def _resting(name: str) -> float:
    """Where a slider stands while every method has its own default: amid the defaults."""
    return float(median_low(parameter.default for _, _, parameter in hyperparameters_with(SHARED[name])))


def opened() -> str:
    """The method whose panel is open; empty if none is."""
    return str(st.session_state.get("race method", ""))


def steering(*panels: str) -> dict[str, Steering]:
    """What each slider of the page sets. panels: the methods whose panels are open."""
    now = visit.now
    shared: dict[str, Steering] = {f"race {name}": {entrant: now.fields(name, entrant) for entrant in now.takers(name)} for name in SHARED}
    own: dict[str, Steering] = {
        f"race {of} {name}": {of: [name]} for of in panels if of in now.racing for name in now.form(of).parameters()
    }
    lasting = {length()["slider"]: Lasting(now.steps)}
    return {**shared, **own, **lasting, **of_surface(visit), **conditions.of_schedule(visit), **conditions.of_noise(visit)}


def length() -> Length:
    """The slider of the steps, in the player."""
    return steps_slider(visit, MOST_STEPS)


def chances(race: Race) -> dict[str, Chance]:
    """The noise of each lane: the same for all, if there is any."""
    noise = visit.now.kind()
    return dict.fromkeys(race.lanes, Chance(noise, visit.now.seed)) if noise else {}


def tuned_switch() -> None:
    tip = (
        "A fair race: every method gets the best learning rate that a search finds for it on this surface and from this start, "
        "with the same number of trials for all."
    )
    toggle("Tuned", "race tuned", visit.now.tuned, lambda tuned: visit.change(replace(visit.now, tuned=tuned)), tip)


def count_picker() -> None:
    """What the cursor counts. Only asked where it makes a difference."""
    if not visit.now.somebody_searches():
        return
    tip = "A line search tries several points in one step. Counted by gradient queries, the race is fair to the methods without one."
    choose("Count", COUNTS, "race per", visit.now.per, lambda per: visit.change(replace(visit.now, per=per)), tip)


def conditions_panel() -> None:
    """From where exactly, how η changes, and how gradients are answered."""
    with st.container(key="race start", horizontal=True):
        start_fields(visit)
    with st.container(key="race pickers", horizontal=True):
        conditions.schedule_picker(visit)
        conditions.noise_picker(visit, none="None")
    conditions.schedule_card(visit)
    if visit.now.noise is not None:
        conditions.noise_card(visit)


def about_conditions() -> str:
    """What sets this race apart from one with exact gradients and a constant learning rate; empty where nothing does."""
    schedule, noise, _ = visit.now.conditions()
    if schedule is not None and noise is not None:  # in one line
        return f"η follows a schedule: {schedule.name}. The gradients are noisy, with the same noise for all methods: {noise.name}."
    return " ".join(f"**{one.name}.** {one.sentence}" for one in (schedule, noise) if one is not None)


def who_sits_out() -> str:
    """Who cannot race under noise, and why; empty where everybody can."""
    now = visit.now
    names = [now.name(entrant) for entrant in now.racing if now.sits_out(entrant)]
    return f"Not racing, because a line search needs f without noise: {', '.join(names)}." if names else ""


def library_picker() -> None:
    tip = (
        "The same name is not always the same method. A method that the library has races in its form, with the sliders' values; the "
        f"others race as in their papers, except for {' and '.join(told_otherwise())}, which race as libraries have them."
    )
    choose("Conventions of", LIBRARIES, "race library", visit.now.library, lambda key: visit.change(replace(visit.now, library=key)), tip)


def method_panel() -> None:
    """Any one entrant: its card, its own values for all its hyperparameters, and the libraries in whose form the method can race too."""
    now = visit.now
    entrants = [entrant for entrant in everyone() if entrant in now.racing or "." not in entrant]
    entrant = str(st.selectbox("Method", entrants, format_func=now.name, key="race method"))
    form = now.form(entrant)
    st.markdown(form.sentence)
    show_rule(form)

    def own(name: str, value: Any) -> None:
        current = visit.now
        visit.change(replace(current, own={**current.own, entrant: {**current.values_for(entrant), name: value}}))

    def put_back() -> None:
        visit.change(replace(visit.now, own={other: values for other, values in visit.now.own.items() if other != entrant}))

    try:
        found = searched(now)
    except ValueError:  # the page says why
        found = {}
    for name, parameter in form.parameters().items():
        idle = "tuned" if entrant in found and name == form.step_size else ""
        values = (found[entrant].optimizer if idle else now.optimizer(entrant)).values_by_name()
        parameter_widget(parameter, name, f"race {entrant} {name}", values[name], own, idle)
    literature = [
        f"{sign(p)} = {number(p.literature)}{f' (default here {number(p.default)})' if p.literature != p.default else ''}"
        for p in form.parameters().values()
        if p.literature is not None
    ]
    if literature:
        st.caption(f"In the literature: {', '.join(literature)}.")
    if entrant in now.own:
        st.button("Back to the shared sliders", key="race put back", on_click=put_back)
    _rivals(entrant.partition(".")[0])
    st.caption(" ".join(part for part in (form.note, f"{form.reference}.") if part))
    if not now.sits_out(entrant):
        optimizer = found[entrant].optimizer if entrant in found else now.optimizer(entrant)
        code_lines(optimizer, now.terrain(), now.starting_point(), now.steps, f"race {entrant} as code", now.conditions())


def _rivals(key: str) -> None:
    """The forms that libraries and the paper have of a method, each of which can race beside it."""
    method = OPTIMIZERS[key]
    for library, reason in method.absent.items():
        st.caption(f"{LIBRARIES[library]} {reason}.")
    names = {entrant: LIBRARIES[library] for entrant, library in forms_beside(key).items()}
    if not names:
        st.caption("PyTorch, Keras and Optax do not have this method.")
        return
    widget = f"race {key} also"
    racing = [entrant for entrant in names if entrant in visit.now.racing]

    def chosen(entrants: list[str]) -> None:
        _race({entrant for entrant in visit.now.racing if entrant not in names} | set(entrants))

    first = show(widget, racing)
    st.pills(
        "Also race it as in",
        names.keys(),
        selection_mode="multi",
        default=first,
        format_func=names.__getitem__,
        key=widget,
        on_change=chosen_by_visitor(widget, chosen),
    )
