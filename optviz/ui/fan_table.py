"""The fans as a table for others: what is typical after each step."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import numpy as np

from ..fan import Fan


def as_csv(fans: Mapping[str, Fan], titles: Mapping[str, str]) -> str:
    """One line for each step of each fan: quantiles of the gap, and its mean with the interval."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(["runs", "step", "gap_10_percent", "gap_median", "gap_90_percent", "gap_mean", "gap_mean_lower", "gap_mean_upper"])
    for lane, one in fans.items():
        columns = [*one.quantiles(0.1, 0.5, 0.9), *one.expected_gap()]
        lines.writerows([titles[lane], step, *map(repr, map(float, row))] for step, row in enumerate(np.transpose(columns)))
    return text.getvalue()
