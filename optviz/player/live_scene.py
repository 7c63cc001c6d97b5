"""What the browser needs to run a race by itself: to show it, and to go on with it while a start is dragged."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import FiniteSum

from ..graph.engine import engine, runs_to_the_last_bit
from ..race import Race
from ..status import Goal
from .header import Live
from .payload import digest


def live_scene(race: Race) -> tuple[Live, dict[str, NDArray[Any]]] | None:
    """Part of a header, and arrays: the methods and the surface as JavaScript with their values, and the points that would not be the same.

    None for a fit of data, whose curves the browser could not draw.
    """
    surface, runs = race.surface, list(race.lanes.values())
    if isinstance(surface, FiniteSum):
        return None
    alike = [runs_to_the_last_bit(type(run.optimizer), type(surface)) for run in runs]
    points = [run.points for run, same in zip(runs, alike, strict=True) if not same]
    live: Live = {
        "engine": engine(dict.fromkeys(type(run.optimizer) for run in runs), [type(surface)]),
        "parameters": [float(value) for value in surface.values_by_name().values()],
        "goal": [float(number) if np.isfinite(number) else None for number in Goal.of(surface)[:-1]],
        "lanes": [
            {
                "form": type(run.optimizer).__name__,
                "hyperparameters": [float(value) for value in run.optimizer.values_by_name().values()],
                "digest": digest(run.points) if same else None,
            }
            for run, same in zip(runs, alike, strict=True)
        ],
    }
    return live, {"live.points": np.stack(points)} if points else {}
