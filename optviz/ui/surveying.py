"""The survey of this visitor, and the widgets that show and change it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from surfaces import Surface

from ..basins import Basins, basins
from ..lanes.crew import SCHEDULER, Progress
from ..lanes.machine_code import obstacle
from ..optimizer import Optimizer
from ..outcome import outcome
from ..player.basin_scene import place
from ..race import Race
from .catchments import CATCHMENTS
from .experiment import everyone
from .patience import telling
from .results import kept_race
from .shelf import Shelf
from .specimen import Specimen
from .state import are_coordinates, as_window
from .survey import LAYERS, MOST_STEPS, RESOLUTIONS, TOLERANCE, Survey, as_area, read_survey
from .widgets import (
    choose,
    choose_or_none,
    parameter_widget,
    start_fields,
    steps_field,
    surface_select,
    surface_widget,
)

PLAYER = "basin_run"
MAPS = {"a": "basins_a", "b": "basins_b"}
MOST_LANE_STEPS = {"compiled": 600_000_000, "in NumPy": 50_000_000, "of examples": 1_000_000_000}
"""What is done without asking: some seconds."""
MOMENT = 0.1
"""Seconds until what a page has shown is on its way: a rerun takes back what is not."""
MOST_BYTES_KEPT = 128 * 2**20


class Surveyed(NamedTuple):
    """Basins, and the seconds that they took."""

    basins: Basins
    seconds: float


def _size(surveyed: Surveyed) -> int:
    found = surveyed.basins
    return found.index.nbytes + found.steps_to.nbytes + found.codes.nbytes


_shelf = Shelf[Surveyed](MOST_BYTES_KEPT, _size)


def survey() -> Survey:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "survey" not in state:
        state.survey, state.survey_view, state.survey_ignored = read_survey(st.query_params.to_dict())
        state.survey_window = as_window(state.survey_view.get("window"))
        state.survey_accepted = set()
        state.survey_sketches = True
    found: Survey = state.survey
    return found


def change(**values: Any) -> None:
    """Replace parts of the survey. Another surface is looked at as a whole, from its own start."""
    if "surface" in values:
        values = {"surface_values": {}, "start": None, "window": None, **values}
        st.session_state.survey_window = None
    st.session_state.survey = replace(survey(), **values)
    st.session_state.survey_ignored = []


def adopt(new: Survey) -> None:
    """Replace the whole survey."""
    st.session_state.survey_window = None
    st.session_state.survey = new
    st.session_state.survey_ignored = []


def set_value(side: str, name: str, value: Any) -> None:
    change(**{side: survey().specimens()[side].with_value(name, value)})


# ---- what the visitor does in the maps and in the player ---------------------------------------------------------


def heard_on_map(side: str, event: str) -> None:
    """Take up a click on a start, another window or another layer. Both maps show the same window and the same layer."""
    value = st.session_state[MAPS[side]][event]
    if event == "cell" and are_coordinates(value, 2):
        change(start=(float(value[0]), float(value[1])))
        st.session_state.survey_is_stale = True
    elif event == "window" and value is None:
        change(window=None)
    elif event == "window" and are_coordinates(value, 4):
        change(window=as_area(value) or survey().window)
    elif event == "layer" and value in LAYERS:
        change(layer=value)


def heard_in_player(event: str) -> None:
    """Take up a start that was chosen on the player's own map, or the part of it that is looked at."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.survey_window = as_window(value)
    elif event == "start" and are_coordinates(value, 2):
        change(start=(float(value[0]), float(value[1])))
        st.session_state.survey_is_stale = True


def page_is_stale() -> bool:
    """Whether a map or the player has changed what stands outside of them; true once."""
    return bool(st.session_state.pop("survey_is_stale", False))


# ---- what is computed ----------------------------------------------------------------------------------------------


def most_lane_steps(optimizer: Optimizer, terrain: Surface) -> int:
    """How many steps of single runs a method does without asking."""
    is_compiled = not obstacle(type(optimizer), type(terrain))
    return MOST_LANE_STEPS["of examples" if terrain.terms > 1 else "compiled" if is_compiled else "in NumPy"] // terrain.terms


def drafted(optimizer: Optimizer, now: Survey) -> int:
    """The resolution that is computed without asking: the one that is wanted if that is not too much, else a coarser one."""
    most = most_lane_steps(optimizer, now.terrain())
    fitting = (resolution for resolution in RESOLUTIONS if resolution <= now.resolution and resolution**2 * now.steps <= most)
    return max(fitting, default=RESOLUTIONS[0])


def territory(side: str) -> Basins | None:
    """The basins of one side: as fine as wanted, or a draft of them until the visitor has said that they may take long.

    Before a visitor has seen anything a sketch will do, which is there at once.
    None, and a sentence on the page, if the cluster that should do the work cannot be reached.
    """
    now = survey()
    optimizer = now.specimens()[side].optimizer()
    ticket = (optimizer, now.terrain(), now.resolution, now.steps, now.window)
    goes_ahead = ticket in st.session_state.survey_accepted or bool(os.environ.get(SCHEDULER))
    resolution = now.resolution if goes_ahead else drafted(optimizer, now)
    is_kept = (optimizer, now.terrain(), resolution, now.steps, now.window) in _shelf
    if st.session_state.survey_sketches and not is_kept and now.resolution > RESOLUTIONS[0]:
        resolution = RESOLUTIONS[0]
        st.session_state.survey_is_sketched = True
    try:
        with telling(now.titles()[side]) as tell:
            found = _kept(optimizer, now, resolution, tell)
    except ConnectionError as error:
        st.error(str(error))
        return None
    if resolution < now.resolution and not st.session_state.survey_sketches:
        _ask_first(side, optimizer, found, lambda: st.session_state.survey_accepted.add(ticket))
    return found.basins


def follow_sketches() -> None:
    """Run the page again if its maps are sketches."""
    st.session_state.survey_sketches = False
    if st.session_state.pop("survey_is_sketched", False):
        time.sleep(MOMENT)
        st.rerun()


def _kept(optimizer: Optimizer, now: Survey, resolution: int, tell: Progress) -> Surveyed:
    terrain = now.terrain()

    def make(progress: Progress) -> Surveyed:
        began = time.monotonic()
        found = basins(optimizer, terrain, resolution, now.steps, TOLERANCE, window=now.window, progress=progress)
        return Surveyed(found, time.monotonic() - began)

    return _shelf.get((optimizer, terrain, resolution, now.steps, now.window), make, tell)


def _ask_first(side: str, optimizer: Optimizer, draft: Surveyed, accept: Callable[[], Any]) -> None:
    """Say how much work it is, how long it may take here, and who else could do it."""
    now = survey()
    wanted, coarse = now.resolution, len(draft.basins.x)
    seconds = draft.seconds * (wanted / coarse) ** 2
    st.info(
        f"This is a draft of {coarse} × {coarse}. "
        f"{wanted} × {wanted} starts of {now.steps} steps are {wanted**2 * now.steps / 1e6:.4g} million "
        f"steps. Above {most_lane_steps(optimizer, now.terrain()) / 1e6:.4g} million the page asks first: "
        f"they would take about {max(1, seconds):.0f} s. "
        f"A Dask cluster does it faster: start the app with {SCHEDULER} set to the address of its scheduler."
    )
    st.button("Compute all of it", key=f"survey all {side}", on_click=accept)


def runs() -> Race:
    """The runs from the start that was clicked, which have arrived where the maps say that they have."""
    now = survey()
    optimizers = {side: specimen.optimizer() for side, specimen in now.specimens().items()}
    race = kept_race(optimizers, now.terrain(), now.starting_point(), now.steps)
    return Race(race.surface, {side: replace(run, tolerance=TOLERANCE) for side, run in race.lanes.items()})


def what_became(race: Race) -> str:
    """Where the start that was clicked ends up, for each of the two, in one sentence."""
    titles = survey().titles()
    ends = []
    for side, run in race.lanes.items():
        step = run.steps_to(TOLERANCE)
        if step < 0:
            ends.append(f"{titles[side]} {outcome(run)}")
        else:
            x, y = run.points[step]
            reached = min(race.surface.minimizers, key=lambda its: float(np.hypot(x - its[0], y - its[1])))
            ends.append(f"{titles[side]} reaches {place(reached)} at step {step}")
    return f"From {place(survey().starting_point())}: {'; '.join(ends)}."


# ---- widgets ------------------------------------------------------------------------------------------------------


def surface_picker() -> None:
    surface_select("land", survey().surface, lambda key: change(surface=key))


def surface_slider(key: str) -> None:
    surface_widget(f"land.{key}", survey().terrain(), key, lambda value: change(surface_values={**survey().surface_values, key: value}))


def start_inputs() -> None:
    start_fields("out_from", lambda: survey().starting_point(), lambda start: change(start=start))


def steps_input() -> None:
    steps_field("survey_steps", survey().steps, MOST_STEPS, lambda steps: change(steps=steps))


def resolution_picker() -> None:
    names = {str(resolution): f"{resolution} × {resolution}" for resolution in RESOLUTIONS}
    choose("Starts", names, "survey_resolution", str(survey().resolution), lambda chosen: change(resolution=int(chosen)))


def method_picker(side: str) -> None:
    """Who is started on one side: a method, in its paper's form or a library's. The second side may be empty."""
    now = getattr(survey(), side)
    names = {entrant: Specimen(entrant).name() for entrant in everyone()}

    def act(entrant: str | None) -> None:
        change(**{side: Specimen(entrant) if entrant else None})

    if side == "a":
        choose("Method", names, "survey_a", now.entrant, act)
    else:
        choose_or_none("Beside it", "Nobody", names, "survey_b", now.entrant if now else None, act)


def hyperparameter_widgets(side: str) -> None:
    optimizer = survey().specimens()[side].optimizer()
    for name, parameter in optimizer.parameters().items():
        parameter_widget(parameter, name, f"survey {side}.{name}", getattr(optimizer, name), partial(set_value, side))


def story_picker() -> None:
    def act(key: str | None) -> None:
        if key is not None:
            adopt(catchment(key))

    names = {key: story.name for key, story in CATCHMENTS.items()}
    choose_or_none("Story", "Choose one", names, "catchment", current_story(), act)


@cache
def catchment(key: str) -> Survey:
    return read_survey(dict(parse_qsl(CATCHMENTS[key].link)))[0]


def current_story() -> str | None:
    """The story that is being told: its methods with their values are on its surface, whichever start and window is looked at."""
    now = survey()

    def told(one: Survey) -> Any:
        return one.surface, one.surface_values, one.a, one.b, one.steps

    return next((key for key in CATCHMENTS if told(catchment(key)) == told(now)), None)


def caption(side: str) -> str:
    """What stands on a saved picture: the method with all of its values, and the surface with those of its own that were changed."""
    now = survey()
    optimizer = now.specimens()[side].optimizer()
    return f"{_with(now.specimens()[side].name(), optimizer.values_by_name())} on {_with(now.terrain().name, now.surface_values)}"


def _with(name: str, values: Mapping[str, Any]) -> str:
    return ", ".join([name, *(f"{key.replace('_', ' ')} {value:g}" for key, value in values.items())])


def note(side: str) -> str:
    """Why a method takes longer than others, if it does."""
    optimizer = survey().specimens()[side].optimizer()
    why = obstacle(type(optimizer), type(survey().terrain()))
    return f"{optimizer.name} runs as NumPy arrays, which take longer than compiled steps: {why}." if why else ""
