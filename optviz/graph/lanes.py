"""A step of many lanes side by side, as one formula of a lane: where it is asked, what the surface answers, where that leads.

A processor has several roots and quotients on the way at once where they belong to different lanes. What a lane computes in every
step from its hyperparameters and its surface alone is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from surfaces import Surface

from ..optimizer import Optimizer
from ..status import Goal
from . import trace
from .graph import Formula, Graph, Node

Places = Mapping[str, int]


class Lane(NamedTuple):
    """A lane. Inputs are "h.learning_rate" …, the surface's "t.angle" …, the goal's "goal.minimum" …, "x.0" and "x.1", and its state.

    begins: the state before the first step, and "fixed.0" …: what is the same in every step
    step:   "gap" and "before.0", "before.1" where the lane is, the next "x.0" and "x.1", and the next state, of these and of "fixed.0" …
    """

    begins: Formula
    step: Formula


def lane(form: type[Optimizer], surface: type[Surface]) -> Lane:
    """A lane of a method on a surface in closed form. Raises Unwritable where one of them cannot be traced."""
    shared = set(trace.fields_of(form))
    while True:
        begun, formula, parted = _lane_with(form, surface, shared)
        if not parted:
            return _with_fixed(begun, formula)
        shared -= parted


def _lane_with(form: type[Optimizer], surface: type[Surface], shared: set[str]) -> tuple[Places, Formula, set[str]]:
    """What a lane begins with, its step, where some fields of the state are shared by the coordinates, and those that are not."""
    graph = Graph()
    method, ground = trace.method(form), trace.terrain(surface)

    def named(name: str) -> int:
        return graph.place(Node("input", (), name))

    hyperparameters = {name: named(f"h.{name}") for name in form.parameters()}
    parameters = {name: named(f"t.{name}") for name in surface.parameters()}
    point = named("x.0"), named("x.1")
    fields = {
        field: (named(f"state.{field}"),) * 2 if field in shared else (named(f"state.{field}.0"), named(f"state.{field}.1"))
        for field in trace.fields_of(form)
    }

    def answered(formula: Formula, x: int, y: int) -> Places:
        return adopted(graph, formula, {**parameters, "x": x, "y": y})

    def look(x: int, y: int) -> tuple[int, int, int]:
        slope = answered(ground.gradient, x, y)
        return answered(ground.value, x, y)["f"], slope["g.0"], slope["g.1"]

    def said(formula: Formula, x: tuple[int, int], more: Places) -> dict[str, tuple[int, int]]:
        """The results of a formula of the method, for both coordinates."""
        both = {f"state.{field}": pair for field, pair in fields.items()} | {"x": x}
        single = {name: pair[0] for name, pair in both.items()}
        split = {f"{name}.{c}": pair[c] for name, pair in both.items() for c in range(2)}
        if form.couples_coordinates:
            found = adopted(graph, formula, {**hyperparameters, **single, **split, **more}, look)
            return {name: (found[name],) * 2 if name in found else (found[f"{name}.0"], found[f"{name}.1"]) for name in _stems(formula)}
        apart = [
            adopted(graph, formula, {**hyperparameters, **{name: pair[c] for name, pair in both.items()}, "g": more.get(f"g.{c}", -1)})
            for c in range(2)
        ]
        return {name: (apart[0][name], apart[1][name]) for name in formula.results}

    asked = said(method.query, point, {})["x"] if method.query else point
    more = dict(answered(ground.gradient, *asked))
    if form.uses_hessian:
        more |= {f"hessian.{name}": place for name, place in answered(ground.hessian, *asked).items()}
    after = said(method.update, point, more)
    if parted := {field for field in shared if len(set(after[f"state.{field}"])) > 1}:
        return {}, Formula(graph, {}), parted

    results = {"before.0": point[0], "before.1": point[1], "x.0": after["x"][0], "x.1": after["x"][1]}
    results["gap"] = _gap(graph, surface, answered(ground.value, *point)["f"], point)
    begun = adopted(graph, method.begins, hyperparameters)
    begins = {}
    for field in fields:
        name = f"state.{field}"
        for c, part in enumerate(("",) if field in shared else (".0", ".1")):
            results[f"{name}{part}"], begins[f"{name}{part}"] = after[name][c], begun[name]
    return begins, Formula(graph, results), set()


def _stems(formula: Formula) -> list[str]:
    return list(dict.fromkeys(name.removesuffix(".0").removesuffix(".1") for name in formula.results))


def _gap(graph: Graph, surface: type[Surface], value: int, point: tuple[int, int]) -> int:
    goal = {name: graph.place(Node("input", (), f"goal.{name}")) for name in Goal._fields[:-1]}
    return adopted(graph, trace.reading(surface).gap, {**goal, "value": value, "x.0": point[0], "x.1": point[1]})["gap"]


def adopted(graph: Graph, formula: Formula, inputs: Places, look: Callable[[int, int], tuple[int, int, int]] | None = None) -> Places:
    """The results of a formula, written down in a graph where its inputs have these places; `look` says what the surface answers."""
    places: dict[int, Any] = {}
    loops: dict[int, int] = {}
    for place in sorted(formula.graph.needed_for(formula.results.values())):
        node = formula.graph.nodes[place]
        arguments = tuple(places[argument] for argument in node.arguments)
        match node.operation:
            case "input":
                places[place] = inputs[node.value]
            case "look":
                assert look
                places[place] = look(*arguments)
            case "looked":
                places[place] = arguments[0][node.value]
            case "carried" | "loop":
                number, *rest = node.value
                if number not in loops:
                    loops[number] = graph.begin_loop()
                places[place] = graph.place(Node(node.operation, arguments, (loops[number], *rest)))
            case _:
                places[place] = graph.place(node._replace(arguments=arguments))
    return {name: places[place] for name, place in formula.results.items()}


def _with_fixed(begins: Places, formula: Formula) -> Lane:
    """A lane whose step finds what stays the same, the largest parts of it, as inputs."""
    old, new = formula.graph, Graph()
    fixed: dict[int, str] = {}
    moving: dict[int, int] = {}
    rests = _resting(old)

    for place in sorted(old.needed_for(formula.results.values())):
        node = old.nodes[place]
        if node.operation == "number" or not rests[place]:
            for argument in node.arguments:
                if argument not in moving:
                    fixed[argument] = f"fixed.{len(fixed)}"
                    moving[argument] = new.place(Node("input", (), fixed[argument]))
            moving[place] = new.place(node._replace(arguments=tuple(moving[argument] for argument in node.arguments)))
    for place in formula.results.values():
        if place not in moving:
            fixed[place] = f"fixed.{len(fixed)}"
            moving[place] = new.place(Node("input", (), fixed[place]))
    return Lane(
        Formula(old, {**begins, **{name: place for place, name in fixed.items()}}),
        Formula(new, {name: moving[place] for name, place in formula.results.items()}),
    )


def _resting(graph: Graph) -> list[bool]:
    """For each node whether it is a number that is the same in every step. What says yes or no is asked anew."""
    rests: list[bool] = []
    for place, node in enumerate(graph.nodes):
        if node.operation == "input":
            rests.append(node.value.split(".")[0] in {"h", "t", "goal"})
        else:
            moves = node.operation in {"carried", "loop", "after"} or graph.asks(place)
            rests.append(not moves and all(rests[argument] for argument in node.arguments))
    return rests
