"""Who can race: every method itself, which is most often the paper's form, and in the forms that libraries and papers have beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from surfaces.declaration import Parameter

from ..convention import LIBRARIES, PAPER
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..plotting.style import in_order


@cache
def everyone() -> tuple[str, ...]:
    """All who can race, in the order of every legend: each method, and after it the forms of those who have one (`adam.keras`)."""
    return tuple(entrant for key in in_order() for entrant in (key, *forms_beside(key)))


@cache
def forms_beside(key: str) -> Mapping[str, str]:
    """Those in whose forms a method can race beside itself, by entrant: every library, and the paper where its form is another."""
    method: type[Optimizer] = OPTIMIZERS[key]
    having = [library for library, form in method.libraries().items() if library != PAPER or form is not method]
    return {f"{key}.{library}": library for library in having}


@cache
def told_otherwise() -> tuple[str, ...]:
    """The names of the methods that are told here in a form that is in common use, and is not their paper's."""
    return tuple(OPTIMIZERS[key].name for key in in_order() if f"{key}.{PAPER}" in forms_beside(key))


@cache
def at_the_start() -> tuple[str, ...]:
    """Who races on the first screen."""
    return tuple(key for key in in_order() if OPTIMIZERS[key].opens_the_race)


@cache
def form_of(entrant: str, library: str = PAPER) -> type[Optimizer]:
    """The form in which an entrant races: its own library's, else that of this one if it has the method, else the method itself."""
    key, _, own = entrant.partition(".")
    method: type[Optimizer] = OPTIMIZERS[key]
    return method if not own and library == PAPER else method.libraries().get(own or library, method)


def name_of(entrant: str, library: str = PAPER) -> str:
    """What an entrant is called on the page."""
    _, _, own = entrant.partition(".")
    form = form_of(entrant, library)
    return f"{form.name} · {LIBRARIES[own]}" if own else form.name


@cache
def names() -> dict[str, str]:
    """What everyone is called, each method as it is told here."""
    return {entrant: name_of(entrant) for entrant in everyone()}


@cache
def hyperparameters_with(symbol: str) -> tuple[tuple[str, str, Parameter], ...]:
    """Every hyperparameter that is written with this symbol: (optimizer key, field, declaration)."""
    return tuple(
        (key, name, parameter)
        for key in in_order()
        for name, parameter in OPTIMIZERS[key].parameters().items()
        if parameter.symbol == symbol
    )


@cache
def fields_with(symbol: str, entrant: str, library: str = PAPER) -> tuple[str, ...]:
    """The hyperparameters of an entrant that are written with this symbol."""
    return tuple(name for name, parameter in form_of(entrant, library).parameters().items() if parameter.symbol == symbol)
