"""What is measured of many runs that differ by chance alone, and of losses on examples that were not trained on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from surfaces.declaration import Array

from ..early_stopping import Stop
from ..fan import Fan
from .claim import Measure
from .of_runs import step_after


@dataclass(frozen=True)
class Spread(Measure):
    """How wide the cloud of runs is at a step, None for the last: the root of the mean squared distance from its own mean.

    How far the cloud is from a minimizer plays no part in it. NaN if one of the runs has diverged.
    """

    at: int | None = None

    def measured(self, one: Fan) -> float:
        run = one.trajectory
        at = len(run.points) - 1 if self.at is None else self.at
        if not 0 <= at < len(run.points) or (run.last < at).any():
            return math.nan
        return math.sqrt(float(run.points[at].var(axis=-1).sum()))


@dataclass(frozen=True)
class MedianGapAfterPasses(Measure):
    """The median of the gaps after that many passes over the data: at the last step that has seen no more examples than that."""

    passes: float

    def measured(self, one: Fan) -> float:
        step = step_after(one.trajectory, self.passes)
        return float(one.quantiles(0.5)[0, step]) if step >= 0 else math.nan


class Watched(NamedTuple):
    """A run that is watched on examples which it does not train on: its loss on them, (steps + 1,), and where it would be stopped."""

    losses: Array
    stop: Stop


@dataclass(frozen=True)
class BestStep(Measure):
    """The step at which the validation loss is lowest, as far as it is seen before the run is stopped."""

    def measured(self, one: Watched) -> float:
        return one.stop.best


@dataclass(frozen=True)
class Worsened(Measure):
    """The validation loss at the end, over that at the best step."""

    def measured(self, one: Watched) -> float:
        best = one.losses[one.stop.best]
        return float(one.losses[-1] / best) if np.isfinite(best) else math.nan
