"""The chart of this visitor, and the widgets that show and change it."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from surfaces.declaration import Parameter

from ..lanes.crew import SCHEDULER, Progress
from ..lanes.machine_code import obstacle
from ..outcome import outcome
from ..player.map_scene import LAYERS
from ..race import Race
from ..rule import in_text, symbol
from ..sweep import Sweep, sweep
from . import conditions
from .chart import (
    MOST_STEPS,
    RESOLUTIONS,
    SIDES,
    TOLERANCE,
    Axis,
    Chart,
    candidates,
    complaint,
    fitted,
    inside,
    read_chart,
    useful,
)
from .experiment import everyone
from .patience import telling
from .results import kept_race
from .setting import Conditions
from .shelf import Shelf
from .specimen import Specimen
from .state import are_coordinates, as_window
from .widgets import choose, chosen_by_visitor, parameter_widget, show, start_fields, steps_field, surface_select, value_slider

MAP, PLAYER = "map", "map_run"
MOST_LANE_STEPS = {"compiled": 200_000_000, "in NumPy": 20_000_000, "of examples": 500_000_000}
"""What is done without asking: some seconds."""
MOST_BYTES_KEPT = 64 * 2**20
DIGITS = 4
"""Of bounds that a visitor draws."""


def _size(swept: Sweep) -> int:
    return swept.final_gap.nbytes + swept.steps_to.nbytes + swept.codes.nbytes


_shelf = Shelf[Sweep](MOST_BYTES_KEPT, _size)


def chart() -> Chart:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "chart" not in state:
        state.chart, state.chart_view, state.chart_ignored = read_chart(st.query_params.to_dict())
        state.chart_window = as_window(state.chart_view.get("window"))
        state.chart_complaint = ""
        state.chart_accepted = set()
    found: Chart = state.chart
    return found


def change(**values: Any) -> None:
    """Replace parts of the chart. Another surface is looked at as a whole, from its own start; axes that are gone are replaced."""
    now = chart()
    if "surface" in values:
        values = {"surface_values": {}, "start": None, **values}
        st.session_state.chart_window = None
    if {"surface", "specimen"} & set(values):
        values |= fitted(values.get("specimen", now.specimen), values.get("surface", now.surface), now.axes())
    adopt(replace(now, **values), keeps_window=True)


def adopt(new: Chart, keeps_window: bool = False) -> None:
    """Replace the whole chart."""
    st.session_state.chart = new
    st.session_state.chart_ignored = []
    st.session_state.chart_complaint = ""
    if not keeps_window:
        st.session_state.chart_window = None


def refuse(sentence: str) -> None:
    """Leave everything as it is and say why."""
    st.session_state.chart_complaint = sentence


def set_values(values: dict[str, Any]) -> None:
    """Give parameters of the method or the surface other current values."""
    now = chart()
    specimen, own = now.specimen, dict(now.surface_values)
    for name, value in values.items():
        if name in specimen.form().parameters():
            specimen = specimen.with_value(name, value)
        else:
            own[name] = value
    adopt(replace(now, specimen=specimen, surface_values=own), keeps_window=True)


# ---- what the visitor does on the map and in the player ----------------------------------------------------------


def heard_on_map(event: str) -> None:
    """Take up a click on a cell, other bounds or another layer."""
    value, now = st.session_state[MAP][event], chart()
    if event == "cell" and are_coordinates(value, 2):
        at = {axis.name: float(value[SIDES.index(side)]) for side, axis in now.axes().items()}
        if all(now.parameter(name).domain.contains(v) for name, v in at.items()):
            set_values(at)
    elif event == "window" and value is None:
        change(**{side: useful(axis.name, now.parameter(axis.name)) for side, axis in now.axes().items()})
        st.session_state.chart_is_stale = True
    elif event == "window" and are_coordinates(value, 4):
        bounds = {side: _drawn(now, side, value[2 * i], value[2 * i + 1]) for i, side in enumerate(SIDES) if side in now.axes()}
        change(**{side: axis for side, axis in bounds.items() if not complaint(now.parameter(axis.name), axis)})
        st.session_state.chart_is_stale = True
    elif event == "layer" and value in LAYERS:
        change(layer=value)


def _drawn(now: Chart, side: str, lower: float, upper: float) -> Axis:
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


def heard_in_player(event: str) -> None:
    """Take up a start that was chosen on the player's own map, or the part of it that is looked at."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.chart_window = as_window(value)
    elif event == "start" and are_coordinates(value, 2):
        set_start((float(value[0]), float(value[1])))
        st.session_state.chart_is_stale = True


def set_start(start: tuple[float, float]) -> None:
    """Start there, if it is in the window of the surface: a map has its start nowhere else."""
    terrain = chart().terrain()
    if inside(terrain.domain, start):
        return change(start=start)
    (left, right), (bottom, top) = terrain.domain
    window = f"[{left:g}, {right:g}] × [{bottom:g}, {top:g}]"
    return refuse(f"The start must lie in the window of {terrain.name}, {window}, got ({start[0]:g}, {start[1]:g}).")


def page_is_stale() -> bool:
    """Whether the map or the player has changed what stands outside of them; true once."""
    return bool(st.session_state.pop("chart_is_stale", False))


# ---- what is computed ----------------------------------------------------------------------------------------------


def ticket(now: Chart) -> Any:
    """All that the map depends on. The current values along the axes are not part of it: a click on a cell computes nothing."""
    resting = {axis.name: now.parameter(axis.name).default for axis in now.axes().values()}
    optimizer = now.optimizer()
    optimizer = optimizer.replace(**{name: value for name, value in resting.items() if name in optimizer.parameters()})
    terrain = now.terrain()
    terrain = terrain.replace(**{name: value for name, value in resting.items() if name in terrain.parameters()})
    return optimizer, terrain, now.starting_point(), now.steps, tuple(now.axes().values()), now.resolution, now.followed()


def work(now: Chart) -> int:
    """How many steps of single runs the map takes."""
    return int(now.resolution ** len(now.axes())) * now.steps


def most_lane_steps(now: Chart) -> int:
    """How many steps of single runs the map does without asking."""
    terms = now.terrain().terms
    return MOST_LANE_STEPS["of examples" if terms > 1 else "in NumPy" if _obstacle(now) else "compiled"] // terms


def _obstacle(now: Chart) -> str:
    """Why the map is not compiled, in a few words; empty if it is."""
    return obstacle(type(now.optimizer()), type(now.terrain())) or ("its step size follows a schedule" if now.followed() else "")


def waits(now: Chart) -> bool:
    """Whether the visitor has to be asked first; there is no draft of the coarsest map."""
    goes_ahead = ticket(now) in st.session_state.chart_accepted or bool(os.environ.get(SCHEDULER))
    return work(now) > most_lane_steps(now) and now.resolution > RESOLUTIONS[0] and not goes_ahead


def drafted(now: Chart) -> Chart:
    """The chart as fine as it is computed without asking."""
    fitting = [r for r in RESOLUTIONS if r < now.resolution and work(replace(now, resolution=r)) <= most_lane_steps(now)]
    return replace(now, resolution=fitting[-1] if fitting else RESOLUTIONS[0])


def swept(now: Chart) -> Sweep | None:
    """The map, from the shelf or computed; a bar says how far it is if that takes long.

    None, and a sentence on the page, if the cluster that should do the work cannot be reached.
    """
    optimizer, terrain, start, steps, *_, schedule = wanted = ticket(now)
    # The last axis runs along the rows of a picture, to the right.
    axes: dict[str, Any] = {now.axes()[side].name: now.values(side) for side in reversed(SIDES) if side in now.axes()}

    def make(progress: Progress) -> Sweep:
        return sweep(optimizer, terrain, start, steps, TOLERANCE, schedule=schedule, progress=progress, **axes)

    try:
        with telling(f"{now.resolution ** len(axes)} runs of {now.specimen.name()}") as tell:
            return _shelf.get(wanted, make, tell)
    except ConnectionError as error:
        st.error(str(error))
        return None


def ask_first(now: Chart, draft: Chart) -> None:
    """Say how much work the map is, and who else could do it."""
    st.info(
        f"A draft of {draft.resolution} × {draft.resolution} cells: {now.resolution} × {now.resolution} runs of {now.steps} steps are "
        f"{work(now) / 1e6:.4g} million steps, above {most_lane_steps(now) / 1e6:.4g} million. "
        f"A Dask cluster does it faster: start the app with {SCHEDULER} set to the address of its scheduler."
    )
    st.button("Compute all of it", key="map all", on_click=lambda: st.session_state.chart_accepted.add(ticket(now)))


def run(now: Chart) -> Race:
    """The one run with the current values."""
    return kept_race({now.specimen.entrant: now.optimizer()}, now.terrain(), now.starting_point(), now.steps, Conditions(now.followed()))


def what_became(now: Chart, race: Race) -> str:
    """Where the cross stands and what becomes of its run, in one sentence."""
    (lane,) = race.lanes.values()
    at = ", ".join(f"{_sign(now.parameter(axis.name))} = {now.value(axis.name):.4g}" for axis in now.axes().values())
    is_on_map = all(axis.lower <= now.value(axis.name) <= axis.upper for axis in now.axes().values())
    return f"{at}{'' if is_on_map else ', not on this map'}: {outcome(lane)}."


def note(now: Chart) -> str:
    """Why a method takes longer than others, if it does; and what it is that the map cannot show."""
    optimizer = now.optimizer()
    why = _obstacle(now)
    said = [f"{optimizer.name} is not compiled, for {why}: it runs as NumPy arrays, which take longer."] if why else []
    if now.changing() and not now.followed():
        said.append(f"{optimizer.name} has no η, so the schedule changes nothing.")
    if not np.isfinite(now.terrain().minimum):
        said.append("f has no lower bound here, so there is no gap to show.")
    return " ".join(said)


def as_csv(found: Sweep) -> bytes:
    """One line for each run: the values of the axes, f − f* at the end, the steps to the tolerance (empty if none), the status."""
    table = io.StringIO()
    table.write(",".join([*found.axes, "final_gap", "steps_to", "status"]) + "\n")
    for place in _places(found):
        values = ",".join(repr(float(axis[i])) for axis, i in zip(found.axes.values(), place, strict=True))
        steps = int(found.steps_to[place])
        table.write(f"{values},{float(found.final_gap[place])!r},{steps if steps >= 0 else ''},{found.status[place]}\n")
    return table.getvalue().encode()


def _places(found: Sweep) -> Iterator[tuple[int, ...]]:
    return np.ndindex(found.codes.shape)


def sentences(now: Chart) -> str:
    """What to look at, and what to click."""
    default = Chart()
    told = (default.specimen.entrant, default.surface, default.x, default.y, default.followed())
    if (now.specimen.entrant, now.surface, now.x, now.y, now.followed()) == told:
        return (
            "In the yellow wedge momentum arrives. Left of it it creeps, above it it rings, behind the white line it flies away, "
            "as theory says. Click a cell to see its run; drag κ and the wedge shrinks."
        )
    along = " and ".join(_sign(now.parameter(axis.name)) for axis in now.axes().values())
    paced = f", its η on the schedule {now.pacing().name}" if now.followed() else ""
    return f"Every cell is a run of {now.specimen.name()} with its own {along}{paced}. Click one to see it; draw a box to look closer."


# ---- widgets ---------------------------------------------------------------------------------------------------------


def method_picker() -> None:
    names = {entrant: Specimen(entrant).name() for entrant in everyone()}
    choose("Method", names, "map method", chart().specimen.entrant, lambda entrant: change(specimen=Specimen(entrant)))


def surface_picker() -> None:
    surface_select("map surface", chart().surface, lambda key: change(surface=key))


def axis_picker(side: str) -> None:
    """What is varied along one side. What stands along the other changes places with it."""
    now = chart()
    names = {name: f"{_sign(now.parameter(name))} {name.replace('_', ' ')}" for name in candidates(now.specimen, now.surface)}

    def act(name: str) -> None:
        now = chart()
        axis, others = now.axes()[side], [other for other in SIDES if other != side]
        moved = {other: axis for other in others if other in now.axes() and now.axes()[other].name == name}
        taken = now.axes()[others[0]] if moved else useful(name, now.parameter(name))
        change(**{side: taken, **moved})

    label = {"x": "To the right", "y": "Upwards"}[side]
    # Another method has other names, so another widget.
    choose(label, names, f"map {side} of {now.specimen.entrant} on {now.surface}", now.axes()[side].name, act)


def _sign(parameter: Parameter) -> str:
    return in_text(symbol(parameter.symbol))


def bounds_fields(side: str) -> None:
    """From where to where an axis goes."""
    axis = chart().axes()[side]
    for i, (field, words) in enumerate({"lower": "from", "upper": "to"}.items()):
        widget = f"map {side} {field}"

        def moved(value: float, i: int = i) -> None:
            now = chart()
            axis = now.axes()[side]
            bounds = [axis.lower, axis.upper]
            bounds[i] = value
            new = Axis(axis.name, *bounds)
            if wrong := complaint(now.parameter(axis.name), new):
                refuse(f"{wrong[0].upper()}{wrong[1:]}.")
            else:
                change(**{side: new})

        first = show(widget, getattr(axis, field))
        label = f"{axis.name.replace('_', ' ').capitalize()} {words}"
        st.number_input(label, None, None, first, key=widget, step=None, format="%.6g", on_change=chosen_by_visitor(widget, moved))


def steps_input() -> None:
    steps_field("map steps", chart().steps, MOST_STEPS, lambda steps: change(steps=steps))


def resolution_picker() -> None:
    names = {str(resolution): f"{resolution} × {resolution}" for resolution in RESOLUTIONS}
    choose("Cells", names, "map resolution", str(chart().resolution), lambda chosen: change(resolution=int(chosen)))


def schedule_panel() -> None:
    conditions.schedule_picker("map", chart, change)
    conditions.schedule_card("map", chart, change)


def start_inputs() -> None:
    start_fields("map start", lambda: chart().starting_point(), set_start)


def contour_switch() -> None:
    first = show("map contours", chart().contours)
    st.toggle(
        "Contour lines", first, key="map contours", on_change=chosen_by_visitor("map contours", lambda chosen: change(contours=chosen))
    )


def further_values() -> list[str]:
    """What is not an axis, and so has a slider: the method's hyperparameters and the surface's parameters."""
    now = chart()
    axes = {axis.name for axis in now.axes().values()}
    return [name for name in [*now.specimen.form().parameters(), *now.terrain().parameters()] if name not in axes]


def value_widget(name: str) -> None:
    now = chart()
    parameter = now.parameter(name)
    widget = f"map value {now.specimen.entrant} {now.surface} {name}"
    if parameter.is_switch:
        parameter_widget(parameter, name, widget, bool(now.value(name)), lambda name, value: set_values({name: value}))
    else:
        label = f"{name.replace('_', ' ').capitalize()} ${parameter.symbol}$"
        value_slider(label, widget, now.value(name), parameter.choices(), lambda value: set_values({name: value}), parameter.meaning)


def title(now: Chart) -> str:
    """What stands on a saved picture: the method and the surface, each with the values that are not axes and not as declared."""
    axes = {axis.name for axis in now.axes().values()}

    def told(name: str, values: Any) -> str:
        return ", ".join([name, *(f"{key.replace('_', ' ')} {value:g}" for key, value in values.items() if key not in axes)])

    x, y = now.starting_point()
    paced = f", {told(now.pacing().name, now.schedule_values)}" if now.followed() else ""
    where = f"from ({x:g}, {y:g}), {now.steps} steps{paced}"
    return f"{told(now.specimen.name(), now.specimen.values)} on {told(now.terrain().name, now.surface_values)}, {where}"
