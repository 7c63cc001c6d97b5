"""By how much a library's form of a method strays from the paper's, in one sentence."""

from __future__ import annotations

from functools import cache

from ...convention import LIBRARIES, PAPER
from ...optimizer import Optimizer
from ...optimizers import OPTIMIZERS
from ...race import Race
from ...separation import separation
from ...trajectory import Trajectory
from ...written import number
from ..results import kept_race
from .experiment import RaceExperiment

VISIBLE = 0.01
"""Paths that stay this close, as a share of the map's width, look like one."""


def what_differs(now: RaceExperiment, race: Race) -> str:
    """How far each library's form that races gets from the paper's form with the same values; empty where none does."""
    known = {entrant: (OPTIMIZERS[_key(entrant)], _papers(entrant)) for entrant in race.lanes}
    forms = {entrant: run for entrant, run in race.lanes.items() if type(run.optimizer) not in known[entrant]}
    if not forms:
        return ""
    paths = _as_published(now, forms, race)
    (left, right), _ = race.surface.domain
    apart = {now.name(entrant): separation(run, paths[entrant]) for entrant, run in forms.items()}
    seen = {name: distance for name, distance in apart.items() if distance > VISIBLE * (right - left)}
    whose = f"{LIBRARIES[now.library]}'s form" if now.library != PAPER else "the library's form"
    if not seen:
        return f"With the same values {whose} takes the paper's path here, as far as the eye can tell."
    listed = ", ".join(f"{name} by up to {number(distance, 2)}" for name, distance in sorted(seen.items(), key=lambda item: -item[1]))
    rest = "" if len(seen) == len(forms) else " The others take the paper's path, as far as the eye can tell."
    return f"With the same values {whose} leaves the paper's path: {listed}.{rest}"


def _key(entrant: str) -> str:
    return entrant.partition(".")[0]


@cache
def _papers(entrant: str) -> type[Optimizer]:
    """The paper's form of an entrant's method."""
    form: type[Optimizer] = OPTIMIZERS[_key(entrant)].libraries()[PAPER]
    return form


def _as_published(now: RaceExperiment, forms: dict[str, Trajectory], race: Race) -> dict[str, Trajectory]:
    """The same runs in the papers' form, with the values that both forms have."""
    published = {}
    for entrant in forms:
        paper = _papers(entrant)
        values = now.values_for(entrant)
        published[entrant] = paper(**{name: values[name] for name in paper.parameters() if name in values})
    return dict(kept_race(published, race.surface, now.starting_point(), now.steps, now.conditions()).lanes)
