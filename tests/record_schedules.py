"""Records the learning rates of torch's schedulers, for tests/schedules/test_schedules.py. Run by hand, in an environment with torch:

    pip install torch==2.13.0 numpy==2.4.6
    PYTHONPATH=. python tests/record_schedules.py

The learning rate at the start is not 1, so that a share of it and a learning rate cannot be taken for each other.
"""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

RECORD = Path(__file__).with_name("library_schedules.npz")
LEARNING_RATE = 0.8


class Case(NamedTuple):
    """One of our schedules in a run of that many steps, and the line of torch that does the same.

    In the line {name} is a value of ours, `eta` the learning rate, T the number of steps, and P stands for the module of the schedulers.
    """

    key: str
    values: dict[str, Any]
    steps: int
    torch: str

    def __str__(self) -> str:
        return " | ".join([self.key, ", ".join(f"{name}={value:g}" for name, value in self.values.items()), f"{self.steps} steps"])

    def line(self) -> str:
        return self.torch.format(**self.values)


STEP = "P.StepLR(optimizer, step_size={period}, gamma={factor})"
EXPONENTIAL = "P.ExponentialLR(optimizer, gamma={factor})"
POLYNOMIAL = "P.PolynomialLR(optimizer, total_iters=T, power={power})"
COSINE = "P.CosineAnnealingLR(optimizer, T_max=T, eta_min=eta * {end_share})"
RESTARTS = "P.CosineAnnealingWarmRestarts(optimizer, T_0={period}, T_mult={growth}, eta_min=eta * {end_share})"
TRIANGULAR = "P.CyclicLR(optimizer, base_lr=eta * {start_share}, max_lr=eta, step_size_up={half_cycle}, cycle_momentum=False)"
ONE_CYCLE = (
    "P.OneCycleLR(optimizer, max_lr=eta, total_steps=T, pct_start={rise}, cycle_momentum=False, "
    "div_factor=1 / {start_share}, final_div_factor={start_share} / {end_share})"
)
PLATEAU = "P.ReduceLROnPlateau(optimizer, factor={factor}, patience={patience}, threshold={threshold}, eps=0.0)"
WARMED = (
    "P.SequentialLR(optimizer, milestones=[{{warmup}}], "
    "schedulers=[P.LinearLR(optimizer, start_factor=1 / {{warmup}}, total_iters={{warmup}} - 1), {}])"
)

CASES = (
    Case("step_decay", {"period": 7, "factor": 0.4}, 60, STEP),
    Case("step_decay", {"period": 1, "factor": 0.9}, 60, STEP),
    Case("exponential", {"factor": 0.97}, 200, EXPONENTIAL),
    Case("exponential", {"factor": 0.5}, 40, EXPONENTIAL),
    Case("polynomial", {"power": 1.0}, 100, POLYNOMIAL),
    Case("polynomial", {"power": 0.9}, 100, POLYNOMIAL),
    Case("polynomial", {"power": 2.5}, 37, POLYNOMIAL),
    Case("cosine", {"end_share": 0.0}, 100, COSINE),
    Case("cosine", {"end_share": 0.15}, 37, COSINE),
    Case("cosine", {"end_share": 0.15}, 1, COSINE),
    Case("warm_restarts", {"period": 10, "growth": 1, "end_share": 0.0}, 55, RESTARTS),
    Case("warm_restarts", {"period": 5, "growth": 2, "end_share": 0.1}, 90, RESTARTS),
    Case("warm_restarts", {"period": 1, "growth": 3, "end_share": 0.1}, 50, RESTARTS),
    Case("triangular", {"half_cycle": 10, "start_share": 0.25}, 75, TRIANGULAR),
    Case("triangular", {"half_cycle": 7, "start_share": 0.02}, 75, TRIANGULAR),
    Case("triangular", {"half_cycle": 1, "start_share": 0.5}, 9, TRIANGULAR),
    Case("one_cycle", {"rise": 0.3, "start_share": 0.04, "end_share": 4e-6}, 100, ONE_CYCLE),
    Case("one_cycle", {"rise": 0.45, "start_share": 0.2, "end_share": 0.01}, 37, ONE_CYCLE),
    Case("one_cycle", {"rise": 0.1, "start_share": 0.2, "end_share": 0.01}, 5, ONE_CYCLE),
    Case("plateau", {"factor": 0.5, "patience": 3, "threshold": 0.05}, 80, PLATEAU),
    Case("plateau", {"factor": 0.1, "patience": 0, "threshold": 1e-4}, 20, PLATEAU),
    Case("plateau", {"factor": 0.7, "patience": 5, "threshold": 0.0}, 80, PLATEAU),
    Case("step_decay", {"warmup": 5, "period": 7, "factor": 0.4}, 60, WARMED.format(STEP)),
    Case("exponential", {"warmup": 12, "factor": 0.97}, 100, WARMED.format(EXPONENTIAL)),
    Case("warm_restarts", {"warmup": 8, "period": 5, "growth": 2, "end_share": 0.1}, 90, WARMED.format(RESTARTS)),
    Case("polynomial", {"warmup": 20, "power": 0.9}, 100, WARMED.format(POLYNOMIAL)),
    Case("cosine", {"warmup": 20, "end_share": 0.15}, 100, WARMED.format(COSINE)),
)
"""In those that are warmed up T is what is left after the warm-up: torch has to be told."""


def losses(steps: int) -> list[float]:
    """Positive values that fall and come to rest, with ups and downs on the way: what the schedulers that watch are told."""
    return [1 / (1 + t / 5) + 0.3 * math.sin(1.7 * t) ** 2 / (1 + t / 30) for t in range(steps)]


def recorded(case: Case) -> np.ndarray:
    """torch's learning rate in each step (steps,). A scheduler that watches is told f before the step, as ours is."""
    torch = importlib.import_module("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=LEARNING_RATE)
    left = case.steps - case.values.get("warmup", 0)
    scheduler = eval(case.line(), {"P": torch.optim.lr_scheduler, "optimizer": optimizer, "eta": LEARNING_RATE, "T": left})
    watches = isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)
    rates = []
    for value in losses(case.steps):
        if watches:
            scheduler.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if not watches:
            scheduler.step()
    return np.array(rates, dtype=float)


def main() -> None:
    """Record all cases, and with which versions."""
    versions = ", ".join(f"{name} {importlib.import_module(name).__version__}" for name in ("torch", "numpy"))
    np.savez_compressed(RECORD, **{str(case): recorded(case) for case in CASES}, versions=versions)


if __name__ == "__main__":
    main()
