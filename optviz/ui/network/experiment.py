"""One experiment of the network page: which network, trained how, and what of it is looked at."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any

from ...network.perceptron import Activation, Network
from ...optimizer import Optimizer
from ...optimizers import OPTIMIZERS
from ...plotting.style import in_order
from ...written import number
from ..address import Choice, Number, Numbers, Several, Switch, Whole
from ..experiment import Experiment, Seed

NAMES = {key: method.name for key, method in OPTIMIZERS.items()}
EPOCHS_OF_TRIAL, TRIALS = 20, 16
"""What every method is given to find its learning rate."""
MOST_EPOCHS = 500
MOST_IN_BATCH = 128
ACTIVATIONS: dict[Activation, str] = {"tanh": "tanh", "relu": "ReLU"}
TRAINING, NORMALIZATION, DECAY = "training", "normalization", "decay"
LOOKS = {TRAINING: "Every method", NORMALIZATION: "Batch normalization", DECAY: "Weight decay"}
"""What the page is about."""
PLANES = {"path": "The path's main two", "random": "Two random ones", "zero": "Through zero"}
"""Directions of the plane that is looked at."""


@cache
def entrants() -> dict[str, Optimizer]:
    """Every method that treats each weight by itself and needs only its slope, with its defaults."""
    methods = {key: OPTIMIZERS[key]() for key in in_order()}
    return {key: one for key, one in methods.items() if not (one.uses_hessian or one.searches or one.couples_coordinates)}


def are_positive(values: tuple[float, ...]) -> bool:
    """Whether they stand on a logarithmic axis, and within sight."""
    return all(1e-9 < value < 1e9 for value in values)


@dataclass(frozen=True)
class NetworkExperiment(Experiment):
    """Which network, trained how, and what of it is looked at.

    tuned: whether every method gets the best learning rate of one budget, or keeps its default
    method: the one around whose path the loss is shown, and that is trained with and without batch normalization
    shown:  the methods in the player
    cell:   (η, λ), the setting whose curves are shown for both kinds of weight decay; None for each one's best
    """

    look: Annotated[str, Choice(LOOKS)] = TRAINING
    activation: Annotated[Activation, Choice(ACTIVATIONS)] = "tanh"
    batch_norm: Annotated[bool, Switch()] = False
    weight_decay: Annotated[float, Number(0, 1)] = 0.0
    epochs: Annotated[int, Whole(1, MOST_EPOCHS)] = 100
    batch_size: Annotated[int, Whole(2, MOST_IN_BATCH)] = 32
    seed: Seed = 0
    tuned: Annotated[bool, Switch()] = True
    method: Annotated[str, Choice(entrants())] = "adam"
    plane: Annotated[str, Choice(PLANES)] = "path"
    shown: Annotated[tuple[str, ...], Several(tuple(entrants()), name="methods")] = field(default_factory=lambda: tuple(entrants()))
    cell: Annotated[tuple[float, ...] | None, Numbers(2, are_positive)] = None

    def place(self) -> Hashable:
        return replace(self, shown=(), cell=None)

    def story(self) -> Any:
        """The very experiment, whichever methods are shown and whichever pair is looked at."""
        return replace(self, shown=tuple(entrants()), cell=None)

    def setting(self) -> Any:
        return replace(self, shown=tuple(entrants()))

    def in_words(self) -> str:
        """What is fixed while methods and their values differ; without batch normalization, which one look compares."""
        decay = f", weight decay {number(self.weight_decay)}" if self.weight_decay and self.look != DECAY else ""
        return f"a network with {ACTIVATIONS[self.activation]}, batches of {self.batch_size}, seed {self.seed}{decay}"

    def network(self) -> Network:
        return Network(activation=self.activation, batch_norm=self.batch_norm, weight_decay=self.weight_decay)
