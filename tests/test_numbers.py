"""A method on single numbers takes the same steps as on arrays, to the last bit, and never raises."""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz import OPTIMIZERS
from optviz.numbers import _Numbers, stepper

EDGES = [0.0, -0.0, 1.5, -1.5, 1e-310, 1e308, -1e308, np.inf, -np.inf, np.nan]


@pytest.mark.parametrize("name", ["sqrt", "sign", "abs", "maximum", "minimum"])
def test_a_function_on_numbers_is_numpys(name):
    ours, numpys = getattr(_Numbers, name), getattr(np, name)
    pairs = [(a, b) for a in EDGES for b in EDGES] if name in ("maximum", "minimum") else [(a,) for a in EDGES]
    with np.errstate(all="ignore"):
        for arguments in pairs:
            if name == "sqrt" and arguments[0] < 0:
                continue  # Python refuses these, and NumPy takes the step
            np.testing.assert_array_equal(ours(*arguments), numpys(*arguments))


number = st.floats(allow_nan=True, allow_infinity=True)


@pytest.mark.parametrize("key", [key for key in OPTIMIZERS if not OPTIMIZERS[key].couples_coordinates])
@settings(deadline=None)
@given(x=number, gradients=st.lists(number, min_size=1, max_size=4))
def test_every_step_is_the_step_on_arrays(key, x, gradients):
    optimizer = OPTIMIZERS[key]()
    step = stepper(optimizer)
    state = wide_state = optimizer.initial_state()
    wide_x = np.array([x])
    with np.errstate(all="ignore"):
        for g in gradients:
            x, state = step(x, g, state)
            wide_x, wide_state = optimizer.update(wide_x, np.array([g]), wide_state)
            np.testing.assert_array_equal(x, wide_x[0])
            for narrow, wide in zip(state, wide_state, strict=True):
                np.testing.assert_array_equal(narrow, np.ravel(wide)[0])


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
