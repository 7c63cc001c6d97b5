"""Normal numbers for several seeds, each from a generator of its own, so that a seed's numbers are its own, whoever else is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from surfaces import Surface
from surfaces.declaration import Array

from ..noise import Stream

STEPS_AT_ONCE = 64
"""Drawn together, since to ask a generator takes longer than what it draws. The numbers are the same."""


class Normal(Stream):
    """∇f and normal noise, whose standard deviation may depend on the step, 0 for the first."""

    def __init__(self, surface: Surface, seeds: Sequence[int], deviation: Callable[[int], Array | float]) -> None:
        self._surface, self._deviation, self.examples = surface, deviation, surface.terms
        self._generators = [np.random.default_rng(seed) for seed in seeds]
        self._drawn = np.empty((0, 2, len(self._generators)))
        self._step = 0

    def gradient(self, points: Array) -> Array:
        place = self._step % STEPS_AT_ONCE
        if place == 0:
            self._drawn = np.stack([one.standard_normal((STEPS_AT_ONCE, 2)) for one in self._generators], axis=-1)
        exact = self._surface.gradient(points.reshape(2, -1)).reshape(points.shape)
        noise = self._deviation(self._step) * self._drawn[place]
        self._step += 1
        return exact + noise.reshape(2, *(1,) * (points.ndim - 2), -1)
