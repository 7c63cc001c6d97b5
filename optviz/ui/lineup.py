"""Who can race: every method, in its paper's form and in those of the libraries."""

from __future__ import annotations

from functools import cache

from surfaces.declaration import Parameter

from ..convention import LIBRARIES
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..plotting.style import in_order

PAPER = "paper"


@cache
def everyone() -> tuple[str, ...]:
    """All who can race, in the order of every legend: each method, and after it each library's form (`adam.keras`)."""
    return tuple(
        entrant
        for key in in_order()
        for entrant in (key, *(f"{key}.{library}" for library in OPTIMIZERS[key].libraries() if library != PAPER))
    )


@cache
def at_the_start() -> tuple[str, ...]:
    """Who races on the first screen."""
    return tuple(key for key in in_order() if OPTIMIZERS[key].opens_the_race)


@cache
def form_of(entrant: str, library: str = PAPER) -> type[Optimizer]:
    """The form in which an entrant races: its own library's, else that of this one if it has the method, else the paper's."""
    key, _, own = entrant.partition(".")
    forms = OPTIMIZERS[key].libraries()
    return forms.get(own or library, forms[PAPER])


def name_of(entrant: str, library: str = PAPER) -> str:
    """What an entrant is called on the page."""
    _, _, own = entrant.partition(".")
    form = form_of(entrant, library)
    return f"{form.name} · {LIBRARIES[own]}" if own else form.name


@cache
def names() -> dict[str, str]:
    """What everyone is called, each method in its paper's form."""
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
