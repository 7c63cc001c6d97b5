"""An experiment as a link, and back. Each field says by its annotation how it is written:

    steps: Annotated[int, Whole(1, 2000)] = 300

A link says what is not default. What one says is checked against the declarations; whatever is unknown or
not allowed is left out and named in a note that never repeats the link's own text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Self, TypeVar, get_type_hints
from urllib.parse import urlencode

from surfaces.declaration import Declared

from ..plane import FARTHEST
from .query import Query

Fields = Mapping[str, Any]
"""Fields by their names: all of them when one is written, those that stand before it when it is read."""


class Described:
    """What a link can describe: a frozen dataclass whose fields say how they are written."""

    @classmethod
    @cache
    def entries(cls) -> dict[str, Entry]:
        """How each field is written, in their order."""
        hints = get_type_hints(cls, include_extras=True)
        return {field.name: next(note for note in hints[field.name].__metadata__ if isinstance(note, Entry)) for field in fields(cls)}  # type: ignore[arg-type]

    def fitted(self) -> Self:
        """The same, with what does not fit the rest brought to what does."""
        return self


class Entry(ABC):
    """How a field is written.

    name:   in the link, where it is not the field's own
    always: whether it is written even if it is default
    """

    name: str = ""
    always: bool = False

    @abstractmethod
    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        """The entries of a value."""

    @abstractmethod
    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        """The value that a link gives to the field; its default where it gives none that is allowed."""

    def unfit(self, name: str, said: Any, fitting: Any) -> list[str]:
        """The names of the entries that a link had for the field and that did not fit the rest."""
        return [] if said == fitting else [name]


def as_text(value: Any) -> str:
    """A number, the shortest way; 1 or 0 for a switch of a method."""
    return str(int(value)) if isinstance(value, bool) else repr(float(value)).removesuffix(".0")


def not_default(declared: Declared | type[Declared], values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a declaration's values that are not its defaults."""
    return {key: value for key, value in values.items() if value != declared.parameters()[key].default}


@dataclass(frozen=True)
class Choice(Entry):
    """One of the words that are known, or of the whole numbers.

    unsaid: what a link means that speaks of fields before this one but not of it, None for the default: a field that came later
    """

    known: Collection[Any]
    always: bool = False
    name: str = ""
    unsaid: Any = None

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        if value is not None:
            yield name, str(value)

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        known = {str(one): one for one in self.known}
        usual = self.unsaid if self.unsaid is not None and query.has_spoken() else default
        word = query.choice(name, known)
        return usual if word is None else known[word]


@dataclass(frozen=True)
class Several(Entry):
    """Some of those that are known, in their order."""

    known: Collection[str]
    name: str = ""

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        yield name, ",".join(value)

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        chosen = query.choices(name, self.known)
        return default if chosen is None else tuple(one for one in self.known if one in chosen)


@dataclass(frozen=True)
class Whole(Entry):
    """A whole number between two."""

    lowest: int
    highest: int

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        yield name, str(value)

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        value = query.whole(name, self.lowest, self.highest)
        return default if value is None else value


@dataclass(frozen=True)
class Number(Entry):
    """A number between two."""

    lowest: float
    highest: float

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        yield name, as_text(value)

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        values = query.numbers(name, 1, lambda v: self.lowest <= v[0] <= self.highest)
        return values[0] if values else default


@dataclass(frozen=True)
class Numbers(Entry):
    """That many numbers, or None."""

    count: int
    allowed: Callable[[tuple[float, ...]], bool] = lambda values: all(abs(value) < FARTHEST for value in values)

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        if value is not None:
            yield name, ",".join(map(as_text, value))

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        return query.numbers(name, self.count, self.allowed) or default


@dataclass(frozen=True)
class Switch(Entry):
    """Yes or no. Links that were written as 1, 0, true or false are read, too."""

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        yield name, "yes" if value else "no"

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        words = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
        word = query.choice(name, words)
        return default if word is None else words[word]


@dataclass(frozen=True)
class Values(Entry):
    """Values of what declares parameters, each under `name.parameter`. owner: who declares them, by the fields that stand before it."""

    owner: Callable[[Fields], Declared | type[Declared] | None]
    name: str = ""

    def write(self, name: str, value: Any, others: Fields) -> Iterator[tuple[str, str]]:
        if (owner := self.owner(others)) is not None:
            yield from ((f"{name}.{key}", as_text(one)) for key, one in not_default(owner, value).items())

    def read(self, name: str, query: Query, others: Fields, default: Any) -> Any:
        owner = self.owner(others)
        return query.declared(name, owner) if owner is not None else {}

    def unfit(self, name: str, said: Any, fitting: Any) -> list[str]:
        return [f"{name}.{key}" for key in said if key not in fitting]


What = TypeVar("What", bound=Described)


def write(described: Described) -> str:
    """The query string of everything that is not default, in a fixed order."""
    default, entries = type(described)(), list[tuple[str, str]]()
    values = {field: getattr(described, field) for field in described.entries()}
    for field, entry in described.entries().items():
        if entry.always or values[field] != getattr(default, field):
            entries += entry.write(entry.name or field, values[field], values)
    return urlencode(entries, safe=",")


def read(kind: type[What], query: Query) -> What:
    """What a query describes. It keeps the names of what had to be ignored."""
    default, found = kind(), dict[str, Any]()
    for field, entry in kind.entries().items():
        found[field] = entry.read(entry.name or field, query, found, getattr(default, field))
    fitting = kind(**found).fitted()
    for field, entry in kind.entries().items():
        for name in entry.unfit(entry.name or field, found[field], getattr(fitting, field)):
            if name in query:
                query.refuse(name)
    return fitting
