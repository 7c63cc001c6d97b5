"""Numbers that are not known yet: what NumPy is asked to do with them is written into a graph.

A declaration is called with symbols in place of numbers, its lines unchanged. A Symbol stands for a number, or for yes or no; a
Vector for two of them, one for each coordinate. What cannot be written down is an Unwritable, with what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from .graph import ASKS, ROUNDED_BY_LIBRARY, Graph, Node

UFUNCS = {
    **{getattr(np, name): name for name in ("add", "subtract", "multiply", "negative", "sqrt", "absolute", "sign", "floor")},
    **{getattr(np, name): name for name in (*ROUNDED_BY_LIBRARY, "maximum", "minimum")},
    **{getattr(np, name): name for name in ASKS - {"and", "or", "not"}},
    np.true_divide: "divide",
    **{np.bitwise_and: "and", np.bitwise_or: "or", np.invert: "not"},
    **{np.logical_and: "and", np.logical_or: "or", np.logical_not: "not"},
}


class Unwritable(TypeError):
    """A line that a symbol cannot follow."""


class _Unknown(NDArrayOperatorsMixin):
    """What a number and a vector that are not known have in common."""

    graph: Graph
    ndim: int

    def __array_ufunc__(self, ufunc: Any, method: str, *arguments: Any, **keywords: Any) -> Any:
        if keywords.get("out") is not None:
            raise Unwritable("it writes into what it was given; make something new instead: x = x - g, not x -= g")
        if ufunc is np.isfinite:
            return np.abs(arguments[0]) < np.inf
        if method != "__call__" or keywords or ufunc not in UFUNCS:
            raise Unwritable(f"there is no np.{ufunc.__name__} among the operations; there are {', '.join(sorted(UFUNCS.values()))}")
        return _elementwise(self.graph, UFUNCS[ufunc], arguments)

    def __array_function__(self, function: Any, types: Any, arguments: Any, keywords: Any) -> Any:
        if function is np.where and len(arguments) == 3:
            return _elementwise(self.graph, "where", arguments)
        if function is np.zeros_like:
            return _full_like(arguments[0], 0.0)
        if function is np.ones_like:
            return _full_like(arguments[0], 1.0)
        if function is np.full_like:
            return _full_like(*arguments[:2])
        raise Unwritable(f"np.{function.__name__} is not understood; where, zeros_like, ones_like and full_like are")

    def __bool__(self) -> bool:
        raise Unwritable("it branches on a value; choose with np.where instead, and combine conditions with &, | and ~")

    def __float__(self) -> float:
        raise Unwritable("it wants a value as a number of Python; use NumPy's functions, np.sqrt and not math.sqrt")

    __int__ = __index__ = __complex__ = __float__

    def __setitem__(self, place: Any, value: Any) -> None:
        raise Unwritable("it writes into what it was given; make something new instead: np.array((a, b)), or np.where")


class Symbol(_Unknown):
    """A number, or a yes or no: a place in a graph."""

    ndim = 0
    shape = ()

    def __init__(self, graph: Graph, place: int) -> None:
        self.graph, self.place = graph, place

    def any(self, axis: int | None = None) -> Symbol:
        return self

    all = any

    def repeated(self, a_pass: Callable[..., Any], before: Any, goes_on: str, most: int) -> Any:
        """See `repeat.repeated`: the loop as one node, its pass written down once."""
        graph = self.graph
        loop = graph.begin_loop()
        first = [_place(graph, value) for value in before]
        found = type(before)(*(Symbol(graph, graph.place(Node("carried", (begun,), (loop, i)))) for i, begun in enumerate(first)))
        after = [_place(graph, value) for value in a_pass(found)]
        going = before._fields.index(goes_on)
        whole = graph.place(Node("loop", (*first, *after), (loop, going, most)))
        return type(before)(*(Symbol(graph, graph.place(Node("after", (whole,), i))) for i in range(len(first))))


class Vector(_Unknown):
    """Two symbols, one for each coordinate."""

    ndim = 1
    shape = (2,)

    def __init__(self, x: Symbol, y: Symbol) -> None:
        self.graph, self.x, self.y = x.graph, x, y

    def __iter__(self) -> Iterator[Symbol]:
        return iter((self.x, self.y))

    def __len__(self) -> int:
        return 2

    def __getitem__(self, place: int) -> Symbol:
        return (self.x, self.y)[place]

    def any(self, axis: int | None = None) -> Symbol:
        return _single(self.graph, "or", (self.x, self.y))

    def all(self, axis: int | None = None) -> Symbol:
        return _single(self.graph, "and", (self.x, self.y))


def _dimensions(value: Any) -> int:
    return value.ndim if isinstance(value, _Unknown) else np.ndim(value)


def _full_like(pattern: Any, value: Any) -> Any:
    same = Symbol(pattern.graph, _place(pattern.graph, value))
    return Vector(same, same) if isinstance(pattern, Vector) else same


def _elementwise(graph: Graph, operation: str, arguments: Any) -> Any:
    """An operation on numbers, symbols, vectors, and arrays of one of these for each coordinate."""
    if not any(_dimensions(argument) for argument in arguments):
        return _single(graph, operation, arguments)
    pairs = [tuple(argument) if _dimensions(argument) else (argument, argument) for argument in arguments]
    if any(len(pair) != 2 for pair in pairs):
        raise Unwritable("it makes an array that is not one number for each coordinate")
    return Vector(*(_single(graph, operation, [pair[i] for pair in pairs]) for i in range(2)))


def _single(graph: Graph, operation: str, arguments: Any) -> Symbol:
    if operation == "where" and not isinstance(arguments[0], Symbol):
        return Symbol(graph, _place(graph, arguments[1] if arguments[0] else arguments[2]))
    places = tuple(_place(graph, argument) for argument in arguments)
    conditions = {"where": places[:1], "and": places, "or": places, "not": places}.get(operation, ())
    if not all(graph.asks(place) for place in conditions):
        raise Unwritable(f"its {operation} asks a number, where only a comparison is a yes or no; write np.where(a != 0, …)")
    return Symbol(graph, graph.place(Node(operation, places)))


def _place(graph: Graph, value: Any) -> int:
    """The place of a symbol, or of a number that is known."""
    if isinstance(value, Symbol):
        return value.place
    if _dimensions(value):
        raise Unwritable("it makes an array of arrays")
    return graph.place(Node("number", (), float(value)))
