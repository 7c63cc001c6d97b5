"""The runs under noise: what is computed, what is said of it, and what many seeds have in common."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from surfaces import FiniteSum
from surfaces.declaration import Array

from ...claims.claim import Subjects
from ...claims.of_fans import Watched
from ...early_stopping import Stop, early_stop
from ...fan import CONFIDENT, Fan, fan
from ...minimize import minimize
from ...outcome import outcome
from ...player.anatomy_scene import entrants_of
from ...plotting.fans import BAND, bands, ends
from ...race import Race
from ...written import number
from ..fixed import Fixed, of_declared, of_schedule, of_setting, of_start
from ..patience import telling
from ..shelf import Shelf
from ..tables import of_fans, save_button
from ..theme import inks
from ..widgets import show_chart
from .controls import visit
from .experiment import NoiseExperiment

TOLERANCE = 1e-2
"""A run under noise comes as close as this, or stays away."""


class Shaken(NamedTuple):
    """The runs of the player, by lane, and the fans of those with noise; the examples for validation, and where each run would stop."""

    race: Race
    fans: Mapping[str, Fan]
    validation: FiniteSum | None
    stops: Mapping[str, Stop]

    def subjects(self) -> Subjects:
        """What the stories speak of: each lane's run, its fan, and how it is watched."""
        watched = {
            f"{lane} stop": Watched(self.validation.value(self.race.lanes[lane].points.T), stop)
            for lane, stop in self.stops.items()
            if self.validation is not None
        }
        return {**self.race.lanes, **{f"{lane} fan": one for lane, one in self.fans.items()}, **watched}


def _size(shaken: Shaken) -> int:
    return sum(3 * one.trajectory.points.nbytes for one in shaken.fans.values())


_shelf = Shelf[Shaken](_size)


def shaken() -> Shaken:
    """The runs, and the fans of those with noise, kept for all visitors."""
    now = visit.now
    optimizer, start, schedule = now.specimen.optimizer(), now.starting_point(), now.changing()
    (terrain, validation), lanes = now.parts(), now.lanes()

    def make(tell: Any) -> Shaken:
        noisy = [(lane, kind) for lane, kind in lanes.items() if kind is not None]
        fans: dict[str, Fan] = {}
        for i, (lane, kind) in enumerate(noisy):
            options: dict[str, Any] = {"noise": kind, "seeds": now.seeds, "first": now.seed, "schedule": schedule}
            options["progress"] = lambda share, done=i: tell((done + share) / len(noisy))
            fans |= fan({lane: optimizer}, terrain, start, now.steps_of(kind), **options)
        exact = {lane: minimize(optimizer, terrain, start, now.steps_of(None), schedule=schedule) for lane in lanes if lane not in fans}
        runs = {lane: exact[lane] if lane in exact else fans[lane].run(0) for lane in lanes}  # the first seed of a fan is the player's
        losses = {lane: validation.value(run.points.T) for lane, run in runs.items()} if validation else {}
        stops = {lane: early_stop(loss, now.patience) for lane, loss in losses.items()}
        return Shaken(Race(terrain, runs), fans, validation, stops)

    ticket = (optimizer, terrain, start, now.steps, now.counted(), now.kind(), schedule, now.seed, now.seeds, now.patience)
    with telling(f"{now.seeds} seeds") as tell:
        return _shelf.get(ticket, make, tell)


def said(found: Shaken) -> str:
    """What became of the runs in the player, and how sure it is what becomes of others."""
    titles = visit.now.titles()
    ends = {lane: outcome(run) for lane, run in found.race.lanes.items()}
    for lane, stop in found.stops.items():
        when = f"would stop at step {stop.stopped}" if stop.in_time else "would not stop by the end"
        ends[lane] += f", {when}, lowest validation loss at step {stop.best}"
    if visit.now.counted() == "example":
        ends = {lane: f"{end}, {found.race.lanes[lane].examples[-1]} examples" for lane, end in ends.items()}
    return "; ".join(f"{titles[lane]} · {end}" for lane, end in ends.items())


def estimates(found: Shaken) -> str:
    """The expected gap at the end and who arrives, with what is known of them."""
    now = visit.now
    titles, lines = now.titles(), []
    for lane, one in found.fans.items():
        mean, share = one.expected_gap(), one.arrived(TOLERANCE)
        low, value, high = (float(np.asarray(part)[-1]) for part in (mean.lower, mean.value, mean.upper))
        around = f"{number(value, 2)} ({number(low, 2)} to {number(high, 2)})"
        expected = around if np.isfinite(value) else "without bound, since some runs diverge"
        lines.append(
            f"**{titles[lane]}** · expected gap at the end {expected}; {share.value:.0%} ({share.lower:.0%} to {share.upper:.0%}) "
            f"reach a gap of {number(TOLERANCE)} at some point{_median(one)}."
        )
    return "  \n".join(lines)


def _median(one: Fan) -> str:
    steps = one.steps_to(TOLERANCE)
    if not np.isfinite(steps.value):
        return ""

    def when(step: float) -> str:
        seen, last = one.trajectory.examples[:, 0], len(one.trajectory.points) - 1
        reached = int(min(step, last))
        return f"{'more than ' if step > last else ''}{seen[reached] if visit.now.counted() == 'example' else reached}"

    unit = "after {} examples" if visit.now.counted() == "example" else "by step {}"
    return f", half of all runs {unit.format(when(steps.value))} ({when(steps.lower)} to {when(steps.upper)})"


def rates(found: Shaken) -> Array | None:
    """η in each step of the run with noise, where a schedule changes it."""
    run = found.race.lanes["mini"]
    if run.factors is None:
        return None
    rate: Array = run.optimizer.values_by_name()["learning_rate"] * run.factors
    return rate


def offer_table(found: Shaken) -> None:
    """The fans as a table."""
    now = visit.now
    save_button(partial(of_fans, found.fans, now.titles(), fixed(now)), f"optviz-noise-{now.specimen.entrant}-{now.surface}", "noise csv")


def fixed(now: NoiseExperiment) -> Fixed:
    """What all runs of the fans have in common."""
    method = of_declared("method", now.specimen.entrant, now.specimen.optimizer())
    # How large a batch is, the lanes differ by.
    noise = of_declared("noise", str(now.noise), now.kind(), varied=["batch_size"])
    return {**method, **of_setting(now), **of_start(now), **of_schedule(now), **noise, "seed": now.seed, "seeds": now.seeds}


def charts(found: Shaken) -> None:
    """What all seeds have in common: the bands of their gaps, and the cloud of their ends."""
    titles = visit.now.titles()
    colors = {entry["key"]: str(entry["color"]) for entry in entrants_of(found.race, titles)}
    left, right = st.columns([3, 2])
    with left:
        figure = bands(found.fans, found.race.lanes["batch"], titles, colors, rates(found), inks(), per=visit.now.counted())
        show_chart(figure, key="noise bands")
    st.caption(
        f"The fan is the same run with {visit.now.seeds} seeds. In parentheses: the interval that holds the true number with "
        f"{math.erf(CONFIDENT / math.sqrt(2)):.0%} confidence. The line is the median of the gaps, the band around it the middle "
        f"{BAND[1] - BAND[0]:.0%} of the runs."
    )
    with right:
        show_chart(ends(found.fans, found.race.surface, titles, colors, inks()), key="noise ends")
