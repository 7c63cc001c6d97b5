"""Every form of every method on every surface, at a few settings of each: what all executions of the engine are compared at."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import numpy as np

from optviz import OPTIMIZERS, Optimizer
from optviz.graph.engine import engine
from optviz.status import Goal
from surfaces import SURFACES, FiniteSum, Surface
from surfaces.declaration import Parameter

FORMS = [form for one in OPTIMIZERS.values() for form in one.forms()]
STEPS = 300
SETTINGS = 3
"""Of each form: its defaults, and any choices of its sliders."""
TOLERANCE = 1e-6


@cache
def setups() -> dict[str, tuple[Surface, list[Optimizer]]]:
    """Each surface, whose parameters are any choices of their sliders, and each form with its settings (SETTINGS,) there."""
    found = {}
    for key, surface in SURFACES.items():
        rng = random.Random(key)
        there = surface.replace(**{name: _any_choice(one, rng) for name, one in surface.parameters().items()})
        found[key] = there, [_with_settings(form, rng) for form in FORMS]
    return found


def _any_choice(one: Parameter, rng: random.Random) -> float:
    return rng.choice(_choices(one))


@cache
def _choices(one: Parameter) -> list[float]:
    return [float(value) for value in one.choices() if one.domain.contains(value)]


def _with_settings(form: type[Optimizer], rng: random.Random) -> Optimizer:
    parameters = form.parameters().items()
    return form(**{name: np.array([one.default, *(_any_choice(one, rng) for _ in range(SETTINGS - 1))], float) for name, one in parameters})


def told(surface: Surface, optimizers: list[Optimizer]) -> dict[str, Any]:
    """What the browser's engine has to know to run each optimizer at each of its settings: see `tests/web/rows.js`."""
    return {
        "engine": engine(FORMS, [type(surface)]),
        **{"surface": surface.key, "t": list(map(float, surface.values_by_name().values()))},
        **{"goal": [str(float(number)).replace("inf", "Infinity") for number in Goal.of(surface)[:-1]], "tolerance": TOLERANCE},
        **{"minimizers": surface.minimizers, "examples": surface.examples.tolist() if isinstance(surface, FiniteSum) else []},
        **{"start": list(map(float, surface.start)), "steps": STEPS},
        "runs": [
            {"form": type(optimizer).__name__, "h": list(h)}
            for optimizer in optimizers
            for h in zip(*(values.tolist() for values in optimizer.values_by_name().values()), strict=True)
        ],
    }
