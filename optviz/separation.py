"""How far two runs get from each other."""

from __future__ import annotations

import numpy as np

from .trajectory import Trajectory


def separation(one: Trajectory, other: Trajectory) -> float:
    """The largest distance between the points of two single runs at the same step, in the units of the surface."""
    shared = min(len(one.points), len(other.points))
    return float(np.hypot(*(one.points[:shared] - other.points[:shared]).T).max())
