"""Single runs as machine code, every point and state recorded: what a race is made of.

A method and a surface are compiled apart and meet in a call, so there is one piece for each of them and not one for
each pair. The pieces are made in the background when somebody orders them, or when runs without them have taken so long that
they are worth it; whoever runs without them runs in NumPy, with the same result to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numba import types

from surfaces import FiniteSum, Surface
from surfaces.declaration import Array, Declared

from ..optimizer import Optimizer
from .programs import made
from .workshop import workshop

SURFACE = '''"""The calculus of a surface, generated. The formulas stand in the file it imports."""
from collections import namedtuple

from numba import njit, types

from optviz.lanes.rounding import compilable
from {terrain.__module__} import {terrain.__qualname__} as Terrain

grad, hess = compilable(Terrain.grad), compilable(Terrain.hess)
Surface = namedtuple("Surface", {parameters})
number = types.float64
pair = types.UniTuple(number, 2)


@njit(pair(number[::1], number, number), error_model="numpy", cache={cached})
def gradient(own, x, y):
    gx, gy = grad(Surface({own}), x, y)
    return float(gx), float(gy)


@njit(types.UniTuple(pair, 2)(number[::1], number, number), error_model="numpy", cache={cached})
def hessian(own, x, y):
    (xx, xy), (yx, yy) = hess(Surface({own}), x, y)
    return (float(xx), float(xy)), (float(yx), float(yy))
'''

METHOD = '''"""A run of a method, generated. The formulas stand in the file it imports."""
from collections import namedtuple

import numpy as np
from numba import njit, types

from optviz.lanes.rounding import compilable
from {method.__module__} import {method.__qualname__} as Method

update, query = compilable(Method.update), compilable(Method.query)
State = namedtuple("State", {fields})
Optimizer = namedtuple("Optimizer", {hyperparameters} + ["State"])
number = types.float64
pair = types.UniTuple(number, 2)
gradient_of = types.FunctionType(pair(number[::1], number, number))
hessian_of = types.FunctionType(types.UniTuple(pair, 2)(number[::1], number, number))


@njit(
    types.void(number[::1], number[::1], gradient_of, hessian_of, number[:, ::1], number[:, :, ::1]),
    nogil=True,
    error_model="numpy",
    cache={cached},
)
def run(own, terrain, gradient, hessian, points, states):
    method = Optimizer({optimizer})
    x, y = points[0]
    for step in range(1, len(points)):
{step}
        points[step, 0], points[step, 1] = x, y
'''

BY_COORDINATE = """
        of_x, of_y = State({state_x}), State({state_y})
        gx, gy = gradient(terrain, query(method, x, of_x), query(method, y, of_y))
        x, of_x = update(method, x, gx, of_x)
        y, of_y = update(method, y, gy, of_y)
{keep}
"""
TOGETHER = """
        at = query(method, np.array((x, y)), State())
        g = np.array(gradient(terrain, at[0], at[1]))
        reached, _ = update(method, np.array((x, y)), g, State(){hessian})
        x, y = reached
"""

Run = Callable[[Array, int], tuple[Array, list[Array]]]


class _Passed:
    """A compiled function as an argument of others, by Numba's wrapper address protocol.

    The function itself would be asked where it lies and of what type it is at every call, which takes longer than most runs.
    """

    def __init__(self, function: Any) -> None:
        (made,) = function.overloads.values()
        self._numba_type_ = types.FunctionType(made.signature)
        self._address = made.library.get_pointer_to_function(made.fndesc.llvm_cfunc_wrapper_name)
        self._function = function  # its code must not be thrown away

    def __wrapper_address__(self) -> int:
        return int(self._address)


class _Calculus(NamedTuple):
    """That of a surface."""

    gradient: _Passed
    hessian: _Passed


def recorder(optimizer: Optimizer, surface: Surface) -> Run | None:
    """Runs a method from a start (2,) for so many steps: (points (steps + 1, 2), the same of every field of the state).

    None unless both pieces are ready.
    """
    run, calculus = workshop.find(type(optimizer)), workshop.find(type(surface))
    if run is None or calculus is None or not (_is_single(optimizer) and _is_single(surface)):
        return None
    return partial(_record, run, calculus, optimizer, surface)


def went_without(optimizers: Iterable[Optimizer], surface: Surface, steps: int) -> None:
    """Take note of single runs that were made without machine code, and order what would by now have been worth while."""
    if isinstance(surface, FiniteSum):
        return
    methods = [optimizer for optimizer in optimizers if _has_piece(type(optimizer)) and _is_single(optimizer)]
    is_due = workshop.is_due(type(surface), steps * len(methods))
    order([method for method in methods if workshop.is_due(type(method), steps) and is_due], surface)


def order(optimizers: Iterable[Optimizer], surface: Surface, wait: bool = False) -> None:
    """Have the pieces for a race made in the background; `wait` until they are there. A piece takes half a second or a second."""
    methods: dict[Any, None] = dict.fromkeys(type(optimizer) for optimizer in optimizers)
    if not methods or isinstance(surface, FiniteSum):  # whose examples NumPy adds up
        return
    pieces = [workshop.order(type(surface), partial(_of_surface, type(surface)))]
    for method in methods:
        if _has_piece(method):
            pieces.append(workshop.order(method, partial(_of_method, method)))
    for piece in pieces if wait else ():
        piece.exception()


def _has_piece(method: Any) -> bool:
    """Whether a method can be compiled: neither if it searches, nor if it remembers what couples the coordinates."""
    return not method.searches and not (method.couples_coordinates and method.State._fields)


def _is_single(declared: Declared) -> bool:
    return np.ndarray not in map(type, declared.values_by_name().values())


def _record(run: Any, calculus: _Calculus, optimizer: Optimizer, surface: Surface, start: Array, steps: int) -> tuple[Array, list[Array]]:
    first = optimizer.initial_state()
    points, states = np.empty((steps + 1, 2)), np.empty((len(first), steps + 1, 2))
    points[0] = start
    for recorded, value in zip(states, first, strict=True):
        recorded[0] = value
    run(_own(optimizer), _own(surface), calculus.gradient, calculus.hessian, points, states)
    return points, list(states)


def _own(declared: Declared) -> Array:
    return np.array(list(declared.values_by_name().values()), dtype=float)


def _of_surface(terrain: Any) -> Any:
    own = ", ".join(f"own[{i}]" for i in range(len(terrain.parameters())))
    source = SURFACE.format(terrain=terrain, parameters=list(terrain.parameters()), own=own, cached="{cached}")
    return made(source, (terrain,), lambda program: _Calculus(_Passed(program.gradient), _Passed(program.hessian)))


def _of_method(method: Any) -> Any:
    fields = method.State._fields
    if method.couples_coordinates:
        step = TOGETHER.format(hessian=", hessian(terrain, at[0], at[1])" if method.uses_hessian else "")
    else:
        step = BY_COORDINATE.format(
            state_x=", ".join(f"states[{i}, step - 1, 0]" for i in range(len(fields))),
            state_y=", ".join(f"states[{i}, step - 1, 1]" for i in range(len(fields))),
            keep="\n".join(f"        states[{i}, step, 0], states[{i}, step, 1] = of_x[{i}], of_y[{i}]" for i in range(len(fields))),
        )
    source = METHOD.format(
        method=method,
        fields=list(fields),
        hyperparameters=list(method.parameters()),
        optimizer=", ".join([*(f"own[{i}]" for i in range(len(method.parameters()))), "State"]),
        step=step.strip("\n"),
        cached="{cached}",
    )
    return made(source, (method,), lambda program: program.run)
