"""Races and searches kept for all visitors, read-only. Races are computed by one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from surfaces import Surface

from ..lanes.crew import Progress
from ..lanes.machine_code import order
from ..optimizer import Optimizer
from ..race import Race, race
from ..schedule import Schedule
from ..trajectory import Trajectory
from ..tune import Tuned, tune
from .experiment import Conditions, Point
from .patience import telling
from .shelf import Shelf

BYTES_OF_A_STEP = 140
"""Of a run: its point, its state, its values, and what Python adds to them."""
BYTES_OF_A_SEARCH = 2000
MOST_OF_RUNS = 32 * 2**20
"""Bytes: what thirty visitors look at, twice over. Each move of a slider makes new ones, which are soon computed again."""

PLAIN = Conditions()


def size_of_run(run: Trajectory) -> int:
    return BYTES_OF_A_STEP * len(run.points)


_runs = Shelf[Trajectory](size_of_run, most=MOST_OF_RUNS)
_searches = Shelf[Tuned](lambda found: BYTES_OF_A_SEARCH)
_one_at_a_time = threading.Lock()


def kept_race(entrants: Mapping[str, Optimizer], surface: Surface, start: Point, steps: int, conditions: Conditions = PLAIN) -> Race:
    """The race, of which only those runs are computed that nobody has asked for lately."""
    with _one_at_a_time:
        tickets = {entrant: (optimizer, surface, start, steps, conditions) for entrant, optimizer in entrants.items()}
        lanes = {entrant: run for entrant, ticket in tickets.items() if (run := _runs.find(ticket))}
        missing = {entrant: optimizer for entrant, optimizer in entrants.items() if entrant not in lanes}
        if missing:
            if conditions == PLAIN:  # no others are compiled
                order(missing.values(), surface)
            fresh = race(missing, surface, start, steps, **conditions._asdict()).lanes
            for entrant, run in fresh.items():
                _runs.keep(tickets[entrant], run)
            lanes |= fresh
    return Race(surface, {entrant: lanes[entrant] for entrant in entrants})


def kept_search(
    entrants: Mapping[str, Optimizer], surface: Surface, start: Point, steps: int, schedule: Schedule | None = None, per: str = "step"
) -> dict[str, Tuned]:
    """The search for the best learning rate of every entrant, made once for all who ask at the same time.

    Raises ValueError for a start outside of the surface's window.
    """
    tickets = {entrant: (optimizer, surface, start, steps, schedule, per) for entrant, optimizer in entrants.items()}
    found = {entrant: one for entrant, ticket in tickets.items() if (one := _searches.find(ticket))}
    missing = [entrant for entrant in entrants if entrant not in found]
    if missing:
        with telling("Searching for the best learning rates") as tell:
            for done, entrant in enumerate(missing):

                def make(told: Progress, optimizer: Optimizer = entrants[entrant]) -> Tuned:
                    (one,) = tune([optimizer], surface, start, steps, per=per, schedule=schedule, progress=told)
                    return one

                def share_of_all(share: float, done: int = done) -> None:
                    tell((done + share) / len(missing))

                found[entrant] = _searches.get(tickets[entrant], make, share_of_all)
    return {entrant: found[entrant] for entrant in entrants}
