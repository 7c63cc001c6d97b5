"""Training takes every method's own steps, all with the same batches, and says who diverged."""

from dataclasses import replace

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, SCHEDULES
from optviz.network.perceptron import Network
from optviz.network.training import ORDERS, Course, train
from optviz.network.tuning import tune_training

FIRST_ORDER = {key: one for key, one in OPTIMIZERS.items() if not (one.uses_hessian or one.couples_coordinates or one.searches)}
SMALL = Network(widths=(6,))


def by_hand(optimizer, network, epochs, batch_size, seed, factors=None):
    """The weights after every epoch, (epochs + 1, P), of one method by itself."""
    x, state = network.initial(seed)[:, 0], optimizer.initial_state()
    rng, found, step = np.random.default_rng([seed, ORDERS]), [x], 0
    for _ in range(epochs):
        order = rng.permutation(network.training_count)
        for first in range(0, len(order), batch_size):
            now = optimizer
            if factors is not None:
                now = optimizer.replace(learning_rate=optimizer.learning_rate * factors[step])
            asked = now.query(x, state)
            slope = network.gradient(asked[:, None], order[first : first + batch_size])[:, 0]
            x, state = now.update(x, slope, state)
            step += 1
        found.append(x)
    return np.array(found)


@pytest.mark.parametrize("network", [SMALL, Network(widths=(6, 5), activation="relu", batch_norm=True, weight_decay=0.01)], ids=str)
def test_a_training_is_the_method_s_own_steps(network):
    """All methods together are each by itself: 250 birds in batches of 60, the last of which has 10."""
    entrants = {key: one() for key, one in FIRST_ORDER.items()}
    runs = train(entrants, network, epochs=3, batch_size=60, seed=4)
    for key, run in runs.items():
        with case(key):
            weights = by_hand(entrants[key], network, 3, 60, 4)
            assert run.optimizer is entrants[key]
            assert np.array_equal(run.weights, weights.astype(np.float32))
            found = network.evaluate(weights.T)
            for name in found._fields:
                assert np.allclose(getattr(run, name), getattr(found, name), rtol=1e-12, atol=1e-15)
            assert run.diverged is None
            assert run.status == "running"


def test_the_methods_begin_alike_and_go_their_own_ways():
    runs = train({"slow": OPTIMIZERS["sgd"](learning_rate=1e-3), "fast": OPTIMIZERS["sgd"](learning_rate=0.1)}, SMALL, epochs=5)
    assert np.array_equal(runs["slow"].weights[0], runs["fast"].weights[0])
    assert np.array_equal(runs["slow"].weights[0], SMALL.initial(0)[:, 0].astype(np.float32))
    assert runs["fast"].training_loss[-1] < runs["slow"].training_loss[-1] < runs["slow"].training_loss[0]


def test_the_same_seed_is_the_same_training_and_another_is_another():
    entrants = {"adam": OPTIMIZERS["adam"]()}
    one, again, other = (train(entrants, SMALL, epochs=4, seed=seed)["adam"] for seed in (1, 1, 2))
    assert np.array_equal(one.weights, again.weights)
    assert np.array_equal(one.validation_loss, again.validation_loss)
    assert not np.array_equal(one.weights, other.weights)


def test_a_schedule_multiplies_the_learning_rate_of_every_batch():
    falling, sgd = SCHEDULES["exponential"](factor=0.9, warmup=4), OPTIMIZERS["sgd"](learning_rate=0.3)
    run = train({"sgd": sgd, "rprop": OPTIMIZERS["rprop"]()}, SMALL, epochs=3, batch_size=50, schedule=falling)["sgd"]
    assert np.allclose(run.weights, by_hand(sgd, SMALL, 3, 50, 0, falling.factors(15)), rtol=1e-6)


def test_a_schedule_that_reacts_sees_the_loss_of_the_training_part():
    """With no patience and an improvement that is never reached, the learning rate falls until nothing moves."""
    plateau = SCHEDULES["plateau"]()
    sgd = OPTIMIZERS["sgd"](learning_rate=5.0)
    plain = train({"sgd": sgd}, SMALL, epochs=12)["sgd"]
    watched = train({"sgd": sgd}, SMALL, epochs=12, schedule=plateau)["sgd"]
    assert np.array_equal(plain.weights[1], watched.weights[1])
    assert np.linalg.norm(np.diff(watched.weights[-2:], axis=0)) < np.linalg.norm(np.diff(plain.weights[-2:], axis=0))


def test_what_diverges_is_frozen_and_said_and_disturbs_nobody():
    """η λ = 10, so the matrices grow by a factor of 9 in each step: beyond 1e10 in the second epoch of 8 steps."""
    network = Network(widths=(6,), weight_decay=0.1)
    wild, calm = OPTIMIZERS["sgd"](learning_rate=100.0), OPTIMIZERS["adam"](learning_rate=0.01)
    runs = train({"wild": wild, "calm": calm}, network, epochs=4)
    lost = runs["wild"]
    assert (lost.diverged, lost.status) == (2, "diverged")
    assert np.abs(lost.weights).max() < 1e10
    assert np.abs(lost.weights[2]).max() > 1e8
    assert np.array_equal(lost.weights[2], lost.weights[4])
    assert np.isfinite(lost.training_loss).all()
    assert lost.training_loss[2] == lost.training_loss[4]
    assert np.array_equal(runs["calm"].weights, train({"calm": calm}, network, epochs=4)["calm"].weights)
    assert runs["calm"].diverged is None


def test_a_trial_that_diverged_stays_where_it_was_beside_one_that_goes_on():
    """Even when the learning rate has fallen so far that it could go on from there."""
    network = Network(widths=(6,), weight_decay=0.1)
    rates = OPTIMIZERS["sgd"](learning_rate=np.array([1000.0, 0.1]))
    course = Course([rates], network, 10, 32, 0, SCHEDULES["exponential"](factor=0.9))
    course.advance()
    assert course.diverged.tolist() == [1, 0]
    lost, going = course.weights
    for _ in range(9):
        course.advance()
    assert np.array_equal(course.weights[0], lost)
    assert not np.array_equal(course.weights[1], going)
    assert course.diverged.tolist() == [1, 0]


def test_progress_is_told_every_epoch_and_may_end_the_work():
    sgd, told = {"sgd": OPTIMIZERS["sgd"]()}, []
    train(sgd, SMALL, epochs=4, progress=told.append)
    tune_training(sgd, SMALL, epochs=2, trials=3, progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1.0, 0.5, 1.0]

    def enough(share):
        told.append(share)
        raise InterruptedError

    for work in (lambda: train(sgd, SMALL, progress=enough), lambda: tune_training(sgd, SMALL, progress=enough)):
        with pytest.raises(InterruptedError):
            work()
    assert told[6:] == [1 / 200, 1 / 20]


def test_with_batch_normalization_no_batch_has_one_example_only(monkeypatch):
    sizes = []
    step = Course._step
    monkeypatch.setattr(Course, "_step", lambda self, batch: (sizes.append(len(batch)), step(self, batch)))
    sgd = {"sgd": OPTIMIZERS["sgd"]()}
    for batch_size, with_it, without in (
        (3, [3] * 82 + [4], [3] * 83 + [1]),
        (83, [83, 83, 84], [83, 83, 83, 1]),
        (249, [250], [249, 1]),
        (2, [2] * 125, [2] * 125),
        (124, [124, 124, 2], [124, 124, 2]),
    ):
        for batch_norm, expected in ((True, with_it), (False, without)):
            with case(f"{batch_size}, {batch_norm}"):
                sizes.clear()
                train(sgd, Network(widths=(3,), batch_norm=batch_norm), epochs=1, batch_size=batch_size, schedule=SCHEDULES["cosine"]())
                assert sizes == expected


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"epochs": 0}, "epochs: must be a whole number from 1 to 1000, got 0"),
        ({"batch_size": 0}, "batch_size: must be a whole number from 1 to 250, got 0"),
        ({"batch_size": 251}, "batch_size: must be a whole number from 1 to 250, got 251"),
        ({"batch_size": 1, "network": Network(batch_norm=True)}, "batch_size: must be a whole number from 2 to 250, got 1"),
        ({"seed": -1}, "seed: must be a whole number from 0 to 2147483648, got -1"),
        ({"entrants": {}}, "entrants: must be at least one optimizer, got none"),
        ({"entrants": {"name": "sgd"}}, "name: must be one of OPTIMIZERS itself, not its key, got 'sgd'"),
    ],
)
def test_a_training_that_makes_no_sense_is_refused_in_one_sentence(wrong, complaint):
    for work in (train, tune_training):
        with pytest.raises(ValueError) as error:
            work(**{"entrants": {"sgd": OPTIMIZERS["sgd"]()}, "network": SMALL, **wrong})
        assert str(error.value).startswith(complaint)


def test_several_values_of_a_hyperparameter_are_refused():
    with pytest.raises(ValueError, match="SGD: learning_rate must be one number, since each trains one network, got 2 values"):
        train({"who": OPTIMIZERS["sgd"](learning_rate=np.array([0.1, 0.2]))}, SMALL)


def test_methods_that_need_more_than_slopes_are_refused():
    must = "who: must be a method that treats every weight by itself and needs only its slope, got"
    for key, one in OPTIMIZERS.items():
        if key not in FIRST_ORDER:
            with case(key), pytest.raises(ValueError, match=f"{must} {one.name}, which "):
                train({"who": one()}, SMALL)
    with pytest.raises(ValueError, match=r"which (needs the Hessian|searches along lines|treats the weights together)$"):
        tune_training({"who": next(one() for one in OPTIMIZERS.values() if one.uses_hessian)}, SMALL)


# ---- tuning ---------------------------------------------------------------------------------------------------------------------


def test_a_trial_is_the_training_with_its_value():
    entrants = {key: one() for key, one in FIRST_ORDER.items()}
    found = tune_training(entrants, SMALL, epochs=2, trials=5, seed=3)
    for key, search in found.items():
        with case(key):
            name = entrants[key].step_size
            lower, upper = entrants[key].parameters()[name].slider
            assert np.allclose(search.values, np.geomspace(lower, upper, 5))
            for trial in (0, 3):
                run = train({key: entrants[key].replace(**{name: search.values[trial]})}, SMALL, epochs=2, seed=3)[key]
                for record in ("training_loss", "validation_loss", "validation_accuracy"):
                    assert getattr(search, record)[trial] == pytest.approx(getattr(run, record)[-1], rel=1e-9)
                assert search.loss_at_start == pytest.approx(run.training_loss[0], rel=1e-12)


def search_with(losses, diverged=()):
    """A search of three or more values with these validation losses at the end."""
    found = tune_training({"sgd": OPTIMIZERS["sgd"]()}, SMALL, epochs=1, trials=len(losses))["sgd"]
    codes = np.isin(np.arange(len(losses)), diverged).astype(int)
    return replace(found, validation_loss=np.array(losses, dtype=float), diverged=codes)


def test_the_best_trial_is_the_lowest_that_is_no_luck_and_did_not_diverge():
    assert search_with([5, 3, 1, 2, 4]).best == 2
    assert search_with([5, 3, 2, 4, 0.1, 4]).best == 2, "between two that are bad"
    assert search_with([5, 3, 2, 4, 0.1], diverged=[4]).best == 2
    assert search_with([5, 0.2, 0.1, 4], diverged=[2]).best != 2
    assert search_with([1, 2, 3], diverged=[0, 1, 2]).best == 0
    search = search_with([5, 3, 1, 2, 4])
    assert search.optimizer.learning_rate == search.values[2]


def test_a_search_finds_where_training_diverges():
    network = Network(widths=(6,), weight_decay=1.0)
    search = tune_training({"sgd": OPTIMIZERS["sgd"]()}, network, epochs=5, trials=8, beyond=1e3)["sgd"]
    assert search.values[-1] == pytest.approx(1e3)
    assert search.diverged[-1] > 0
    assert search.diverged[search.best] == 0
    assert not search.works(0.99)[search.diverged > 0].any()


def test_the_working_range_is_the_share_of_trials_that_work():
    search = tune_training({"sgd": OPTIMIZERS["sgd"]()}, SMALL, epochs=5, trials=11)["sgd"]
    good = (search.training_loss <= 0.5 * search.loss_at_start).sum()
    assert 0 < good < 11
    assert search.working_range(0.5) == pytest.approx(5 * good / 11)
    assert search.working_range(0.1) <= search.working_range(0.5)
    for share in (0, 1, np.nan):
        with pytest.raises(ValueError, match="share: must lie in"):
            search.works(share)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"trials": 1}, "trials: must be a whole number from 2 to 256, got 1"),
        ({"beyond": 0.5}, "beyond: must lie in [1, ∞), got 0.5"),
        ({"beyond": np.inf}, "beyond: must lie in [1, ∞), got inf"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused_in_one_sentence(wrong, complaint):
    with pytest.raises(ValueError) as error:
        tune_training({"sgd": OPTIMIZERS["sgd"]()}, SMALL, **wrong)
    assert str(error.value) == complaint


@pytest.mark.parametrize("network", [Network(), Network(activation="relu", batch_norm=True)], ids=str)
def test_all_methods_learn(network):
    """Of 83 birds 79 are 95 %. Rprop, which is for whole batches, tells birds apart and is sure of its errors: its loss may grow."""
    found = tune_training({key: one() for key, one in FIRST_ORDER.items()}, network, epochs=10)
    runs = train({key: search.optimizer for key, search in found.items()}, network, epochs=40)
    accuracies = {key: float(run.validation_accuracy[-1]) for key, run in runs.items()}
    assert min(accuracies.values()) > 0.9, accuracies
    assert sum(accuracy >= 0.95 for accuracy in accuracies.values()) >= len(accuracies) - 2, accuracies
    learned = {key: run.training_loss[-1] / run.training_loss[0] for key, run in runs.items()}
    assert sorted(learned.values())[-2] < 0.2, learned
