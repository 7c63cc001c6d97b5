"""What mathematics says about the methods, whatever the numbers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from cases import case
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz import OPTIMIZERS, minimize
from surfaces import SURFACES, Surface

coordinate = st.floats(-3, 3).filter(lambda value: abs(value) > 0.1)
points = st.tuples(coordinate, coordinate)
every_method = pytest.mark.parametrize("method", OPTIMIZERS.values(), ids=OPTIMIZERS)
runs = settings(max_examples=25, deadline=None)


def ravine(condition, angle=0.0):
    return SURFACES["ravine"].replace(condition=condition, angle=angle)


class Seen(Surface):
    """A surface seen differently: f(x, y) becomes scale · f(u, v) with (u, v) = (x, y) turned back by an angle and shifted back."""

    name, formula, reference = "Seen", "f(u, v)", "none"
    domain, start, minimizers = ((-9.0, 9.0), (-9.0, 9.0)), (0.0, 0.0), ()

    @classmethod
    def as_(cls, surface, shift=(0.0, 0.0), angle=0.0, scale=1.0):
        seen = cls()
        c, s = np.cos(angle), np.sin(angle)
        for name, value in {"surface": surface, "shift": shift, "turn": ((c, -s), (s, c)), "scale": scale}.items():
            object.__setattr__(seen, name, value)
        return seen

    def there(self, x, y):
        (c, _), (s, _) = self.turn
        x, y = x - self.shift[0], y - self.shift[1]
        return c * x + s * y, c * y - s * x

    def f(self, x, y):
        return self.scale * self.surface.f(*self.there(x, y))

    def grad(self, x, y):
        (c, _), (s, _) = self.turn
        u, v = self.surface.grad(*self.there(x, y))
        return self.scale * (c * u - s * v), self.scale * (s * u + c * v)

    def hess(self, x, y):
        turn = np.array(self.turn)
        return self.scale * np.einsum("ij,jk...,lk->il...", turn, np.array(self.surface.hess(*self.there(x, y))), turn)


def undecayed(method, **values):
    """The method without weight decay, which ties it to the origin."""
    return method(**values, **({"weight_decay": 0.0} if "weight_decay" in method.parameters() else {}))


@runs
@given(st.floats(1, 100), st.floats(0.001, 0.02), points)
def test_gradient_descent_on_a_quadratic_shrinks_every_eigenvector_by_its_own_power(condition, learning_rate, start):
    run = minimize(OPTIMIZERS["sgd"](learning_rate=learning_rate), ravine(condition), start, steps=40)
    t = np.arange(41)
    shrunk = [start[0] * (1 - learning_rate) ** t, start[1] * (1 - learning_rate * condition) ** t]
    np.testing.assert_allclose(run.points, np.array(shrunk).T, rtol=1e-10, atol=1e-12)


@runs
@given(st.floats(1, 100), st.floats(0.001, 0.01), st.floats(0, 0.95), points)
def test_momentum_on_a_quadratic_follows_its_recurrence(condition, learning_rate, momentum, start):
    run = minimize(OPTIMIZERS["momentum"](learning_rate=learning_rate, momentum=momentum), ravine(condition), start, steps=40)
    # Polyak's form without a velocity: x(t+1) = (1 + γ − ηλ) x(t) − γ x(t−1).
    for axis, eigenvalue in enumerate((1.0, condition)):
        x = run.points[:, axis]
        assert x[1] == pytest.approx((1 - learning_rate * eigenvalue) * start[axis], rel=1e-10, abs=1e-12)
        expected = (1 + momentum - learning_rate * eigenvalue) * x[1:-1] - momentum * x[:-2]
        np.testing.assert_allclose(x[2:], expected, rtol=1e-9, atol=1e-11)


@runs
@given(st.floats(1, 100), st.floats(0.001, 0.01), st.floats(0, 0.95), points)
def test_nag_on_a_quadratic_follows_its_recurrence(condition, learning_rate, momentum, start):
    run = minimize(OPTIMIZERS["nag"](learning_rate=learning_rate, momentum=momentum), ravine(condition), start, steps=40)
    # The gradient is taken at x + γ (x(t) − x(t−1)): x(t+1) = (1 − ηλ) ((1 + γ) x(t) − γ x(t−1)).
    for axis, eigenvalue in enumerate((1.0, condition)):
        x = run.points[:, axis]
        expected = (1 - learning_rate * eigenvalue) * ((1 + momentum) * x[1:-1] - momentum * x[:-2])
        np.testing.assert_allclose(x[2:], expected, rtol=1e-9, atol=1e-11)


@runs
@given(points)
def test_without_momentum_the_momentum_methods_are_gradient_descent(start):
    plain = minimize(OPTIMIZERS["sgd"](learning_rate=0.002), SURFACES["beale"], start, steps=30)
    for key in ("momentum", "nag"):
        run = minimize(OPTIMIZERS[key](learning_rate=0.002, momentum=0.0), SURFACES["beale"], start, steps=30)
        assert np.array_equal(run.points, plain.points)


@runs
@given(st.floats(1, 1000), st.floats(-90, 90), points)
def test_newton_ends_a_quadratic_in_one_step(condition, angle, start):
    run = minimize(OPTIMIZERS["newton"](), ravine(condition, angle), start, steps=3)
    np.testing.assert_allclose(run.points[1], 0, atol=1e-11)


@runs
@given(points)
def test_newton_is_drawn_to_the_saddle(start):
    run = minimize(OPTIMIZERS["newton"](), SURFACES["saddle"], start, steps=5)
    np.testing.assert_allclose(run.points[-1], 0, atol=1e-12)
    assert (run.status, run.stalled_at) == ("stalled", "saddle")


@runs
@given(points)
def test_a_very_damped_newton_is_gradient_descent(start):
    damped = minimize(OPTIMIZERS["newton"](learning_rate=1.0, damping=1e9), ravine(10.0), start, steps=5)
    plain = minimize(OPTIMIZERS["sgd"](learning_rate=1e-9), ravine(10.0), start, steps=5)
    np.testing.assert_allclose(damped.step_lengths, plain.step_lengths, rtol=1e-5)


START = np.array((1.0, 1.5))


@cache
def unmoved(method):
    """A path on the surface where it is, the same for every shift that it is compared with."""
    return minimize(undecayed(method), SURFACES["beale"], START, steps=20).points


@every_method
@runs
@given(st.tuples(st.integers(-8, 8), st.integers(-8, 8)))
def test_moving_the_surface_moves_the_path(method, shift):
    if not method.moves_with_surface:
        return
    # Multiples of 1/4 and a short run: what is left is the rounding of the coordinates.
    shift = np.array(shift) / 4
    moved = minimize(undecayed(method), Seen.as_(SURFACES["beale"], shift=tuple(shift)), START + shift, steps=20).points
    np.testing.assert_allclose(moved - shift, unmoved(method), rtol=1e-7, atol=1e-9)


def test_a_method_whose_path_does_not_move_with_the_surface_says_so():
    for method in OPTIMIZERS.values():
        with case(method.name):
            shift = np.array((0.5, -0.25))
            moved = minimize(undecayed(method), Seen.as_(SURFACES["beale"], shift=tuple(shift)), START + shift, steps=20).points
            assert np.allclose(moved - shift, unmoved(method), rtol=1e-6, atol=1e-8) == method.moves_with_surface


def test_turning_the_surface_turns_the_path_if_and_only_if_the_method_says_so():
    for method in OPTIMIZERS.values():
        with case(method.name):
            start = np.array((-2.0, 1.5))
            for angle in (0.3, 1.0, -2.0):
                seen = Seen.as_(ravine(10.0), angle=angle)
                turn = np.array(seen.turn)
                path = minimize(undecayed(method), ravine(10.0), start, steps=20).points @ turn.T
                turned = minimize(undecayed(method), seen, turn @ start, steps=20).points
                assert np.allclose(turned, path, rtol=1e-9, atol=1e-9) == method.turns_with_surface


def test_mirroring_and_swapping_the_axes_changes_nothing_unless_the_coordinates_have_a_meaning():
    # Every other method treats both coordinates alike and has no preferred direction.
    for method in OPTIMIZERS.values():
        with case(method.name):
            if not method.moves_with_surface:
                continue
            start = np.array((-2.0, 1.5))
            seen = Seen.as_(ravine(10.0), angle=np.pi / 2)
            object.__setattr__(seen, "turn", ((0.0, -1.0), (1.0, 0.0)))
            path = minimize(undecayed(method), ravine(10.0), start, steps=20).points
            swapped = minimize(undecayed(method), seen, (-start[1], start[0]), steps=20).points
            np.testing.assert_allclose(swapped, np.stack((-path[:, 1], path[:, 0]), axis=1), rtol=1e-9, atol=1e-12)


SCALE_FREE = ("adagrad", "rmsprop", "adam", "adamax", "nadam", "amsgrad", "adamw", "rprop", "newton")


@pytest.mark.parametrize("key", SCALE_FREE)
@runs
@given(st.integers(-6, 6), points)
def test_multiplying_f_changes_nothing_for_a_method_that_divides_by_the_gradients_size(key, power, start):
    method = OPTIMIZERS[key]
    optimizer = method(epsilon=1e-200) if "epsilon" in method.parameters() else method()
    path = minimize(optimizer, SURFACES["beale"], start, steps=20).points
    scaled = minimize(optimizer, Seen.as_(SURFACES["beale"], scale=4.0**power), start, steps=20).points
    np.testing.assert_allclose(scaled, path, rtol=1e-9, atol=1e-9)


def test_multiplying_f_changes_the_path_of_the_others():
    for key in ("sgd", "momentum", "nag", "adam_l2"):
        with case(key):
            path = minimize(OPTIMIZERS[key](), SURFACES["beale"], steps=20).points
            scaled = minimize(OPTIMIZERS[key](), Seen.as_(SURFACES["beale"], scale=0.25), (1.0, 1.5), steps=20).points
            assert np.abs(scaled - path).max() > 1e-4


@pytest.mark.parametrize("key", ["adam", "nadam", "adamax"])
@runs
@given(st.floats(1e-4, 1), st.floats(0, 0.99), st.floats(0, 0.999), points)
def test_the_first_corrected_step_has_the_length_of_the_learning_rate_along_every_axis(key, learning_rate, beta1, beta2, start):
    optimizer = OPTIMIZERS[key](learning_rate=learning_rate, beta1=beta1, beta2=beta2, epsilon=1e-200)
    run = minimize(optimizer, ravine(7.0), start, steps=1)
    # m̂ = g and v̂ = g²; Nadam adds what the next step would: β₁ g + g.
    length = learning_rate * (1 + beta1 if key == "nadam" else 1)
    np.testing.assert_allclose(run.points[1] - start, -length * np.sign(start), rtol=1e-9)


@runs
@given(points, st.floats(0.001, 0.3))
def test_adam_without_memory_steps_by_the_sign(start, learning_rate):
    optimizer = OPTIMIZERS["adam"](learning_rate=learning_rate, beta1=0.0, beta2=0.0, epsilon=1e-200)
    run = minimize(optimizer, ravine(3.0), start, steps=10)
    np.testing.assert_allclose(np.diff(run.points, axis=0), -learning_rate * np.sign(run.points[:-1]), rtol=1e-9)


@runs
@given(points)
def test_weight_decay_of_zero_is_adam(start):
    adam = minimize(OPTIMIZERS["adam"](), SURFACES["beale"], start, steps=30).points
    for key in ("adamw", "adam_l2"):
        path = minimize(OPTIMIZERS[key](weight_decay=0.0), SURFACES["beale"], start, steps=30).points
        np.testing.assert_allclose(path, adam, rtol=1e-9, atol=1e-11)


@runs
@given(points, st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_on_a_flat_surface_only_the_decoupled_weight_decay_is_geometric(start, learning_rate, weight_decay):
    flat = Seen.as_(SURFACES["bowl"], scale=0.0)
    pulls = {"learning_rate": learning_rate, "weight_decay": weight_decay}
    decoupled = minimize(OPTIMIZERS["adamw"](**pulls), flat, start, steps=10).points
    np.testing.assert_allclose(decoupled, np.outer((1 - learning_rate * weight_decay) ** np.arange(11.0), start), rtol=1e-10)
    coupled = minimize(OPTIMIZERS["adam_l2"](**pulls, epsilon=1e-200), flat, start, steps=1).points
    np.testing.assert_allclose(coupled[1] - start, -learning_rate * np.sign(start), rtol=1e-9)


@runs
@given(points)
def test_adagrads_effective_step_size_only_shrinks(start):
    run = minimize(OPTIMIZERS["adagrad"](), SURFACES["beale"], start, steps=50)
    assert np.all(np.diff(run.states.squares, axis=0) >= 0)


@runs
@given(points)
def test_rprop_rests_after_every_flip_and_never_leaves_its_bounds(start):
    optimizer = OPTIMIZERS["rprop"](min_step=1e-3, max_step=0.3)
    run = minimize(optimizer, SURFACES["beale"], start, steps=60)
    signs = np.sign(run.gradients)
    moves = np.diff(run.points, axis=0)
    flipped = run.states.sign[:-1] * signs[:-1] < 0
    assert np.all(moves[flipped] == 0)
    assert np.all(run.states.sign[1:][flipped] == 0)
    assert np.all((run.states.step[1:] >= 1e-3) & (run.states.step[1:] <= 0.3))
    # After a rest the product of signs is 0, and the learning rate stays as it is.
    rested = run.states.sign[1:-1] == 0
    assert np.array_equal(run.states.step[2:][rested], run.states.step[1:-1][rested])


def test_adam_goes_wrong_where_amsgrad_goes_right():
    """Reddi et al. (2018), section 3: on [−1, 1], f is C x every third step and −x at the others; the best point is −1."""
    c = 3.0
    rates = {"beta1": 0.0, "beta2": 1 / (1 + c * c), "epsilon": 1e-8}
    ends = {}
    for key in ("adam", "amsgrad"):
        optimizer = OPTIMIZERS[key](**rates)
        x, state = np.zeros(1), optimizer.initial_state()
        for t in range(1, 6001):
            # The paper's learning rate falls with √t, and its example projects back onto the interval.
            slowing = optimizer.replace(learning_rate=0.5 / np.sqrt(t))
            x, state = slowing.update(x, np.array([c if t % 3 == 1 else -1.0]), state)
            x = np.clip(x, -1, 1)
        ends[key] = float(x[0])
    assert ends["adam"] > 0.9
    assert ends["amsgrad"] < -0.9
