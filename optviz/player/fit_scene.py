"""The examples that a surface is the mean loss of, and what every point of every run says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import FiniteSum

from .header import Fit
from .payload import as_float32

BENDS = 16
"""Places at which a fit is told that is not a straight line."""


def fit_scene(surface: FiniteSum, points: Sequence[Any] | None) -> tuple[Fit, dict[str, NDArray[Any]]]:
    """Part of a header, and arrays: the examples, and the fits at points (steps + 1, 2) of each run.

    "fit.group" (N,) and "fit.line" (k,); "fit.across" and "fit.up" (N,), "fit.curves" (runs, steps + 1, k), NaN where there is no fit

    points: None where the browser works out the latter three by itself
    """
    across, up = surface.observations
    line = np.linspace(across.min(), across.max(), BENDS + 1)
    x, y = surface.start
    first, middle, last = surface.curve(x, y, line[[0, BENDS // 2, -1]])
    if np.isclose(middle, (first + last) / 2):
        line = line[[0, -1]]
    header: Fit = {"labels": surface.labels, "groups": list(surface.group_names)}
    arrays: dict[str, NDArray[Any]] = {"fit.group": surface.groups.astype(np.uint8), "fit.line": as_float32(line)}
    if points is not None:
        places = np.stack(points) if points else np.empty((0, 0, 2))
        curves = surface.curve(places[..., :1], places[..., 1:], line)
        arrays |= {"fit.across": as_float32(across), "fit.up": as_float32(up), "fit.curves": as_float32(curves)}
    return header, arrays
