"""What is measured of a single run. Steps count from 0, the start, and a span includes both of its ends.

Of a run that is too short, or has diverged before, nothing is measured: NaN.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..plane import eigenvalues, length, steepest
from ..separation import separation
from ..trajectory import Trajectory
from .claim import Measure, Subjects, Term
from .course import AT_START, FIRST, NEVER, Course, Reduction, at

ACROSS = "across"
"""A coordinate from the nearest minimizer along the steepest direction at the start: across a valley, however it is turned."""


class OfCourse(Measure):
    """A measure that is a formula of what is known at each step, and one number made of all of these."""

    def each(self, run: Any) -> Any:
        """Of a `Course`, or of symbols in its place."""
        raise NotImplementedError

    def one(self) -> Reduction:
        """How they become one."""
        raise NotImplementedError

    def measured(self, run: Trajectory) -> float:
        return self.one().of(self.each(Course(run)), run)


@dataclass(frozen=True)
class StepsTo(OfCourse):
    """The first step with a gap f − f* of at most this."""

    gap: float

    def each(self, run: Any) -> Any:
        return run.gap <= self.gap

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class StepsWithin(OfCourse):
    """The first step at which the nearest minimizer is at most this far."""

    distance: float

    def each(self, run: Any) -> Any:
        return run.distance <= self.distance

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class StepsPast(OfCourse):
    """The first step at which a coordinate, "x" or "y", has a size of more than a bound."""

    coordinate: str
    bound: float

    def each(self, run: Any) -> Any:
        return np.abs(_along(run, self.coordinate)) > self.bound

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class StepOfDivergence(OfCourse):
    """The step that led past all bounds."""

    def each(self, run: Any) -> Any:
        return run.step > run.last

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class StepOfRise(OfCourse):
    """The first step that leads uphill."""

    def each(self, run: Any) -> Any:
        return run.value > run.before.value

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class StepOfRetreat(OfCourse):
    """The first step that leads away from the nearest minimizer, by more than rounding."""

    def each(self, run: Any) -> Any:
        return run.distance > run.before.distance + 1e-12

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class StepOfFading(OfCourse):
    """The first step at which something that is remembered, a field of the State, becomes less in either coordinate."""

    field: str

    def each(self, run: Any) -> Any:
        now, before = run.memory(self.field), run.before.memory(self.field)
        return math.nan if now is None else (now[0] < before[0]) | (now[1] < before[1])

    def one(self) -> Reduction:
        return FIRST


@dataclass(frozen=True)
class Gap(OfCourse):
    """f − f* at a step, None for the last."""

    at: int | None = None

    def each(self, run: Any) -> Any:
        return run.gap

    def one(self) -> Reduction:
        return at(self.at)


@dataclass(frozen=True)
class GapAfterPasses(Measure):
    """f − f* after that many passes over the data: at the last step that has seen no more examples than that."""

    passes: float

    def measured(self, run: Trajectory) -> float:
        return at(step_after(run, self.passes)).of(run.gaps, run)


@dataclass(frozen=True)
class Distance(OfCourse):
    """How far the nearest minimizer is at a step, None for the last."""

    at: int | None = None

    def each(self, run: Any) -> Any:
        return run.distance

    def one(self) -> Reduction:
        return at(self.at)


@dataclass(frozen=True)
class DistanceFrom(OfCourse):
    """How far a point is at a step, None for the last."""

    x: float
    y: float
    at: int | None = None

    def each(self, run: Any) -> Any:
        return length((run.x - self.x, run.y - self.y))

    def one(self) -> Reduction:
        return at(self.at)


@dataclass(frozen=True)
class StepLength(OfCourse):
    """How long a step is, None for the last."""

    at: int | None = None

    def each(self, run: Any) -> Any:
        return run.step_length

    def one(self) -> Reduction:
        return at(self.at)


@dataclass(frozen=True)
class Moved(OfCourse):
    """How far a coordinate, "x" or "y", moves in a step."""

    coordinate: str
    at: int

    def each(self, run: Any) -> Any:
        return np.abs(_along(run, self.coordinate) - _along(run.before, self.coordinate))

    def one(self) -> Reduction:
        return at(self.at)


@dataclass(frozen=True)
class Lowest(OfCourse):
    """The lowest that a coordinate, "x", "y" or ACROSS, is in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def each(self, run: Any) -> Any:
        return _along(run, self.coordinate)

    def one(self) -> Reduction:
        return Reduction("least", self.first, self.last)


@dataclass(frozen=True)
class Highest(OfCourse):
    """The highest that a coordinate, "x" or "y", is in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def each(self, run: Any) -> Any:
        return _along(run, self.coordinate)

    def one(self) -> Reduction:
        return Reduction("largest", self.first, self.last)


@dataclass(frozen=True)
class Widest(OfCourse):
    """The largest size of a coordinate, "x", "y" or ACROSS, in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def each(self, run: Any) -> Any:
        return np.abs(_along(run, self.coordinate))

    def one(self) -> Reduction:
        return Reduction("largest", self.first, self.last)


@dataclass(frozen=True)
class StepOfFarthest(OfCourse):
    """The step at which a run is farthest from the nearest minimizer: from there it heads back."""

    def each(self, run: Any) -> Any:
        return run.distance

    def one(self) -> Reduction:
        return Reduction("farthest")


@dataclass(frozen=True)
class Crossings(Measure):
    """How often a coordinate, "x" or "y", crosses zero in a span of steps; to the end if none is given."""

    coordinate: str
    first: int = 0
    last: int | None = None

    def measured(self, run: Trajectory) -> float:
        signs = np.sign(Reduction("least", self.first, self.last).span(_along(Course(run), self.coordinate), run))
        return math.nan if np.isnan(signs).any() else int((np.diff(signs[signs != 0]) != 0).sum())


@dataclass(frozen=True)
class LeastGap(OfCourse):
    """The smallest gap in a span of steps; to the end if none is given."""

    first: int = 0
    last: int | None = None

    def each(self, run: Any) -> Any:
        return run.gap

    def one(self) -> Reduction:
        return Reduction("least", self.first, self.last)


@dataclass(frozen=True)
class HighestGapInPass(Measure):
    """The largest gap within one pass over the data, counted back from the end of the run: 1 for its last pass."""

    back: int

    def measured(self, run: Trajectory) -> float:
        first, last = (_step_with(run, run.examples[-1] - back * run.surface.terms) for back in (self.back, self.back - 1))
        return Reduction("largest", first, last).of(run.gaps, run)


@dataclass(frozen=True)
class Setting(OfCourse):
    """A hyperparameter of the method: a switch is 0 or 1."""

    name: str

    def measured(self, run: Any) -> float:
        """Of a run, or of territories, which have no steps."""
        return Course(run).setting(self.name)

    def each(self, run: Any) -> Any:
        return run.setting(self.name)

    def one(self) -> Reduction:
        return AT_START


@dataclass(frozen=True)
class EdgeOfStability(OfCourse):
    """The η from which on the method diverges, on a quadratic and as far as theory knows."""

    def each(self, run: Any) -> Any:
        if run.theory is None or not run.is_quadratic:
            return math.nan
        smallest, largest = eigenvalues(*run.curvature)
        return np.where(smallest > 0, run.theory.limit(run.setting("momentum", 0.0)) / largest, math.nan)

    def one(self) -> Reduction:
        return AT_START


@dataclass(frozen=True)
class CurvatureAtStart(OfCourse):
    """The smaller eigenvalue of the Hessian at the start, or the larger one."""

    larger: bool = False

    def each(self, run: Any) -> Any:
        return eigenvalues(*run.curvature)[int(self.larger)]

    def one(self) -> Reduction:
        return AT_START


@dataclass(frozen=True)
class Condition(OfCourse):
    """How many times as curved the surface is in its steepest direction as in its flattest, at the start."""

    def each(self, run: Any) -> Any:
        one, other = map(np.abs, eigenvalues(*run.curvature))
        smallest, largest = np.minimum(one, other), np.maximum(one, other)
        return np.where(smallest > 0, largest / np.where(smallest > 0, smallest, 1.0), NEVER)

    def one(self) -> Reduction:
        return AT_START


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


def _along(run: Any, coordinate: str) -> Any:
    """A coordinate of a course: x, y, or how far it is across the valley, the start on the positive side."""
    if coordinate != ACROSS:
        return getattr(run, coordinate)
    (x, y), (floor_x, floor_y), (to_x, to_y) = run.start, run.floor, steepest(*run.curvature)
    side = np.where((x - floor_x) * to_x + (y - floor_y) * to_y < 0, -1.0, 1.0)
    return side * ((run.x - floor_x) * to_x + (run.y - floor_y) * to_y)
