"""Many runs that differ by nothing but chance: what is typical of a method under noise, and what was luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface
from surfaces.declaration import Array, Interval

from .arguments import (
    check_single,
    checked_count,
    checked_entrants,
    checked_member,
    checked_progress,
    checked_single_start,
    checked_within,
)
from .descent import descend
from .lanes.crew import Progress, cores
from .noise import Noise
from .optimizer import Optimizer
from .oracle import door
from .schedule import Schedule
from .trajectory import Trajectory, side_by_side

MOST_SEEDS = 1000
SEEDS_AT_ONCE = 125
"""Runs that go side by side as arrays: as many as make the work per step worth a step, and few enough to tell progress."""
CONFIDENT = 1.959963984540054
"""Standard deviations on either side of the mean within which a normal number lies in 95 of 100 cases."""


class Estimate(NamedTuple):
    """A number that was estimated, and the interval in which the true one lies with 95% confidence."""

    value: Any
    lower: Any
    upper: Any


@dataclass(frozen=True, eq=False)
class Fan:
    """The runs of one method with as many seeds: a Trajectory with one lane for each."""

    trajectory: Trajectory
    seeds: NDArray[np.int64]

    def run(self, i: int) -> Trajectory:
        """One of the runs: that of seeds[i]. ValueError unless there is one."""
        i = checked_count("i", i, 0, len(self.seeds) - 1)
        all_runs = self.trajectory

        def one(record: Any) -> Any:
            return record[..., i]

        return replace(
            all_runs,
            points=one(all_runs.points),
            states=type(all_runs.states)(*map(one, all_runs.states)),
            queries=one(all_runs.queries),
            examples=one(all_runs.examples),
            refused=one(all_runs.refused),
            last=one(all_runs.last),
            factors=None if all_runs.factors is None else one(all_runs.factors),
        )

    def quantiles(self, *shares: float) -> Array:
        """The gap that is not exceeded by these shares of the runs, (shares, steps + 1). A run that diverged counts as infinite."""
        shares = tuple(checked_within("share", share, Interval(0, 1)) for share in shares)
        result: Array = np.quantile(self._gaps(), shares, axis=1, method="inverted_cdf")
        return result

    def expected_gap(self) -> Estimate:
        """The mean gap after each step, (steps + 1,), by the normal approximation; infinite where runs diverged."""
        gaps = self._gaps()
        n = gaps.shape[1]
        whole = np.asarray(np.isfinite(gaps).all(axis=1))
        deviation = np.where(whole[:, None], gaps, 0.0).std(axis=1, ddof=1) if n > 1 else np.inf
        mean, spread = gaps.mean(axis=1), CONFIDENT * deviation / np.sqrt(n)
        lower, upper = np.where(whole, mean - spread, -np.inf), np.where(whole, mean + spread, np.inf)
        return Estimate(mean, lower, upper)

    def arrived(self, tolerance: float) -> Estimate:
        """The share of runs that came within the tolerance at some step.

        The interval is Wilson's (1927, Probable inference, the law of succession, and statistical inference).
        """
        n = len(self.seeds)
        share = float((np.asarray(self.trajectory.steps_to(tolerance)) >= 0).mean())
        z = CONFIDENT**2 / n
        middle = (share + z / 2) / (1 + z)
        reach = np.sqrt(z * share * (1 - share) + z**2 / 4) / (1 + z)
        return Estimate(share, max(0.0, float(middle - reach)), min(1.0, float(middle + reach)))

    def steps_to(self, tolerance: float) -> Estimate:
        """The median of the steps to the tolerance, infinite if less than half of the runs arrive.

        The interval is that of the order statistics: the runs below the median are counted like heads of as many coins.
        """
        steps = np.asarray(self.trajectory.steps_to(tolerance), dtype=float)
        ordered = np.sort(np.where(steps < 0, np.inf, steps))
        n = len(ordered)
        reach = CONFIDENT * np.sqrt(n) / 2
        lower, upper = int(np.floor(n / 2 - reach)), int(np.ceil(n / 2 + reach))
        return Estimate(float(ordered[(n - 1) // 2]), float(ordered[max(lower, 0)]), float(ordered[min(upper, n - 1)]))

    def _gaps(self) -> Array:
        """(steps + 1, seeds), infinite from the step on in which a run broke off."""
        return np.where(np.arange(len(self.trajectory.points))[:, None] > self.trajectory.last, np.inf, self.trajectory.gaps)


def fan(
    entrants: Mapping[str, Optimizer | type[Optimizer]] | Iterable[Optimizer | type[Optimizer]],
    surface: Surface,
    start: Any = None,
    steps: int = 300,
    tolerance: float = 1e-6,
    *,
    noise: Noise,
    seeds: int = 100,
    first: int = 0,
    schedule: Schedule | None = None,
    progress: Progress | None = None,
) -> dict[str, Fan]:
    """Run every entrant from one start with the seeds first, first + 1, ... With the same seed all entrants get the same.

    A run is the one that `minimize` makes with its seed. entrants: see `race`; noise, schedule: see `minimize`
    start:    (x, y), the same for all runs; the surface's own start if none is given
    progress: is told the share that is done now and then; whatever it raises ends the work
    Raises ValueError where there is no entrant, for less than 1 or more than MOST_SEEDS seeds, for several values of a hyperparameter,
    and for anything else that cannot be run.
    """
    named, surface = checked_entrants("entrants", entrants), checked_member("surface", surface, Surface)
    check_single(*named.values(), since="runs differ by their seeds alone")
    own = np.arange(checked_count("seeds", seeds, 1, MOST_SEEDS)) + checked_count("first", first, 0, 2**31)
    one_start = checked_single_start(surface.start if start is None else start)
    noise, progress = checked_member("noise", noise, Noise), checked_progress(progress)

    def run(some: NDArray[np.int64]) -> list[Trajectory]:
        starts = np.broadcast_to(one_start[:, None], (2, len(some)))
        return descend(list(named.values()), door(surface, noise, some.tolist()), starts, steps, tolerance, schedule)

    parts = [own[place : place + SEEDS_AT_ONCE] for place in range(0, len(own), SEEDS_AT_ONCE)]
    found = []
    with ThreadPoolExecutor(min(len(parts), cores())) as threads:
        waiting = [threads.submit(run, part) for part in parts]
        try:
            for done in waiting:
                found.append(done.result())
                if progress is not None:
                    progress(len(found) / len(parts))
        finally:
            for one in waiting:
                one.cancel()
    return {entrant: Fan(side_by_side(runs), own) for entrant, runs in zip(named, zip(*found, strict=True), strict=True)}
