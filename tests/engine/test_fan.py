"""A fan says what is typical of its runs, and how sure that is."""

import numpy as np
import pytest

from optviz import NOISES, OPTIMIZERS, fan, minimize
from optviz.fan import SEEDS_AT_ONCE
from surfaces import SURFACES

BOWL = SURFACES["bowl"]
GAUSSIAN = NOISES["gaussian"](deviation=0.5)


def fan_of(**options):
    return fan({"sgd": OPTIMIZERS["sgd"](learning_rate=0.1)}, BOWL, **{"steps": 50, "noise": GAUSSIAN, "seeds": 40, **options})["sgd"]


def test_a_quantile_is_the_gap_of_the_run_in_that_place():
    found = fan_of()
    ordered = np.sort(found.trajectory.gaps, axis=1)
    assert np.array_equal(found.quantiles(0.1, 0.5, 1.0), [ordered[:, 3], ordered[:, 19], ordered[:, 39]])


def test_a_run_that_diverged_is_worse_than_all_others():
    """On Beale's function some are thrown up the walls, where the next step leads out."""
    options = {"start": (1.0, 1.5), "steps": 200, "noise": NOISES["gaussian"](deviation=60.0), "seeds": 60}
    runs = fan({"sgd": OPTIMIZERS["sgd"](learning_rate=0.006)}, SURFACES["beale"], **options)["sgd"]
    lost = np.asarray(runs.trajectory.status) == "diverged"
    assert 0 < lost.sum() < 60
    assert np.isinf(runs.quantiles(1.0)[0, -1])
    assert np.isfinite(runs.quantiles(0.0)[0, -1])
    assert np.isinf(runs.expected_gap().value[-1])


def test_the_interval_of_the_expected_gap_holds_the_true_one_as_often_as_it_says():
    """After t steps of x ← 0.8 x − 0.1 ξ the mean of |x|² is known: the squares of the means and the variances, summed."""
    start, steps, hits = np.array([2.0, -1.0]), 20, 0
    variance = (0.1 * 0.5) ** 2 * (1 - 0.64**steps) / (1 - 0.64)
    true = ((0.8**steps * start) ** 2).sum() + 2 * variance
    for turn in range(200):
        found = fan_of(start=start, steps=steps, first=1000 * turn).expected_gap()
        hits += found.lower[-1] <= true <= found.upper[-1]
    assert 0.88 <= hits / 200 <= 0.99  # 95 %, less for gaps that are not normal, and the error of 200 trials


def test_the_share_that_arrives_and_the_median_of_the_steps_have_intervals_around_them():
    found = fan_of(steps=400, noise=NOISES["gaussian"](deviation=0.05))
    share, median = found.arrived(1e-4), found.steps_to(1e-4)
    assert share.lower < share.value <= share.upper <= 1
    steps = np.asarray(found.trajectory.steps_to(1e-4))
    assert share.value == (steps >= 0).mean()
    assert median.value == np.sort(np.where(steps < 0, np.inf, steps))[19]
    assert median.lower <= median.value <= median.upper
    nobody = fan_of(steps=3)
    assert nobody.arrived(1e-9).value == nobody.arrived(1e-9).lower == 0
    assert nobody.arrived(1e-9).upper == pytest.approx(1.959963984540054**2 / (40 + 1.959963984540054**2))
    assert nobody.steps_to(1e-9) == (np.inf, np.inf, np.inf)


@pytest.mark.parametrize("seeds", [4, 5])
def test_the_median_of_the_steps_is_the_lower_one_of_the_middle(seeds):
    options = {"steps": 600, "noise": NOISES["gaussian"](deviation=0.5), "seeds": seeds}
    found = fan({"sgd": OPTIMIZERS["sgd"](learning_rate=0.02)}, BOWL, **options)["sgd"]
    first, second, third, *_ = np.sort(found.trajectory.steps_to(1e-3))
    assert first < second < third
    assert found.steps_to(1e-3).value == (second if seeds == 4 else third)


def test_the_interval_of_the_mean_is_by_the_sample_s_own_deviation():
    found = fan_of(seeds=3)
    gaps, expected = found.trajectory.gaps, found.expected_gap()
    mean = gaps.sum(axis=1) / 3
    error = np.sqrt(((gaps - mean[:, None]) ** 2).sum(axis=1) / (3 - 1) / 3)
    assert expected.value == pytest.approx(mean)
    assert expected.upper == pytest.approx(mean + 1.959963984540054 * error)
    assert expected.lower == pytest.approx(mean - 1.959963984540054 * error)


def test_many_seeds_that_run_in_parts_are_their_single_runs():
    options = {"steps": 200, "noise": NOISES["gaussian"](deviation=60.0)}
    sgd, told = OPTIMIZERS["sgd"](learning_rate=0.006), []
    found = fan({"sgd": sgd}, SURFACES["beale"], **options, seeds=SEEDS_AT_ONCE + 4, progress=told.append)["sgd"]
    assert told == [0.5, 1.0]
    for seed in (0, 1, 2, SEEDS_AT_ONCE - 1, SEEDS_AT_ONCE, SEEDS_AT_ONCE + 3):
        alone, lane = minimize(sgd, SURFACES["beale"], **options, seed=seed), found.trajectory
        assert np.array_equal(lane.points[..., seed], alone.points)
        assert (lane.last[seed], lane.status[seed]) == (alone.last, alone.status)
        assert np.array_equal(lane.refused[:, seed], alone.refused, equal_nan=True)
        assert np.array_equal(lane.queries[:, seed], alone.queries)
    assert len(set(found.trajectory.last)) > 10


def test_a_fan_of_one_run_says_that_it_knows_nothing():
    found = fan_of(seeds=1).expected_gap()
    assert np.isinf(found.upper).all()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"seeds": 0}, "seeds: must be a whole number from 1 to 1000, got 0"),
        ({"seeds": 2000}, "seeds: must be a whole number from 1 to 1000, got 2000"),
        ({"first": -1}, "first: must be a whole number from 0 to"),
        ({"steps": 0}, "steps: must be a whole number of at least 1, got 0"),
    ],
)
def test_a_fan_that_makes_no_sense_is_refused_in_one_sentence(wrong, complaint):
    with pytest.raises(ValueError) as error:
        fan_of(**wrong)
    assert str(error.value).startswith(complaint)


def test_a_fan_without_entrants_is_refused():
    with pytest.raises(ValueError, match="entrants: must be at least one optimizer, got none"):
        fan({}, BOWL, noise=GAUSSIAN)
