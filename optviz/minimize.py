"""One optimizer on one surface, from one start or from many."""

from __future__ import annotations

from typing import Any

from surfaces import Surface

from .arguments import checked_count, checked_member
from .descent import descend
from .noise import Noise
from .optimizer import Optimizer
from .oracle import door
from .schedule import Schedule
from .trajectory import Trajectory


def minimize(
    optimizer: Optimizer | type[Optimizer],
    surface: Surface,
    start: Any = None,
    steps: int = 300,
    tolerance: float = 1e-6,
    *,
    noise: Noise | None = None,
    seed: int = 0,
    schedule: Schedule | None = None,
) -> Trajectory:
    """Run an optimizer for that many steps.

    start: (x, y), or an array of shape (2, ...) for a batch of runs; the surface's own start if none is given.
    Hyperparameters may be arrays of shape (...): one run per value.
    noise, seed: how gradients are answered, one of NOISES; all runs of a batch get the same. Without noise they are exact.
    schedule:    one of SCHEDULES, by which the learning rate changes from step to step. It changes nothing, and nothing is recorded of it,
                 where there is no learning rate, and where a line search finds the step length (BFGS, conjugate gradient).
    A class stands for its defaults: OPTIMIZERS["adam"] for OPTIMIZERS["adam"]().
    Raises ValueError for anything that cannot be run.
    """
    method, surface = checked_member("optimizer", optimizer, Optimizer), checked_member("surface", surface, Surface)
    start = surface.start if start is None else start
    (trajectory,) = descend([method], door(surface, noise, [checked_count("seed", seed, 0)]), start, steps, tolerance, schedule)
    return trajectory
