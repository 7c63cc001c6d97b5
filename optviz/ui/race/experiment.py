"""One experiment of the race page: everything that decides what is raced where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from ...convention import LIBRARIES, PAPER
from ...optimizer import Optimizer
from ...optimizers import OPTIMIZERS
from ..address import Choice, Entry, Fields, Several, Switch, Whole, as_text, not_default
from ..experiment import Conditions, Noisy, Paced
from ..lineup import at_the_start, everyone, fields_with, form_of, hyperparameters_with, name_of, told_otherwise
from ..query import Query

SHARED = {"eta": r"\eta", "gamma": r"\gamma", "beta1": r"\beta_1", "beta2": r"\beta_2", "epsilon": r"\varepsilon"}
"""The sliders that all methods share: name in the link, and the symbol that they set."""
MOST_STEPS = 2000
COUNTS = {"step": "steps", "query": "gradient queries"}
"""What the cursor can count."""


class SharedValues(Entry):
    """A value for each symbol of SHARED that has one, under its own name."""

    def write(self, name: str, value: Mapping[str, float], others: Fields) -> Iterator[tuple[str, str]]:
        yield from ((symbol, as_text(value[symbol])) for symbol in SHARED if symbol in value)

    def read(self, name: str, query: Query, others: Fields, default: Any) -> dict[str, float]:
        found = {}
        for symbol, letter in SHARED.items():
            places = [parameter for _, _, parameter in hyperparameters_with(letter)]
            values = query.numbers(symbol, 1, lambda v, places=places: all(one.domain.contains(v[0]) for one in places))  # type: ignore[misc]
            if values:
                found[symbol] = values[0]
        return found


class OwnValues(Entry):
    """The hyperparameters of entrants that have left the shared values, under `entrant.field`; at least one of each."""

    def write(self, name: str, value: Mapping[str, Mapping[str, Any]], others: Fields) -> Iterator[tuple[str, str]]:
        now = RaceExperiment(**others)
        for entrant in value:
            values = now.values_for(entrant)
            said = not_default(now.form(entrant), values) or dict(list(values.items())[:1])
            yield from ((f"{entrant}.{key}", as_text(one)) for key, one in said.items())

    def read(self, name: str, query: Query, others: Fields, default: Any) -> dict[str, dict[str, Any]]:
        forms = {entrant: form_of(entrant, others["library"]) for entrant in everyone()}
        given = {entrant: query.declared(entrant, form) for entrant, form in forms.items()}
        return {entrant: {**forms[entrant]().values_by_name(), **values} for entrant, values in given.items() if values}


@dataclass(frozen=True)
class RaceExperiment(Paced, Noisy):
    """A surface, who races on it, from where, for how long, with which values, and under which conditions.

    racing:  methods (`adam`) and single libraries' forms of them (`adam.keras`).
    library: in whose form the methods race; those that the library lacks race in their papers' form.
    shared:  value by name of SHARED, for the symbols that have one value for all methods; the others
             are at each method's own default.
    own:     all hyperparameters of the entrants that have left the shared values, by entrant.
    per:     what the cursor counts, "step" or "query".
    tuned:   whether every entrant races with the best learning rate that a search finds for it.
    """

    racing: Annotated[tuple[str, ...], Several(everyone(), name="methods")] = field(default_factory=at_the_start)
    library: Annotated[str, Choice(LIBRARIES)] = PAPER
    shared: Annotated[Mapping[str, float], SharedValues()] = field(default_factory=dict)
    own: Annotated[Mapping[str, Mapping[str, Any]], OwnValues()] = field(default_factory=dict)
    steps: Annotated[int, Whole(1, MOST_STEPS)] = 300
    per: Annotated[str, Choice(COUNTS)] = "step"
    tuned: Annotated[bool, Switch()] = False

    def story(self) -> Any:
        return self.surface, self.racing, self.tuned, self.conditions()

    def setting(self) -> Any:
        return self

    def form(self, entrant: str) -> type[Optimizer]:
        return form_of(entrant, self.library)

    def name(self, entrant: str) -> str:
        """What an entrant is called on the page."""
        return name_of(entrant, self.library)

    def note(self, entrant: str) -> str:
        """What has to be said beside the name."""
        key, _, library = entrant.partition(".")
        method = OPTIMIZERS[key]
        lacks = not library and self.library != PAPER and self.library not in method.libraries()
        instead = "form in common use" if method.name in told_otherwise() else "paper's form"
        said = {"custom values": entrant in self.own, instead: lacks, "sits out": self.sits_out(entrant)}
        return ", ".join(words for words, holds in said.items() if holds)

    def values_for(self, entrant: str) -> dict[str, Any]:
        """The hyperparameters with which an entrant races: its own if it has any, else the shared ones."""
        parameters = self.form(entrant).parameters()
        shared = {SHARED[name]: value for name, value in self.shared.items()}
        values = {name: shared.get(parameter.symbol, parameter.default) for name, parameter in parameters.items()}
        return values | {name: value for name, value in self.own.get(entrant, {}).items() if name in parameters}

    def optimizer(self, entrant: str) -> Optimizer:
        return self.form(entrant)(**self.values_for(entrant))

    def takers(self, name: str, tuned: bool = False) -> list[str]:
        """Who races with what a shared slider is set to. tuned: whether a search has found everybody's learning rate."""
        having = {entrant: self.fields(name, entrant) for entrant in self.starters() if entrant not in self.own}
        return [entrant for entrant, fields in having.items() if any(not tuned or one != self.form(entrant).step_size for one in fields)]

    def fields(self, name: str, entrant: str) -> tuple[str, ...]:
        """The hyperparameters of an entrant that have the symbol of a shared slider."""
        return fields_with(SHARED[name], entrant, self.library)

    def somebody_searches(self) -> bool:
        """Whether a step of some entrant asks for more than one gradient, so that it matters what is counted."""
        return any(self.form(entrant).searches for entrant in self.starters())

    def counted(self) -> str:
        """What the race counts, "step" or "query"."""
        return self.per if self.somebody_searches() else "step"

    def sits_out(self, entrant: str) -> bool:
        """Whether a method cannot race now: to search along a line it must see f as it is."""
        return self.noise is not None and self.form(entrant).searches

    def starters(self) -> list[str]:
        """Who races and does not sit out."""
        return [entrant for entrant in self.racing if not self.sits_out(entrant)]

    def entrants(self) -> dict[str, Optimizer]:
        return {entrant: self.optimizer(entrant) for entrant in self.starters()}

    def conditions(self) -> Conditions:
        noise = self.kind()
        return Conditions(self.changing(), noise, self.seed if noise else 0)
