"""The plane, as far as anybody goes, and vectors and symmetric matrices in it, one per lane.

A vector has the shape (2, ...). A matrix is its three entries xx, xy and yy, each of shape (...), or (2, ...) with
both rows alike, which is how a Trajectory hands back what was recorded for a lane rather than for a coordinate.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from surfaces.declaration import Array, Scalar

FARTHEST = 1e10
"""A run that leads past this coordinate has diverged: no surface has anything to find out there."""


def inner(a: Array, b: Array) -> Array:
    """aᵀb, shape (...); one of the two may be a number that stands for both coordinates."""
    along_x, along_y = a * b
    return along_x + along_y


def length(vector: Any) -> Any:
    """How long a vector is, shape (...)."""
    x, y = vector
    return np.hypot(x, y)


def times(xx: Scalar, xy: Scalar, yy: Scalar, vector: Array) -> Array:
    """The matrix times the vector, shape (2, ...)."""
    x, y = vector
    row = np.arange(2).reshape(2, *(1,) * (vector.ndim - 1))
    return np.where(row == 0, xx * x + xy * y, xy * x + yy * y)


def eigenvalues(xx: Any, xy: Any, yy: Any) -> tuple[Any, Any]:
    """Those of the matrix, the smaller one first, each of shape (...)."""
    mean, spread = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
    return mean - spread, mean + spread


def steepest(xx: Any, xy: Any, yy: Any) -> tuple[Any, Any]:
    """The direction of the larger eigenvalue, as a vector of length 1; along y where both are the same."""
    half = (xx - yy) / 2
    spread = np.hypot(half, xy)
    # Of the two rows of the matrix less its smaller eigenvalue, which both lie that way, the one that loses no digits.
    x, y = np.where(half > 0, half + spread, xy), np.where(half > 0, xy, spread - half)
    size = np.hypot(x, y)
    turns = size > 0
    return np.where(turns, x, 0.0) / np.where(turns, size, 1.0), np.where(turns, y, 1.0) / np.where(turns, size, 1.0)
