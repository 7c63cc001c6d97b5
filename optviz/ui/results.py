"""Results kept for all visitors: bounded, read-only, and computed by one thread at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

from surfaces import Surface

from ..optimizer import Optimizer
from ..race import Race, race
from ..trajectory import Trajectory

MOST_RUNS = 256
_runs: OrderedDict[tuple[Optimizer, Surface, tuple[float, float], int], Trajectory] = OrderedDict()
_one_at_a_time = threading.Lock()


def kept_race(entrants: Mapping[str, Optimizer], surface: Surface, start: tuple[float, float], steps: int) -> Race:
    """The race, of which only those runs are computed that nobody has asked for lately."""
    with _one_at_a_time:
        wanted = {entrant: (optimizer, surface, start, steps) for entrant, optimizer in entrants.items()}
        missing = {entrant: optimizer for entrant, optimizer in entrants.items() if wanted[entrant] not in _runs}
        if missing:
            fresh = race(missing, surface, start, steps)
            _runs.update({wanted[entrant]: run for entrant, run in fresh.lanes.items()})
        for ticket in wanted.values():
            _runs.move_to_end(ticket)
        lanes = {entrant: _runs[ticket] for entrant, ticket in wanted.items()}
        while len(_runs) > MOST_RUNS:
            _runs.popitem(last=False)
    return Race(surface, lanes)
