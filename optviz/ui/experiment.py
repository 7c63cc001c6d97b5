"""One experiment of the race page: everything that decides what is raced where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from surfaces import SURFACES, Surface

from ..hyperparameter import Parameter
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..plotting.style import in_order

SHARED = {"eta": r"\eta", "gamma": r"\gamma", "beta1": r"\beta_1", "beta2": r"\beta_2", "epsilon": r"\epsilon"}
"""The sliders that all methods share: name in the link, and the symbol that they set."""
MOST_STEPS = 2000


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
class Experiment:
    """A surface, who races on it, from where, for how long, and with which values.

    shared: value by name of SHARED, for the symbols that have one value for all methods; the others
            are at each method's own default.
    own:    all hyperparameters of the methods that have left the shared values, by optimizer key.
    start:  None for the surface's own.
    """

    surface: str = "beale"
    surface_values: Mapping[str, Any] = field(default_factory=dict)
    racing: tuple[str, ...] = field(default_factory=in_order)
    shared: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    start: tuple[float, float] | None = None
    steps: int = 300

    def terrain(self) -> Surface:
        return SURFACES[self.surface].replace(**self.surface_values)

    def starting_point(self) -> tuple[float, float]:
        x, y = self.start or self.terrain().start
        return float(x), float(y)

    def values_for(self, key: str) -> dict[str, Any]:
        """The hyperparameters with which a method races: its own if it has any, else the shared ones."""
        if key in self.own:
            return dict(self.own[key])
        defaults = {name: parameter.default for name, parameter in OPTIMIZERS[key].parameters().items()}
        for name, value in self.shared.items():
            defaults.update({where: value for owner, where, _ in hyperparameters_with(SHARED[name]) if owner == key})
        return defaults

    def optimizer(self, key: str) -> Optimizer:
        return OPTIMIZERS[key](**self.values_for(key))

    def entrants(self) -> dict[str, Optimizer]:
        return {key: self.optimizer(key) for key in self.racing}
