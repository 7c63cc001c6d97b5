"""One experiment of the maps page: a method with all combinations of two of its values, or of the surface's; as a link and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import numpy as np

from surfaces import SURFACES, Surface
from surfaces.declaration import Array, Parameter

from ..optimizer import Optimizer
from ..pace import has_learning_rate
from ..player.map_scene import LAYERS
from ..schedule import Schedule
from .experiment import PAPER, everyone, form_of
from .link import read_schedule, read_view, schedule_entries
from .query import Query, as_text, not_default
from .setting import CONSTANT, Paced, Setting
from .specimen import Specimen

RESOLUTIONS = (32, 64, 128, 256, 512)
MOST_STEPS = 2000
TOLERANCE = 1e-6
SIDES = ("x", "y")
RESOLVED = 1e-9
"""The least extent of an axis, as a share of its values: below it 64 bits would soon no longer tell its cells apart."""


@dataclass(frozen=True)
class Axis:
    """What is varied along one side of a map, and between which bounds (both included)."""

    name: str
    lower: float
    upper: float


@dataclass(frozen=True)
class Chart(Setting, Paced):
    """A method and a surface, each at its current values, and the axes along which values are varied.

    y:      None where there is only one value to vary: a method with one hyperparameter, on a surface without any
    start:  None for the surface's own
    layer:  what the map shows
    """

    specimen: Specimen = field(default_factory=lambda: Specimen("momentum"))
    surface: str = "ravine"
    surface_values: Mapping[str, Any] = field(default_factory=dict)
    x: Axis = Axis("learning_rate", 1e-4, 1.0)
    y: Axis | None = Axis("momentum", 0.0, 0.995)
    start: tuple[float, float] | None = None
    steps: int = 300
    resolution: int = 128
    layer: str = LAYERS[0]
    contours: bool = True
    schedule: str = CONSTANT
    schedule_values: Mapping[str, Any] = field(default_factory=dict)

    def optimizer(self) -> Optimizer:
        return self.specimen.optimizer()

    def followed(self) -> Schedule | None:
        """The schedule, where the method has a step size that it changes."""
        return self.changing() if has_learning_rate(self.optimizer()) else None

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

    def values(self, side: str) -> Array:
        """The values along one side, as many as the map has cells there."""
        axis = self.axes()[side]
        return spread(self.parameter(axis.name), axis, self.resolution)


def inside(window: Any, point: Any) -> bool:
    """Whether a point lies in a window: only there may a map have its start."""
    return all(lower <= coordinate <= upper for (lower, upper), coordinate in zip(window, point, strict=True))


def candidates(specimen: Specimen, surface: str) -> list[str]:
    """What can be varied: every hyperparameter that has more than two values, and the surface's own parameters."""
    declared = {**specimen.form().parameters(), **SURFACES[surface].parameters()}
    return [name for name, parameter in declared.items() if not parameter.is_switch]


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
            return f"{words}: must lie in {parameter.domain}, got {value:g}"
    if parameter.scale == "log" and axis.lower <= 0:
        return f"{words}: must begin above 0, as its axis is logarithmic, got {axis.lower:g}"
    if not axis.lower < axis.upper:
        return f"{words}: must begin below its end, got {axis.lower:g} to {axis.upper:g}"
    if axis.upper - axis.lower < RESOLVED * max(abs(axis.lower), abs(axis.upper)):
        return f"{words}: must reach further than from {axis.lower!r} to {axis.upper!r}"
    return ""


def fitted(specimen: Specimen, surface: str, wanted: Mapping[str, Axis]) -> dict[str, Axis | None]:
    """Axes for a method and a surface: those that are wanted as far as they have them, else the first that are free."""
    declared = {**specimen.form().parameters(), **SURFACES[surface].parameters()}
    names = candidates(specimen, surface)
    found: dict[str, Axis | None] = dict.fromkeys(SIDES)
    for side, axis in wanted.items():
        taken = {other.name for other in found.values() if other}
        if axis.name in names and axis.name not in taken and not complaint(declared[axis.name], axis):
            found[side] = axis
    for side in SIDES:
        taken = {other.name for other in found.values() if other}
        free = [name for name in names if name not in taken]
        if found[side] is None and free:
            found[side] = useful(free[0], declared[free[0]])
    if found["x"] is None:  # the one value there is stands along x
        found = {"x": found["y"], "y": None}
    return found


def write_chart(chart: Chart) -> str:
    """The query string of a chart: method, surface and axes, and whatever else is not default, in a fixed order."""
    default = Chart()
    entries = [("method", chart.specimen.entrant)]
    entries += [(f"method.{name}", as_text(value)) for name, value in chart.specimen.values.items()]
    entries.append(("surface", chart.surface))
    entries += [(f"surface.{key}", as_text(value)) for key, value in not_default(SURFACES[chart.surface], chart.surface_values)]
    for side, axis in chart.axes().items():
        entries += [(side, axis.name), (f"{side}.range", f"{as_text(axis.lower)},{as_text(axis.upper)}")]
    entries += schedule_entries(chart)
    if chart.start is not None:
        entries.append(("start", ",".join(map(as_text, chart.start))))
    entries += [
        (name, str(getattr(chart, name))) for name in ("steps", "resolution", "layer") if getattr(chart, name) != getattr(default, name)
    ]
    if not chart.contours:
        entries.append(("contours", "no"))
    return urlencode(entries, safe=",")


def read_chart(query: Mapping[str, str]) -> tuple[Chart, dict[str, Any], list[str]]:
    """The chart and the player's view that a link describes, and the names of what had to be ignored."""
    reader = Query(query)
    default = Chart()
    entrant = reader.choice("method", everyone(), default.specimen.entrant)
    form = form_of(entrant, PAPER)
    specimen = Specimen(entrant, dict(not_default(form, reader.declared("method", form))))
    surface = reader.choice("surface", SURFACES, default.surface)
    start = reader.numbers("start", 2, lambda at: inside(SURFACES[surface].domain, at))
    axes: dict[str, Any] = fitted(specimen, surface, _wanted(reader, specimen, surface))
    chart = Chart(
        specimen=specimen,
        surface=surface,
        surface_values=reader.declared("surface", SURFACES[surface]),
        **axes,
        **read_schedule(reader),
        start=(start[0], start[1]) if start else None,
        steps=reader.whole("steps", 1, MOST_STEPS) or default.steps,
        resolution=int(reader.choice("resolution", map(str, RESOLUTIONS), default.resolution)),
        layer=reader.choice("layer", LAYERS, default.layer),
        contours=reader.choice("contours", ("no",), "yes") == "yes",
    )
    return chart, read_view(reader), reader.ignored()


def _wanted(reader: Query, specimen: Specimen, surface: str) -> dict[str, Axis]:
    """The axes that a link asks for, or those of the default chart where it asks for none."""
    declared = {**specimen.form().parameters(), **SURFACES[surface].parameters()}
    wanted = {}
    for side, axis in Chart().axes().items():
        name = reader.choice(side, candidates(specimen, surface), None)
        bounds = reader.numbers(
            f"{side}.range", 2, lambda b, name=name: name is None or not complaint(declared[name], Axis(name, b[0], b[1]))
        )
        if name is not None:
            wanted[side] = Axis(name, *bounds) if bounds else useful(name, declared[name])
        else:
            wanted[side] = axis
    return wanted
