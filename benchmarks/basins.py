"""From which start does Adam reach which minimizer of Himmelblau: ours beside torch, JAX and optax.

    pip install -r benchmarks/requirements.txt
    python benchmarks/basins.py

512 × 512 starts, up to 500 steps; for every start the minimizer that was reached, and in how many steps. float64
throughout. All candidates take turns, after each has compiled. Last, the memory of a map of 2048 × 2048.
"""

from __future__ import annotations

import os
import subprocess
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

from optviz import OPTIMIZERS, basins
from optviz.lanes.compiled import compiled
from optviz.lanes.work import Lanes
from surfaces import SURFACES

SIDE = 512
STEPS = 500
TOLERANCE = 1e-4
ROUNDS = 7
SECONDS = 60
MOST_GIGABYTES = 1

SURFACE = SURFACES["himmelblau"]
ADAM = OPTIMIZERS["adam"](learning_rate=0.05)
AXES = [np.linspace(lower, upper, SIDE) for lower, upper in SURFACE.domain]
STARTS = [np.ascontiguousarray(each.ravel()) for each in np.meshgrid(*AXES)]

OURS = "optviz"
OURS_ON_ONE = "optviz, 1 thread"
OURS_IN_NUMPY = "optviz without Numba"
JAX = "JAX, jit(vmap(scan))"
OPTAX = "optax, jit(vmap(scan))"
TUNED = "JAX tuned"
TUNED_ON_TWO = "JAX tuned, chunks in 2 threads"

Candidate = Callable[[], tuple[Any, Any]]


def ours() -> dict[str, Candidate]:
    """As users get it, on one thread, and as it is where Numba is missing."""

    def run(executor: Any = None) -> tuple[Any, Any]:
        found = basins(ADAM, SURFACE, SIDE, STEPS, TOLERANCE, executor=executor)
        return found.index, found.steps_to

    def on_one() -> tuple[Any, Any]:
        with ThreadPoolExecutor(1) as one:
            return run(one)

    def in_numpy() -> tuple[Any, Any]:
        missing = {"compiled": lambda lanes: None, "obstacle": lambda method, terrain: "Numba is not installed"}
        with patch.multiple("optviz.lanes.crew", **missing):
            return run()

    began = time.perf_counter()
    compiled(Lanes(ADAM, SURFACE, SURFACE.start, STEPS, TOLERANCE, dict(zip("xy", AXES, strict=True)), stops=True), wait=True)
    print(f"  {time.perf_counter() - began:5.2f} s  {OURS}; in the background, and kept on disk")
    return {OURS: run, OURS_ON_ONE: on_one, OURS_IN_NUMPY: in_numpy}


def of_jax() -> dict[str, Candidate]:
    """In the usual way, with optax and with an update by hand; tuned; and tuned with the chunks given to two threads."""
    rate, beta1, beta2, epsilon = values = (ADAM.learning_rate, ADAM.beta1, ADAM.beta2, ADAM.epsilon)
    chunk = jax_tuned.basins_adam(SURFACE, STEPS, TOLERANCE, *values)
    programs = {
        JAX: jax_idiomatic.basins(lambda: jax_idiomatic.adam(*values), SURFACE, STEPS, TOLERANCE),
        OPTAX: jax_idiomatic.basins(lambda: optax.adam(rate, b1=beta1, b2=beta2, eps=epsilon), SURFACE, STEPS, TOLERANCE),
        TUNED: jax_tuned.in_chunks(chunk),
    }
    return jax_compiled.candidates(programs, STARTS) | jax_compiled.in_threads(TUNED_ON_TWO, chunk, jax_tuned.CHUNK, STARTS, threads=2)


def of_torch() -> dict[str, Candidate]:
    rate, beta1, beta2, epsilon = values = (ADAM.learning_rate, ADAM.beta1, ADAM.beta2, ADAM.epsilon)
    by_hand = torch_lanes.basins_adam(SURFACE, STEPS, TOLERANCE, *values)
    with_optim = torch_lanes.basins_with(
        lambda points: torch.optim.Adam(points, lr=rate, betas=(beta1, beta2), eps=epsilon), SURFACE, STEPS, TOLERANCE
    )
    return {
        "torch by hand, 1 thread": lambda: torch_lanes.in_chunks(by_hand, *STARTS),
        "torch.optim, 1 thread": lambda: torch_lanes.in_chunks(with_optim, *STARTS),
    }


def show_map() -> None:
    print(f"\nAdam with a learning rate of {ADAM.learning_rate:g}, {SIDE} × {SIDE} starts, up to {STEPS} steps\n compiled in")
    candidates = {**ours(), **of_jax(), **of_torch()}
    needed = basins(ADAM, SURFACE, SIDE, STEPS, TOLERANCE).steps_to
    lane_steps = int(np.where(needed < 0, STEPS, needed).sum())
    limits = {f"only {operations}, 1 thread": operations for operations in (written_in(type(ADAM)), ADAM_AT_LEAST)}
    found = interleaved(candidates | {name: limit(operations, lane_steps) for name, operations in limits.items()}, ROUNDS, SECONDS)
    show(found, OURS)

    print(" agreement with ours")
    different = lane_agreement.show_basins(OURS, {name: found.results[name] for name in candidates})
    print(" required")
    show_required("lanes in which any candidate finds another minimizer or step count than ours", [different], at_most=0)
    best = found.fastest(JAX, OPTAX, TUNED, TUNED_ON_TWO)
    show_required(f"the best JAX ({best}), times ours", found.ratios(best, OURS), at_least=4)
    show_required(f"{OPTAX}, times ours", found.ratios(OPTAX, OURS), at_least=10)
    show_required(f"{OPTAX}, times ours without Numba", found.ratios(OPTAX, OURS_IN_NUMPY), at_least=1.2)

    nanoseconds = 1e6 / lane_steps
    print(f" a lane-step that is needed, on one core: {found.median(OURS_ON_ONE) * nanoseconds:.2f} ns")
    for (name, operations), whose in zip(limits.items(), ("as adam.py writes it", "the fewest that Adam needs"), strict=True):
        what = f"a lane-step, times the {found.median(name) * nanoseconds:.2f} ns of {operations} ({whose})"
        show_required(what, found.ratios(OURS_ON_ONE, name), at_most=2)


def show_memory() -> None:
    measured = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("basin_memory.py"))], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    print("\nA map of 2048 × 2048 starts in a process of its own: peak resident set")
    show_required("gigabytes", [float(measured)], at_most=MOST_GIGABYTES)


def main() -> None:
    torch.set_num_threads(1)
    print(describe("numpy", "numba", "torch", "jax", "optax"))
    show_map()
    show_memory()


if __name__ == "__main__":
    main()
