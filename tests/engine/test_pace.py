"""A schedule changes the learning rate and nothing else, in single runs, batches, races and sweeps alike."""

import numpy as np
import pytest
from cases import case

from optviz import NOISES, OPTIMIZERS, SCHEDULES, minimize, race, sweep
from optviz.lanes import crew
from optviz.pace import follows_schedules, has_learning_rate
from surfaces import SURFACES

BEALE = SURFACES["beale"]
PACED = {key: method for key, method in OPTIMIZERS.items() if follows_schedules(method())}


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_constant_schedule_changes_no_bit(key):
    with_one = minimize(OPTIMIZERS[key](), BEALE, steps=60, schedule=SCHEDULES["constant"]())
    without = minimize(OPTIMIZERS[key](), BEALE, steps=60)
    assert np.array_equal(with_one.points, without.points)
    assert without.factors is None
    if key in PACED:
        assert np.array_equal(with_one.factors, np.ones(60))


@pytest.mark.parametrize("key", PACED)
def test_each_step_is_the_method_s_own_with_another_learning_rate(key):
    optimizer, schedule = OPTIMIZERS[key](), SCHEDULES["exponential"](factor=0.95)
    run = minimize(optimizer, BEALE, steps=60, schedule=schedule)
    factors = schedule.factors(60)
    assert len(set(factors)) > 1
    assert np.array_equal(run.factors, factors)
    x, state = np.array(BEALE.start), optimizer.initial_state()
    with np.errstate(all="ignore"):
        for t, factor in enumerate(factors):
            now = optimizer.replace(learning_rate=optimizer.learning_rate * factor)
            asked = now.query(x, state)
            more = [BEALE.hessian(asked.reshape(2, 1)).reshape(2, 2)] if now.uses_hessian else []
            x, state = now.update(x, BEALE.gradient(asked.reshape(2, 1))[:, 0], state, *more)
            if run.last > t:
                assert run.points[t + 1] == pytest.approx(x, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("key", SCHEDULES)
def test_a_race_a_batch_and_a_sweep_are_the_single_runs(key, monkeypatch):
    def never(*anything):
        raise AssertionError("machine code knows of no schedule")

    monkeypatch.setattr(crew, "WORTH_COMPILING", 0)
    monkeypatch.setattr(crew, "compiled", never)
    monkeypatch.setattr("optviz.descent.recorder", never)
    schedule, rates = SCHEDULES[key](), np.array([0.001, 0.01, 0.2, 3.0])
    single = [minimize(OPTIMIZERS["momentum"](learning_rate=rate), BEALE, steps=80, schedule=schedule) for rate in rates]
    batch = minimize(OPTIMIZERS["momentum"](learning_rate=rates), BEALE, steps=80, schedule=schedule)
    swept = sweep(OPTIMIZERS["momentum"](), BEALE, steps=80, schedule=schedule, learning_rate=rates)
    together = race({str(rate): OPTIMIZERS["momentum"](learning_rate=rate) for rate in rates}, BEALE, steps=80, schedule=schedule)
    for i, (rate, run) in enumerate(zip(rates, single, strict=True)):
        assert np.array_equal(batch.points[..., i], run.points)
        assert np.array_equal(together.lanes[str(rate)].points, run.points)
        assert swept.final_gap[i] == run.gaps[-1]
        assert swept.status[i] == run.status
        assert np.array_equal(np.broadcast_to(batch.factors.reshape(80, -1), (80, 4))[:, i], run.factors)


def test_a_schedule_that_reacts_watches_every_run_by_itself():
    """Across a valley with κ = 20, η = 0.11 leads up the walls until it is halved; 0.05 leads down."""
    schedule = SCHEDULES["plateau"](patience=3, factor=0.5)
    runs = minimize(OPTIMIZERS["sgd"](learning_rate=np.array([0.11, 0.05])), SURFACES["ravine"], steps=60, schedule=schedule)
    assert runs.factors[-1, 0] < 1 == runs.factors[-1, 1]
    assert (np.diff(runs.factors, axis=0) <= 0).all()
    assert runs.gaps[-1, 0] < runs.gaps[0, 0]


def test_a_schedule_that_reacts_is_warmed_up_as_well():
    run = minimize(OPTIMIZERS["sgd"](), BEALE, steps=20, schedule=SCHEDULES["plateau"](warmup=4))
    assert np.array_equal(run.factors[:5], [0.25, 0.5, 0.75, 1, 1])


def test_noise_and_a_schedule_go_together():
    options = {"noise": NOISES["gaussian"](), "schedule": SCHEDULES["cosine"]()}
    (one, other) = (minimize(OPTIMIZERS["adam"](), BEALE, steps=50, **options, seed=seed) for seed in (1, 2))
    assert np.array_equal(one.factors, other.factors)
    assert not np.array_equal(one.points, other.points)


def test_a_schedule_changes_all_methods_or_else_leaves_no_record_of_itself():
    """Not even the first step, in which a line search takes η for its first guess."""
    halving = SCHEDULES["step_decay"](period=10, factor=0.5, warmup=2)
    for key, method in OPTIMIZERS.items():
        with case(key):
            run, plain = (minimize(method(), BEALE, steps=50, schedule=schedule) for schedule in (halving, None))
            swept = sweep(method(), BEALE, steps=50, schedule=halving, **{method.step_size: [getattr(method(), method.step_size)]})
            assert swept.final_gap[0] == run.gaps[-1]
            assert (run.factors is None) == np.array_equal(run.points, plain.points) == (key not in PACED)
            if run.factors is None and has_learning_rate(method()):
                assert "schedule" in method.note
    assert {"bfgs", "conjugate_gradient", "rprop", "adadelta"} == OPTIMIZERS.keys() - PACED
