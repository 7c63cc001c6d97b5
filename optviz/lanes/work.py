"""What is to be done: a grid of runs of one optimizer, of which only the ends are kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface
from surfaces.declaration import Array

from ..optimizer import Optimizer
from ..schedule import Schedule
from ..status import Codes, Goal, judged

Counts = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Lanes:
    """A grid of runs. Each axis is a hyperparameter, a parameter of the surface, or "x" or "y" of the start.

    axes:  name → values, (n,); the lanes are numbered row by row, the last axis running fastest
    stops: whether a run ends at the first step within the tolerance of the minimum
    schedule: how the learning rate changes, which compiled lanes do not know
    per:   what `steps` counts, "step" or gradient "query"; only a method that searches along lines asks several times a step
    """

    optimizer: Optimizer
    surface: Surface
    start: tuple[float, float]
    steps: int
    tolerance: float
    axes: Mapping[str, Array]
    stops: bool = False
    schedule: Schedule | None = None
    per: str = "step"

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(values) for values in self.axes.values())

    @property
    def size(self) -> int:
        return math.prod(self.shape)

    @property
    def hyperparameters(self) -> tuple[str, ...]:
        """The axes that belong to the optimizer."""
        return tuple(name for name in self.axes if name in self.optimizer.parameters())

    @property
    def terrain(self) -> tuple[str, ...]:
        """The axes that belong to the surface."""
        return tuple(name for name in self.axes if name in self.surface.parameters())

    def part(self, first: int, last: int) -> Part:
        """The lanes from `first` up to but not including `last`, each with its own values."""
        places = np.unravel_index(np.arange(first, last), self.shape) if self.axes else ()
        values = {name: axis[place] for (name, axis), place in zip(self.axes.items(), places, strict=True)}
        x, y = (np.broadcast_to(values.get(name, own), last - first) for name, own in zip("xy", self.start, strict=True))
        return Part(
            lanes=self,
            values={name: values[name] for name in (*self.hyperparameters, *self.terrain)},
            start=np.array((x, y)),
            goal=self._goals.keep((*(places[list(self.axes).index(name)] for name in self.terrain), np.zeros(last - first, int))),
        )

    @cached_property
    def _goals(self) -> Goal:
        """The goal for every value of the surface's own axes, (..., 1), found once: some surfaces have to search for it."""
        shape = tuple(len(self.axes[name]) for name in self.terrain)
        found = []
        for place in np.ndindex(shape):
            here = {name: float(self.axes[name][i]) for name, i in zip(self.terrain, place, strict=True)}
            found.append(Goal.of(self.surface.replace(**here)))
        *fields, ends = zip(*found, strict=True)
        return Goal._make((*(np.reshape(field, (*shape, 1)).astype(float) for field in fields), ends[0]))


@dataclass(frozen=True, eq=False)
class Part:
    """Some of the lanes. `values` are those of the axes by lane, (n,); start (2, n); goal, with the minimum f*, (n,)."""

    lanes: Lanes
    values: Mapping[str, Array]
    start: Array
    goal: Goal

    @property
    def size(self) -> int:
        return self.start.shape[1]

    def surface(self, some: Any = slice(None)) -> Surface:
        """The surface with a value for each of some lanes, if an axis is one of its own."""
        terrain = self.lanes.terrain
        return self.lanes.surface.replace(**{name: self.values[name][some] for name in terrain}) if terrain else self.lanes.surface

    def optimizer(self, some: Any = slice(None)) -> Optimizer:
        """The optimizer with a value for each of some lanes."""
        return self.lanes.optimizer.replace(**{name: self.values[name][some] for name in self.lanes.hyperparameters})


class Ends(NamedTuple):
    """Where the lanes of a part ended."""

    points: Array  # (2, n), the last finite point; with `stops` the first within the tolerance
    before: Array  # (2, n), the point one step before that; the same point if the run diverged or arrived
    steps_to: Counts  # (n,), the first step (or query) within the tolerance, −1 if there was none
    lost: NDArray[np.bool_]  # (n,), whether the run diverged

    def gaps(self, part: Part) -> Array:
        """f − f* where the lanes ended, (n,)."""
        with np.errstate(all="ignore"):
            return part.goal.gap(part.surface().value(self.points), self.points)

    def status(self, part: Part) -> Codes:
        """What became of them, as places in STATUSES, (n,)."""
        with np.errstate(all="ignore"):
            return judged(part.surface(), part.goal, self.points, self.before, self.lost, part.lanes.tolerance)
