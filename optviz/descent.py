"""The loop over steps. All optimizers move together: one gradient call for all, then each takes its step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from surfaces.declaration import Array

from .arguments import check_single, checked_member, checked_starts, checked_steps, checked_tolerance
from .lanes.machine_code import recorder, went_without
from .numbers import as_numpy, stepper
from .optimizer import Optimizer
from .oracle import Oracle
from .pace import Pace, follows_schedules, paced
from .plane import FARTHEST
from .schedule import Schedule
from .trajectory import Trajectory


def descend(
    optimizers: Sequence[Optimizer], oracle: Oracle, start: Any, steps: int, tolerance: float, schedule: Schedule | None = None
) -> list[Trajectory]:
    """Run every optimizer from the same start(s) and record all of it.

    start has shape (2, ...) and broadcasts against hyperparameters of shape (...).
    A schedule multiplies the learning rates of those that follow it: see `pace.follows_schedules`.
    Raises ValueError for a start that is not finite, for less than one step, for a tolerance that is not positive, for shapes that do
    not broadcast, and for a method that searches where there is noise.
    """
    start = checked_starts(start)
    steps = checked_steps(steps)
    tolerance = checked_tolerance(tolerance)
    schedule = checked_member("schedule", schedule, Schedule, optional=True)
    check_single(oracle.surface, since="all runs are on one surface")
    for optimizer in optimizers:
        if optimizer.searches and not oracle.is_exact:
            raise ValueError(f"{optimizer.name}: must see f without noise for its line search, got noise")
    found: dict[int, Trajectory] = {}
    counts = np.arange(steps + 1)
    # Machine code asks the surface itself: not for an oracle that answers in another way.
    may_be_compiled = start.ndim == 1 and type(oracle) is Oracle and schedule is None
    for i, optimizer in enumerate(optimizers):
        if may_be_compiled and (run := recorder(optimizer, oracle.surface)):
            points, states = run(start, steps)
            record = [points[..., None], *(state[..., None] for state in states)]
            found[i] = _trajectory(optimizer, oracle, record, (), counts, counts * oracle.surface.terms, tolerance)
    rest = [optimizer for i, optimizer in enumerate(optimizers) if i not in found]
    stepped = iter(_step_by_step(rest, oracle, start, steps, tolerance, schedule) if rest else ())
    if may_be_compiled:
        went_without(rest, oracle.surface, steps)
    return [found[i] if i in found else next(stepped) for i in range(len(optimizers))]


def _step_by_step(
    optimizers: Sequence[Optimizer], oracle: Oracle, start: Array, steps: int, tolerance: float, schedule: Schedule | None
) -> list[Trajectory]:
    courses: list[_Course] = []
    for optimizer in optimizers:
        courses.append(_course(optimizer, oracle, start, first=sum(course.lanes for course in courses)))
    walkers = [walker for course in courses for walker in course.walkers]

    asked = np.empty((2, sum(course.lanes for course in courses)))
    now = [(x, state) for _, _, _, (x, *_), state in walkers]
    movers = [walker.optimizer for walker in walkers]
    takes = [walker.moves(walker.optimizer) for walker in walkers]
    pace, factors = schedule and Pace(schedule, steps), []
    queries, examples = [0], [0]
    # Overflow and 0/0 are how a run diverges: they are results here, read off the record below.
    with np.errstate(all="ignore"):
        for _ in range(steps):
            if pace:
                here = np.empty(asked.shape)
                for (_, place, *_), (x, _) in zip(walkers, now, strict=True):
                    here[place] = x
                factors.append(pace.next(oracle.surface, here))
                movers = [paced(optimizer, factors[-1][place[1]]) for optimizer, place, *_ in walkers]
                takes = [walker.moves(mover) for walker, mover in zip(walkers, movers, strict=True)]
            for i, (_, place, *_) in enumerate(walkers):
                asked[place] = movers[i].query(*now[i])
            gradient = oracle.gradient(asked)
            for i, (optimizer, place, _, record, _) in enumerate(walkers):
                x, state = now[i]
                if optimizer.uses_hessian:
                    x, state = takes[i](x, gradient[place], state, oracle.hessian(asked[place]))
                else:
                    x, state = takes[i](x, gradient[place], state)
                now[i] = x, state
                record += (x, *state)
            queries.append(oracle.queries)
            examples.append(oracle.examples)

    found = []
    for optimizer, course in zip(optimizers, courses, strict=True):
        run = _trajectory(optimizer, oracle, course.record(), course.shape, np.array(queries), np.array(examples), tolerance)
        if pace and follows_schedules(optimizer):
            (_, place, *_), *_ = course.walkers
            run = replace(run, factors=np.array([factor[place[1]] for factor in factors]).reshape(steps, *course.shape))
        found.append(run)
    return found


class _Walker(NamedTuple):
    """What takes its steps on its own: a batch, a single run, or one coordinate of a single run."""

    optimizer: Optimizer
    place: Any  # its part of the (2, lanes) points that are asked for
    moves: Callable[[Optimizer], Callable[..., tuple[Any, Any]]]  # the update of an optimizer, as this walker calls it
    record: list[Any]  # x and the fields of the state, after every step. One flat list: the garbage collector has nothing to walk
    initial_state: Any


class _Course(NamedTuple):
    """What one optimizer runs: lanes in a batch of a shape, moved by one walker or by one per coordinate."""

    walkers: Sequence[_Walker]
    shape: tuple[int, ...]
    lanes: int

    def record(self) -> list[Array]:
        """The points and every field of the state, each (steps + 1, 2, lanes)."""
        width = 1 + len(self.walkers[0].initial_state)
        return [_over_steps([walker.record[i::width] for walker in self.walkers], self.lanes) for i in range(width)]


def _course(optimizer: Optimizer, oracle: Oracle, start: Array, first: int) -> _Course:
    """The course of an optimizer whose lanes begin at `first`."""
    arrays = {key: value for key, value in optimizer.values_by_name().items() if np.ndim(value)}
    try:
        shape = np.broadcast_shapes(start.shape[1:], *(value.shape for value in arrays.values()))
    except ValueError:
        shapes = ", ".join(f"{key} of shape {value.shape}" for key, value in arrays.items())
        raise ValueError(f"{optimizer.name}: values must broadcast with starts of shape {start.shape}, got {shapes}") from None
    if arrays:
        optimizer = optimizer.replace(**{key: np.broadcast_to(value, shape).ravel() for key, value in arrays.items()})
    state = optimizer.initial_state()
    lanes = math.prod(shape)

    def whole(one: Optimizer) -> Callable[..., tuple[Any, Any]]:
        """The update of both coordinates together; one that looks at points before it takes one is given the oracle's."""
        update: Callable[..., tuple[Any, Any]] = one.update
        return (lambda x, g, state: update(x, g, state, oracle.look)) if one.searches else update

    parts: list[tuple[Any, Callable[[Optimizer], Callable[..., Any]], Any]]
    if shape:
        # Axes are inserted after the coordinates, so that the lanes broadcast from the right.
        aligned = start.reshape(2, *(1,) * (len(shape) - (start.ndim - 1)), *start.shape[1:])
        state = as_numpy(state)
        parts = [((slice(None), slice(first, first + lanes)), whole, np.broadcast_to(aligned, (2, *shape)).reshape(2, lanes))]
    elif optimizer.couples_coordinates:
        parts = [((slice(None), first), whole, start)]
    else:
        parts = [((0, first), stepper, float(start[0])), ((1, first), stepper, float(start[1]))]
    return _Course([_Walker(optimizer, place, moves, [x, *state], state) for place, moves, x in parts], shape, lanes)


def _trajectory(
    optimizer: Optimizer, oracle: Oracle, record: Sequence[Array], shape: tuple[int, ...], queries: Any, examples: Any, tolerance: float
) -> Trajectory:
    """The record, each part of shape (steps + 1, 2, lanes), with every run frozen at its last finite point."""
    points, *states = record
    length, _, size = points.shape
    inside = (np.abs(points) < FARTHEST).all(axis=1)  # False for NaN
    whole = bool(inside.all())  # as most are, so that there is nothing to look for
    if whole:
        last, refused = np.full(size, length - 1), np.full((2, size), np.nan)
    else:
        last = np.where(inside.all(axis=0), length, inside.argmin(axis=0)) - 1
        refused = np.where(last + 1 < length, points[np.minimum(last + 1, length - 1), :, np.arange(size)].T, np.nan)
        kept = np.minimum(np.arange(length)[:, None], last)

    def freeze(recorded: Array) -> Array:
        if not whole:
            recorded = np.take_along_axis(recorded, kept[:, None], axis=0)
        recorded = recorded.reshape(length, 2, *shape)
        recorded.flags.writeable = False
        return recorded

    def spent(counted: Array) -> Array:
        by_lane = counted[:, None].repeat(size, axis=1) if whole else counted[kept]
        return by_lane.reshape(length, *shape)

    State: Any = optimizer.State
    frozen = State(*(freeze(variable) for variable in states))
    asked = frozen.queries[:, 0].astype(int) if optimizer.searches else spent(queries)
    return Trajectory(
        optimizer=optimizer,
        surface=oracle.surface,
        points=freeze(points),
        states=frozen,
        queries=asked,
        examples=asked * oracle.surface.terms if optimizer.searches else spent(examples),
        refused=refused.reshape(2, *shape),
        last=last.reshape(shape),
        tolerance=tolerance,
    )


def _over_steps(parts: Sequence[Sequence[Any]], size: int) -> Array:
    """One variable of a course as (steps + 1, 2, size), from what its walkers recorded.

    A walker recorded a number, or an array of shape (2,), (size,) or (2, size), after every step; the
    first may be a number whatever the others are.
    """
    recorded = np.empty((len(parts[0]), 2, size))
    for coordinate, values in enumerate(parts):
        target = recorded if len(parts) == 1 else recorded[:, coordinate, None]
        for some in (slice(1), slice(1, None)):
            rows = np.array(values[some])
            target[some] = rows[:, None, None] if rows.ndim == 1 else rows.reshape(len(rows), -1, size)
    return recorded
