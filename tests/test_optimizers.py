"""What every optimizer declares, it also does. A new file in the folder is tested with no further line here."""

from __future__ import annotations

import doctest
import importlib

import numpy as np
import pytest

from optviz import OPTIMIZERS, minimize, race
from optviz.optimizer import Family, Optimizer
from optviz.oracle import Oracle
from surfaces import SURFACES

BEALE = SURFACES["beale"]

every_optimizer = pytest.mark.parametrize("optimizer", [pytest.param(method(), id=key) for key, method in OPTIMIZERS.items()])
every_hyperparameter = pytest.mark.parametrize(
    ("optimizer", "name"),
    [pytest.param(method(), name, id=f"{key}-{name}") for key, method in OPTIMIZERS.items() for name in method.parameters()],
)


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


@every_optimizer
def test_a_method_that_searches_says_how_often_and_takes_both_coordinates_at_once(optimizer):
    if optimizer.searches:
        assert "queries" in optimizer.State._fields
        assert optimizer.couples_coordinates
        assert not optimizer.uses_hessian


@every_optimizer
def test_the_card_is_complete(optimizer):
    assert optimizer.name
    assert optimizer.family in Family
    assert 1600 < optimizer.year < 2100
    assert len(optimizer.reference) > 20
    assert optimizer.update_rule
    sentence = (type(optimizer).__doc__ or "").partition("\n")[0]
    assert sentence.endswith(".")
    assert len(sentence) > 30
    assert not optimizer.note or optimizer.note.endswith(".")


def test_no_two_methods_have_one_name():
    assert len({method.name for method in OPTIMIZERS.values()}) == len(OPTIMIZERS)


@every_optimizer
def test_a_method_is_known_by_its_file_name(optimizer):
    assert OPTIMIZERS[optimizer.key] is type(optimizer)
    assert type(optimizer).__module__.endswith("." + optimizer.key)


@every_hyperparameter
def test_every_symbol_occurs_in_the_update_rule(optimizer, name):
    assert optimizer.parameters()[name].symbol in optimizer.update_rule


@every_optimizer
def test_no_two_hyperparameters_have_one_symbol(optimizer):
    symbols = [parameter.symbol for parameter in optimizer.parameters().values()]
    assert len(set(symbols)) == len(symbols)


@every_hyperparameter
def test_default_lies_within_slider_and_slider_within_domain(optimizer, name):
    parameter = optimizer.parameters()[name]
    lower, upper = parameter.slider
    assert lower < upper
    assert parameter.default == 0 or lower <= parameter.default <= upper
    assert parameter.domain.contains(np.array([lower, upper, parameter.default], dtype=float))
    assert parameter.meaning
    assert all(parameter.domain.contains(np.array(choice)) for choice in parameter.choices())


@every_hyperparameter
def test_an_epsilon_can_be_made_large_enough_to_be_seen(optimizer, name):
    if name == "epsilon":
        assert optimizer.parameters()[name].slider[1] >= 1


@every_hyperparameter
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -0.5, 1e999, "0.1", b"1", None, [0.5, -0.5], {}, "<script>"], ids=repr)
def test_a_bad_value_is_refused_with_who_what_and_the_bounds(optimizer, name, bad):
    parameter = optimizer.parameters()[name]
    with pytest.raises(ValueError) as refusal:
        type(optimizer)(**{name: bad})
    message = str(refusal.value)
    assert message.startswith(f"{optimizer.name}: {name} must ")
    assert ("True or False" if parameter.is_switch else str(parameter.domain)) in message
    assert message.endswith(f"got {bad!r}")


@every_hyperparameter
def test_the_bounds_that_do_not_belong_are_refused(optimizer, name):
    domain = optimizer.parameters()[name].domain
    outside = [domain.lower - 1, np.nextafter(domain.lower, -np.inf), *([] if domain.includes_lower else [domain.lower])]
    outside += [] if domain.includes_upper else [domain.upper]
    for value in outside:
        with pytest.raises(ValueError, match=name):
            type(optimizer)(**{name: value})


@every_optimizer
def test_an_unknown_hyperparameter_is_answered_with_the_known_ones(optimizer):
    with pytest.raises(ValueError, match=", ".join(optimizer.parameters())):
        optimizer.replace(no_such_thing=1.0)


@every_hyperparameter
def test_every_hyperparameter_matters(optimizer, name):
    ends = optimizer.parameters()[name].choices()
    first, second = (optimizer.replace(**{name: value}) for value in (ends[0], ends[-1]))
    assert any(
        not np.array_equal(minimize(first, surface, steps=60).points, minimize(second, surface, steps=60).points)
        for surface in (BEALE, SURFACES["ravine"], SURFACES["rosenbrock"])
    )


@every_optimizer
def test_arguments_are_never_modified(optimizer):
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


@every_optimizer
def test_update_gives_the_same_twice(optimizer):
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
@pytest.mark.parametrize("key", ["beale", "booth", "bowl", "ravine"])
def test_a_run_that_starts_at_a_minimizer_stays_there(optimizer, key):
    surface = SURFACES[key]
    trajectory = minimize(without_pull(optimizer), surface, surface.minimizers[0], steps=20)
    assert np.array_equal(trajectory.points, np.tile(surface.minimizers[0], (21, 1)))
    assert trajectory.status == "converged"


@every_optimizer
def test_the_default_gets_somewhere_on_beale(optimizer):
    trajectory = minimize(optimizer, BEALE, steps=300)
    assert trajectory.status != "diverged"
    assert trajectory.gaps[-1] < trajectory.gaps[0] / 2


@every_optimizer
def test_the_race_is_the_single_run(optimizer):
    entrants = {key: method() for key, method in OPTIMIZERS.items()}
    lane = race(entrants, BEALE, steps=40).lanes[optimizer.key]
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
