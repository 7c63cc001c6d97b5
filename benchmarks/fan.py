"""Many seeds at once: one thousand runs of mini-batch SGD on the regression, against the same runs one after the other.

    python benchmarks/fan.py

The median of a few turns, interleaved, with the smallest and the largest.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from machine import describe

from optviz import NOISES, OPTIMIZERS, fan, minimize
from surfaces import SURFACES

SEEDS, STEPS, TURNS = 1000, 500, 5
ALONE = 20

PENGUINS, SGD = SURFACES["linear_regression"], OPTIMIZERS["sgd"](learning_rate=0.05)
BATCHES = NOISES["shuffled"](batch_size=16)


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    print(describe("numpy"))
    print(f"\nSGD on {PENGUINS.name}, {PENGUINS.terms} examples, batches of 16, {STEPS} steps")
    found = fan({"sgd": SGD}, PENGUINS, steps=STEPS, noise=BATCHES, seeds=SEEDS)["sgd"]
    alone = [minimize(SGD, PENGUINS, steps=STEPS, noise=BATCHES, seed=seed) for seed in range(ALONE)]
    same = all(np.array_equal(run.points, found.trajectory.points[..., seed]) for seed, run in enumerate(alone))
    print(f"  a fan's runs are single runs, to the last bit: {same}")
    rows: dict[str, list[float]] = {f"{SEEDS} seeds at once": [], "the same one after the other": [], "their bands": []}
    at_once, one_by_one, bands = rows.values()
    for _ in range(TURNS):
        runs: dict[str, Any] = {}
        at_once.append(seconds(lambda runs=runs: runs.update(fan({"sgd": SGD}, PENGUINS, steps=STEPS, noise=BATCHES, seeds=SEEDS))))
        some = seconds(lambda: [minimize(SGD, PENGUINS, steps=STEPS, noise=BATCHES, seed=seed) for seed in range(ALONE)])
        one_by_one.append(some * SEEDS / ALONE)
        bands.append(seconds(lambda runs=runs: runs["sgd"].quantiles(0.1, 0.5, 0.9)))
    for name, taken in rows.items():
        print(f"  {name:30} {statistics.median(taken):7.2f} s  ({min(taken):.2f} to {max(taken):.2f})")


if __name__ == "__main__":
    main()
