"""The engine as JavaScript: methods and surfaces, printed from the lines that declare them.

What is printed is an expression: a function of the operations, those of `player/web/engine/operations.js`, that answers with
`{ methods, terrains, noises, schedule, farthest, statuses }`. The loops over steps and over examples stand beside them, and `engine.d.ts`
says how they call what is printed here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from surfaces import FiniteSum, Surface

from ..noise import Noise
from ..optimizer import Optimizer
from ..pace import scheduled_of
from ..plane import FARTHEST
from ..schedule import Schedule
from ..status import STATUSES, Goal
from . import lanes as lanes_of
from . import trace
from .graph import Formula
from .javascript import OPERATIONS, function

WIDTH = 64
"""How many lanes stand side by side: so many that a processor is never idle, so few that what they remember stays at hand."""
PARTS = ("xx", "xy", "yy")
"""The entries of a Hessian, in the order in which they are handed over."""


def engine(
    forms: Iterable[type[Optimizer]],
    surfaces: Iterable[type[Surface]],
    schedule: type[Schedule] | None = None,
    noises: Iterable[type[Noise]] = (),
) -> str:
    """The engine with some forms of methods, by the names of their classes, some surfaces and kinds of noise, by their keys, and maybe a
    schedule.

    Raises Unwritable where one of them cannot be traced.
    """
    of_methods: Iterable[Any] = forms
    of_surfaces: Iterable[Any] = surfaces
    of_schedule: Any = schedule
    of_noises: Iterable[Any] = noises
    methods = {form.__name__: _once(method, form) for form in of_methods}
    terrains = {surface.key: _once(terrain, surface) for surface in of_surfaces}
    parts = {"farthest": repr(FARTHEST), "statuses": json.dumps(STATUSES), "methods": _literal(methods), "terrains": _literal(terrains)}
    parts["schedule"] = _once(pacing, of_schedule) if schedule else "null"
    parts["noises"] = _literal({kind.key: _once(noise, kind) for kind in of_noises})
    return f"({{ {', '.join(sorted(OPERATIONS))} }}) => ({_literal(parts)})"


def runs_to_the_last_bit(
    form: type[Optimizer], surface: type[Surface], schedule: type[Schedule] | None = None, noise: type[Noise] | None = None
) -> bool:
    """Whether the browser's run of a form on a surface has the bits of NumPy's: if IEEE 754 says how to round all of it.

    By a schedule, too, whose factors it is told; and with noise, of which it is told what was drawn.
    """
    parts: list[Any] = [(trace.method, form), (trace.terrain, surface), *([(trace.sampling, noise)] if noise else [])]
    if schedule is not None and schedule.reacts:
        parts.append((trace.reaction, schedule))
    return all(_rounds_by_standard(*part) for part in parts)


@cache
def _rounds_by_standard(traced: Any, declared: Any) -> bool:
    return all(formula.is_rounded_by_standard for formula in traced(declared) if formula)


@cache
def _once(printed: Any, *declared: Any) -> str:
    """A declaration, printed; kept, as a page wants the same again and again."""
    text: str = printed(*declared)
    return text


def method(form: type[Optimizer]) -> str:
    """A form as an object of JavaScript.

    h has its hyperparameters, s its state with two numbers for each field, which are alike where the coordinates share it.
    Of coordinates c that take their steps apart, `query(h, s, c, x)` and `update(h, s, c, x, g)` are numbers; else they write to the
    point p, from the gradient g, `hessian` (xx, xy, yy), and what `look` writes to `seen` (f, ∂f/∂x, ∂f/∂y).
    """
    traced = trace.method(form)
    hyperparameters = {name: f"h[{i}]" for i, name in enumerate(form.parameters())}
    fields = {f"state.{field}": 2 * i for i, field in enumerate(trace.fields_of(form))}
    of_both = {name: f"s[{i}] = s[{i + 1}]" for name, i in fields.items()}
    if form.couples_coordinates:
        point = {f"x.{c}": f"p[{c}]" for c in range(2)}
        parted = {f"{name}.{c}": f"s[{i + c}]" for name, i in fields.items() for c in range(2)}
        answers = {f"g.{c}": f"g[{c}]" for c in range(2)} | {f"hessian.{part}": f"hessian[{i}]" for i, part in enumerate(PARTS)}
        reads = {name: f"s[{i}]" for name, i in fields.items()} | parted | point | answers
        writes = of_both | parted | point
        asking, moving = ["h", "s", "p"], ["h", "s", "p", "g", "hessian", "look", "seen"]
    else:
        reads = {name: f"s[{i} + c]" for name, i in fields.items()} | {"x": "x", "g": "g"}
        writes = reads
        asking, moving = ["h", "s", "c", "x"], ["h", "s", "c", "x", "g"]

    def printed(arguments: Sequence[str], formula: Formula, places: Mapping[str, str]) -> str:
        answer = "x" if "x" in formula.results else ""
        return function(
            arguments, formula, hyperparameters | reads, {name: places[name] for name in formula.results if name != "x"}, answer
        )

    parts = {
        "fields": json.dumps(trace.fields_of(form)),
        "together": json.dumps(form.couples_coordinates),
        "curved": json.dumps(form.uses_hessian),
        "searches": json.dumps(form.searches),
        "scheduled": json.dumps([list(form.parameters()).index(name) for name in scheduled_of(form)]),
        "begins": printed(["h", "s"], traced.begins, of_both),
        "query": printed(asking, traced.query, writes) if traced.query else "null",
        "update": printed(moving, traced.update, writes),
    }
    return _literal(parts)


@cache
def dissection(form: type[Optimizer], parts: tuple[tuple[str, tuple[int, ...]], ...]) -> str:
    """A step of a form taken apart: like `engine` a function of the operations, that answers with `{ query, step }`.

    `query(h, s, p, asked)` writes where the gradient is wanted, and is null where it is the point. `step(h, s, p, asked, g, hessian,
    look, seen, t, found)` writes the parts that `taken_apart` calls so to `found`, and then takes the step, which is the t-th.
    """
    traced = trace.dissection(form, parts)
    places = {name: f"h[{i}]" for i, name in enumerate(form.parameters())} | {"step number": "t"}
    places |= {f"hessian.{entry}": f"hessian[{i}]" for i, entry in enumerate(PARTS)}
    places |= {f"{name}.{c}": f"{place}[{c}]" for name, place in (("x", "p"), ("asked", "asked"), ("g", "g")) for c in range(2)}
    for i, field in enumerate(trace.fields_of(form)):
        places |= {f"state.{field}": f"s[{2 * i}]"} | {f"state.{field}.{c}": f"s[{2 * i + c}]" for c in range(2)}
    of_both = {f"state.{field}": f"s[{2 * i}] = s[{2 * i + 1}]" for i, field in enumerate(trace.fields_of(form))}
    written = places | of_both | {str(i): f"found[{i}]" for i in range(len(parts))}

    def printed(arguments: Sequence[str], formula: Formula) -> str:
        return function(arguments, formula, places, {name: written[name] for name in formula.results})

    asked = ["h", "s", "p", "asked"]
    steps = {
        "query": printed(asked, traced.query) if traced.query else "null",
        "step": printed([*asked, "g", "hessian", "look", "seen", "t", "found"], traced.step),
    }
    return f"({{ {', '.join(sorted(OPERATIONS))} }}) => ({_literal(steps)})"


def pacing(schedule: type[Schedule]) -> str:
    """A schedule as an object of JavaScript: c has its parameters, and s what it remembers of a lane, a number for each field.

    `begins(c, s)` writes that; `at(c, t, steps)` is what the learning rate is multiplied by in the step t; and `react(c, s, value)`, null
    for a schedule that does not react, what it is multiplied by as well where f has a value.
    """
    traced = trace.pacing(schedule)
    known = {name: f"c[{i}]" for i, name in enumerate(schedule.parameters())}
    fields = {f"state.{field}": f"s[{i}]" for i, field in enumerate(trace.fields_of(schedule))}
    reads = known | fields | {name: name for name in ("t", "steps", "value")}
    parts = {
        "fields": repr(len(fields)),
        "begins": function(["c", "s"], traced.begins, known, fields),
        "at": function(["c", "t", "steps"], traced.at, reads, {}, "factor"),
        "react": function(["c", "s", "value"], traced.react, reads, fields, "factor") if traced.react else "null",
    }
    return _literal(parts)


@cache
def measure(measured: Any, form: Any, surface: Any) -> str:
    """What a measure looks at in a run of a form on a surface, as a function of JavaScript: `(c, t, b)`, of a course c as `claims.js`
    has it, at the step t, with b the step before it. Raises Unwritable for what cannot be traced.
    """
    along = {"x": "points[2 * {}]", "y": "points[2 * {} + 1]", "value": "values[{}]", "gap": "gaps[{}]"}
    along |= {"distance": "distances[{}]", "step_length": "lengths[{}]"}
    places = {f"{when}{name}": f"c.{place.format(t)}" for name, place in along.items() for when, t in (("", "t"), ("before.", "b"))}
    places |= {"step": "t", "last": "c.last"} | {part: f"c.curvature[{i}]" for i, part in enumerate(PARTS)}
    places |= {f"{name}.{i}": f"c.{name}[{i}]" for name in ("start", "floor") for i in range(2)}
    places |= {f"h.{name}": f"c.h[{i}]" for i, name in enumerate(form.parameters())}
    return function(["c", "t", "b"], trace.measure(measured, form, surface), places, {}, "each")


def formulas(printed: Sequence[str]) -> str:
    """Functions that were printed, as one function of the operations that answers with a list of them."""
    return f"({{ {', '.join(sorted(OPERATIONS))} }}) => [{', '.join(printed)}]"


def terrain(surface: type[Surface]) -> str:
    """A surface as an object of JavaScript: `value(t, x, y)`, and what writes the gradient and the Hessian (xx, xy, yy) to `found`.

    t has its parameters. A sum over examples tells of all of them: `value(t, x, y, e, count, rows)` writes the losses of the first
    `count` examples of the columns e to a row of `rows`, and so do the others with each of their numbers, `look` with f and its
    gradient. Of such a fit `observation(t, e, i, found)` writes where an example is drawn, and `curve(t, x, y, across)` is how high the
    fit runs there.
    """
    traced = trace.terrain(surface)
    reads = {name: f"t[{i}]" for i, name in enumerate(surface.parameters())} | {"x": "x", "y": "y"}
    point = ["t", "x", "y"]
    if not issubclass(surface, FiniteSum):

        def finds(formula: Formula) -> str:
            return function([*point, "found"], formula, reads, {name: f"found[{i}]" for i, name in enumerate(formula.results)})

        value = function(point, traced.value, reads, {}, "f")
        calculus = {"summed": "false", "value": value, "gradient": finds(traced.gradient), "hessian": finds(traced.hessian)}
        return _literal(calculus | _reading(surface))

    reads |= {f"example.{column}": f"e[{column}][i]" for column in range(len(surface.examples))}

    def of_each(formula: Formula) -> str:
        rows = {name: f"rows[{i}][i]" for i, name in enumerate(formula.results)}
        return function([*point, "e", "count", "rows"], formula, reads, rows, each="for (let i = 0; i < count; i++)")

    picture = trace.picture(surface)
    calculus = {
        "summed": "true",
        **{name: of_each(formula) for name, formula in traced._asdict().items()},
        "look": of_each(trace.look(surface)),
        "observation": function(["t", "e", "i", "found"], picture.observation, reads, {"across": "found[0]", "up": "found[1]"}),
        "curve": function([*point, "across"], picture.curve, reads | {"across": "across"}, {}, "up"),
    }
    return _literal(calculus | _reading(surface))


def noise(kind: type[Noise]) -> str:
    """A kind of noise with the values n: `spread(n, step)` of the normal numbers that it adds, or `size(n)` of its batches; else null."""
    traced = trace.sampling(kind)
    reads = {name: f"n[{i}]" for i, name in enumerate(kind.parameters())} | {"step": "step"}
    parts = {
        "spread": function(["n", "step"], traced.spread, reads, {}, "spread") if traced.spread else "null",
        "size": function(["n"], traced.size, reads, {}, "size") if traced.size else "null",
    }
    return _literal(parts)


def engine_of_lanes(form: type[Optimizer], surface: type[Surface]) -> str:
    """The engine of maps, printed as `engine` is: one form on one surface in closed form, as `{ lanes, calculus, farthest }`.

    Raises Unwritable where one of them cannot be traced.
    """
    pair: Any = form, surface
    parts = {"farthest": repr(FARTHEST), "lanes": _once(lanes, *pair), "calculus": _once(terrain, pair[1])}
    return f"({{ {', '.join(sorted(OPERATIONS))} }}) => ({_literal(parts)})"


def lanes(form: type[Optimizer], surface: type[Surface]) -> str:
    """A method on a surface in closed form, many lanes side by side, as an object of JavaScript.

    `columns` numbers of each lane stand in s, `width` lanes beside each other: first its point, then the point before and the gap there.
    `begins(s, i, h, t, goal)` writes the rest of the lane i; `step(s, going, count)` takes a step in each of the lanes `going`.
    """
    lane = lanes_of.lane(form, surface)
    columns = list(dict.fromkeys((*("x.0", "x.1", "before.0", "before.1", "gap"), *lane.step.results, *lane.begins.results)))
    places = {name: f"s[{i * WIDTH} + i]" for i, name in enumerate(columns)}
    given = {
        **{f"h.{name}": f"h[{i}]" for i, name in enumerate(form.parameters())},
        **{f"t.{name}": f"t[{i}]" for i, name in enumerate(surface.parameters())},
        **{f"goal.{name}": f"goal[{i}]" for i, name in enumerate(Goal._fields)},
    }
    begun = {name: places[name] for name in lane.begins.results}
    moved = {name: places[name] for name in lane.step.results}
    each = "for (let k = 0, i = going[0]; k < count; i = going[++k])"
    parts = {
        "width": repr(WIDTH),
        "columns": repr(len(columns)),
        "begins": function(["s", "i", "h", "t", "goal"], lane.begins, given, begun),
        "step": function(["s", "going", "count"], lane.step, places, moved, each=each),
    }
    return _literal(parts)


def theory(form: type[Optimizer], surface: type[Surface]) -> str | None:
    """What is known of a form on a surface that is a quadratic, printed as `engine` is; None where nothing is.

    It is a function `(h, t, x, y, found)` that writes to `found` the learning rate that must not be reached, and the best learning rate and
    momentum, from the curvature at (x, y).
    """
    formula = trace.theory(form, surface)
    if formula is None:
        return None
    reads = {f"h.{name}": f"h[{i}]" for i, name in enumerate(form.parameters())} | {"x": "x", "y": "y"}
    reads |= {f"t.{name}": f"t[{i}]" for i, name in enumerate(surface.parameters())}
    writes = {name: f"found[{i}]" for i, name in enumerate(("edge", "learning_rate", "momentum"))}
    return f"({{ {', '.join(sorted(OPERATIONS))} }}) => {function(['h', 't', 'x', 'y', 'found'], formula, reads, writes)}"


def _reading(surface: type[Surface]) -> dict[str, str]:
    """What is read off runs on a surface: `gap(goal, value, x, y)`, whether a minimum that is reached `counts(goal, x, y)` as one of the
    window's, `length(x, y)` of a step or a slope, whether a run that stalled `rests(goal, length, slope, lastSlope)`, and
    `status(goal, tolerance, lost, value, p, before, g, hessian)`.

    goal has the minimum and the window, as `Goal` has them; lost is 1 for a run that diverged; the status is a place in STATUSES.
    """
    traced = trace.reading(surface)
    goal = {name: f"goal[{i}]" for i, name in enumerate(Goal._fields)}
    ended = {f"{name}.{i}": f"{place}[{i}]" for name, place in (("x", "p"), ("before", "before"), ("g", "g")) for i in range(2)}
    ended |= {name: f"hessian[{i}]" for i, name in enumerate(PARTS)} | {name: name for name in ("tolerance", "lost", "value")}
    asked = ["goal", "tolerance", "lost", "value", "p", "before", "g", "hessian"]
    return {
        "gap": function(["goal", "value", "x", "y"], traced.gap, goal | {"value": "value", "x.0": "x", "x.1": "y"}, {}, "gap"),
        "status": function(asked, traced.status, goal | ended, {}, "code"),
        "counts": function(["goal", "x", "y"], traced.counts, goal | {"x.0": "x", "x.1": "y"}, {}, "counts"),
        "length": function(["x", "y"], traced.length, {"x.0": "x", "x.1": "y"}, {}, "length"),
        "rests": function(
            ["goal", "length", "slope", "lastSlope"],
            traced.rests,
            goal | {"length": "length", "slope": "slope", "last_slope": "lastSlope"},
            {},
            "rests",
        ),
    }


def _literal(parts: Mapping[str, Any]) -> str:
    return "{\n" + "".join(f"{name}: {text},\n" for name, text in parts.items()) + "}"
