"""Basins as a table that other programs read."""

from __future__ import annotations

import io

from ..basins import Basins
from ..lanes.work import STATUSES


def as_csv(found: Basins) -> bytes:
    """One line for each start, from the lowest y upwards: the minimizer that it reaches, in how many steps, and its status.

    The minimizer and the steps of a start that reaches none are empty.
    """
    table = io.StringIO()
    table.write("x,y,minimizer_x,minimizer_y,steps,status\n")
    ends = [*(f"{float(x)!r},{float(y)!r}" for x, y in found.surface.minimizers), ","]  # the index −1 is the last
    for y, *row in zip(found.y.tolist(), found.index.tolist(), found.steps_to.tolist(), found.codes.tolist(), strict=True):
        for x, index, steps, code in zip(found.x.tolist(), *row, strict=True):
            table.write(f"{x!r},{y!r},{ends[index]},{steps if steps >= 0 else ''},{STATUSES[code]}\n")
    return table.getvalue().encode()
