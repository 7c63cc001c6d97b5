"""How finely something is computed before anybody has been asked."""

from visiting import visiting

from optviz.ui.draft import Budget, drafted, goes_ahead
from optviz.ui.race.experiment import RaceExperiment
from optviz.ui.session import Visit
from surfaces import SURFACES

BUDGET = Budget(compiled=1000, in_numpy=100, of_examples=333_000)
RESOLUTIONS = (32, 64, 128)


def square(resolution):
    return resolution**2


def test_what_is_wanted_is_computed_if_it_is_not_too_much():
    assert drafted(RESOLUTIONS, 128, square, 128**2) == 128
    assert drafted(RESOLUTIONS, 64, square, 128**2) == 64


def test_else_the_finest_that_is_not_too_much_and_the_coarsest_in_any_case():
    assert drafted(RESOLUTIONS, 128, square, 128**2 - 1) == 64
    assert drafted(RESOLUTIONS, 128, square, 1) == 32
    assert drafted(RESOLUTIONS, 32, square, 1) == 32


def test_steps_on_a_sum_of_examples_are_dear_and_those_in_numpy_are_fewer():
    assert BUDGET.steps(SURFACES["beale"], is_compiled=True) == 1000
    assert BUDGET.steps(SURFACES["beale"], is_compiled=False) == 100
    assert SURFACES["linear_regression"].terms == 333
    assert BUDGET.steps(SURFACES["linear_regression"], is_compiled=False) == 1000


def test_nobody_is_asked_twice_and_not_at_all_where_a_cluster_does_the_work(monkeypatch):
    visit = Visit("race", RaceExperiment)
    visiting(monkeypatch, visit)
    monkeypatch.delenv("OPTVIZ_SCHEDULER", raising=False)
    assert not goes_ahead(visit, "map")
    visit.accepted.add("map")
    assert goes_ahead(visit, "map")
    assert not goes_ahead(visit, "another")
    monkeypatch.setenv("OPTVIZ_SCHEDULER", "tcp://somewhere:1")
    assert goes_ahead(visit, "another")
