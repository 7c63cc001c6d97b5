"""How far to go along a direction: a step length that satisfies the strong Wolfe conditions, one per lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar

from .plane import inner
from .repeat import repeated

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

    def a_trial(now: _Found) -> _Found:
        trial = x + now.length * p
        searching = now.searching & (trial != x).any(axis=0)
        value, gradient = look(trial)
        slope = inner(gradient, p)
        trials = now.trials + searching

        # NaN satisfies no comparison: where f or its slope is none, the length is too long.
        decreases = searching & (value <= start + SUFFICIENT_DECREASE * now.length * descent)
        found = decreases & (np.abs(slope) <= -flatness * descent)
        still_falls = decreases & (slope < flatness * descent)
        taken = found | (decreases & (value < now.lowest))
        alpha, lowest = np.where(taken, now.length, now.alpha), np.where(taken, value, now.lowest)
        searching = searching & ~found

        too_short = np.where(searching & still_falls, now.length, now.too_short)
        too_long = np.where(searching & ~still_falls, now.length, now.too_long)
        between = np.where(too_long < np.inf, (too_short + too_long) / 2, 2 * now.length)
        length = np.where(searching, between, now.length)
        return _Found(searching, length, too_short, too_long, alpha, trials, lowest)

    nothing = np.zeros_like(descent)
    before = _Found(wanted & (descent < 0), first + nothing, nothing, nothing + np.inf, nothing, nothing, start)
    found: _Found = repeated(a_trial, before, "searching", MOST_TRIALS)
    return found.alpha, found.trials


class _Found(NamedTuple):
    """What a search knows after some trials, one number of each per lane."""

    searching: Any
    length: Any
    too_short: Any
    too_long: Any
    alpha: Any
    trials: Any
    lowest: Any
