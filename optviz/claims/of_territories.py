"""What is measured of a territory: of all starts of a window, and where each of them ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..basins import Basins
from ..status import STATUSES, Status
from .claim import Measure


@dataclass(frozen=True)
class Share(Measure):
    """The share of the starts that end with a status."""

    status: Status

    def measured(self, found: Basins) -> float:
        return float((found.codes == STATUSES.index(self.status)).mean())


@dataclass(frozen=True)
class SmallestCountry(Measure):
    """The share of the starts that reach the minimizer which the fewest reach."""

    def measured(self, found: Basins) -> float:
        return min(_countries(found))


@dataclass(frozen=True)
class LargestCountry(Measure):
    """The share of the starts that reach the minimizer which the most reach."""

    def measured(self, found: Basins) -> float:
        return max(_countries(found))


@dataclass(frozen=True)
class Torn(Measure):
    """The share of the pairs of neighbors that reach different minimizers; a start that reaches none is torn from nobody."""

    def measured(self, found: Basins) -> float:
        ends = found.index
        torn = [(one != other) & (one >= 0) & (other >= 0) for one, other in ((ends[:, 1:], ends[:, :-1]), (ends[1:], ends[:-1]))]
        return sum(float(pairs.mean()) for pairs in torn) / 2


@dataclass(frozen=True)
class TooSteep(Measure):
    """How many minimizers are too steep for a method to rest on, as far as theory knows: curved by more than its limit, for SGD 2/η."""

    def measured(self, found: Basins) -> float:
        return len(_too_steep(found))


@dataclass(frozen=True)
class ShareOfTooSteep(Measure):
    """The share of the starts that reach a minimizer which is too steep to rest on all the same."""

    def measured(self, found: Basins) -> float:
        return float(np.isin(found.index, _too_steep(found)).mean())


def _countries(found: Basins) -> list[float]:
    return [float((found.index == i).mean()) for i in range(len(found.surface.minimizers))]


def _too_steep(found: Basins) -> list[int]:
    theory, values = found.optimizer.theory, found.optimizer.values_by_name()
    if theory is None:
        return []
    curvatures = [np.linalg.eigvalsh(found.surface.hessian(np.array(at)))[-1] for at in found.surface.minimizers]
    limits = [theory.largest_learning_rate(float(one), float(values.get("momentum", 0.0))) for one in curvatures]
    return [i for i, limit in enumerate(limits) if values["learning_rate"] > limit]
