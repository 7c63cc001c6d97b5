"""What a script gains that runs races one after the other: once they have taken long enough they run as machine code.

    python benchmarks/script.py

In a process of its own with an empty cache, and in another one that finds there what the first has compiled.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RACES, STEPS, FEW = 1000, 500, 50

SCRIPT = f"""
import time
from statistics import median
from optviz import OPTIMIZERS, race
from surfaces import SURFACES

entrants = {{key: method() for key, method in OPTIMIZERS.items() if method.opens_the_race}}
began, times = time.perf_counter(), []
for _ in range({RACES}):
    start = time.perf_counter()
    race(entrants, SURFACES["beale"], steps={STEPS})
    times.append(1000 * (time.perf_counter() - start))
first, last = median(times[:{FEW}]), median(times[-{FEW}:])
whole = time.perf_counter() - began
print(f"{{len(entrants)}} methods: {{first:6.1f}} ms a race at first, {{last:6.1f}} ms at last (medians of {FEW}); {{whole:5.1f}} s in all")
"""


def main() -> None:
    sys.path.insert(0, str(ROOT))
    from machine import describe

    print(describe("numpy", "numba"))
    print(f"\n{RACES} races of {STEPS} steps, one after the other")
    with tempfile.TemporaryDirectory() as cache:
        for what in ("an empty cache", "a full one"):
            done = subprocess.run(
                [sys.executable, "-c", SCRIPT],
                check=True,
                capture_output=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": cache},
            )
            print(f"  {what:>15}: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
