"""Lanes as machine code: the unchanged `update` of an optimizer and `f` and `grad` of a surface in a loop made by Numba.

Only the loop is generated; it knows names of fields, no formula. It is compiled in the background, once for each
optimizer, surface and set of axes, and kept on disk. Until it is ready, and for methods that cannot be compiled,
the lanes run in NumPy, with the same result to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import numpy as np
from numba.core.errors import NumbaError

from surfaces import Beyond, FiniteSum, Surface

from ..optimizer import Optimizer
from ..plane import FARTHEST
from .clocks import clocks
from .programs import made
from .work import Ends, Lanes, Part
from .workshop import workshop

GROUP = 32
"""Lanes that take a step together: enough for the vector units, few enough that they do not wait long for the last of them."""

GOAL = ("minimum", "left", "right", "bottom", "top")
"""The fields of a Goal that lanes keep: all of them where f is lower outside of the window, else the minimum."""

LOOP = '''"""A loop over lanes, generated. The formulas stand in the files it imports."""
from collections import namedtuple

import numpy as np
from numba import njit

from optviz.lanes.rounding import compilable
from {method.__module__} import {method.__qualname__} as Method
from {terrain.__module__} import {terrain.__qualname__} as Terrain

update, query = compilable(Method.update), compilable(Method.query)
value, grad = compilable(Terrain.f), compilable(Terrain.grad)
State = namedtuple("State", {fields})
Optimizer = namedtuple("Optimizer", {hyperparameters} + ["State"])
Surface = namedtuple("Surface", {parameters})


@njit(nogil=True, error_model="numpy", no_cfunc_wrapper=True, cache={cached})
def walk(start, initial, swept, goal, own, steps, tolerance, stops, points, before, steps_to, lost):
    runs = start.shape[1]
    lanes = np.empty(({rows}, {group}))
    for first in range(0, runs, {group}):
        for i in range({group}):
            lane = min(first + i, runs - 1)
            x, y = start[0, lane], start[1, lane]
            lanes[{x}, i], lanes[{y}, i] = x, y
{begin}
            close = (value(Surface({surface}), x, y) - lanes[{minimum}, i] <= tolerance){within}
            lanes[{arrived}, i] = 0.0 if close else -1.0
            lanes[{going}, i] = 0.0 if close and stops else 1.0
        for step in range(1, steps + 1):
            if step == steps:
                lanes[{x_before}], lanes[{y_before}] = lanes[{x}], lanes[{y}]
            busy = 0
            for i in range({group}):
                x, y = lanes[{x}, i], lanes[{y}, i]
                method, terrain = Optimizer({optimizer}, State), Surface({surface})
                of_x, of_y = State({state_x}), State({state_y})
                gx, gy = grad(terrain, query(method, x, of_x), query(method, y, of_y))
                next_x, of_x = update(method, x, gx, of_x)
                next_y, of_y = update(method, y, gy, of_y)
                inside = (abs(next_x) < {farthest}) & (abs(next_y) < {farthest})
                moves = inside & (lanes[{going}, i] == 1.0)
                x = next_x if moves else x
                y = next_y if moves else y
                lanes[{x}, i], lanes[{y}, i] = x, y
{keep}
                comes = moves & (lanes[{arrived}, i] < 0.0) & (value(terrain, x, y) - lanes[{minimum}, i] <= tolerance){within}
                lanes[{arrived}, i] = step if comes else lanes[{arrived}, i]
                goes = moves & (not (comes & stops))
                lanes[{going}, i] = 1.0 if goes else 0.0
                busy += 1 if goes else 0
            if busy == 0:
                break
{tick}
        for i in range(min({group}, runs - first)):
            points[0, first + i], points[1, first + i] = lanes[{x}, i], lanes[{y}, i]
            before[0, first + i] = lanes[{x_before}, i] if lanes[{going}, i] == 1.0 else lanes[{x}, i]
            before[1, first + i] = lanes[{y_before}, i] if lanes[{going}, i] == 1.0 else lanes[{y}, i]
            steps_to[first + i] = lanes[{arrived}, i]
            lost[first + i] = (lanes[{going}, i] == 0.0) & (not (stops & (lanes[{arrived}, i] >= 0.0)))
'''

Kernel = Callable[..., None]


def obstacle(method: type[Optimizer], terrain: type[Surface] = Surface) -> str:
    """Why a method runs in NumPy lanes on a surface, in a few words; empty if it is compiled."""
    if issubclass(terrain, FiniteSum):
        return f"the surface is a sum over {terrain.terms} examples"
    if method.searches:
        return "its line search asks for more points"
    if method.couples_coordinates:
        return "its coordinates take their steps together"
    for key, error in workshop.failures().items():
        if isinstance(key, tuple) and key[0] is method and issubclass(key[1], terrain):
            return _told(error)
    return ""


def _told(error: BaseException) -> str:
    """What kept a piece from being made, in a few words."""
    if isinstance(error, NumbaError):
        return "the compiler does not know all of the formulas"
    if isinstance(error, ImportError | SyntaxError | OSError | TypeError):
        return "its formulas stand where they cannot be imported from"
    return f"the compiler failed with {type(error).__name__}"


def compiled(lanes: Lanes, wait: bool = False) -> Callable[[Part], Ends] | None:
    """What runs the parts of some lanes as machine code; None while it is being compiled, or where it cannot be.

    wait: until it is compiled, which takes 1 to 4 seconds, or a tenth of that if it is found on the disk.
    """
    if obstacle(type(lanes.optimizer), type(lanes.surface)):
        return None
    key = _key(lanes)
    piece = workshop.order(key, partial(_make, *key))
    if wait:
        piece.exception()
    walk = workshop.find(key)
    return None if walk is None else lambda part: _call(walk, part)


def is_due(lanes: Lanes) -> bool:
    """Take note of lanes that are too few to be worth a compiler; whether there were so many of them by now that they are."""
    return workshop.is_due(_key(lanes), lanes.steps)


def _key(lanes: Lanes) -> tuple[Any, ...]:
    return type(lanes.optimizer), type(lanes.surface), lanes.hyperparameters, lanes.terrain


def _make(method: Any, terrain: Any, hyperparameters: tuple[str, ...], parameters: tuple[str, ...]) -> Kernel:
    known = {**method.parameters(), **terrain.parameters()}
    axes = {name: np.array([float(known[name].default)]) for name in (*hyperparameters, *parameters)}
    still = Lanes(method(), terrain(), (0.0, 0.0), 0, 1.0, axes).part(0, 1)

    def compile_walk(program: Any) -> Kernel:
        walk: Kernel = program.walk
        _call(walk, still)  # the first call compiles: a single lane, no step
        return walk

    return cast(Kernel, made(_source(method, terrain, hyperparameters, parameters), (method, terrain), compile_walk))


def _call(walk: Kernel, part: Part) -> Ends:
    lanes = part.lanes
    ends = Ends(np.empty((2, part.size)), np.empty((2, part.size)), np.empty(part.size, np.int32), np.empty(part.size, bool))
    fields = part.optimizer().initial_state()
    initial = np.empty((len(fields), part.size))
    for row, field in zip(initial, fields, strict=True):
        row[:] = field
    swept = np.empty((len(part.values), part.size))
    for row, values in zip(swept, part.values.values(), strict=True):
        row[:] = values
    own = tuple(value for one in (lanes.optimizer, lanes.surface) for name, value in one.values_by_name().items() if name not in lanes.axes)
    goal = np.array(part.goal[: len(GOAL)])
    walk(part.start, initial, swept, goal, own, lanes.steps, lanes.tolerance, lanes.stops, *ends)
    return ends


def _source(method: Any, terrain: type[Surface], hyperparameters: tuple[str, ...], parameters: tuple[str, ...]) -> str:
    """The loop as a program. What every lane keeps for itself is a row of `lanes`; what is the same for all is a number."""
    swept = (*hyperparameters, *parameters)
    own = [name for one in (method, terrain) for name in one.parameters() if name not in swept]
    goal = GOAL if terrain.beyond is Beyond.LOWER else GOAL[:1]
    rows: list[Any] = ["x", "y", "x_before", "y_before", "going", "arrived", *goal, *swept]
    begin, keep, tick = [], [], []
    x_before, y_before = [], []
    for i, field in enumerate(method.State._fields):
        depends_on = clocks(method).get(field)
        if depends_on is None:  # one of each coordinate
            rows += [(field, "x"), (field, "y")]
            of_x, of_y = (f"lanes[{rows.index((field, side))}, i]" for side in "xy")
            begin.append(f"{of_x} = {of_y} = initial[{i}, lane]")
            keep.append(f"{of_x}, {of_y} = of_x[{i}], of_y[{i}]")
        elif depends_on & set(hyperparameters):  # one for both
            rows.append(field)
            of_x = of_y = f"lanes[{rows.index(field)}, i]"
            begin.append(f"{of_x} = initial[{i}, lane]")
            keep.append(f"{of_x} = of_x[{i}]")
        else:  # one for all lanes
            of_x = of_y = f"clock_{i}"
            begin.append(f"{of_x} = next_{i} = initial[{i}, lane]")
            keep.append(f"next_{i} = of_x[{i}]")
            tick.append(f"{of_x} = next_{i}")
        x_before.append(of_x)
        y_before.append(of_y)
    begin += [f"lanes[{rows.index(name)}, i] = swept[{i}, lane]" for i, name in enumerate(swept)]
    begin += [f"lanes[{rows.index(name)}, i] = goal[{i}, lane]" for i, name in enumerate(goal)]
    left, right, bottom, top = (f"lanes[{rows.index(name)}, i]" for name in goal[1:]) if goal[1:] else [""] * 4
    within = f" & ({left} <= x) & (x <= {right}) & ({bottom} <= y) & (y <= {top})" if goal[1:] else ""

    def given(names: Any) -> str:
        return ", ".join(f"lanes[{rows.index(name)}, i]" if name in swept else f"own[{own.index(name)}]" for name in names)

    return LOOP.format(
        method=method,
        terrain=terrain,
        fields=list(method.State._fields),
        hyperparameters=list(method.parameters()),
        parameters=list(terrain.parameters()),
        **{name: rows.index(name) for name in ("x", "y", "x_before", "y_before", "going", "arrived", "minimum")},
        within=within,
        rows=len(rows),
        optimizer=given(method.parameters()),
        surface=given(terrain.parameters()),
        state_x=", ".join(x_before),
        state_y=", ".join(y_before),
        begin="\n".join(" " * 12 + line for line in begin),
        keep="\n".join(" " * 16 + line for line in keep),
        tick="\n".join(" " * 12 + line for line in tick),
        group=GROUP,
        farthest=FARTHEST,
        cached="{cached}",
    )
