"""The territories of a method, or of two: what is computed, how finely, and what is said of it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from ...basins import Basins, basins
from ...lanes.crew import Progress
from ...lanes.machine_code import obstacle
from ...optimizer import Optimizer
from ...outcome import elsewhere, outcome
from ...player.basin_scene import place
from ...race import Race
from ...status import minimizer_at
from ...written import number
from ..draft import Budget, ask_first, drafted, goes_ahead
from ..fixed import Fixed, in_words, of_declared, of_setting
from ..patience import telling
from ..results import kept_race
from ..shelf import Shelf
from .controls import visit
from .experiment import RESOLUTIONS, TOLERANCE, BasinsExperiment

WITHOUT_ASKING = Budget(compiled=600_000_000, in_numpy=50_000_000, of_examples=1_000_000_000)
MOMENT = 0.1
"""Seconds until what a page has shown is on its way: a rerun takes back what is not."""
SEEN, SKETCHED = "basins seen", "basins sketched"
"""Keys of the session: whether the visitor has seen maps, and whether those on the page are sketches of what is wanted."""


class Surveyed(NamedTuple):
    """Basins, and the seconds that they took."""

    basins: Basins
    seconds: float


def _size(surveyed: Surveyed) -> int:
    found = surveyed.basins
    return found.index.nbytes + found.steps_to.nbytes + found.codes.nbytes


_shelf = Shelf[Surveyed](_size)


def most_lane_steps(optimizer: Optimizer, now: BasinsExperiment) -> int:
    """How many steps of single runs a method does without asking."""
    terrain = now.terrain()
    return WITHOUT_ASKING.steps(terrain, not obstacle(type(optimizer), type(terrain)))


def territory(side: str) -> Basins | None:
    """The basins of one side: as fine as wanted, or a draft of them until the visitor has said that they may take long.

    Before a visitor has seen anything a sketch will do, which is there at once.
    None, and a sentence on the page, if the cluster that should do the work cannot be reached.
    """
    now, state = visit.now, st.session_state
    optimizer = now.specimens()[side].optimizer()
    most = most_lane_steps(optimizer, now)
    wanted = _ticket(optimizer, now, now.resolution)
    resolution = now.resolution
    if not goes_ahead(visit, wanted):
        resolution = drafted(RESOLUTIONS, now.resolution, lambda one: one**2 * now.steps, most)
    sketches = SEEN not in state
    if sketches and _ticket(optimizer, now, resolution) not in _shelf and now.resolution > RESOLUTIONS[0]:
        resolution = RESOLUTIONS[0]
        state[SKETCHED] = True
    try:
        with telling(now.titles()[side]) as tell:
            found = _kept(optimizer, now, resolution, tell)
    except ConnectionError as error:
        st.error(str(error))
        return None
    if resolution < now.resolution and not sketches:
        ask_first(visit, wanted, _about(now, found, most), f"basins all {side}")
    return found.basins


def follow_sketches() -> None:
    """Run the page again if its maps are sketches."""
    st.session_state[SEEN] = True
    if st.session_state.pop(SKETCHED, False):
        time.sleep(MOMENT)
        st.rerun()


def _ticket(optimizer: Optimizer, now: BasinsExperiment, resolution: int) -> Any:
    return optimizer, now.terrain(), resolution, now.steps, now.window


def _kept(optimizer: Optimizer, now: BasinsExperiment, resolution: int, tell: Progress) -> Surveyed:
    def make(progress: Progress) -> Surveyed:
        began = time.monotonic()
        found = basins(optimizer, now.terrain(), resolution, now.steps, TOLERANCE, window=now.window, progress=progress)
        return Surveyed(found, time.monotonic() - began)

    return _shelf.get(_ticket(optimizer, now, resolution), make, tell)


def _about(now: BasinsExperiment, draft: Surveyed, most: int) -> str:
    """How much work it is, and how long it may take here."""
    wanted, coarse = now.resolution, len(draft.basins.x)
    seconds = draft.seconds * (wanted / coarse) ** 2
    return (
        f"This is a draft of {coarse} × {coarse}. "
        f"{wanted} × {wanted} starts of {now.steps} steps are {wanted**2 * now.steps / 1e6:.4g} million "
        f"steps. Above {most / 1e6:.4g} million the page asks first: they would take about {max(1, seconds):.0f} s."
    )


def runs() -> Race:
    """The runs from the start that was clicked, which have arrived where the maps say that they have."""
    now = visit.now
    optimizers = {side: specimen.optimizer() for side, specimen in now.specimens().items()}
    race = kept_race(optimizers, now.terrain(), now.starting_point(), now.steps)
    return Race(race.surface, {side: replace(run, tolerance=TOLERANCE) for side, run in race.lanes.items()})


def what_became(race: Race) -> str:
    """Where the start that was clicked ends up, for each of the two, in one sentence."""
    titles = visit.now.titles()
    ends = []
    for side, run in race.lanes.items():
        step = run.steps_to(TOLERANCE)
        if step < 0:
            ends.append(f"{titles[side]} {outcome(run)}")
        else:
            index = int(minimizer_at(race.surface, run.points[step]))
            at = place(race.surface.minimizers[index] if index >= 0 else run.points[step])
            which = f"{at}, {elsewhere(race.surface)}," if index < 0 else at
            ends.append(f"{titles[side]} reaches {which} at step {step}")
    return f"From {place(visit.now.starting_point())}: {'; '.join(ends)}."


def caption(side: str) -> str:
    """What stands on a saved picture: all that is fixed, which is the method and the surface with all of their values."""
    now, specimen = visit.now, visit.now.specimens()[side]
    who = f"{in_words(specimen.name(), specimen.optimizer())} on {in_words(now.terrain().name, now.terrain())}"
    return f"{who}, at most {now.steps} steps to a gap of {number(TOLERANCE)}"


def fixed(side: str) -> Fixed:
    """The same for a table."""
    now, specimen = visit.now, visit.now.specimens()[side]
    return {**of_declared("method", specimen.entrant, specimen.optimizer()), **of_setting(now), "tolerance": TOLERANCE}


def note(side: str) -> str:
    """Why a method takes longer than others, if it does."""
    optimizer = visit.now.specimens()[side].optimizer()
    why = obstacle(type(optimizer), type(visit.now.terrain()))
    return f"{optimizer.name} is not compiled ({why}), so it runs in NumPy, which takes longer." if why else ""
