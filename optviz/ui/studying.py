"""The study of this visitor: its widgets, and what comes out of training every method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from surfaces.network import Network

from ..hyperparameter import Array
from ..landscape import Plane, plane_through_zero, principal_plane, random_plane
from ..lanes.crew import Progress
from ..optimizer import Optimizer
from ..optimizers import OPTIMIZERS
from ..player.payload import Window
from ..training import Training, train
from ..tuned_training import TunedTraining, tune_training
from .network_stories import STORIES
from .patience import telling
from .setting import LAST_SEED
from .shelf import Shelf
from .state import as_window
from .study import (
    ACTIVATIONS,
    DECAY,
    LOOKS,
    MOST_EPOCHS,
    MOST_IN_BATCH,
    NORMALIZATION,
    PLANES,
    TRAINING,
    Study,
    entrants,
    read_study,
    write_study,
)
from .training_table import as_csv
from .widgets import choose, choose_or_none, chosen_by_visitor, show, value_slider

PLAYER = "network"
EPOCHS_OF_TRIAL, TRIALS, BEYOND = 20, 16, 10.0
SHARE_OF_SEARCH = 0.4
"""Of the time that all takes."""
CELLS = 81
ROOM = 0.25
"""Around a path, in shares of its extent."""
DECAYS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)
MOST_BYTES_KEPT = 128 * 2**20
NAMES = {key: method.name for key, method in OPTIMIZERS.items()}

Trainings = Mapping[str, Training]
"""By method."""


class Ground(NamedTuple):
    """A plane of weights, the paths in it, the part of it that is shown as a whole, and the loss in the part that is looked at."""

    plane: Plane
    paths: Mapping[str, Array]
    whole: Window
    window: Window
    losses: Array


_shelf = Shelf[Trainings](MOST_BYTES_KEPT, lambda one: sum(training.weights.nbytes for training in one.values()))
_searches = Shelf[Mapping[str, TunedTraining]](MOST_BYTES_KEPT, lambda one: 10_000)
_grounds = Shelf[Ground](MOST_BYTES_KEPT, lambda one: one.losses.nbytes + one.plane.directions.nbytes)


def study() -> Study:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "study" not in state:
        state.study, state.study_view, state.study_ignored = read_study(st.query_params.to_dict())
        state.study_window = as_window(state.study_view.get("window"))
    found: Study = state.study
    return found


def change(**values: Any) -> None:
    """Replace parts of the study. Another plane is looked at as a whole."""
    if values.keys() - {"shown", "cell"}:
        st.session_state.study_window = None
    st.session_state.study = replace(study(), **values)
    st.session_state.study_ignored = []


def write_link() -> None:
    """The address holds the whole study. Where there is a player it writes the address, with its own view."""
    wanted = dict(parse_qsl(write_study(study())))
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def heard(event: str) -> None:
    """Take up what the visitor did in the player: a part of the map that is looked at, or methods that are shown."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.study_window = as_window(value)
    elif event == "racing" and isinstance(value, list):
        change(shown=tuple(key for key in entrants() if key in value))


# ---- widgets -------------------------------------------------------------------------------------------------------


def look_picker() -> None:
    choose("Look at", LOOKS, "study look", study().look, lambda key: change(look=key))


def story_picker() -> None:
    choose_or_none("Story", "Choose one", {key: one.name for key, one in STORIES.items()}, "study story", current_story(), _tell)


def method_picker() -> None:
    """Around whose path the loss is shown, or which method a comparison is made with."""
    names = {key: NAMES[key] for key in entrants()}
    label = "Around the path of" if study().look == TRAINING else "Trained with"
    choose(label, names, f"study {study().look} method", study().method, lambda key: change(method=key))


def plane_picker() -> None:
    choose("Directions", PLANES, "study directions", study().plane, lambda key: change(plane=key))


def controls() -> None:
    """What the network is, and how it is trained: all that the look depends on."""
    now = study()
    choose("Activation", ACTIVATIONS, "study activation", now.activation, lambda key: change(activation=key))
    if now.look != NORMALIZATION:
        _toggle(
            "Batch normalization",
            "batch_norm",
            "Each hidden layer is brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015).",
        )
    if now.look != DECAY:
        tip = "λ of the penalty ½ λ |W|². AdamW has a decay of its own besides."
        value_slider(r"Weight decay $\lambda$", "study decay", now.weight_decay, DECAYS, lambda value: change(weight_decay=value), tip)
    if now.look == TRAINING:
        _number("Epochs", "epochs", 1, MOST_EPOCHS, 50)
    _number("Batch size", "batch_size", 2, MOST_IN_BATCH, 8)
    _number("Seed", "seed", 0, LAST_SEED, 1)
    if now.look == TRAINING:
        _toggle(
            "Tuned",
            "tuned",
            f"Every method gets the best of {TRIALS} step sizes, each tried for {EPOCHS_OF_TRIAL} epochs. The birds held back decide "
            "which is best, so they are a kind judge of it afterwards.",
        )


def _tell(key: str | None) -> None:
    if key is not None:
        change(**vars(story(key)))


@cache
def story(key: str) -> Study:
    return read_study(dict(parse_qsl(STORIES[key].link)))[0]


def current_story() -> str | None:
    """The story that is being told: the very study, whichever methods are shown."""
    now = replace(study(), shown=Study().shown)
    return next((key for key in STORIES if story(key) == now), None)


def _number(label: str, name: str, least: int, most: int, step: int) -> None:
    key = f"study {name}"
    first = show(key, getattr(study(), name))
    act = chosen_by_visitor(key, lambda value: change(**{name: value}))
    st.number_input(label, least, most, first, step=step, key=key, on_change=act)


def _toggle(label: str, name: str, tip: str) -> None:
    key = f"study {name}"
    first = show(key, getattr(study(), name))
    st.toggle(label, first, key=key, help=tip, on_change=chosen_by_visitor(key, lambda value: change(**{name: value})))


# ---- what comes out ------------------------------------------------------------------------------------------------


def studied() -> Trainings:
    """The trainings of all methods, kept for all visitors."""
    now = study()
    network = now.network()

    def make(tell: Progress) -> Trainings:
        searches: Mapping[str, TunedTraining] = {}
        if now.tuned:
            searches = search(network, now, lambda share: tell(SHARE_OF_SEARCH * share))
        racing: dict[str, Optimizer] = {key: searches[key].optimizer if key in searches else one for key, one in entrants().items()}
        before = SHARE_OF_SEARCH if now.tuned else 0.0

        def told(share: float) -> None:
            tell(before + (1 - before) * share)

        return train(racing, network, now.epochs, now.batch_size, now.seed, progress=told)

    with telling(f"{len(entrants())} methods in training") as tell:
        return _shelf.get(_ticket(now), make, tell)


def _ticket(now: Study) -> tuple[Any, ...]:
    return now.network(), now.epochs, now.batch_size, now.seed, now.tuned


def search(network: Network, now: Study, tell: Progress) -> Mapping[str, TunedTraining]:
    """The best step size of every method, with the trials that led to it, kept for all visitors."""
    options: dict[str, Any] = {"epochs": EPOCHS_OF_TRIAL, "trials": TRIALS, "batch_size": now.batch_size, "seed": now.seed}
    ticket = (network, now.batch_size, now.seed)
    return _searches.get(ticket, lambda progress: tune_training(entrants(), network, **options, beyond=BEYOND, progress=progress), tell)


def ground(found: Trainings) -> Ground:
    """The loss around the path of the method that is looked at, as far as the visitor looks. It must not have diverged."""
    now, network = study(), study().network()
    one = found[now.method]
    window = st.session_state.study_window

    def make(tell: Progress) -> Ground:
        plane = plane_of(now.plane, network, one, now.seed)
        paths = {key: plane.project(other.weights) for key, other in found.items()}
        whole = _whole(paths[now.method]) if now.plane == "path" else ((-1.5, 1.5), (-1.5, 1.5))
        seen = window or whole
        xs, ys = (np.linspace(lower, upper, CELLS) for lower, upper in seen)
        return Ground(plane, paths, whole, seen, plane.losses(network, xs, ys, tell))

    with telling("The loss around the path") as tell:
        return _grounds.get((_ticket(now), now.method, now.plane, window), make, tell)


def plane_of(kind: str, network: Network, one: Training, seed: int) -> Plane:
    """The plane of a kind in PLANES for one training."""
    if kind == "path":
        return principal_plane({"": one.weights})
    return (random_plane if kind == "random" else plane_through_zero)(network, one.weights[-1], seed)


def _whole(path: Array) -> Window:
    """Where a path is, with room around it."""
    low, high = path.min(axis=1), path.max(axis=1)
    room = ROOM * float((high - low).max()) + 1e-9
    (x0, y0), (x1, y1) = (low - room).tolist(), (high + room).tolist()
    return (x0, x1), (y0, y1)


def said(found: Trainings, shown: Ground) -> str:
    """What the plane is, and how much of the path is in it."""
    name, kind = NAMES[study().method], study().plane
    share = shown.plane.share(found[study().method].weights)
    if kind == "path":
        return (
            f"The loss around the path of {name}, in the plane of the path's first two principal components. {share:.1%} of what the "
            "weights do lies in it; the other paths are projected on it, and may be far above or below."
        )
    if kind == "random":
        return (
            f"The loss around where {name} ended, (0, 0), in two random directions that change each unit by as much as it has "
            f"(filter-normalized, Li et al. 2018). {share:.1%} of the path lies in this plane."
        )
    return (
        f"To the right the hidden weights with which {name} ended, at (1, 0); upwards as many at random; in the middle they are all 0. "
        f"{share:.1%} of the path lies in this plane. With batch normalization only the direction from the middle counts: "
        "all lines are rays."
    )


def axes(kind: str) -> tuple[str, str]:
    """What the directions of a kind of plane are called on the map."""
    return {
        "path": ("first principal component", "second"),
        "random": ("a random direction", "another"),
        "zero": ("the hidden weights", "as many at random"),
    }[kind]


def table(found: Trainings) -> list[dict[str, Any]]:
    """One line for each method, the lowest validation loss first."""
    lines = []
    for key, one in found.items():
        best = int(np.argmin(one.validation_loss))
        lines.append(
            {
                "method": NAMES[key],
                "step size": getattr(one.optimizer, one.optimizer.step_size),
                "training loss": float(one.training_loss[-1]),
                "validation loss": float(one.validation_loss[-1]),
                "best, in epoch": best,
                "told right": f"{one.validation_accuracy[-1]:.1%}",
                "status": f"diverged in epoch {one.diverged}" if one.diverged is not None else "",
            }
        )
    return sorted(lines, key=lambda line: (line["status"] != "", line["validation loss"]))


def save_button(found: Trainings) -> None:
    """All curves as a table."""
    file = f"optviz-network-{study().activation}{'-batch-normalized' if study().batch_norm else ''}.csv"
    st.download_button("Save CSV", partial(as_csv, found, NAMES), file, "text/csv", type="tertiary", key="study csv", on_click="ignore")
