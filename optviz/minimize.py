"""One optimizer on one surface, from one start or from many."""

from __future__ import annotations

from typing import Any

from surfaces import Surface

from .descent import descend
from .optimizer import Optimizer
from .oracle import Oracle
from .trajectory import Trajectory


def minimize(optimizer: Optimizer, surface: Surface, start: Any = None, steps: int = 300, tolerance: float = 1e-6) -> Trajectory:
    """Run an optimizer for that many steps.

    start: (x, y), or an array of shape (2, ...) for a batch of runs; the surface's own start if none is given.
    Hyperparameters may be arrays of shape (...): one run per value.
    """
    (trajectory,) = descend([optimizer], Oracle(surface), surface.start if start is None else start, steps, tolerance)
    return trajectory
