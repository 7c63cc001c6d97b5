"""What the engine is asked with, checked before the work begins: one sentence says what must hold, and what came instead."""

from __future__ import annotations

import operator
from numbers import Real
from typing import Any

import numpy as np

from surfaces import Surface
from surfaces.declaration import Array, Declared

from .noise import Noise
from .plane import FARTHEST


def checked_number(value: Any) -> float:
    """A number as a float; NaN, which lies between no bounds, for anything else."""
    return float(value) if isinstance(value, Real) and not isinstance(value, bool) else np.nan


def checked_count(name: str, value: Any, least: int, most: int | None = None) -> int:
    """The number; ValueError with its name unless it is a whole one from `least` on, to `most` if that is given."""
    try:
        count = operator.index(value)
    except TypeError:
        count = least - 1
    if count < least or (most is not None and count > most):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name}: must be a whole number {bounds}, got {value!r}")
    return count


def checked_steps(steps: Any) -> int:
    """The number of steps; ValueError if it is not a whole number of at least 1."""
    return checked_count("steps", steps, 1)


def checked_tolerance(tolerance: Any) -> float:
    """The tolerance as a number; ValueError unless it is positive and finite."""
    number = checked_number(tolerance)
    if not 0 < number < np.inf:
        raise ValueError(f"tolerance: must be a positive, finite number, got {tolerance!r}")
    return number


def checked_starts(start: Any) -> Array:
    """One start (2,), or a batch of them (2, ...), anywhere in the plane; ValueError for anything else."""
    try:
        array = np.array(start, dtype=float)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    if array.ndim == 0 or array.shape[0] != 2 or not np.all(np.abs(array) < FARTHEST):
        raise ValueError(f"start: must be two finite coordinates (x, y), or an array of shape (2, n), got {start!r}")
    return array


def checked_start(surface: Surface, start: Any) -> tuple[float, float]:
    """One start as numbers, the surface's own if None is given; ValueError unless it lies in the window of the surface."""
    (left, right), (bottom, top) = surface.domain
    try:
        x, y = map(checked_number, surface.start if start is None else start)
    except (TypeError, ValueError):
        x = y = np.nan
    if not (left <= x <= right and bottom <= y <= top):
        raise ValueError(f"start: must lie in the window of {surface.name}, [{left:g}, {right:g}] × [{bottom:g}, {top:g}], got {start!r}")
    return x, y


def checked_window(surface: Surface, window: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """A window of the plane as numbers, that of the surface if None is given; ValueError unless it has an extent."""
    try:
        (left, right), (bottom, top) = surface.domain if window is None else window
        left, right, bottom, top = map(checked_number, (left, right, bottom, top))
    except (TypeError, ValueError):
        left = right = bottom = top = np.nan
    if not (-FARTHEST < left < right < FARTHEST and -FARTHEST < bottom < top < FARTHEST):
        bounds = f"−{FARTHEST:g} < x_min < x_max < {FARTHEST:g} and the same for y"
        raise ValueError(f"window: must be ((x_min, x_max), (y_min, y_max)) with {bounds}, got {window!r}")
    return (left, right), (bottom, top)


def checked_noise(noise: Any) -> Noise:
    """The noise; ValueError unless it is one."""
    if not isinstance(noise, Noise):
        raise ValueError(f"noise: must be one of NOISES, such as NOISES['gaussian'](), got {noise!r}")
    return noise


def check_single(*ones: Declared) -> None:
    """ValueError if an optimizer or a surface brings several values of a parameter: values to be tried are axes."""
    for one in ones:
        for name, value in one.values_by_name().items():
            if np.ndim(value):
                raise ValueError(f"{one.name}: {name} must be one number, for its values are tried as an axis, got {np.size(value)} values")
