"""How a schedule takes effect: the learning rate that a method has in each step."""

from __future__ import annotations

import copy
from typing import Any, Protocol

import numpy as np

from surfaces.declaration import Array

from .optimizer import Optimizer
from .schedule import Schedule


class Valued(Protocol):
    """What has a value at points, such as a surface."""

    def value(self, points: Array) -> Array:
        """At points of shape (coordinates, lanes); shape (lanes,)."""


class Pace:
    """A schedule at work on several lanes."""

    def __init__(self, schedule: Schedule, steps: int) -> None:
        self._schedule = schedule
        self._planned = iter(schedule.factors(steps))
        self._state: Any = schedule.initial_state() if schedule.reacts else None

    def next(self, surface: Valued, points: Array) -> Array:
        """What the learning rates of the lanes at points of shape (coordinates, lanes) are multiplied by in the next step, (lanes,)."""
        factor = next(self._planned)
        if self._schedule.reacts:
            reaction, self._state = self._schedule.react(surface.value(points), self._state)
            factor = factor * reaction
        return np.broadcast_to(factor, points.shape[1:])

    def keep(self, some: Any) -> None:
        """Go on with some of the lanes."""
        if self._schedule.reacts:
            self._state = self._state._make(field[some] if np.ndim(field) else field for field in self._state)


def has_learning_rate(optimizer: Optimizer | type[Optimizer]) -> bool:
    return "learning_rate" in optimizer.parameters()


def follows_schedules(optimizer: Optimizer | type[Optimizer]) -> bool:
    """Whether every step has a learning rate for a schedule to multiply. Where a line search finds the step length, η is a first guess."""
    return has_learning_rate(optimizer) and not optimizer.searches


def scheduled_of(optimizer: Optimizer | type[Optimizer]) -> tuple[str, ...]:
    """The hyperparameters that a schedule multiplies; none if it follows none."""
    return optimizer.scheduled if follows_schedules(optimizer) else ()


def paced(optimizer: Optimizer, factor: Any) -> Optimizer:
    """The optimizer with what is scheduled of it multiplied, unchecked, for a schedule may bring it to zero; itself if it follows none."""
    if not (scheduled := scheduled_of(optimizer)):
        return optimizer
    now = copy.copy(optimizer)
    for name in scheduled:
        value = np.multiply(optimizer.values_by_name()[name], factor)
        object.__setattr__(now, name, value if value.ndim else float(value))
    return now
