"""What is measured of a run, on runs whose numbers are known by hand."""

import math

import numpy as np
import pytest
from cases import case

from optviz import NOISES, OPTIMIZERS, fan, minimize
from optviz.claims import NEVER
from optviz.claims import of_runs as runs
from optviz.claims.of_fans import MedianGapAfterPasses, Spread
from optviz.claims.of_runs import Apart
from optviz.plane import eigenvalues, steepest
from surfaces import SURFACES

BOWL = SURFACES["ravine"].replace(condition=1.0)
PENGUINS = SURFACES["linear_regression"]


def descended(rate, start=(1.0, -2.0), steps=4):
    """Gradient descent on ½ (x² + y²): each step multiplies both coordinates by 1 − η."""
    return minimize(OPTIMIZERS["sgd"](learning_rate=rate), BOWL, start, steps)


def test_each_measure_of_a_run_is_the_number_known_by_hand():
    halved = descended(0.5)  # x: 1, ½, ¼, ⅛, 1/16; y: −2, −1, −½, −¼, −⅛
    bounced = descended(1.5)  # x: 1, −½, ¼, −⅛, 1/16; y: −2, 1, −½, ¼, −⅛
    grown = descended(4.0, steps=60)  # times −3 in each step
    still = descended(0.5, start=(0.0, 0.0))
    for measure, run, number in [
        (runs.StepsTo(2.5), halved, 0),
        (runs.StepsTo(0.625), halved, 1),
        (runs.StepsTo(0.6), halved, 2),
        (runs.StepsTo(1e-9), halved, NEVER),
        (runs.StepsTo(0.6), grown, NEVER),
        (runs.StepsWithin(math.sqrt(5) / 4), halved, 2),
        (runs.StepsWithin(1e-9), halved, NEVER),
        (runs.StepsPast("x", 5.0), grown, 2),
        (runs.StepsPast("y", 1.5), halved, 0),
        (runs.StepsPast("y", 2.0), halved, NEVER),
        (runs.StepOfDivergence(), halved, NEVER),
        (runs.StepOfDivergence(), grown, 21),  # 2 · 3²¹ is the first beyond 10¹⁰
        (runs.StepOfRise(), halved, NEVER),
        (runs.StepOfRise(), grown, 1),
        (runs.StepOfRetreat(), halved, NEVER),
        (runs.StepOfRetreat(), grown, 1),
        (runs.Gap(), halved, 2.5 / 4**4),
        (runs.Gap(1), halved, 0.625),
        (runs.Gap(5), halved, math.nan),
        (runs.Gap(-1), halved, math.nan),
        (runs.Gap(), grown, math.nan),
        (runs.Gap(2), grown, 2.5 * 9**2),
        (runs.Gap(30), grown, math.nan),
        (runs.Distance(2), halved, math.sqrt(5) / 4),
        (runs.DistanceFrom(0.5, 0.0, at=1), halved, 1.0),
        (runs.StepLength(1), halved, math.sqrt(5) / 2),
        (runs.StepLength(), halved, math.sqrt(5) / 16),
        (runs.Moved("y", 2), halved, 0.5),
        (runs.Moved("x", 9), halved, math.nan),
        (runs.Lowest("y"), bounced, -2.0),
        (runs.Lowest("y", 1), bounced, -0.5),
        (runs.Lowest("y", 3, 3), bounced, 0.25),
        (runs.Lowest("y", 3, 5), bounced, math.nan),
        (runs.Highest("y"), bounced, 1.0),
        (runs.Widest("y", 2, 4), bounced, 0.5),
        (runs.Widest("y"), grown, math.nan),
        (runs.StepOfFarthest(), halved, 0),
        (runs.StepOfFarthest(), grown, math.nan),
        (runs.Crossings("x"), bounced, 4),
        (runs.Crossings("x", 1, 3), bounced, 2),
        (runs.Crossings("x"), halved, 0),
        (runs.Crossings("x"), still, 0),
        (runs.LeastGap(2, 3), halved, 2.5 / 4**3),
        (runs.HighestGapInPass(1), halved, 2.5 / 4**3),  # of one example a step is a pass
        (runs.HighestGapInPass(4), halved, 2.5),
        (runs.HighestGapInPass(5), halved, math.nan),
        (runs.HighestGapInPass(1), grown, math.nan),
        (runs.Setting("learning_rate"), halved, 0.5),
        (runs.Setting("momentum"), halved, math.nan),
        (runs.EdgeOfStability(), halved, 2.0),
        (runs.CurvatureAtStart(), halved, 1.0),
        (runs.CurvatureAtStart(larger=True), halved, 1.0),
        (runs.Condition(), halved, 1.0),
        (runs.ExamplesInStep(), halved, 1),
        (runs.GapAfterPasses(2), halved, 2.5 / 4**2),
        (runs.GapAfterPasses(9), halved, math.nan),
        (runs.StepOfFading("squares"), halved, math.nan),
    ]:
        with case(measure):
            assert measure.measured(run) == pytest.approx(number, nan_ok=True, rel=1e-12)
    assert Apart("a", "b").value({"a": halved, "b": bounced}) == pytest.approx(math.sqrt(5))  # after the first step
    assert math.isnan(Apart("a", "b").value({"a": halved}))


def test_how_far_a_run_is_across_a_valley_is_the_same_however_the_valley_is_turned():
    for angle, start in [(0.0, (3.0, -2.0)), (30.0, (3 * math.sqrt(3) / 2 + 1, 1.5 - math.sqrt(3))), (90.0, (2.0, 3.0))]:
        with case(angle):
            run = minimize(OPTIMIZERS["sgd"](learning_rate=0.15), SURFACES["ravine"].replace(condition=10.0, angle=angle), start, 4)
            # Across: 2, times 1 − 0.15 · 10 = −½ in each step.
            assert runs.Lowest(runs.ACROSS).measured(run) == pytest.approx(-1)
            assert runs.Widest(runs.ACROSS, 2, 4).measured(run) == pytest.approx(0.5)
    nowhere = minimize(OPTIMIZERS["sgd"](), SURFACES["saddle"], steps=2)
    assert math.isnan(runs.Widest(runs.ACROSS).measured(nowhere)), "there is no minimizer"


def test_the_steepest_direction_is_that_of_the_largest_eigenvalue():
    chance = np.random.default_rng(1)
    for xx, xy, yy in [
        *chance.normal(size=(50, 3)),
        (-1.0, 1e-6, 1.0),
        (1.0, 1e-6, -1.0),
        (2.0, 0.0, 1.0),
        (1.0, 0.0, 2.0),
        (3.0, 0.0, 3.0),
    ]:
        with case((xx, xy, yy)):
            numbers, directions = np.linalg.eigh(((xx, xy), (xy, yy)))
            x, y = steepest(xx, xy, yy)
            assert np.array(eigenvalues(xx, xy, yy)) == pytest.approx(numbers, rel=1e-12, abs=1e-15)
            assert np.array((x, y)) * np.sign(directions[:, 1] @ (x, y)) == pytest.approx(directions[:, 1], rel=1e-9)


def test_what_theory_does_not_know_has_no_edge():
    for optimizer, surface, edge in [
        (OPTIMIZERS["momentum"](momentum=0.5), SURFACES["ravine"].replace(condition=30.0), 2 * 1.5 / 30),
        (OPTIMIZERS["adam"](), SURFACES["ravine"], math.nan),
        (OPTIMIZERS["sgd"](), SURFACES["beale"], math.nan),
    ]:
        with case(optimizer):
            assert runs.EdgeOfStability().measured(minimize(optimizer, surface, steps=3)) == pytest.approx(edge, nan_ok=True)


def test_memory_fades_where_a_mean_forgets_and_never_where_a_sum_grows():
    adagrad, rmsprop = (minimize(OPTIMIZERS[key](), BOWL, (1.0, 1.0), 50) for key in ("adagrad", "rmsprop"))
    assert runs.StepOfFading("squares").measured(adagrad) == NEVER
    first = int(np.argmax((np.diff(rmsprop.states.squares, axis=0) < 0).any(axis=1))) + 1
    assert runs.StepOfFading("squares").measured(rmsprop) == first


def test_after_one_pass_over_the_penguins_batches_are_ahead_by_far():
    """Of 20 seeds the median; all 333 at once take one step, sixteen at a time 21, the last with 13."""
    sgd = OPTIMIZERS["sgd"](learning_rate=0.1)
    assert runs.GapAfterPasses(1).measured(minimize(sgd, PENGUINS, steps=2)) == pytest.approx(1.28, abs=0.005)
    for size, steps, after, gap, rounding in [(16.0, 30, 21, 0.017, 0.0005), (1.0, 340, 333, 0.0075, 0.00006)]:
        with case(size):
            many = fan({"": sgd}, PENGUINS, steps=steps, noise=NOISES["shuffled"](batch_size=size), seeds=20)[""]
            assert np.median(many.trajectory.gaps[after]) == pytest.approx(gap, abs=rounding)
            assert MedianGapAfterPasses(1).measured(many) == many.quantiles(0.5)[0, after]
            assert math.isnan(MedianGapAfterPasses(2).measured(many))
            assert runs.ExamplesInStep().measured(many.run(0)) == size


def test_examples_are_counted_to_the_last_one():
    sgd = OPTIMIZERS["sgd"](learning_rate=0.01)
    for noise, seen in [
        (None, [0, 333, 666]),
        (NOISES["shuffled"](batch_size=200.0), [0, 200, 333]),
        (NOISES["gaussian"](), [0, 333, 666]),
    ]:
        with case(noise):
            assert minimize(sgd, PENGUINS, steps=2, noise=noise).examples.tolist() == seen
    assert minimize(sgd, SURFACES["bowl"], steps=2).examples.tolist() == [0, 1, 2]
    searching = minimize(OPTIMIZERS["bfgs"](), PENGUINS, steps=3)
    assert searching.examples.tolist() == (333 * searching.queries).tolist()


def test_a_run_of_a_fan_is_the_run_of_its_seed():
    sgd, noise = OPTIMIZERS["sgd"](learning_rate=0.1), NOISES["shuffled"]()
    many = fan({"": sgd}, PENGUINS, steps=30, noise=noise, seeds=3, first=5)[""]
    one, alone = many.run(1), minimize(sgd, PENGUINS, steps=30, noise=noise, seed=6)
    assert np.array_equal(one.points, alone.points)
    assert (one.status, one.last, one.examples.tolist()) == (alone.status, alone.last, alone.examples.tolist())


def test_the_spread_of_a_fan_is_the_width_of_its_cloud_however_far_that_is_from_the_minimizer():
    sgd = OPTIMIZERS["sgd"](learning_rate=0.1)
    many = fan({"": sgd}, PENGUINS, steps=20, noise=NOISES["shuffled"](), seeds=2)[""]
    one, other = many.trajectory.points[5].T
    assert Spread(5).measured(many) == pytest.approx(math.dist(one, other) / 2)  # each is half of that from the middle
    alike = fan({"": sgd}, PENGUINS, steps=20, noise=NOISES["in_order"](), seeds=2)[""]
    assert alike.trajectory.distances[5].min() > 0.1
    assert Spread(5).measured(alike) == Spread(0).measured(many) == 0
    lost = fan({"": sgd.replace(learning_rate=9.0)}, PENGUINS, steps=100, noise=NOISES["shuffled"](), seeds=2)[""]
    assert math.isnan(Spread().measured(lost))
