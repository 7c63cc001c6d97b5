"""What all visitors share: the same numbers as a fresh race, kept within bounds, and told in sentences."""

import threading
from contextlib import contextmanager

import numpy as np
import pytest
from hanging import SECONDS_UNTIL_HUNG

from optviz import NOISES, OPTIMIZERS, SCHEDULES, minimize, race, tune
from optviz.outcome import outcome
from optviz.plotting.style import in_order, style
from optviz.ui import results
from optviz.ui.experiment import Conditions
from optviz.ui.shelf import Shelf, Store
from surfaces import SURFACES

BEALE = SURFACES["beale"]


def raced(rate, *keys, steps=20):
    return results.kept_race({key: OPTIMIZERS[key](learning_rate=rate) for key in keys}, BEALE, (1.0, 1.5), steps)


def test_a_kept_race_is_the_race():
    entrants = {key: OPTIMIZERS[key]() for key in OPTIMIZERS}
    fresh = race(entrants, BEALE, (1.0, 1.5), 20).lanes
    for _ in range(2):
        for key, lane in results.kept_race(entrants, BEALE, (1.0, 1.5), 20).lanes.items():
            assert (lane.points == fresh[key].points).all()


def test_only_what_changed_is_computed_anew():
    first = raced(0.011, "sgd", "adam").lanes
    second = results.kept_race({"sgd": OPTIMIZERS["sgd"](learning_rate=0.011), "adam": OPTIMIZERS["adam"]()}, BEALE, (1.0, 1.5), 20).lanes
    assert second["sgd"] is first["sgd"]
    assert second["adam"] is not first["adam"]


def test_a_surface_with_other_parameters_is_another_surface():
    ravine = SURFACES["ravine"]
    entrants = {"sgd": OPTIMIZERS["sgd"]()}
    one, other = (results.kept_race(entrants, s, (1.0, 1.0), 20).lanes["sgd"] for s in (ravine, ravine.replace(condition=50.0)))
    assert (one.points != other.points).any()


def test_under_other_conditions_it_is_another_race(monkeypatch):
    ordered = []
    monkeypatch.setattr(results, "order", lambda optimizers, surface: ordered.append(list(optimizers)))
    gaussian = NOISES["gaussian"]()
    conditions = [
        Conditions(),
        Conditions(SCHEDULES["cosine"]()),
        Conditions(SCHEDULES["cosine"](end_share=0.5)),
        Conditions(None, gaussian),
        Conditions(None, gaussian, 3),
        Conditions(SCHEDULES["plateau"](), gaussian, 3),
    ]
    entrants = {key: OPTIMIZERS[key](learning_rate=0.0123) for key in ("sgd", "adam")}
    for _ in range(2):
        for one in conditions:
            fresh = race(entrants, BEALE, (1.0, 1.5), 20, **one._asdict()).lanes
            kept = results.kept_race(entrants, BEALE, (1.0, 1.5), 20, one).lanes
            assert all(np.array_equal(kept[key].points, fresh[key].points) for key in entrants)
    assert ordered == [list(entrants.values())], "only what can run as machine code is compiled, and nothing twice"


def test_who_joins_a_race_under_noise_hears_what_the_others_heard():
    conditions = Conditions(SCHEDULES["inverse_time"](), NOISES["shuffled"](), 5)
    penguins, start = SURFACES["linear_regression"], (0.5, 0.5)
    entrants = {key: OPTIMIZERS[key](learning_rate=0.0234) for key in ("sgd", "adam", "nag")}
    results.kept_race({"sgd": entrants["sgd"]}, penguins, start, 20, conditions)
    joined = results.kept_race(entrants, penguins, start, 20, conditions).lanes
    for key, run in race(entrants, penguins, start, 20, **conditions._asdict()).lanes.items():
        assert np.array_equal(joined[key].points, run.points)


def test_a_search_that_several_visitors_ask_for_at_once_is_made_once(monkeypatch):
    searched, both_ask = [], threading.Barrier(2)

    def slowly(optimizers, *rest, **options):
        searched.extend(type(one).key for one in optimizers)
        if len(searched) == 1:
            both_ask.wait(SECONDS_UNTIL_HUNG)
        return tune(optimizers, *rest, **options)

    @contextmanager
    def silently(what):
        both_ask.wait(SECONDS_UNTIL_HUNG) if threading.current_thread() is second else None
        yield lambda share: None

    monkeypatch.setattr(results, "tune", slowly)
    monkeypatch.setattr(results, "telling", silently)
    monkeypatch.setattr(results, "_searches", Shelf(lambda one: 1, Store(100)))
    entrants, found = {key: OPTIMIZERS[key]() for key in ("sgd", "adam", "rprop")}, []
    first, second = (threading.Thread(target=lambda: found.append(results.kept_search(entrants, BEALE, (1.0, 1.5), 20))) for _ in range(2))
    for visitor in (first, second):
        visitor.start()
    for visitor in (first, second):
        visitor.join(SECONDS_UNTIL_HUNG)
    assert sorted(searched) == sorted(entrants)
    expected = tune(list(entrants.values()), BEALE, (1.0, 1.5), 20)
    for one in found:
        assert [one[key].optimizer for key in entrants] == [best.optimizer for best in expected]


def test_the_share_of_a_search_goes_once_from_nothing_to_all(monkeypatch):
    told = []

    @contextmanager
    def hearing(what):
        yield told.append

    monkeypatch.setattr(results, "telling", hearing)
    monkeypatch.setattr(results, "_searches", Shelf(lambda one: 1, Store(100)))
    results.kept_search({key: OPTIMIZERS[key]() for key in ("sgd", "adam")}, BEALE, (1.0, 1.5), 20)
    assert told == sorted(told)
    assert (told[0] > 0, told[-1], 0.5 in told) == (True, 1.0, True)


def test_what_is_kept_stays_within_its_bound(monkeypatch):
    store = Store(100 * results.BYTES_OF_A_STEP)
    monkeypatch.setattr(results, "_runs", Shelf(results.size_of_run, store))
    for rate in np.linspace(0.001, 0.002, 12):
        assert len(raced(rate, "sgd", "momentum").lanes) == 2
        assert 0 < store.bytes <= 100 * results.BYTES_OF_A_STEP


def test_a_race_beyond_the_bound_is_still_answered(monkeypatch):
    monkeypatch.setattr(results, "_runs", Shelf(results.size_of_run, Store(10)))
    assert len(raced(0.003, "sgd", "momentum").lanes["momentum"].points) == 21


@pytest.mark.parametrize(
    ("key", "surface", "values", "start", "words"),
    [
        ("rprop", "beale", {}, (1.0, 1.5), "converged: first within 10⁻⁶ of the minimum at step"),
        ("newton", "beale", {}, (1.0, 1.5), "stalled: the gradient vanished at a saddle near (0, 1)"),
        ("sgd", "easom", {}, (-1.0, 7.0), "stalled: the gradient vanished on a plateau"),
        ("sgd", "beale", {"learning_rate": 1.0}, (2.0, 2.0), "diverged: step 2 led past 10¹⁰"),
        ("newton", "monkey_saddle", {}, (0.0, 0.0), "diverged: step 1 is not a number"),
        ("sgd", "saddle", {"learning_rate": 1.0}, (1.0, 1.0), "left the window at step"),
        ("sgd", "saddle", {}, (1.0, 0.001), "running: f = "),
        ("adagrad", "rosenbrock", {}, (-1.2, 1.0), "running: gap "),
    ],
)
def test_an_outcome_is_one_sentence_with_the_step_and_the_reason(key, surface, values, start, words):
    run = minimize(OPTIMIZERS[key](**values), SURFACES[surface], start, 100)
    assert outcome(run).startswith(words)


def test_no_two_optimizers_look_the_same():
    looks = {key: style(key) for key in OPTIMIZERS}
    for key, method in OPTIMIZERS.items():
        assert len({style(key if library == "paper" else f"{key}.{library}").color for library in method.libraries()}) == len(
            method.libraries()
        )
    assert len(set(looks.values())) == len(OPTIMIZERS)
    assert set(in_order()) == set(OPTIMIZERS)
    for one, other in zip(in_order(), in_order()[1:], strict=False):
        assert style(one).color != style(other).color
