"""A race as the player is told it: a header that names everything, and the numbers to draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Beyond, FiniteSum, Surface

from ..claims.words import Words
from ..convention import LIBRARIES
from ..optimizers import OPTIMIZERS
from ..outcome import outcome
from ..plane import length
from ..plotting.style import in_order, style
from ..race import Race
from ..schedule import Schedule
from ..status import Goal, Status, has_come_to_rest
from ..trajectory import Trajectory
from .fit_scene import fit_scene
from .header import UNADDRESSED, Column, Curve, Entrant, Grid, Length, Nodes, PlayerHeader, Viewed, Window
from .live_noise import Chance
from .live_scene import Steering, live_scene
from .live_words import live_words
from .payload import as_float32, bounds_of, sampled


def scene(
    race: Race,
    *,
    key: str,
    start: tuple[float, float],
    address: Viewed = UNADDRESSED,
    notes: Mapping[str, str] | None = None,
    window: Window | None = None,
    per: str = "step",
    each: int = 1,
    ticks: int | None = None,
    budget: str = "",
    live: Mapping[str, Steering] | None = None,
    schedule: Schedule | None = None,
    chances: Mapping[str, Chance] | None = None,
    words: Words | None = None,
    lasting: Length | None = None,
    resolution: int = 121,
) -> tuple[PlayerHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`: a race of single runs whose entrants are keyed by optimizer (`adam`) or library's form (`adam.keras`).

    key:    the name of this player in the page
    address: the link, and how it is looked at when it is opened
    notes:  what to say on a chip, by entrant
    window: the part of the plane to sample, the surface's domain if none is given
    per:    what the cursor counts, "step", gradient "query", as a line search asks more than once a step, or "example" of data
    each:   how many of them it goes on by
    ticks:  how often it does so; as often as there are steps if nothing is given
    budget: what was spent on every entrant before the race, for the head of the standings
    live:   if the browser may run the race by itself: what each slider of the page sets, see `live_scene`. What it then works out is not
            sent
    schedule: that by which the race was run, for the browser
    chances: the noise of each lane that has some, for the browser
    words:  what the page says of the race, for such a browser to say anew
    lasting: where the visitor may choose how many steps the runs take
    """
    surface, lanes = race.surface, list(race.lanes.items())
    runs = [run for _, run in lanes]
    shown = [reached(run, per, each, ticks) for run in runs]
    length = len(shown[0]) - 1 if runs else 0
    counts_steps = per == "step" and each == 1 and ticks is None
    alone = live_scene(race, live, schedule, chances, None if counts_steps else shown) if live is not None else None
    bounds = bounds_of(window or surface.domain)
    grid: Nodes | Grid
    if alone:
        grid, (_, arrays) = {"window": bounds, "resolution": resolution}, alone
        if isinstance(surface, FiniteSum):  # it takes the browser too long to look at, before anything is seen
            grid, arrays["grid"] = sampled(surface, bounds, resolution)
    else:
        grid, arrays = _in_full(surface, runs, shown, bounds, resolution)
    header: PlayerHeader = {
        "key": key,
        "surface": {
            "key": surface.key,
            "name": surface.name,
            "minimum": surface.minimum if np.isfinite(surface.minimum) else None,
            "minimizers": surface.minimizers,
            "saddles": surface.saddles,
            "local_minima": surface.local_minima,
            "log_colors": surface.log_colors,
            "symbol": "f",
        },
        "grid": grid,
        "domain": surface.domain,
        "axes": axes_of(surface),
        "start": start,
        "start_is_free": True,
        "steps": length,
        "budget": budget,
        "unit": UNITS[per],
        "each": each,
        "tolerance": runs[0].tolerance if runs else None,
        "entrants": [entrant_card(entrant, entrant in race.lanes, (notes or {}).get(entrant, "")) for entrant in _chips(race)],
        "lanes": [
            {
                "key": entrant,
                "status": str(run.status),
                "outcome": outcome(run),
                "last": _last(run, at),
                "rests": _rests(run, at) if run.status == Status.STALLED else None,
            }
            for (entrant, run), at in zip(lanes, shown, strict=True)
        ],
        "curves": curves_of(surface),
        "columns": columns_of(surface),
        "link": address["link"],
        "opened": address["opened"],
        "view": address["view"],
        "speed": address["speed"],
    }
    if lasting:
        header["length"] = lasting
    if alone:
        header["live"], _ = alone
        if words is not None:
            header["live"]["words"] = live_words(race, words)
    if isinstance(surface, FiniteSum):
        header["fit"], more = fit_scene(surface, None if alone else [run.points[at] for run, at in zip(runs, shown, strict=True)])
        arrays |= more
    return header, arrays


def _in_full(
    surface: Surface, runs: Sequence[Trajectory], shown: Sequence[NDArray[np.intp]], window: Window, resolution: int
) -> tuple[Grid, dict[str, NDArray[Any]]]:
    """The surface on a grid, and of runs the points and curves that are shown: for a browser that only draws them."""
    grid, heights = sampled(surface, window, resolution)
    arrays: dict[str, NDArray[Any]] = {"grid": heights, "points": stacked([run.points[at].T for run, at in zip(runs, shown, strict=True)])}
    for curve in curves_of(surface):
        measure = CURVES[curve["key"]]
        arrays[curve["key"]] = stacked([measure(run)[at] for run, at in zip(runs, shown, strict=True)])
    return grid, arrays


UNITS = {"step": "step", "query": "gradient query", "example": "example"}
"""What the cursor can count, and what one of it is called."""
COLUMNS: tuple[Column, ...] = (
    {"key": "value", "label": "f"},
    {"key": "gap", "label": "f − f*"},
    {"key": "slope", "label": "|∇f|"},
    {"key": "place", "label": ""},
    {"key": "status", "label": "status"},
)
CURVES: Mapping[str, Callable[[Trajectory], Any]] = {
    "gap": lambda run: run.gaps,
    "value": lambda run: run.values,
    "slope": lambda run: length(run.gradients.T),
    "distance": lambda run: run.distances,
    "step": lambda run: run.step_lengths,
}


def columns_of(surface: Surface) -> list[Column]:
    """The columns of the standings that make sense on a surface, the place under the names of its coordinates."""
    columns = [column for column in COLUMNS if column["key"] != "gap" or np.isfinite(surface.minimum)]
    return [{**column, "label": column["label"] or ", ".join(surface.coordinates)} for column in columns]


def axes_of(surface: Surface) -> tuple[str, str]:
    """What its two directions are called: by their letters in the formula, and before these by what they mean."""
    across, up = (name if name == letter else f"{name} {letter}" for name, letter in zip(surface.coordinates, "xy", strict=True))
    return across, up


def curves_of(surface: Surface) -> list[Curve]:
    """The curves that make sense on a surface, each with its label and whether its axis is logarithmic."""
    bounded = bool(np.isfinite(surface.minimum))
    first: Curve = {"key": "gap", "label": "gap f − f*", "log": True} if bounded else {"key": "value", "label": "f", "log": False}
    slope: Curve = {"key": "slope", "label": "slope |∇f|", "log": True}
    which = "minimizer" if surface.beyond is Beyond.HIGHER else "minimizer in the window"
    distance: Curve = {"key": "distance", "label": f"distance to the nearest {which}", "log": True}
    step: Curve = {"key": "step", "label": "step length", "log": True, "short": "step length"}
    if not bounded:
        return [first, slope, step]
    # Where f is lower outside of the window there is no gap, but still a value.
    value: list[Curve] = [{"key": "value", "label": "f", "log": False}] if surface.beyond is Beyond.LOWER else []
    return [first, *value, slope, distance, step]


def reached(run: Trajectory, per: str = "step", each: int = 1, ticks: int | None = None) -> NDArray[np.intp]:
    """The step that a run has finished at each place of the cursor, which are `ticks` after the first; see `scene`.

    per="query": after 0, each, 2 each, … gradient queries; "example": after as many examples.
    """
    length = len(run.points)
    if per == "step":
        return _steps_at(length, each, ticks)
    places = np.arange(length if ticks is None else ticks + 1)
    return np.searchsorted(run.queries if per == "query" else run.examples, places * each, side="right") - 1


@lru_cache(maxsize=16)
def _steps_at(length: int, each: int, ticks: int | None) -> NDArray[np.intp]:
    """The step at each place of the cursor in a run of so many points: the same for all runs of a race."""
    at = np.minimum(np.arange(length if ticks is None else ticks + 1) * each, length - 1)
    at.flags.writeable = False
    return at


def _last(run: Trajectory, at: NDArray[np.intp]) -> int:
    """Where the cursor finds a run at its last point; a run that has not diverged stays to the end, even if it asks no more."""
    return min(int(np.searchsorted(at, run.last)), len(at) - 1) if run.status == Status.DIVERGED else len(at) - 1


def _rests(run: Trajectory, at: Any) -> int:
    """Where the cursor finds a run that stalled at rest, from then on."""
    slope = CURVES["slope"](run)
    moving = np.flatnonzero(~has_come_to_rest(Goal.of(run.surface), run.step_lengths, slope, slope[-1])[at])
    return int(moving[-1]) + 1 if moving.size else 0


def stacked(rows: Sequence[Any]) -> NDArray[np.float32]:
    """One row for each run, in the order of the lanes."""
    return as_float32(np.stack(rows)) if rows else np.empty((0, 0), np.float32)


def _chips(race: Race) -> list[str]:
    """Every method, and after each of them the libraries' forms of it that race."""
    return [entrant for key in in_order() for entrant in (key, *(other for other in race.lanes if other.startswith(f"{key}.")))]


def entrant_card(entrant: str, racing: bool, note: str = "") -> Entrant:
    """What the legend is told of a method (`adam`) or a library's form of it (`adam.keras`).

    racing: whether it is shown
    note:   what its chip says besides
    """
    return {**_card(entrant), "racing": racing, "note": note}


@cache
def _card(entrant: str) -> Entrant:
    key, _, library = entrant.partition(".")
    optimizer, look = OPTIMIZERS[key], style(entrant)
    return {
        "key": entrant,
        "name": f"{optimizer.name} · {LIBRARIES[library]}" if library else optimizer.name,
        "family": str(optimizer.family),
        "sentence": optimizer.sentence,
        "color": look.color,
        "dash": list(look.dash),
        "marker": look.marker,
        "racing": False,
        "note": "",
    }
