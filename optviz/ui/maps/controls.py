"""The map of this visitor, and the widgets that show and change it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from surfaces.declaration import Parameter

from ...player.live_scene import Steering
from ...player.map_scene import LAYERS
from ...written import number, place
from .. import conditions
from ..experiment import Point
from ..lettering import entry_of, label_of
from ..lineup import names
from ..session import Visit, as_point, heard_in_player
from ..specimen import Specimen
from ..view import are_coordinates
from ..widgets import choose, number_field, parameter_widget, start_fields, toggle
from .experiment import RESOLUTIONS, SIDES, Axis, MapsExperiment, candidates, complaint, inside, useful

MAP = "maps map"
DIGITS = 4
"""Of bounds that a visitor draws."""

visit = Visit("maps", MapsExperiment)


def set_values(values: Mapping[str, Any]) -> None:
    """Give parameters of the method or the surface other current values."""
    now = visit.now
    specimen, own = now.specimen, dict(now.surface_values)
    for name, value in values.items():
        if name in specimen.form().parameters():
            specimen = specimen.with_value(name, value)
        else:
            own[name] = value
    visit.change(replace(now, specimen=specimen, surface_values=own))


def set_axes(axes: Mapping[str, Axis]) -> None:
    """Vary something else, or between other bounds."""
    now = visit.now
    for side, axis in axes.items():
        now = now.with_axis(side, axis)
    visit.change(now)


def set_start(start: Point) -> None:
    """Start there, if it is in the window of the surface: a map has its start nowhere else."""
    terrain = visit.now.terrain()
    if inside(terrain.domain, start):
        return visit.change(visit.now.started_at(start))
    (left, right), (bottom, top) = terrain.domain
    window = f"[{number(left)}, {number(right)}] × [{number(bottom)}, {number(top)}]"
    return visit.refuse(f"The start must lie in the window of {terrain.name}, {window}, got {place(*start, 6)}.")


# ---- what the visitor does on the map and in the player ----------------------------------------------------------


def heard_on_map(event: str) -> None:
    """Take up a click on a cell, other bounds or another layer."""
    value, now = visit.asked(event, MAP), visit.now
    if event == "cell" and are_coordinates(value, 2):
        at = {axis.name: float(value[SIDES.index(side)]) for side, axis in now.axes().items()}
        if all(now.parameter(name).domain.contains(v) for name, v in at.items()):
            set_values(at)
    elif event == "window" and value is None:
        set_axes({side: useful(axis.name, now.parameter(axis.name)) for side, axis in now.axes().items()})
        visit.is_stale_now()
    elif event == "window" and are_coordinates(value, 4):
        bounds = {side: _drawn(now, side, value[2 * i], value[2 * i + 1]) for i, side in enumerate(SIDES) if side in now.axes()}
        set_axes({side: axis for side, axis in bounds.items() if not complaint(now.parameter(axis.name), axis)})
        visit.has_zoomed(now.axes(), visit.now.axes())
        visit.is_stale_now()
    elif event == "home":
        set_axes(visit.home(now.axes()))
        visit.is_stale_now()
    elif event == "layer" and value in LAYERS:
        visit.change(replace(now, layer=value))


def _drawn(now: MapsExperiment, side: str, lower: float, upper: float) -> Axis:
    """Bounds that were drawn, within what is allowed and rounded."""
    name = now.axes()[side].name
    parameter = now.parameter(name)
    return Axis(name, *(_rounded(parameter, bound, upper - lower) for bound in (lower, upper)))


def _rounded(parameter: Parameter, bound: float, extent: float) -> float:
    domain = parameter.domain
    inside = min(max(float(bound), domain.lower), domain.upper)
    if parameter.scale == "log" and inside > 0:
        return float(f"{inside:.{DIGITS}g}")
    if parameter.scale == "near_one" and inside < 1:
        return float(f"{1 - float(f'{1 - inside:.{DIGITS}g}'):.12g}")
    return round(inside, DIGITS - 1 - math.floor(math.log10(extent))) if extent > 0 else inside


def heard(event: str) -> None:
    """Take up a start that was chosen on the player's own map, or the part of it that is looked at."""
    if event == "start":
        if start := as_point(visit.asked(event)):
            set_start(start)
            visit.is_stale_now()
    else:
        heard_in_player(visit, event)


# ---- widgets ---------------------------------------------------------------------------------------------------------


def method_picker() -> None:
    def act(entrant: str) -> None:
        visit.change(replace(visit.now, specimen=Specimen(entrant)))

    choose("Method", names(), "maps method", visit.now.specimen.entrant, act)


def axis_picker(side: str) -> None:
    """What is varied along one side. What stands along the other changes places with it."""
    now = visit.now
    letters = {name: entry_of(name, now.parameter(name)) for name in candidates(now.specimen, now.surface)}

    def act(name: str) -> None:
        now = visit.now
        others = {other: axis for other, axis in now.axes().items() if other != side}
        moved = {other: now.axes()[side] for other, axis in others.items() if axis.name == name}
        taken = next((others[other] for other in moved), useful(name, now.parameter(name)))
        set_axes({side: taken, **moved})

    label = {"x": "Horizontal", "y": "Vertical"}[side]
    # Another method has other names, so another widget.
    choose(label, letters, f"maps {side} of {now.specimen.entrant} on {now.surface}", now.axes()[side].name, act)


def bounds_fields(side: str) -> None:
    """From where to where an axis goes."""
    axis = visit.now.axes()[side]
    for i, (field, words) in enumerate({"lower": "from", "upper": "to"}.items()):
        key = f"maps {side} {field}"

        def moved(value: float, i: int = i) -> None:
            now = visit.now
            axis = now.axes()[side]
            bounds = [axis.lower, axis.upper]
            bounds[i] = value
            new = Axis(axis.name, *bounds)
            if wrong := complaint(now.parameter(axis.name), new):
                visit.refuse(f"{wrong[0].upper()}{wrong[1:]}.")
            else:
                set_axes({side: new})

        label = f"{label_of(axis.name, visit.now.parameter(axis.name))} {words}"
        number_field(visit, label, key, getattr(axis, field), moved)


def resolution_picker() -> None:
    sizes = {str(resolution): f"{resolution} × {resolution}" for resolution in RESOLUTIONS}

    def act(chosen: str) -> None:
        visit.change(replace(visit.now, resolution=int(chosen)))

    choose("Cells", sizes, "maps resolution", str(visit.now.resolution), act)


def schedule_panel() -> None:
    conditions.schedule_picker(visit)
    conditions.schedule_card(visit)


def start_inputs() -> None:
    start_fields(visit, set_start)


def contour_switch() -> None:
    toggle("Contour lines", "maps contours", visit.now.contours, lambda on: visit.change(replace(visit.now, contours=on)))


def further_values() -> list[str]:
    """What is not an axis, and so has a slider: the method's hyperparameters and the surface's parameters."""
    now = visit.now
    axes = {axis.name for axis in now.axes().values()}
    return [name for name in [*now.specimen.form().parameters(), *now.terrain().parameters()] if name not in axes]


def value_widget(name: str) -> None:
    now = visit.now
    parameter, terrain = now.parameter(name), now.terrain()
    coarse = name in terrain.parameters() and terrain.landmarks_depend_on_parameters()
    parameter_widget(parameter, name, _widget(name), now.value(name), lambda name, value: set_values({name: value}), coarse=coarse)


def _widget(name: str) -> str:
    now = visit.now
    return f"maps {now.specimen.entrant} {now.surface} {name}"


def steering() -> dict[str, Steering]:
    """What each slider of the page sets."""
    now = visit.now
    return {_widget(name): name if name in now.terrain().parameters() else {now.specimen.entrant: [name]} for name in further_values()}
