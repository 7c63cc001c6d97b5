"""The share link: an experiment and a view as a query string, and back.

What a link says is checked against the declarations. Whatever is unknown or not allowed is left out
and named in a note that never repeats the link's own text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from surfaces import SURFACES

from ..hyperparameter import Declared
from ..optimizers import OPTIMIZERS
from ..player.scene import CURVES
from ..plotting.style import in_order
from ..trajectory import FARTHEST
from .experiment import MOST_STEPS, SHARED, Experiment, hyperparameters_with

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
LONGEST_NUMBER = 40


def write_link(experiment: Experiment) -> str:
    """The query string of an experiment: everything that is not default, in a fixed order."""
    surface = SURFACES[experiment.surface]
    entries: list[tuple[str, str]] = [("surface", experiment.surface)]
    entries += [(f"surface.{key}", _text(value)) for key, value in _not_default(surface, experiment.surface_values)]
    if experiment.racing != Experiment().racing:
        entries.append(("methods", ",".join(experiment.racing)))
    entries += [(name, _text(experiment.shared[name])) for name in SHARED if name in experiment.shared]
    for key, values in experiment.own.items():
        changed = _not_default(OPTIMIZERS[key](), values)
        entries += [(f"{key}.{name}", _text(value)) for name, value in changed or list(values.items())[:1]]
    if experiment.start is not None:
        entries.append(("start", ",".join(map(_text, experiment.start))))
    if experiment.steps != Experiment().steps:
        entries.append(("steps", str(experiment.steps)))
    return urlencode(entries, safe=",")


def read_link(query: Mapping[str, str]) -> tuple[Experiment, dict[str, Any], list[str]]:
    """The experiment and the view that a link describes, and the names of what had to be ignored."""
    reader = _Reader(query)
    surface = reader.choice("surface", SURFACES, Experiment().surface)
    racing = reader.choices("methods", OPTIMIZERS)
    start = reader.numbers("start", 2, lambda values: all(abs(v) < FARTHEST for v in values))
    experiment = Experiment(
        surface=surface,
        surface_values=reader.declared("surface", SURFACES[surface]),
        racing=tuple(key for key in in_order() if key in racing) if racing is not None else Experiment().racing,
        shared={name: value for name in SHARED if (value := reader.shared(name)) is not None},
        own={
            key: {**OPTIMIZERS[key]().values_by_name(), **values}
            for key in in_order()
            if (values := reader.declared(key, OPTIMIZERS[key]()))
        },
        start=(start[0], start[1]) if start else None,
        steps=reader.whole("steps", 1, MOST_STEPS) or Experiment().steps,
    )
    view: dict[str, Any] = {}
    if window := reader.numbers("window", 4, lambda w: w[0] < w[1] and w[2] < w[3] and all(abs(v) < FARTHEST for v in w)):
        view["window"] = window
    if camera := reader.numbers("camera", 3, lambda values: all(abs(v) < 1e4 for v in values)):
        view["camera"] = camera
    if speed := reader.numbers("speed", 1, lambda values: 0.1 <= values[0] <= 10):
        view["speed"] = speed[0]
    if (step := reader.whole("step", 0, MOST_STEPS)) is not None:
        view["step"] = step
    for name, known in (("curve", CURVES), ("colors", ("linear", "log")), ("arrows", ("true",))):
        if (word := reader.choice(name, known, None)) is not None:
            view[name] = word
    return experiment, view, reader.ignored()


def _text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else repr(float(value)).removesuffix(".0")


def _not_default(declared: Declared, values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in values.items() if value != declared.parameters()[key].default]


class _Reader:
    """Takes entries out of a query one by one and remembers which of them were no good."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self._known: set[str] = set()
        self._bad: list[str] = []

    def ignored(self) -> list[str]:
        unknown = sum(1 for name in self._query if name not in self._known)
        return self._bad + ([f"{unknown} unknown {'entry' if unknown == 1 else 'entries'}"] if unknown else [])

    def _take(self, name: str) -> str | None:
        self._known.add(name)
        return self._query.get(name)

    def _refuse(self, name: str) -> None:
        self._bad.append(name)

    def choice(self, name: str, known: Iterable[str], default: Any) -> Any:
        text = self._take(name)
        if text is None or text in known:
            return default if text is None else text
        self._refuse(name)
        return default

    def choices(self, name: str, known: Mapping[str, Any]) -> set[str] | None:
        text = self._take(name)
        if text is None:
            return None
        words = set(text[:4000].split(","))
        if not words <= set(known):
            self._refuse(name)
        return words & set(known) or None

    def numbers(self, name: str, count: int, allowed: Any) -> tuple[float, ...] | None:
        text = self._take(name)
        if text is None:
            return None
        words = text.split(",", count)
        if len(words) == count and all(len(w) <= LONGEST_NUMBER and NUMBER.fullmatch(w) for w in words):
            values = tuple(map(float, words))
            if all(map(math.isfinite, values)) and allowed(values):
                return values
        self._refuse(name)
        return None

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        values = self.numbers(name, 1, lambda v: v[0] == int(v[0]) and lowest <= v[0] <= highest)
        return int(values[0]) if values else None

    def shared(self, name: str) -> float | None:
        places = hyperparameters_with(SHARED[name])
        values = self.numbers(name, 1, lambda v: all(parameter.domain.contains(v[0]) for _, _, parameter in places))
        return values[0] if values else None

    def declared(self, prefix: str, declared: Declared) -> dict[str, Any]:
        """The values that a link gives to declared parameters, under `prefix.field`."""
        found: dict[str, Any] = {}
        for key, parameter in declared.parameters().items():
            name = f"{prefix}.{key}"
            values = self.numbers(name, 1, lambda v, p=parameter: p.domain.contains(v[0]) and not (p.is_switch and v[0] % 1))
            if values:
                found[key] = bool(values[0]) if parameter.is_switch else values[0]
        return found
