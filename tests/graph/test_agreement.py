"""The browser's runs are NumPy's: to the last bit where IEEE 754 says how to round, elsewhere as far as a run can be told at all."""

import itertools
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple

import in_browsers
import numpy as np
import pytest
from cases import case
from in_browsers import RowsOf
from in_node import numbers_from
from rounding import off_by_a_bit
from settings import FORMS, SETTINGS, STEPS, TOLERANCE, setups, told

from optviz import Optimizer
from optviz.descent import descend
from optviz.graph import trace
from optviz.graph.engine import runs_to_the_last_bit
from optviz.oracle import Oracle
from optviz.plane import length
from optviz.status import STATUSES, Goal, has_come_to_rest
from optviz.trajectory import Trajectory
from surfaces import SURFACES, Surface
from surfaces.declaration import Array

READ = 1e-12
"""How far off a number may be that is read off a point, as a share of it, or of 1 if it is less: f subtracts terms of that size."""
CURVES = {
    "values": lambda run: run.values,
    "gaps": lambda run: run.gaps,
    "slopes": lambda run: length(run.gradients.swapaxes(0, 1)),
    "distances": lambda run: run.distances,
    "lengths": lambda run: run.step_lengths,
}
CLOSE = 1e-9
"""How far a run may be off, as a share of how far out it is, until one whose every answer is off by a last bit is off as far."""
SHAKEN = 8
"""Runs whose answers are off, of each setting."""


class SideBySide(Oracle):
    """Answers for several surfaces at once: of the lanes of a method, as many as there are settings are on each of them."""

    def __init__(self, surfaces: list[Surface]) -> None:
        super().__init__(surfaces[0])
        self._surfaces = surfaces

    def gradient(self, points):
        self.queries += 1
        return self._asked(lambda surface: surface.gradient, points)

    def hessian(self, points):
        return self._asked(lambda surface: surface.hessian, points)

    def _asked(self, ask, points):
        lanes = points.reshape(2, -1, len(self._surfaces), SETTINGS)
        answers = [ask(surface)(lanes[:, :, i].reshape(2, -1)) for i, surface in enumerate(self._surfaces)]
        parted = [answer.reshape(*answer.shape[:-1], -1, SETTINGS) for answer in answers]
        return np.stack(parted, axis=-2).reshape(*answers[0].shape[:-1], -1)


class ShakenOracle(Oracle):
    """Answers for points that are off by a last bit, and with answers that are.

    So do libraries that round as they like, in every step; a start that is off is often forgotten before anything depends on it.
    """

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._rng = np.random.default_rng(0)

    def gradient(self, points):
        return off_by_a_bit(super().gradient(off_by_a_bit(points, self._rng)), self._rng)

    def look(self, points):
        value, gradient = super().look(off_by_a_bit(points, self._rng))
        return off_by_a_bit(value, self._rng), off_by_a_bit(gradient, self._rng)

    def hessian(self, points):
        return off_by_a_bit(super().hessian(off_by_a_bit(points, self._rng)), self._rng)


class Row(NamedTuple):
    """A run in the browser: points (steps + 1, 2), and what was read off it, (steps + 1,) and one number each."""

    points: Array
    values: Array
    gaps: Array
    slopes: Array
    distances: Array
    lengths: Array
    status: str
    arrived: int
    last: int
    rests: int


@pytest.fixture(scope="module")
def engines():
    """Where the engine runs, by its name."""
    with in_browsers.engines() as found:
        yield {"Node": partial(numbers_from, "descending.js"), **found}


def of_the_browser(rows_of: RowsOf, surface: Surface, optimizers: list[Optimizer]) -> list[list[Row]]:
    """The runs of each optimizer, one for each setting."""
    rows = rows_of(told(surface, optimizers)).reshape(SETTINGS * len(optimizers), -1)
    found = []
    for row in rows:
        x, y, *curves = row[:-4].reshape(-1, STEPS + 1)
        code, arrived, last, rests = map(int, row[-4:])
        found.append(Row(np.concatenate([x, y]).reshape(-1, 2), *curves, STATUSES[code], arrived, last, rests))
    return [found[i : i + SETTINGS] for i in range(0, len(found), SETTINGS)]


@cache
def of_numpy() -> dict[str, list[Trajectory]]:
    """The runs of every form, with its settings, on each surface, whose parameters are any choices of their sliders.

    All of them move together: on one surface after the other they would take ten times as long. Not so those that search, for a
    search goes on as long as that of any lane.
    """
    surfaces = [surface for surface, _ in setups().values()]
    apart = {key: optimizers for key, (_, optimizers) in setups().items()}
    together = [
        form(**{name: np.concatenate([getattr(optimizers[i], name) for optimizers in apart.values()]) for name in form.parameters()})
        for i, form in enumerate(FORMS)
        if not form.searches
    ]
    starts = np.repeat(np.array([surface.start for surface in surfaces]).T, SETTINGS, axis=1)
    moved = iter(descend(together, SideBySide(surfaces), starts, STEPS, TOLERANCE))
    runs = [None if form.searches else next(moved) for form in FORMS]
    found = {}
    for i, (surface, (key, optimizers)) in enumerate(zip(surfaces, apart.items(), strict=True)):
        lanes = slice(i * SETTINGS, (i + 1) * SETTINGS)
        found[key] = [
            replace(run, optimizer=optimizer, surface=surface, points=run.points[..., lanes], last=run.last[lanes])
            if run
            else descend([optimizer], Oracle(surface), surface.start, STEPS, TOLERANCE)[0]
            for run, optimizer in zip(runs, optimizers, strict=True)
        ]
    return found


@pytest.mark.parametrize(
    ("where", "key"),
    [
        *(("Node", key) for key in SURFACES),
        *(("Chromium", key) for key in SURFACES),
        *(("Firefox", key) for key in itertools.islice(SURFACES, 3)),  # which takes ten times as long
    ],
)
def test_the_browsers_runs_of_every_form_are_numpys(where, key, engines):
    runs = of_numpy()[key]
    surface, optimizers = runs[0].surface, [run.optimizer for run in runs]
    exact = all(formula.is_rounded_by_standard for formula in trace.terrain(type(surface)))
    for optimizer, rows, run in zip(optimizers, of_the_browser(engines[where], surface, optimizers), runs, strict=True):
        found, points = np.array([row.points for row in rows]), run.points.transpose(2, 0, 1)
        with case(optimizer):
            if runs_to_the_last_bit(type(optimizer), type(surface)):
                assert np.array_equal(found, points)
                assert [row.last for row in rows] == run.last.tolist()
            elif (off := distances(found, points)).max() > CLOSE:
                assert not (off > CLOSE)[parted(run) <= CLOSE].any()
            # What is read off them is what NumPy reads off the same points.
            same = replace(run, points=found.transpose(1, 2, 0), last=np.array([row.last for row in rows]))
            assert [row.status for row in rows] == same.status.tolist()
            assert [row.arrived for row in rows] == same.steps_to(TOLERANCE).tolist()
            for row, since in zip(rows, at_rest_since(same), strict=True):
                assert row.status != "stalled" or row.rests == since
            for name, curve in CURVES.items():
                read = np.array([getattr(row, name) for row in rows]).T
                off = 0 if exact and name in {"values", "gaps"} else READ
                np.testing.assert_allclose(read, curve(same), rtol=off, atol=off)


def at_rest_since(run):
    """The step from which on each run moves no more on ground as flat as where it ends."""
    slopes = CURVES["slopes"](run)
    moving = ~has_come_to_rest(Goal.of(run.surface), run.step_lengths, slopes, slopes[-1])
    return [int(steps[-1]) + 1 if (steps := np.flatnonzero(one)).size else 0 for one in moving.T]


def distances(some, points):
    """How far points (settings, steps + 1, 2) are from others, as a share of how far out these are."""
    return np.abs(some - points).max(axis=-1) / (1 + np.abs(points).max(axis=-1))


def parted(run):
    """How far runs whose answers are off have been from some of NumPy's by each step, (settings, steps + 1)."""
    if id(run) not in _parted:
        _parted[id(run)] = _parted_from(run.optimizer, run.surface, run.points.transpose(2, 0, 1))
    return _parted[id(run)]


_parted = {}


def _parted_from(optimizer, surface, points):
    shaken = optimizer.replace(**{name: np.repeat(values, SHAKEN) for name, values in optimizer.values_by_name().items()})
    (run,) = descend([shaken], ShakenOracle(surface), surface.start, STEPS, TOLERANCE)
    others = run.points.transpose(2, 0, 1).reshape(SETTINGS, SHAKEN, STEPS + 1, 2)
    return np.maximum.accumulate(distances(others, points[:, None]).max(axis=1), axis=-1)
