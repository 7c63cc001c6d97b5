"""A run at each of its steps, and how many numbers become one: the first step at which …, the value at a step, the least, the largest.

What a measure looks at is a formula of a `Course`. It is that of a run, with a number for each step; or its place is taken by symbols
(`optviz.graph.trace.measure`), which stand for the numbers of one step, so that a browser can measure runs of its own by the same lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from surfaces.declaration import Array

from ..theory import Theory, spectrum
from ..trajectory import Trajectory

NEVER = math.inf
"""The step of what does not happen within the run."""


class Course:
    """A run. Of what changes from step to step there is one number each, (steps + 1,).

    x, y, value, gap, distance, step_length: where it is, and what is read off it there
    before:      the same one step before; at the start what is there
    step, last:  the number of the step, and of the last one that was taken
    start:       (x, y)
    floor:       the minimizer that is the nearest to the start; NaN where there is none
    curvature:   (xx, xy, yy) of the Hessian at the start
    is_quadratic: whether the Hessian is the same everywhere; symbols stand for one that need not be positive definite
    theory:      what is known of the method on quadratics
    """

    def __init__(self, run: Trajectory, back: bool = False) -> None:
        self._run, self._back = run, back

    def _at(self, values: Array) -> Array:
        return np.concatenate((values[:1], values[:-1])) if self._back else values

    @property
    def before(self) -> Course:
        return Course(self._run, back=True)

    @property
    def x(self) -> Array:
        return self._at(self._run.points[:, 0])

    @property
    def y(self) -> Array:
        return self._at(self._run.points[:, 1])

    @property
    def value(self) -> Array:
        return self._at(self._run.values)

    @property
    def gap(self) -> Array:
        return self._at(self._run.gaps)

    @property
    def distance(self) -> Array:
        return self._at(self._run.distances)

    @property
    def step_length(self) -> Array:
        return self._at(self._run.step_lengths)

    @property
    def step(self) -> Any:
        return np.arange(len(self._run.points))

    @property
    def last(self) -> int:
        return int(self._run.last)

    @property
    def start(self) -> tuple[float, float]:
        x, y = self._run.points[0]
        return float(x), float(y)

    @property
    def floor(self) -> tuple[float, float]:
        return min(self._run.surface.minimizers, key=lambda at: math.dist(at, self.start), default=(math.nan, math.nan))

    @property
    def curvature(self) -> tuple[Any, Any, Any]:
        (xx, xy), (_, yy) = self._run.surface.hessian(self._run.points[0])
        return xx, xy, yy

    @property
    def is_quadratic(self) -> bool:
        return spectrum(self._run.surface) is not None

    @property
    def theory(self) -> Theory | None:
        return self._run.optimizer.theory

    def memory(self, field: str) -> tuple[Array, Array] | None:
        """What is remembered in a field of the State, for each coordinate; None if the method has none of that name."""
        kept = getattr(self._run.states, field, None)
        return None if kept is None else (self._at(kept[:, 0]), self._at(kept[:, 1]))

    def setting(self, name: str, otherwise: float = math.nan) -> float:
        """A hyperparameter of the method, a switch as 0 or 1; something else if it has none of that name."""
        return float(self._run.optimizer.values_by_name().get(name, otherwise))


@dataclass(frozen=True)
class Reduction:
    """How the numbers of all steps become one.

    kind:  "first"     the first step at which something holds; NEVER if it never does
           "at"        the number at the step `first`, None for the last
           "least"     the smallest number in a span of steps, and "largest" the largest
           "farthest"  the first step of the span at which the number is the largest
    first, last: the span, with both of its ends; to the end if there is no last step

    Of steps that were not taken, as the run is too short or has diverged before, there is no number: NaN.
    """

    kind: Literal["first", "at", "least", "largest", "farthest"]
    first: int | None = 0
    last: int | None = None

    def of(self, numbers: Any, run: Trajectory) -> float:
        """Of the numbers of all steps, or of one that stands for all."""
        span = self.span(numbers, run)
        if self.kind == "first":
            return math.nan if span.dtype != bool else int(span.argmax()) if span.any() else NEVER
        if self.kind == "farthest":
            return math.nan if np.isnan(span).any() else (self.first or 0) + int(span.argmax())
        return float(span.min() if self.kind == "least" else span.max())

    def span(self, numbers: Any, run: Trajectory) -> Any:
        """The numbers that count; a NaN where steps are among them that were not taken."""
        if np.shape(numbers) != (len(run.points),):  # one that stands for all
            numbers = np.broadcast_to(numbers, len(run.points))
        if self.kind == "first":
            return numbers
        end = len(numbers) - 1
        first = end if self.first is None else self.first
        last = first if self.kind == "at" else end if self.last is None else self.last
        return numbers[first : last + 1] if 0 <= first <= last <= run.last else np.array([np.nan])


FIRST = Reduction("first")
AT_START = Reduction("at", 0)


def at(step: int | None) -> Reduction:
    """The number at a step, None for the last."""
    return Reduction("at", step)
