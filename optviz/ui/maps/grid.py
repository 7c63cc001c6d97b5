"""The map: what is computed, how finely, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from surfaces import Beyond

from ...claims import Claim
from ...claims.of_maps import DivergedBeyond, DivergedWithin, ShareOfCells
from ...lanes.crew import Progress
from ...lanes.machine_code import obstacle
from ...outcome import outcome
from ...race import Race
from ...status import Status
from ...sweep import Sweep, sweep
from ...written import number
from ..draft import Budget, ask_first, drafted, goes_ahead
from ..experiment import Conditions
from ..fixed import Fixed, in_words, of_declared, of_schedule, of_setting, of_start
from ..lettering import sign
from ..patience import telling
from ..results import kept_race
from ..shelf import Shelf
from .controls import visit
from .experiment import RESOLUTIONS, SIDES, TOLERANCE, MapsExperiment

WEDGE = Claim(
    "Momentum converges in the wedge, with {share:.0%} of all choices. To the left of the wedge it creeps, above the wedge it oscillates, "
    "and beyond the white line it diverges, as theory predicts.",
    [
        ShareOfCells(Status.CONVERGED).of("map") > 0.02,
        ShareOfCells(Status.RUNNING).of("map") > 0.1,
        DivergedBeyond().of("map") > 0.95,
        DivergedWithin().of("map") < 0.01,
    ],
    {"share": ShareOfCells(Status.CONVERGED).of("map")},
)
WITHOUT_ASKING = Budget(compiled=200_000_000, in_numpy=20_000_000, of_examples=500_000_000)

_shelf = Shelf[Sweep](lambda swept: swept.final_gap.nbytes + swept.steps_to.nbytes + swept.codes.nbytes)


def ticket(now: MapsExperiment) -> Any:
    """All that the map depends on. The current values along the axes are not part of it: a click on a cell computes nothing."""
    resting = {axis.name: now.parameter(axis.name).default for axis in now.axes().values()}
    optimizer = now.optimizer()
    optimizer = optimizer.replace(**{name: value for name, value in resting.items() if name in optimizer.parameters()})
    terrain = now.terrain()
    terrain = terrain.replace(**{name: value for name, value in resting.items() if name in terrain.parameters()})
    return optimizer, terrain, now.starting_point(), now.steps, tuple(now.axes().values()), now.resolution, now.followed()


def work(now: MapsExperiment, resolution: int) -> int:
    """How many steps of single runs the map takes at a resolution."""
    return int(resolution ** len(now.axes())) * now.steps


def most_lane_steps(now: MapsExperiment) -> int:
    """How many steps of single runs the map does without asking."""
    return WITHOUT_ASKING.steps(now.terrain(), not _obstacle(now))


def _obstacle(now: MapsExperiment) -> str:
    """Why the map is not compiled, in a few words; empty if it is."""
    return obstacle(type(now.optimizer()), type(now.terrain())) or ("its learning rate follows a schedule" if now.followed() else "")


def as_computed(now: MapsExperiment) -> MapsExperiment:
    """The experiment as fine as it is computed: as it is wanted, or a draft of it if the visitor has to be asked first."""
    if goes_ahead(visit, ticket(now)):
        return now
    return replace(now, resolution=drafted(RESOLUTIONS, now.resolution, partial(work, now), most_lane_steps(now)))


def swept(now: MapsExperiment) -> Sweep | None:
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


def ask(now: MapsExperiment, draft: MapsExperiment) -> None:
    """Say how much work the whole map is."""
    said = (
        f"A draft of {draft.resolution} × {draft.resolution} cells: {now.resolution} × {now.resolution} runs of {now.steps} steps are "
        f"{work(now, now.resolution) / 1e6:.4g} million steps, above {most_lane_steps(now) / 1e6:.4g} million."
    )
    ask_first(visit, ticket(now), said, "maps all")


def run(now: MapsExperiment) -> Race:
    """The one run with the current values."""
    return kept_race({now.specimen.entrant: now.optimizer()}, now.terrain(), now.starting_point(), now.steps, Conditions(now.followed()))


def what_became(now: MapsExperiment, race: Race) -> str:
    """Where the cross stands and what becomes of its run, in one sentence."""
    (lane,) = race.lanes.values()
    at = ", ".join(f"{sign(now.parameter(axis.name))} = {number(now.value(axis.name), 4)}" for axis in now.axes().values())
    is_on_map = all(axis.lower <= now.value(axis.name) <= axis.upper for axis in now.axes().values())
    return f"{at}{'' if is_on_map else ', not on this map'} · {outcome(lane)}."


def note(now: MapsExperiment) -> str:
    """Why a method takes longer than others, if it does; and what it is that the map cannot show."""
    optimizer = now.optimizer()
    why = _obstacle(now)
    said = [f"{optimizer.name} is not compiled ({why}), so it runs in NumPy, which takes longer."] if why else []
    if now.changing() and not now.followed():
        why = "finds its step lengths by line search" if optimizer.searches else "has no η"
        said.append(f"{optimizer.name} {why}, so the schedule changes nothing.")
    if not np.isfinite(now.terrain().minimum):
        said.append("f has no lower bound here, so there is no gap to show.")
    elif now.terrain().beyond is Beyond.LOWER:
        said.append("f falls without end outside the window, so the gap of a run that ends there counts as ∞.")
    return " ".join(said)


def sentences(now: MapsExperiment, found: Sweep | None) -> str:
    """What to look at, as far as it is so on the map, and what to click."""
    default = MapsExperiment()
    told = (default.specimen.entrant, default.surface, default.x, default.y, default.followed())
    if found is not None and (now.specimen.entrant, now.surface, now.x, now.y, now.followed()) == told and WEDGE.holds({"map": found}):
        return f"{WEDGE.said({'map': found})} Choose a cell to watch its run; raise κ and the wedge shrinks."
    along = " and ".join(sign(now.parameter(axis.name)) for axis in now.axes().values())
    paced = f", its η on the schedule {now.pacing().name}" if now.followed() else ""
    return f"Every cell is a run of {now.specimen.name()} with its own {along}{paced}. Choose one to watch it; zoom in to see more."


def title(now: MapsExperiment) -> str:
    """What stands on a saved picture: all that is fixed, which is the method and the surface with the values that are no axes."""
    x, y = now.starting_point()
    paced = f", {in_words(now.pacing().name, now.pacing())}" if now.followed() else ""
    who = f"{in_words(now.specimen.name(), now.optimizer(), _varied(now))} on {in_words(now.terrain().name, now.terrain(), _varied(now))}"
    return f"{who}, from ({number(x)}, {number(y)}), {now.steps} steps{paced}"


def fixed(now: MapsExperiment) -> Fixed:
    """The same for a table."""
    method = of_declared("method", now.specimen.entrant, now.optimizer(), _varied(now))
    paced = of_schedule(now) if now.followed() else {}
    return {**method, **of_setting(now, _varied(now)), **of_start(now), **paced, "tolerance": TOLERANCE}


def _varied(now: MapsExperiment) -> set[str]:
    return {axis.name for axis in now.axes().values()}
