"""How well our forms agree with what was recorded of the libraries, and which runs cannot. Writes optviz/agreement.json:

PYTHONPATH=. python tests/agreement.py
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from record_libraries import KEPT, LIBRARIES, RECORD, RUNS, STEPS, Case, cases

from optviz import OPTIMIZERS, Optimizer, minimize
from optviz.plane import FARTHEST
from surfaces import SURFACES

AGREEMENT = Path(__file__).parents[1] / "optviz" / "agreement.json"
RTOL, ATOL = 1e-10, 1e-12

CHAOTIC = {
    "torch | adadelta | learning_rate=1, decay=0.95, epsilon=0.001 | beale | (-1.0, -0.5)": (
        "Steps of this size jump to and fro across the valley, and every jump enlarges the last bit of what was rounded in another order."
    ),
}
"""Runs that enlarge the last bit until the agreement is gone, each with what does it."""
LEFT_OUT = {
    ("rprop", "optax"): "optax.rprop gives out the update of the step before, and none at the first step: a bug, not a convention.",
}
"""What a library has by name, but not so that it could be a reference."""


@cache
def record() -> dict[str, np.ndarray]:
    with np.load(RECORD) as record:
        return dict(record)


def run_name(case: Case, run: int) -> str:
    surface, start = RUNS[run]
    return f"{case} | {surface} | {start}"


def deviation(optimizer: Optimizer, run: int, theirs: np.ndarray) -> float:
    """The largest relative deviation from the recorded points (kept, 2); it is within RTOL where the two agree to RTOL and ATOL.

    A run that diverges is compared up to there: ours stays at its last point, theirs goes on. Infinite unless both diverge at one step.
    """
    surface, start = RUNS[run]
    ours = minimize(optimizer, SURFACES[surface], start, STEPS)
    near = np.all(np.abs(theirs) < FARTHEST, axis=1)  # False for NaN
    if not np.array_equal(near, np.array(KEPT) <= ours.last):
        return np.inf
    apart = np.abs(ours.points[list(KEPT)] - theirs)[near]
    return float(np.max(apart / (np.abs(theirs[near]) + ATOL / RTOL)))


@cache
def deviations() -> dict[str, float]:
    """The deviation of every recorded run, by its name."""
    return {run_name(case, run): deviation(case.optimizer(), run, record()[str(case)][run]) for case in cases() for run in range(len(RUNS))}


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
                    "deviation": float(f"{max(deviations()[name] for name in runs if name not in CHAOTIC):.1e}"),
                    "exceptions": {name: CHAOTIC[name] for name in runs if name in CHAOTIC},
                }
            )
    return {
        "rtol": RTOL,
        "atol": ATOL,
        "steps": STEPS,
        "surfaces": sorted({surface for surface, _ in RUNS}),
        "versions": {library: str(record()[f"{library} versions"]) for library in LIBRARIES},
        "table": table,
        "left_out": [{"method": key, "library": library, "reason": reason} for (key, library), reason in LEFT_OUT.items()],
    }


if __name__ == "__main__":
    AGREEMENT.write_text(json.dumps(agreement(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
