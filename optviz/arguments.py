"""What the engine is asked with, checked before the work begins: one sentence says what must hold, and what came instead."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any

import numpy as np

from surfaces import Surface
from surfaces.declaration import Array, Declared, Interval, said

from .optimizer import Optimizer
from .plane import FARTHEST


def refusal(name: str, must: str, value: Any) -> ValueError:
    """The complaint about an argument, or about a field: "Network: widths" is one of a Network."""
    return ValueError(f"{name}{' ' if ': ' in name else ': '}must {must}, got {said(value)}")


def checked_number(value: Any) -> float:
    """A number as a float; NaN, which lies between no bounds, for anything else."""
    return float(value) if isinstance(value, Real) and not isinstance(value, bool) else np.nan


def checked_within(name: str, value: Any, domain: Interval) -> float:
    """The number; ValueError with its name unless it is one that the domain contains."""
    number = checked_number(value)
    if not domain.contains(number):
        raise refusal(name, f"lie in {domain}", value)
    return number


def checked_count(name: str, value: Any, least: int, most: int | None = None) -> int:
    """The number; ValueError with its name unless it is a whole one from `least` on, to `most` if that is given."""
    try:
        count = operator.index(value)
    except TypeError:
        count = least - 1
    if isinstance(value, bool) or count < least or (most is not None and count > most):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise refusal(name, f"be a whole number {bounds}", value)
    return count


def checked_steps(steps: Any) -> int:
    """The number of steps; ValueError if it is not a whole number of at least 1."""
    return checked_count("steps", steps, 1)


def checked_tolerance(tolerance: Any) -> float:
    """The tolerance as a number; ValueError unless it is positive and finite."""
    number = checked_number(tolerance)
    if not 0 < number < np.inf:
        raise refusal("tolerance", "be a positive, finite number", tolerance)
    return number


def checked_starts(start: Any) -> Array:
    """One start (2,), or a batch of them (2, ...), anywhere in the plane; ValueError for anything else."""
    array = real_numbers(start)
    if array.ndim == 0 or array.shape[0] != 2 or not array.size or not np.all(np.abs(array) < FARTHEST):
        raise refusal("start", "be two finite coordinates (x, y), or an array of shape (2, n)", start)
    return array


def checked_single_start(start: Any) -> Array:
    """One start (2,), anywhere in the plane; ValueError for anything else, and for a batch."""
    array = real_numbers(start)
    if array.shape != (2,) or not np.all(np.abs(array) < FARTHEST):
        raise refusal("start", "be two finite coordinates (x, y), the same for all runs", start)
    return array


def real_numbers(values: Any) -> Array:
    """An array of numbers; NaN, which lies within no bounds, for anything else."""
    try:
        array = np.array(values)
        if array.dtype.kind in "iufO" and all(isinstance(one, Real) for one in (array.flat if array.dtype == object else ())):
            return array.astype(float)
    except (TypeError, ValueError, OverflowError):
        pass
    return np.array(np.nan)


def checked_start(surface: Surface, start: Any) -> tuple[float, float]:
    """One start as numbers, the surface's own if None is given; ValueError unless it lies in the window of the surface."""
    (left, right), (bottom, top) = surface.domain
    try:
        x, y = map(checked_number, surface.start if start is None else start)
    except (TypeError, ValueError):
        x = y = np.nan
    if not (left <= x <= right and bottom <= y <= top):
        raise refusal("start", f"lie in the window of {surface.name}, [{left:g}, {right:g}] × [{bottom:g}, {top:g}]", start)
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
        raise refusal("window", f"be ((x_min, x_max), (y_min, y_max)) with {bounds}", window)
    return (left, right), (bottom, top)


def checked_member(name: str, value: Any, kind: type[Declared], *, optional: bool = False) -> Any:
    """A surface, an optimizer, a noise or a schedule, also where its class stands for it, with all values at their defaults.

    ValueError with the argument's name for anything else, such as the key of one; None is one only where it is optional.
    """
    if value is None and optional:
        return None
    made = value() if isinstance(value, type) and issubclass(value, kind) else value
    if not isinstance(made, kind) or not hasattr(made, "name"):
        itself = " itself, not its key" if isinstance(value, str) else ""
        raise refusal(name, f"be one of {kind.__name__.upper()}S{itself}", value)
    return made


def checked_entrants(name: str, entrants: Any) -> dict[str, Optimizer]:
    """Optimizers by name; those of a list are named by their keys. ValueError with the argument's name for anything else, and for none."""
    if isinstance(entrants, Mapping):
        found = {who: checked_member(str(who), one, Optimizer) for who, one in entrants.items()}
    elif isinstance(entrants, Iterable) and not isinstance(entrants, str | bytes):
        found = {}
        for one in (checked_member(name, one, Optimizer) for one in entrants):
            before = sum(one.key == other.key for other in found.values())
            found[f"{one.key} {before + 1}" if before else one.key] = one
    else:
        raise refusal(name, "be optimizers, in a list or by name", entrants)
    if not found:
        raise ValueError(f"{name}: must be at least one optimizer, got none")
    return found


def checked_progress(progress: Any) -> Any:
    """What is told how far the work is, or None; ValueError unless it can be called."""
    if progress is not None and not callable(progress):
        raise refusal("progress", "be a function that takes the share that is done", progress)
    return progress


def check_single(*ones: Declared, since: str = "its values are tried as an axis") -> None:
    """ValueError if an optimizer or a surface brings several values of a parameter where it cannot, since ..."""
    for one in ones:
        for name, value in one.values_by_name().items():
            if np.ndim(value):
                raise ValueError(f"{one.name}: {name} must be one number, since {since}, got {np.size(value)} values")
