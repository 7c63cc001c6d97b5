"""Lanes side by side in the browser end where NumPy's do: what a draft shows of a map is what the map shows at the same cells.

That a single run in the browser is NumPy's, as far as libraries round alike, is tested in test_agreement.py.
"""

from typing import Any

import numpy as np
from cases import case
from in_node import numbers_from

from optviz import OPTIMIZERS, Optimizer, basins, sweep
from optviz.graph import lanes, trace
from optviz.graph.engine import engine
from optviz.player.draft_scene import draft_scene
from surfaces import SURFACES, FiniteSum, Surface

FORMS = [form for one in OPTIMIZERS.values() for form in one.forms()]
CLOSED = {key: surface for key, surface in SURFACES.items() if not isinstance(surface, FiniteSum)}
HERE = CLOSED["himmelblau"]
CELLS = (7, 5)
STEPS = 120
TOLERANCE = 1e-6


ELSEWHERE = {
    "a global minimizer outside the window": (0.02, CLOSED["branin"]),
    "a local minimum within the tolerance": (0.1, CLOSED["gaussian_wells"].replace(depth=1.00005, width=1.0)),
}
"""Learning rates and surfaces with which starts arrive at none of the minimizers."""
MOVED = 1e-12
"""How far off a gap may be where the browser finds the minimum by itself, as a parameter along an axis moves it."""


def spread(one, count):
    """Some choices of a parameter, over the whole of its slider."""
    choices = np.unique(one.choices())
    return choices[np.linspace(0, len(choices) - 1, count).astype(int)]


def a_sweep(method: Optimizer, surface: Surface, first: str | None = None):
    """A map of two values, the surface's first parameter or another one along one side, with what a page says of it."""
    declared = {**surface.parameters(), **method.parameters()}
    names = list(dict.fromkeys([first or next(iter(declared)), *method.parameters()]))[:2]
    axes = {name: spread(declared[name], count) for name, count in zip(names, CELLS, strict=False)}
    found = sweep(method, surface, steps=STEPS, tolerance=TOLERANCE, **axes)
    return said(method, surface, axes, TOLERANCE, stops=False), (found.final_gap, found.steps_to, found.codes, None)


def some_basins(method, surface):
    found = basins(method, surface, 6, STEPS, 1e-4)
    told = said(method, surface, {"y": found.y, "x": found.x}, 1e-4, stops=True)
    return told, (None, found.steps_to, found.codes, found.index)


def said(method: Optimizer, surface: Surface, axes: dict[str, Any], tolerance: float, *, stops: bool):
    """What a page says of a map, and the cells that are wanted of it."""
    across = list(axes)[::-1]
    draft = draft_scene(
        *(method, surface, across),
        page="",
        entrant="",
        sliders={},
        start=surface.start,
        steps=STEPS,
        tolerance=tolerance,
        resolution=len(axes[across[0]]),
        stops=stops,
    )
    varied = [{"varied": one, "values": axes[name].tolist()} for one, name in zip(draft["varied"], across, strict=True)]
    moving = [name for name in axes if name in surface.parameters()] if draft["seeds"] else []
    cells = np.ndindex(*(len(values) for values in axes.values()))
    each = [{name: float(values[i]) for (name, values), i in zip(axes.items(), cell, strict=True) if name in moving} for cell in cells]
    minima = [surface.replace(**one).minimum for one in each] if moving else []
    return {"told": draft, "axes": varied, "alone": engine([type(method)], []), "minima": minima}


def is_exact(form, surface):
    formulas = [*lanes.lane(form, surface), *trace.terrain(surface)]
    return all(formula.is_rounded_by_standard for formula in formulas)


def test_a_draft_of_any_map_is_numpys_map_and_its_cells_are_the_browsers_runs():
    momentum = OPTIMIZERS["momentum"]()
    grids = {form.__name__: (form(), HERE, a_sweep) for form in FORMS}
    grids |= {f"{key}, {make.__name__}": (momentum, surface, make) for key, surface in CLOSED.items() for make in (a_sweep, some_basins)}
    for name, (rate, surface) in ELSEWHERE.items():
        grids[name] = (OPTIMIZERS["momentum"](learning_rate=rate), surface, some_basins)
    asked = {name: make(method, surface) for name, (method, surface, make) in grids.items()}
    numbers = numbers_from("gridding.js", {"grids": [told for told, _ in asked.values()]})
    for name, (told, expected) in asked.items():
        method, surface, make = grids[name]
        shape = [len(axis["values"]) for axis in reversed(told["axes"])]
        size = 7 * int(np.prod(shape))
        found, numbers = numbers[:size].reshape(7, *shape), numbers[size:]
        with case(name):
            gap, steps, status, minimizer, gap_alone, steps_alone, status_alone = found
            np.testing.assert_array_equal(steps, steps_alone)
            ends = steps < 0 if make is some_basins else np.full(shape, True)  # those that arrive end there
            np.testing.assert_allclose(gap[ends], gap_alone[ends], rtol=0, atol=MOVED if told["minima"] else 0)
            np.testing.assert_array_equal(status[ends], status_alone[ends])
            if make is some_basins:
                alike = steps == expected[1]
                np.testing.assert_array_equal(minimizer[alike], expected[3][alike])
                assert name not in ELSEWHERE or ((steps >= 0) & (minimizer < 0)).any()
            if is_exact(type(method), type(surface)):
                for some, right in zip((gap, steps, status, minimizer), expected, strict=True):
                    if right is not None:
                        np.testing.assert_array_equal(some, right)
    assert not numbers.size
