"""A fair race: the best learning rate of every method, as notes, sentences and a chart."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ...optimizer import Optimizer
from ...tune import Tuned
from ...written import number
from ..forgiveness import chart
from ..lettering import sign
from ..results import kept_search
from .experiment import COUNTS, RaceExperiment


def searched(now: RaceExperiment) -> dict[str, Tuned]:
    """The search for each entrant; none where the race is not tuned. ValueError where it cannot be."""
    racing = now.entrants() if now.tuned else {}
    if not racing:
        return {}
    return kept_search(racing, now.terrain(), now.starting_point(), now.steps, now.changing(), now.counted())


def fair(now: RaceExperiment) -> dict[str, Tuned]:
    """The search for each entrant; none where the race is not tuned, or cannot be, which is then said."""
    try:
        return searched(now)
    except ValueError as error:
        st.warning(f"The race is not tuned. {error}")
        return {}


def entrants(now: RaceExperiment, found: Mapping[str, Tuned]) -> dict[str, Optimizer]:
    """Who races: with the best values if they were searched."""
    return {entrant: found[entrant].optimizer if entrant in found else optimizer for entrant, optimizer in now.entrants().items()}


def note(now: RaceExperiment, entrant: str, found: Mapping[str, Tuned]) -> str:
    """What is said beside a name: the value that was found."""
    said = now.note(entrant)
    best = _best(found[entrant]) if entrant in found else ""
    return ", ".join(part for part in (said, best) if part)


def budget(found: Mapping[str, Tuned]) -> str:
    """What every entrant had, in a few words; nothing where the race is not tuned."""
    return f"best of {max(one.trials for one in found.values())} learning rates each" if found else ""


def _best(one: Tuned) -> str:
    optimizer = one.optimizer
    letter = sign(optimizer.parameters()[optimizer.step_size])
    return f"{letter} = {number(getattr(optimizer, optimizer.step_size), 3)}"


def search_section(now: RaceExperiment, found: Mapping[str, Tuned]) -> None:
    """The budget, and every trial of it."""
    if not found:
        return
    how = [words for words, holds in {"by the same schedule": now.changing(), "with exact gradients": now.noise}.items() if holds]
    length = " ".join([f"{now.steps} {COUNTS[now.counted()]} from this start", *how])
    st.caption(
        f"Tuned: the methods race with the {budget(found)}, tried for {length}. "
        "Where a method has no η, its first step length Δ₀ or its ε was tuned instead. What was tuned cannot be set by hand."
    )
    with st.container(key="race search"), st.expander("The search: which method forgives a wrong learning rate?", expanded=True):
        chart("race", found, {entrant: now.name(entrant) for entrant in found}, now.steps)
