"""Several optimizers from one start, and who got where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from surfaces import Surface
from surfaces.declaration import said

from .arguments import checked_count, checked_entrants, checked_member
from .descent import descend
from .noise import Noise
from .optimizer import Optimizer
from .oracle import door
from .schedule import Schedule
from .status import Status
from .trajectory import Trajectory


class Standing(NamedTuple):
    """One line of the standings."""

    entrant: str
    steps_to: int  # first step within the tolerance, −1 if there is none
    gap: float  # at the last step
    status: Status
    queries_to: int  # gradients asked for until then, −1 if there is no such step


@dataclass(frozen=True, eq=False)
class Race:
    """The trajectories of a race, by entrant."""

    surface: Surface
    lanes: Mapping[str, Trajectory]

    def standings(self, tolerance: float, per: str = "step") -> list[Standing]:
        """The entrants in order: who came within the tolerance first, then by the last gap; those that left and the diverged last.

        First in steps, or per="query" in gradients asked for: a method that searches asks for several in a step.
        Raises ValueError for any other `per`.
        """
        if per not in ("step", "query"):
            raise ValueError(f"standings: per must be 'step' or 'query', got {said(per)}")

        def rank(line: Standing) -> tuple[bool, bool, bool, int, float]:
            cost = line.steps_to if per == "step" else line.queries_to
            return line.status == Status.DIVERGED, line.gap == np.inf, cost < 0, cost, line.gap

        lines = [
            Standing(entrant, lane.steps_to(tolerance), float(lane.gaps[-1]), lane.status, lane.queries_to(tolerance))
            for entrant, lane in self.lanes.items()
        ]
        return sorted(lines, key=rank)


def race(
    entrants: Mapping[str, Optimizer | type[Optimizer]] | Iterable[Optimizer | type[Optimizer]],
    surface: Surface,
    start: Any = None,
    steps: int = 300,
    tolerance: float = 1e-6,
    *,
    noise: Noise | None = None,
    seed: int = 0,
    schedule: Schedule | None = None,
) -> Race:
    """Run all entrants from one start, evaluated together. Where there is noise, all of them get the same.

    entrants: optimizers by the names of their lanes; of a list the lanes are named by the optimizers' keys
    noise, seed, schedule: see `minimize`
    Raises ValueError where there is no entrant, and for anything that cannot be run.
    """
    named, surface = checked_entrants("entrants", entrants), checked_member("surface", surface, Surface)
    start = surface.start if start is None else start
    runs = descend(list(named.values()), door(surface, noise, [checked_count("seed", seed, 0)]), start, steps, tolerance, schedule)
    return Race(surface, dict(zip(named, runs, strict=True)))
