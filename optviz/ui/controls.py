"""Widgets made from declarations. Each shows a part of the experiment and changes it when touched."""

from __future__ import annotations

from functools import cache
from statistics import median_low
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from ..convention import LIBRARIES
from ..optimizers import OPTIMIZERS
from . import conditions
from .experiment import MOST_STEPS, PAPER, SHARED, Experiment, everyone, hyperparameters_with
from .link import read_link
from .presets import PRESETS
from .state import adopt, change, experiment
from .widgets import (
    choose,
    choose_or_none,
    chosen_by_visitor,
    code_lines,
    parameter_widget,
    show,
    start_fields,
    steps_field,
    surface_select,
    surface_widget,
    value_slider,
)

LABELS = {
    "eta": "η step size",
    "gamma": "γ momentum",
    "beta1": "β₁ memory of g",
    "beta2": "β₂ memory of g²",
    "epsilon": "ε guard of the root",
}

COUNTS = {"step": "steps", "query": "gradient queries"}


@cache
def _shared_choices(name: str) -> frozenset[float]:
    return frozenset(choice for _, _, parameter in hyperparameters_with(SHARED[name]) for choice in parameter.choices())


def shared_slider(name: str) -> None:
    """The slider of one symbol. Touching it gives its value to all methods that have the symbol."""
    now = experiment()
    racing = (parameter for entrant in now.racing for parameter in now.form(entrant).parameters().values())
    defaults = [parameter.default for parameter in racing if parameter.symbol == SHARED[name]]

    def moved(value: float) -> None:
        change(shared={**experiment().shared, name: value})

    if name in now.shared:
        label = LABELS[name]
    elif not defaults:
        label = f"{LABELS[name]}, here nobody's"
    else:
        low, high = min(defaults), max(defaults)
        label = f"{LABELS[name]}, own: {low:g}{f'–{high:g}' if low < high else ''}"
    value_slider(label, name, now.shared.get(name, _resting(name)), _shared_choices(name), moved)


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
    surface_select("surface", experiment().surface, lambda key: change(surface=key))


def surface_slider(key: str) -> None:
    """The slider of one of the surface's own parameters."""
    surface_widget(
        f"surface.{key}", experiment().terrain(), key, lambda value: change(surface_values={**experiment().surface_values, key: value})
    )


def tuned_switch() -> None:
    first = show("tuned", experiment().tuned)
    st.toggle(
        "Tuned",
        first,
        key="tuned",
        on_change=chosen_by_visitor("tuned", lambda tuned: change(tuned=tuned)),
        help="A fair race: every method gets the best step size that a search finds for it on this surface and from this start, "
        "with the same number of trials for all.",
    )


def steps_input() -> None:
    steps_field("steps", experiment().steps, MOST_STEPS, lambda steps: change(steps=steps))


def count_picker() -> None:
    """What the cursor counts. Only asked where it makes a difference."""
    if not experiment().somebody_searches():
        return
    tip = "A line search tries several points in one step. Counted by gradient queries, the race is fair to those who try none."
    choose("Count", COUNTS, "per", experiment().per, lambda per: change(per=per), tip)


def preset_picker() -> None:
    def chosen(key: str | None) -> None:
        if key is not None:
            adopt(preset_experiment(key))

    names = {key: preset.name for key, preset in PRESETS.items()}
    choose_or_none("Story", "Choose one", names, "preset", current_preset(), chosen)


@cache
def preset_experiment(key: str) -> Experiment:
    return read_link(dict(parse_qsl(PRESETS[key].link)))[0]


def current_preset() -> str | None:
    """The preset that is being told: its surface and its methods are on the page, not tuned, whatever the sliders say."""
    now = experiment()
    for key in PRESETS:
        told = preset_experiment(key)
        if (told.surface, told.racing, told.tuned, told.conditions()) == (now.surface, now.racing, now.tuned, now.conditions()):
            return key
    return None


def conditions_panel() -> None:
    """From where exactly, how η changes, and how gradients are answered."""
    with st.container(key="race start", horizontal=True):
        start_fields("start", experiment().starting_point, lambda start: change(start=start))
    with st.container(key="race pickers", horizontal=True):
        conditions.schedule_picker("race", experiment, change)
        conditions.noise_picker("race", experiment, change, none="None")
    conditions.schedule_card("race", experiment, change)
    if experiment().noise is not None:
        conditions.noise_card("race", experiment, change, experiment().terrain().terms)


def about_conditions() -> str:
    """What makes this race another than one with exact gradients and constant step sizes; empty where nothing does."""
    schedule, noise, _ = experiment().conditions()
    if schedule is not None and noise is not None:  # in one line
        return f"η on a schedule: {schedule.name}. Gradients with noise, the same for all methods: {noise.name}."
    return " ".join(f"{one.name}: {conditions.card(one)}" for one in (schedule, noise) if one is not None)


def who_sits_out() -> str:
    """Who cannot race under noise, and why; empty where everybody can."""
    now = experiment()
    names = [now.name(entrant) for entrant in now.racing if now.sits_out(entrant)]
    return f"Sitting out, for to search along a line they must see f without noise: {', '.join(names)}." if names else ""


def library_picker() -> None:
    tip = (
        "The same name is not always the same method. All methods that the library has race in its form, with the values "
        "of the sliders; the others as their papers have them."
    )
    choose("Conventions of", LIBRARIES, "library", experiment().library, lambda library: change(library=library), tip)


def method_panel() -> None:
    """Any one entrant: its card, its own values for all its hyperparameters, and the libraries in whose form the method can race too."""
    now = experiment()
    entrants = [entrant for entrant in everyone() if entrant in now.racing or "." not in entrant]
    entrant = str(st.selectbox("Method", entrants, format_func=now.name, key="method"))
    form = now.form(entrant)
    st.markdown((form.__doc__ or "").splitlines()[0])
    st.latex(r"\begin{gathered}" + form.update_rule + r"\end{gathered}")

    def own(name: str, value: Any) -> None:
        current = experiment()
        change(own={**current.own, entrant: {**current.values_for(entrant), name: value}})

    def put_back() -> None:
        change(own={other: values for other, values in experiment().own.items() if other != entrant})

    for name, parameter in form.parameters().items():
        parameter_widget(parameter, name, f"{entrant}.{name}", now.values_for(entrant)[name], own)
    literature = [f"${p.symbol}$ = {p.literature:g}" for p in form.parameters().values() if p.literature is not None]
    if literature:
        st.caption(f"In the literature: {', '.join(literature)}.")
    if entrant in now.own:
        st.button("Put back on the shared sliders", key="put_back", on_click=put_back)
    _rivals(entrant.partition(".")[0])
    st.caption(" ".join(part for part in (form.note, f"{form.reference}.") if part))
    if not now.sits_out(entrant):
        code_lines(now.optimizer(entrant), now.terrain(), now.starting_point(), now.steps, f"{entrant} as code", now.conditions())


def _rivals(key: str) -> None:
    """The libraries' forms of a method, each of which can race beside it."""
    names = {f"{key}.{library}": LIBRARIES[library] for library in OPTIMIZERS[key].libraries() if library != PAPER}
    if not names:
        st.caption("PyTorch, Keras and Optax do not have this method.")
        return
    widget = f"{key} also"
    racing = [entrant for entrant in names if entrant in experiment().racing]

    def chosen(entrants: list[str]) -> None:
        wanted = {entrant for entrant in experiment().racing if entrant not in names} | set(entrants)
        change(racing=tuple(entrant for entrant in everyone() if entrant in wanted))

    first = show(widget, racing)
    st.pills(
        "Race also as in",
        names.keys(),
        selection_mode="multi",
        default=first,
        format_func=names.__getitem__,
        key=widget,
        on_change=chosen_by_visitor(widget, chosen),
    )
