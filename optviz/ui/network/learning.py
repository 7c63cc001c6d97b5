"""What comes out of training every method: their curves, their paths in a plane of weights, and how they ended."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from surfaces.declaration import Array

from ...claims.claim import Subjects
from ...claims.of_trainings import Around
from ...lanes.crew import Progress
from ...network.landscape import Plane, plane_through_zero, principal_plane, random_plane
from ...network.perceptron import Network
from ...network.training import Training, train
from ...network.tuning import TunedTraining, tune_training
from ...optimizer import Optimizer
from ...player.header import Window
from ..fixed import Fixed
from ..patience import telling
from ..shelf import Shelf
from ..tables import of_trainings, save_button
from .controls import visit
from .experiment import EPOCHS_OF_TRIAL, NAMES, TRIALS, NetworkExperiment, entrants

BEYOND = 10.0
SHARE_OF_SEARCH = 0.4
"""Of the time that all takes."""
CELLS = 81
ROOM = 0.25
"""Around a path, in shares of its extent."""
NARROWEST = 0.75
"""A map is at least so high for its width, and so wide for its height: else a screen has little of it."""

Trainings = Mapping[str, Training]
"""By method."""


class Ground(NamedTuple):
    """A plane of weights, the paths in it, the part of it that is shown as a whole, and the loss in the part that is looked at."""

    plane: Plane
    paths: Mapping[str, Array]
    whole: Window
    window: Window
    losses: Array


_shelf = Shelf[Trainings](lambda one: sum(training.weights.nbytes for training in one.values()))
_searches = Shelf[Mapping[str, TunedTraining]](lambda one: 10_000)
_grounds = Shelf[Ground](lambda one: one.losses.nbytes + one.plane.directions.nbytes + sum(path.nbytes for path in one.paths.values()))


def trained() -> Trainings:
    """The trainings of all methods, kept for all visitors."""
    now = visit.now
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


def _ticket(now: NetworkExperiment) -> tuple[Any, ...]:
    return now.network(), now.epochs, now.batch_size, now.seed, now.tuned


def search(network: Network, now: NetworkExperiment, tell: Progress) -> Mapping[str, TunedTraining]:
    """The best learning rate of every method, with the trials that led to it, kept for all visitors."""
    options: dict[str, Any] = {"epochs": EPOCHS_OF_TRIAL, "trials": TRIALS, "batch_size": now.batch_size, "seed": now.seed}
    ticket = (network, now.batch_size, now.seed)
    return _searches.get(ticket, lambda progress: tune_training(entrants(), network, **options, beyond=BEYOND, progress=progress), tell)


def ground(found: Trainings) -> Ground:
    """The loss around the path of the method that is looked at, as far as the visitor looks. It must not have diverged."""
    now, network = visit.now, visit.now.network()
    one = found[now.method]
    window = visit.window

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
    sides = high - low + 2 * ROOM * (high - low).max() + 1e-9
    half, middle = np.maximum(sides, NARROWEST * sides.max()) / 2, (low + high) / 2
    (x0, y0), (x1, y1) = (middle - half).tolist(), (middle + half).tolist()
    return (x0, x1), (y0, y1)


def said(found: Trainings, shown: Ground) -> str:
    """What the plane is, and how much of the path is in it."""
    name, kind = NAMES[visit.now.method], visit.now.plane
    share = shown.plane.share(found[visit.now.method].weights)
    if kind == "path":
        return (
            f"The loss around the path of {name}, in the plane of the path's first two principal components. {share:.1%} of the path's "
            "variance lies in this plane; the other paths are projected onto it and may be far above or below it."
        )
    if kind == "random":
        return (
            f"The loss around where {name} ended, (0, 0), along two random directions that change each unit in proportion to its "
            f"weights (filter-normalized, Li et al. 2018). {share:.1%} of the path lies in this plane."
        )
    return (
        f"At (1, 0) are the hidden weights that {name} ended with, at (0, 1) random ones of the same length, and at (0, 0) they are all 0. "
        f"{share:.1%} of the path lies in this plane. With batch normalization only the direction from (0, 0) counts: "
        "all contour lines are rays."
    )


def subjects(found: Trainings, shown: Ground) -> Subjects:
    """What the stories speak of: every method's training, by its key, and the plane that is shown."""
    return {**found, "plane": Around(shown.plane.share(found[visit.now.method].weights), shown.losses)}


def axes(kind: str) -> tuple[str, str]:
    """What the directions of a kind of plane are called on the map."""
    return {
        "path": ("1st component", "2nd component"),
        "random": ("a random direction", "another one"),
        "zero": ("the hidden weights", "random ones"),
    }[kind]


def table(found: Trainings) -> list[dict[str, Any]]:
    """One line for each method, the lowest validation loss first."""
    lines = []
    for key, one in found.items():
        best = int(np.argmin(one.validation_loss))
        lines.append(
            {
                "method": NAMES[key],
                "learning rate": getattr(one.optimizer, one.optimizer.step_size),
                "training loss": float(one.training_loss[-1]),
                "validation loss": float(one.validation_loss[-1]),
                "best epoch": best,
                "misclassified": f"{1 - one.validation_accuracy[-1]:.1%}",
                "status": f"diverged in epoch {one.diverged}" if one.diverged is not None else "",
            }
        )
    return sorted(lines, key=lambda line: (line["status"] != "", line["validation loss"]))


def fixed() -> Fixed:
    """What all trainings have in common."""
    now = visit.now
    network = {"activation": now.activation, "batch_norm": now.batch_norm, "weight_decay": now.weight_decay}
    return {**network, "batch_size": now.batch_size, "seed": now.seed, "tuned": now.tuned}


def offer_table(found: Trainings) -> None:
    """All curves as a table."""
    normalized = "-batch-normalized" if visit.now.batch_norm else ""
    save_button(partial(of_trainings, found, NAMES, fixed()), f"optviz-network-{visit.now.activation}{normalized}", "network csv")
