"""Declarations called with symbols: what their lines compute, as formulas."""

from __future__ import annotations

import math
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from surfaces import Beyond, FiniteSum, Surface

from ..anatomy import part, taken_apart
from ..noise import Noise
from ..optimizer import Optimizer
from ..plane import eigenvalues, length
from ..schedule import Schedule
from ..status import Goal, code, counts, has_come_to_rest, is_still, rests
from .graph import Formula, Graph, Node
from .symbols import Symbol, Unwritable, Vector

HERE = Path(__file__).parent
ALONG = ("x", "y", "value", "gap", "distance", "step_length")
"""What a `Course` has at each step."""


class Method(NamedTuple):
    """A form of a method.

    Inputs are the hyperparameters by name, "x", "g" and the fields of the state, "state.m". Where the coordinates take their steps
    together, what there is one of per coordinate is "x.0" and "x.1", "state.s.0" …, and the Hessian is "hessian.xx", "hessian.xy" and
    "hessian.yy"; a field of the state that both share keeps its name. Results are called as the inputs that they will be.
    """

    begins: Formula  # the fields of the state before the first step
    query: Formula | None  # where the gradient is wanted, if it is not at the point itself
    update: Formula  # the next point and the next fields


class Terrain(NamedTuple):
    """A surface, or one example of a fit: "f", "g.0" and "g.1", "xx", "xy" and "yy", of "x" and "y", its parameters and "example.0", …"""

    value: Formula
    gradient: Formula
    hessian: Formula


class Reading(NamedTuple):
    """What is read off a run.

    gap:    "gap", of f = "value" at "x.0" and "x.1"; the goal is "minimum", "left", "right", "bottom" and "top"
    status: "code", a place in STATUSES, of where it ended, besides one step "before.0", "before.1", the gradient "g.0", "g.1" and the
            Hessian "xx", "xy", "yy" there, the "tolerance", and "lost": 1 for a run that diverged
    counts: "counts", 1 where a minimum that is reached at "x.0" and "x.1" may be one of the window's
    length: "length", of the vector "x.0", "x.1"
    rests:  "rests", 1 where a run that stalled had come to rest: of the "length" of its step, its "slope" and its "last_slope"
    """

    gap: Formula
    status: Formula
    counts: Formula
    length: Formula
    rests: Formula


class Picture(NamedTuple):
    """What is drawn of a fit, of its parameters.

    observation: "across" and "up", of an example "example.0", …
    curve:       "up", of the fit "x", "y" at "across"
    """

    observation: Formula
    curve: Formula


class Pacing(NamedTuple):
    """A schedule: of its parameters, the step "t" of so many "steps", f = "value" there, and the fields of its state, "state.best".

    begins: the fields before the first step
    at:     "factor", what is known beforehand
    react:  "factor", what it is multiplied by, and the next fields; None for a schedule that does not react
    """

    begins: Formula
    at: Formula
    react: Formula | None


class Sampling(NamedTuple):
    """A kind of noise, but for what chance decides.

    spread: "spread", the standard deviation of the normal numbers that are added in a "step", 0 for the first
    size:   "size", how many examples a batch has
    """

    spread: Formula | None
    size: Formula | None


class Dissection(NamedTuple):
    """A step of a form taken apart, and taken: both coordinates at once, for every form.

    Inputs are those of a `Method` whose coordinates take their steps together, what the query answers as "asked.0" and "asked.1", and
    the "step number".
    """

    query: Formula | None
    step: Formula
    """The parts that were asked for, called by their numbers "0", "1", …, the next point and the next fields."""


def method(form: type[Optimizer]) -> Method:
    """A form of a method, traced. Raises Unwritable with the place and the reason where its lines cannot be followed."""
    return Method(_begins(form), _query(form), _update(form))


def dissection(form: type[Optimizer], parts: Sequence[tuple[str, tuple[int, ...]]]) -> Dissection:
    """A step of a form, traced, with some parts of what `taken_apart` finds. Raises Unwritable as `method` does."""
    fields = {field: f"state.{field}" for field in fields_of(form)}
    shared = set(fields)
    while True:
        graph = Graph()
        itself, x, asked, g = _itself(graph, form), *(_pair(graph, name) for name in ("x", "asked", "g"))
        before: Any = form.State(*(_input(graph, name) if field in shared else _pair(graph, name) for field, name in fields.items()))
        hessian = _hessian(graph)
        values = taken_apart(form, itself, x, asked, g, hessian, before, _more(form, hessian))
        parted = {field for field in fields if hasattr(values[f"new.{field}"], "__len__")}
        if not parted & shared:
            break
        shared -= parted
    values["step number"] = _input(graph, "step number")
    query = None if form.query is Optimizer.query else _formula(graph, {"asked": _said(form, "query", itself, x, before)})
    found = {str(i): part(values, *one) for i, one in enumerate(parts)}
    return Dissection(
        query, _formula(graph, {**found, "x": values["new.x"], **{fields[field]: values[f"new.{field}"] for field in fields}})
    )


def terrain(surface: type[Surface]) -> Terrain:
    """The calculus of a surface, traced; that of one example if it sums over many. Raises Unwritable as `method` does."""
    if issubclass(surface, FiniteSum):
        return Terrain(*(_calculus(surface, name, len(surface.examples)) for name in ("loss", "slope", "curvature")))
    return Terrain(*(_calculus(surface, name, 0) for name in ("f", "grad", "hess")))


def picture(surface: type[FiniteSum]) -> Picture:
    """What is drawn of a fit, traced. Raises Unwritable as `method` does."""
    graph = Graph()
    examples = (_input(graph, f"example.{i}") for i in range(len(surface.examples)))
    across, up = _said(surface, "observation", _itself(graph, surface), *examples)
    observation = _formula(graph, {"across": across, "up": up})
    graph = Graph()
    curve = _said(surface, "curve", _itself(graph, surface), *(_input(graph, name) for name in ("x", "y", "across")))
    return Picture(observation, _formula(graph, {"up": curve}))


def pacing(schedule: type[Schedule]) -> Pacing:
    """A schedule, traced. Raises Unwritable as `method` does."""
    return Pacing(_begins(schedule), _factor(schedule), _react(schedule) if schedule.reacts else None)


def reaction(schedule: type[Schedule]) -> tuple[Formula, ...]:
    """What of a schedule depends on the run."""
    return _begins(schedule), _react(schedule)


def _factor(schedule: type[Schedule]) -> Formula:
    graph = Graph()
    return _formula(graph, {"factor": _said(schedule, "factor_at", _itself(graph, schedule), _input(graph, "t"), _input(graph, "steps"))})


def _react(schedule: type[Schedule]) -> Formula:
    graph = Graph()
    state: Any = schedule.State(*(_input(graph, f"state.{field}") for field in fields_of(schedule)))
    factor, after = _said(schedule, "react", _itself(graph, schedule), _input(graph, "value"), state)
    return _formula(graph, {"factor": factor, **_fields(after)})


def sampling(kind: type[Noise]) -> Sampling:
    """A kind of noise, traced. Raises Unwritable as `method` does."""
    graph = Graph()
    if kind.needs_examples:
        return Sampling(None, _formula(graph, {"size": _said(kind, "whole", _itself(graph, kind))}))
    return Sampling(_formula(graph, {"spread": _said(kind, "spread", _itself(graph, kind), _input(graph, "step"))}), None)


def look(surface: type[FiniteSum]) -> Formula:
    """The loss of an example and its slope in one: "f", "g.0" and "g.1"."""
    graph = Graph()
    x, y = _input(graph, "x"), _input(graph, "y")
    itself, examples = _itself(graph, surface), [_input(graph, f"example.{i}") for i in range(len(surface.examples))]
    value, slope = (_said(surface, name, itself, x, y, *examples) for name in ("loss", "slope"))
    return _formula(graph, {"f": value, "g": slope})


def reading(surface: type[Surface]) -> Reading:
    """What is read off runs on a surface, traced."""
    return Reading(_gap(surface), _status(surface), _counts(surface), _length(), _rests(surface))


def theory(form: type[Optimizer], surface: type[Surface]) -> Formula | None:
    """What is known of a form on a surface that is a quadratic; None where nothing is.

    Inputs are the form's "h.momentum" …, the surface's "t.condition" …, and a point, "x" and "y". Results are the learning rate that must
    not be reached, "edge", and the best values, "learning_rate" and "momentum".
    """
    known = form.theory
    if known is None:
        return None
    graph = Graph()
    ground = _itself(graph, surface, "t.")
    (xx, xy), (_, yy) = _said(surface, "hess", ground, _input(graph, "x"), _input(graph, "y"))
    smallest, largest = eigenvalues(*(xx, xy, yy))
    momentum = _input(graph, "h.momentum") if "momentum" in form.parameters() else 0.0
    best = known.best(smallest, largest)
    return _formula(graph, {"edge": known.limit(momentum) / largest, "learning_rate": best.learning_rate, "momentum": best.momentum})


def measure(measure: Any, form: type[Optimizer], surface: Any) -> Formula:
    """What a measure of `optviz.claims.of_runs` looks at in a run at a step, traced: "each".

    Inputs are what a `Course` has, "x", "gap", "start.0" …, one step before "before.x" …, and the hyperparameters, "h.learning_rate" ….
    Raises Unwritable as `method` does, for a measure of something else, too.
    """
    graph = Graph()

    def now(name: str) -> dict[str, Any]:
        return {one: _input(graph, f"{name}{one}") for one in ALONG}

    def setting(name: str, otherwise: float = math.nan) -> Any:
        return _input(graph, f"h.{name}") if name in form.parameters() else otherwise

    run = SimpleNamespace(
        **now(""),
        before=SimpleNamespace(**now("before.")),
        step=_input(graph, "step"),
        last=_input(graph, "last"),
        start=_pair(graph, "start"),
        floor=_pair(graph, "floor"),
        curvature=tuple(_input(graph, name) for name in ("xx", "xy", "yy")),
        is_quadratic=_is_quadratic(surface),
        theory=form.theory,
        setting=setting,
    )
    return _formula(graph, {"each": _said(type(measure), "each", measure, run)})


@cache
def _is_quadratic(surface: Any) -> bool:
    """Whether the Hessian of a surface is the same everywhere, whatever its parameters are."""
    graph, results = terrain(surface).hessian
    needed = {graph.nodes[place] for place in graph.needed_for(results.values())}
    return needed.isdisjoint(Node("input", (), name) for name in "xy")


def _gap(surface: type[Surface]) -> Formula:
    graph = Graph()
    return _formula(graph, {"gap": _goal(graph, surface).gap(_input(graph, "value"), _pair(graph, "x"))})


def _status(surface: type[Surface]) -> Formula:
    graph = Graph()
    goal, value, points = _goal(graph, surface), _input(graph, "value"), _pair(graph, "x")
    gap = goal.gap(value, points)
    xx, xy, yy = (_input(graph, name) for name in ("xx", "xy", "yy"))
    lost, close = _input(graph, "lost") > 0, gap <= _input(graph, "tolerance")
    stalled = is_still(goal, points, _pair(graph, "before")) & rests(goal, value, gap, _pair(graph, "g"), ((xx, xy), (xy, yy)))
    return _formula(graph, {"code": code(lost, close, stalled)})


def _counts(surface: type[Surface]) -> Formula:
    graph = Graph()
    return _formula(graph, {"counts": counts(surface, _goal(graph, surface), _pair(graph, "x"))})


def _length() -> Formula:
    graph = Graph()
    return _formula(graph, {"length": length(_pair(graph, "x"))})


def _rests(surface: type[Surface]) -> Formula:
    graph = Graph()
    rests = has_come_to_rest(_goal(graph, surface), *(_input(graph, name) for name in ("length", "slope", "last_slope")))
    return _formula(graph, {"rests": rests})


def _goal(graph: Graph, surface: type[Surface]) -> Goal:
    *names, _ = Goal._fields
    return Goal._make((*(_input(graph, name) for name in names), surface.beyond is Beyond.LOWER))


def fields_of(form: type[Optimizer] | type[Schedule]) -> tuple[str, ...]:
    """What a form, or a schedule, remembers."""
    return form.State._fields


def _begins(form: type[Optimizer] | type[Schedule]) -> Formula:
    graph = Graph()
    return _formula(graph, _fields(_said(form, "initial_state", _itself(graph, form))))


def _query(form: type[Optimizer]) -> Formula | None:
    if form.query is Optimizer.query:
        return None
    graph = Graph()
    state: Any = form.State(*(_input(graph, f"state.{field}") for field in fields_of(form)))
    return _formula(graph, {"x": _said(form, "query", _itself(graph, form), _point(graph, form, "x"), state)})


def _update(form: type[Optimizer]) -> Formula:
    shared = set(fields_of(form))
    while True:
        formula, parted = _update_with(form, shared)
        if not parted & shared:
            return formula
        shared -= parted


def _update_with(form: type[Optimizer], shared: set[str]) -> tuple[Formula, set[str]]:
    """The update where some fields of the state are shared by the coordinates, and those fields of which there is one for each."""
    graph = Graph()
    more = _more(form, _hessian(graph))
    x, g = (_point(graph, form, name) for name in "xg")
    fields = {field: f"state.{field}" for field in fields_of(form)}
    before: Any = form.State(*(_input(graph, name) if field in shared else _point(graph, form, name) for field, name in fields.items()))
    reached, state = _said(form, "update", _itself(graph, form), x, g, before, *more)
    parted = {field for field, value in state._asdict().items() if hasattr(value, "__len__")}
    return _formula(graph, {"x": reached, **_fields(state)}), parted


def _hessian(graph: Graph) -> Any:
    xx, xy, yy = (_input(graph, f"hessian.{name}") for name in ("xx", "xy", "yy"))
    return (xx, xy), (xy, yy)


def _more(form: type[Optimizer], hessian: Any) -> list[Any]:
    """What `update` is given besides point, gradient and state."""
    return [hessian] if form.uses_hessian else [_look] if form.searches else []


def _fields(state: Any) -> dict[str, Any]:
    return {f"state.{field}": value for field, value in state._asdict().items()}


def _look(point: Vector) -> tuple[Symbol, Vector]:
    """What `Oracle.look` answers at a point that is not known."""
    graph = point.graph
    answer = graph.place(Node("look", (point.x.place, point.y.place)))
    f, gx, gy = (Symbol(graph, graph.place(Node("looked", (answer,), i))) for i in range(3))
    return f, Vector(gx, gy)


def _calculus(surface: type[Surface], name: str, columns: int) -> Formula:
    graph = Graph()
    x, y = _input(graph, "x"), _input(graph, "y")
    examples = (_input(graph, f"example.{i}") for i in range(columns))
    answer = _said(surface, name, _itself(graph, surface), x, y, *examples)
    match name:
        case "f" | "loss":
            return _formula(graph, {"f": answer})
        case "grad" | "slope":
            return _formula(graph, dict(zip(("g.0", "g.1"), answer, strict=True)))
    (xx, xy), (_, yy) = answer
    return _formula(graph, {"xx": xx, "xy": xy, "yy": yy})


def _itself(graph: Graph, declared: Any, prefix: str = "") -> Any:
    """What stands for `self`: one of its kind, whose parameters are symbols. prefix: before their names."""
    one = object.__new__(declared)
    for name in declared.parameters():
        object.__setattr__(one, name, _input(graph, prefix + name))
    return one


def _point(graph: Graph, form: type[Optimizer], name: str) -> Any:
    return _pair(graph, name) if form.couples_coordinates else _input(graph, name)


def _pair(graph: Graph, name: str) -> Any:
    return Vector(*(_input(graph, f"{name}.{i}") for i in range(2)))


def _input(graph: Graph, name: str) -> Any:
    return Symbol(graph, graph.place(Node("input", (), name)))


def _formula(graph: Graph, results: dict[str, Any]) -> Formula:
    """The results by name, those with one part per coordinate apart: "x.0", "x.1"."""
    places: dict[str, int] = {}
    for name, result in results.items():
        if hasattr(result, "__len__"):
            places |= {f"{name}.{i}": _place(graph, part) for i, part in enumerate(result)}
        else:
            places[name] = _place(graph, result)
    return Formula(graph, places)


def _place(graph: Graph, result: Any) -> int:
    return result.place if isinstance(result, Symbol) else graph.place(Node("number", (), float(result)))


def _said(declared: Any, name: str, *arguments: Any) -> Any:
    """What a function of a declaration answers to symbols."""
    function: Callable[..., Any] = getattr(declared, name)
    try:
        return function(*arguments)
    except Exception as error:
        lines = traceback.extract_tb(error.__traceback__)
        where = next(
            line for line in reversed(lines) if HERE not in Path(line.filename).parents and "numpy" not in Path(line.filename).parts
        )
        place = f"{Path(where.filename).name}, line {where.lineno}"
        why = error if isinstance(error, Unwritable) else f"symbols cannot follow it ({error})"
        raise Unwritable(f"{declared.__qualname__}.{name} in {place}: {why}; it says: {where.line}") from error
