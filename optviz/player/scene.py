"""A race as the player is told it: a header that names everything, and the numbers to draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface

from ..optimizers import OPTIMIZERS
from ..outcome import outcome
from ..plotting.style import in_order, style
from ..race import Race
from ..trajectory import STATIONARY, Trajectory
from .payload import as_float32, sampled


def scene(
    race: Race,
    *,
    key: str,
    start: tuple[float, float],
    link: str = "",
    notes: Mapping[str, str] | None = None,
    window: Any = None,
    view: Mapping[str, Any] | None = None,
    resolution: int = 121,
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`: a race of single runs whose entrants are keyed by optimizer.

    key:    the name of this player in the page
    link:   the query string that restores the experiment
    notes:  what to say on a method's chip, by optimizer key
    window: the part of the plane to sample, the surface's domain if none is given
    view:   the view to begin with
    """
    surface, lanes = race.surface, list(race.lanes.items())
    grid, heights = sampled(surface, window or surface.domain, resolution)
    curves = curves_of(surface)
    runs = [run for _, run in lanes]
    arrays: dict[str, NDArray[Any]] = {"grid": heights, "points": _stacked(runs, lambda run: run.points.T)}
    arrays.update({curve["key"]: _stacked(runs, CURVES[curve["key"]]) for curve in curves})
    header = {
        "key": key,
        "surface": {
            "key": surface.key,
            "name": surface.name,
            "minimum": surface.minimum if np.isfinite(surface.minimum) else None,
            "minimizers": surface.minimizers,
            "saddles": surface.saddles,
            "local_minima": surface.local_minima,
            "log_colors": surface.log_colors,
        },
        "grid": grid,
        "domain": surface.domain,
        "start": start,
        "steps": len(runs[0].points) - 1 if runs else 0,
        "tolerance": runs[0].tolerance if runs else None,
        "stationary": STATIONARY,
        "entrants": [_entrant(entrant, entrant in race.lanes, (notes or {}).get(entrant, "")) for entrant in in_order()],
        "lanes": [{"key": entrant, "status": str(run.status), "outcome": outcome(run), "last": int(run.last)} for entrant, run in lanes],
        "curves": curves,
        "link": link,
        "view": dict(view or {}),
    }
    return header, arrays


CURVES = {
    "gap": lambda run: run.gaps,
    "value": lambda run: run.values,
    "slope": lambda run: np.hypot(*run.gradients.T),
    "distance": lambda run: run.distances,
    "step": lambda run: run.step_lengths,
}


def curves_of(surface: Surface) -> list[dict[str, Any]]:
    """The curves that make sense on a surface, each with its label and whether its axis is logarithmic."""
    bounded = bool(np.isfinite(surface.minimum))
    first = {"key": "gap", "label": "gap f − f*", "log": True} if bounded else {"key": "value", "label": "f", "log": False}
    slope = {"key": "slope", "label": "slope |∇f|", "log": True}
    distance = {"key": "distance", "label": "distance to the nearest minimizer", "log": True}
    step = {"key": "step", "label": "step length", "log": True}
    return [first, slope, distance, step] if bounded else [first, slope, step]


def _stacked(runs: list[Trajectory], what: Any) -> NDArray[np.float32]:
    return as_float32(np.stack([what(run) for run in runs])) if runs else np.empty((0, 0), np.float32)


def _entrant(key: str, racing: bool, note: str) -> dict[str, Any]:
    optimizer, look = OPTIMIZERS[key], style(key)
    return {
        "key": key,
        "name": optimizer.name,
        "family": str(optimizer.family),
        "sentence": (optimizer.__doc__ or "").splitlines()[0],
        "color": look.color,
        "dash": look.dash,
        "marker": look.marker,
        "racing": racing,
        "note": note,
    }
