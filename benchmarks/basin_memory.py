"""The peak resident set of this process, in gigabytes, after it has made one basin map of 2048 × 2048 starts.

python benchmarks/basin_memory.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from optviz import OPTIMIZERS, basins
from surfaces import SURFACES

RESOLUTION = 2048


def peak_gigabytes() -> float:
    """As Linux keeps it for the program that runs; getrusage would count what its parent had before it began."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e9


if __name__ == "__main__":
    basins(OPTIMIZERS["adam"](learning_rate=0.05), SURFACES["himmelblau"], RESOLUTION, 500)
    print(f"{peak_gigabytes():.3f}")
