"""What every optimizer declares, it also does. A new file in the folder is tested with no further line here."""

from __future__ import annotations

import doctest
import importlib
import itertools

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, minimize, race
from optviz.optimizer import Family, Optimizer
from optviz.oracle import Oracle
from surfaces import SURFACES

BEALE = SURFACES["beale"]

EVERY_OPTIMIZER = [method() for method in OPTIMIZERS.values()]
EVERY_HYPERPARAMETER = [(optimizer, name) for optimizer in EVERY_OPTIMIZER for name in optimizer.parameters()]

every_optimizer = pytest.mark.parametrize("optimizer", EVERY_OPTIMIZER, ids=OPTIMIZERS)


def without_pull(optimizer: Optimizer) -> Optimizer:
    """The same method without weight decay, which moves the point where it comes to rest."""
    return optimizer.replace(weight_decay=0.0) if "weight_decay" in optimizer.parameters() else optimizer


def curvature(optimizer: Optimizer, points: np.ndarray) -> tuple[np.ndarray, ...]:
    """The last argument of an update, for the methods that have it: the Hessian, or what they look with."""
    if optimizer.searches:
        return (Oracle(BEALE).look,)
    return (BEALE.hessian(points),) if optimizer.uses_hessian else ()


def test_all_methods_are_here_and_fourteen_open_the_race():
    assert len(OPTIMIZERS) >= 25
    assert sum(method.opens_the_race for method in OPTIMIZERS.values()) >= 14


def test_a_method_that_searches_says_how_often_and_takes_both_coordinates_at_once():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            if optimizer.searches:
                assert "queries" in optimizer.State._fields
                assert optimizer.couples_coordinates
                assert not optimizer.uses_hessian


def test_the_card_is_complete():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            assert optimizer.name
            assert optimizer.family in Family
            assert 1600 < optimizer.year < 2100
            assert len(optimizer.reference) > 20
            assert optimizer.update_rule
            sentence = optimizer.sentence
            assert sentence.endswith(".")
            assert len(sentence) > 30
            assert not optimizer.note or optimizer.note.endswith(".")


def test_no_two_methods_have_one_name():
    assert len({method.name for method in OPTIMIZERS.values()}) == len(OPTIMIZERS)


def test_a_method_is_known_by_its_file_name():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            assert OPTIMIZERS[optimizer.key] is type(optimizer)
            assert type(optimizer).__module__.endswith("." + optimizer.key)


def test_every_symbol_occurs_in_the_update_rule():
    for optimizer, name in EVERY_HYPERPARAMETER:
        with case(f"{optimizer.name}, {name}"):
            assert optimizer.parameters()[name].symbol in optimizer.update_rule


def test_no_two_hyperparameters_have_one_symbol():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            symbols = [parameter.symbol for parameter in optimizer.parameters().values()]
            assert len(set(symbols)) == len(symbols)


def test_default_lies_within_slider_and_slider_within_domain():
    for optimizer, name in EVERY_HYPERPARAMETER:
        with case(f"{optimizer.name}, {name}"):
            parameter = optimizer.parameters()[name]
            lower, upper = parameter.slider
            assert lower < upper
            assert parameter.default == 0 or lower <= parameter.default <= upper
            assert parameter.domain.contains(np.array([lower, upper, parameter.default], dtype=float))
            assert parameter.meaning
            assert all(parameter.domain.contains(np.array(choice)) for choice in parameter.choices())


def test_an_epsilon_can_be_made_large_enough_to_be_seen():
    for optimizer, name in EVERY_HYPERPARAMETER:
        with case(f"{optimizer.name}, {name}"):
            if name == "epsilon":
                assert optimizer.parameters()[name].slider[1] >= 1


BAD = [np.nan, np.inf, -np.inf, -0.5, 1e999, "0.1", b"1", None, [0.5, -0.5], {}, "<script>"]


@every_optimizer
def test_a_bad_value_is_refused_with_who_what_and_the_bounds(optimizer):
    for (name, parameter), bad in itertools.product(optimizer.parameters().items(), BAD):
        with case(f"{name} = {bad!r}"):
            with pytest.raises(ValueError) as refusal:
                type(optimizer)(**{name: bad})
            message = str(refusal.value)
            assert message.startswith(f"{optimizer.name}: {name} must ")
            assert ("True or False" if parameter.is_switch else str(parameter.domain)) in message
            assert message.endswith(f"got {bad!r}")


def test_the_bounds_that_do_not_belong_are_refused():
    for optimizer, name in EVERY_HYPERPARAMETER:
        with case(f"{optimizer.name}, {name}"):
            domain = optimizer.parameters()[name].domain
            outside = [domain.lower - 1, np.nextafter(domain.lower, -np.inf), *([] if domain.includes_lower else [domain.lower])]
            outside += [] if domain.includes_upper else [domain.upper]
            for value in outside:
                with pytest.raises(ValueError, match=name):
                    type(optimizer)(**{name: value})


def test_an_unknown_hyperparameter_is_answered_with_the_known_ones():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name), pytest.raises(ValueError, match=", ".join(optimizer.parameters())):
            optimizer.replace(no_such_thing=1.0)


@every_optimizer
def test_every_hyperparameter_matters(optimizer):
    for name, parameter in optimizer.parameters().items():
        with case(name):
            ends = parameter.choices()
            first, second = (optimizer.replace(**{name: value}) for value in (ends[0], ends[-1]))
            assert any(
                not np.array_equal(minimize(first, surface, steps=60).points, minimize(second, surface, steps=60).points)
                for surface in (BEALE, SURFACES["ravine"], SURFACES["rosenbrock"])
            )


def test_arguments_are_never_modified():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            points = np.array([[1.0, -0.5, 2.0], [1.5, 0.25, 0.5]])
            points.flags.writeable = False
            state = optimizer.initial_state()
            for _ in range(3):
                asked = optimizer.query(points, state)
                gradient = BEALE.gradient(asked)
                last = curvature(optimizer, asked)
                arrays = [array for array in (points, gradient, *last) if isinstance(array, np.ndarray)]
                before = [array.copy() for array in arrays]
                fields = [np.array(value) for value in state]
                for array in (*arrays, *state):
                    if isinstance(array, np.ndarray):
                        array.flags.writeable = False
                new_points, new_state = optimizer.update(points, gradient, state, *last)
                assert all(np.array_equal(a, b) for a, b in zip(before, arrays, strict=True))
                assert all(np.array_equal(a, b) for a, b in zip(fields, state, strict=True))
                points, state = new_points, new_state


def test_update_gives_the_same_twice():
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            points, state = np.array([[1.0], [1.5]]), optimizer.initial_state()
            asked = optimizer.query(points, state)
            gradient = BEALE.gradient(asked)
            first, second = (optimizer.update(points, gradient, state, *curvature(optimizer, asked)) for _ in range(2))
            assert np.array_equal(first[0], second[0])
            assert all(np.array_equal(a, b) for a, b in zip(first[1], second[1], strict=True))


@every_optimizer
def test_a_coordinate_by_itself_takes_the_step_that_it_takes_in_an_array(optimizer):
    # Of one number and of an array, NumPy rounds sums and products alike but powers (g**2) one time in a thousand differently.
    if optimizer.couples_coordinates:
        return
    x, g = np.random.default_rng(5).normal(size=(2, 8000))
    steps, state = optimizer.update(x, g, optimizer.initial_state())
    alone = [optimizer.update(a, b, optimizer.initial_state()) for a, b in zip(x, g, strict=True)]
    assert np.array_equal([a for a, _ in alone], steps)
    for i, field in enumerate(state):
        assert np.array_equal([kept[i] for _, kept in alone], np.broadcast_to(field, 8000))


@every_optimizer
def test_a_run_that_starts_at_a_minimizer_stays_there(optimizer):
    for key in ("beale", "booth", "bowl", "ravine"):
        with case(key):
            surface = SURFACES[key]
            trajectory = minimize(without_pull(optimizer), surface, surface.minimizers[0], steps=20)
            assert np.array_equal(trajectory.points, np.tile(surface.minimizers[0], (21, 1)))
            assert trajectory.status == "converged"


@every_optimizer
def test_the_default_gets_somewhere_on_beale(optimizer):
    trajectory = minimize(optimizer, BEALE, steps=300)
    assert trajectory.status != "diverged"
    assert trajectory.gaps[-1] < trajectory.gaps[0] / 2


def test_the_race_is_the_single_run():
    lanes = race({optimizer.key: optimizer for optimizer in EVERY_OPTIMIZER}, BEALE, steps=40).lanes
    for optimizer in EVERY_OPTIMIZER:
        with case(optimizer.name):
            lane = lanes[optimizer.key]
            alone = minimize(optimizer, BEALE, steps=40)
            assert np.array_equal(lane.points, alone.points)
            assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(lane.states, alone.states, strict=True))


@every_optimizer
def test_the_recorded_states_replay_the_run(optimizer):
    run = minimize(optimizer, BEALE, steps=12)
    for t in range(12):
        x, state = run.points[t, :, None], type(run.states)(*(field[t, :, None] for field in run.states))
        asked = optimizer.query(x, state)
        x, state = optimizer.update(x, BEALE.gradient(asked), state, *curvature(optimizer, asked))
        assert np.array_equal(x[:, 0], run.points[t + 1])
        for field, recorded in zip(state, run.states, strict=True):
            assert np.array_equal(np.broadcast_to(field, (2, 1))[:, 0], recorded[t + 1])


@every_optimizer
def test_the_worked_example_holds_and_shows_every_hyperparameter(optimizer):
    module = importlib.import_module(type(optimizer).__module__)
    assert all(f"{name}=" in module.__doc__ for name in optimizer.parameters())
    result = doctest.testmod(module)
    assert result.attempted > 2
    assert result.failed == 0
