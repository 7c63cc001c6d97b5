"""How far to go along a direction: a step length that satisfies the strong Wolfe conditions, one per lane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from surfaces.declaration import Array, Scalar

from .plane import inner

SUFFICIENT_DECREASE = 1e-4
"""c₁: f has to fall by this share of what its slope at the start promises."""
MOST_TRIALS = 30
"""A search that has tried so many lengths ends with what it has."""


def search(
    look: Callable[[Array], tuple[Array, Array]], x: Array, p: Array, g: Array, first: Scalar, flatness: Scalar, wanted: Scalar
) -> tuple[Array, Array]:
    """The step length α along p from x where ∇f is g, and the number of trials it took, each of shape (...).

    x, p and g have the shape (2, ...); `first` is the first length to try, `flatness` is c₂, and lanes that are not
    `wanted` rest with α = 0. With the slope s(α) = ∇f(x + αp)ᵀp, a length is long enough and not too long where

        f(x + αp) ≤ f(x) + c₁ α s(0)    and    |s(α)| ≤ c₂ |s(0)|.

    A length that fails the first, or beyond which f rises, is too long; another that fails the second is too short.
    Lengths are doubled until one is too long, then what lies between the last too short and the last too long one is
    halved: for c₁ < c₂ such an interval always contains a length to be found. Where none was found within MOST_TRIALS,
    or a trial is too close to x to be told from it, the length that led lowest is taken, of those with enough decrease;
    0 where there is none, or where p does not lead downhill.

    After J. Nocedal and S. J. Wright (2006), Numerical optimization, section 3.5, with bisection for interpolation.
    """
    start, _ = look(x)
    descent = inner(g, p)
    searching = wanted & (descent < 0)
    length: Scalar = first
    too_short: Scalar = 0.0
    too_long: Scalar = np.inf
    alpha, trials, lowest = np.zeros_like(descent), np.zeros_like(descent), start
    for _ in range(MOST_TRIALS):
        trial = x + length * p
        searching = searching & (trial != x).any(axis=0)
        if not searching.any():
            break
        value, gradient = look(trial)
        slope = inner(gradient, p)
        trials = trials + searching

        # NaN satisfies no comparison: where f or its slope is none, the length is too long.
        decreases = searching & (value <= start + SUFFICIENT_DECREASE * length * descent)
        found = decreases & (np.abs(slope) <= -flatness * descent)
        still_falls = decreases & (slope < flatness * descent)
        taken = found | (decreases & (value < lowest))
        alpha, lowest = np.where(taken, length, alpha), np.where(taken, value, lowest)
        searching = searching & ~found

        too_short = np.where(searching & still_falls, length, too_short)
        too_long = np.where(searching & ~still_falls, length, too_long)
        between = np.where(too_long < np.inf, (too_short + too_long) / 2, 2 * length)
        length = np.where(searching, between, length)
    return alpha, trials
