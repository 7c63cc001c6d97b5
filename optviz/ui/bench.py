"""The lab of this visitor: its experiment, the widgets that show and change it, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from surfaces import FiniteSum
from surfaces.declaration import Array

from ..early_stopping import Stop, early_stop
from ..fan import Fan, fan
from ..minimize import minimize
from ..outcome import outcome
from ..player.anatomy_scene import entrants_of
from ..plotting.fans import bands, ends
from ..race import Race
from . import conditions
from .fan_table import as_csv
from .lab import METHODS, MOST_SEEDS, MOST_STEPS, Lab, most_in_batch, read_lab, usual_noise
from .patience import telling
from .setting import fitting_noise
from .shelf import Shelf
from .specimen import Specimen
from .state import are_coordinates, as_window
from .stories import STORIES
from .theme import inks
from .widgets import (
    choose,
    choose_or_none,
    chosen_by_visitor,
    show,
    steps_field,
    surface_select,
    surface_widget,
)

PLAYER = "lab"
TOLERANCE = 1e-2
"""A run under noise comes as close as this, or stays away."""
MOST_BYTES_KEPT = 128 * 2**20


class Shaken(NamedTuple):
    """The runs of the player, by lane, and the fans of those with noise; what was held back, and where each run would be stopped."""

    race: Race
    fans: Mapping[str, Fan]
    validation: FiniteSum | None
    stops: Mapping[str, Stop]


def _size(shaken: Shaken) -> int:
    return sum(3 * one.trajectory.points.nbytes for one in shaken.fans.values())


_shelf = Shelf[Shaken](MOST_BYTES_KEPT, _size)


def lab() -> Lab:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "lab_now" not in state:
        state.lab_now, state.lab_view, state.lab_ignored = read_lab(st.query_params.to_dict())
        state.lab_window = as_window(state.lab_view.get("window"))
    found: Lab = state.lab_now
    return found


def change(**values: Any) -> None:
    """Replace parts of the experiment. Another surface is looked at as a whole, from its own start, with noise that it has."""
    if "surface" in values:
        values = {"surface_values": {}, "start": None, **values}
        st.session_state.lab_window = None
    new = replace(lab(), **values)
    most = most_in_batch(new.surface, new.patience)
    noise, noise_values = fitting_noise(new.surface, new.noise, new.noise_values, most, usual_noise(new.surface))
    st.session_state.lab_now = replace(new, noise=noise, noise_values=noise_values)
    st.session_state.lab_ignored = []


def adopt(new: Lab) -> None:
    """Replace the whole experiment."""
    st.session_state.lab_now = new
    st.session_state.lab_ignored = []
    st.session_state.lab_window = None


def heard(event: str) -> None:
    """Take up what the visitor did in the player."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.lab_window = as_window(value)
    elif event == "start" and are_coordinates(value, 2):
        change(start=(float(value[0]), float(value[1])))
    st.session_state.lab_is_stale = event != "window"


def page_is_stale() -> bool:
    """Whether the player has changed what stands outside of it; true once."""
    return bool(st.session_state.pop("lab_is_stale", False))


# ---- widgets -------------------------------------------------------------------------------------------------------


def method_picker() -> None:
    names = {entrant: Specimen(entrant).name() for entrant in METHODS}
    choose("Method", names, "lab method", lab().specimen.entrant, lambda entrant: change(specimen=Specimen(entrant)))


def surface_picker() -> None:
    surface_select("lab surface", lab().surface, lambda key: change(surface=key))


def noise_picker() -> None:
    conditions.noise_picker("lab", lab, change)


def schedule_picker() -> None:
    conditions.schedule_picker("lab", lab, change)


def story_picker() -> None:
    def act(key: str | None) -> None:
        if key is not None:
            adopt(story(key))

    choose_or_none("Story", "Choose one", {key: one.name for key, one in STORIES.items()}, "lab story", current_story(), act)


@cache
def story(key: str) -> Lab:
    return read_lab(dict(parse_qsl(STORIES[key].link)))[0]


def current_story() -> str | None:
    """The story that is being told: the very experiment, whichever seeds."""
    now = replace(lab(), seed=0, seeds=Lab().seeds)
    return next((key for key in STORIES if story(key) == now), None)


def steps_input() -> None:
    steps_field("lab steps", lab().steps, MOST_STEPS, lambda steps: change(steps=steps))


def seed_input() -> None:
    conditions.seed_field("lab", lab, change, "Which noise it is that the runs in the player hear.")


def patience_input() -> None:
    """Early stopping, where there is something to hold back."""
    if isinstance(lab().terrain(), FiniteSum):
        first = show("lab patience", lab().patience)
        act = chosen_by_visitor("lab patience", lambda patience: change(patience=patience))
        tip = (
            "A quarter of the examples is held back. After so many steps without a better loss on them the run would be stopped; 0: never."
        )
        st.number_input("Patience", 0, MOST_STEPS, first, step=10, key="lab patience", on_change=act, help=tip)


def seeds_input() -> None:
    first = show("lab seeds", lab().seeds)
    act = chosen_by_visitor("lab seeds", lambda seeds: change(seeds=seeds))
    st.number_input("Seeds of the fan", 2, MOST_SEEDS, first, step=50, key="lab seeds", on_change=act, width=150)


def sliders() -> None:
    """The step size and its schedule, then the noise, the surface, and the rest of the method."""
    now = lab()
    optimizer = now.specimen.optimizer()

    def of_method(name: str, value: Any) -> None:
        change(specimen=lab().specimen.with_value(name, value))

    first = optimizer.step_size
    names = [first, *(name for name in optimizer.parameters() if name != first)]
    conditions.parameter_widgets(optimizer, names[:1], f"lab {now.specimen.entrant}", of_method)
    if now.schedule != Lab().schedule or now.changing():
        conditions.schedule_sliders("lab", lab, change)
    conditions.noise_sliders("lab", lab, change, most_in_batch(now.surface, now.patience))
    for name in now.terrain().parameters():
        surface_widget(
            f"lab {now.surface} {name}",
            now.terrain(),
            name,
            lambda value, name=name: change(surface_values={**lab().surface_values, name: value}),  # type: ignore[misc]
        )
    conditions.parameter_widgets(optimizer, names[1:], f"lab {now.specimen.entrant}", of_method)


def about_the_noise() -> str:
    """The sentence on its card."""
    return conditions.card(lab().kind())


# ---- what comes out ------------------------------------------------------------------------------------------------


def shaken() -> Shaken:
    """The runs, and the fans of those with noise, kept for all visitors."""
    now = lab()
    optimizer, start, schedule = now.specimen.optimizer(), now.starting_point(), now.changing()
    (terrain, validation), lanes = now.parts(), now.lanes()

    def make(tell: Any) -> Shaken:
        runs = {
            lane: minimize(optimizer, terrain, start, now.steps, noise=kind, seed=now.seed, schedule=schedule)
            for lane, kind in lanes.items()
        }
        noisy = [(lane, kind) for lane, kind in lanes.items() if kind is not None]
        fans: dict[str, Fan] = {}
        for i, (lane, kind) in enumerate(noisy):
            options: dict[str, Any] = {"noise": kind, "seeds": now.seeds, "first": now.seed, "schedule": schedule}
            options["progress"] = lambda share, done=i: tell((done + share) / len(noisy))
            fans |= fan({lane: optimizer}, terrain, start, now.steps, **options)
        losses = {lane: validation.value(run.points.T) for lane, run in runs.items()} if validation else {}
        stops = {lane: early_stop(loss, now.patience) for lane, loss in losses.items()}
        return Shaken(Race(terrain, runs), fans, validation, stops)

    ticket = (optimizer, terrain, start, now.steps, now.kind(), schedule, now.seed, now.seeds, now.patience)
    with telling(f"{now.seeds} seeds") as tell:
        return _shelf.get(ticket, make, tell)


def said(found: Shaken) -> str:
    """What became of the runs in the player, and how sure it is what becomes of others."""
    titles = lab().titles()
    ends = {lane: outcome(run) for lane, run in found.race.lanes.items()}
    for lane, stop in found.stops.items():
        when = f"stopped at step {stop.stopped}" if stop.in_time else "not stopped"
        ends[lane] += f", {when}, best on what was held back at step {stop.best}"
    return "; ".join(f"{titles[lane]}: {end}" for lane, end in ends.items())


def estimates(found: Shaken) -> str:
    """The expected gap at the end and who arrives, with what is known of them."""
    now = lab()
    titles, lines = now.titles(), []
    for lane, one in found.fans.items():
        mean, share = one.expected_gap(), one.arrived(TOLERANCE)
        low, value, high = (float(np.asarray(part)[-1]) for part in (mean.lower, mean.value, mean.upper))
        expected = f"{value:.2g} ({low:.2g} to {high:.2g})" if np.isfinite(value) else "without bound, for some diverge"
        lines.append(
            f"**{titles[lane]}** · expected gap at the end {expected}; {share.value:.0%} ({share.lower:.0%} to {share.upper:.0%}) "
            f"come within {TOLERANCE:g}{_median(one)}."
        )
    return "  \n".join(lines)


def _median(one: Fan) -> str:
    steps = one.steps_to(TOLERANCE)
    if not np.isfinite(steps.value):
        return ""
    upper = f"{steps.upper:.0f}" if np.isfinite(steps.upper) else "never"
    return f", half of them by step {steps.value:.0f} ({steps.lower:.0f} to {upper})"


def rates(found: Shaken) -> Array | None:
    """η in each step of the run with noise, where a schedule changes it."""
    run = found.race.lanes["mini"]
    if run.factors is None:
        return None
    rate: Array = run.optimizer.values_by_name()["learning_rate"] * run.factors
    return rate


def save_button(found: Shaken) -> None:
    """The fans as a table."""
    now = lab()
    table = partial(as_csv, found.fans, now.titles())
    file = f"optviz-noise-{now.specimen.entrant}-{now.surface}.csv"
    st.download_button("Save CSV", table, file, "text/csv", type="tertiary", key="lab csv", on_click="ignore")


def charts(found: Shaken) -> None:
    """What all seeds have in common: the bands of their gaps, and the cloud of their ends."""
    titles = lab().titles()
    colors = {entry["key"]: str(entry["color"]) for entry in entrants_of(found.race, titles)}
    left, right = st.columns([3, 2])
    quiet = {"displayModeBar": False}
    with left:
        st.plotly_chart(bands(found.fans, found.race.lanes["batch"], titles, colors, rates(found), inks()), key="lab bands", config=quiet)
    with right:
        st.plotly_chart(ends(found.fans, found.race.surface, titles, colors, inks()), key="lab ends", config=quiet)
