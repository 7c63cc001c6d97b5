"""Candidates that do the same work in turns, so that a machine that is busy is busy for all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import Any, NamedTuple

LEAST_ROUNDS = 3

Candidates = Mapping[str, Callable[[], Any]]


class Rounds(NamedTuple):
    """What every candidate took in each round, in milliseconds, and what it returned in the last one."""

    times: dict[str, list[float]]
    results: dict[str, Any]

    def median(self, name: str) -> float:
        return statistics.median(self.times[name])

    def ratios(self, slower: str, faster: str) -> list[float]:
        """How many times as long one took as the other, round by round: what slows a whole round down drops out."""
        return [one / other for one, other in zip(self.times[slower], self.times[faster], strict=True)]

    def fastest(self, *names: str) -> str:
        """Of some candidates the one with the smallest median."""
        return min(names, key=self.median)


def interleaved(candidates: Candidates, rounds: int, seconds: float = inf) -> Rounds:
    """All candidates one after the other, after one round that does not count.

    `rounds` times, or fewer where that would take longer than so many seconds, but at least three times.
    """
    found = Rounds({name: [] for name in candidates}, {})
    until = time.perf_counter() + seconds
    for number in range(rounds + 1):
        if number > LEAST_ROUNDS and time.perf_counter() > until:
            break
        for name, run in candidates.items():
            began = time.perf_counter()
            found.results[name] = run()
            if number:
                found.times[name].append((time.perf_counter() - began) * 1e3)
    return found


def spread(numbers: Sequence[float]) -> str:
    """The median, and the smallest and largest in brackets; a single number as it is."""
    if len(numbers) == 1:
        return f"{numbers[0]:g}"
    return f"{statistics.median(numbers):.2f} ({min(numbers):.2f} to {max(numbers):.2f})"


def show(found: Rounds, ours: str) -> None:
    """A line for every candidate: median, fastest to slowest, and how many times as long as ours it took."""
    print(f" median of {len(found.times[ours])} interleaved rounds (fastest to slowest); in the same round, times the first row")
    width = max(map(len, found.times))
    for name, times in found.times.items():
        fastest_to_slowest = f"({min(times):.1f} to {max(times):.1f})"
        print(f"  {name:{width}} {statistics.median(times):8.1f} ms {fastest_to_slowest:>20} {spread(found.ratios(name, ours)):>24} ×")


def show_required(what: str, measured: Sequence[float], *, at_least: float | None = None, at_most: float | None = None) -> None:
    """One required figure beside the one that was measured, and whether it is met: that is for the median to say."""
    middle = statistics.median(measured)
    if at_least is not None:
        bound, is_met = f"at least {at_least:g}", middle >= at_least
    else:
        assert at_most is not None
        bound, is_met = f"at most {at_most:g}", middle <= at_most
    print(f"  {'met    ' if is_met else 'NOT MET'}  {what}: {spread(measured)}, required {bound}")
