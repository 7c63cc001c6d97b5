"""What is said to have become of a run is so: on the slope that falls without end, at other minimizers, on saddles, rings and plateaus."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, Status, basins, minimize, race, sweep, tune
from optviz.lanes.compiled import compiled
from optviz.lanes.in_numpy import walk_in_numpy
from optviz.lanes.work import Lanes
from optviz.outcome import outcome
from optviz.status import STATUSES, minimizer_at
from surfaces import SURFACES, Surface

MCCORMICK, BRANIN, DROP_WAVE = (SURFACES[key] for key in ("mccormick", "branin", "drop_wave"))
MOMENTUM, SGD, LION = (OPTIMIZERS[key] for key in ("momentum", "sgd", "lion"))


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    """A cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


# Where f falls without end outside of the window


def test_a_run_that_ends_below_the_minimum_of_the_window_has_not_converged():
    """Each trough of McCormick's function is lower than the one before by π; two troughs farther there is a local minimum, too."""
    run = minimize(OPTIMIZERS["conjugate_gradient"](), MCCORMICK)
    assert run.values[-1] - MCCORMICK.minimum == pytest.approx(-2 * np.pi)
    assert run.status is Status.STALLED
    assert run.steps_to(1e-6) == -1
    assert run.gaps[-1] == np.inf
    assert outcome(run).endswith("a local minimum near (−6.83, −7.83), outside the window, where f falls without end")
    inside = minimize(MOMENTUM(learning_rate=0.02), MCCORMICK)
    assert inside.status is Status.CONVERGED
    assert inside.gaps[-1] == inside.values[-1] - MCCORMICK.minimum


def test_a_run_does_not_converge_in_passing_the_height_of_the_minimum_outside_the_window():
    """Down the troughs every run passes the height of the minimum. Here it stops for a moment within the tolerance of it."""
    x = np.linspace(-12, -1.5, 4001)
    heights = MCCORMICK.value(np.array([x, x - 1])) - MCCORMICK.minimum
    passing = x[np.abs(heights).argmin()]
    assert passing < MCCORMICK.domain[0][0] - 0.5
    for tolerance in (1e-2, 10.0):
        run = minimize(SGD(learning_rate=1e-9), MCCORMICK, (passing, passing - 1), steps=3, tolerance=tolerance)
        assert abs(run.values[-1] - MCCORMICK.minimum) < 1e-2
        assert (run.status, run.steps_to(tolerance)) == (Status.RUNNING, -1)
        lanes = Lanes(SGD(learning_rate=1e-9), MCCORMICK, (passing, passing - 1), 3, tolerance, {"y": np.array([passing - 1])}, stops=True)
        for walk in (walk_in_numpy, compiled(lanes, wait=True)):
            assert walk(lanes.part(0, 1)).steps_to.tolist() == [-1]


@pytest.mark.parametrize("stops", [False, True])
def test_lanes_that_leave_the_window_are_the_same_in_numpy_as_machine_code_and_as_single_runs(stops):
    x, y = np.linspace(-6, 5, 12), np.linspace(-7, 4, 11)
    lanes = Lanes(MOMENTUM(learning_rate=0.1), MCCORMICK, (0.0, 0.0), 60, 1e-2, {"y": y, "x": x}, stops)
    part = lanes.part(0, lanes.size)
    in_numpy, as_machine_code = walk_in_numpy(part), compiled(lanes, wait=True)(part)
    for one, other in zip(in_numpy, as_machine_code, strict=True):
        assert np.array_equal(one, other)
    run = minimize(lanes.optimizer, MCCORMICK, np.array(np.meshgrid(x, y)), 60, 1e-2)
    assert np.array_equal(in_numpy.steps_to, run.steps_to(1e-2).ravel())
    if not stops:
        assert np.array_equal(in_numpy.gaps(part), run.gaps[-1].ravel())
        assert np.array_equal(np.array(STATUSES)[in_numpy.status(part)], run.status.ravel())
    left = (run.values[-1] < MCCORMICK.minimum).ravel()
    assert 5 < left.sum() < lanes.size - 5
    assert (in_numpy.steps_to[~left] >= 0).any()


def test_who_leaves_is_not_tuned_for_and_stands_behind_those_who_stay():
    (tuned,) = tune([MOMENTUM()], MCCORMICK)
    assert minimize(tuned.optimizer, MCCORMICK).status is Status.CONVERGED
    for key, method in OPTIMIZERS.items():
        with case(key):
            (tuned,) = tune([method()], MCCORMICK, trials=24)
            assert np.isfinite(tuned.search.final_gap[tuned.best])
            assert not (tuned.works & (tuned.search.final_gap == np.inf)).any()
    entrants = {"leaves": OPTIMIZERS["conjugate_gradient"](), "stays": SGD(learning_rate=1e-3), "arrives": MOMENTUM(learning_rate=0.02)}
    found = race(entrants, MCCORMICK)
    assert [line.entrant for line in found.standings(1e-6)] == ["arrives", "stays", "leaves"]
    # This one comes within the tolerance in step 5, before anybody else, and then goes on down the troughs.
    entrants["passes"] = OPTIMIZERS["adadelta"](epsilon=0.25)
    found = race(entrants, MCCORMICK, tolerance=0.5)
    assert 0 < found.lanes["passes"].steps_to(0.5) < found.lanes["arrives"].steps_to(0.5)
    assert [line.entrant for line in found.standings(0.5)] == ["arrives", "stays", "passes", "leaves"]
    swept = sweep(OPTIMIZERS["conjugate_gradient"](), MCCORMICK, learning_rate=[0.01, 0.02])
    assert swept.final_gap[0] == found.lanes["leaves"].gaps[-1] == np.inf
    assert swept.status[0] == "stalled"


def test_no_basin_takes_what_leaves_the_window():
    found = basins(OPTIMIZERS["bfgs"](), MCCORMICK, 24, 100)
    runs = minimize(OPTIMIZERS["bfgs"](), MCCORMICK, np.array(np.meshgrid(found.x, found.y)), 100, 1e-4)
    left = runs.values[-1] < MCCORMICK.minimum - 1
    assert left.sum() > 20
    assert (found.index[left & (found.steps_to < 0)] == -1).all()
    ends = np.hypot(*(runs.points[-1] - np.reshape(MCCORMICK.minimizers[0], (2, 1, 1))))
    assert (ends[found.index == 0] < 0.1).all()


# Where there are other global minimizers outside of the window


def test_another_global_minimizer_outside_the_window_is_converged_to_and_credited_to_none():
    """Branin's function is as low at (5π, 12.875) as at (3π, 2.475)."""
    run = minimize(MOMENTUM(learning_rate=0.02), BRANIN, (-4.64, 1.42), steps=500)
    assert run.points[-1] == pytest.approx((5 * np.pi, 12.875), abs=1e-3)
    assert run.status is Status.CONVERGED
    assert minimizer_at(BRANIN, run.points[-1]) == -1
    assert outcome(run).endswith(", at another global minimizer, outside the window: (15.71, 12.88)")
    assert run.distances[-1] == pytest.approx(np.hypot(2 * np.pi, 12.875 - 2.475), abs=1e-3)  # to the nearest in the window

    found = basins(MOMENTUM(learning_rate=0.02), BRANIN, 128, 500)
    assert Counter(found.status.ravel().tolist()) == {"converged": 128**2}
    assert int((found.index < 0).sum()) == 328
    runs = minimize(found.optimizer, BRANIN, np.array(np.meshgrid(found.x, found.y))[:, found.index < 0], 500)
    assert (runs.points[-1, 0] > 10).all()


def test_every_start_is_credited_to_the_minimizer_at_which_it_ends_or_to_none():
    for key, surface in SURFACES.items():
        if surface.smooth and surface.minimizers:
            with case(key):
                (left, right), (bottom, top) = surface.domain
                found = basins(OPTIMIZERS["newton"](), surface, 12, 60, 1e-8)
                ends = minimize(found.optimizer, surface, np.array(np.meshgrid(found.x, found.y)), 60, 1e-8).points[-1]
                for at, index in zip(ends[:, found.steps_to >= 0].T, found.index[found.steps_to >= 0], strict=True):
                    distances = [np.hypot(*(at - minimizer)) for minimizer in surface.minimizers]
                    near = min(distances) < 1e-3 * np.hypot(right - left, top - bottom)
                    assert index == (np.argmin(distances) if near else -1)


class AlmostTwins(Surface):
    """Two wells, of which one is higher than the other by 2·10⁻⁵."""

    name, formula, reference = "Almost twins", r"(x^2 - 1)^2 + y^2 + 10^{-5} x", "none"
    domain, start = ((-2.0, 2.0), (-1.0, 1.0)), (1.5, 0.5)
    minimizers, local_minima = ((-1.00000125, 0.0),), ((0.99999875, 0.0),)

    def f(self, x, y):
        a = x * x - 1
        return a * a + y * y + 1e-5 * x

    def grad(self, x, y):
        return 4 * x * (x * x - 1) + 1e-5, 2 * y

    def hess(self, x, y):
        return (12 * x * x - 4, 0 * x), (0 * x, 2 + 0 * x)


def test_a_local_minimum_within_the_tolerance_is_not_the_minimizer():
    found = basins(SGD(learning_rate=0.05), AlmostTwins(), 10, 300, 1e-4)
    assert (found.status == "converged").all()
    assert np.array_equal(found.index, np.tile(np.where(found.x < 0, 0, -1), (10, 1)))
    assert "a local minimum within the tolerance" in outcome(minimize(SGD(learning_rate=0.05), AlmostTwins(), tolerance=1e-4))


# At rest, or not


def test_a_run_on_its_way_to_the_minimum_has_not_stalled_however_small_the_slope():
    matyas = SURFACES["matyas"]
    early, late = (minimize(SGD(learning_rate=0.1), matyas, steps=steps, tolerance=1e-12) for steps in (3300, 3493))
    assert np.hypot(*early.gradients[-1]) < 1e-6
    assert (early.status, late.status) == (Status.RUNNING, Status.CONVERGED)
    assert late.steps_to(1e-12) == 3493
    swept = sweep(SGD(), matyas, steps=3300, tolerance=1e-12, learning_rate=[0.1])
    assert swept.status[0] == "running"


def test_a_run_that_moves_has_not_stalled_however_small_the_slope():
    run = minimize(LION(), SURFACES["easom"], (6.5, 6.5), steps=20)
    assert np.hypot(*run.gradients[-1]) < 1e-6
    assert run.step_lengths[-1] > 0.02
    assert run.status is Status.RUNNING
    assert sweep(LION(), SURFACES["easom"], (6.5, 6.5), 20, learning_rate=[LION().learning_rate]).status[0] == "running"
    assert minimize(SGD(), SURFACES["easom"], (6.5, 6.5), steps=20).status is Status.STALLED


def test_a_tolerance_beyond_the_digits_of_f_makes_no_local_minimum_of_the_global_one():
    seen = set()
    for key in ("goldstein_price", "styblinski_tang", "branin"):
        surface = SURFACES[key]
        starts = np.reshape(surface.minimizers[0], (2, 1)) + np.linspace(-1e-8, 1e-8, 40)
        run = minimize(SGD(learning_rate=1e-9), surface, starts, steps=1, tolerance=1e-300)
        assert (run.gaps[-1] < 1e-11).all()
        seen |= set(run.status)
    assert seen == {"converged", "running"}


def test_what_a_search_cannot_see_of_a_slope_is_none():
    """At Goldstein and Price's local minima f is 84, and the last digits of f hide slopes of 10⁻⁵."""
    surface = SURFACES["goldstein_price"]
    starts = np.array(np.meshgrid(np.linspace(-2, 2, 14), np.linspace(-2, 2, 14)))
    run = minimize(OPTIMIZERS["conjugate_gradient"](), surface, starts, steps=200)
    rests = (run.step_lengths[-20:] == 0).all(axis=0)
    assert (np.hypot(*run.gradients[-1])[rests] > 1e-6).any()
    assert set(run.status[rests]) == {"converged", "stalled"}


@pytest.mark.parametrize("key", SURFACES)
def test_a_run_that_starts_on_a_landmark_rests_on_what_it_is_declared_to_be(key):
    surface = SURFACES[key]
    for kind, places in (("saddle", surface.saddles), ("minimum", surface.local_minima)):
        for place in places:
            with case(f"{kind} {place}"):
                run = minimize(SGD(learning_rate=1e-6), surface, place, steps=3)
                assert (run.status, run.stalled_at) == (Status.STALLED, kind)


def test_what_is_not_declared_is_told_from_f_around_it():
    rings = minimize(SGD(learning_rate=0.005), DROP_WAVE, np.array([[0.6, 2.0, -3.0, 1.0], [0.1, 1.0, 0.4, 0.0]]), steps=2000)
    assert not DROP_WAVE.local_minima
    assert set(rings.status) == {"stalled"}
    assert set(rings.stalled_at) == {"minimum"}
    # On a crest between two rings, which Newton's method takes for as good as a trough.
    crest = minimize(OPTIMIZERS["newton"](), DROP_WAVE, (0.8, 0.0), steps=20)
    assert (crest.status, crest.stalled_at) == (Status.STALLED, "maximum")
    # Three ways down from the monkey saddle, which has no curvature at all; here it stands elsewhere and is not declared.
    assert minimize(SGD(), Nameless(), (0.5, 0.25), steps=3).stalled_at == "saddle"
    assert minimize(SGD(), SURFACES["easom"], (6.5, 6.5), steps=3).stalled_at == "plateau"


class Nameless(Surface):
    """A monkey saddle of which nothing is said."""

    name, formula, reference = "Nameless", "u^3 - 3uv^2", "none"
    domain, start = ((-1.0, 2.0), (-1.0, 2.0)), (1.0, 1.0)

    def f(self, x, y):
        u, v = x - 0.5, y - 0.25
        return u * (u * u - 3 * v * v)

    def grad(self, x, y):
        u, v = x - 0.5, y - 0.25
        return 3 * (u * u - v * v), -6 * u * v

    def hess(self, x, y):
        u, v = x - 0.5, y - 0.25
        return (6 * u, -6 * v), (-6 * v, -6 * u)


class Faint(Nameless):
    """The same with a millionth of its height, which nobody would see around it, but it is declared."""

    name, saddles = "Faint", ((0.5, 0.25),)

    def f(self, x, y):
        return 1e-6 * Nameless.f(self, x, y)

    def grad(self, x, y):
        return tuple(1e-6 * slope for slope in Nameless.grad(self, x, y))

    def hess(self, x, y):
        return tuple(tuple(1e-6 * entry for entry in row) for row in Nameless.hess(self, x, y))


def test_what_is_declared_holds_even_where_f_does_not_show_it():
    assert minimize(SGD(), Faint(), (0.5, 0.25), steps=3).stalled_at == "saddle"
    assert minimize(SGD(), Faint(), (0.52, 0.25), steps=3).stalled_at == "plateau"
