"""From which starts does an optimizer reach which minimizer?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface
from surfaces.declaration import Array

from .arguments import check_single, checked_count, checked_member, checked_progress, checked_steps, checked_tolerance, checked_window
from .lanes.crew import Progress, work_through
from .lanes.work import Counts, Ends, Lanes, Part
from .optimizer import Optimizer
from .status import STATUSES, Codes, minimizer_at
from .sweep import MOST_VALUES

ROW = np.dtype([("index", np.int16), ("steps_to", np.int32), ("code", np.uint8)])


@dataclass(frozen=True, eq=False)
class Basins:
    """What became of every start of a grid. Rows go with y and columns with x, as in a picture: index[i, j] is of (x[j], y[i]).

    x, y:     the starts' coordinates, increasing, (n,)
    index:    which of the surface's minimizers the run reached, −1 for none of them, (n, n)
    steps_to: the first step with a gap within the tolerance, where the run ended; −1 if there was none, (n, n)
    codes:    the status, as a place in STATUSES, (n, n)
    """

    optimizer: Optimizer
    surface: Surface
    steps: int
    tolerance: float
    x: Array
    y: Array
    index: NDArray[np.int16]
    steps_to: Counts
    codes: Codes

    @cached_property
    def status(self) -> NDArray[np.str_]:
        """The Status of every run, as text."""
        return np.array(STATUSES)[self.codes]


def basins(
    optimizer: Optimizer | type[Optimizer],
    surface: Surface,
    resolution: int = 512,
    steps: int = 500,
    tolerance: float = 1e-4,
    *,
    window: Any = None,
    progress: Progress | None = None,
    executor: Any = None,
) -> Basins:
    """Run an optimizer from a square grid of starts, each until its gap is within the tolerance.

    window: ((x_min, x_max), (y_min, y_max)); that of the surface if none is given
    progress, executor: see `optviz.lanes.crew.work_through`
    Raises ValueError for anything that could not be run, before the work begins.
    """
    method, surface = checked_member("optimizer", optimizer, Optimizer), checked_member("surface", surface, Surface)
    check_single(method, surface)
    progress = checked_progress(progress)
    count = checked_count("resolution", resolution, 2, MOST_VALUES)
    xs, ys = (np.linspace(lower, upper, count) for lower, upper in checked_window(surface, window))
    lanes = Lanes(
        optimizer=method,
        surface=surface,
        start=(0.0, 0.0),
        steps=checked_steps(steps),
        tolerance=checked_tolerance(tolerance),
        axes={"y": ys, "x": xs},
        stops=True,
    )
    found = work_through(lanes, _row, progress, executor)
    fields = (np.ascontiguousarray(found[name]) for name in ("index", "steps_to", "code"))
    return Basins(method, surface, lanes.steps, lanes.tolerance, xs, ys, *fields)


def _row(part: Part, ends: Ends) -> NDArray[Any]:
    rows = np.empty(part.size, ROW)
    rows["index"], rows["steps_to"], rows["code"] = reached(part.lanes.surface, ends), ends.steps_to, ends.status(part)
    return rows


def reached(surface: Surface, ends: Ends) -> NDArray[np.int16]:
    """The minimizer at which each run came within the tolerance; −1 where it did not, or not at one of them."""
    return np.where(ends.steps_to >= 0, minimizer_at(surface, ends.points), np.int16(-1))
