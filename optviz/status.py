"""What became of runs, read off where they ended: the same for one run and for millions of lanes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from surfaces import Beyond, Surface
from surfaces.declaration import Array

from .plane import length

STATIONARY = 1e-6
"""A gradient shorter than this counts as zero."""
AT_REST = 1e-6
"""A step shorter than this share of the window's diagonal counts as none."""
NOISE = 1e-13
"""What the local quadratic promises counts as nothing below this share of f: the values of f are not told apart there."""
NEAR = 1e-3
"""This share of the window's diagonal is the radius within which a landmark is at hand, and of the circle on which f is looked at."""
DIRECTIONS = 32
DEGENERATE = 1e-6
"""A curvature below this share of the other counts as none."""
EPS = np.finfo(float).eps


class Status(StrEnum):
    """What became of a run."""

    CONVERGED = "converged"  # the last gap is within the tolerance
    STALLED = "stalled"  # it rests where the gradient vanished, and that is no global minimizer
    RUNNING = "running"
    DIVERGED = "diverged"  # frozen at its last finite point


STATUSES = tuple(Status)
"""A status is kept as its place in this list: a byte for each of up to millions of lanes."""
Codes = NDArray[np.uint8]


class Goal(NamedTuple):
    """What runs on a surface are after: its minimum and its window, as numbers, or one of each for every lane, (n,)."""

    minimum: Any
    left: Any
    right: Any
    bottom: Any
    top: Any
    ends_at_the_window: bool  # whether f is lower outside

    @classmethod
    def of(cls, surface: Surface) -> Self:
        (left, right), (bottom, top) = surface.domain
        return cls(surface.minimum, left, right, bottom, top, surface.beyond is Beyond.LOWER)

    def holds(self, points: Array) -> Any:
        """Whether points (2, ...) lie in the window."""
        x, y = points
        return (self.left <= x) & (x <= self.right) & (self.bottom <= y) & (y <= self.top)

    def gap(self, values: Array, points: Array) -> Array:
        """f − f* where f has these values; ∞ outside the window if f is lower there, for what is low there is not what was sought."""
        gap = values - self.minimum
        return np.where(self.holds(points), gap, np.inf) if self.ends_at_the_window else gap

    def diagonal(self) -> Any:
        return np.hypot(self.right - self.left, self.top - self.bottom)

    def keep(self, some: Any) -> Goal:
        """That of some of the lanes."""
        *fields, ends = self
        return Goal._make((*(field[some] for field in fields), ends))


def judged(surface: Surface, goal: Goal, points: Array, before: Array, lost: Any, tolerance: float) -> Codes:
    """The statuses, as places in STATUSES, of runs that ended at points (2, ...), one step after `before`, and diverged where `lost`.

    A run has stalled that has come to rest where the gradient vanished, or promises less than can be told of f, and is not on its way
    to the minimum. That it is if the local quadratic, ½ gᵀ|H|⁻¹ g above its stationary point, promises half of the gap or more.
    """
    values = surface.value(points)
    gap = goal.gap(values, points)
    close = gap <= tolerance
    stalled = ~lost & ~close & is_still(goal, points, before)
    if np.any(stalled):  # the curvatures of millions of lanes take longer than all the rest
        stalled = stalled & rests(goal, values, gap, surface.gradient(points), surface.hessian(points))
    return np.asarray(code(lost, close, stalled)).astype(np.uint8)


def is_still(goal: Goal, points: Array, before: Array) -> Any:
    """Whether the last step was shorter than any that counts."""
    return length(points - before) <= AT_REST * goal.diagonal()


def has_come_to_rest(goal: Goal, step_length: Any, slope: Any, last_slope: Any) -> Any:
    """Whether a run that stalled in the end had done so by a step: it moved no more, and the slope was no steeper than at the end."""
    return (step_length <= AT_REST * goal.diagonal()) & (slope <= np.maximum(STATIONARY, last_slope))


def rests(goal: Goal, values: Array, gap: Array, gradient: Array, hessian: Any) -> Any:
    """Whether f is flat where a run is, as far as can be told, and the run is not about to arrive at the minimum."""
    promise = _promise(gradient, hessian)
    noise = NOISE * np.maximum(np.abs(values), np.where(np.isfinite(goal.minimum), np.abs(goal.minimum), 0.0))
    flat = (length(gradient) < STATIONARY) | (promise <= noise)
    arrives = np.isfinite(gap + promise) & (gap / 2 <= promise + noise)
    return flat & ~arrives


def code(lost: Any, close: Any, stalled: Any) -> Any:
    """The place in STATUSES of a run of which this is known."""
    diverged, converged, has_stalled, running = map(STATUSES.index, (Status.DIVERGED, Status.CONVERGED, Status.STALLED, Status.RUNNING))
    return np.where(lost, diverged, np.where(close, converged, np.where(stalled, has_stalled, running)))


def _promise(gradient: Array, hessian: Any) -> Array:
    """How far the stationary point of the local quadratic lies below (or above) along each axis of it, added up: ½ gᵀ|H|⁻¹ g."""
    (a, b), (_, d) = hessian
    gx, gy = gradient
    mean, half, spread = (a + d) / 2, (a - d) / 2, np.hypot((a - d) / 2, b)
    squared = gx * gx + gy * gy
    # Of the squared gradient, what lies along the two axes of the quadratic; rounding makes no slope where there is none.
    turned = (half * (gx * gx - gy * gy) + 2 * b * gx * gy) / np.where(spread > 0, spread, 1.0)
    promise = np.zeros_like(squared)
    for share, curvature in ((squared + turned, mean + spread), (squared - turned, mean - spread)):
        share = np.where(share > 8 * EPS * squared, share / 2, 0.0)
        depth = share / np.where(curvature == 0, 1.0, np.abs(curvature)) / 2
        promise = promise + np.where((curvature == 0) & (share > 0), np.inf, depth)
    return promise


def minimizer_at(surface: Surface, points: Array) -> NDArray[np.int16]:
    """Which of the surface's minimizers runs have reached that are within a tolerance of the minimum at points (2, ...).

    It is the nearest of them. −1 where a minimum that is not global is nearer, and outside of the window if f is as low there: that is
    another global minimizer.
    """
    x, y = points
    index, closest = np.full(np.shape(x), -1, np.int16), np.full(np.shape(x), np.inf)
    for i, (its_x, its_y) in enumerate((*surface.minimizers, *surface.local_minima)):
        distance = np.hypot(x - its_x, y - its_y)
        index = np.where(distance < closest, i if i < len(surface.minimizers) else -1, index)
        closest = np.minimum(distance, closest)
    return np.where(counts(surface, Goal.of(surface), points) == 1, index, -1).astype(np.int16)


def counts(surface: Surface | type[Surface], goal: Goal, points: Array) -> Any:
    """Whether a minimum that is reached at points (2, ...) may be one of the window's: outside of it only where f is nowhere as low."""
    return np.where(goal.holds(points), 1, int(surface.beyond is Beyond.HIGHER))


def kind_of_rest(surface: Surface, points: Array) -> Any:
    """What a run rests on at points (2, ...): 'minimum', 'saddle', 'maximum' or 'plateau'.

    What the surface declares to be at hand, if anything, and a plateau where f hardly changes on a small circle around the point. Else
    the signs of the curvatures, if the local quadratic has a stationary point at hand. If it has none, or no curvature along one axis, f
    tells: on the circle it is higher all around a minimum and lower around a maximum, and rises and falls twice or more around a saddle.
    """
    radius = NEAR * Goal.of(surface).diagonal()
    kinds = {"minimum": (*surface.minimizers, *surface.local_minima), "saddle": surface.saddles}
    declared = [(kind, np.hypot(points[0] - x, points[1] - y)) for kind, places in kinds.items() for x, y in places]

    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    circle = np.array((np.cos(angles), np.sin(angles))).reshape(2, DIRECTIONS, *(1,) * (points.ndim - 1))
    here = surface.value(points)
    rises = surface.value(points[:, None] + radius * circle) - here
    signs = np.sign(rises) * (np.abs(rises) > STATIONARY * radius + NOISE * np.abs(here))

    highest, lowest = signs.max(axis=0), signs.min(axis=0)
    lower, upper, distance = _curved(surface.gradient(points), surface.hessian(points))
    told = (np.minimum(np.abs(lower), np.abs(upper)) > DEGENERATE * np.maximum(np.abs(lower), np.abs(upper))) & (distance < radius)
    tests = [
        (highest <= 0) & (lowest >= 0),
        np.where(told, lower > 0, lowest >= 0),
        np.where(told, upper < 0, highest <= 0),
        told | (_turns(signs) > 2),
    ]
    kind = np.select(tests, ["plateau", "minimum", "maximum", "saddle"], "plateau")
    nearest = np.full(np.shape(here), radius)
    for name, distance in declared:
        kind, nearest = np.where(distance < nearest, name, kind), np.minimum(distance, nearest)
    return kind


def _curved(gradient: Array, hessian: Array) -> tuple[Array, Array, Array]:
    """The smaller and the larger curvature of the local quadratic, and how far off its stationary point is; ∞ where it has none."""
    (a, b), (_, d) = hessian
    gx, gy = gradient
    mean, spread, determinant = (a + d) / 2, np.hypot((a - d) / 2, b), a * d - b * b
    distance = np.hypot(d * gx - b * gy, a * gy - b * gx) / np.where(determinant == 0, 1.0, np.abs(determinant))
    return mean - spread, mean + spread, np.where(determinant == 0, np.inf, distance)


def _turns(signs: Array) -> Any:
    """How often f changes between higher (1) and lower (−1), going around once; where it is neither (0) it has not changed."""
    last, turns = 0 * signs[0], 0
    for sign in signs:
        last = np.where(sign == 0, last, sign)
    for sign in signs:
        turns = turns + (sign * last < 0)
        last = np.where(sign == 0, last, sign)
    return turns
