"""What the browser needs to run a race by itself, while a start is dragged."""

from __future__ import annotations

import numpy as np

from surfaces import FiniteSum

from ..graph.engine import engine
from ..race import Race
from ..status import Goal
from .header import Live


def live_scene(race: Race) -> Live | None:
    """The methods and the surface of a race as JavaScript, with their values; None for a fit of data, whose curves it could not draw."""
    surface, runs = race.surface, list(race.lanes.values())
    if isinstance(surface, FiniteSum):
        return None
    return {
        "engine": engine(dict.fromkeys(type(run.optimizer) for run in runs), [type(surface)]),
        "parameters": [float(value) for value in surface.values_by_name().values()],
        "goal": [float(number) if np.isfinite(number) else None for number in Goal.of(surface)[:-1]],
        "lanes": [
            {"form": type(run.optimizer).__name__, "hyperparameters": [float(value) for value in run.optimizer.values_by_name().values()]}
            for run in runs
        ],
    }
