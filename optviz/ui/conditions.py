"""The widgets of a schedule and of noise, and what a schedule did, for whichever page has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from surfaces import SURFACES, FiniteSum
from surfaces.declaration import Declared

from ..noises import NOISES
from ..pace import has_learning_rate
from ..plotting.pace import paces
from ..race import Race
from ..schedule import Schedule
from ..schedules import SCHEDULES
from .setting import LAST_SEED, Noisy, Paced, noises_of
from .theme import inks
from .widgets import choose, choose_or_none, chosen_by_visitor, parameter_widget, show

Change = Callable[..., None]
"""Replaces fields of the page's experiment."""


def card(one: Declared) -> str:
    """The sentence on its card."""
    return one.sentence


def parameter_widgets(declared: Declared, names: Iterable[str], key: str, act: Callable[[str, Any], None]) -> None:
    for name in names:
        parameter_widget(declared.parameters()[name], name, f"{key} {name}", getattr(declared, name), act)


def schedule_picker(key: str, now: Callable[[], Paced], change: Change) -> None:
    """Which schedule. key: that of the page, which all its widgets begin with."""
    names = {name: kind.name for name, kind in SCHEDULES.items()}
    choose("Schedule of η", names, f"{key} schedule", now().schedule, lambda name: change(schedule=name, schedule_values={}))


def schedule_sliders(key: str, now: Callable[[], Paced], change: Change) -> None:
    def act(name: str, value: Any) -> None:
        change(schedule_values={**now().schedule_values, name: value})

    one = now().pacing()
    parameter_widgets(one, one.parameters(), f"{key} {now().schedule}", act)


def schedule_card(key: str, now: Callable[[], Paced], change: Change) -> None:
    """What the schedule does, and its values."""
    one = now().pacing()
    st.markdown(card(one))
    st.latex(rf"\eta_t / \eta = {one.formula}")
    with st.container(key=f"{key} schedule sliders", horizontal=True):
        schedule_sliders(key, now, change)


def noise_picker(key: str, now: Callable[[], Noisy], change: Change, none: str = "") -> None:
    """Which of the kinds of noise that the surface has. none: what it is called to have none, where that can be chosen."""
    names = {name: NOISES[name].name for name in noises_of(now().surface)}
    shown = f"{key} noise {isinstance(SURFACES[now().surface], FiniteSum)}"  # other choices, another widget

    def act(name: str | None) -> None:
        change(noise=name, noise_values={})

    if none:
        choose_or_none("Noise", none, names, shown, now().noise, act)
    else:
        choose("Noise", names, shown, str(now().noise), act)


def noise_sliders(key: str, now: Callable[[], Noisy], change: Change, most: int) -> None:
    """most: the examples that there are for a batch."""

    def act(name: str, value: Any) -> None:
        change(noise_values={**now().noise_values, name: value})

    one = now().kind()
    for name, parameter in one.parameters().items():
        bounded = replace(parameter, slider=(1, most)) if name == "batch_size" else parameter
        parameter_widget(bounded, name, f"{key} {now().noise} {most} {name}", getattr(one, name), act)


def noise_card(key: str, now: Callable[[], Noisy], change: Change, most: int) -> None:
    """What the noise does, its values, and its seed. most: the examples that there are for a batch."""
    one = now().kind()
    st.markdown(card(one))
    st.latex(one.formula)
    with st.container(key=f"{key} noise sliders", horizontal=True):
        noise_sliders(key, now, change, most)
        seed_field(key, now, change, "Which noise it is. All methods of a race hear the same.")


def seed_field(key: str, now: Callable[[], Noisy], change: Change, tip: str) -> None:
    first = show(f"{key} seed", now().seed)
    act = chosen_by_visitor(f"{key} seed", lambda seed: change(seed=seed))
    st.number_input("Seed", 0, LAST_SEED, first, key=f"{key} seed", on_change=act, help=tip)


def pace_section(race: Race, schedule: Schedule | None, names: Mapping[str, str], key: str) -> None:
    """What a schedule made of η in each step, and whom it hardly concerns; nothing without one."""
    if schedule is None:
        return
    lanes = {entrant: run for entrant, run in race.lanes.items() if has_learning_rate(run.optimizer)}
    paced = {entrant: run for entrant, run in lanes.items() if not run.optimizer.searches}
    whom = {
        "Without an η, and so at their own pace": [names[entrant] for entrant in race.lanes if entrant not in lanes],
        "With η for no more than a first guess along a line": [names[entrant] for entrant in lanes if entrant not in paced],
    }
    said = [f"{schedule.name}: what η is multiplied by in each step."] if paced else []
    said += [f"{words}: {', '.join(listed)}." for words, listed in whom.items() if listed]
    with st.container(key=key):
        st.caption(" ".join(said))
        if paced:
            st.plotly_chart(paces(paced, names, inks()), key=f"{key} chart", config={"displayModeBar": False})
