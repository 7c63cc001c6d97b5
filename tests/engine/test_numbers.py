"""A method on single numbers takes the same steps as on arrays, to the last bit, and never raises."""

import itertools
from typing import NamedTuple

import numpy as np
from cases import case
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz import OPTIMIZERS, minimize, sweep
from optviz.network import Network, train
from optviz.numbers import _Numbers, stepper
from surfaces import SURFACES

EDGES = [0.0, -0.0, 1.5, -1.5, 1e-310, 1e308, -1e308, np.inf, -np.inf, np.nan]


def test_a_function_on_numbers_is_numpys():
    for name in ("sqrt", "sign", "abs", "maximum", "minimum"):
        with case(name):
            ours, numpys = getattr(_Numbers, name), getattr(np, name)
            pairs = [(a, b) for a in EDGES for b in EDGES] if name in ("maximum", "minimum") else [(a,) for a in EDGES]
            with np.errstate(all="ignore"):
                for arguments in pairs:
                    if name == "sqrt" and arguments[0] < 0:
                        continue  # Python refuses these, and NumPy takes the step
                    np.testing.assert_array_equal(ours(*arguments), numpys(*arguments))


number = st.floats(allow_nan=True, allow_infinity=True)


STEPPERS = [(method(), stepper(method())) for method in OPTIMIZERS.values() if not method.couples_coordinates]


# To draw an example takes longer than to step from it, so that every method is given the same ones.
@settings(deadline=None)
@given(start=number, gradients=st.lists(number, min_size=1, max_size=4))
def test_every_step_is_the_step_on_arrays(start, gradients):
    for optimizer, step in STEPPERS:
        with case(optimizer.name), np.errstate(all="ignore"):
            x, wide_x = start, np.array([start])
            state = wide_state = optimizer.initial_state()
            for g in gradients:
                x, state = step(x, g, state)
                wide_x, wide_state = optimizer.update(wide_x, np.array([g]), wide_state)
                np.testing.assert_array_equal(x, wide_x[0])
                for narrow, wide in zip(state, wide_state, strict=True):
                    np.testing.assert_array_equal(narrow, np.ravel(wide)[0])


def test_two_steps_with_gradients_at_every_edge_are_the_steps_on_arrays():
    gradients = np.array(list(itertools.product(EDGES, repeat=2))).T
    for optimizer, step in STEPPERS:
        with case(optimizer.name), np.errstate(all="ignore"):
            wide_x, wide_state = np.full(len(gradients.T), 1.5), optimizer.initial_state()
            alone = [(x, wide_state) for x in wide_x.tolist()]
            for g in gradients:
                wide_x, wide_state = optimizer.update(wide_x, g, wide_state)
                alone = [step(x, slope, state) for (x, state), slope in zip(alone, g.tolist(), strict=True)]
                np.testing.assert_array_equal([x for x, _ in alone], wide_x)
                for i, wide in enumerate(wide_state):
                    np.testing.assert_array_equal([state[i] for _, state in alone], np.broadcast_to(wide, wide_x.shape))


def test_a_choice_on_numbers_is_numpys():
    for a in EDGES:
        for b in EDGES:
            np.testing.assert_array_equal(_Numbers.where(a < b, a, b), np.where(a < b, a, b))


def test_a_division_by_zero_is_answered_as_numpy_answers_it():
    class Divides(OPTIMIZERS["sgd"]):
        class State(NamedTuple):
            v: float = 0.0

        def update(self, x, g, state):
            return x - g / state.v, self.State(np.sqrt(state.v - 1))

    with np.errstate(all="ignore"):
        x, state = stepper(Divides())(1.0, 2.0, Divides.State())
    assert x == -np.inf
    assert np.isnan(state.v)


def test_what_all_lanes_share_may_be_divided_by_zero_too():
    # With this memory of the squares ρ∞ is 4, and a factor that nobody uses then has ρ∞ − 4 in its denominator.
    booth = SURFACES["booth"]
    for key in ("radam", "ranger"):
        with case(key):
            optimizer = OPTIMIZERS[key](beta2=0.6)
            run = minimize(optimizer, booth, steps=20)
            batch = minimize(optimizer, booth, np.array([booth.start, booth.start]).T, steps=20)
            assert np.array_equal(batch.points[..., 1], run.points)
            swept = sweep(optimizer, booth, steps=20, learning_rate=[optimizer.learning_rate])
            assert swept.final_gap[0] == run.gaps[-1]
            assert train({key: optimizer}, Network(widths=(3,)), epochs=1)[key].diverged is None
