"""Which remembered values only count time: the same for both coordinates, and often for every lane.

The power of β that Adam carries along is one. What such a value is made of is read off the lines of `update`, so
that nobody has to declare it; lines that are not understood are taken to depend on everything.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

ANYTHING = frozenset({"anything"})

Needs = frozenset[str]


@cache
def clocks(method: Any) -> Mapping[str, Needs]:
    """The fields of a method's State that depend on no point and no gradient, each with the hyperparameters that it depends on."""
    begins, goes_on = _returned(method.initial_state, method), _returned(method.update, method)
    before = {f"state.{field}": begins[field] | goes_on[field] for field in method.State._fields}
    for _ in before:  # through as many fields as there are
        before = {name: frozenset().union(*(before.get(part, frozenset()) | {part} for part in parts)) for name, parts in before.items()}
    needs = {field: before[f"state.{field}"] - before.keys() for field in method.State._fields}
    return {field: parts for field, parts in needs.items() if parts <= frozenset(method.parameters())}


def _returned(function: Any, method: Any) -> Mapping[str, Needs]:
    """What each field of the State that a function returns is made of; the fields of the State before are called state.…"""
    unknown = dict.fromkeys(method.State._fields, ANYTHING)
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    known: dict[str, Needs] = {argument.arg: frozenset({argument.arg}) for argument in tree.args.args} | {"np": frozenset()}
    for line in tree.body:
        match line:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                known[name] = _made_of(value, known)
            case ast.Return(value=ast.Tuple(elts=[_, state]) | (ast.Call() as state)):
                return _fields(state, known, method) or unknown
            case _:
                return unknown
    return unknown


def _fields(state: ast.expr, known: Mapping[str, Needs], method: Any) -> Mapping[str, Needs]:
    match state:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr="State"), args=values, keywords=[]):
            given = dict(zip(method.State._fields, (_made_of(value, known) for value in values), strict=False))
            return dict.fromkeys(method.State._fields, frozenset()) | given
        case ast.Name(id="state"):
            return {field: frozenset({f"state.{field}"}) for field in method.State._fields}
    return {}


def _made_of(value: ast.AST, known: Mapping[str, Needs]) -> Needs:
    """The hyperparameters, arguments and fields that an expression reads."""
    match value:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return frozenset({name})
        case ast.Attribute(value=ast.Name(id="state"), attr=name):
            return frozenset({f"state.{name}"})
        case ast.Name(id=name):
            return known.get(name, ANYTHING)
    return frozenset().union(*(_made_of(part, known) for part in ast.iter_child_nodes(value)))
