"""Where a formula here agrees with torch's, so do the trajectories; where it differs, the difference is seen.

torch is not needed: its trajectories are in a file that `record_torch.py` wrote.
"""

from __future__ import annotations

import numpy as np
import pytest
from record_torch import RECORD, STARTS, STEPS, Case, cases

from optviz import OPTIMIZERS, Trajectory, minimize
from surfaces import SURFACES

DIFFERENT = {
    "amsgrad": "torch corrects m and v for their start at zero; the paper does not",
    "nadam": "torch schedules β₁ and corrects the momentum by the next step's power",
    "adagrad, learning_rate=0.2, epsilon=0.1": "torch puts ε outside the root; both agree as ε vanishes",
    "rmsprop, learning_rate=0.01, decay=0.8, epsilon=0.1": "torch puts ε outside the root; both agree as ε vanishes",
}
"""The cases, by method or in full, whose formulas differ, and in what."""
CHAOTIC = {"adadelta, decay=0.95, epsilon=0.001 | beale | (-1.0, -0.5)": 50}
"""Runs that enlarge the last bit until nothing is left of the agreement, and the steps that can be compared."""


def differs(case: Case) -> bool:
    return case.optimizer in DIFFERENT or str(case) in DIFFERENT


def parameters(different: bool) -> list:
    return [
        pytest.param(case, key, start, id=f"{case} | {key} | {start}")
        for case in cases()
        if differs(case) == different
        for key, starts in STARTS.items()
        for start in starts
    ]


@pytest.fixture(scope="module")
def record():
    with np.load(RECORD) as record:
        return dict(record)


def run(case: Case, key: str, start: tuple[float, float]) -> Trajectory:
    return minimize(OPTIMIZERS[case.optimizer](**case.hyperparameters), SURFACES[key], start, STEPS)


def queried(trajectory: Trajectory) -> np.ndarray:
    """Where the gradient was asked for: what libraries call the iterate, which matters for a method that looks ahead."""
    optimizer, states = trajectory.optimizer, trajectory.states
    return np.array([optimizer.query(x, type(states)(*at)) for x, *at in zip(trajectory.points, *states, strict=True)])


@pytest.mark.parametrize(("case", "key", "start"), parameters(different=False))
def test_a_trajectory_is_torchs(record, case, key, start):
    name = f"{case} | {key} | {start}"
    compared = CHAOTIC.get(name, STEPS) + 1
    np.testing.assert_allclose(queried(run(case, key, start))[:compared], record[name][:compared], rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("case", "key", "start"), parameters(different=True))
def test_a_formula_that_differs_from_torchs_is_seen_to_differ(record, case, key, start):
    distance = np.abs(queried(run(case, key, start)) - record[f"{case} | {key} | {start}"]).max()
    assert distance > 1e-5  # a million times what the agreement is held to


def test_nothing_is_recorded_that_is_not_compared(record):
    compared = {f"{case} | {key} | {start}" for case in cases() for key, starts in STARTS.items() for start in starts}
    assert set(record) - compared == {"versions"}


def test_every_difference_is_one_of_the_cases():
    assert all(any(name in (case.optimizer, str(case)) for case in cases()) for name in DIFFERENT)
