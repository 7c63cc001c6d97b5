"""The search for the best learning rates: one budget for all, the best that was tried, all of it kept."""

import numpy as np
import pytest

from optviz import OPTIMIZERS, SCHEDULES, minimize, tune
from optviz.optimizer import Optimizer
from optviz.plotting.inks import Inks
from optviz.plotting.profiles import HIGHEST, profiles
from optviz.tune import WORKS
from surfaces import SURFACES

BOWL, RAVINE = SURFACES["bowl"], SURFACES["ravine"]
INKS = Inks("#ffffff", "#000000")


@pytest.fixture(scope="module")
def everybody():
    """The search for every method on the ravine."""
    return dict(zip(OPTIMIZERS, tune([method() for method in OPTIMIZERS.values()], RAVINE, steps=60, trials=16), strict=True))


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_method_declares_what_is_tuned(key):
    for form in OPTIMIZERS[key].forms():
        assert form.step_size in form.parameters()
    assert Optimizer.step_size == "learning_rate"


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_method_has_the_same_number_of_trials_and_steps(everybody, key):
    found = everybody[key]
    assert found.trials == 16
    assert found.search.steps == 60
    assert list(found.search.axes) == [found.given.step_size]


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_no_trial_was_better_than_the_best(everybody, key):
    search, best = everybody[key].search, everybody[key].best
    arrived = search.status == "converged"
    if arrived.any():
        assert arrived[best]
        assert search.steps_to[best] == search.steps_to[arrived].min()
    else:
        assert search.final_gap[best] == search.final_gap[search.status != "diverged"].min()


@pytest.mark.parametrize("key", ["sgd", "adam", "rprop", "newton", "bfgs", "adadelta"])
def test_the_best_is_what_a_race_with_it_does(everybody, key):
    found = everybody[key]
    run = minimize(found.optimizer, RAVINE, steps=60)
    assert run.gaps[-1] == found.search.final_gap[found.best]
    assert run.steps_to(1e-6) == found.search.steps_to[found.best]
    rest = {name: value for name, value in found.given.values_by_name().items() if name != found.given.step_size}
    assert found.optimizer.values_by_name().items() >= rest.items()


def test_gradient_descent_on_a_ravine_is_tuned_to_what_theory_says():
    (found,) = tune([OPTIMIZERS["sgd"]()], RAVINE, steps=2000, trials=512)
    best = OPTIMIZERS["sgd"].theory.tuned(1.0, 20.0).learning_rate  # 2 / (1 + 20)
    assert found.optimizer.learning_rate == pytest.approx(best, rel=0.05)


def test_what_works_ends_at_two_over_the_largest_curvature():
    (found,) = tune([OPTIMIZERS["sgd"]()], RAVINE, steps=2000, trials=512)
    rates = found.search.axes["learning_rate"]
    assert rates[found.works].max() < 2 / 20
    assert rates[found.works].max() > 0.95 * 2 / 20
    assert not found.works[rates > 2 / 20].any()
    # (1 − η)^(2·2000) = WORKS along the valley, in which the start's gap lies but for its part across
    assert found.decades == pytest.approx(np.log10(2 / 20 / (-np.log(WORKS) / 4000)), abs=0.15)


@pytest.mark.parametrize("key", ["sgd", "adam", "rprop", "bfgs"])
def test_under_a_schedule_every_trial_follows_it(key):
    schedule = SCHEDULES["inverse_time"](half_time=5)
    (found,) = tune([OPTIMIZERS[key]()], RAVINE, steps=60, trials=16, schedule=schedule)
    ((name, values),) = found.search.axes.items()
    for value, gap, steps in zip(values, found.search.final_gap, found.search.steps_to, strict=True):
        run = minimize(OPTIMIZERS[key](**{name: value}), RAVINE, steps=60, schedule=schedule)
        assert (run.gaps[-1], run.steps_to(1e-6)) == (gap, steps)
    assert found.search.schedule == schedule


def test_the_same_seed_tries_the_same_and_another_seed_other_values():
    def tried(seed):
        (found,) = tune([OPTIMIZERS["adam"]()], BOWL, steps=5, trials=8, seed=seed)
        return found.search.axes["learning_rate"]

    assert (tried(3) == tried(3)).all()
    assert (tried(3) != tried(4)).all()


def test_all_methods_are_tried_at_the_same_shares_of_their_ranges():
    momentum, adam = tune([OPTIMIZERS["momentum"](), OPTIMIZERS["adam"]()], BOWL, steps=5, trials=8)
    assert OPTIMIZERS["momentum"].parameters()["learning_rate"].slider == OPTIMIZERS["adam"].parameters()["learning_rate"].slider
    assert (momentum.search.axes["learning_rate"] == adam.search.axes["learning_rate"]).all()


def test_one_more_hyperparameter_is_searched_within_the_same_budget():
    momentum, sgd = tune([OPTIMIZERS["momentum"](), OPTIMIZERS["sgd"]()], RAVINE, steps=80, trials=64, also="momentum")
    assert momentum.search.final_gap.shape == (8, 8)
    assert list(momentum.search.axes) == ["learning_rate", "momentum"]
    assert sgd.search.final_gap.shape == (64,)
    assert momentum.optimizer.momentum == momentum.search.axes["momentum"][momentum.best[1]]
    assert momentum.works.shape == (8,)


def test_a_diverged_trial_is_never_the_best_of_others():
    (found,) = tune([OPTIMIZERS["sgd"]()], SURFACES["beale"], steps=300)
    assert "diverged" in set(found.search.status)
    assert found.search.status[found.best] != "diverged"


@pytest.mark.parametrize("key", ["adadelta", "rmsprop"])
def test_a_trial_that_passes_through_the_minimum_has_not_arrived(key):
    (found,) = tune([OPTIMIZERS[key]()], RAVINE, steps=300)
    passed = (found.search.steps_to >= 0) & (found.search.status == "running")
    assert passed.any()
    assert not passed[found.best]
    assert found.search.final_gap[found.best] < found.search.final_gap[passed].min()


def test_a_trial_that_is_good_between_bad_ones_is_luck_and_no_choice():
    """No learning rate leads Newton's method from Beale's start to the minimum, but beyond 2, where it is chaotic, some end low."""
    (found,) = tune([OPTIMIZERS["newton"]()], SURFACES["beale"], steps=300)
    gap = np.where(found.search.status == "diverged", np.inf, found.search.final_gap)
    luckiest = gap.argmin()
    assert found.search.axes["learning_rate"][luckiest] > 2
    assert gap[luckiest] < 0.1 * np.delete(gap, luckiest)[luckiest - 1 : luckiest + 1].min()
    (best,) = found.best
    assert found.optimizer.learning_rate < 2
    assert min(gap[best - 1], gap[best + 1]) == pytest.approx(gap[best], rel=1e-6)


def test_of_trials_that_end_in_the_same_place_the_largest_step_size_is_taken():
    (found,) = tune([OPTIMIZERS["sgd"]()], SURFACES["rastrigin"], steps=300)
    same = np.isclose(found.search.final_gap, found.search.final_gap[found.best], rtol=1e-9) & (found.search.status != "diverged")
    assert same.sum() > 10
    assert found.best == (np.flatnonzero(same).max(),)


def test_where_f_falls_without_end_there_is_no_best():
    with pytest.raises(
        ValueError, match=r"surface: must have a minimum, or no learning rate is best, got Saddle, where f falls without end"
    ):
        tune([OPTIMIZERS["sgd"]()], SURFACES["saddle"])


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"trials": 0}, "trials: must be a whole number from 1 to 4096, got 0"),
        ({"trials": 10**6}, "trials: must be a whole number from 1 to 4096, got 1000000"),
        ({"trials": 2.5}, "trials: must be a whole number from 1 to 4096, got 2.5"),
        ({"start": (99, 0)}, "start: must lie in the window of Bowl"),
        ({"steps": 0}, "steps: must be a whole number of at least 1, got 0"),
        ({"tolerance": -1}, "tolerance: must be a positive, finite number, got -1"),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused_in_one_sentence(wrong, complaint):
    with pytest.raises(ValueError) as error:
        tune([OPTIMIZERS["sgd"]()], BOWL, **wrong)
    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)


def test_progress_goes_from_method_to_method_up_to_one():
    told = []
    tune([OPTIMIZERS["sgd"](), OPTIMIZERS["adam"]()], BOWL, steps=5, trials=4, progress=told.append)
    assert told == [0.5, 1.0]


def test_the_chart_has_a_panel_a_best_and_a_shade_for_each_method(everybody):
    figure = profiles(everybody, {key: OPTIMIZERS[key].name for key in everybody}, INKS)
    titles = [note.text for note in figure.layout.annotations]
    assert titles == [f"{OPTIMIZERS[key].name} · {found.decades:.1f} decades" for key, found in everybody.items()]
    stars = [trace for trace in figure.data if trace.marker.symbol == "star"]
    assert [star.x[0] for star in stars] == [found.search.axes[found.given.step_size][found.best[0]] for found in everybody.values()]
    shaded = {shape.xref for shape in figure.layout.shapes}
    assert len(shaded) == sum(found.works.any() for found in everybody.values())


def test_a_run_that_diverged_is_a_cross_at_the_upper_edge_and_not_a_point_of_the_curve(everybody):
    figure = profiles({"sgd": everybody["sgd"]}, {"sgd": "SGD"}, INKS)
    curve, crosses, _ = figure.data
    lost = everybody["sgd"].search.status == "diverged"
    assert lost.any()
    assert np.isnan(np.array(curve.y)[lost]).all()
    assert (np.array(crosses.x) == everybody["sgd"].search.axes["learning_rate"][lost]).all()
    assert set(crosses.y) == {HIGHEST}


def test_counted_by_queries_every_trial_has_as_many_gradients_and_only_line_searches_notice():
    searching, plain = (OPTIMIZERS[key]() for key in ("conjugate_gradient", "adam"))
    by_step = tune([searching, plain], RAVINE, (-1.0, 1.0), steps=40, trials=12)
    by_query = tune([searching, plain], RAVINE, (-1.0, 1.0), steps=40, trials=12, per="query")
    assert np.array_equal(by_step[1].search.final_gap, by_query[1].search.final_gap)
    assert np.array_equal(by_step[1].search.steps_to, by_query[1].search.steps_to)
    search = by_query[0].search
    assert not np.array_equal(by_step[0].search.final_gap, search.final_gap)
    (values,) = search.axes.values()
    for i, value in enumerate(values):
        run = minimize(searching.replace(**{searching.step_size: value}), RAVINE, (-1.0, 1.0), steps=40)
        last = int((run.queries <= 40).sum()) - 1
        assert run.queries[last] <= 40
        assert search.final_gap[i] == run.gaps[: last + 1][-1]
        needed = run.queries_to(1e-6)
        assert search.steps_to[i] == (needed if needed <= 40 else -1)
    with pytest.raises(ValueError, match=r"^per: must be one of step, query, got 'second'$"):
        tune([plain], RAVINE, per="second")
