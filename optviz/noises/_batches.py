"""Batches: some examples in each step stand for all, so many steps make an epoch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import FiniteSum, Surface
from surfaces.declaration import Array, Scalar, positive

from ..noise import Noise, Stream

Order = NDArray[np.int64]


class Batches(Noise):
    """What batches in any order have in common. An epoch's last batch is smaller if the size does not divide the examples."""

    formula = r"g_t = \frac{1}{B} \sum_{i \in \mathcal{B}_t} \nabla \ell_i(\theta_t)"
    needs_examples = True

    batch_size: Scalar = positive(default=16.0, symbol="B", meaning="examples in a batch, rounded down", slider=(1, 256), counts=True)

    def epoch(self, surface: FiniteSum, rng: np.random.Generator) -> Order:
        """The order in which an epoch goes through the examples."""
        raise NotImplementedError

    differs_by_epoch = True
    """Whether an epoch's order is drawn. If not it is the same in all epochs, whatever the seed."""

    def whole(self) -> Any:
        """B. With NumPy's functions only, as it runs in the browser, too."""
        return np.floor(self.batch_size)

    def size(self, surface: FiniteSum) -> int:
        """B; ValueError unless it is from 1 to the number of examples."""
        size = int(self.whole())
        if not 1 <= size <= surface.count:
            raise ValueError(
                f"{self.name}: batch_size must be from 1 to {surface.count}, the examples of {surface.name}, got {self.batch_size:g}"
            )
        return size

    def stream(self, surface: Surface, seeds: Sequence[int]) -> Stream:
        if not isinstance(surface, FiniteSum):
            raise ValueError(f"{self.name}: must be of a surface with examples, got {surface.name}, which is one formula")
        return _Stream(self, surface, seeds)

    def drawn(self, surface: Surface, seed: int, steps: int) -> Order:
        """The orders of as many epochs as there are, (epochs, examples); of one, if all epochs have the same."""
        assert isinstance(surface, FiniteSum)
        epochs = _epochs(steps, surface.count, self.size(surface)) if self.differs_by_epoch else 1
        rng = np.random.default_rng(seed)
        return np.stack([self.epoch(surface, rng) for _ in range(epochs)])

    def largest_batch(self, surface: Surface, steps: int, drawn: int) -> int:
        assert isinstance(surface, FiniteSum)
        count = surface.count
        if not self.differs_by_epoch:
            return count
        epochs = _epochs(drawn, count, self.size(surface))
        return max(size for size in range(1, count + 1) if _epochs(steps, count, size) <= epochs)


def _epochs(steps: int, count: int, size: int) -> int:
    """How often so many steps go through the examples."""
    return math.ceil(steps / math.ceil(count / size))


class _Stream(Stream):
    """One order for each seed, and how far the epoch is."""

    def __init__(self, batches: Batches, surface: FiniteSum, seeds: Sequence[int]) -> None:
        self._batches, self._surface, self._size = batches, surface, batches.size(surface)
        self._generators = [np.random.default_rng(seed) for seed in (seeds if batches.differs_by_epoch else seeds[:1])]
        self._done = surface.count
        self._orders: Any = None

    def next_batch(self) -> Order:
        """The examples of the next step, (seeds, B); (1, B) if all seeds have the same."""
        if self._done >= self._surface.count:
            if self._orders is None or self._batches.differs_by_epoch:
                self._orders = np.stack([self._batches.epoch(self._surface, rng) for rng in self._generators])
            self._done = 0
        batch: Order = self._orders[:, self._done : self._done + self._size]
        self._done += self._size
        return batch

    def gradient(self, points: Array) -> Array:
        batch = self.next_batch()
        self.examples = batch.shape[1]
        if len(batch) > 1:
            batch = np.broadcast_to(batch, (*points.shape[1:], batch.shape[-1])).reshape(-1, batch.shape[-1])
        return self._surface.batch_gradient(points.reshape(2, -1), batch).reshape(points.shape)
