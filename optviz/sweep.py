"""One optimizer with every combination of one or two of its hyperparameters, or of the surface's own parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface
from surfaces.declaration import Array, Parameter, said

from .arguments import check_single, checked_count, checked_member, checked_progress, checked_start, checked_steps, checked_tolerance
from .lanes.crew import Progress, work_through
from .lanes.work import Counts, Ends, Lanes, Part
from .optimizer import Optimizer
from .schedule import Schedule
from .status import STATUSES, Codes

BUDGETS = ("step", "query")
MOST_VALUES = 4096
"""An axis with more values than a screen has pixels shows nothing more."""
ROW = np.dtype([("gap", float), ("steps_to", np.int32), ("code", np.uint8)])


@dataclass(frozen=True, eq=False)
class Sweep:
    """What became of every combination. All arrays have one dimension for each axis, in their order.

    axes:      name → values, increasing
    final_gap: f − f* at the end; of a run that diverged at its last finite point; ∞ where f has no lower bound, see `Trajectory.gaps`
    steps_to:  the first step with a gap within the tolerance, −1 if there was none
    codes:     the status, as a place in STATUSES
    schedule:  how the learning rate changed, None if it did not
    """

    optimizer: Optimizer
    surface: Surface
    start: tuple[float, float]
    steps: int
    tolerance: float
    axes: Mapping[str, Array]
    final_gap: Array
    steps_to: Counts
    codes: Codes
    schedule: Schedule | None = None

    @cached_property
    def status(self) -> NDArray[np.str_]:
        """The Status of every run, as text."""
        return np.array(STATUSES)[self.codes]

    def at(self, *place: int) -> tuple[Optimizer, Surface]:
        """The optimizer and the surface of one run. ValueError unless there is one place on each axis."""
        if len(place) != len(self.axes):
            raise ValueError(f"place: must be one number for each axis ({', '.join(self.axes)}), got {place!r}")
        place = tuple(checked_count(name, i, 0, len(axis) - 1) for (name, axis), i in zip(self.axes.items(), place, strict=True))
        values = {name: float(axis[i]) for (name, axis), i in zip(self.axes.items(), place, strict=True)}
        own = {name: value for name, value in values.items() if name in self.optimizer.parameters()}
        rest = {name: value for name, value in values.items() if name not in own}
        return self.optimizer.replace(**own), self.surface.replace(**rest)


def sweep(
    optimizer: Optimizer | type[Optimizer],
    surface: Surface,
    start: Any = None,
    steps: int = 300,
    tolerance: float = 1e-6,
    *,
    per: str = "step",
    schedule: Schedule | None = None,
    progress: Progress | None = None,
    executor: Any = None,
    **axes: Any,
) -> Sweep:
    """Run an optimizer with every combination of the values of one or two axes.

    start: (x, y) in the window of the surface; the surface's own start if none is given
    axes:  a hyperparameter of the optimizer, or a parameter of the surface, and its values in increasing order
    per:   "query" runs a method that searches along lines, and so asks several times a step, for as many gradient queries as there
           are steps, and counts them instead; the others ask once a step
    schedule: one of SCHEDULES, by which the learning rate changes from step to step
    progress, executor: see `optviz.lanes.crew.work_through`
    Raises ValueError for anything that could not be run, before the work begins.
    """
    if not 1 <= len(axes) <= 2:
        raise ValueError(f"sweep: must have one or two axes, got {len(axes)}")
    method, surface = checked_member("optimizer", optimizer, Optimizer), checked_member("surface", surface, Surface)
    check_single(method, surface)
    per = checked_budget(per)
    schedule, progress = checked_member("schedule", schedule, Schedule, optional=True), checked_progress(progress)
    lanes = Lanes(
        optimizer=method,
        surface=surface,
        start=checked_start(surface, start),
        steps=checked_steps(steps),
        tolerance=checked_tolerance(tolerance),
        axes={name: _checked_axis(method, surface, name, values) for name, values in axes.items()},
        schedule=schedule,
        per=per,
    )
    found = work_through(lanes, _row, progress, executor)
    gap, steps_to, codes = (np.ascontiguousarray(found[name]) for name in ("gap", "steps_to", "code"))
    return Sweep(method, surface, lanes.start, lanes.steps, lanes.tolerance, lanes.axes, gap, steps_to, codes, schedule)


def checked_budget(per: Any) -> str:
    """What steps count; ValueError for anything that is not among BUDGETS."""
    if not isinstance(per, str) or per not in BUDGETS:
        raise ValueError(f"per: must be one of {', '.join(BUDGETS)}, got {said(per)}")
    return per


def _checked_axis(optimizer: Optimizer, surface: Surface, name: str, values: Any) -> Array:
    parameter, owner = _declared(optimizer, surface, name)
    try:
        axis = np.array(values).astype(float, casting="same_kind")
        got = f"{len(axis)} values" if axis.ndim == 1 else f"an array of shape {axis.shape}"
    except (TypeError, ValueError):
        axis, got = np.empty(0), said(values)
    if axis.ndim != 1 or not 1 <= len(axis) <= MOST_VALUES:
        raise ValueError(f"{owner}: {name} must be a list of 1 to {MOST_VALUES} numbers, got {got}")
    for value in axis:
        parameter.check(owner, name, float(value) if not parameter.is_switch else bool(value) if value in (0, 1) else float(value))
    if np.any(np.diff(axis) <= 0):
        place = int(np.argmax(np.diff(axis) <= 0))
        raise ValueError(f"{owner}: {name} must increase from value to value, got {axis[place]:g} and then {axis[place + 1]:g}")
    axis.flags.writeable = False
    return axis


def _declared(optimizer: Optimizer, surface: Surface, name: str) -> tuple[Parameter, str]:
    for one in (optimizer, surface):
        if name in one.parameters():
            return one.parameters()[name], one.name
    known = ", ".join((*optimizer.parameters(), *surface.parameters()))
    raise ValueError(f"sweep: an axis must be one of {known}, got {name!r}")


def _row(part: Part, ends: Ends) -> NDArray[Any]:
    rows = np.empty(part.size, ROW)
    rows["gap"], rows["steps_to"], rows["code"] = ends.gaps(part), ends.steps_to, ends.status(part)
    return rows
