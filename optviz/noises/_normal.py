"""Normal numbers for several seeds, each from a generator of its own, so that a seed's numbers are its own, whoever else is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from surfaces import Surface
from surfaces.declaration import Array

from ..noise import Noise, Stream

STEPS_AT_ONCE = 64
"""Drawn together, since to ask a generator takes longer than what it draws. The numbers are the same."""


class Normal(Noise):
    """What kinds of noise have in common that add a normal number to each coordinate of ∇f."""

    def spread(self, step: Any) -> Any:
        """The standard deviation of what is added in a step, 0 for the first. With NumPy's functions only: it runs in the browser, too."""
        raise NotImplementedError

    def stream(self, surface: Surface, seeds: Sequence[int]) -> Stream:
        return _Stream(self, surface, seeds)

    def drawn(self, surface: Surface, seed: int, steps: int) -> Array:
        """Standard normal numbers, (steps, 2)."""
        return _draw(np.random.default_rng(seed), steps)


class _Stream(Stream):
    def __init__(self, noise: Normal, surface: Surface, seeds: Sequence[int]) -> None:
        self._noise, self._surface, self.examples = noise, surface, surface.terms
        self._generators = [np.random.default_rng(seed) for seed in seeds]
        self._drawn = np.empty((0, 2, len(self._generators)))
        self._step = 0

    def gradient(self, points: Array) -> Array:
        place = self._step % STEPS_AT_ONCE
        if place == 0:
            self._drawn = np.stack([_draw(one, STEPS_AT_ONCE) for one in self._generators], axis=-1)
        exact = self._surface.gradient(points.reshape(2, -1)).reshape(points.shape)
        noise = self._noise.spread(self._step) * self._drawn[place]
        self._step += 1
        return exact + noise.reshape(2, *(1,) * (points.ndim - 2), -1)


def _draw(rng: np.random.Generator, steps: int) -> Array:
    """x before y in every step, (steps, 2)."""
    return rng.standard_normal((steps, 2))
