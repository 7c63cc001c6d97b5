"""What is printed means in JavaScript what it means in NumPy."""

import itertools
from typing import Any, NamedTuple

import numpy as np
from cases import case
from in_node import numbers_from

from optviz.graph.graph import ASKS, ROUNDED_BY_LIBRARY, Formula, Graph, Node
from optviz.graph.javascript import function
from optviz.graph.symbols import UFUNCS, Symbol
from optviz.repeat import repeated

NUMBERS = [0.0, -0.0, 1.0, -1.0, 0.1, -2.5, 3.0, 1e-300, 1e300, -1e300, 5e-324, np.inf, -np.inf, np.nan]
PAIRS = list(itertools.product(NUMBERS, repeat=2))
LOGICAL = {"and": np.logical_and, "or": np.logical_or, "not": np.logical_not}
OPERATIONS = {name: ufunc for ufunc, name in UFUNCS.items() if name not in LOGICAL}


def computed(functions):
    """What functions of a and b, as text, make of all pairs, (functions, pairs)."""
    told = {"functions": functions, "pairs": [list(map(_spelled, pair)) for pair in PAIRS]}
    return numbers_from("operating.js", told).reshape(len(functions), len(PAIRS))


def _spelled(number):
    return repr(number).replace("inf", "Infinity").replace("nan", "NaN")


def traced(formula):
    """A function of two symbols as text."""
    graph = Graph()
    a, b = (Symbol(graph, graph.place(Node("input", (), name))) for name in "ab")
    return function(["a", "b"], Formula(graph, {"answer": formula(a, b).place}), {"a": "a", "b": "b"}, {}, "answer")


def same(found, expected, name):
    """Equal to the last bit and the sign of zero; within a few last bits where libraries round as they like."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    if name in ROUNDED_BY_LIBRARY:
        np.testing.assert_allclose(found, expected, rtol=4e-16, atol=0)
    else:
        np.testing.assert_array_equal(found, expected)
        zero = (expected == 0) & (name not in {"maximum", "minimum"})  # of −0 and 0 either may be the larger
        np.testing.assert_array_equal(np.signbit(found[zero]), np.signbit(expected[zero]))


def of_as_many(ufunc, made=lambda number: number):
    """A function of a and b, or of a alone."""
    return lambda a, b: ufunc(*map(made, (a, b)[: ufunc.nin]))


def test_every_operation_is_numpys():
    a, b = np.array(PAIRS).T
    functions = {name: of_as_many(ufunc) for name, ufunc in OPERATIONS.items()}
    functions |= {name: of_as_many(ufunc, lambda number: number > 0.0) for name, ufunc in LOGICAL.items()}
    functions["where"] = lambda a, b: np.where(a < b, a, b + b)
    with np.errstate(all="ignore"):
        for (name, formula), found in zip(functions.items(), computed(list(map(traced, functions.values()))), strict=True):
            with case(name):
                same(found, formula(a, b), name)
    assert functions.keys() >= ASKS | ROUNDED_BY_LIBRARY


class Halving(NamedTuple):
    goes_on: Any
    left: Any
    halves: Any


def halve(most):
    """How often a is halved until it is at most |b|, with what is left."""

    def a_pass(now):
        left = now.left / 2
        return Halving(np.abs(left) > np.abs(now.halves) + 1, left, now.halves + (left > 1))

    def formula(a, b):
        found = repeated(a_pass, Halving(np.abs(a) > np.abs(b), a, b), "goes_on", most)
        return found.left + 3 * found.halves

    return formula


def test_what_is_built_of_them_is_too():
    """Numbers that are known, results used more than once, yes and no as numbers, and loops, which end when nothing goes on."""
    functions = {
        "known numbers": lambda a, b: (a - 0.1) * -3 + b * 1e-308 + np.where(a < np.inf, -0.0, np.nan),
        "used again": lambda a, b: (a + b) * (a + b) - (a + b),
        "yes as one": lambda a, b: (a > b) + 2 * (a == b) + np.abs(a) * ~(a < b),
        "yes or no, chosen": lambda a, b: 1 * np.where(a > 0, b > 0, b < 1),
        "never": halve(0),
        "twice": halve(2),
        "as long as it takes": halve(40),
    }
    pairs = np.array(PAIRS)
    with np.errstate(all="ignore"):
        for (name, formula), found in zip(functions.items(), computed(list(map(traced, functions.values()))), strict=True):
            with case(name):
                # One by one, as a loop over lanes goes on until the last is done.
                same(found, [float(formula(a, b)) for a, b in pairs], name)


def test_all_is_read_before_anything_is_written():
    """Two numbers that take each other's place."""
    graph = Graph()
    places = {name: graph.place(Node("input", (), name)) for name in ("first", "second")}
    reads = {"first": "s[0]", "second": "s[1]"}
    swap = function(["s"], Formula(graph, {"first": places["second"], "second": places["first"]}), reads, reads)
    (found,) = computed([f"(a, b) => {{ const s = [a, b]; ({swap})(s); return Object.is(s[0], b) && Object.is(s[1], a); }}"])
    assert found.all()
