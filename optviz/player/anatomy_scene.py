"""An anatomy as the player is told it: a race of one or two, with the rule, the sentences and the numbers of every step."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..anatomy import Anatomy, Quantity, dissect
from ..optimizer import Optimizer
from ..plotting.style import HUES, style
from ..race import Race
from ..rule import Assignment, Gradient, Symbol, in_text, symbols_in
from ..theory import GRADIENT_DESCENT
from ..written import number
from .header import Chart, Dissection, Entrant, Gauge, PlayerHeader, RuleLine
from .mathml import Drawing, column, constant, row, symbolic
from .payload import as_float32
from .scene import scene

SIDES = ("x", "y")


def anatomy_scene(
    race: Race,
    *,
    key: str,
    start: tuple[float, float],
    titles: Mapping[str, str] | None = None,
    gauge: Gauge | None = None,
    **options: Any,
) -> tuple[PlayerHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`: a race of single runs, as `scene` has it, and what every step was made of.

    The lanes may have any keys, so that one method can run in both.

    titles:  how the lanes are called, by lane; a method's name if none is given
    gauge:   the slider of the learning rate on which the largest stable one is marked, if there is one
    options: see `scene`
    """
    titles = {lane: (titles or {}).get(lane, run.optimizer.name) for lane, run in race.lanes.items()}
    header, arrays = scene(race, key=key, start=start, **options)
    header["entrants"] = entrants_of(race, titles)
    anatomies = [dissect(run) for run in race.lanes.values()]
    dissections: list[Dissection] = []
    for i, (anatomy, title) in enumerate(zip(anatomies, titles.values(), strict=True)):
        entry, numbers = _described(anatomy, title)
        dissections.append(entry)
        arrays.update({f"anatomy.{i}.{name}": np.array(values, dtype=float) for name, values in numbers.items()})
    charts: list[Chart] = []
    curves = [(lane, *drawn) for lane, anatomy in enumerate(anatomies) for drawn in _charts(anatomy)]
    for lane, chart, series in curves:
        drawn = next((other for other in charts if all(other[part] == chart[part] for part in ("key", "label", "meaning"))), None)
        if drawn is None:
            drawn = {**chart, "series": []}
            charts.append(drawn)
        drawn["log"] = drawn["log"] and chart["log"]
        for component, name, values in series:
            array = f"chart.{sum(len(other['series']) for other in charts)}"
            drawn["series"].append({"lane": lane, "component": component, "name": name, "array": array})
            arrays[array] = _over_steps(values, header["steps"])
    header |= {"anatomy": dissections, "charts": charts, "gauge": gauge}
    return header, arrays


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
    """The numbers that change with the step, each in its row of one array."""

    def __init__(self, anatomy: Anatomy) -> None:
        self.anatomy = anatomy
        self.rows: list[Array] = []
        self._known: dict[tuple[str, Any], int] = {}
        self._alike = _alike(anatomy.gradient)

    def number(self, name: str, values: Array, place: Any = ()) -> int:
        """The slot of a value, or of the part of it at a place."""
        if (name, place) not in self._known:
            self._known[name, place] = len(self.rows)
            self.rows.append(np.broadcast_to(values[place], self.anatomy.columns))
        return self._known[name, place]

    def is_said_once(self, values: Array) -> bool:
        """Whether a value does not depend on the coordinate, in a run whose coordinates can be told apart."""
        return values.ndim < 2 or (values.ndim == 2 and not self._alike and _alike(values))

    def in_sentence(self, name: str, values: Array | None = None) -> str:
        """A value in a sentence: a constant, a number that follows the step, or one for each coordinate in parentheses."""
        if values is None:
            values = self.anatomy.values.get(name)
        if values is None:
            raise ValueError(f"{self.anatomy.optimizer.name}: {{{name}}} in its narration stands for nothing in update or State")
        if values.ndim == 0:
            return number(float(values))
        if values.ndim == 3:
            rows = (", ".join(self._bold(name, values, (i, j)) for j in (0, 1)) for i in (0, 1))
            return f"({'; '.join(rows)})"
        if self.is_said_once(values):
            return self._bold(name, values, () if values.ndim == 1 else (0,))
        return f"({', '.join(self._bold(name, values, (i,)) for i in (0, 1))})"

    def _bold(self, name: str, values: Array, place: Any) -> str:
        return f'<b data-slot="{self.number(name, values, place)}"></b>'

    def in_formula(self, quantity: Quantity, coordinate: int | None) -> str:
        """A value in the rule: of one coordinate, or of both as a vector where these are coupled."""
        name, role, values = quantity
        if name in ("I", "e"):
            return f"<mi>{name}</mi>"
        if values.ndim == 0:
            return constant(float(values), role)

        def slot(place: Any) -> str:
            colored = f' class="role-{role}"' if role else ""
            return f'<mn data-slot="{self.number(name, values, place)}"{colored}>?</mn>'

        if values.ndim == 1:
            return slot(())
        if values.ndim == 3:
            return column([[slot((i, j)) for j in (0, 1)] for i in (0, 1)])
        return slot((coordinate,)) if coordinate is not None else column([[slot((i,))] for i in (0, 1)])


def _described(anatomy: Anatomy, title: str) -> tuple[Dissection, dict[str, Array]]:
    """What the header says of a lane, and its arrays."""
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
                "numbers": [_in_numbers(anatomy, slots, line, coordinate) for coordinate in _rows(anatomy, slots, line)],
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
    numbers = {
        "slots": np.array(slots.rows).reshape(-1, anatomy.columns),
        "asked": anatomy.asked,
        "gradient": anatomy.gradient,
        "step": anatomy.step,
        "gradient_part": anatomy.gradient_part,
        "hessian": anatomy.hessian,
        "stable": anatomy.stable,
    }
    if anatomy.momentum_part is not None:
        numbers["momentum_part"] = anatomy.momentum_part
    if anatomy.rate_matrix is not None:
        numbers["rate"] = anatomy.rate_matrix
    if anatomy.step_sizes is not None:
        numbers["step_sizes"] = anatomy.step_sizes
    return entry, numbers


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


def _rows(anatomy: Anatomy, slots: _Slots, line: tuple[Assignment, ...]) -> tuple[int | None, ...]:
    """The coordinates for which a line is to be written: both, or one where these are coupled or the line is the same for both."""
    if type(anatomy.optimizer).couples_coordinates:
        return (None,)
    used = [symbol for assignment in line for symbol in symbols_in(assignment)]
    return (0,) if all(slots.is_said_once(anatomy.quantity(symbol).values) for symbol in used) else (0, 1)


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
    ahead = slots.in_sentence("asked", anatomy.asked)
    return (
        f"The run stands at {at}, but the gradient is taken at the look-ahead point {ahead}. "
        f"It is {slope} there; downhill is the opposite direction."
    )


def _closing(anatomy: Anatomy, slots: _Slots) -> str:
    step = slots.in_sentence("step taken", anatomy.step)
    length = slots.in_sentence("length of the step", anatomy.length)
    return f"The step is {step}, {length} long."


Curve = tuple[str, str, Array]
"""Component, name, values by step."""


def _charts(anatomy: Anatomy) -> list[tuple[Chart, tuple[Curve, ...]]]:
    """The charts of a lane, still without series, and the curves in them. The last step is shown at the end of the run too."""
    run, last = anatomy.trajectory, int(anatomy.trajectory.last)

    def chart(key: str, label: str, meaning: str, log: bool, *curves: Curve) -> tuple[Chart, tuple[Curve, ...]]:
        return {"key": key, "label": label, "meaning": meaning, "log": log, "series": []}, curves

    def held(values: Array) -> Array:
        return np.concatenate((values, values[..., -1:]), axis=-1) if anatomy.columns == last else values

    bounded = bool(np.isfinite(run.surface.minimum))
    heights = run.gaps if bounded else run.values
    name, meaning = ("f − f*", "how far f is above its minimum") if bounded else ("f", "the value of the surface")
    charts = [chart("gap" if bounded else "value", name, meaning, bounded, ("", name, heights[: last + 1]))]
    meanings = type(anatomy.optimizer).meanings()
    for kept in run.states._fields:
        values = getattr(run.states, kept)[: last + 1].T
        if kept.endswith("_power") or _counts(values):
            continue
        symbol = anatomy.symbol_of(kept)
        meaning = meanings.get(kept, "remembered from step to step")
        charts.append(chart(kept, symbol, meaning, _spans_decades(values), *_by_coordinate(symbol, values)))
    if anatomy.rate is not None:
        matrix, number = "eigenvalues of the matrix that the gradient is multiplied by", "what the gradient, or its mean, is multiplied by"
        meaning = f"effective learning rate: {matrix if anatomy.turns_gradient else number}"
        charts.append(chart("rate", "rate", meaning, True, *_rates(held(anatomy.rate), anatomy.turns_gradient)))
    smaller, larger = held(anatomy.eigenvalues)
    meaning = "eigenvalues of the Hessian: the curvature along and across, where the gradient was taken"
    charts.append(chart("eigenvalues", "λ", meaning, False, ("x", "λmax", larger), ("y", "λmin", smaller)))
    meaning = "condition number of the Hessian: the larger curvature over the smaller"
    charts.append(chart("condition", "|λmax/λmin|", meaning, True, ("", "|λmax/λmin|", held(anatomy.condition))))
    theory = anatomy.optimizer.theory
    edge, whose = (theory.edge, anatomy.optimizer.name) if theory else (GRADIENT_DESCENT.edge, "gradient descent")
    meaning = (
        f"edge of stability: above it, {whose} would diverge on a quadratic with this curvature; next to it, the current learning rate"
    )
    charts.append(chart("stability", edge, meaning, True, ("limit", edge, held(anatomy.stable)), *_step_sizes(anatomy, held)))
    return charts


def _step_sizes(anatomy: Anatomy, held: Callable[[Array], Array]) -> list[Curve]:
    """By what a gradient is multiplied. A method that turns the gradient has no such number, whatever its η is."""
    if anatomy.rate is not None:
        return _rates(held(anatomy.rate), anatomy.turns_gradient)
    if anatomy.optimizer.couples_coordinates or "learning_rate" not in anatomy.values:
        return []
    return _by_coordinate("η", held(np.broadcast_to(anatomy.values["learning_rate"], anatomy.points.shape)))


def _rates(rates: Array, are_eigenvalues: bool) -> list[Curve]:
    """A curve for the effective learning rate of each coordinate, or for each eigenvalue of a matrix."""
    if not are_eigenvalues:
        return _by_coordinate("rate", rates)
    smaller, larger = rates
    return [("x", "larger rate", larger), ("y", "smaller rate", smaller)]


def _by_coordinate(name: str, values: Array) -> list[Curve]:
    """A curve for each coordinate, or one where both are alike."""
    if _alike(values):
        return [("", name, values[0])]
    return [(side, f"{name} of {side}", each) for side, each in zip(SIDES, values, strict=True)]


def _alike(values: Array) -> bool:
    """Whether both coordinates have the same numbers."""
    x, y = values
    return np.array_equal(x, y, equal_nan=True)


def _counts(values: Array) -> bool:
    """Whether a variable says nothing of the run: it never varies, or it counts the steps or the queries."""
    first, second = values
    is_whole = np.array_equal(first, second) and np.array_equal(first, np.round(first))
    return is_whole or not np.any(values != values[:, :1])


def _spans_decades(values: Array) -> bool:
    positive = values[values > 0]
    return bool(np.all(values >= 0) and positive.size and positive.max() / 1000 > positive.min())


def _over_steps(values: Array, steps: int) -> NDArray[np.float32]:
    """A curve with one number for every step of the cursor, NaN where there is none."""
    curve = np.full(steps + 1, np.nan)
    curve[: len(values)] = np.where(np.isfinite(values), values, np.nan)[: steps + 1]
    return as_float32(curve)
