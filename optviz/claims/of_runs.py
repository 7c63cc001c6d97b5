"""What is measured of a single run. Steps count from 0, the start, and a span includes both of its ends.

Of a run that is too short, or has diverged before, nothing is measured: NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from surfaces.declaration import Array

from ..separation import separation
from ..status import Status
from ..theory import spectrum
from ..trajectory import Trajectory
from .claim import NEVER, Measure, Subjects, Term

_COORDINATES = {"x": 0, "y": 1}
ACROSS = "across"
"""A coordinate from the nearest minimizer along the steepest direction at the start: across a valley, however it is turned."""


@dataclass(frozen=True)
class StepsTo(Measure):
    """The first step with a gap f − f* of at most this."""

    gap: float

    def measured(self, run: Trajectory) -> float:
        return _step(run.gaps <= self.gap)


@dataclass(frozen=True)
class StepsWithin(Measure):
    """The first step at which the nearest minimizer is at most this far."""

    distance: float

    def measured(self, run: Trajectory) -> float:
        return _step(run.distances <= self.distance)


@dataclass(frozen=True)
class StepsPast(Measure):
    """The first step at which a coordinate, "x" or "y", has a size of more than a bound."""

    coordinate: str
    bound: float

    def measured(self, run: Trajectory) -> float:
        return _step(np.abs(_along(run, self.coordinate)) > self.bound)


@dataclass(frozen=True)
class StepOfDivergence(Measure):
    """The step that led past all bounds."""

    def measured(self, run: Trajectory) -> float:
        return int(run.last) + 1 if run.status == Status.DIVERGED else NEVER


@dataclass(frozen=True)
class StepOfRise(Measure):
    """The first step that leads uphill."""

    def measured(self, run: Trajectory) -> float:
        return _step(np.diff(run.values, prepend=run.values[:1]) > 0)


@dataclass(frozen=True)
class StepOfRetreat(Measure):
    """The first step that leads away from the nearest minimizer, by more than rounding."""

    def measured(self, run: Trajectory) -> float:
        return _step(np.diff(run.distances, prepend=run.distances[:1]) > 1e-12)


@dataclass(frozen=True)
class StepOfFading(Measure):
    """The first step at which something that is remembered, a field of the State, becomes less in either coordinate."""

    field: str

    def measured(self, run: Trajectory) -> float:
        kept = getattr(run.states, self.field, None)
        return math.nan if kept is None else _step((np.diff(kept, axis=0, prepend=kept[:1]) < 0).any(axis=1))


@dataclass(frozen=True)
class Gap(Measure):
    """f − f* at a step, None for the last."""

    at: int | None = None

    def measured(self, run: Trajectory) -> float:
        return _at(run, run.gaps, self.at)


@dataclass(frozen=True)
class GapAfterPasses(Measure):
    """f − f* after that many passes over the data: at the last step that has seen no more examples than that."""

    passes: float

    def measured(self, run: Trajectory) -> float:
        return _at(run, run.gaps, step_after(run, self.passes))


@dataclass(frozen=True)
class Distance(Measure):
    """How far the nearest minimizer is at a step, None for the last."""

    at: int | None = None

    def measured(self, run: Trajectory) -> float:
        return _at(run, run.distances, self.at)


@dataclass(frozen=True)
class DistanceFrom(Measure):
    """How far a point is at a step, None for the last."""

    x: float
    y: float
    at: int | None = None

    def measured(self, run: Trajectory) -> float:
        return _at(run, np.hypot(run.points[:, 0] - self.x, run.points[:, 1] - self.y), self.at)


@dataclass(frozen=True)
class StepLength(Measure):
    """How long a step is, None for the last."""

    at: int | None = None

    def measured(self, run: Trajectory) -> float:
        return _at(run, run.step_lengths, self.at)


@dataclass(frozen=True)
class Moved(Measure):
    """How far a coordinate, "x" or "y", moves in a step."""

    coordinate: str
    at: int

    def measured(self, run: Trajectory) -> float:
        along = _along(run, self.coordinate)
        return abs(_at(run, along, self.at) - _at(run, along, self.at - 1))


@dataclass(frozen=True)
class Lowest(Measure):
    """The lowest that a coordinate, "x", "y" or ACROSS, is in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def measured(self, run: Trajectory) -> float:
        return float(_span(run, _along(run, self.coordinate), self.first, self.last).min())


@dataclass(frozen=True)
class Highest(Measure):
    """The highest that a coordinate, "x" or "y", is in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def measured(self, run: Trajectory) -> float:
        return float(_span(run, _along(run, self.coordinate), self.first, self.last).max())


@dataclass(frozen=True)
class Widest(Measure):
    """The largest size of a coordinate, "x", "y" or ACROSS, in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def measured(self, run: Trajectory) -> float:
        return float(np.abs(_span(run, _along(run, self.coordinate), self.first, self.last)).max())


@dataclass(frozen=True)
class StepOfFarthest(Measure):
    """The step at which a run is farthest from the nearest minimizer: from there it heads back."""

    def measured(self, run: Trajectory) -> float:
        distances = _span(run, run.distances, 0, None)
        return math.nan if np.isnan(distances).any() else int(distances.argmax())


@dataclass(frozen=True)
class Crossings(Measure):
    """How often a coordinate, "x" or "y", crosses zero in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def measured(self, run: Trajectory) -> float:
        signs = np.sign(_span(run, _along(run, self.coordinate), self.first, self.last))
        return math.nan if np.isnan(signs).any() else int((np.diff(signs[signs != 0]) != 0).sum())


@dataclass(frozen=True)
class LeastGap(Measure):
    """The smallest gap in a span of steps; to the end if none is given."""

    first: int = 0
    last: int | None = None

    def measured(self, run: Trajectory) -> float:
        return float(_span(run, run.gaps, self.first, self.last).min())


@dataclass(frozen=True)
class HighestGapInPass(Measure):
    """The largest gap within one pass over the data, counted back from the end of the run: 1 for its last pass."""

    back: int

    def measured(self, run: Trajectory) -> float:
        first, last = (_step_with(run, run.examples[-1] - back * run.surface.terms) for back in (self.back, self.back - 1))
        return float(_span(run, run.gaps, first, last).max())


@dataclass(frozen=True)
class Setting(Measure):
    """A hyperparameter of the method: a switch is 0 or 1."""

    name: str

    def measured(self, run: Trajectory) -> float:
        return float(run.optimizer.values_by_name().get(self.name, math.nan))


@dataclass(frozen=True)
class EdgeOfStability(Measure):
    """The η from which on the method diverges, on a quadratic and as far as theory knows."""

    def measured(self, run: Trajectory) -> float:
        theory, found = run.optimizer.theory, spectrum(run.surface)
        if theory is None or found is None:
            return math.nan
        return theory.largest_learning_rate(found[1], float(run.optimizer.values_by_name().get("momentum", 0.0)))


@dataclass(frozen=True)
class CurvatureAtStart(Measure):
    """The smaller eigenvalue of the Hessian at the start, or the larger one."""

    larger: bool = False

    def measured(self, run: Trajectory) -> float:
        return float(np.linalg.eigvalsh(run.surface.hessian(run.points[0]))[int(self.larger)])


@dataclass(frozen=True)
class Condition(Measure):
    """How many times as curved the surface is in its steepest direction as in its flattest, at the start."""

    def measured(self, run: Trajectory) -> float:
        smallest, largest = np.sort(np.abs(np.linalg.eigvalsh(run.surface.hessian(run.points[0]))))
        return float(largest / smallest) if smallest > 0 else NEVER


@dataclass(frozen=True)
class ExamplesInStep(Measure):
    """How many examples the first step looks at."""

    def measured(self, run: Trajectory) -> float:
        return int(run.examples[1])


@dataclass(frozen=True)
class Apart(Term):
    """The largest distance between two runs at the same step."""

    one: str
    other: str

    def value(self, subjects: Subjects) -> float:
        runs = [subjects[key] for key in (self.one, self.other) if key in subjects]
        return separation(*runs) if len(runs) == 2 else math.nan


def step_after(run: Trajectory, passes: float) -> int:
    """The last step with no more examples seen than that many passes over the data take; −1 if the run has not seen as many."""
    return _step_with(run, passes * run.surface.terms)


def _step_with(run: Trajectory, examples: float) -> int:
    """The last step with no more examples seen than that; −1 if the run has not seen as many, or if they are less than none."""
    seen = run.examples.reshape(len(run.points), -1)[:, 0]
    return int(np.searchsorted(seen, examples, side="right")) - 1 if seen[-1] >= examples else -1


def _along(run: Trajectory, coordinate: str) -> Array:
    """A coordinate of the run's points: x, y, or how far they are across the valley, the start on the positive side."""
    if coordinate == ACROSS:
        surface, start = run.surface, run.points[0]
        _, directions = np.linalg.eigh(surface.hessian(start))
        floor = min(surface.minimizers, key=lambda at: math.dist(at, start), default=(math.nan, math.nan))
        across: Array = (run.points - np.array(floor)) @ directions[:, -1]
        return across if across[0] >= 0 else -across
    along: Array = run.points[:, _COORDINATES[coordinate]]
    return along


def _step(happens: Any) -> float:
    """The first step at which something happens."""
    return int(happens.argmax()) if happens.any() else NEVER


def _at(run: Trajectory, values: Array, step: int | None) -> float:
    """A value at a step that was taken."""
    step = len(values) - 1 if step is None else step
    return float(values[step]) if 0 <= step <= run.last else math.nan


def _span(run: Trajectory, values: Array, first: int, last: int | None) -> Array:
    """The values in a span of steps that were taken."""
    last = len(values) - 1 if last is None else last
    return values[first : last + 1] if 0 <= first <= last <= run.last else np.array([np.nan])
