"""A grid of hyperparameters, every combination run on Rosenbrock: ours beside torch, JAX and optax.

    pip install -r benchmarks/requirements.txt
    python benchmarks/sweep.py

256 × 256 runs of 500 steps; the last gap and the step that came within the tolerance are kept. float64
throughout. All candidates take turns, after each has compiled. A peer may leave out what it need not do to be
compared: none stops a run that diverges, as ours does, and such lanes are not compared. torch.optim is not among
the candidates: it takes one learning rate and one momentum or β₁ for a parameter group, so every lane would need
a group of its own. What that costs is measured on a few lanes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
CACHE = tempfile.TemporaryDirectory()
os.environ["XDG_CACHE_HOME"] = CACHE.name  # so that ours has to compile, too

import jax_compiled
import jax_idiomatic
import jax_tuned
import lane_agreement
import numpy as np
import optax
import torch
import torch_lanes
from limit import ADAM_AT_LEAST, limit, written_in
from machine import describe
from rounds import interleaved, show, show_required

from optviz import OPTIMIZERS, Optimizer, Status, sweep
from optviz.lanes.compiled import compiled
from optviz.lanes.work import Lanes
from surfaces import SURFACES

SIDE = 256
STEPS = 500
TOLERANCE = 1e-6
ROUNDS = 9
SECONDS = 40
LANES_IN_GROUPS = 64

SURFACE = SURFACES["rosenbrock"]
START = SURFACE.start
LEARNING_RATES = np.geomspace(1e-4, 1, SIDE)
SHARES = np.linspace(0, 0.99, SIDE)
GRID = [np.ascontiguousarray(each.ravel()) for each in np.meshgrid(LEARNING_RATES, SHARES, indexing="ij")]

ADAM, MOMENTUM = OPTIMIZERS["adam"](), OPTIMIZERS["momentum"]()

OURS = "optviz"
OURS_ON_ONE = "optviz, 1 thread"
OURS_IN_NUMPY = "optviz without Numba"
JAX = "JAX, jit(vmap(scan))"
OPTAX = "optax, jit(vmap(scan))"
TUNED = "JAX tuned"
TUNED_ON_TWO = "JAX tuned, chunks in 2 threads"
TORCH = "torch by hand, 1 thread"

Candidate = Callable[[], Any]


def ours(optimizer: Optimizer, axes: dict[str, Any]) -> dict[str, Candidate]:
    """As users get it, on one thread, and as it is where Numba is missing."""

    def run(executor: Any = None) -> tuple[Any, Any]:
        found = sweep(optimizer, SURFACE, START, STEPS, TOLERANCE, executor=executor, **axes)
        return found.final_gap, found.steps_to

    def on_one() -> tuple[Any, Any]:
        with ThreadPoolExecutor(1) as one:
            return run(one)

    def in_numpy() -> tuple[Any, Any]:
        missing = {"compiled": lambda lanes: None, "obstacle": lambda method, terrain: "Numba is not installed"}
        with patch.multiple("optviz.lanes.crew", **missing):
            return run()

    began = time.perf_counter()
    compiled(Lanes(optimizer, SURFACE, START, STEPS, TOLERANCE, axes), wait=True)
    print(f"  {time.perf_counter() - began:5.2f} s  {OURS}; in the background, and kept on disk")
    return {OURS: run, OURS_ON_ONE: on_one, OURS_IN_NUMPY: in_numpy}


def of_jax(build: Any, by_hand: Any, chunk: Any) -> dict[str, Candidate]:
    """In the usual way, with optax and with an update by hand; tuned; and tuned with the chunks given to two threads."""
    programs = {
        JAX: jax_idiomatic.sweep(by_hand, SURFACE, START, STEPS, TOLERANCE),
        OPTAX: jax_idiomatic.sweep(build, SURFACE, START, STEPS, TOLERANCE),
        TUNED: jax_tuned.in_chunks(chunk),
    }
    return jax_compiled.candidates(programs, GRID) | jax_compiled.in_threads(TUNED_ON_TWO, chunk, jax_tuned.CHUNK, GRID, threads=2)


def of_adam() -> dict[str, Candidate]:
    beta2, epsilon = ADAM.beta2, ADAM.epsilon
    return {
        **ours(ADAM, {"learning_rate": LEARNING_RATES, "beta1": SHARES}),
        **of_jax(
            lambda learning_rate, beta1: optax.adam(learning_rate, b1=beta1, b2=beta2, eps=epsilon),
            lambda learning_rate, beta1: jax_idiomatic.adam(learning_rate, beta1, beta2, epsilon),
            jax_tuned.sweep_adam(SURFACE, START, STEPS, TOLERANCE, beta2, epsilon),
        ),
        TORCH: lambda: torch_lanes.in_chunks(torch_lanes.sweep_adam(SURFACE, START, STEPS, TOLERANCE, beta2, epsilon), *GRID),
    }


def of_momentum() -> dict[str, Candidate]:
    return {
        **ours(MOMENTUM, {"learning_rate": LEARNING_RATES, "momentum": SHARES}),
        **of_jax(
            lambda learning_rate, momentum: optax.sgd(learning_rate, momentum=momentum),
            jax_idiomatic.momentum,
            jax_tuned.sweep_momentum(SURFACE, START, STEPS, TOLERANCE),
        ),
        TORCH: lambda: torch_lanes.in_chunks(torch_lanes.sweep_momentum(SURFACE, START, STEPS, TOLERANCE), *GRID),
    }


def show_adam() -> None:
    print(f"\nAdam, learning_rate × beta1, {SIDE} × {SIDE} × {STEPS} steps\n compiled in")
    candidates = of_adam()
    peers = list(candidates)
    limits = {f"only {operations}, 1 thread": operations for operations in (written_in(type(ADAM)), ADAM_AT_LEAST)}
    found = interleaved(candidates | {name: limit(operations, SIDE * SIDE * STEPS) for name, operations in limits.items()}, ROUNDS, SECONDS)
    show(found, OURS)
    show_agreement({name: found.results[name] for name in peers}, ADAM, "beta1")
    print(" required")
    show_required(f"{OPTAX}, times ours", found.ratios(OPTAX, OURS), at_least=10)
    for name in (TUNED, TUNED_ON_TWO):
        show_required(f"{name}, times ours", found.ratios(name, OURS), at_least=2)
    show_required(f"{OPTAX}, times ours without Numba", found.ratios(OPTAX, OURS_IN_NUMPY), at_least=1.5)
    in_a_lane_step = 1e6 / (SIDE * SIDE * STEPS)
    print(f" a lane-step of ours on one core: {found.median(OURS_ON_ONE) * in_a_lane_step:.2f} ns")
    for (name, operations), whose in zip(limits.items(), ("as adam.py writes it", "the fewest that Adam needs"), strict=True):
        what = f"a lane-step, times the {found.median(name) * in_a_lane_step:.2f} ns of {operations} ({whose})"
        show_required(what, found.ratios(OURS_ON_ONE, name), at_most=2)


def show_momentum() -> None:
    print(f"\nMomentum, learning_rate × momentum, {SIDE} × {SIDE} × {STEPS} steps\n compiled in")
    found = interleaved(of_momentum(), ROUNDS, SECONDS)
    show(found, OURS)
    show_agreement(found.results, MOMENTUM, "momentum")
    print(" required")
    for name in (JAX, OPTAX):
        show_required(f"{name}, times ours", found.ratios(name, OURS), at_least=3)


def show_agreement(results: dict[str, Any], optimizer: Optimizer, share: str) -> None:
    ended = sweep(optimizer, SURFACE, START, STEPS, TOLERANCE, learning_rate=LEARNING_RATES, **{share: SHARES}).status
    kept = ended.ravel() != Status.DIVERGED
    print(f" agreement with ours over the {kept.sum()} of {kept.size} lanes that did not diverge")
    lane_agreement.show_sweeps(OURS, results, kept)


def show_groups() -> None:
    """What a lane-step costs in torch.optim, and what the whole grid would."""
    print(f"\ntorch.optim, a parameter group for each lane, on {LANES_IN_GROUPS} of the {SIDE * SIDE} lanes, once")
    more = {"eps": ADAM.epsilon}
    some = np.linspace(0, SIDE * SIDE - 1, LANES_IN_GROUPS).astype(int)
    for name, kind, group in (
        ("Adam", torch.optim.Adam, lambda point, rate, beta1: {"params": [point], "lr": rate, "betas": (beta1, ADAM.beta2), **more}),
        ("SGD with momentum", torch.optim.SGD, lambda point, rate, share: {"params": [point], "lr": rate, "momentum": share}),
    ):
        began = time.perf_counter()
        torch_lanes.sweep_with_groups(kind, group, SURFACE, START, STEPS, *(each[some].tolist() for each in GRID))
        in_a_lane_step = (time.perf_counter() - began) / (LANES_IN_GROUPS * STEPS)
        print(f"  {name}: {in_a_lane_step * 1e6:.1f} µs a lane-step, which makes {in_a_lane_step * SIDE * SIDE * STEPS:.0f} s for the grid")


def main() -> None:
    torch.set_num_threads(1)
    print(describe("numpy", "numba", "torch", "jax", "optax"))
    show_adam()
    show_momentum()
    show_groups()


if __name__ == "__main__":
    main()
