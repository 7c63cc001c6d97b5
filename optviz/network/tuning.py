"""The best learning rate of every method for training a network, under one budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array, Interval

from ..arguments import check_single, checked_count, checked_progress, checked_within
from ..lanes.crew import Progress
from ..optimizer import Optimizer
from ..tune import no_better_than_neighbors
from .perceptron import Network, checked_network
from .training import Course, checked_trainees

MOST_TRIALS = 256
LEARNED = 0.1
"""A training has worked that came down to this share of the loss at the beginning."""


@dataclass(frozen=True, eq=False)
class TunedTraining:
    """A search: all trials with what became of them.

    values:              of `optimizer.step_size`, increasing, (trials,)
    training_loss, validation_loss, validation_accuracy: after the last epoch, (trials,); see `Training`
    diverged:            the epoch in which a trial diverged, 0 if it did not, (trials,)
    loss_at_start:       the training loss of the weights that all trials begin with
    """

    given: Optimizer
    values: Array
    training_loss: Array
    validation_loss: Array
    validation_accuracy: Array
    diverged: NDArray[np.int64]
    loss_at_start: float

    @property
    def best(self) -> int:
        """The trial with the lowest validation loss at the end that did not diverge; the smallest value if all did.

        As in `tune`, a trial counts no more than the better of its neighbors: what ends low between two that do not was luck.
        """
        losses = np.where(self.diverged > 0, np.inf, self.validation_loss)
        return int(np.lexsort([losses, no_better_than_neighbors(losses)])[0])

    @property
    def optimizer(self) -> Optimizer:
        """The method with the best value that was found."""
        return self.given.replace(**{self.given.step_size: float(self.values[self.best])})

    def works(self, share: float = LEARNED) -> NDArray[np.bool_]:
        """Which trials ended with a training loss of at most that share of the loss at the beginning, (trials,)."""
        share = checked_within("share", share, Interval(0, 1, includes_lower=False, includes_upper=False))
        return (self.diverged == 0) & (self.training_loss <= share * self.loss_at_start)

    def working_range(self, share: float = LEARNED) -> float:
        """Over how many powers of ten the learning rate may be wrong: those that were searched, by the share of trials that work."""
        return float(self.works(share).mean() * np.log10(self.values[-1] / self.values[0]))


def tune_training(
    entrants: Mapping[str, Optimizer],
    network: Network,
    epochs: int = 20,
    trials: int = 16,
    seed: int = 0,
    batch_size: int = 32,
    beyond: float = 1.0,
    progress: Progress | None = None,
) -> dict[str, TunedTraining]:
    """Search the best learning rate of every method, all with as many trials of the same length from the same weights.

    The values go from one end of the slider to the other by equal factors. The best is the one with the lowest validation loss at
    the end, but for luck, so this loss is no fair judge of the winner any more: the birds for validation took part in the choice.

    batch_size, seed: see `train`
    beyond:   how many times the slider's upper end is tried as well: with batch normalization many methods have their best there
    progress: is told the share that is done after every epoch; whatever it raises ends the work
    Raises ValueError for anything that could not be run, before the work begins.
    """
    count = checked_count("trials", trials, 2, MOST_TRIALS)
    beyond = checked_within("beyond", beyond, Interval(1, np.inf))
    named, network, progress = checked_trainees(entrants), checked_network(network), checked_progress(progress)
    check_single(*named.values())
    sliders = [one.parameters()[one.step_size].slider for one in named.values()]
    values = [np.geomspace(lower, upper * beyond, count) for lower, upper in sliders]
    lanes = [one.replace(**{one.step_size: own}) for one, own in zip(named.values(), values, strict=True)]
    course = Course(lanes, network, epochs, batch_size, seed)
    at_start = float(course.evaluation().training_loss[0])
    for epoch in range(1, course.epochs + 1):
        course.advance()
        if progress is not None:
            progress(epoch / course.epochs)
    end = course.evaluation()
    found = {}
    for i, (who, optimizer) in enumerate(named.items()):
        own = slice(i * count, (i + 1) * count)
        ends = (end.training_loss[own], end.validation_loss[own], end.validation_accuracy[own])
        found[who] = TunedTraining(optimizer, values[i], *ends, course.diverged[own], at_start)
    return found
