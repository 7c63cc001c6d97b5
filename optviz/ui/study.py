"""One study of the network page: which network, trained how, and what of it is looked at; as a link and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from ..network.perceptron import Activation, Network
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..player.network_scene import CURVES
from ..plotting.style import in_order
from .link import read_view
from .query import Query, as_text
from .setting import LAST_SEED

NAMES = {key: method.name for key, method in OPTIMIZERS.items()}
EPOCHS_OF_TRIAL, TRIALS = 20, 16
"""What every method is given to find its step size."""
MOST_EPOCHS = 500
MOST_IN_BATCH = 128
ACTIVATIONS = {"tanh": "tanh", "relu": "ReLU"}
TRAINING, NORMALIZATION, DECAY = "training", "normalization", "decay"
LOOKS = {TRAINING: "Every method", NORMALIZATION: "Batch normalization", DECAY: "Weight decay"}
"""What the page is about."""
PLANES = {"path": "Its path's main two", "random": "Two at random", "zero": "From zero"}
"""Directions of the plane that is looked at."""


@cache
def entrants() -> dict[str, Optimizer]:
    """Every method that treats each weight by itself and needs its slope only, with its defaults."""
    methods = {key: OPTIMIZERS[key]() for key in in_order()}
    return {key: one for key, one in methods.items() if not (one.uses_hessian or one.searches or one.couples_coordinates)}


@dataclass(frozen=True)
class Study:
    """tuned: whether every method gets the best step size of one budget, or keeps its default
    method: the one around whose path the loss is shown, and that is trained with and without batch normalization
    shown:  the methods in the player
    cell:   (η, λ), the setting whose curves are shown for both kinds of weight decay; None for each one's best
    """

    look: str = TRAINING
    activation: Activation = "tanh"
    batch_norm: bool = False
    weight_decay: float = 0.0
    epochs: int = 100
    batch_size: int = 32
    seed: int = 0
    tuned: bool = True
    method: str = "adam"
    plane: str = "path"
    shown: tuple[str, ...] = field(default_factory=lambda: tuple(entrants()))
    cell: tuple[float, float] | None = None

    def network(self) -> Network:
        return Network(activation=self.activation, batch_norm=self.batch_norm, weight_decay=self.weight_decay)


def write_study(study: Study) -> str:
    """The query string of a study: everything that is not default, in a fixed order."""
    default, entries = Study(), []
    for name, default_value in vars(default).items():
        value = getattr(study, name)
        if value != default_value:
            entries.append(("methods" if name == "shown" else name, _as_text(value)))
    return urlencode(entries, safe=",")


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(map(_as_text, value))
    return value if isinstance(value, str) else as_text(value)


def read_study(query: Mapping[str, str]) -> tuple[Study, dict[str, Any], list[str]]:
    """The study and the view that a link describes, and the names of what had to be ignored."""
    reader, default = Query(query), Study()
    decay = reader.numbers("weight_decay", 1, lambda values: 0 <= values[0] <= 1)
    cell = reader.numbers("cell", 2, lambda values: all(1e-9 < value < 1e9 for value in values))
    shown = reader.choices("methods", entrants())

    def switch(name: str, usual: bool) -> bool:
        return reader.choice(name, ("yes", "no"), "yes" if usual else "no") == "yes"

    study = Study(
        look=reader.choice("look", LOOKS, default.look),
        activation=reader.choice("activation", ACTIVATIONS, default.activation),
        batch_norm=switch("batch_norm", default.batch_norm),
        weight_decay=decay[0] if decay else default.weight_decay,
        epochs=reader.whole("epochs", 1, MOST_EPOCHS) or default.epochs,
        batch_size=reader.whole("batch_size", 2, MOST_IN_BATCH) or default.batch_size,
        seed=reader.whole("seed", 0, LAST_SEED) or 0,
        tuned=switch("tuned", default.tuned),
        method=reader.choice("method", entrants(), default.method),
        plane=reader.choice("plane", PLANES, default.plane),
        shown=tuple(key for key in entrants() if key in shown) if shown is not None else default.shown,
        cell=(cell[0], cell[1]) if cell else None,
    )
    return study, read_view(reader, *(curve["key"] for curve in CURVES)), reader.ignored()
