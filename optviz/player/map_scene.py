"""A sweep as the atlas is told it: how far every run was at the end, how long it took, what became of it, and what theory says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface

from ..optimizer import Optimizer
from ..rule import in_text, symbol, words_beside
from ..status import STATUSES, Status
from ..sweep import Sweep
from ..theory import spectrum
from ..written import number
from .draft_scene import draft_scene
from .header import AtlasHeader, Axis, Bounds, CellClass, Layer, Mark, NumberLayer, Point
from .live_scene import Steering
from .payload import as_float32

LAYERS = ("gap", "steps", "status")
LOWEST_GAP = 1e-6
"""Gaps below this share of the tolerance are drawn alike: the runs have arrived."""
COARSE = 64
"""Cells along each side of a draft, at most."""
LINE = 96
"""Points of a line."""
BAND = (0.0, 1.0)
"""Where the two rows of cells stand that one axis alone has."""

CLASSES: Mapping[Status, CellClass] = {
    Status.CONVERGED: {"key": "converged", "label": "converged", "pattern": "", "hue": 0},
    Status.STALLED: {"key": "stalled", "label": "stalled", "pattern": "dots", "hue": None},
    Status.RUNNING: {"key": "running", "label": "still running", "pattern": "", "hue": None},
    Status.DIVERGED: {"key": "diverged", "label": "diverged", "pattern": "hatch", "hue": None},
}


def map_scene(
    swept: Sweep,
    optimizer: Optimizer,
    surface: Surface,
    *,
    key: str = "map",
    page: str = "",
    entrant: str = "",
    sliders: Mapping[str, Steering] | None = None,
    shown: str = LAYERS[0],
    contours: bool = True,
    whole: Sequence[float] | None = None,
    home: Sequence[float] | None = None,
    title: str = "",
    file: str = "map",
) -> tuple[AtlasHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`: the last axis of the sweep to the right, the first upwards if there are two.

    optimizer, surface: with the current values, which are marked. Theory is about a constant η: under a schedule it is not drawn
    key:                the name of this map in the page
    page, entrant:      the key of the player beside it, and of its entrant that is mapped
    sliders:            what each slider of the page sets, see `live_scene`
    whole:              the bounds x0, x1 and, where there are two axes, y0, y1 that the visitor may go to
    home:               those to which a double click returns
    title, file:        what stands on a saved picture, and its name
    """
    names = list(swept.axes)
    x, y = names[-1], names[0] if len(names) == 2 else None
    bounded = bool(np.isfinite(surface.minimum))
    layers = layers_of(swept, surface) if bounded else layers_of(swept, surface)[-1:]
    known = theory_marks(optimizer, surface, swept.axes) if swept.schedule is None else []
    header: AtlasHeader = {
        "kind": "atlas",
        "key": key,
        "x": axis_of(x, optimizer, surface),
        "y": axis_of(y, optimizer, surface) if y else {"label": "", "name": "", "scale": "linear", "blank": True},
        "layers": layers,
        "shown": shown if bounded else "status",
        "shade": "steps" if bounded else None,
        "patterns": "status",
        "contours": contours and y is not None,
        "marks": [*known, current(optimizer, surface, x, y)],
        "square": False,
        "zooms": True,
        "whole": _bounds(whole) if whole else None,
        "home": _bounds(home) if home else None,
        "window": None,
        "heading": "",
        "title": title,
        "file": file,
    }
    if swept.schedule is None:
        header["draft"] = draft_scene(
            swept.optimizer,
            swept.surface,
            names[::-1],
            page=page,
            entrant=entrant,
            sliders=sliders or {},
            start=swept.start,
            steps=swept.steps,
            tolerance=swept.tolerance,
            resolution=min(COARSE, swept.codes.shape[-1]),
            is_quadratic=bool(known),
        )
    lost = swept.codes == STATUSES.index(Status.DIVERGED)
    found: dict[str, NDArray[Any]] = {
        "gap": as_float32(np.where(lost, np.nan, swept.final_gap)),
        "steps": np.where(swept.steps_to < 0, np.nan, swept.steps_to).astype(np.float32),
        "status": swept.codes,
    }
    arrays: dict[str, NDArray[Any]] = {"x": swept.axes[x], "y": swept.axes[y] if y else np.array(BAND)}
    for layer in layers:
        cells = found[layer["key"]]
        arrays[f"layer_{layer['key']}"] = cells if y else np.stack([cells, cells])
    return header, arrays


def _bounds(whole: Sequence[float]) -> Bounds:
    x_min, x_max, y_min, y_max = [*whole, *BAND][:4]
    return x_min, x_max, y_min, y_max


def layers_of(swept: Sweep, surface: Surface) -> list[Layer]:
    """What a map can show. The colors span the same numbers for every value of the sliders, so that they can be compared."""
    first = float(surface.f(*swept.start)) - surface.minimum
    most = 10.0 ** math.ceil(math.log10(first)) if 0 < first < math.inf else 1.0
    least = swept.tolerance * LOWEST_GAP
    gap: NumberLayer = {"key": "gap", "label": "final gap f − f*", "short": "final gap", "kind": "number", "scale": "log"}
    steps: NumberLayer = {
        "key": "steps",
        "label": f"steps to a gap of {number(swept.tolerance, 1)}",
        "short": "steps",
        "kind": "number",
        "scale": "linear",
    }
    return [
        {**gap, "range": (least, max(most, 10 * least))},
        {**steps, "range": (0, swept.steps)},
        {"key": "status", "label": "status", "kind": "class", "classes": [CLASSES[status] for status in STATUSES]},
    ]


def axis_of(name: str, optimizer: Optimizer, surface: Surface) -> Axis:
    parameter = {**surface.parameters(), **optimizer.parameters()}[name]
    return {"label": in_text(symbol(parameter.symbol)), "name": words_beside(parameter.symbol, name), "scale": parameter.scale}


def current(optimizer: Optimizer, surface: Surface, x: str, y: str | None) -> Mark:
    values = {**surface.values_by_name(), **optimizer.values_by_name()}
    return {"kind": "cross", "at": (float(values[x]), float(values[y]) if y else 0.5), "label": "current values"}


def theory_marks(optimizer: Optimizer, surface: Surface, axes: Mapping[str, NDArray[Any]]) -> list[Mark]:
    """What is known of the method on a quadratic, as far as the axes show it: from which η on it diverges, and its best values."""
    theory, found = optimizer.theory, _spectrum(surface)
    if theory is None or found is None or "learning_rate" not in axes:
        return []
    other = next((name for name in axes if name != "learning_rate"), None)
    values = np.linspace(0, 1, 2) if other is None else axes[other][np.linspace(0, len(axes[other]) - 1, LINE).astype(int)]
    edge: list[Point] = [(_edge(optimizer, surface, other, float(value)), float(value)) for value in values]
    if list(axes)[-1] != "learning_rate":
        edge = [(value, rate) for rate, value in edge]
    marks: list[Mark] = [{"kind": "line", "points": edge, "label": "edge of stability", "moves": True}]
    if other == "momentum":
        best = theory.tuned(*found)
        across, up = (getattr(best, name) for name in reversed(list(axes)))
        marks.append({"kind": "star", "at": (across, up), "label": "optimum", "moves": True})
    return marks


def _edge(optimizer: Optimizer, surface: Surface, name: str | None, value: float) -> float:
    """The η from which on the method diverges, with a value of one more parameter."""
    if name is not None and name in surface.parameters():
        surface = surface.replace(**{name: value})
    elif name is not None:
        optimizer = optimizer.replace(**{name: value})
    (_, largest), theory = _spectrum(surface), optimizer.theory  # type: ignore[misc]
    return theory.largest_learning_rate(largest, float(getattr(optimizer, "momentum", 0.0)))  # type: ignore[union-attr]


_spectrum = lru_cache(maxsize=1024)(spectrum)
