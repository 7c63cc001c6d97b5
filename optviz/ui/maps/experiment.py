"""One experiment of the maps page: a method with all combinations of two of its values, or of the surface's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self

import numpy as np

from surfaces import SURFACES, Surface
from surfaces.declaration import Array, Parameter

from ...optimizer import Optimizer
from ...pace import follows_schedules
from ...player.map_scene import LAYERS
from ...schedule import Schedule
from ...written import number
from ..address import Choice, Entry, Fields, Switch, Whole, as_text
from ..experiment import Paced, SurfaceKey
from ..query import Query
from ..specimen import OnTheTable, Specimen

RESOLUTIONS = (32, 64, 128, 256, 512)
MOST_STEPS = 2000
TOLERANCE = 1e-6
SIDES = ("x", "y")
MOMENTUM = Specimen("momentum")
RESOLVED = 1e-9
"""The least extent of an axis, as a share of its values: below it 64 bits would soon no longer tell its cells apart."""


@dataclass(frozen=True)
class Axis:
    """What is varied along one side of a map, and between which bounds (both included)."""

    name: str
    lower: float
    upper: float


class AlongSide(Entry):
    """The parameter that is varied along a side of the map, and under `side.range` its bounds."""

    always = True

    def write(self, name: str, value: Axis | None, others: Fields) -> Iterator[tuple[str, str]]:
        if value is not None:
            yield name, value.name
            yield f"{name}.range", f"{as_text(value.lower)},{as_text(value.upper)}"

    def read(self, name: str, query: Query, others: Fields, default: Axis | None) -> Axis | None:
        declared = _declared(others["specimen"], others["surface"])
        varied = query.choice(name, candidates(others["specimen"], others["surface"]))
        bounds = query.numbers(f"{name}.range", 2, lambda b: varied is None or not complaint(declared[varied], Axis(varied, b[0], b[1])))
        if varied is None:
            if bounds is not None:  # of what, nobody has said
                query.refuse(f"{name}.range")
            return default
        return Axis(varied, bounds[0], bounds[1]) if bounds else useful(varied, declared[varied])

    def unfit(self, name: str, said: Any, fitting: Any) -> list[str]:
        return [] if said == fitting else [name, f"{name}.range"]


@dataclass(frozen=True)
class MapsExperiment(Paced):
    """A method and a surface, each at its current values, and the axes along which values are varied.

    y:      None where there is only one value to vary: a method with one hyperparameter, on a surface without any
    layer:  what the map shows
    """

    surface: SurfaceKey = "ravine"
    specimen: Annotated[Specimen, OnTheTable(name="method")] = MOMENTUM
    x: Annotated[Axis, AlongSide()] = Axis("learning_rate", 1e-4, 1.0)
    y: Annotated[Axis | None, AlongSide()] = Axis("momentum", 0.0, 0.995)
    steps: Annotated[int, Whole(1, MOST_STEPS)] = 300
    resolution: Annotated[int, Choice(RESOLUTIONS)] = 128
    layer: Annotated[str, Choice(LAYERS)] = LAYERS[0]
    contours: Annotated[bool, Switch()] = True

    def fitted(self) -> Self:
        start = self.start if self.start is None or inside(self.terrain().domain, self.start) else None
        x, y = fitted(self.specimen, self.surface, self.axes())
        return replace(self, start=start, x=x, y=y)

    def optimizer(self) -> Optimizer:
        return self.specimen.optimizer()

    def followed(self) -> Schedule | None:
        """The schedule, where the method has a learning rate that it changes."""
        return self.changing() if follows_schedules(self.optimizer()) else None

    def owner(self, name: str) -> Optimizer | Surface:
        """Who has a parameter: the method or the surface."""
        return self.optimizer() if name in self.specimen.form().parameters() else self.terrain()

    def parameter(self, name: str) -> Parameter:
        return self.owner(name).parameters()[name]

    def value(self, name: str) -> float:
        """The current value of a parameter."""
        return float(getattr(self.owner(name), name))

    def axes(self) -> dict[str, Axis]:
        """The one or two of them, by side."""
        return {side: axis for side in SIDES if (axis := getattr(self, side)) is not None}

    def with_axis(self, side: str, axis: Axis) -> Self:
        return replace(self, x=axis) if side == "x" else replace(self, y=axis)

    def values(self, side: str) -> Array:
        """The values along one side, as many as the map has cells there."""
        axis = self.axes()[side]
        return spread(self.parameter(axis.name), axis, self.resolution)


def inside(window: Any, point: Any) -> bool:
    """Whether a point lies in a window: only there may a map have its start."""
    return all(lower <= coordinate <= upper for (lower, upper), coordinate in zip(window, point, strict=True))


def candidates(specimen: Specimen, surface: str) -> list[str]:
    """What can be varied: every hyperparameter that has more than two values, and the surface's own parameters."""
    return [name for name, parameter in _declared(specimen, surface).items() if not parameter.is_switch]


def useful(name: str, parameter: Parameter) -> Axis:
    """A parameter from one end of its slider to the other."""
    return Axis(name, float(parameter.slider[0]), float(parameter.slider[1]))


def spread(parameter: Parameter, axis: Axis, count: int) -> Array:
    """Values from one bound of an axis to the other, evenly on the parameter's own scale."""
    if parameter.scale == "log":
        values = np.geomspace(axis.lower, axis.upper, count)
    elif parameter.scale == "near_one":
        values = 1 - np.geomspace(1 - axis.lower, 1 - axis.upper, count)
    else:
        values = np.linspace(axis.lower, axis.upper, count)
    values[0], values[-1] = axis.lower, axis.upper
    return values


def complaint(parameter: Parameter, axis: Axis) -> str:
    """What is wrong with the bounds of an axis, in one sentence; empty if nothing is."""
    words = axis.name.replace("_", " ")
    for value in (axis.lower, axis.upper):
        if not parameter.domain.contains(value):
            return f"{words}: must lie in {parameter.domain}, got {number(value)}"
    if parameter.scale == "log" and axis.lower <= 0:
        return f"{words}: must begin above 0, as its axis is logarithmic, got {number(axis.lower)}"
    if not axis.lower < axis.upper:
        return f"{words}: must begin below its end, got {number(axis.lower)} to {number(axis.upper)}"
    if axis.upper - axis.lower < RESOLVED * max(abs(axis.lower), abs(axis.upper)):
        return f"{words}: must reach further than from {axis.lower!r} to {axis.upper!r}"
    return ""


def fitted(specimen: Specimen, surface: str, wanted: Mapping[str, Axis]) -> tuple[Axis, Axis | None]:
    """Axes for a method and a surface: those that are wanted as far as they have them, else the first that are free."""
    declared, names = _declared(specimen, surface), candidates(specimen, surface)
    found: dict[str, Axis] = {}
    for side, axis in wanted.items():
        taken = {other.name for other in found.values()}
        if axis.name in names and axis.name not in taken and not complaint(declared[axis.name], axis):
            found[side] = axis
    for side in SIDES:
        taken = {other.name for other in found.values()}
        free = [name for name in names if name not in taken]
        if side not in found and free:
            found[side] = useful(free[0], declared[free[0]])
    first, *second = (found[side] for side in SIDES if side in found)  # the one value there is stands along x
    return first, (second[0] if second else None)


def _declared(specimen: Specimen, surface: str) -> dict[str, Parameter]:
    return {**specimen.form().parameters(), **SURFACES[surface].parameters()}
