"""What the browser needs to take the steps of a run apart by itself, while a start is dragged or a slider is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from surfaces.declaration import Array

from ..anatomy import Anatomy, part
from ..graph.engine import dissection
from .header import LiveSpecimen

CURVES = {
    "rates": ("effective rates", 2),
    "eigenvalues": ("local eigenvalues", 2),
    "condition": ("condition number", 0),
    "learning_rate": ("learning_rate", 0),
}
"""What charts are drawn of, besides what is drawn on the map: which value, and for how many coordinates; 0: for both."""


def remembered(anatomy: Anatomy) -> Array:
    """What a lane remembered before each step and at the end, (2 for each field, columns + 1)."""
    rows = [side for kept in anatomy.trajectory.states for side in kept[: anatomy.columns + 1].T]
    return np.array(rows, dtype=float).reshape(len(rows), anatomy.columns + 1)


def live_specimen(anatomy: Anatomy, rows: Mapping[str, Sequence[tuple[str, tuple[int, ...]]]], name: str) -> LiveSpecimen:
    """The steps of a lane as JavaScript. rows: which numbers are to be found, by the names of their arrays, as `anatomy.part` has them."""
    wanted = dict(rows)
    for array, (value, count) in CURVES.items():
        if value in anatomy.values:
            wanted[array] = [(value, (i,)) for i in range(count)] or [(value, ())]
    parts = tuple(one for parts in wanted.values() for one in parts)
    form: Any = type(anatomy.optimizer)
    return {
        "name": name,
        "dissection": dissection(form, parts),
        "constants": [float(part(anatomy.values, *one)) for one in rows["constants"]],
        "arrays": [(array, len(parts)) for array, parts in wanted.items()],
    }
