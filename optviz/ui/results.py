"""Results kept for all visitors: bounded, read-only, and computed by one thread at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

from surfaces import Surface

from ..lanes.machine_code import order
from ..optimizer import Optimizer
from ..race import Race, race
from ..schedule import Schedule
from ..trajectory import Trajectory
from ..tune import Tuned, tune
from .patience import telling
from .setting import Conditions

MOST_STEPS_KEPT = 250_000
"""Steps of all runs together that are kept, about 140 bytes each: what thirty visitors look at, twice over."""

_runs: OrderedDict[tuple[Optimizer, Surface, tuple[float, float], int, Conditions], Trajectory] = OrderedDict()
_one_at_a_time = threading.Lock()

MOST_SEARCHES_KEPT = 500
"""Searches that are kept, about 2 kB each."""

_searches: OrderedDict[tuple[Optimizer, Surface, tuple[float, float], int, Schedule | None, str], Tuned] = OrderedDict()


PLAIN = Conditions()


def kept_race(
    entrants: Mapping[str, Optimizer], surface: Surface, start: tuple[float, float], steps: int, conditions: Conditions = PLAIN
) -> Race:
    """The race, of which only those runs are computed that nobody has asked for lately."""
    with _one_at_a_time:
        wanted = {entrant: (optimizer, surface, start, steps, conditions) for entrant, optimizer in entrants.items()}
        missing = {entrant: optimizer for entrant, optimizer in entrants.items() if wanted[entrant] not in _runs}
        if missing:
            if conditions == PLAIN:  # no others are compiled
                order(missing.values(), surface)
            fresh = race(missing, surface, start, steps, **conditions._asdict())
            _runs.update({wanted[entrant]: run for entrant, run in fresh.lanes.items()})
        for ticket in wanted.values():
            _runs.move_to_end(ticket)
        lanes = {entrant: _runs[ticket] for entrant, ticket in wanted.items()}
        _forget()
    return Race(surface, lanes)


def kept_search(
    entrants: Mapping[str, Optimizer],
    surface: Surface,
    start: tuple[float, float],
    steps: int,
    schedule: Schedule | None = None,
    per: str = "step",
) -> dict[str, Tuned]:
    """The search for the best step size of every entrant. ValueError for a start outside of the surface's window."""
    wanted = {entrant: (optimizer, surface, start, steps, schedule, per) for entrant, optimizer in entrants.items()}
    known = dict(_searches)
    found = {entrant: known[ticket] for entrant, ticket in wanted.items() if ticket in known}
    missing = [entrant for entrant in entrants if entrant not in found]
    if missing:
        with telling("Searching the best step sizes") as tell:
            fresh = tune([entrants[entrant] for entrant in missing], surface, start, steps, per=per, schedule=schedule, progress=tell)
        found |= dict(zip(missing, fresh, strict=True))
    with _one_at_a_time:
        _searches.update({ticket: found[entrant] for entrant, ticket in wanted.items()})
        while len(_searches) > MOST_SEARCHES_KEPT:
            _searches.popitem(last=False)
    return {entrant: found[entrant] for entrant in entrants}


def _forget() -> None:
    """Let go of what was not asked for the longest."""
    kept = sum(len(run.points) for run in _runs.values())
    while kept > MOST_STEPS_KEPT:
        _, run = _runs.popitem(last=False)
        kept -= len(run.points)
