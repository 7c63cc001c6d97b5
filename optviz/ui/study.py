"""One study of the network page: which network, trained how, and the plane that is looked at; as a link and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from surfaces.network import Activation, Network

from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from .query import Query, as_text

MOST_EPOCHS = 500
MOST_IN_BATCH = 128
LAST_SEED = 9999
ACTIVATIONS = {"tanh": "tanh", "relu": "ReLU"}
PLANES = {"path": "Its path's main two", "random": "Two at random"}
"""Directions of the plane that is looked at."""


@dataclass(frozen=True)
class Study:
    """tuned: whether every method gets the best step size of one budget, or keeps its default
    method: the one around whose path the loss is shown
    """

    activation: Activation = "tanh"
    batch_norm: bool = False
    weight_decay: float = 0.0
    epochs: int = 100
    batch_size: int = 32
    seed: int = 0
    tuned: bool = True
    method: str = "adam"
    plane: str = "path"

    def network(self) -> Network:
        return Network(activation=self.activation, batch_norm=self.batch_norm, weight_decay=self.weight_decay)


def entrants() -> dict[str, Optimizer]:
    """Every method that treats each weight by itself and needs its slope only, with its defaults."""
    methods = {key: method() for key, method in OPTIMIZERS.items()}
    return {key: one for key, one in methods.items() if not (one.uses_hessian or one.searches or one.couples_coordinates)}


def write_study(study: Study) -> str:
    """The query string of a study: everything that is not default, in a fixed order."""
    default, entries = Study(), []
    for name, default_value in vars(default).items():
        value = getattr(study, name)
        if value != default_value:
            text = ("yes" if value else "no") if isinstance(value, bool) else value if isinstance(value, str) else as_text(value)
            entries.append((name, text))
    return urlencode(entries)


def read_study(query: Mapping[str, str]) -> tuple[Study, list[str]]:
    """The study that a link describes, and the names of what had to be ignored."""
    reader, default = Query(query), Study()
    decay = reader.numbers("weight_decay", 1, lambda values: 0 <= values[0] <= 1)
    study = Study(
        activation=reader.choice("activation", ACTIVATIONS, default.activation),
        batch_norm=reader.choice("batch_norm", ("yes", "no"), "no") == "yes",
        weight_decay=decay[0] if decay else default.weight_decay,
        epochs=reader.whole("epochs", 1, MOST_EPOCHS) or default.epochs,
        batch_size=reader.whole("batch_size", 2, MOST_IN_BATCH) or default.batch_size,
        seed=reader.whole("seed", 0, LAST_SEED) or 0,
        tuned=reader.choice("tuned", ("yes", "no"), "yes") == "yes",
        method=reader.choice("method", entrants(), default.method),
        plane=reader.choice("plane", PLANES, default.plane),
    )
    return study, reader.ignored()
