"""Basins as the atlas is told them: which minimizer every start reaches, in how many steps, and what share of the window goes there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..basins import Basins
from ..outcome import elsewhere
from ..race import Race
from ..status import STATUSES, Status
from ..written import place as place_of
from .anatomy_scene import entrants_of
from .draft_scene import START, draft_scene
from .header import AtlasHeader, CellClass, Layer, Mark, Pattern, PlayerHeader, Window
from .live_scene import Steering
from .scene import scene

COARSE = 96
"""Cells along each side of a draft, at most."""
PATTERNS: dict[Status, Pattern] = {Status.CONVERGED: "", Status.RUNNING: "", Status.STALLED: "dots", Status.DIVERGED: "hatch"}
"""How starts are painted that reach none of the minimizers; those that converge have a color of their own."""


def longest(*found: Basins) -> int:
    """Where the scale of steps ends, of all maps that are to be compared: at a round number that no start takes longer to a minimizer.

    It seldom changes when one of the maps does, so the others need not be painted anew.
    """
    slowest = max(1, *(int(one.steps_to.max(initial=0)) for one in found))
    power = 10 ** (len(str(slowest)) - 1)
    rounded = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= slowest)
    return min(rounded, *(one.steps for one in found))


def basin_scene(
    found: Basins,
    *,
    key: str,
    page: str = "",
    entrant: str = "",
    sliders: Mapping[str, Steering] | None = None,
    start: tuple[float, float],
    home: Window | None = None,
    most: int | None = None,
    heading: str = "",
    title: str = "",
    file: str = "basins",
    shown: str = "basin",
) -> tuple[AtlasHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`.

    key:     the name of this map in the page
    page, entrant: the key of the player beside it, and of its entrant that is mapped
    sliders: what each slider of the page sets, see `live_scene`
    start:   the one that is marked
    home:    the window to which a double click returns; None for the surface's
    most:    the steps at which the scale of steps ends; None: where these starts need it to
    heading: what the map is called, beside another
    title, file: what stands on a saved picture, and its name
    shown:   the layer that is painted first, "basin" or "steps"
    """
    classes, of = classified(found)
    steps: Layer = {"key": "steps", "label": "steps", "kind": "number", "scale": "linear", "range": (0, most or longest(found))}
    arrives = bool((found.steps_to >= 0).any())
    (x_min, x_max), (y_min, y_max) = found.surface.domain
    moves = found.surface.landmarks_depend_on_parameters()
    marks: list[Mark] = [{"kind": "star", "at": at, "label": "minimizer", "moves": moves} for at in found.surface.minimizers]
    marks.append({"kind": "cross", "at": start, "label": "start"})
    header: AtlasHeader = {
        "kind": "atlas",
        "key": key,
        "x": {"label": found.surface.coordinates[0], "name": "start", "scale": "linear"},
        "y": {"label": found.surface.coordinates[1], "name": "start", "scale": "linear"},
        "layers": [
            {"key": "basin", "label": "minimizer reached", "short": "basin", "kind": "class", "classes": classes},
            *([steps] if arrives else []),
        ],
        "shown": shown if arrives else "basin",
        "shade": "steps" if arrives else None,
        "patterns": "basin",
        "contours": False,
        "marks": marks,
        "square": True,
        "zooms": True,
        "whole": (x_min, x_max, y_min, y_max),
        "home": (*home[0], *home[1]) if home else (x_min, x_max, y_min, y_max),
        "window": (float(found.x[0]), float(found.x[-1]), float(found.y[0]), float(found.y[-1])),
        "heading": heading,
        "title": title,
        "file": file,
    }
    header["draft"] = draft_scene(
        found.optimizer,
        found.surface,
        START,
        page=page,
        entrant=entrant,
        sliders=sliders or {},
        start=(0.0, 0.0),  # every start is a cell
        steps=found.steps,
        tolerance=found.tolerance,
        resolution=min(COARSE, len(found.x)),
        stops=True,
        classes=[*minimizers_of(found), *(elsewhere_as(status, found) for status in STATUSES)],
    )
    arrays: dict[str, NDArray[Any]] = {"x": found.x, "y": found.y, "layer_basin": of}
    if arrives:
        arrays["layer_steps"] = np.where(found.steps_to >= 0, found.steps_to, np.nan).astype(np.float32)
    return header, arrays


def classified(found: Basins) -> tuple[list[CellClass], NDArray[np.uint8]]:
    """The classes of starts, each with its share of the window, and the class of every start, (n, n).

    First the minimizers, also those that no start reaches; then what else there is.
    """
    minimizers = found.surface.minimizers
    ends_elsewhere = [status for status in PATTERNS if ((found.codes == STATUSES.index(status)) & (found.index < 0)).any()]
    of = found.index.astype(np.uint8)
    for i, status in enumerate(ends_elsewhere, len(minimizers)):
        of[(found.codes == STATUSES.index(status)) & (found.index < 0)] = i
    shares = np.bincount(of.ravel(), minlength=len(minimizers) + len(ends_elsewhere)) / of.size
    classes = [*minimizers_of(found), *(elsewhere_as(status, found) for status in ends_elsewhere)]
    return [{**entry, "share": float(share)} for entry, share in zip(classes, shares, strict=True)], of


def minimizers_of(found: Basins) -> list[CellClass]:
    """The class of each minimizer."""
    return [{"key": f"minimizer {hue}", "label": place(at), "pattern": "", "hue": hue} for hue, at in enumerate(found.surface.minimizers)]


def elsewhere_as(status: Status, found: Basins) -> CellClass:
    """The class of the starts that end so and reach none of the minimizers."""
    hue = len(found.surface.minimizers) if status == Status.CONVERGED else None
    return {"key": str(status), "label": said(status, found), "pattern": PATTERNS[status], "hue": hue}


def said(status: Status, found: Basins) -> str:
    """What became of starts that reach none of the minimizers, in a few words."""
    if status == Status.CONVERGED:
        return elsewhere(found.surface)
    if status == Status.RUNNING:
        return f"running after {found.steps} steps"
    if status == Status.STALLED:
        return "stalled elsewhere"
    return "diverged" if np.isfinite(found.surface.minimum) else "leaves: f has no minimum"


def place(point: Any) -> str:
    """A point for people."""
    x, y = point
    return place_of(x, y, 3)


def runs_scene(race: Race, *, titles: Mapping[str, str], **options: Any) -> tuple[PlayerHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for the player: one or two runs under any keys, called by their titles. Options: see `scene`."""
    header, arrays = scene(race, **options)
    header["entrants"] = entrants_of(race, titles)
    return header, arrays
