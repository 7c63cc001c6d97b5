"""What became of a run, in one sentence."""

from __future__ import annotations

import numpy as np

from surfaces import Beyond, Surface

from .plane import FARTHEST
from .status import Goal, Status, minimizer_at
from .trajectory import Trajectory
from .written import number
from .written import place as place_of


def outcome(run: Trajectory) -> str:
    """One sentence about a single run: its status, the step, the place and the reason."""
    goal = Goal.of(run.surface)
    left = goal.ends_at_the_window and np.isfinite(goal.minimum) and not goal.holds(run.points[-1])
    outside = ", outside the window, where f falls without end" if left else ""
    if run.status == Status.DIVERGED:
        step = int(run.last) + 1
        if np.isnan(run.refused).any():
            return f"diverged: step {step} is not a number (0/0 or ∞ − ∞)"
        if run.surface.beyond is Beyond.LOWER and run.values[-1] < min(run.values[0], goal.minimum if goal.minimum > -np.inf else np.inf):
            return f"left the window at step {step}: f falls without end here"
        return f"diverged: step {step} led past {number(FARTHEST)}"
    if run.status == Status.CONVERGED:
        where = "" if minimizer_at(run.surface, run.points[-1]) >= 0 else f", at {elsewhere(run.surface)}: {place_of(*run.points[-1])}"
        return f"converged: first within {number(run.tolerance)} of the minimum at step {run.steps_to(run.tolerance)}{where}"
    if run.status == Status.STALLED:
        kind = {"minimum": "at a local minimum", "saddle": "at a saddle", "maximum": "at a maximum", "plateau": "on a plateau"}[
            run.stalled_at
        ]
        return f"stalled: the gradient vanished {kind} near {place_of(*run.points[-1])}{outside}"
    if np.isfinite(run.gaps[-1]):
        return f"running: gap {number(run.gaps[-1], 3)} after {len(run.points) - 1} steps"
    return f"running: f = {number(run.values[-1], 3)} after {len(run.points) - 1} steps{outside}"


def elsewhere(surface: Surface) -> str:
    """What a run has reached that is within the tolerance of the minimum, but at none of the minimizers of the window."""
    return "another global minimizer, outside the window" if surface.beyond is Beyond.AS_LOW else "a local minimum within the tolerance"
