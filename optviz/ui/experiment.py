"""One experiment of the race page: everything that decides what is raced where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from surfaces.declaration import Parameter

from ..convention import LIBRARIES
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..plotting.style import in_order
from .setting import CONSTANT, Conditions, Noisy, Paced, Setting

SHARED = {"eta": r"\eta", "gamma": r"\gamma", "beta1": r"\beta_1", "beta2": r"\beta_2", "epsilon": r"\epsilon"}
"""The sliders that all methods share: name in the link, and the symbol that they set."""
MOST_STEPS = 2000
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
def form_of(entrant: str, library: str) -> type[Optimizer]:
    """The form in which an entrant races: its own library's, else that of this one if it has the method, else the paper's."""
    key, _, own = entrant.partition(".")
    forms = OPTIMIZERS[key].libraries()
    return forms.get(own or library, forms[PAPER])


@cache
def hyperparameters_with(symbol: str) -> tuple[tuple[str, str, Parameter], ...]:
    """Every hyperparameter that is written with this symbol: (optimizer key, field, declaration)."""
    return tuple(
        (key, name, parameter)
        for key in in_order()
        for name, parameter in OPTIMIZERS[key].parameters().items()
        if parameter.symbol == symbol
    )


@dataclass(frozen=True)
class Experiment(Setting, Paced, Noisy):
    """A surface, who races on it, from where, for how long, with which values, and under which conditions.

    racing:  methods (`adam`) and single libraries' forms of them (`adam.keras`).
    library: in whose form the methods race; those that the library lacks race in their papers' form.
    shared:  value by name of SHARED, for the symbols that have one value for all methods; the others
             are at each method's own default.
    own:     all hyperparameters of the entrants that have left the shared values, by entrant.
    start:   None for the surface's own.
    per:     what the cursor counts, "step" or "query".
    tuned:   whether every entrant races with the best step size that a search finds for it.
    seed:    which noise it is that all of them hear, where there is any.
    """

    surface: str = "beale"
    surface_values: Mapping[str, Any] = field(default_factory=dict)
    racing: tuple[str, ...] = field(default_factory=at_the_start)
    library: str = PAPER
    shared: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    start: tuple[float, float] | None = None
    steps: int = 300
    per: str = "step"
    tuned: bool = False
    schedule: str = CONSTANT
    schedule_values: Mapping[str, Any] = field(default_factory=dict)
    noise: str | None = None
    noise_values: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

    def form(self, entrant: str) -> type[Optimizer]:
        return form_of(entrant, self.library)

    def name(self, entrant: str) -> str:
        """What an entrant is called on the page."""
        _, _, library = entrant.partition(".")
        return f"{self.form(entrant).name} · {LIBRARIES[library]}" if library else self.form(entrant).name

    def note(self, entrant: str) -> str:
        """What has to be said beside the name."""
        key, _, library = entrant.partition(".")
        lacks = not library and self.library not in OPTIMIZERS[key].libraries()
        said = {"own values": entrant in self.own, "paper's form": lacks, "sits out": self.sits_out(entrant)}
        return ", ".join(words for words, holds in said.items() if holds)

    def values_for(self, entrant: str) -> dict[str, Any]:
        """The hyperparameters with which an entrant races: its own if it has any, else the shared ones."""
        parameters = self.form(entrant).parameters()
        shared = {SHARED[name]: value for name, value in self.shared.items()}
        values = {name: shared.get(parameter.symbol, parameter.default) for name, parameter in parameters.items()}
        return values | {name: value for name, value in self.own.get(entrant, {}).items() if name in parameters}

    def optimizer(self, entrant: str) -> Optimizer:
        return self.form(entrant)(**self.values_for(entrant))

    def somebody_searches(self) -> bool:
        """Whether a step of some entrant asks for more than one gradient, so that it matters what is counted."""
        return any(optimizer.searches for optimizer in self.entrants().values())

    def counted(self) -> str:
        """What the race counts, "step" or "query"."""
        return self.per if self.somebody_searches() else "step"

    def sits_out(self, entrant: str) -> bool:
        """Whether a method cannot race now: to search along a line it must see f as it is."""
        return self.noise is not None and self.form(entrant).searches

    def entrants(self) -> dict[str, Optimizer]:
        return {entrant: self.optimizer(entrant) for entrant in self.racing if not self.sits_out(entrant)}

    def conditions(self) -> Conditions:
        noise = self.kind()
        return Conditions(self.changing(), noise, self.seed if noise else 0)
