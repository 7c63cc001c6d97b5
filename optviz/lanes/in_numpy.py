"""Lanes side by side as NumPy arrays: the reference, which serves wherever there is no compiled code."""

from __future__ import annotations

import numpy as np

from ..numbers import as_numpy
from ..oracle import Oracle
from ..pace import Pace, paced
from ..plane import FARTHEST
from .work import Ends, Part

COMPACTED_EVERY = 16
"""Steps after which lanes that have ended are taken out of the way."""
KEPT_BY_MALLOC = 2**24
"""Bytes. The GNU C library gives the memory of larger arrays back to the system whenever one is freed, and asks for it anew,
page by page, for the next; this size grows to that of the largest array that was freed so far."""


def walk_in_numpy(part: Part) -> Ends:
    """Run the lanes of a part side by side as arrays. Lanes that have ended are taken out every few steps."""
    np.empty(KEPT_BY_MALLOC, np.uint8)
    lanes = part.lanes
    ends = Ends(part.start.copy(), part.start.copy(), np.full(part.size, -1, np.int32), np.zeros(part.size, bool))
    going = np.arange(part.size)
    ended, fresh = np.zeros(part.size, bool), np.ones(part.size, bool)
    x, before, goal = part.start, part.start, part.goal
    optimizer, surface = part.optimizer(), part.surface()
    state = as_numpy(optimizer.initial_state())
    pace = lanes.schedule and Pace(lanes.schedule, lanes.steps)
    asks = optimizer.searches and lanes.per == "query"

    # Overflow and 0/0 are how a run diverges. A lane that has ended goes on unseen until it is taken out.
    with np.errstate(all="ignore"):
        at_once = goal.gap(surface.value(x), x) <= lanes.tolerance
        ends.steps_to[at_once] = 0
        ended |= at_once & lanes.stops
        fresh &= ~at_once
        for step in range(1, lanes.steps + 1):
            oracle = Oracle(surface)
            now = paced(optimizer, pace.next(surface, x)) if pace else optimizer
            asked = now.query(x, state)
            more = [oracle.look] if optimizer.searches else [oracle.hessian(asked)] if optimizer.uses_hessian else []
            reached, state = now.update(x, oracle.gradient(asked), state, *more)
            if asks:
                late = (state.queries > lanes.steps) & ~ended  # it cannot afford this step
                ends.points[:, going[late]], ends.before[:, going[late]] = x[:, late], before[:, late]
                ended |= late
                fresh &= ~late
            if not (reached.min() > -FARTHEST and reached.max() < FARTHEST):  # not of a comparison, for NaN compares as False
                lost = ~(np.abs(reached) < FARTHEST).all(axis=0) & ~ended
                ends.points[:, going[lost]] = ends.before[:, going[lost]] = x[:, lost]
                ends.lost[going[lost]] = True
                ended |= lost
                fresh &= ~lost
            before, x = x, reached
            arrived = goal.gap(surface.value(x), x) <= lanes.tolerance
            arrived &= fresh
            if arrived.any():
                fresh &= ~arrived
                ends.steps_to[going[arrived]] = state.queries[arrived] if asks else step
                if lanes.stops:
                    ends.points[:, going[arrived]] = ends.before[:, going[arrived]] = x[:, arrived]
                    ended |= arrived
            if step % COMPACTED_EVERY == 0 and ended.any():
                kept = np.flatnonzero(~ended)
                going, x, before, ended, fresh = going[kept], x[:, kept], before[:, kept], ended[kept], fresh[kept]
                goal = goal.keep(kept)
                if not going.size:
                    break
                if pace:
                    pace.keep(kept)
                optimizer, surface = part.optimizer(going), part.surface(going)
                state = state._make(np.asarray(field)[..., kept] if np.ndim(field) else field for field in state)
    ends.points[:, going[~ended]], ends.before[:, going[~ended]] = x[:, ~ended], before[:, ~ended]
    return ends
