"""The best values for every method under one budget, so that a race between them is fair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface
from surfaces.declaration import Array, Parameter, said

from .arguments import (
    check_single,
    checked_count,
    checked_entrants,
    checked_member,
    checked_progress,
    checked_start,
    checked_steps,
    checked_tolerance,
)
from .lanes.crew import Progress
from .optimizer import Optimizer
from .schedule import Schedule
from .status import STATUSES, Status
from .sweep import Sweep, checked_budget, sweep

MOST_TRIALS = 4096
BEYOND = 10.0
"""A learning rate is searched that far past its slider's upper end, where some methods have their best."""
WORKS = 0.01
"""A run has worked that came down to this share of the gap at the start."""


@dataclass(frozen=True, eq=False)
class Tuned:
    """A search: all trials with what became of them, and which was best.

    search: every combination that was tried; None for a method without anything to be tuned
    best:   the place on its axes of the best that was no mere luck
    """

    given: Optimizer
    search: Sweep | None
    best: tuple[int, ...]

    @property
    def optimizer(self) -> Optimizer:
        """The method with the best values that were found."""
        return self.given if self.search is None else self.search.at(*self.best)[0]

    @property
    def trials(self) -> int:
        return 1 if self.search is None else self.search.codes.size

    @property
    def works(self) -> NDArray[np.bool_]:
        """Which values of the first axis work: their run, with the best of the second, ended within WORKS of the gap at the start."""
        if self.search is None:
            return np.ones(1, bool)
        search = self.search
        good = (search.codes != STATUSES.index(Status.DIVERGED)) & (search.final_gap <= _small(search))
        return good.reshape(len(good), -1).any(axis=1)

    @property
    def decades(self) -> float:
        """Over how many powers of ten the first axis works: how wrong its value may be."""
        if self.search is None:
            return 0.0
        lower, upper = _range(self.given.parameters()[next(iter(self.search.axes))])
        return float(self.works.mean() * np.log10(upper / lower))


def tune(
    optimizers: Iterable[Optimizer | type[Optimizer]] | Mapping[str, Optimizer | type[Optimizer]],
    surface: Surface,
    start: Any = None,
    steps: int = 300,
    trials: int = 64,
    seed: int = 0,
    tolerance: float = 1e-6,
    *,
    per: str = "step",
    also: str = "",
    schedule: Schedule | None = None,
    progress: Progress | None = None,
    executor: Any = None,
) -> list[Tuned]:
    """Search the best learning rate of every method, all with the same number of trials of the same length.

    The range of the slider, and BEYOND, is divided in as many equal parts as there are trials. Each trial takes a value
    at random from one of them, at the same share of the part for all methods. The best is, of the trials that ended within
    the tolerance, the one that was there first; if none did, the one that ended lowest; but none that stands alone between trials
    that fared badly.

    per:  what the length of a trial counts, "step" or gradient "query"; see `sweep`
    also: one more hyperparameter to be searched, of those methods that have it; then the trials form a grid of
          ⌊√trials⌋ values each
    schedule: one of SCHEDULES, under which every trial is run
    progress, executor: see `optviz.lanes.crew.work_through`
    Raises ValueError for anything that could not be run, before the work begins.
    """
    given, surface = list(checked_entrants("optimizers", optimizers).values()), checked_member("surface", surface, Surface)
    check_single(*given, surface)
    count, seed = checked_count("trials", trials, 1, MOST_TRIALS), checked_count("seed", seed, 0)
    start, steps, tolerance = checked_start(surface, start), checked_steps(steps), checked_tolerance(tolerance)
    per = checked_budget(per)
    schedule, progress = checked_member("schedule", schedule, Schedule, optional=True), checked_progress(progress)
    having = {name: None for one in given for name in one.parameters()}
    if also != "" and (not isinstance(also, str) or also not in having):
        raise ValueError(f"also: must be a hyperparameter of one of the methods ({', '.join(having)}), got {said(also)}")
    if not np.isfinite(surface.minimum):
        raise ValueError(f"surface: must have a minimum, or no learning rate is best, got {surface.name}, where f falls without end")
    found = []
    for i, optimizer in enumerate(given):
        axes: dict[str, Any] = _axes(optimizer, count, also, seed)

        def told(share: float, done: int = i) -> None:
            if progress is not None:
                progress((done + share) / len(given))

        options: dict[str, Any] = {"per": per, "schedule": schedule, "progress": told, "executor": executor}
        search = sweep(optimizer, surface, start, steps, tolerance, **options, **axes) if axes else None
        found.append(Tuned(optimizer, search, _best(search) if search is not None else ()))
    return found


def _axes(optimizer: Optimizer, trials: int, also: str, seed: int) -> dict[str, Array]:
    """The values to be tried. Generators of one seed, so that every method is tried at the same shares of its ranges."""
    names = [name for name in (optimizer.step_size, also) if name in optimizer.parameters()]
    each = trials if len(names) < 2 else int(np.sqrt(trials))
    rng = np.random.default_rng(seed)
    shares = [(np.arange(each) + rng.random(each)) / each for _ in names]
    return {name: _values(optimizer.parameters()[name], share) for name, share in zip(names, shares, strict=True)}


def _values(parameter: Parameter, shares: Array) -> Array:
    """Values at some shares of the range that is searched, evenly spread on its scale."""
    lower, upper = _range(parameter)
    if parameter.scale == "log":
        return lower * (upper / lower) ** shares
    if parameter.scale == "near_one":
        return 1 - (1 - lower) * ((1 - upper) / (1 - lower)) ** shares
    return lower + (upper - lower) * shares


def _range(parameter: Parameter) -> tuple[float, float]:
    lower, upper = parameter.slider
    return lower, min(upper * BEYOND, parameter.domain.upper) if parameter.scale == "log" else upper


def _best(search: Sweep) -> tuple[int, ...]:
    """The place of the trial that was first within the tolerance and ended there, or else ended lowest without diverging.

    A trial that only passed through the minimum counts by where it ended, like any other. What comes out between worse trials
    alone was luck: a trial that arrives, or works, or ends low counts no more than the better of its neighbors does, for a learning
    rate that may not be wrong in its second digit is no choice. Of trials that end equally low to some six digits, in the same
    valley, the one with the largest values got there first.
    """
    arrived = search.codes == STATUSES.index(Status.CONVERGED)
    # Who ends where f falls without end is as lost as who diverges, even if the way there led past the minimizer.
    lost = (search.codes == STATUSES.index(Status.DIVERGED)) | np.isposinf(search.final_gap)
    fared = np.select([lost, arrived, search.final_gap <= _small(search)], [3, 0, 1], 2)
    steps = np.where(arrived, search.steps_to, 0)
    gap = np.where(lost | ~np.isfinite(search.final_gap), np.inf, np.maximum(search.final_gap, np.finfo(float).tiny))
    digits = np.round(np.log10(gap), 6)
    keys = [no_better_than_neighbors(fared), fared, steps, no_better_than_neighbors(digits), digits, -np.arange(gap.size)]
    first = np.lexsort([key.ravel() for key in reversed(keys)])[0]
    return tuple(int(i) for i in np.unravel_index(first, fared.shape))


def no_better_than_neighbors(badness: NDArray[Any]) -> NDArray[Any]:
    """Each value, or the least of those before and behind it on every axis if that is more."""
    around = np.pad(badness, 1, constant_values=badness.max())
    inner = (slice(1, -1),) * badness.ndim
    neighbors = [np.roll(around, turn, axis)[inner] for axis in range(badness.ndim) for turn in (1, -1)]
    return np.maximum(badness, np.min(neighbors, axis=0))


def _small(search: Sweep) -> float:
    """The gap of a run that has worked, at most."""
    return WORKS * (float(search.surface.value(search.start)) - search.surface.minimum)
