"""The widgets of a schedule and of noise, and what a schedule did, for whichever page has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from surfaces import SURFACES, FiniteSum
from surfaces.declaration import Declared

from ..noises import NOISES
from ..pace import follows_schedules, has_learning_rate
from ..player.live_scene import OfNoise, Scheduled
from ..plotting.pace import paces
from ..race import Race
from ..schedule import Schedule
from ..schedules import SCHEDULES
from .experiment import LAST_SEED, Noisy, Paced, noises_of
from .session import Visit
from .theme import inks
from .widgets import choose, choose_or_none, parameter_widget, show_chart, whole_number

OnSchedule = TypeVar("OnSchedule", bound=Paced)
UnderNoise = TypeVar("UnderNoise", bound=Noisy)


def parameter_widgets(declared: Declared, names: Iterable[str], key: str, act: Callable[[str, Any], None]) -> None:
    for name in names:
        parameter_widget(declared.parameters()[name], name, f"{key} {name}", getattr(declared, name), act)


def schedule_picker(visit: Visit[OnSchedule], idle: str = "") -> None:
    """Which schedule. idle: why it would change nothing, if it would not."""

    def act(name: str) -> None:
        visit.change(replace(visit.now, schedule=name, schedule_values={}))

    names = {name: kind.name for name, kind in SCHEDULES.items()}
    label = ", ".join(filter(None, ["Schedule of η", idle]))
    choose(label, names, f"{visit.page} schedule", visit.now.schedule, act, idle=bool(idle))


def schedule_sliders(visit: Visit[OnSchedule]) -> None:
    def act(name: str, value: Any) -> None:
        visit.change(replace(visit.now, schedule_values={**visit.now.schedule_values, name: value}))

    one = visit.now.pacing()
    parameter_widgets(one, one.parameters(), _of_schedule(visit), act)


def _of_schedule(visit: Visit[OnSchedule]) -> str:
    """What the keys of the schedule's sliders begin with."""
    return f"{visit.page} {visit.now.schedule}"


def of_schedule(visit: Visit[OnSchedule]) -> dict[str, Scheduled]:
    """Which of the schedule's parameters each of their sliders sets."""
    return {f"{_of_schedule(visit)} {name}": Scheduled(name) for name in visit.now.pacing().parameters()}


def schedule_card(visit: Visit[OnSchedule]) -> None:
    """What the schedule does, and its values."""
    one = visit.now.pacing()
    st.markdown(one.sentence)
    st.latex(rf"\eta_t / \eta = {one.formula}")
    with st.container(key=f"{visit.page} schedule sliders", horizontal=True):
        schedule_sliders(visit)


def noise_picker(visit: Visit[UnderNoise], none: str = "") -> None:
    """Which of the kinds of noise that the surface has. none: what it is called to have none, where that can be chosen."""
    now = visit.now
    names = {name: NOISES[name].name for name in noises_of(now.surface)}
    key = f"{visit.page} noise {isinstance(SURFACES[now.surface], FiniteSum)}"  # other choices, another widget

    def act(name: str | None) -> None:
        visit.change(replace(visit.now, noise=name, noise_values={}))

    if none:
        choose_or_none("Noise", none, names, key, now.noise, act)
    else:
        choose("Noise", names, key, str(now.noise), act)


def _of_noise(visit: Visit[UnderNoise], name: str) -> str:
    """The key of the slider of one of the noise's values."""
    return f"{visit.page} {visit.now.noise} {visit.now.most_in_batch()} {name}"


def of_noise(visit: Visit[UnderNoise], named: bool = False) -> dict[str, OfNoise]:
    """Which of the noise's values each of their sliders sets; none without noise. named: whether runs are called by their batches."""
    kind = visit.now.kind()
    return {_of_noise(visit, name): OfNoise(name, named and kind.needs_examples) for name in kind.parameters()} if kind else {}


def noise_sliders(visit: Visit[UnderNoise]) -> None:
    def act(name: str, value: Any) -> None:
        visit.change(replace(visit.now, noise_values={**visit.now.noise_values, name: value}))

    now = visit.now
    one, most = now.kind(), now.most_in_batch()
    for name, parameter in one.parameters().items():
        bounded = replace(parameter, slider=(1, most)) if name == "batch_size" else parameter
        parameter_widget(bounded, name, _of_noise(visit, name), getattr(one, name), act)


def noise_card(visit: Visit[UnderNoise]) -> None:
    """What the noise does, its values, and its seed."""
    one = visit.now.kind()
    st.markdown(one.sentence)
    st.latex(one.formula)
    with st.container(key=f"{visit.page} noise sliders", horizontal=True):
        noise_sliders(visit)
        seed_field(visit, "Each seed draws its own noise, the same for all methods in a race.")


def seed_field(visit: Visit[UnderNoise], tip: str) -> None:
    def act(seed: int) -> None:
        visit.change(replace(visit.now, seed=seed))

    whole_number(visit, "Seed", f"{visit.page} seed", visit.now.seed, 0, LAST_SEED, act, tip)


def pace_section(race: Race, schedule: Schedule | None, names: Mapping[str, str], key: str) -> None:
    """What a schedule made of η in each step, and whom it hardly concerns; nothing without one."""
    if schedule is None:
        return
    paced = {entrant: run for entrant, run in race.lanes.items() if follows_schedules(run.optimizer)}
    rest = {entrant: has_learning_rate(run.optimizer) for entrant, run in race.lanes.items() if entrant not in paced}
    whom = {
        "No η, so the schedule changes nothing": [names[entrant] for entrant, has in rest.items() if not has],
        "Step lengths found by line search, so the schedule changes nothing": [names[entrant] for entrant, has in rest.items() if has],
    }
    said = [f"{schedule.name}: what η is multiplied by in each step."] if paced else []
    said += [f"{words}: {', '.join(listed)}." for words, listed in whom.items() if listed]
    with st.container(key=key):
        st.caption(" ".join(said))
        if paced:
            show_chart(paces(paced, names, inks()), key=f"{key} chart")
