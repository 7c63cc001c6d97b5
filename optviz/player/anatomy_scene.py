"""An anatomy as the player is told it: a race of one or two, with the rule, the sentences and the numbers of every step."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..anatomy import Anatomy, Quantity, dissect, part
from ..optimizer import Optimizer
from ..plotting.style import HUES, style
from ..race import Race
from ..rule import Assignment, Gradient, Symbol, in_text, symbols_in
from ..theory import GRADIENT_DESCENT
from ..written import number
from .header import Chart, Dissection, Entrant, Gauge, PlayerHeader, RuleLine
from .live_specimen import live_specimen, remembered
from .mathml import Drawing, column, constant, row, symbolic
from .payload import as_float32
from .scene import scene

SIDES = ("x", "y")
Part = tuple[str, tuple[int, ...]]
"""A value of a step by its name, and the place of the part of it that is meant: see `anatomy.part`."""
Rows = dict[str, list[Part]]
"""What the rows of arrays are, by the names of the arrays."""
ARRAYS = {
    "asked": ("point asked", 2),
    "gradient": ("gradient", 2),
    "step": ("step taken", 2),
    "gradient_part": ("gradient part", 2),
    "hessian": ("local curvature", 3),
}
"""What is drawn of every step: which value, and of how many numbers it is."""
FURTHER = {"momentum_part": ("momentum part", 2), "rate": ("matrix of rates", 3), "step_sizes": ("lengths along the axes", 2)}
"""The same of methods that have it."""


def anatomy_scene(
    race: Race,
    *,
    key: str,
    start: tuple[float, float],
    titles: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    gauges: Sequence[Gauge] = (),
    **options: Any,
) -> tuple[PlayerHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`: a race of single runs, as `scene` has it, and what every step was made of.

    The lanes may have any keys, so that one method can run in both.

    titles:  how the lanes are called, by lane; a method's name if none is given
    names:   what they are called while a slider is held that may make a title untrue; their titles if nothing is given
    gauges:  the sliders of learning rates on which the largest stable ones are marked
    options: see `scene`
    """
    titles = {lane: (titles or {}).get(lane, run.optimizer.name) for lane, run in race.lanes.items()}
    header, arrays = scene(race, key=key, start=start, **options)
    header["entrants"] = entrants_of(race, titles)
    anatomies = [dissect(run) for run in race.lanes.values()]
    run_here = header.get("live")
    dissections: list[Dissection] = []
    described: list[Rows] = []
    taken_apart: dict[str, NDArray[Any]] = {}
    for i, (anatomy, title) in enumerate(zip(anatomies, titles.values(), strict=True)):
        entry, rows = _described(anatomy, title)
        dissections.append(entry)
        described.append(rows)
        taken_apart |= {f"anatomy.{i}.{name}": _numbers(anatomy, parts) for name, parts in rows.items() if name != "constants"}
    charts: list[Chart] = []
    curves = [(lane, *drawn) for lane, anatomy in enumerate(anatomies) for drawn in _charts(anatomy)]
    for lane, chart, series in curves:
        drawn = next((other for other in charts if all(other[part] == chart[part] for part in ("key", "label", "meaning"))), None)
        if drawn is None:
            drawn = {**chart, "series": []}
            charts.append(drawn)
        for component, name, values, source in series:
            array = f"chart.{sum(len(other['series']) for other in charts)}"
            drawn["series"].append({"lane": lane, "component": component, "name": name, "array": array, "source": source})
            taken_apart[array] = _over_steps(values, header["steps"])
    header |= {"anatomy": dissections, "charts": charts, "gauges": list(gauges)}
    if run_here is None:
        return header, arrays | taken_apart
    run_here["specimens"] = [live_specimen(*one) for one in zip(anatomies, described, (names or titles).values(), strict=True)]
    own = {
        f"live.states.{i}": remembered(anatomy)
        for i, (anatomy, lane) in enumerate(zip(anatomies, run_here["lanes"], strict=True))
        if lane["digest"] is None
    }
    return header, arrays | own


def entrants_of(race: Race, titles: Mapping[str, str]) -> list[Entrant]:
    """The lanes as the legend has them. Those that look alike get a color each, as far as there are some."""
    entrants: list[Entrant] = []
    for lane, run in race.lanes.items():
        method = type(run.optimizer)
        look = style(method.forms()[0].key)
        taken, first = {other["color"] for other in entrants}, HUES.index(look.color)
        color = next((hue for turn in (0, 2, 4, 1, 3, 5) if (hue := HUES[(first + turn) % len(HUES)]) not in taken), look.color)
        entrants.append(
            {
                "key": lane,
                "name": titles[lane],
                "family": str(method.family),
                "sentence": method.sentence,
                "color": color,
                "dash": [],
                "marker": look.marker,
                "racing": True,
                "note": "",
            }
        )
    return entrants


class _Slots:
    """The numbers that change with the step, each with a row of one array, and those that only a slider changes, with one of another.

    Which there are follows from the method, not from the run: where both coordinates have one number, it is said once.
    """

    def __init__(self, anatomy: Anatomy) -> None:
        self.anatomy = anatomy
        self.rows: list[Part] = []
        self.constants: list[Part] = []

    def in_sentence(self, name: str, values: Array | None = None) -> str:
        """A value in a sentence: a constant, a number that follows the step, or one for each coordinate in parentheses."""
        if values is None:
            values = self.anatomy.values.get(name)
        if values is None:
            raise ValueError(f"{self.anatomy.optimizer.name}: {{{name}}} in its narration stands for nothing in update or State")
        if values.ndim == 0:
            return f'<span data-constant="{self._constant(name)}">{number(float(values))}</span>'
        if values.ndim == 3:
            rows = (", ".join(self._bold(name, (i, j)) for j in (0, 1)) for i in (0, 1))
            return f"({'; '.join(rows)})"
        if values.ndim == 1:
            return self._bold(name, ())
        return f"({', '.join(self._bold(name, (i,)) for i in (0, 1))})"

    def _slot(self, name: str, place: tuple[int, ...]) -> int:
        """The row of a value, or of the part of it at a place."""
        return _row_of((name, place), self.rows)

    def _constant(self, name: str) -> int:
        return _row_of((name, ()), self.constants)

    def _bold(self, name: str, place: tuple[int, ...]) -> str:
        return f'<b data-slot="{self._slot(name, place)}"></b>'

    def in_formula(self, quantity: Quantity, coordinate: int | None) -> str:
        """A value in the rule: of one coordinate, or of both as a vector where these are coupled."""
        name, role, values = quantity
        if name in ("I", "e"):
            return f"<mi>{name}</mi>"
        if values.ndim == 0:
            return constant(float(values), role, self._constant(name))

        def slot(place: tuple[int, ...]) -> str:
            colored = f' class="role-{role}"' if role else ""
            return f'<mn data-slot="{self._slot(name, place)}"{colored}>?</mn>'

        if values.ndim == 1:
            return slot(())
        if values.ndim == 3:
            return column([[slot((i, j)) for j in (0, 1)] for i in (0, 1)])
        return slot((coordinate,)) if coordinate is not None else column([[slot((i,))] for i in (0, 1)])


def _row_of(part: Part, rows: list[Part]) -> int:
    if part not in rows:
        rows.append(part)
    return rows.index(part)


def _described(anatomy: Anatomy, title: str) -> tuple[Dissection, Rows]:
    """What the header says of a lane, and which numbers of its steps it speaks of, by the names of their arrays."""
    method = type(anatomy.optimizer)
    slots = _Slots(anatomy)
    narration = _own_narration(anatomy.optimizer)
    revealed = {"gradient"}
    lines: list[RuleLine] = []
    for i, line in enumerate(anatomy.rule.lines):
        shows = [arrow for arrow in _shown(anatomy, line) if arrow not in revealed]
        revealed.update(shows)
        lines.append(
            {
                "rule": _in_symbols(anatomy, line),
                "numbers": [_in_numbers(anatomy, slots, line, coordinate) for coordinate in _rows(anatomy, line)],
                "sentence": _sentence(anatomy, slots, narration[i] if i < len(narration) else "", line),
                "shows": shows,
            }
        )
    entry: Dissection = {
        "title": title,
        "columns": anatomy.columns,
        "lines": lines,
        "opening": {"sentence": _opening(anatomy, slots), "shows": ["gradient"]},
        "closing": {"sentence": _closing(anatomy, slots), "shows": ["step"]},
        "has": [
            name
            for name, there in {
                "momentum": anatomy.momentum_part is not None,
                "scale": anatomy.rate is not None,
                "box": anatomy.step_sizes is not None,
                "hessian": method.uses_hessian,
            }.items()
            if there
        ],
    }
    rows = {"slots": slots.rows} | {name: [(value, (i,)) for i in range(count)] for name, (value, count) in ARRAYS.items()}
    rows |= {"stable": [("stable rate", ())]}
    rows |= {name: [(value, (i,)) for i in range(count)] for name, (value, count) in FURTHER.items() if value in anatomy.values}
    return entry, {"constants": slots.constants} | rows


def _own_narration(optimizer: Optimizer) -> tuple[str, ...]:
    """The sentences that were written for this rule, as its switches are set: a form with a rule of its own does not inherit them."""
    for ancestor in type(optimizer).__mro__:
        if "narration" in vars(ancestor):
            values = optimizer.values_by_name()
            return tuple(one if isinstance(one, str) else one.on if values[one.switch] else one.off for one in optimizer.narration)
        if "update_rule" in vars(ancestor):
            break
    return ()


def _in_symbols(anatomy: Anatomy, line: tuple[Assignment, ...]) -> str:
    def role(symbol: Symbol) -> str:
        return anatomy.quantity(symbol).role

    def gradient(node: Gradient) -> str:
        return row("<mo>∇</mo>", "<mi>f</mi>", "<mo>(</mo>", drawing.draw(node.at), "<mo>)</mo>", role="gradient")

    drawing = Drawing(lambda symbol: symbolic(symbol, role(symbol)), gradient)
    return _display(drawing, line)


def _in_numbers(anatomy: Anatomy, slots: _Slots, line: tuple[Assignment, ...], coordinate: int | None) -> str:
    asked = Quantity("gradient", "gradient", anatomy.gradient)
    drawing = Drawing(
        lambda symbol: slots.in_formula(anatomy.quantity(symbol), coordinate),
        lambda _: slots.in_formula(asked, coordinate),
        in_numbers=True,
    )
    return _display(drawing, line)


def _rows(anatomy: Anatomy, line: tuple[Assignment, ...]) -> tuple[int | None, ...]:
    """The coordinates for which a line is to be written: both, or one where these are coupled or the line is the same for both."""
    if type(anatomy.optimizer).couples_coordinates:
        return (None,)
    used = [symbol for assignment in line for symbol in symbols_in(assignment)]
    return (0,) if all(anatomy.quantity(symbol).values.ndim < 2 for symbol in used) else (0, 1)


def _display(drawing: Drawing, line: tuple[Assignment, ...]) -> str:
    gap = '<mo>,</mo><mspace width="1em"/>'
    return f'<math display="block">{gap.join(drawing.assignment(assignment) for assignment in line)}</math>'


def _shown(anatomy: Anatomy, line: tuple[Assignment, ...]) -> list[str]:
    """The arrows that a line of the rule accounts for."""
    shown = []
    for assignment in line:
        made = anatomy.quantity(assignment.left)
        used = [anatomy.quantity(symbol).name for symbol in symbols_in(assignment.right)]
        if made.role == "momentum" and anatomy.momentum_part is not None:
            shown += ["momentum", "gradient_part"]
        if "hessian" in used:
            shown.append("quadratic")
        if anatomy.step_sizes is not None and made.name.removeprefix("new.") == type(anatomy.optimizer).step_sizes:
            shown.append("box")
        is_step = made.name == "new.x" or anatomy.is_subtracted_as_a_whole(assignment.left)
        if anatomy.rate is not None and (made.name == "rate" or is_step):
            shown.append("scale")
        if is_step and made.role != "momentum":
            shown.append("step")
    return list(dict.fromkeys(shown))


def _sentence(anatomy: Anatomy, slots: _Slots, template: str, line: tuple[Assignment, ...]) -> str:
    """A method's own sentence about a line, or what every line has to say."""
    if not template:
        made = [(in_text(assignment.left), anatomy.quantity(assignment.left)) for assignment in line]
        return f"Then {' and '.join(f'{escape(text)} becomes {slots.in_sentence(made.name, made.values)}' for text, made in made)}."
    pieces = re.split(r"\{([\w.]+)\}", template)
    return "".join(escape(piece) if i % 2 == 0 else slots.in_sentence(piece) for i, piece in enumerate(pieces))


def _opening(anatomy: Anatomy, slots: _Slots) -> str:
    at, slope = slots.in_sentence("x"), slots.in_sentence("gradient")
    if not anatomy.looks_ahead:
        return f"The gradient is taken at {at}, where the run stands. It is {slope}; downhill is the opposite direction."
    ahead = slots.in_sentence("point asked")
    return (
        f"The run stands at {at}, but the gradient is taken at the look-ahead point {ahead}. "
        f"It is {slope} there; downhill is the opposite direction."
    )


def _closing(anatomy: Anatomy, slots: _Slots) -> str:
    step = slots.in_sentence("step taken")
    length = slots.in_sentence("step length")
    return f"The step is {step}, {length} long."


def _numbers(anatomy: Anatomy, parts: Sequence[Part]) -> Array:
    """Parts of the steps, (parts, columns)."""
    rows = [np.broadcast_to(part(anatomy.values, *one), anatomy.columns) for one in parts]
    return np.array(rows, dtype=float).reshape(-1, anatomy.columns)


class Curve(NamedTuple):
    """A curve in a chart.

    component: which of several curves of a lane it is
    values:    by step
    source:    the array of which it is a row, and that row: one of the rows of `_described`, or what `Series` says
    """

    component: str
    name: str
    values: Array
    source: tuple[str, int]


def _charts(anatomy: Anatomy) -> list[tuple[Chart, tuple[Curve, ...]]]:
    """The charts of a lane, still without series, and the curves in them. The last step is shown at the end of the run too."""
    run, last = anatomy.trajectory, int(anatomy.trajectory.last)

    def chart(key: str, label: str, meaning: str, log: bool | None, *curves: Curve) -> tuple[Chart, tuple[Curve, ...]]:
        return {"key": key, "label": label, "meaning": meaning, "log": log, "series": []}, curves

    def held(values: Array) -> Array:
        return np.concatenate((values, values[..., -1:]), axis=-1) if anatomy.columns == last else values

    bounded = bool(np.isfinite(run.surface.minimum))
    heights = run.gaps if bounded else run.values
    name, meaning = ("f − f*", "how far f is above its minimum") if bounded else ("f", "the value of the surface")
    key = "gap" if bounded else "value"
    charts = [chart(key, name, meaning, bounded, Curve("", name, heights[: last + 1], (key, 0)))]
    meanings = type(anatomy.optimizer).meanings()
    for i, kept in enumerate(run.states._fields):
        values = getattr(run.states, kept)[: last + 1].T
        if kept.endswith("_power") or _counts(values):
            continue
        symbol = anatomy.symbol_of(kept)
        meaning = meanings.get(kept, "remembered from step to step")
        is_once = anatomy.values[f"before.{kept}"].ndim < 2
        charts.append(chart(kept, symbol, meaning, None, *_by_coordinate(symbol, values, is_once, "states", 2 * i)))
    if anatomy.rate is not None:
        matrix, number = "eigenvalues of the matrix that the gradient is multiplied by", "what the gradient, or its mean, is multiplied by"
        meaning = f"effective learning rate: {matrix if anatomy.turns_gradient else number}"
        charts.append(chart("rate", "rate", meaning, True, *_rates(anatomy, held(anatomy.rate))))
    smaller, larger = held(anatomy.eigenvalues)
    meaning = "eigenvalues of the Hessian: the curvature along and across, where the gradient was taken"
    curvatures = Curve("x", "λmax", larger, ("eigenvalues", 1)), Curve("y", "λmin", smaller, ("eigenvalues", 0))
    charts.append(chart("eigenvalues", "λ", meaning, False, *curvatures))
    meaning = "condition number of the Hessian: the larger curvature over the smaller"
    condition = Curve("", "|λmax/λmin|", held(anatomy.condition), ("condition", 0))
    charts.append(chart("condition", "|λmax/λmin|", meaning, True, condition))
    theory = anatomy.optimizer.theory
    edge, whose = (theory.edge, anatomy.optimizer.name) if theory else (GRADIENT_DESCENT.edge, "gradient descent")
    meaning = (
        f"edge of stability: above it, {whose} would diverge on a quadratic with this curvature; next to it, the current learning rate"
    )
    limit = Curve("limit", edge, held(anatomy.stable), ("stable", 0))
    charts.append(chart("stability", edge, meaning, True, limit, *_step_sizes(anatomy, held)))
    return charts


def _step_sizes(anatomy: Anatomy, held: Callable[[Array], Array]) -> list[Curve]:
    """By what a gradient is multiplied. A method that turns the gradient has no such number, whatever its η is."""
    if anatomy.rate is not None:
        return _rates(anatomy, held(anatomy.rate))
    if anatomy.optimizer.couples_coordinates or "learning_rate" not in anatomy.values:
        return []
    rates = held(np.broadcast_to(anatomy.values["learning_rate"], anatomy.points.shape))
    return _by_coordinate("η", rates, True, "learning_rate", 0)


def _rates(anatomy: Anatomy, rates: Array) -> list[Curve]:
    """A curve for the effective learning rate of each coordinate, or for each eigenvalue of a matrix."""
    if not anatomy.turns_gradient:
        return _by_coordinate("rate", rates, anatomy.values["rate"].ndim < 2, "rates", 0)
    smaller, larger = rates
    return [Curve("x", "larger rate", larger, ("rates", 1)), Curve("y", "smaller rate", smaller, ("rates", 0))]


def _by_coordinate(name: str, values: Array, is_once: bool, array: str, row: int) -> list[Curve]:
    """A curve for each coordinate, or one where they share it."""
    if is_once:
        return [Curve("", name, values[0], (array, row))]
    return [Curve(side, f"{name} of {side}", each, (array, row + i)) for i, (side, each) in enumerate(zip(SIDES, values, strict=True))]


def _counts(values: Array) -> bool:
    """Whether a variable says nothing of the run: it never varies, or it counts the steps or the queries."""
    first, second = values
    is_whole = np.array_equal(first, second) and np.array_equal(first, np.round(first))
    return is_whole or not np.any(values != values[:, :1])


def _over_steps(values: Array, steps: int) -> NDArray[np.float32]:
    """A curve with one number for every step of the cursor, NaN where there is none."""
    curve = np.full(steps + 1, np.nan)
    curve[: len(values)] = np.where(np.isfinite(values), values, np.nan)[: steps + 1]
    return as_float32(curve)
