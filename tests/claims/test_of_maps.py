"""What is measured of a map and of a territory, on ones that are known."""

import math

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, SCHEDULES, Status, basins, sweep
from optviz.claims import of_territories as territories
from optviz.claims.of_maps import DivergedBeyond, DivergedWithin, ShareOfCells
from optviz.status import STATUSES
from surfaces import SURFACES

BOWL = SURFACES["bowl"]  # x² + y²: gradient descent multiplies by 1 − 2η, and diverges from η = 1 on


def test_a_map_of_gradient_descent_is_parted_where_theory_says():
    found = sweep(OPTIMIZERS["sgd"](), BOWL, (1.0, 1.0), 200, learning_rate=np.array([0.001, 0.4, 0.5, 0.9, 1.1, 1.5]))
    for measure, number in [
        (ShareOfCells(Status.CONVERGED), 3 / 6),
        (ShareOfCells(Status.RUNNING), 1 / 6),
        (ShareOfCells(Status.DIVERGED), 2 / 6),
        (DivergedBeyond(), 1.0),
        (DivergedWithin(), 0.0),
    ]:
        with case(measure):
            assert measure.measured(found) == pytest.approx(number)
    short = sweep(OPTIMIZERS["sgd"](), BOWL, (1.0, 1.0), 2, learning_rate=np.array([0.4, 1.1]))
    assert DivergedBeyond().measured(short) == 0


def test_with_momentum_the_edge_moves_and_where_nobody_knows_one_nothing_is_measured():
    rates, momenta = np.array([0.5, 1.2, 1.6]), np.array([0.0, 0.5])
    found = sweep(OPTIMIZERS["momentum"](), BOWL, (1.0, 1.0), 900, learning_rate=rates, momentum=momenta)
    diverged = found.codes == STATUSES.index(Status.DIVERGED)
    assert diverged.tolist() == [[False, False], [True, False], [True, True]]  # the edge is 1 + γ
    assert (DivergedBeyond().measured(found), DivergedWithin().measured(found)) == (1.0, 0.0)
    for name, unknown in {
        "no theory": sweep(OPTIMIZERS["adam"](), BOWL, (1.0, 1.0), 5, learning_rate=rates),
        "no quadratic": sweep(OPTIMIZERS["sgd"](), SURFACES["beale"], (1.0, 1.0), 5, learning_rate=rates),
        "a schedule": sweep(OPTIMIZERS["sgd"](), BOWL, (1.0, 1.0), 5, learning_rate=rates, schedule=SCHEDULES["cosine"]()),
    }.items():
        with case(name):
            assert math.isnan(DivergedBeyond().measured(unknown))
            assert math.isnan(DivergedWithin().measured(unknown))


def test_a_territory_is_measured_by_what_became_of_its_starts():
    plane = basins(OPTIMIZERS["newton"](), SURFACES["himmelblau"], 16, 100)
    stalled = float((plane.codes == STATUSES.index(Status.STALLED)).mean())
    countries = [float((plane.index == i).mean()) for i in range(4)]
    whole = basins(OPTIMIZERS["sgd"](learning_rate=0.5), BOWL, 16, 5)
    lost = basins(OPTIMIZERS["sgd"](learning_rate=1.5), BOWL, 16, 200)
    for measure, found, number in [
        (territories.Share(Status.STALLED), plane, stalled),
        (territories.SmallestCountry(), plane, min(countries)),
        (territories.LargestCountry(), plane, max(countries)),
        (territories.Torn(), whole, 0.0),
        (territories.Share(Status.CONVERGED), whole, 1.0),
        (territories.SmallestCountry(), whole, 1.0),
        (territories.TooSteep(), whole, 0),
        (territories.TooSteep(), lost, 1),
        (territories.TooSteep(), plane, 0),
        (territories.ShareOfTooSteep(), lost, 0.0),
        (territories.ShareOfTooSteep(), whole, 0.0),
    ]:
        with case(measure):
            assert measure.measured(found) == pytest.approx(number)


def test_torn_are_neighbors_that_reach_different_minimizers_and_not_those_that_reach_none():
    plane = basins(OPTIMIZERS["sgd"](learning_rate=0.5), BOWL, 2, 5)
    for index, torn in [
        ([[0, 1], [1, 0]], 1.0),
        ([[0, 0], [1, 1]], 0.5),
        ([[0, 1], [0, 0]], 0.5),
        ([[0, -1], [-1, 1]], 0.0),
        ([[0, -1], [1, -1]], 0.25),  # one of the two pairs above each other, none of those side by side
    ]:
        with case(index):
            plane.index[:] = index
            assert territories.Torn().measured(plane) == torn
