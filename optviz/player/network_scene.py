"""Methods that train a network as the player is told them: the loss in a plane of weights, and the paths projected on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..network.training import Training
from ..plotting.style import in_order
from .header import UNADDRESSED, Column, Curve, PlayerHeader, Run, Viewed, Window
from .noise_scene import VALIDATION
from .payload import packed
from .scene import entrant_card, stacked

TRAINING, WRONG, WAY = "loss", "wrong", "way"
CURVES: tuple[Curve, ...] = (
    {"key": TRAINING, "label": "training loss", "log": True, "short": "training"},
    {"key": VALIDATION, "label": "validation loss", "log": True},
    {"key": WRONG, "label": "misclassified validation birds, %", "log": False, "short": "misclassified"},
    {"key": WAY, "label": "distance the weights move in an epoch", "log": True, "short": "distance moved"},
)
COLUMNS: tuple[Column, ...] = (
    {"key": TRAINING, "label": "training"},
    {"key": VALIDATION, "label": "validation"},
    {"key": WRONG, "label": "% misclassified"},
    {"key": "status", "label": "status"},
)
PERCENT = 100


def network_scene(
    trainings: Mapping[str, Training],
    paths: Mapping[str, Array],
    losses: Array,
    window: Window,
    *,
    key: str,
    name: str,
    axes: tuple[str, str],
    whole: Window,
    shown: Collection[str],
    looked: str,
    address: Viewed = UNADDRESSED,
) -> tuple[PlayerHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for `pack`.

    trainings: by method (`adam`), all of one network and of equally many epochs
    paths:     of each of them the weights after every epoch, projected on the plane, (2, epochs + 1)
    losses:    (n, n), the training loss in the plane over a window, rows from its lower edge upwards
    key:       the name of this player in the page
    name:      of the network and the plane: another name is another map
    axes:      what the two directions are
    whole:     the window to which the visitor can go back
    shown:     the methods to begin with
    looked:    the one whose best epoch is marked
    address:   the link, and how it is looked at when it is opened
    """
    grid, heights = packed(losses, window)
    methods = [method for method in in_order() if method in trainings]
    runs = [trainings[method] for method in methods]
    arrays: dict[str, NDArray[Any]] = {
        "grid": heights,
        "points": stacked([paths[method] for method in methods]),
        TRAINING: stacked([run.training_loss for run in runs]),
        VALIDATION: stacked([run.validation_loss for run in runs]),
        WRONG: stacked([PERCENT * (1 - run.validation_accuracy) for run in runs]),
        WAY: stacked([_ways(run) for run in runs]),
    }
    x, y = paths[methods[0]][:, 0]
    header: PlayerHeader = {
        "key": key,
        "surface": {
            "key": name,
            "name": name,
            "minimum": 0.0,  # nothing is below it; whether it can be reached nobody knows
            "minimizers": [],
            "saddles": [],
            "local_minima": [],
            "log_colors": True,
            "symbol": "loss",
        },
        "grid": grid,
        "domain": whole,
        "axes": axes,
        "start": (float(x), float(y)),
        "start_is_free": False,
        "steps": len(runs[0].training_loss) - 1,
        "budget": "",
        "unit": "epoch",
        "each": 1,
        "tolerance": None,
        "entrants": [entrant_card(method, method in shown) for method in methods],
        "lanes": [_lane(method, run, method == looked) for method, run in zip(methods, runs, strict=True)],
        "curves": list(CURVES),
        # Without a known minimum all that can become of a training is that it diverges.
        "columns": [column for column in COLUMNS if column["key"] != "status" or any(run.diverged is not None for run in runs)],
        "link": address["link"],
        "opened": address["opened"],
        "view": address["view"],
        "speed": address["speed"],
    }
    return header, arrays


def _lane(method: str, run: Training, is_looked: bool) -> Run:
    """A run with its end; of the one that is looked at the epoch is marked with its lowest validation loss."""
    last = len(run.training_loss) - 1 if run.diverged is None else run.diverged - 1
    best = int(np.argmin(run.validation_loss[: last + 1]))
    outcome = f"lowest validation loss after epoch {best}" if run.diverged is None else f"diverged in epoch {run.diverged}"
    lane: Run = {"key": method, "status": str(run.status), "outcome": outcome, "last": last, "rests": None}
    if is_looked:
        lane["stop"] = {"best": best, "stopped": None}
    return lane


def _ways(run: Training) -> Array:
    """How far the weights have come in each epoch; at the beginning nowhere, which a logarithmic axis does not have."""
    ways = np.linalg.norm(np.diff(run.weights, axis=0), axis=1)
    return np.concatenate([ways[:1], ways])
