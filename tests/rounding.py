"""Numbers as they would be if somebody had rounded them otherwise."""

from __future__ import annotations

import numpy as np

from surfaces.declaration import Array


def off_by_a_bit(numbers: Array, rng: np.random.Generator) -> Array:
    """Each of them as it is, or the next one below or above."""
    bits = rng.integers(-1, 2, numbers.shape)
    found: Array = np.where(bits == 0, numbers, np.nextafter(numbers, bits * np.inf, where=bits != 0, out=numbers.copy()))
    return found
