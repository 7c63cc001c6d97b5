"""The network of this visitor, and the widgets that show and change how it is trained and what of it is looked at."""

from __future__ import annotations

from dataclasses import replace

from ...network.perceptron import Activation
from ...player.network_scene import CURVES
from ..experiment import LAST_SEED
from ..session import Visit
from ..slider import to_default, value_slider
from ..widgets import choose, toggle, whole_number
from .experiment import (
    ACTIVATIONS,
    EPOCHS_OF_TRIAL,
    LOOKS,
    MOST_EPOCHS,
    MOST_IN_BATCH,
    NAMES,
    PLANES,
    TRAINING,
    TRIALS,
    NetworkExperiment,
    entrants,
)

DECAYS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)

visit = Visit("network", NetworkExperiment, [curve["key"] for curve in CURVES])


def heard(event: str) -> None:
    """Take up what the visitor did in the player: a part of the map that is looked at, or methods that are shown."""
    value = visit.asked(event)
    if event == "window":
        visit.look_at(value)
    elif event == "racing" and isinstance(value, list):
        visit.change(replace(visit.now, shown=tuple(key for key in entrants() if key in value)))


def look_picker() -> None:
    choose("Look at", LOOKS, "network look", visit.now.look, lambda key: visit.change(replace(visit.now, look=key)))


def method_picker() -> None:
    """Around whose path the loss is shown, or which method a comparison is made with."""
    names = {key: NAMES[key] for key in entrants()}
    label = "Around the path of" if visit.now.look == TRAINING else "Trained with"
    key = f"network {visit.now.look} method"
    choose(label, names, key, visit.now.method, lambda key: visit.change(replace(visit.now, method=key)))


def plane_picker() -> None:
    choose("Directions", PLANES, "network directions", visit.now.plane, lambda key: visit.change(replace(visit.now, plane=key)))


def activation_picker() -> None:
    def act(key: Activation) -> None:
        visit.change(replace(visit.now, activation=key))

    choose("Activation", ACTIVATIONS, "network activation", visit.now.activation, act)


def normalization_switch() -> None:
    def act(on: bool) -> None:
        visit.change(replace(visit.now, batch_norm=on))

    tip = (
        "Each hidden layer is brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015). "
        "A single example left over at the end of an epoch joins the batch before it, since one alone has no variance."
    )
    toggle("Batch normalization", "network batch norm", visit.now.batch_norm, act, tip)


def decay_slider() -> None:
    def act(value: float) -> None:
        visit.change(replace(visit.now, weight_decay=value))

    tip = "λ of the penalty ½ λ |W|². AdamW also has a decay of its own."
    back = to_default(NetworkExperiment.weight_decay, visit.now.weight_decay, act)
    value_slider("Weight decay λ", "network decay", visit.now.weight_decay, DECAYS, act, tip, back=back)


def epochs_input() -> None:
    def act(epochs: int) -> None:
        visit.change(replace(visit.now, epochs=epochs))

    whole_number(visit, "Epochs", "network epochs", visit.now.epochs, 1, MOST_EPOCHS, act)


def batch_input() -> None:
    def act(size: int) -> None:
        visit.change(replace(visit.now, batch_size=size))

    whole_number(visit, "Batch size", "network batch size", visit.now.batch_size, 2, MOST_IN_BATCH, act)


def seed_input() -> None:
    def act(seed: int) -> None:
        visit.change(replace(visit.now, seed=seed))

    whole_number(visit, "Seed", "network seed", visit.now.seed, 0, LAST_SEED, act)


def tuned_switch() -> None:
    def act(on: bool) -> None:
        visit.change(replace(visit.now, tuned=on))

    tip = (
        f"Every method gets the best of {TRIALS} learning rates, each tried for {EPOCHS_OF_TRIAL} epochs. The validation birds decide "
        "which is best, so the validation loss is a little flattering."
    )
    toggle("Tuned", "network tuned", visit.now.tuned, act, tip)
