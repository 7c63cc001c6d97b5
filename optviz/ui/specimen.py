"""A method that is looked at by itself, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..convention import LIBRARIES
from ..optimizer import Optimizer
from .experiment import PAPER, form_of
from .query import not_default

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
        return form_of(self.entrant, PAPER)

    def optimizer(self) -> Optimizer:
        return self.form()(**self.values)

    def name(self) -> str:
        _, _, library = self.entrant.partition(".")
        return f"{self.form().name} · {LIBRARIES[library]}" if library else self.form().name

    def with_value(self, name: str, value: Any) -> Specimen:
        """The same method with another value, which it must have."""
        optimizer = self.optimizer().replace(**{name: value})
        return Specimen(self.entrant, dict(not_default(optimizer, optimizer.values_by_name())))


class Pair:
    """One specimen, or two side by side."""

    a: Specimen
    b: Specimen | None

    def specimens(self) -> dict[str, Specimen]:
        """The one or two of them, by side."""
        return {side: specimen for side in SIDES if (specimen := getattr(self, side)) is not None}

    def titles(self) -> dict[str, str]:
        """What each side is called: by its method, and by what tells the two apart where the methods are the same."""
        names = {side: specimen.name() for side, specimen in self.specimens().items()}
        if self.b is None or len(set(names.values())) == 2:
            return names
        values = {side: specimen.optimizer().values_by_name() for side, specimen in self.specimens().items()}
        return {
            side: ", ".join([name, *(_said(key, value) for key, value in values[side].items() if values["a"][key] != values["b"][key])])
            for side, name in names.items()
        }


def _said(key: str, value: Any) -> str:
    words = key.replace("_", " ")
    return ("with " if value else "without ") + words if isinstance(value, bool) else f"{words} {value:g}"
