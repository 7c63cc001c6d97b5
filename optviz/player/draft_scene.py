"""What the browser needs to draw a draft of a map by itself, while the map is moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from surfaces import FiniteSum, Surface

from ..graph.engine import engine_of_lanes, theory
from ..optimizer import Optimizer
from ..status import Goal
from .header import CellClass, Draft, Known, Varied
from .live_scene import Steering, landmarks_along, steered

START = ("x", "y")
"""What the axes of starts are called."""


def draft_scene(
    optimizer: Optimizer,
    surface: Surface,
    axes: Sequence[str],
    *,
    page: str,
    entrant: str,
    sliders: Mapping[str, Steering],
    start: tuple[float, float],
    steps: int,
    tolerance: float,
    resolution: int,
    stops: bool = False,
    classes: Sequence[CellClass] = (),
    is_quadratic: bool = False,
) -> Draft | None:
    """How to draw a draft; None where the browser could not: of a fit of data.

    page:       the key of the player that shows the run of a cell
    entrant:    who is run, as that player calls it
    sliders:    what each slider of the page sets, see `live_scene`
    axes:       what is varied to the right, and upwards if there is a second: parameters of the method or the surface, or "x" and "y"
    resolution: cells along each side
    stops:      whether a run ends where it arrives
    classes:    those of the layer "basin": the minimizers, and then one for each status in which a start may end elsewhere
    is_quadratic: whether the map shows what theory says of the surface
    """
    if isinstance(surface, FiniteSum):
        return None
    # The current values along the axes are no part of a map.
    optimizer = optimizer.replace(**{name: one.default for name, one in optimizer.parameters().items() if name in axes})
    surface = surface.replace(**{name: one.default for name, one in surface.parameters().items() if name in axes})
    return {
        "page": page,
        "engine": engine_of_lanes(type(optimizer), type(surface)),
        "hyperparameters": _numbers(optimizer.values_by_name()),
        "parameters": _numbers(surface.values_by_name()),
        "goal": [float(number) if np.isfinite(number) else None for number in Goal.of(surface)[:-1]],
        "minimizers": surface.minimizers,
        "local_minima": surface.local_minima,
        "seeds": _seeds(surface, axes),
        "start": start,
        "steps": steps,
        "tolerance": tolerance,
        "stops": stops,
        "sliders": steered(surface, {entrant: optimizer}, sliders),
        "varied": [_varied(name, optimizer, surface) for name in axes],
        "resolution": resolution,
        "classes": list(classes),
        "theory": _known(optimizer, surface, axes) if is_quadratic else None,
    }


def _known(optimizer: Optimizer, surface: Surface, axes: Sequence[str]) -> Known | None:
    printed = theory(type(optimizer), type(surface))
    return {"printed": printed, "rate": 0 if axes[0] == "learning_rate" else 1} if printed and "learning_rate" in axes else None


def _seeds(surface: Surface, axes: Sequence[str]) -> list[tuple[float, float]]:
    """Where minima are for some value of the axes that move them, no two of them close by."""
    if not surface.landmarks_depend_on_parameters():
        return []
    along = [one for name in axes if name in surface.parameters() for one in landmarks_along(surface, name)]
    return sorted({(round(x, 1), round(y, 1)) for one in along for x, y in (*one["minimizers"], *one["local_minima"])})


def _numbers(values: Mapping[str, float]) -> list[float]:
    return [float(value) for value in values.values()]


def _varied(name: str, optimizer: Optimizer, surface: Surface) -> Varied:
    if name in START:
        return {"of": "start", "at": START.index(name), "least": None, "most": None}
    group, declared = ("hyperparameters", optimizer) if name in optimizer.parameters() else ("parameters", surface)
    least, most = declared.parameters()[name].domain.ends()
    return {"of": group, "at": list(declared.parameters()).index(name), "least": least, "most": most}  # type: ignore[typeddict-item]
