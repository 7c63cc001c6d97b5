"""What a step of one run costs, for every method and form, on all starts of a map: as machine code and in NumPy.

    python benchmarks/methods.py

The medians of a few turns on one core, Himmelblau, 128 × 128 starts. A method that costs many times what the others
do is a sign of something in its `update` that the compiler does badly. Methods that run in NumPy only say why.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
CACHE = tempfile.TemporaryDirectory()
os.environ["XDG_CACHE_HOME"] = CACHE.name  # so that every method has to be compiled

import numpy as np
from machine import describe

from optviz import OPTIMIZERS, Optimizer
from optviz.lanes.in_numpy import walk_in_numpy
from optviz.lanes.machine_code import compiled, obstacle
from optviz.lanes.work import Lanes, Part
from surfaces import SURFACES

SIDE = 128
STEPS = {"machine code": 200, "NumPy": 20}
TURNS = 5

SURFACE = SURFACES["himmelblau"]


def lanes_of(optimizer: Optimizer, steps: int) -> Lanes:
    axes = {name: np.linspace(lower, upper, SIDE) for name, (lower, upper) in zip("xy", SURFACE.domain, strict=True)}
    return Lanes(optimizer, SURFACE, SURFACE.start, steps, 1e-6, axes)


def nanoseconds(walk: Callable[[Part], Any], lanes: Lanes) -> float:
    """For a step of a lane; a lane that diverges costs as much as the others until its whole group has."""
    part = lanes.part(0, lanes.size)
    taken = []
    for _ in range(TURNS):
        began = time.perf_counter()
        walk(part)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) / (lanes.size * lanes.steps) * 1e9


def main() -> None:
    print(describe("numpy", "numba"))
    print(f"\n{SURFACE.name}, {SIDE} × {SIDE} starts, one core\n{'compiled in':>50}   machine code      NumPy")
    for key, method in OPTIMIZERS.items():
        for form in method.forms():
            began = time.perf_counter()
            walk = compiled(lanes_of(form(), STEPS["machine code"]), wait=True)
            seconds = time.perf_counter() - began
            fast = f"{nanoseconds(walk, lanes_of(form(), STEPS['machine code'])):12.2f} ns" if walk else f"{'':15}"
            slow = nanoseconds(walk_in_numpy, lanes_of(form(), STEPS["NumPy"]))
            name = f"{key}, {form.form}" if form.form else key
            print(f"  {name[:38]:38} {f'{seconds:6.2f} s' if walk else '':9}{fast} {slow:7.0f} ns   {obstacle(form)}")


if __name__ == "__main__":
    main()
