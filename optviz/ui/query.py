"""A query string as values: what is known and allowed is taken out of it, the names of the rest are kept.

What a link says is checked against the declarations, and nothing here ever repeats the link's own text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from surfaces.declaration import Declared, Parameter

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
FOREIGN = re.compile(
    r"(utm|hsa|mtm|pk|matomo)_\w+|_ga|_gl|_hsenc|_hsmi|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|"
    r"igshi?d|li_fat_id|mc_[ce]id|srsltid|vero_id|ref|si",
    re.ASCII | re.IGNORECASE,
)
"""What others add to a link on its way, to see who followed it. It is passed over in silence."""
LONGEST_NUMBER = 40
LONGEST_LIST = 4000


def entries_of(link: str) -> dict[str, str]:
    """A query string as its entries; those that say nothing are among them."""
    return dict(parse_qsl(link, keep_blank_values=True))


class Query:
    """Takes entries out of a query one by one and remembers which of them were no good."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = query
        self._known: set[str] = set()
        self._bad: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._query

    def has_spoken(self) -> bool:
        """Whether anything was in it that was asked for until now."""
        return not self._known.isdisjoint(self._query)

    def ignored(self) -> list[str]:
        """The names of what had to be ignored, in the order of the link; of what nobody knows, only how much of it there was."""
        unknown = sum(1 for name in self._query if name not in self._known and not FOREIGN.fullmatch(name))
        return [name for name in self._query if name in self._bad] + (
            [f"{unknown} unknown {'entry' if unknown == 1 else 'entries'}"] if unknown else []
        )

    def refuse(self, name: str) -> None:
        """Count an entry among those that had to be ignored."""
        self._bad.add(name)

    def choice(self, name: str, known: Iterable[str]) -> str | None:
        """One of the words that are known."""
        text = self._take(name)
        if text is None or text in known:
            return text
        self.refuse(name)
        return None

    def choices(self, name: str, known: Iterable[str]) -> set[str] | None:
        """Those of a list that are known, none if it is empty; None where there are none that are known."""
        text = self._take(name)
        if not text:
            return None if text is None else set()
        words, known = set(text[:LONGEST_LIST].split(",")), set(known)
        if not words <= known:
            self.refuse(name)
        return words & known or None

    def numbers(self, name: str, count: int, allowed: Callable[[tuple[float, ...]], bool]) -> tuple[float, ...] | None:
        """That many finite numbers, if they are allowed."""
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
        """A whole number between two."""
        values = self.numbers(name, 1, lambda v: v[0] == int(v[0]) and lowest <= v[0] <= highest)
        return int(values[0]) if values else None

    def declared(self, prefix: str, declared: Declared | type[Declared]) -> dict[str, Any]:
        """The values that a link gives to declared parameters, under `prefix.field`."""
        found: dict[str, Any] = {}
        for key, parameter in declared.parameters().items():
            name = f"{prefix}.{key}"

            def allowed(values: tuple[float, ...], parameter: Parameter = parameter) -> bool:
                return parameter.domain.contains(values[0]) and not (parameter.is_switch and values[0] % 1)

            if values := self.numbers(name, 1, allowed):
                found[key] = bool(values[0]) if parameter.is_switch else values[0]
        return found

    def _take(self, name: str) -> str | None:
        self._known.add(name)
        return self._query.get(name)
