"""What the card of a surface says in numbers, or of what methods do there, is so."""

import itertools

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, Status, basins, minimize
from surfaces import SURFACES


def says(key, words):
    """The surface, whose card says these words."""
    assert words in SURFACES[key].sentence
    return SURFACES[key]


def run(key, surface, start=None, steps=300, **values):
    return minimize(OPTIMIZERS[key](**values), surface, start, steps)


def slopes(surface):
    """|∇f| on a grid of the window, its edges included."""
    points = np.meshgrid(*(np.linspace(*bounds, 401) for bounds in surface.domain))
    return np.hypot(*surface.gradient(np.array(points)))


def test_quadratics_are_as_much_steeper_across_as_they_say():
    for key, words, condition in [("booth", "nine times as steep across as along", 9), ("bowl", "Equally steep in all directions", 1)]:
        with case(key):
            surface = says(key, words)
            smallest, largest = np.linalg.eigvalsh(surface.hessian(surface.start))
            assert largest / smallest == pytest.approx(condition)


def test_a_small_learning_rate_barely_moves_on_matyas():
    surface = says("matyas", "a small learning rate barely moves")
    along = run("sgd", surface, learning_rate=0.01).points.sum(axis=1)  # x + y: along the diagonal
    assert along[-1] > 0.85 * along[0]


def test_slopes_are_as_steep_as_the_cards_say():
    assert slopes(says("zakharov", "slopes of up to 15,000")).max() == pytest.approx(15_000, rel=0.02)
    goldstein = says("goldstein_price", "Slopes of a million right next to a floor of three")
    assert slopes(goldstein).max() > 1e6
    assert goldstein.minimum == 3
    overshooting = run("sgd", SURFACES["zakharov"], (10.0, 10.0), learning_rate=0.01)
    assert overshooting.status == Status.DIVERGED
    assert run("sgd", SURFACES["zakharov"], (0.5, -0.5), steps=1000, learning_rate=0.01).status == Status.CONVERGED


def test_which_minimizer_of_branin_is_reached_depends_on_the_start_and_on_the_momentum():
    surface = says("branin", "which one a method reaches depends on its start and its momentum")
    by_momentum = {momentum: basins(OPTIMIZERS["momentum"](momentum=momentum), surface, 32, 1000) for momentum in (0.0, 0.9)}
    for found in by_momentum.values():
        assert len(set(found.index[found.index >= 0].tolist())) == 3
    assert (by_momentum[0.0].index != by_momentum[0.9].index).any()


def test_momentum_rolls_over_the_ripples_that_trap_gradient_descent():
    surface = says("bohachevsky", "trap a slow method; one with momentum rolls over them")
    assert run("sgd", surface).status == Status.STALLED
    assert run("momentum", surface).status == Status.CONVERGED


def test_without_momentum_the_first_minimum_of_the_three_hump_camel_is_the_last():
    surface = says("three_hump_camel", "a method without momentum ends in the first one that it meets")
    sgd = run("sgd", surface)
    assert np.hypot(*(sgd.points[-1] - np.reshape(surface.local_minima[0], 2))) < 0.1


def test_short_steps_downhill_end_in_the_dent_where_they_began():
    surface = says("rastrigin", "short steps downhill end in the dent")
    starts = np.random.default_rng(0).uniform(-4.4, 4.4, (2, 200))
    starts = starts[:, (np.abs(starts - np.round(starts)) < 0.4).all(axis=0)]
    ends = run("sgd", surface, starts, learning_rate=1e-4, steps=3000).points[-1]
    assert np.array_equal(np.round(ends), np.round(starts))


def test_up_close_the_slope_of_griewank_leads_to_the_minimizer_half_the_time():
    surface = says("griewank", "up close, no slope tells you where the global minimizer lies")
    points = np.random.default_rng(0).uniform(-10, 10, (2, 10_000))
    closer = -(surface.gradient(points) * points).sum(axis=0) < 0
    assert 0.4 < closer.mean() < 0.6


def test_past_the_monkey_saddle_plain_descent_takes_long():
    surface = says("monkey_saddle", "where gradient and Hessian vanish")
    assert not np.any(surface.gradient((0.0, 0.0)))
    assert not np.any(surface.hessian((0.0, 0.0)))
    lengths = run("sgd", surface, learning_rate=0.01).step_lengths
    assert lengths.min() < 0.01 * lengths[1]


def test_a_wide_well_catches_more_than_a_deep_one():
    surface = says("gaussian_wells", "the wide one catches more starts, even where the narrow one is deeper")
    starts = np.stack(np.meshgrid(*(np.linspace(*bounds, 20) for bounds in surface.domain)))
    for depth, (key, values) in itertools.product((1.5, 3.0), {"sgd": {"learning_rate": 0.1}, "adam": {}, "rprop": {}}.items()):
        with case((depth, key)):
            x, y = run(key, surface.replace(depth=depth), starts, 600, **values).points[-1]
            wide, narrow = (np.hypot(x - center, y) < 0.3 for center in (-1.5, 1.5))
            assert wide.mean() > 1.5 * narrow.mean()


def test_the_slope_for_the_irises_is_steep_where_most_are_misclassified_and_flat_where_few_are():
    surface = says("logistic_regression", "steep where most are misclassified, flat where few are")
    points = np.stack(np.meshgrid(*(np.linspace(*bounds, 41) for bounds in surface.domain))).reshape(2, -1)
    length, width, side = surface.examples
    misclassified = ((np.outer(points[0], length) + np.outer(points[1], width)) * side <= 0).mean(axis=1)
    assert misclassified.min() == 0.05, "no line tells all of them apart"
    slopes = np.hypot(*surface.gradient(points))
    assert np.median(slopes[misclassified > 0.5]) > 20 * np.median(slopes[misclassified < 0.1])


def test_at_the_edge_of_the_cliff_a_step_leads_out_of_the_window():
    surface = says("cliff", "a learning rate that suits the plateau can throw the run far off")
    assert run("sgd", surface, learning_rate=1.0).status == Status.CONVERGED
    assert run("sgd", surface, (0.02, 2.0), 1, learning_rate=1.0).points[-1, 0] < surface.domain[0][0]


def test_near_the_tip_of_ackley_s_funnel_steps_get_no_shorter():
    surface = says("ackley", "stays steep right down to its tip, so a constant learning rate never settles there")
    assert np.hypot(*surface.gradient((1e-9, 0.0))) > 2
    assert run("sgd", surface, (0.1, 0.1), learning_rate=1e-3).step_lengths[-50:].min() > 1e-3


def test_the_sign_of_y_decides_the_branch_of_dixon_and_price_s_valley():
    surface = says("dixon_price", "the sign of y decides the branch")
    for y in (0.05, -0.05):
        with case(y):
            assert np.sign(run("sgd", surface, (-2.5, y), 2000).points[-1, 1]) == np.sign(y)


def test_the_floor_of_rosenbrock_s_valley_is_reached_at_once_and_its_end_late():
    surface = says("rosenbrock", "It takes no time to get into the curved valley, and a long time to follow its floor")
    sgd = run("sgd", surface, steps=1000, learning_rate=1e-3)
    x, y = sgd.points.T
    assert abs(y[5] - x[5] ** 2) < 0.01
    assert sgd.gaps[5] > 4
    assert sgd.gaps[1000] > 0.1


def test_on_easom_a_step_that_is_scaled_by_the_gradient_hardly_moves_and_one_that_is_not_does():
    surface = says("easom", "hardly moves until it meets the hole")
    assert np.hypot(*(run("sgd", surface, (0.0, 7.0), learning_rate=1.0).points[-1] - (0.0, 7.0))) < 1e-3
    assert np.hypot(*(run("adam", surface, (0.0, 7.0), learning_rate=0.1).points[-1] - (0.0, 7.0))) > 0.5
