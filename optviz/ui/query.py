"""A query string as values: what is known and allowed is taken out of it, the names of the rest are kept.

What a link says is checked against the declarations, and nothing here ever repeats the link's own text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from surfaces.declaration import Declared

from .experiment import SHARED, hyperparameters_with

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
LONGEST_NUMBER = 40


def as_text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else repr(float(value)).removesuffix(".0")


def not_default(declared: Declared | type[Declared], values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in values.items() if value != declared.parameters()[key].default]


class Query:
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

    def refuse(self, name: str) -> None:
        """Count an entry among those that had to be ignored."""
        self._bad.append(name)

    def choice(self, name: str, known: Iterable[str], default: Any) -> Any:
        text = self._take(name)
        if text is None or text in known:
            return default if text is None else text
        self.refuse(name)
        return default

    def choices(self, name: str, known: Iterable[str]) -> set[str] | None:
        text = self._take(name)
        if text is None:
            return None
        words = set(text[:4000].split(","))
        if not words <= set(known):
            self.refuse(name)
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
        self.refuse(name)
        return None

    def whole(self, name: str, lowest: int, highest: int) -> int | None:
        values = self.numbers(name, 1, lambda v: v[0] == int(v[0]) and lowest <= v[0] <= highest)
        return int(values[0]) if values else None

    def shared(self, name: str) -> float | None:
        places = hyperparameters_with(SHARED[name])
        values = self.numbers(name, 1, lambda v: all(parameter.domain.contains(v[0]) for _, _, parameter in places))
        return values[0] if values else None

    def declared(self, prefix: str, declared: Declared | type[Declared]) -> dict[str, Any]:
        """The values that a link gives to declared parameters, under `prefix.field`."""
        found: dict[str, Any] = {}
        for key, parameter in declared.parameters().items():
            name = f"{prefix}.{key}"
            values = self.numbers(name, 1, lambda v, p=parameter: p.domain.contains(v[0]) and not (p.is_switch and v[0] % 1))
            if values:
                found[key] = bool(values[0]) if parameter.is_switch else values[0]
        return found
