"""Do all candidates find the same? Lane by lane, beside ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

LEAST_GAP = 1e-12
"""Below this a gap is what rounding leaves, and no two programs agree."""


def show_sweeps(ours: str, results: Mapping[str, tuple[Any, Any]], compared: Any) -> None:
    """Last gaps, as a difference relative to the larger one, and step counts, over the lanes that are compared."""
    gap, steps_to = (np.ravel(each)[compared] for each in results[ours])
    for name, found in results.items():
        if name == ours:
            continue
        its_gap, its_steps_to = (np.ravel(each)[compared] for each in found)
        difference = np.abs(its_gap - gap) / np.maximum(np.maximum(its_gap, gap), LEAST_GAP)
        same = np.mean(its_steps_to == steps_to)
        if np.array_equal(its_gap, gap) and same == 1:
            print(f"  {name}: the same to the last bit")
        else:
            close = ", ".join(f"{np.mean(difference <= bound):.2%} within {bound:g}" for bound in (1e-9, 1e-6, 1e-3))
            print(f"  {name}: gap differs by {np.median(difference):.1e} in the median, {close}; step counts agree in {same:.2%}")


def show_basins(ours: str, results: Mapping[str, tuple[Any, Any]]) -> int:
    """How many lanes differ in the minimizer and in the step count; the sum of the lanes in which a candidate differs in either."""
    label, steps_to = (np.ravel(each) for each in results[ours])
    different = 0
    for name, found in results.items():
        if name != ours:
            its_label, its_steps_to = (np.ravel(each) for each in found)
            different += int(np.sum((its_label != label) | (its_steps_to != steps_to)))
            print(
                f"  {name}: {np.sum(its_label != label)} of {label.size} lanes differ in the minimizer, "
                f"{np.sum(its_steps_to != steps_to)} in the step count"
            )
    return different
