"""The search along a direction: what it finds satisfies the strong Wolfe conditions, and what it asked for is counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optviz.line_search import MOST_TRIALS, SUFFICIENT_DECREASE, search
from optviz.oracle import Oracle
from optviz.plane import inner, times
from surfaces import SURFACES

BOWL, BEALE = SURFACES["bowl"], SURFACES["beale"]
EAST = np.array([1.0, 0.0])
coordinate = st.floats(-3, 3)


def along_x(f, slope):
    """What a search sees of a function of x alone."""
    return lambda points: (f(points[0]), np.stack((slope(points[0]), 0 * points[1])))


def descend_from(surface, x, p=None, first=1.0, flatness=0.5, wanted=True):
    look = Oracle(surface).look
    g = look(x)[1]
    p = -g if p is None else p
    return search(look, x, p, g, first, flatness, wanted), p, g


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["beale", "rosenbrock", "himmelblau", "ravine", "styblinski_tang"]),
    st.tuples(coordinate, coordinate),
    st.floats(-1.4, 1.4),
    st.floats(1e-3, 100),
    st.floats(0.01, 0.95),
)
@example("beale", (0.001, 0.99999), 0.0, 0.001, 0.015625)  # found by the last trial
def test_what_is_found_satisfies_the_strong_wolfe_conditions(key, point, angle, first, flatness):
    surface, x = SURFACES[key], np.array(point)
    look = Oracle(surface).look
    f, g = look(x)
    if np.hypot(*g) < 1e-3:
        return
    c, s = np.cos(angle), np.sin(angle)
    p = -np.array((c * g[0] - s * g[1], s * g[0] + c * g[1])) / np.hypot(*g)
    alpha, trials = search(look, x, p, g, first, flatness, True)
    assert 0 < trials <= MOST_TRIALS  # what is found by the last of them is found
    value, gradient = look(x + alpha * p)
    assert alpha > 0
    assert value <= f + SUFFICIENT_DECREASE * alpha * inner(g, p)
    assert abs(inner(gradient, p)) <= flatness * abs(inner(g, p))


def test_a_length_is_doubled_until_it_is_too_long_and_halved_from_there():
    # Along −1 from 1 on the bowl the best length is 1. Tried are 1/8, 1/4, 1/2 and 1.
    found, _, _ = descend_from(BOWL, EAST, p=-EAST, first=0.125, flatness=0.1)
    assert found == (1.0, 4)
    # 8, 4, and 2, which leads to as high a point on the other side, then 1.
    found, _, _ = descend_from(BOWL, EAST, p=-EAST, first=8.0, flatness=0.1)
    assert found == (1.0, 4)
    # 3/4 is too short and 3/2 too long, so what lies halfway is next.
    found, _, _ = descend_from(BOWL, EAST, p=-EAST, first=0.75, flatness=0.2)
    assert found == (1.125, 3)


def test_a_lane_finds_what_it_finds_alone():
    rng = np.random.default_rng(3)
    x = rng.uniform(-3, 3, (2, 40))
    (alpha, trials), p, g = descend_from(BEALE, x, flatness=0.2)
    assert len(set(trials)) > 3
    for i in range(40):
        alone = search(Oracle(BEALE).look, x[:, i], p[:, i], g[:, i], 1.0, 0.2, True)
        assert alone == (alpha[i], trials[i])


def test_a_lane_may_have_a_first_length_and_a_flatness_of_its_own():
    x = np.tile([[1.0], [2.0]], 3)
    first, flatness, wanted = np.array([0.01, 1.0, 5.0]), np.array([0.1, 0.5, 0.9]), np.array([True, True, False])
    (alpha, trials), p, g = descend_from(BEALE, x, first=first, flatness=flatness, wanted=wanted)
    for i in range(3):
        alone = search(Oracle(BEALE).look, x[:, i], p[:, i], g[:, i], first[i], flatness[i], wanted[i])
        assert alone == (alpha[i], trials[i])
    assert (alpha[2], trials[2]) == (0, 0)


def test_every_trial_is_counted_and_nothing_else():
    asked = []
    look = Oracle(BEALE).look
    x = np.array([1.0, 1.5])
    g = BEALE.gradient(x)

    def watched(points):
        asked.append(points)
        return look(points)

    _, trials = search(watched, x, -g, g, 1.0, 0.1, True)
    # The first look is at x itself, where the method knows the gradient already.
    assert np.array_equal(asked[0], x)
    assert trials == len(asked) - 1 > 3


@pytest.mark.parametrize(("p", "wanted"), [((0.0, 0.0), True), ((1.0, 0.0), True), ((0.0, 1.0), True), ((-1.0, 0.0), False)], ids=repr)
def test_where_there_is_nothing_to_find_it_rests_and_asks_for_nothing(p, wanted):
    found, _, _ = descend_from(BOWL, EAST, p=np.array(p), wanted=wanted)
    assert found == (0.0, 0)


def test_where_no_length_is_flat_enough_the_lowest_with_enough_decrease_is_taken():
    # |x| is as steep on one side as on the other. From 1 along −1, the trials close in on the kink.
    corner = along_x(np.abs, np.sign)
    alpha, trials = search(corner, EAST, -EAST, EAST, 0.3, 0.5, True)
    assert trials == MOST_TRIALS
    assert alpha == pytest.approx(1, abs=1e-7)
    assert alpha != 1


def test_the_lowest_is_taken_even_if_a_later_trial_had_enough_decrease_too():
    # f falls to −1 just before 1 and is −1/2 from there on, seemingly rising: the trials come from both sides in turn, last from above.
    ledge = along_x(lambda x: np.where(x < 1, -x, -0.5), lambda x: np.where(x < 1, -1.0, 5.0))
    alpha, trials = search(ledge, 0 * EAST, EAST, -EAST, 0.375, 0.5, True)
    assert trials == MOST_TRIALS
    assert 1 - 1e-7 < alpha < 1


def test_where_f_falls_without_end_the_farthest_trial_is_taken():
    endless = along_x(lambda x: x, np.ones_like)
    assert search(endless, EAST, -EAST, EAST, 1.0, 0.5, True) == (2.0 ** (MOST_TRIALS - 1), MOST_TRIALS)


def test_where_f_only_rises_it_stays_and_stops_once_a_trial_is_no_other_point():
    # The slope at x is a lie, so no trial decreases enough; from 1 a step below 2⁻⁵³ leads nowhere.
    liar = along_x(lambda x: (x - 1) ** 2, lambda x: 2 * (x - 1))
    assert search(liar, EAST, -EAST, EAST, 1.0, 0.5, True) == (0.0, MOST_TRIALS)
    assert search(liar, EAST, -EAST, EAST, 2.0**-40, 0.5, True) == (0.0, 14)


def test_a_place_without_a_value_is_too_far():
    def half(points):
        x = points[0]
        return np.where(x > 0, x * x, np.nan), np.stack((np.where(x > 0, 2 * x, np.nan), 0 * x))

    alpha, _ = search(half, EAST, -EAST, 2 * EAST, 4.0, 0.6, True)
    assert alpha == 0.5


def test_a_matrix_is_the_same_per_lane_and_as_it_is_recorded():
    rng = np.random.default_rng(1)
    xx, xy, yy = rng.normal(size=(3, 5))
    vector = rng.normal(size=(2, 5))
    expected = np.einsum("ijn,jn->in", np.array(((xx, xy), (xy, yy))), vector)
    np.testing.assert_allclose(times(xx, xy, yy, vector), expected, rtol=1e-14)
    recorded = (np.tile(entry, (2, 1)) for entry in (xx, xy, yy))
    assert np.array_equal(times(*recorded, vector), times(xx, xy, yy, vector))
    assert np.array_equal(times(xx[0], xy[0], yy[0], vector[:, 0]), times(xx, xy, yy, vector)[:, 0])
