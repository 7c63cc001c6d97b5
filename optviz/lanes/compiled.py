"""Lanes as machine code: the unchanged `update` of an optimizer and `f` and `grad` of a surface in a loop made by Numba.

Only the loop is generated; it knows names of fields, no formula. It is compiled in the background, once for each
optimizer, surface and set of axes, and kept on disk. Until it is ready, and for methods that cannot be compiled,
the lanes run in NumPy, with the same result to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from surfaces import Surface

from ..optimizer import Optimizer
from ..trajectory import FARTHEST
from .work import Ends, Lanes, Part
from .workshop import load, workshop

GROUP = 32
"""Lanes that take a step together: enough for the vector units, few enough that they do not wait long for the last of them."""

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


@njit(nogil=True, error_model="numpy", cache={cached})
def walk(start, initial, swept, minimum, own, steps, tolerance, stops, points, steps_to, lost):
    runs = start.shape[1]
    memory = np.empty(({rows}, {group}))
    going, arrived = np.empty({group}, np.int64), np.empty({group}, np.int64)
    for first in range(0, runs, {group}):
        for i in range({group}):
            lane = min(first + i, runs - 1)
            memory[0, i], memory[1, i], memory[2, i] = start[0, lane], start[1, lane], minimum[lane]
            for row in range({fields_count}):
                memory[3 + 2 * row, i] = memory[4 + 2 * row, i] = initial[row, lane]
            for row in range({swept_count}):
                memory[{swept_row} + row, i] = swept[row, lane]
            close = value(Surface({surface}), start[0, lane], start[1, lane]) - minimum[lane] <= tolerance
            arrived[i] = 0 if close else -1
            going[i] = 0 if close and stops else 1
        for step in range(1, steps + 1):
            busy = 0
            for i in range({group}):
                x, y = memory[0, i], memory[1, i]
                method, terrain = Optimizer({optimizer}, State), Surface({surface})
                of_x, of_y = State({state_x}), State({state_y})
                gx, gy = grad(terrain, query(method, x, of_x), query(method, y, of_y))
                next_x, of_x = update(method, x, gx, of_x)
                next_y, of_y = update(method, y, gy, of_y)
                inside = (abs(next_x) < {farthest}) & (abs(next_y) < {farthest})
                goes = going[i] == 1
                moves = inside & goes
                x = next_x if moves else x
                y = next_y if moves else y
                memory[0, i], memory[1, i] = x, y
{keep}
                comes = moves & (arrived[i] < 0) & (value(terrain, x, y) - memory[2, i] <= tolerance)
                arrived[i] = step if comes else arrived[i]
                goes = moves & (not (comes & stops))
                going[i] = 1 if goes else 0
                busy += going[i]
            if busy == 0:
                break
        for i in range(min({group}, runs - first)):
            points[0, first + i], points[1, first + i] = memory[0, i], memory[1, i]
            steps_to[first + i] = arrived[i]
            lost[first + i] = (going[i] == 0) & (not (stops & (arrived[i] >= 0)))
'''

Kernel = Callable[..., None]


def obstacle(method: type[Optimizer]) -> str:
    """Why a method runs in NumPy lanes, in a few words; empty if it is compiled."""
    if method.searches:
        return "its line search asks for more points"
    if method.couples_coordinates:
        return "its coordinates take their steps together"
    return ""


def compiled(lanes: Lanes, wait: bool = False) -> Callable[[Part], Ends] | None:
    """What runs the parts of some lanes as machine code; None while it is being compiled, or where it cannot be.

    wait: until it is compiled, which takes 1 to 4 seconds, or a tenth of that if it is found on the disk.
    """
    if obstacle(type(lanes.optimizer)):
        return None
    key = type(lanes.optimizer), type(lanes.surface), lanes.hyperparameters, lanes.terrain
    piece = workshop.order(key, partial(_make, *key))
    if wait:
        piece.exception()
    walk = workshop.find(key)
    return None if walk is None else lambda part: _call(walk, part)


def _make(method: Any, terrain: Any, hyperparameters: tuple[str, ...], parameters: tuple[str, ...]) -> Kernel:
    walk: Kernel = load(_source(method, terrain, hyperparameters, parameters), method, terrain).walk
    # The first call compiles: a single lane, no step.
    known = {**method.parameters(), **terrain.parameters()}
    axes = {name: np.array([float(known[name].default)]) for name in (*hyperparameters, *parameters)}
    _call(walk, Lanes(method(), terrain(), (0.0, 0.0), 0, 1.0, axes).part(0, 1))
    return walk


def _call(walk: Kernel, part: Part) -> Ends:
    lanes = part.lanes
    ends = Ends(np.empty((2, part.size)), np.empty(part.size, np.int32), np.empty(part.size, bool))
    fields = part.optimizer().initial_state()
    initial = np.empty((len(fields), part.size))
    for row, field in zip(initial, fields, strict=True):
        row[:] = field
    swept = np.empty((len(part.values), part.size))
    for row, values in zip(swept, part.values.values(), strict=True):
        row[:] = values
    own = tuple(value for one in (lanes.optimizer, lanes.surface) for name, value in one.values_by_name().items() if name not in lanes.axes)
    walk(part.start, initial, swept, part.minimum, own, lanes.steps, lanes.tolerance, lanes.stops, *ends)
    return ends


def _source(method: Any, terrain: type[Surface], hyperparameters: tuple[str, ...], parameters: tuple[str, ...]) -> str:
    """The loop as a program."""
    fields, swept = method.State._fields, (*hyperparameters, *parameters)
    own = [name for one in (method, terrain) for name in one.parameters() if name not in swept]
    swept_row = 3 + 2 * len(fields)

    def given(names: Any) -> str:
        return ", ".join(f"memory[{swept_row + swept.index(name)}, i]" if name in swept else f"own[{own.index(name)}]" for name in names)

    def kept(side: int) -> str:
        return ", ".join(f"memory[{3 + 2 * i + side}, i]" for i in range(len(fields)))

    lines = [f"memory[{3 + 2 * i + side}, i] = of_{name}[{i}]" for i in range(len(fields)) for side, name in enumerate("xy")]
    return LOOP.format(
        method=method,
        terrain=terrain,
        fields=list(fields),
        fields_count=len(fields),
        hyperparameters=list(method.parameters()),
        parameters=list(terrain.parameters()),
        swept_count=len(swept),
        swept_row=swept_row,
        rows=swept_row + len(swept),
        optimizer=given(method.parameters()),
        surface=given(terrain.parameters()),
        state_x=kept(0),
        state_y=kept(1),
        keep="\n".join(" " * 16 + line for line in lines),
        group=GROUP,
        farthest=FARTHEST,
        cached="{cached}",
    )
