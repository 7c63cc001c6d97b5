"""Trainings as the atlas is told them: the loss in a plane of weights, and what became of every combination of η and λ."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..network.sweep import TrainingSweep
from .header import AtlasHeader, Axis, CellClass, Layer, Mark
from .payload import as_float32

Scene = tuple[AtlasHeader, dict[str, NDArray[Any]]]
DIVERGED = 1
"""The class of a cell that diverged with any of the seeds; 0 is that of all others."""
LINES = 4
"""Lines on which ηλ is the same."""


def plane_map(xs: Array, ys: Array, losses: Array, *, between: tuple[float, float], key: str, title: str, file: str) -> Scene:
    """Header and arrays for `pack`: the loss (n, m) in a plane, with the weights that it was made for at (1, 0).

    between:     the losses that the colors span
    key:         the name of this map in the page
    title, file: what stands on a saved picture, and its name
    """
    layer: Layer = {"key": "loss", "label": "loss", "kind": "number", "scale": "log", "range": between}
    header = _map(
        {"label": "a", "name": "trained hidden weights ×", "scale": "linear"},
        {"label": "b", "name": "random ones ×", "scale": "linear"},
        [layer],
        [
            {"kind": "diamond", "at": (1.0, 0.0), "label": "where training ended"},
            {"kind": "cross", "at": (0.0, 0.0), "label": "hidden weights all 0"},
        ],
        square=True,
        key=key,
        title=title,
        file=file,
    )
    return header, {"x": xs, "y": ys, "layer_loss": as_float32(losses)}


def decay_map(
    swept: TrainingSweep,
    *,
    chosen: tuple[int, int] | None,
    between: tuple[float, float],
    decoupled: bool,
    key: str,
    title: str,
    file: str,
) -> Scene:
    """Header and arrays for `pack`: validation and training loss at the end for every η (to the right) and λ (upwards).

    chosen:      the row and column that somebody has chosen, beside the best
    between:     the losses that the colors span
    decoupled:   whether each step pulls by ηλ. The paper of AdamW calls that λ, and it is the same along the lines that are drawn then.
    key, title, file: see `plane_map`
    """
    rates, decays = swept.values["learning_rate"][0], swept.values["weight_decay"][:, 0]
    lost = (swept.diverged > 0).any(axis=0)

    def place(cell: tuple[int, int]) -> tuple[float, float]:
        return float(rates[cell[1]]), float(decays[cell[0]])

    marks: list[Mark] = [{"kind": "star", "at": place((swept.best[0], swept.best[1])), "label": "the best"}]
    if chosen is not None:
        marks.append({"kind": "cross", "at": place(chosen), "label": "chosen"})
    if decoupled:
        products = np.geomspace(rates[0] * decays[-1], rates[-1] * decays[0], LINES + 2)[1:-1]
        marks += [{"kind": "line", "points": [(r, p / r) for r in rates[[0, -1]].tolist()], "label": "equal ηλ"} for p in products.tolist()]
    status: Layer = {"key": "status", "label": "status", "kind": "class", "hidden": True, "classes": _classes()}
    header = _map(
        {"label": "η", "name": "learning rate", "scale": "log"},
        {"label": "λ", "name": "weight decay", "scale": "log"},
        [_loss_at_the_end("validation", between), _loss_at_the_end("training", between), status],
        marks,
        patterns="status",
        key=key,
        title=title,
        file=file,
    )
    arrays = {
        "x": rates,
        "y": decays,
        "layer_validation": as_float32(np.where(lost, np.nan, swept.final_validation_loss)),
        "layer_training": as_float32(np.where(lost, np.nan, swept.final_training_loss)),
        "layer_status": np.where(lost, DIVERGED, 0).astype(np.uint8),
    }
    return header, arrays


def _map(
    x: Axis,
    y: Axis,
    layers: list[Layer],
    marks: list[Mark],
    *,
    key: str,
    title: str,
    file: str,
    patterns: str | None = None,
    square: bool = False,
) -> AtlasHeader:
    """A map that is made once, as a whole; its first layer is shown."""
    return {
        "kind": "atlas",
        "key": key,
        "x": x,
        "y": y,
        "layers": layers,
        "shown": layers[0]["key"],
        "shade": None,
        "patterns": patterns,
        "contours": True,
        "marks": marks,
        "square": square,
        "zooms": False,
        "whole": None,
        "home": None,
        "window": None,
        "heading": "",
        "title": title,
        "file": file,
    }


def _loss_at_the_end(key: str, between: tuple[float, float]) -> Layer:
    return {"key": key, "label": f"{key} loss at the end", "short": key, "kind": "number", "scale": "log", "range": between}


def _classes() -> list[CellClass]:
    return [
        {"key": "trained", "label": "trained", "pattern": "", "hue": None},
        {"key": "diverged", "label": "diverged", "pattern": "hatch", "hue": None},
    ]
