"""When to stop: as soon as what was not trained on has not become better for a while."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from surfaces import FiniteSum
from surfaces.declaration import Array, Interval, said

from .arguments import checked_count, checked_number, checked_within, real_numbers


class Stop(NamedTuple):
    """Where early stopping ends a run, and which step it goes back to."""

    best: int  # the step with the lowest validation loss until then
    stopped: int  # the step at which patience ran out; the last one if it did not
    in_time: bool  # whether it did


def early_stop(losses: Array, patience: int = 10, improvement: float = 0.0) -> Stop:
    """Read off validation losses, (steps + 1,), when a run is stopped that waits for an improvement that many steps.

    An improvement is a loss that lies more than `improvement` below the best so far (L. Prechelt, 1998, Early stopping, but when?,
    whose criterion UP this resembles; as PyTorch users and Keras have it, with min_delta).
    Raises ValueError for losses of another shape, a patience below 1 and an improvement below 0.
    """
    wait = checked_count("patience", patience, 1, 10**9)
    improvement = checked_within("improvement", improvement, Interval(0, np.inf))
    record = real_numbers(losses)
    if record.ndim != 1 or not record.size:
        raise ValueError(f"losses: must be numbers, one after each step, got {said(losses)}")
    best, lowest = 0, np.inf
    for step, loss in enumerate(record):
        if loss < lowest - improvement:
            best, lowest = step, float(loss)
        elif step - best >= wait:
            return Stop(best, step, True)
    return Stop(best, len(record) - 1, False)


def split(surface: FiniteSum, share: float = 0.25, seed: int = 0) -> tuple[FiniteSum, FiniteSum]:
    """Two parts of a data set, drawn at random: one to train on, and a share of the examples, rounded, to validate.

    Raises ValueError unless both get an example.
    """
    if not isinstance(surface, FiniteSum):
        raise ValueError(f"surface: must be one with examples, got {getattr(surface, 'name', said(surface))}")
    order: NDArray[np.int64] = np.random.default_rng(checked_count("seed", seed, 0)).permutation(surface.count)
    number = checked_number(share)
    # In decimals, as the share is written: of doubles 57.5 % of 100 is less than 57.5.
    held_back = round(Decimal(str(number)) * surface.count) if 0 < number < 1 else 0
    if not 0 < held_back < surface.count:
        raise ValueError(f"share: must leave examples on both sides, got {said(share)} of {surface.count}")
    return surface.only(np.sort(order[held_back:])), surface.only(np.sort(order[:held_back]))
