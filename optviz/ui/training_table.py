"""Trainings as a table for others: what was reached after each epoch."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from ..network.training import Training


def as_csv(trainings: Mapping[str, Training], names: Mapping[str, str]) -> str:
    """One line for each epoch of each method, as far as it did not diverge; epoch 0 is the beginning."""
    text = io.StringIO()
    lines = csv.writer(text)
    columns = ("training_loss", "validation_loss", "training_accuracy", "validation_accuracy")
    lines.writerow(["method", "step_size", "epoch", *columns])
    for key, one in trainings.items():
        rate = getattr(one.optimizer, one.optimizer.step_size)
        rows = list(zip(*(getattr(one, column) for column in columns), strict=True))[: one.diverged]
        lines.writerows([names[key], repr(float(rate)), epoch, *map(repr, map(float, row))] for epoch, row in enumerate(rows))
    return text.getvalue()
