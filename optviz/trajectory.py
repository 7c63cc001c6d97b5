"""What a run leaves behind: every point, state and query of it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from surfaces import Surface
from surfaces.declaration import Array

from .arguments import checked_tolerance
from .optimizer import Optimizer
from .plane import length
from .status import STATUSES, Goal, judged, kind_of_rest


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run, or a batch of runs with shape (...) behind every array.

    points:  (steps + 1, 2, ...), the start first. A run that diverged stays at its last finite point.
    states:  the optimizer's State, every field (steps + 1, 2, ...), the initial state first.
    queries: (steps + 1, ...), gradients asked for by then.
    examples: (steps + 1, ...), examples of the data that these gradients took; on a surface that is one formula, one each.
    refused: (2, ...), the point past all bounds that ended the run; NaN where it ended otherwise, and
             `last` (...), the last step that was taken.
    factors: (steps, ...), what a schedule multiplied the learning rate by in each step; None without one, and where it multiplied nothing.
    """

    optimizer: Optimizer
    surface: Surface
    points: Array
    states: Any
    queries: Any
    examples: Any
    refused: Array
    last: Any
    tolerance: float
    factors: Any = None

    @cached_property
    def values(self) -> Array:
        """f along the run, (steps + 1, ...)."""
        return self.surface.value(self.points.swapaxes(0, 1))

    @cached_property
    def gaps(self) -> Array:
        """f − f* along the run, (steps + 1, ...); ∞ outside the window where f is lower there, and everywhere without a minimum."""
        return Goal.of(self.surface).gap(self.values, self.points.swapaxes(0, 1))

    @cached_property
    def gradients(self) -> Array:
        """∇f at the points of the run, (steps + 1, 2, ...)."""
        return self.surface.gradient(self.points.swapaxes(0, 1)).swapaxes(0, 1)

    @cached_property
    def distances(self) -> Array:
        """Distance to the nearest minimizer of the window, (steps + 1, ...); infinite where there is none."""
        nearest = np.full(self.values.shape, np.inf)
        for x, y in self.surface.minimizers:
            nearest = np.minimum(nearest, length((self.points[:, 0] - x, self.points[:, 1] - y)))
        return nearest

    @cached_property
    def step_lengths(self) -> Array:
        """Length of the step that led to each point, (steps + 1, ...); zero at the start."""
        moves = np.diff(self.points, axis=0, prepend=self.points[:1])
        return length(moves.swapaxes(0, 1))

    @cached_property
    def status(self) -> Any:
        """The Status of the run, or an array of them."""
        lost = self.last < len(self.points) - 1
        codes = judged(self.surface, Goal.of(self.surface), self.points[-1], self.points[-2], lost, self.tolerance)
        return STATUSES[codes] if codes.ndim == 0 else np.array(STATUSES)[codes]

    @cached_property
    def stalled_at(self) -> Any:
        """Where the run ended: 'minimum', 'saddle', 'maximum' or 'plateau', or an array of them; see `status.kind_of_rest`.

        Of use for the runs that stalled; there a 'minimum' is a local one.
        """
        kind = kind_of_rest(self.surface, self.points[-1])
        return str(kind) if kind.ndim == 0 else kind

    def steps_to(self, tolerance: float) -> Any:
        """The first step with a gap within the tolerance; −1 where there is none. An int, or an array of them."""
        reached = self.gaps <= checked_tolerance(tolerance)
        first = np.where(reached.any(axis=0), reached.argmax(axis=0), -1)
        return int(first) if first.ndim == 0 else first

    def queries_to(self, tolerance: float) -> Any:
        """Gradients asked for when the gap was first within the tolerance; −1 where it never was. An int, or an array of them."""
        first = np.asarray(self.steps_to(tolerance))
        spent = np.where(first < 0, -1, np.take_along_axis(self.queries, np.maximum(first, 0)[None], axis=0)[0])
        return int(spent) if spent.ndim == 0 else spent


def side_by_side(runs: Sequence[Trajectory]) -> Trajectory:
    """Batches of runs of one optimizer on one surface, of the same length and with one dimension, as one batch."""
    one, *others = runs
    if not others:
        return one

    def joined(parts: Iterable[Any]) -> Any:
        return np.concatenate(list(parts), axis=-1)

    return replace(
        one,
        points=joined(run.points for run in runs),
        states=type(one.states)(*map(joined, zip(*(run.states for run in runs), strict=True))),
        queries=joined(run.queries for run in runs),
        examples=joined(run.examples for run in runs),
        refused=joined(run.refused for run in runs),
        last=joined(run.last for run in runs),
        factors=None if one.factors is None else joined(run.factors for run in runs),
    )
