"""Results as tables that other programs read: comma-separated, every number in full.

What was fixed for all lines stands in columns of its own, the last ones, for a table is soon apart from the page that it came from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from ..basins import Basins
from ..fan import Fan
from ..network.training import Training
from ..status import STATUSES
from ..sweep import Sweep
from .fixed import Fixed

NOTHING: Fixed = {}


def save_button(table: Callable[[], str], file: str, key: str) -> None:
    """Offers a table, which is made when it is asked for. file: its name without the ending."""
    st.download_button("Save CSV", table, f"{file}.csv", "text/csv", key=key, on_click="ignore")


def of_sweep(found: Sweep, fixed: Fixed = NOTHING) -> str:
    """One line for each run: the values of the axes, f − f* at the end, the steps to the tolerance (empty if none), the status."""

    def lines() -> Iterator[Sequence[Any]]:
        for place in np.ndindex(found.codes.shape):
            values = (float(axis[i]) for axis, i in zip(found.axes.values(), place, strict=True))
            yield [*values, float(found.final_gap[place]), _steps(int(found.steps_to[place])), found.status[place]]

    return _table([*found.axes, "final_gap", "steps_to", "status"], lines(), fixed)


def of_basins(found: Basins, fixed: Fixed = NOTHING) -> str:
    """One line for each start, from the lowest y upwards: the minimizer that it reaches, in how many steps, and its status.

    The minimizer of a start that reaches none of those in the window is empty, and so are the steps if it does not converge.
    """
    ends = [*((float(x), float(y)) for x, y in found.surface.minimizers), ("", "")]  # the index −1 is the last
    xs = found.x.tolist()

    def lines() -> Iterator[Sequence[Any]]:
        for y, *row in zip(found.y.tolist(), found.index.tolist(), found.steps_to.tolist(), found.codes.tolist(), strict=True):
            for x, index, steps, code in zip(xs, *row, strict=True):
                yield x, y, *ends[index], _steps(steps), STATUSES[code]

    return _table(["x", "y", "minimizer_x", "minimizer_y", "steps", "status"], lines(), fixed)


def of_fans(fans: Mapping[str, Fan], titles: Mapping[str, str], fixed: Fixed = NOTHING) -> str:
    """One line for each step of each fan: the examples seen by then, quantiles of the gap, and its mean with the interval."""

    def lines() -> Iterator[Sequence[Any]]:
        for lane, one in fans.items():
            columns = [*one.quantiles(0.1, 0.5, 0.9), *one.expected_gap()]
            seen = one.trajectory.examples[:, 0].tolist()
            yield from ([titles[lane], step, seen[step], *map(float, row)] for step, row in enumerate(np.transpose(columns)))

    gaps = ["gap_10_percent", "gap_median", "gap_90_percent", "gap_mean", "gap_mean_lower", "gap_mean_upper"]
    return _table(["runs", "step", "examples", *gaps], lines(), fixed)


def of_trainings(trainings: Mapping[str, Training], names: Mapping[str, str], fixed: Fixed = NOTHING) -> str:
    """One line for each epoch of each method, as far as it did not diverge; epoch 0 is the beginning."""
    columns = ["training_loss", "validation_loss", "training_accuracy", "validation_accuracy"]

    def lines() -> Iterator[Sequence[Any]]:
        for key, one in trainings.items():
            rate = float(getattr(one.optimizer, one.optimizer.step_size))
            rows = list(zip(*(getattr(one, column) for column in columns), strict=True))[: one.diverged]
            yield from ([names[key], rate, epoch, *map(float, row)] for epoch, row in enumerate(rows))

    return _table(["method", "step_size", "epoch", *columns], lines(), fixed)


def _steps(count: int) -> int | str:
    return count if count >= 0 else ""


def _table(head: Sequence[str], lines: Iterable[Sequence[Any]], fixed: Fixed) -> str:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow([*head, *fixed])
    table.writerows([*line, *fixed.values()] for line in lines)
    return text.getvalue()
