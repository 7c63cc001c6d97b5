"""What is measured of a map: of all combinations of one or two hyperparameters, and what became of each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..status import STATUSES, Status
from ..sweep import Sweep
from ..theory import spectrum
from .claim import Measure

Cells = NDArray[np.bool_]


@dataclass(frozen=True)
class ShareOfCells(Measure):
    """The share of the cells that end with a status."""

    status: Status

    def measured(self, found: Sweep) -> float:
        return float((found.codes == STATUSES.index(self.status)).mean())


@dataclass(frozen=True)
class DivergedBeyond(Measure):
    """The share of the cells beyond the edge of stability that diverged; NaN where theory knows no edge."""

    def measured(self, found: Sweep) -> float:
        beyond = _beyond(found)
        return math.nan if beyond is None or not beyond.any() else float(_diverged(found)[beyond].mean())


@dataclass(frozen=True)
class DivergedWithin(Measure):
    """The share of the cells within the edge of stability that diverged all the same; NaN where theory knows no edge."""

    def measured(self, found: Sweep) -> float:
        beyond = _beyond(found)
        return math.nan if beyond is None or beyond.all() else float(_diverged(found)[~beyond].mean())


def _diverged(found: Sweep) -> Cells:
    diverged: Cells = found.codes == STATUSES.index(Status.DIVERGED)
    return diverged


def _beyond(found: Sweep) -> Cells | None:
    """Which cells have an η past the edge of stability, on a quadratic and where η is constant."""
    theory, eigenvalues = found.optimizer.theory, spectrum(found.surface)
    if theory is None or eigenvalues is None or found.schedule is not None or not found.axes.keys() <= {"learning_rate", "momentum"}:
        return None
    values = {**found.optimizer.values_by_name(), **dict(zip(found.axes, np.meshgrid(*found.axes.values(), indexing="ij"), strict=True))}
    edge = np.vectorize(theory.limit, otypes=[float])(values.get("momentum", 0.0)) / eigenvalues[1]
    beyond: Cells = values["learning_rate"] >= edge
    return beyond
