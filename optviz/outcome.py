"""What became of a run, in one sentence."""

from __future__ import annotations

import numpy as np

from .plane import FARTHEST
from .trajectory import Status, Trajectory


def outcome(run: Trajectory) -> str:
    """One sentence about a single run: its status, the step, the place and the reason."""
    x, y = run.points[-1]
    place = f"({x:.4g}, {y:.4g})"
    if run.status == Status.DIVERGED:
        step = int(run.last) + 1
        if np.isnan(run.refused).any():
            return f"diverged: step {step} is not a number (0/0 or ∞ − ∞)"
        if np.isneginf(run.surface.minimum):
            return f"left at step {step}: f falls without end here"
        return f"diverged: step {step} led past {FARTHEST:.0e}".replace("1e+10", "10¹⁰")
    if run.status == Status.CONVERGED:
        return f"converged: first within {run.tolerance:g} of the minimum at step {run.steps_to(run.tolerance)}"
    if run.status == Status.STALLED:
        kind = {"minimum": "a local minimum", "saddle": "a saddle", "maximum": "a maximum", "plateau": "a plateau"}[run.stalled_at]
        return f"stalled: the gradient vanished on {kind} near {place}"
    if np.isneginf(run.surface.minimum):
        return f"running: f = {run.values[-1]:.3g} after {len(run.points) - 1} steps"
    return f"running: gap {run.gaps[-1]:.3g} after {len(run.points) - 1} steps"
