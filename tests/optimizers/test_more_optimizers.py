"""Known answers and laws of the methods beyond the overview: each against the algorithm of its paper, in plain Python."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cases import case
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz import OPTIMIZERS, Status, minimize
from optviz.oracle import Oracle
from surfaces import SURFACES

BEALE, ROSENBROCK = SURFACES["beale"], SURFACES["rosenbrock"]
coordinate = st.floats(-3, 3).filter(lambda value: abs(value) > 0.1)
points = st.tuples(coordinate, coordinate)
runs = settings(max_examples=25, deadline=None)


def ravine(condition, angle=0.0):
    return SURFACES["ravine"].replace(condition=condition, angle=angle)


def gradient(surface, theta):
    return [float(slope) for slope in surface.gradient(np.array(theta)[:, None])[:, 0]]


# --- the papers' algorithms, one list of coordinates at a time -------------------------------------------------


def radam_of_the_paper(surface, theta, steps, alpha, beta1, beta2, epsilon):
    """Liu et al. (2019), algorithm 2, with ε beside the root as in Adam. Yields the iterates."""
    m, v = [0.0, 0.0], [0.0, 0.0]
    longest = 2 / (1 - beta2) - 1
    for t in range(1, steps + 1):
        g = gradient(surface, theta)
        length = longest - 2 * t * beta2**t / (1 - beta2**t)
        for i in (0, 1):
            v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
            m[i] = beta1 * m[i] + (1 - beta1) * g[i]
            corrected = m[i] / (1 - beta1**t)
            if length > 4:
                root = math.sqrt(v[i] / (1 - beta2**t)) + epsilon
                r = math.sqrt((length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length)
                theta[i] -= alpha * r * corrected / root
            else:
                theta[i] -= alpha * corrected
        yield tuple(theta)


def lion_of_the_paper(surface, theta, steps, eta, beta1, beta2, decay):
    """Chen et al. (2023), algorithm 2."""
    m = [0.0, 0.0]
    for _ in range(steps):
        g = gradient(surface, theta)
        for i in (0, 1):
            c = beta1 * m[i] + (1 - beta1) * g[i]
            sign = math.copysign(1, c) if c else 0
            theta[i] -= eta * (sign + decay * theta[i])
            m[i] = beta2 * m[i] + (1 - beta2) * g[i]
        yield tuple(theta)


def lookahead_of_the_paper(surface, slow, rounds, k, alpha, eta, beta1, beta2, epsilon):
    """Zhang et al. (2019), algorithm 1, with Adam inside, whose memory is kept from round to round. Yields the fast weights."""
    m, v, t = [0.0, 0.0], [0.0, 0.0], 0
    for _ in range(rounds):
        fast = list(slow)
        for step in range(k):
            g, t = gradient(surface, fast), t + 1
            for i in (0, 1):
                m[i] = beta1 * m[i] + (1 - beta1) * g[i]
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] ** 2
                fast[i] -= eta * (m[i] / (1 - beta1**t)) / (math.sqrt(v[i] / (1 - beta2**t)) + epsilon)
            if step < k - 1:
                yield tuple(fast)
        slow = [a + alpha * (b - a) for a, b in zip(slow, fast, strict=True)]
        yield tuple(slow)


@pytest.mark.parametrize("beta2", [0.55, 0.75, 0.99, 0.999])
@pytest.mark.parametrize("surface", [BEALE, ROSENBROCK], ids=lambda surface: surface.name)
def test_radam_is_the_papers(surface, beta2):
    run = minimize(OPTIMIZERS["radam"](learning_rate=0.004, beta1=0.8, beta2=beta2, epsilon=1e-3), surface, steps=60)
    expected = list(radam_of_the_paper(surface, list(surface.start), 60, 0.004, 0.8, beta2, 1e-3))
    np.testing.assert_allclose(run.points[1:], expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(("beta2", "first"), [(0.999, 5), (0.99, 5), (0.75, 6), (0.55, None)])
def test_radam_trusts_its_squares_from_the_step_at_which_rho_exceeds_four(beta2, first):
    # Until then a coordinate does not know its own scale: m̂ is g for β₁ = 0, and the step is η g.
    run = minimize(OPTIMIZERS["radam"](learning_rate=1e-3, beta1=0.0, beta2=beta2), ravine(10.0), (1.0, 1.0), steps=12)
    plain = np.isclose(np.diff(run.points, axis=0), -1e-3 * run.gradients[:-1], rtol=1e-9).all(axis=1)
    assert list(plain) == [first is None or step < first for step in range(1, 13)]


@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_lion_is_the_papers(decay):
    run = minimize(OPTIMIZERS["lion"](learning_rate=0.013, beta1=0.8, beta2=0.95, weight_decay=decay), BEALE, steps=150)
    expected = list(lion_of_the_paper(BEALE, list(BEALE.start), 150, 0.013, 0.8, 0.95, decay))
    np.testing.assert_allclose(run.points[1:], expected, rtol=1e-9, atol=1e-11)


@runs
@given(points)
def test_every_step_of_lion_is_as_long_along_each_axis(start):
    steps = np.abs(np.diff(minimize(OPTIMIZERS["lion"](learning_rate=0.0625), ravine(5.0), start, steps=30).points, axis=0))
    assert np.all(np.isclose(steps, 0.0625, rtol=1e-9) | (steps == 0))


@pytest.mark.parametrize(("k", "alpha"), [(1, 0.5), (5, 0.5), (6, 0.8), (3, 0.0)])
def test_lookahead_is_the_papers(k, alpha):
    optimizer = OPTIMIZERS["lookahead"](learning_rate=0.03, beta1=0.8, beta2=0.95, epsilon=1e-3, period=k, slow_step=alpha)
    run = minimize(optimizer, BEALE, steps=k * (120 // k))
    expected = list(lookahead_of_the_paper(BEALE, BEALE.start, 120 // k, k, alpha, 0.03, 0.8, 0.95, 1e-3))
    np.testing.assert_allclose(run.points[1:], expected, rtol=1e-9, atol=1e-11)


def test_lookahead_that_goes_all_the_way_is_adam():
    lookahead = minimize(OPTIMIZERS["lookahead"](slow_step=1.0, period=4), BEALE, steps=100)
    np.testing.assert_allclose(lookahead.points, minimize(OPTIMIZERS["adam"](), BEALE, steps=100).points, rtol=1e-9)


def test_lookahead_that_goes_nowhere_is_back_at_the_start_every_k_steps():
    run = minimize(OPTIMIZERS["lookahead"](slow_step=0.0, period=4), BEALE, steps=40)
    np.testing.assert_allclose(run.points[::4], np.tile(BEALE.start, (11, 1)), rtol=1e-12)
    assert np.abs(run.points[1] - run.points[0]).min() > 0.05


def test_ranger_that_goes_all_the_way_is_radam():
    values = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.95, "epsilon": 1e-4}
    ranger = minimize(OPTIMIZERS["ranger"](**values, period=1, slow_step=1.0), BEALE, steps=100)
    radam = minimize(OPTIMIZERS["radam"](**values), BEALE, steps=100)
    assert np.array_equal(ranger.points, radam.points)


def test_ranger_is_radam_that_goes_back_every_k_steps():
    # One round: the fifth point is halfway between the start and where RAdam would be.
    values = {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.95, "epsilon": 1e-4}
    ranger = minimize(OPTIMIZERS["ranger"](**values, period=5, slow_step=0.25), BEALE, steps=5)
    radam = minimize(OPTIMIZERS["radam"](**values), BEALE, steps=5)
    np.testing.assert_allclose(ranger.points[:5], radam.points[:5], rtol=1e-13)
    np.testing.assert_allclose(ranger.points[5], 0.75 * radam.points[0] + 0.25 * radam.points[5], rtol=1e-13)


def test_qhm_without_the_mean_is_gradient_descent():
    qhm = minimize(OPTIMIZERS["qhm"](learning_rate=0.005, nu=0.0), BEALE, steps=100)
    assert np.array_equal(qhm.points, minimize(OPTIMIZERS["sgd"](learning_rate=0.005), BEALE, steps=100).points)


def test_qhm_with_nothing_but_the_mean_is_momentum_with_a_damped_gradient():
    # η times the mean is the velocity of the heavy ball with the learning rate η (1 − γ).
    qhm = minimize(OPTIMIZERS["qhm"](learning_rate=0.02, momentum=0.8, nu=1.0), BEALE, steps=100)
    ball = minimize(OPTIMIZERS["momentum"](learning_rate=0.02 * 0.2, momentum=0.8), BEALE, steps=100)
    np.testing.assert_allclose(qhm.points, ball.points, rtol=1e-9)


def test_nag_in_its_mean_form_is_qhm():
    # Ma and Yarats (2018): ν = β gives Nesterov's gradient, as libraries write it: drawn at the look-ahead point.
    qhm = minimize(OPTIMIZERS["qhm"](learning_rate=0.02, momentum=0.8, nu=0.8), BEALE, steps=100)
    nag = minimize(OPTIMIZERS["nag"](learning_rate=0.02 * 0.2, momentum=0.8), BEALE, steps=100)
    np.testing.assert_allclose(qhm.points, nag.points - 0.8 * nag.states.v, rtol=1e-9)


def test_qhadam_with_nothing_but_the_means_is_adam():
    values = {"learning_rate": 0.05, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}
    qhadam = minimize(OPTIMIZERS["qhadam"](**values, nu1=1.0, nu2=1.0), BEALE, steps=100)
    np.testing.assert_allclose(qhadam.points, minimize(OPTIMIZERS["adam"](**values), BEALE, steps=100).points, rtol=1e-10)


@runs
@given(points)
def test_qhadam_without_the_means_steps_by_the_sign(start):
    run = minimize(OPTIMIZERS["qhadam"](learning_rate=0.1, nu1=0.0, nu2=0.0, epsilon=1e-200), ravine(3.0), start, steps=10)
    np.testing.assert_allclose(np.diff(run.points, axis=0), -0.1 * np.sign(run.points[:-1]), rtol=1e-9)


@runs
@given(coordinate, st.booleans())
def test_along_one_axis_the_full_matrix_is_adagrad(distance, vertical):
    start = (0.0, distance) if vertical else (distance, 0.0)
    values = {"learning_rate": 0.3, "epsilon": 0.01}
    full = minimize(OPTIMIZERS["adagrad_full"](**values), SURFACES["bowl"], start, steps=40)
    diagonal = minimize(OPTIMIZERS["adagrad"](**values), SURFACES["bowl"], start, steps=40)
    np.testing.assert_allclose(full.points, diagonal.points, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("epsilon", [1e-8, 1e-3, 1.0])
def test_full_adagrad_takes_the_inverse_root_of_its_matrix(epsilon):
    run = minimize(OPTIMIZERS["adagrad_full"](learning_rate=0.4, epsilon=epsilon), BEALE, steps=80)
    matrix = np.zeros((2, 2))
    for t in range(80):
        g = run.gradients[t]
        matrix = matrix + np.outer(g, g)
        eigenvalues, vectors = np.linalg.eigh(matrix)
        step = vectors @ (vectors.T @ g / np.sqrt(np.maximum(eigenvalues, 0) + epsilon))
        np.testing.assert_allclose(run.points[t + 1], run.points[t] - 0.4 * step, rtol=1e-9)
    np.testing.assert_allclose([run.states.G_xx[-1, 0], run.states.G_xy[-1, 0], run.states.G_yy[-1, 0]], matrix[[0, 0, 1], [0, 1, 1]])


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
def test_the_first_step_of_full_adagrad_is_as_long_as_the_learning_rate_however_steep_it_is(gx, gy):
    # (g gᵀ)^(−1/2) g is g over its length. One eigenvalue of g gᵀ is 0, so rounding must not let it come out as less than −ε.
    optimizer = OPTIMIZERS["adagrad_full"](learning_rate=1.0, epsilon=1e-8)
    g = np.array([gx, gy])
    x, _ = optimizer.update(np.zeros(2), g, optimizer.State())
    np.testing.assert_allclose(x, -g / np.sqrt(g @ g + 1e-8), rtol=1e-6, atol=1e-9)


def test_rounding_never_makes_the_matrix_of_full_adagrad_negative():
    # The smaller eigenvalue of g gᵀ is 0, and comes out as some 1e-16 of the larger one, with either sign.
    optimizer = OPTIMIZERS["adagrad_full"](epsilon=1e-10)
    g = np.random.default_rng(0).uniform(-1e6, 1e6, (2, 1000))
    x, _ = optimizer.update(np.zeros((2, 1000)), g, optimizer.State())
    assert np.isfinite(x).all()


def test_diagonal_newton_takes_curvature_without_its_sign_so_that_it_leaves_a_saddle():
    run = minimize(OPTIMIZERS["diagonal_newton"](decay=0.5), SURFACES["saddle"], (1.0, 0.01), steps=30)
    np.testing.assert_allclose(run.states.h[-1], 2, rtol=1e-6)
    assert abs(run.points[-1, 1]) > abs(run.points[0, 1])


def test_diagonal_newton_learns_the_curvature_along_each_axis():
    # On a ravine along the axes every difference of gradients gives the curvatures 1 and κ, and the mean started at 0.
    run = minimize(OPTIMIZERS["diagonal_newton"](learning_rate=0.1, decay=0.75), ravine(30.0), steps=25)
    learned = 1 - 0.75 ** np.arange(25.0)
    np.testing.assert_allclose(run.states.h[1:], np.outer(learned, (1, 30)), rtol=1e-9)


def test_diagonal_newton_without_memory_ends_an_aligned_quadratic_at_its_second_step():
    run = minimize(OPTIMIZERS["diagonal_newton"](learning_rate=1.0, decay=0.0, damping=1e-9), ravine(30.0), (1e-12, 1e-12), steps=3)
    assert np.abs(run.points[1]).min() > 1e-5
    np.testing.assert_allclose(run.points[2], 0, atol=1e-10)


def test_diagonal_newton_keeps_what_it_knows_of_an_axis_on_which_it_stands_still():
    run = minimize(OPTIMIZERS["diagonal_newton"](), SURFACES["bowl"], (1.0, 0.0), steps=10)
    assert np.all(run.states.h[:, 1] == 0)
    assert np.all(np.diff(run.states.h[1:, 0]) > 0)


@pytest.mark.parametrize("deviation", [0.3, 1.0, 4.0])
def test_the_fisher_information_is_that_of_the_normal_distribution(deviation):
    """F is the mean of the outer product of the score, ∂ log p / ∂(mean, log σ), taken here by Gauss and Hermite's rule."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    score = np.array((nodes / deviation, nodes * nodes - 1))
    fisher = (score * weights) @ score.T / weights.sum()
    np.testing.assert_allclose(fisher[0, 1], 0, atol=1e-12)
    optimizer = OPTIMIZERS["natural_gradient"](learning_rate=0.5, damping=0.25)
    x, g = np.array([1.0, np.log(deviation)]), np.array([2.0, -3.0])
    reached, _ = optimizer.update(x, g, optimizer.State())
    np.testing.assert_allclose(reached, x - 0.5 * np.linalg.solve(fisher + 0.25 * np.eye(2), g), rtol=1e-12)


def test_the_natural_gradient_gets_as_near_to_a_distribution_in_any_units():
    """Amari (1998): the path does not depend on the units of the model; plain gradient descent does not care to be so."""
    # KL from N(m, s) to N(a, b), as a function of (m, log s). Ten times the unit: means and deviations ten times as large.
    for factor in (1.0, 10.0):
        optimizer = OPTIMIZERS["natural_gradient"](learning_rate=0.3, damping=0.0)
        x = np.array([2.0 * factor, np.log(0.5 * factor)])
        path = []
        for _ in range(20):
            deviation = np.exp(x[1])
            g = np.array([(x[0] - factor) / factor**2, (deviation / factor) ** 2 - 1])
            x, _ = optimizer.update(x, g, optimizer.State())
            path.append((x[0] / factor, x[1] - np.log(factor)))
        if factor == 1:
            first = path
    np.testing.assert_allclose(path, first, rtol=1e-9, atol=1e-12)


# --- methods that search ----------------------------------------------------------------------------------------


@runs
@given(st.floats(1, 100), st.floats(-90, 90), points)
def test_bfgs_ends_a_quadratic_in_a_few_steps(condition, angle, start):
    run = minimize(OPTIMIZERS["bfgs"](learning_rate=0.05), ravine(condition, angle), start, steps=40)
    assert run.steps_to(1e-9) in range(26)


@pytest.mark.parametrize(("condition", "angle", "start"), [(30, 25, (2, 1)), (3, 0, (2, 1)), (100, -60, (-1, 2)), (10, 80, (0.5, 3))])
def test_bfgs_converges_superlinearly_and_learns_the_inverse_hessian(condition, angle, start):
    surface = ravine(condition, angle)
    run = minimize(OPTIMIZERS["bfgs"](learning_rate=0.05), surface, start, steps=20)
    factors = run.distances[1:] / run.distances[:-1]
    assert factors[6:11].max() < 0.6
    assert factors[15:20].max() < 1e-3
    xx, xy, yy = (entry[:, 0] for entry in (run.states.H_xx, run.states.H_xy, run.states.H_yy))
    product = np.einsum("ijt,jk->ikt", np.array(((xx, xy), (xy, yy))), surface.hessian(np.zeros((2, 1)))[..., 0])
    off = np.abs(product - np.eye(2)[..., None]).max(axis=(0, 1))
    assert off[1] > 0.5
    assert off[20] < 1e-3


@pytest.mark.parametrize("key", ["beale", "rosenbrock", "himmelblau", "styblinski_tang"])
def test_the_matrix_of_bfgs_satisfies_the_secant_equation_and_stays_positive(key):
    run = minimize(OPTIMIZERS["bfgs"](), SURFACES[key], steps=15)
    for t in range(1, 15):
        _, at = run.points[t], type(run.states)(*(field[t + 1] for field in run.states))
        matrix = np.array([[at.H_xx[0], at.H_xy[0]], [at.H_xy[0], at.H_yy[0]]])
        s, y = run.points[t] - run.points[t - 1], run.gradients[t] - run.gradients[t - 1]
        if y @ s > 1e-20:
            np.testing.assert_allclose(matrix @ y, s, rtol=1e-6, atol=1e-12)
            assert np.linalg.eigvalsh(matrix).min() > 0


def test_bfgs_learns_nothing_from_a_slope_that_fell():
    # Only a search that ended early leaves such a step behind: the product of step and change is −1/2.
    bfgs = OPTIMIZERS["bfgs"]()
    before = bfgs.State(H_xx=2.0, H_xy=0.5, H_yy=1.0, g=np.array([1.0, 0.0]), s=np.array([1.0, 0.0]), alpha=1.0, t=5.0, queries=9.0)
    _, after = bfgs.update(np.array([1.0, 1.0]), np.array([0.5, 1.0]), before, Oracle(SURFACES["bowl"]).look)
    assert (after.H_xx, after.H_xy, after.H_yy) == (2.0, 0.5, 1.0)


@pytest.mark.parametrize("key", ["bfgs", "conjugate_gradient"])
@runs
@given(start=points, flatness=st.floats(0.05, 0.9))
def test_every_step_of_a_search_satisfies_the_strong_wolfe_conditions(key, start, flatness):
    run = minimize(OPTIMIZERS[key](flatness=flatness), BEALE, start, steps=12)
    steps = np.diff(run.points, axis=0)
    for t in range(12):
        promised = run.gradients[t] @ steps[t]
        if run.gaps[t] > 1e-12 and promised < 0 and np.diff(run.queries)[t] < 30:
            assert run.values[t + 1] <= run.values[t] + 0.99e-4 * promised
            assert abs(run.gradients[t + 1] @ steps[t]) <= flatness * abs(promised) * (1 + 1e-6)


@runs
@given(st.floats(1, 100), st.floats(-90, 90), points)
def test_conjugate_gradients_end_a_quadratic_in_two_steps_when_they_search_to_the_end(condition, angle, start):
    run = minimize(OPTIMIZERS["conjugate_gradient"](flatness=1e-6), ravine(condition, angle), start, steps=2)
    assert run.gaps[2] <= 1e-6 * run.gaps[0]


@pytest.mark.parametrize(("condition", "angle", "start"), [(30, 25, (2, 1)), (3, 0, (2, 1)), (100, -60, (-1, 2)), (10, 80, (0.5, 3))])
def test_conjugate_gradients_are_conjugate(condition, angle, start):
    surface = ravine(condition, angle)
    run = minimize(OPTIMIZERS["conjugate_gradient"](flatness=1e-6), surface, start, steps=2)
    hessian = surface.hessian(np.zeros((2, 1)))[..., 0]
    first, second = run.states.p[1], run.states.p[2]
    sizes = np.sqrt((first @ hessian @ first) * (second @ hessian @ second))
    assert abs(first @ hessian @ second) <= 1e-3 * sizes
    assert abs(first @ second) > 0.01 * np.hypot(*first) * np.hypot(*second)


@runs
@given(st.floats(1, 100), st.floats(-90, 90), points)
def test_conjugate_gradients_with_the_default_search_take_a_few_steps(condition, angle, start):
    run = minimize(OPTIMIZERS["conjugate_gradient"](), ravine(condition, angle), start, steps=40)
    assert run.steps_to(1e-9) in range(26)


@pytest.mark.parametrize("key", ["adagrad_full", "bfgs", "conjugate_gradient", "qhm"])
@pytest.mark.parametrize("angle", [20.0, 75.0, -40.0])
def test_these_methods_do_not_see_how_a_valley_is_turned(key, angle):
    start = np.array((2.0, 1.0))
    c, s = np.cos(np.pi / 180 * angle), np.sin(np.pi / 180 * angle)
    turn = np.array(((c, -s), (s, c)))
    straight = minimize(OPTIMIZERS[key](), ravine(10.0), start, steps=10)
    turned = minimize(OPTIMIZERS[key](), ravine(10.0, angle), turn @ start, steps=10)
    np.testing.assert_allclose(turned.points, straight.points @ turn.T, rtol=1e-8, atol=1e-8)
    assert np.array_equal(turned.queries[:3], straight.queries[:3])


@pytest.mark.parametrize("key", ["bfgs", "conjugate_gradient"])
def test_a_search_never_climbs(key):
    for surface in ("beale", "rosenbrock", "himmelblau", "rastrigin", "branin", "goldstein_price", "six_hump_camel"):
        run = minimize(OPTIMIZERS[key](), SURFACES[surface], steps=40)
        assert np.all(np.diff(run.values) <= 0)
        assert run.status in (Status.CONVERGED, Status.STALLED)


@pytest.mark.parametrize("key", ["bfgs", "conjugate_gradient"])
def test_queries_are_the_first_gradient_and_every_trial(key, monkeypatch):
    trials = []
    look = Oracle.look

    def watched(oracle, points):
        trials.append(points.copy())
        return look(oracle, points)

    monkeypatch.setattr(Oracle, "look", watched)
    run = minimize(OPTIMIZERS[key](), BEALE, steps=12)
    # Every search looks at its own starting point first, whose gradient is known.
    assert run.queries[-1] == 1 + len(trials) - 12
    assert run.queries[0] == 0
    assert np.all(np.diff(run.queries)[:8] >= 1)
    assert run.queries[-1] > 12


@pytest.mark.parametrize("key", ["bfgs", "conjugate_gradient"])
def test_a_search_that_found_nothing_is_not_repeated(key):
    # Near this minimum f is 19.9, and what is left to be gained is less than one unit in its last place.
    run = minimize(OPTIMIZERS[key](), SURFACES["rastrigin"], steps=80)
    assert np.abs(run.gradients[-1]).max() > 0
    assert run.states.alpha[-1, 0] == 0
    assert run.queries[-1] == run.queries[30] < 200
    assert np.array_equal(run.points[-1], run.points[30])
    assert run.status is Status.STALLED


def test_bfgs_forgets_its_matrix_after_a_search_that_found_nothing_and_goes_on():
    """On Easom from (2, 0.5) a search finds nothing in step 32, where the slope is still 0.11."""
    easom = SURFACES["easom"]
    run = minimize(OPTIMIZERS["bfgs"](), easom, (2.0, 0.5), steps=60)
    failed = int(np.flatnonzero(run.states.alpha[1:, 0] == 0)[0]) + 1
    assert np.hypot(*run.gradients[failed]) > 0.1
    H_xx, H_xy, H_yy = (field[failed + 1, 0] for field in run.states[:3])
    assert (H_xx, H_xy, H_yy) == (0.01, 0.0, 0.01)
    p = run.points[failed + 1] - run.points[failed]
    assert p == pytest.approx(-run.states.alpha[failed + 1, 0] * 0.01 * run.gradients[failed])
    assert run.status is Status.CONVERGED


def test_bfgs_never_rests_where_there_is_a_slope():
    """From 196 starts all over the window: a run that ends with a slope still moves."""
    for key in ("easom", "branin", "gaussian_wells", "six_hump_camel", "three_hump_camel"):
        with case(key):
            surface = SURFACES[key]
            starts = np.array(np.meshgrid(*(np.linspace(*bounds, 14) for bounds in surface.domain)))
            run = minimize(OPTIMIZERS["bfgs"](), surface, starts, steps=150)
            slope, moves = np.hypot(*run.gradients[-1]), run.step_lengths[-20:].any(axis=0)
            assert not ((slope > 1e-6) & ~moves & (run.gaps[-1] > run.tolerance)).any()


@pytest.mark.parametrize("key", ["bfgs", "conjugate_gradient"])
@pytest.mark.parametrize("start", [(3.0, 0.5), (0.0, 1.0)], ids=["minimizer", "saddle"])
def test_where_the_gradient_is_zero_a_search_stays_with_nothing_but_numbers_in_its_state(key, start):
    run = minimize(OPTIMIZERS[key](), BEALE, start, steps=10)
    assert np.array_equal(run.points, np.tile(start, (11, 1)))
    assert all(np.isfinite(field).all() for field in run.states)
    assert list(run.queries) == [0] + [1] * 10


@pytest.mark.parametrize("key", ["bfgs", "conjugate_gradient"])
def test_where_f_has_no_lower_bound_a_search_runs_away(key):
    run = minimize(OPTIMIZERS[key](), SURFACES["saddle"], (0.5, 0.5), steps=20)
    assert run.status is Status.DIVERGED


def test_a_search_converges_exactly_where_the_last_digits_underflow():
    # Towards (0, 0) there is always a smaller number: distances, slopes and curvatures all end below the smallest one.
    for key in ("bfgs", "conjugate_gradient"):
        run = minimize(OPTIMIZERS[key](), ravine(20.0), steps=400)
        assert run.status is Status.CONVERGED
        assert np.isfinite(run.points).all()
