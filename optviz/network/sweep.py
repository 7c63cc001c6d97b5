"""Training with every combination of a method's hyperparameters: which of them belong together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..arguments import check_single, checked_count, checked_progress, refusal
from ..lanes.crew import Progress
from ..optimizer import Optimizer
from ..tune import no_better_than_neighbors
from .perceptron import Evaluation, Network, checked_network
from .training import MOST_EPOCHS, MOST_SEED, Course, checked_trainees

MOST_CELLS = 4096
"""So many take minutes, and a map of more cells shows nothing more."""


@dataclass(frozen=True, eq=False)
class TrainingSweep:
    """What became of every combination, a cell of the grid, with every seed.

    values:              of the hyperparameters that differ, each of the grid's shape
    training_loss, validation_loss, validation_accuracy: at the beginning and after every epoch, (seeds, epochs + 1, *shape);
                         see `Training`. From the epoch in which a training diverged it is that of its last weights within FARTHEST.
    diverged:            the epoch in which a training diverged, 0 if it did not, (seeds, *shape)
    """

    optimizer: Optimizer
    values: Mapping[str, Array]
    training_loss: Array
    validation_loss: Array
    validation_accuracy: Array
    diverged: NDArray[np.int64]

    @property
    def final_training_loss(self) -> Array:
        """After the last epoch, the mean over the seeds, of the grid's shape; ∞ where the training with any of them diverged."""
        return self._final(self.training_loss)

    @property
    def final_validation_loss(self) -> Array:
        """After the last epoch, the mean over the seeds, of the grid's shape; ∞ where the training with any of them diverged."""
        return self._final(self.validation_loss)

    @property
    def best(self) -> tuple[int, ...]:
        """The cell with the lowest validation loss at the end, the mean over the seeds; the first if all diverged.

        As in `tune`, a cell counts no more than the best of those beside it on every axis: what ends low among cells that do not
        was luck. So the values should be in order along every axis.
        """
        losses = np.atleast_1d(self.final_validation_loss)
        first = np.lexsort([losses.ravel(), no_better_than_neighbors(losses).ravel()])[0]
        return tuple(int(i) for i in np.unravel_index(first, self.diverged.shape[1:]))

    def curves(self, index: tuple[int, ...]) -> tuple[Array, Array]:
        """Training and validation loss of a cell, (epochs + 1,) each: means over the seeds, also of those that diverged."""
        cell: Any = (..., *index)
        return self.training_loss[cell].mean(axis=0), self.validation_loss[cell].mean(axis=0)

    def _final(self, record: Array) -> Array:
        return np.where((self.diverged > 0).any(axis=0), np.inf, record[:, -1].mean(axis=0))


def sweep_training(
    optimizer: Optimizer,
    network: Network,
    epochs: int = 50,
    batch_size: int = 32,
    seeds: Sequence[int] = (0,),
    progress: Progress | None = None,
    **values: Any,
) -> TrainingSweep:
    """Train with every combination of some hyperparameters, and with every seed.

    values:   numbers by the name of a hyperparameter. Their shapes broadcast to that of the grid: a learning_rate of shape (k,) and a
              weight_decay of shape (m, 1) make m × k cells, and one of shape (m, k) may depend on the learning rate.
    seeds:    each is a training of its own, of every cell: the seed of its weights, of the order of its batches, and of its split. For
              few birds are kept for validation, and a cell that is good for some of them need not be for others.
    progress: is told the share that is done after every epoch of every seed; whatever it raises ends the work
    A cell is what `train` makes of its values on the same split, bit for bit, but for how the sum of the network's own penalty is rounded.
    Raises ValueError for anything that could not be run, before the work begins: values that are not allowed or do not broadcast,
    none or more than MOST_CELLS cells, no seed, and a method that `train` refuses.
    """
    (optimizer,) = checked_trainees({"optimizer": optimizer}).values()
    network, progress = checked_network(network), checked_progress(progress)
    check_single(optimizer)
    grid = _checked_grid(optimizer, values)
    epochs = checked_count("epochs", epochs, 1, MOST_EPOCHS)
    if isinstance(seeds, str) or not isinstance(seeds, Iterable):
        raise refusal("seeds", "be whole numbers, in a list", seeds)
    seeds = [checked_count("seed", seed, 0, MOST_SEED) for seed in seeds]
    if not seeds:
        raise ValueError("seeds: must be at least one, got none")
    shape = np.broadcast_shapes(*(array.shape for array in grid.values()))
    lanes = optimizer.replace(**{name: array.ravel() for name, array in grid.items()})
    records = np.empty((len(Evaluation._fields), len(seeds), epochs + 1, math.prod(shape)))
    diverged = np.empty((len(seeds), math.prod(shape)), int)
    for i, seed in enumerate(seeds):
        course = Course([lanes], replace(network, split_seed=seed), epochs, batch_size, seed)
        records[:, i, 0] = course.evaluation()
        for epoch in range(1, epochs + 1):
            course.advance()
            records[:, i, epoch] = course.evaluation()
            if progress is not None:
                progress((i + epoch / epochs) / len(seeds))
        diverged[i] = course.diverged
    training_loss, validation_loss, _, validation_accuracy = records.reshape(*records.shape[:-1], *shape)
    return TrainingSweep(optimizer, grid, training_loss, validation_loss, validation_accuracy, diverged.reshape(-1, *shape))


def _checked_grid(optimizer: Optimizer, values: Mapping[str, Any]) -> dict[str, Array]:
    """The values, broadcast to the shape of the grid."""
    given = {name: _numbers(optimizer, name, some) for name, some in values.items()}
    try:
        shape = np.broadcast_shapes(*(array.shape for array in given.values()))
    except ValueError:
        shapes = ", ".join(f"{name} of shape {array.shape}" for name, array in given.items())
        raise ValueError(f"{optimizer.name}: values must have shapes that broadcast, got {shapes}") from None
    if not 1 <= math.prod(shape) <= MOST_CELLS:
        raise ValueError(f"{optimizer.name}: values must make 1 to {MOST_CELLS} cells, got {math.prod(shape)}")
    for name, array in given.items():
        for value in array.flat:  # one after the other, so that a complaint names the one
            optimizer.replace(**{name: float(value)})
    return {name: np.broadcast_to(array, shape) for name, array in given.items()}


def _numbers(optimizer: Optimizer, name: str, values: Any) -> Array:
    try:
        return np.array(values).astype(float, casting="same_kind")
    except (TypeError, ValueError):
        raise refusal(f"{optimizer.name}: {name}", "be an array of numbers", values) from None
