"""What is measured of trainings of a network: of one, of several, of the loss around one, and of a grid of settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from surfaces.declaration import Array

from ..network.sweep import TrainingSweep
from ..network.training import Training
from ..network.tuning import TunedTraining
from .claim import Measure, Subjects, Term


@dataclass(frozen=True)
class BestEpoch(Measure):
    """The epoch with the lowest validation loss."""

    def measured(self, one: Training) -> float:
        return int(one.validation_loss.argmin())


@dataclass(frozen=True)
class Overshoot(Measure):
    """The validation loss at the end, over the lowest."""

    def measured(self, one: Training) -> float:
        return float(one.validation_loss[-1] / one.validation_loss.min())


@dataclass(frozen=True)
class Misclassified(Measure):
    """How many birds of the validation part are misclassified at the end, or in the epoch with the lowest validation loss."""

    at_best: bool

    def measured(self, one: Training) -> float:
        accuracy = one.validation_accuracy[int(one.validation_loss.argmin()) if self.at_best else -1]
        return round(one.network.validation_count * (1 - float(accuracy)))


@dataclass(frozen=True)
class HowMany(Term):
    """How many of the trainings have a measure of at least a bound; with a bound of −∞, how many there are."""

    measure: Measure
    least: float

    def value(self, subjects: Subjects) -> float:
        return sum(self.measure.measured(one) >= self.least for one in subjects.values() if isinstance(one, Training))


class Around(NamedTuple):
    """The loss around the path of a training.

    share:  of what the weights do, how much lies in the plane
    losses: (n, m), what is shown of the plane
    """

    share: float
    losses: Array


@dataclass(frozen=True)
class ShareInPlane(Measure):
    """How much of what the weights do lies in the plane."""

    def measured(self, around: Around) -> float:
        return around.share


@dataclass(frozen=True)
class Turns(Measure):
    """How often the loss turns from falling to rising or back, along the two lines through its lowest point: 2 for a bowl."""

    def measured(self, around: Around) -> float:
        i, j = np.unravel_index(around.losses.argmin(), around.losses.shape)
        return sum(int(np.count_nonzero(np.diff(np.sign(np.diff(line))))) for line in (around.losses[i], around.losses[:, j]))


class Scaled(Protocol):
    """A network that was trained by every method with many values of η, and looked at around the end of one training.

    searches:  by method
    losses:    (n, n), n odd, in a plane with weights of 0 in its middle
    end, near: the loss at that end, and with hidden weights of a quarter of the length
    roughness: around that end, see `optviz.network.landscape.roughness`
    """

    @property
    def searches(self) -> Mapping[str, TunedTraining]: ...
    @property
    def losses(self) -> Array: ...
    @property
    def end(self) -> float: ...
    @property
    def near(self) -> float: ...
    @property
    def roughness(self) -> float: ...


@dataclass(frozen=True)
class Nearer(Measure):
    """The loss with hidden weights of a quarter of their length, over that at full length."""

    def measured(self, one: Scaled) -> float:
        return one.near / one.end


@dataclass(frozen=True)
class AlongRays(Measure):
    """By which factor the loss differs at most, half as far from weights of 0 and as far, in every direction of the plane."""

    def measured(self, one: Scaled) -> float:
        quarter = len(one.losses) // 4
        near = one.losses[quarter:-quarter, quarter:-quarter]
        ratio = near / one.losses[::2, ::2]
        ratio[quarter, quarter] = 1.0  # the middle itself, which is in no direction
        return float(np.exp(np.abs(np.log(ratio)).max()))


@dataclass(frozen=True)
class Roughness(Measure):
    """How rough the loss is around the end, where a parabola has 1."""

    def measured(self, one: Scaled) -> float:
        return one.roughness


@dataclass(frozen=True)
class Methods(Measure):
    """How many methods were tried."""

    def measured(self, one: Scaled) -> float:
        return len(one.searches)


@dataclass(frozen=True)
class Wider(Term):
    """For how many methods a wider range of η works in one network than in another."""

    one: str
    than: str

    def value(self, subjects: Subjects) -> float:
        if not {self.one, self.than} <= subjects.keys():
            return math.nan
        one, other = subjects[self.one].searches, subjects[self.than].searches
        return sum(one[key].working_range() > other[key].working_range() for key in one)


class Studied(NamedTuple):
    """Every pair of η and λ, and the one that is looked at, (row, column): one that was chosen, or the best."""

    sweep: TrainingSweep
    cell: tuple[int, int]


@dataclass(frozen=True)
class LossAtCell(Measure):
    """The validation loss at the end with the pair that is looked at."""

    def measured(self, one: Studied) -> float:
        return float(one.sweep.final_validation_loss[one.cell])


@dataclass(frozen=True)
class LossAtBest(Measure):
    """The validation loss at the end with the best pair."""

    def measured(self, one: Studied) -> float:
        return float(one.sweep.final_validation_loss[one.sweep.best])


@dataclass(frozen=True)
class AtCell(Measure):
    """The value of a hyperparameter in the pair that is looked at."""

    name: str

    def measured(self, one: Studied) -> float:
        return float(one.sweep.values[self.name][one.cell])


@dataclass(frozen=True)
class TooMuch(Measure):
    """The smallest weight decay from which on no η comes within twice the best loss; NaN if there is none."""

    def measured(self, one: Studied) -> float:
        losses = one.sweep.final_validation_loss
        fails = losses.min(axis=1) > 2 * losses[one.sweep.best]
        first = len(fails) - int(np.argmin(fails[::-1]))
        return float(one.sweep.values["weight_decay"][first, 0]) if first < len(fails) else math.nan
