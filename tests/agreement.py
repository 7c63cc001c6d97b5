"""How well our forms agree with what was recorded of the libraries. Writes optviz/agreement.json:

PYTHONPATH=. python tests/agreement.py
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from record_libraries import CORNER_KEPT, CORNER_RUNS, KEPT, LIBRARIES, RECORD, RUNS, Case, cases, corners, having

from optviz import OPTIMIZERS, Optimizer, minimize
from optviz.plane import FARTHEST
from surfaces import SURFACES

AGREEMENT = Path(__file__).parents[1] / "optviz" / "agreement.json"
RTOL, ATOL = 1e-10, 1e-12


@cache
def record() -> dict[str, np.ndarray]:
    with np.load(RECORD) as record:
        return dict(record)


def run_name(case: Case, run: int) -> str:
    surface, start = RUNS[run]
    return f"{case} | {surface} | {start}"


def deviation(optimizer: Optimizer, run: tuple[str, tuple[float, float]], theirs: np.ndarray, kept: tuple[int, ...] = KEPT) -> float:
    """The largest relative deviation from the points (kept, 2) recorded of a run, a surface with a start.

    It is within RTOL where the two agree to RTOL and ATOL. A run that diverges is compared up to there: ours stays at its last point,
    theirs goes on. Infinite unless both diverge at one step.
    """
    surface, start = run
    ours = minimize(optimizer, SURFACES[surface], start, kept[-1])
    near = np.all(np.abs(theirs) < FARTHEST, axis=1)  # False for NaN
    if not np.array_equal(near, np.array(kept) <= ours.last):
        return np.inf
    apart = np.abs(ours.points[list(kept)] - theirs)[near]
    return float(np.max(apart / (np.abs(theirs[near]) + ATOL / RTOL)))


@cache
def deviations() -> dict[str, float]:
    """The deviation of every recorded run, by its name."""
    return {
        run_name(case, run): deviation(case.optimizer(), RUNS[run], record()[str(case)][run])
        for case in cases()
        for run in range(len(RUNS))
    }


@cache
def corner_deviations() -> dict[str, float]:
    """The deviation of every run that was recorded at a corner, by its name."""
    found = {}
    for library in LIBRARIES:
        for key in having(library):
            for case, paths in zip(corners(library, key), record()[f"{library} | {key} | corners"], strict=True):
                for run, path in zip(CORNER_RUNS, paths, strict=True):
                    found[f"{case} | {run}"] = deviation(case.optimizer(), run, path, CORNER_KEPT)
    return found


def agreement() -> dict[str, Any]:
    """A line for each method that a library has: where it was compared, and how far the two got from each other."""
    table = []
    for library in LIBRARIES:
        for key, method in OPTIMIZERS.items():
            compared = [case for case in cases() if (case.library, case.key) == (library, key)]
            if not compared:
                continue
            runs = [run_name(case, run) for case in compared for run in range(len(RUNS))]
            table.append(
                {
                    "method": key,
                    "library": library,
                    "form": method.libraries()[library].form,
                    "settings": len(compared),
                    "runs": len(runs),
                    "deviation": float(f"{max(deviations()[name] for name in runs):.1e}"),
                }
            )
    return {
        "rtol": RTOL,
        "atol": ATOL,
        "steps": KEPT[-1],
        "surfaces": sorted({surface for surface, _ in RUNS}),
        "versions": {library: re.match(rf"{library} ([\d.]+)", str(record()[f"{library} versions"]))[1] for library in LIBRARIES},
        "table": table,
    }


if __name__ == "__main__":
    AGREEMENT.write_text(json.dumps(agreement(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
