"""A method that is looked at by itself, and two of them side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Self

from ..optimizer import Optimizer
from .address import Entry, Fields, as_text, not_default
from .experiment import Setting
from .lettering import setting
from .lineup import everyone, form_of, name_of
from .query import Query

SIDES = ("a", "b")


@dataclass(frozen=True)
class Specimen:
    """One method on the table.

    entrant: the method (`adam`) or a library's form of it (`adam.keras`).
    values:  those of its hyperparameters that are not at their default.
    """

    entrant: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def form(self) -> type[Optimizer]:
        return form_of(self.entrant)

    def optimizer(self) -> Optimizer:
        return self.form()(**self.values)

    def name(self) -> str:
        return name_of(self.entrant)

    def with_value(self, name: str, value: Any) -> Specimen:
        """The same method with another value, which it must have."""
        optimizer = self.optimizer().replace(**{name: value})
        return Specimen(self.entrant, not_default(optimizer, optimizer.values_by_name()))


@dataclass(frozen=True)
class OnTheTable(Entry):
    """A specimen: the method under the field's name, its values under `name.hyperparameter`.

    known:  who can be one
    nobody: the word for none, where there is always somebody unless a link says so
    """

    known: Collection[str] = everyone()
    name: str = ""
    nobody: str = ""
    always: bool = True

    def write(self, name: str, value: Specimen | None, others: Fields) -> Iterator[tuple[str, str]]:
        if value is not None:
            yield name, value.entrant
            yield from ((f"{name}.{key}", as_text(one)) for key, one in value.values.items())
        elif self.nobody:
            yield name, self.nobody

    def read(self, name: str, query: Query, others: Fields, default: Specimen | None) -> Specimen | None:
        entrant = query.choice(name, {*self.known, self.nobody} - {""})
        if entrant is not None and entrant == self.nobody:
            return None
        usual = Specimen(entrant) if entrant else default
        if usual is None:
            return None
        given = query.declared(name, usual.form())
        return Specimen(usual.entrant, not_default(usual.form(), {**usual.values, **given}))


ADAM = Specimen("adam")


@dataclass(frozen=True)
class Pair(Setting):
    """One specimen, or two side by side."""

    a: Annotated[Specimen, OnTheTable()] = ADAM
    b: Annotated[Specimen | None, OnTheTable()] = None

    def specimens(self) -> dict[str, Specimen]:
        """The one or two of them, by side."""
        return {side: specimen for side in SIDES if (specimen := getattr(self, side)) is not None}

    def with_value(self, side: str, name: str, value: Any) -> Self:
        """The same with another value of a hyperparameter on one side."""
        if side == "a":
            return replace(self, a=self.a.with_value(name, value))
        return self if self.b is None else replace(self, b=self.b.with_value(name, value))

    def headline(self) -> str:
        """Who is on what, as Markdown."""
        terrain = self.terrain()
        return f"{' | '.join(self.titles().values())} on {terrain.name} $\\quad f(x, y) = {terrain.formula}$"

    def names(self) -> dict[str, str]:
        """What each side is called in few words, which stay the same when its values change: by its method, and by its place if need be."""
        names = {side: specimen.name() for side, specimen in self.specimens().items()}
        if len(set(names.values())) == len(names):
            return names
        return {side: f"{place} {name}" for (side, name), place in zip(names.items(), ("first", "second"), strict=True)}

    def is_told_apart_by_values(self) -> bool:
        """Whether the titles of the two have values in them, as their methods are the same."""
        return self.b is not None and self.a.name() == self.b.name()

    def titles(self) -> dict[str, str]:
        """What each side is called: by its method, and by what tells the two apart where the methods are the same."""
        names = {side: specimen.name() for side, specimen in self.specimens().items()}
        if not self.is_told_apart_by_values():
            return names
        parameters = self.a.form().parameters()  # those of both, as both have one name
        values = {side: specimen.optimizer().values_by_name() for side, specimen in self.specimens().items()}
        differing = [key for key in parameters if values["a"][key] != values["b"][key]]
        return {
            side: ", ".join([name, *(setting(key, parameters[key], values[side][key]) for key in differing)])
            for side, name in names.items()
        }
