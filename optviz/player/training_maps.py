"""Trainings as the atlas is told them: the loss in a plane of weights, and what became of every combination of η and λ."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..network.sweep import TrainingSweep
from .payload import as_float32

Scene = tuple[dict[str, Any], dict[str, NDArray[Any]]]
DIVERGED = 1
"""The class of a cell that diverged with any of the seeds; 0 is that of all others."""
LINES = 4
"""Lines on which ηλ is the same."""


def plane_map(xs: Array, ys: Array, losses: Array, *, between: tuple[float, float], **names: str) -> Scene:
    """Header and arrays for `pack`: the loss (n, m) in a plane, with the weights that it was made for at (1, 0).

    between: the losses that the colors span
    names:   the "key" of this map in the page, the "title" of a saved picture and the name of its "file"
    """
    layer = {"key": "loss", "label": "loss", "kind": "number", "scale": "log", "range": between}
    header = {
        **_frame(names),
        "x": {"label": "a", "name": "hidden weights as they ended, times", "scale": "linear"},
        "y": {"label": "b", "name": "as many at random, times", "scale": "linear"},
        "layers": [layer],
        "shown": "loss",
        "patterns": None,
        "contours": True,
        "marks": [
            {"kind": "diamond", "at": [1.0, 0.0], "label": "where training ended"},
            {"kind": "cross", "at": [0.0, 0.0], "label": "hidden weights all 0"},
        ],
        "square": True,
    }
    return header, {"x": xs, "y": ys, "layer_loss": as_float32(losses)}


def decay_map(
    swept: TrainingSweep, *, cell: tuple[int, int], is_best: bool, between: tuple[float, float], decoupled: bool, **names: str
) -> Scene:
    """Header and arrays for `pack`: validation and training loss at the end for every η (to the right) and λ (upwards).

    cell:      the row and column that is looked at; is_best: whether nobody has chosen it
    between:   the losses that the colors span
    decoupled: whether each step pulls by ηλ. The paper of AdamW calls that λ, and it is the same along the lines that are drawn then.
    names:     see `plane_map`
    """
    rates, decays = swept.values["learning_rate"][0], swept.values["weight_decay"][:, 0]
    lost = (swept.diverged > 0).any(axis=0)
    number = {"kind": "number", "scale": "log", "range": between}
    at = [float(rates[cell[1]]), float(decays[cell[0]])]
    marks: list[dict[str, Any]] = [{"kind": "star" if is_best else "cross", "at": at, "label": "the best" if is_best else "chosen"}]
    if decoupled:
        products = np.geomspace(rates[0] * decays[-1], rates[-1] * decays[0], LINES + 2)[1:-1]
        marks += [
            {"kind": "line", "points": [[r, p / r] for r in rates[[0, -1]].tolist()], "label": "ηλ the same"} for p in products.tolist()
        ]
    header = {
        **_frame(names),
        "x": {"label": "η", "name": "learning rate", "scale": "log"},
        "y": {"label": "λ", "name": "weight decay", "scale": "log"},
        "layers": [
            {"key": "validation", "label": "validation loss at the end", "short": "validation", **number},
            {"key": "training", "label": "training loss at the end", "short": "training", **number},
            {"key": "status", "label": "status", "kind": "class", "hidden": True, "classes": _classes()},
        ],
        "shown": "validation",
        "patterns": "status",
        "contours": True,
        "marks": marks,
        "square": False,
    }
    arrays = {
        "x": rates,
        "y": decays,
        "layer_validation": as_float32(np.where(lost, np.nan, swept.final_validation_loss)),
        "layer_training": as_float32(np.where(lost, np.nan, swept.final_training_loss)),
        "layer_status": np.where(lost, DIVERGED, 0).astype(np.uint8),
    }
    return header, arrays


def _frame(names: dict[str, str]) -> dict[str, Any]:
    """What all such maps have: they are made once, as a whole."""
    return {"kind": "atlas", **names, "shade": None, "zooms": False, "whole": None, "window": None}


def _classes() -> list[dict[str, Any]]:
    return [
        {"key": "trained", "label": "trained", "pattern": "", "hue": None},
        {"key": "diverged", "label": "diverged", "pattern": "hatch", "hue": None},
    ]
