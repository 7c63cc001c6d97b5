"""The loop over steps and what it records, whatever the method."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from cases import case
from extremes import extreme_runs
from hypothesis import HealthCheck, given, settings

from optviz import OPTIMIZERS, Status, minimize, race
from optviz.oracle import Oracle
from optviz.plane import FARTHEST
from surfaces import SURFACES, Surface

BEALE = SURFACES["beale"]
SGD = OPTIMIZERS["sgd"]

every_method = pytest.mark.parametrize("method", OPTIMIZERS.values(), ids=OPTIMIZERS)


def same_run(whole, lane, single):
    """Whether a lane of a batch is the single run, in every bit of what was recorded."""
    return (
        np.array_equal(whole.points[(..., *lane)], single.points)
        and all(np.array_equal(a[(..., *lane)], b, equal_nan=True) for a, b in zip(whole.states, single.states, strict=True))
        and np.array_equal(whole.queries[(..., *lane)], single.queries)
        and np.array_equal(whole.refused[(..., *lane)], single.refused, equal_nan=True)
        and whole.last[lane] == single.last
        and whole.status[lane] == single.status
    )


@every_method
def test_a_batch_of_starts_is_the_stack_of_its_runs(method):
    for key in ("beale", "rosenbrock", "rastrigin", "goldstein_price"):
        with case(key):
            (left, right), (low, high) = SURFACES[key].domain
            rng = np.random.default_rng(2)
            starts = np.array([rng.uniform(left, right, 5), rng.uniform(low, high, 5)])
            batch = minimize(method(), SURFACES[key], starts, steps=40)
            assert batch.points.shape == (41, 2, 5)
            assert all(same_run(batch, (i,), minimize(method(), SURFACES[key], starts[:, i], steps=40)) for i in range(5))


@every_method
def test_a_batch_of_hyperparameters_is_the_stack_of_its_runs(method):
    for name, parameter in method.parameters().items():
        with case(name):
            choices = parameter.choices()
            values = [choices[0], choices[len(choices) // 3], choices[-1]] if not parameter.is_switch else [False, True]
            batch = minimize(method(**{name: np.array(values)}), BEALE, steps=40)
            assert batch.points.shape == (41, 2, len(values))
            assert all(same_run(batch, (i,), minimize(method(**{name: value}), BEALE, steps=40)) for i, value in enumerate(values))


@every_method
def test_a_grid_of_hyperparameters_times_starts_is_the_stack_of_its_runs(method):
    name = next(iter(method.parameters()))
    values = method.parameters()[name].choices()[-6::3]
    starts = np.array([[1.0, -1.0, 2.0], [1.5, 0.5, 0.25]])
    grid = minimize(method(**{name: np.array(values)[:, None]}), BEALE, starts, steps=15)
    assert grid.points.shape == (16, 2, 2, 3)
    for i, value in enumerate(values):
        for j in range(3):
            assert same_run(grid, (i, j), minimize(method(**{name: value}), BEALE, starts[:, j], steps=15))


def test_a_batch_of_one_and_of_two_are_recorded_like_any_other():
    for method in OPTIMIZERS.values():
        with case(method.name):
            for n in (1, 2):
                batch = minimize(method(), BEALE, np.tile([[1.0], [1.5]], n), steps=5)
                assert batch.points.shape == (6, 2, n)
                assert all(field.shape == (6, 2, n) for field in batch.states)
                assert all(same_run(batch, (i,), minimize(method(), BEALE, (1.0, 1.5), steps=5)) for i in range(n))


def test_a_race_mixes_batches_and_single_runs():
    entrants = {"one": SGD(), "three": OPTIMIZERS["adam"](beta1=np.array([0.0, 0.5, 0.9])), "newton": OPTIMIZERS["newton"]()}
    lanes = race(entrants, BEALE, steps=10).lanes
    for key, optimizer in entrants.items():
        assert np.array_equal(lanes[key].points, minimize(optimizer, BEALE, steps=10).points)


class Watched(Surface):
    """A bowl that remembers where it was asked."""

    name, formula, reference = "Watched", "x^2 + y^2", "none"
    domain, start, minimizers = ((-1.0, 1.0), (-1.0, 1.0)), (0.5, -0.25), ((0.0, 0.0),)

    def __post_init__(self):
        super().__post_init__()
        object.__setattr__(self, "asked", [])

    def f(self, x, y):
        return x * x + y * y

    def grad(self, x, y):
        return 2 * x, 2 * y

    def hess(self, x, y):
        return (2 + 0 * x, 0 * x), (0 * x, 2 + 0 * x)

    def gradient(self, points):
        self.asked.append(np.array(points))
        return super().gradient(points)


def test_the_gradient_is_asked_where_the_method_says_and_drawn_where_it_stands():
    for method in OPTIMIZERS.values():
        with case(method.name):
            surface, optimizer = Watched(), method()
            run = minimize(optimizer, surface, steps=8)
            wanted = [
                optimizer.query(x, type(run.states)(*at))
                for x, *at in zip(run.points[:8], *(field[:8] for field in run.states), strict=True)
            ]
            # A method that searches looks at other points in between.
            assert len(surface.asked) == 8 or method.searches
            asked = iter(points[:, 0] for points in surface.asked)
            assert all(any(np.array_equal(place, point) for place in asked) for point in wanted)


def test_all_entrants_are_asked_in_one_call_a_step():
    surface = Watched()
    lanes = race({key: method() for key, method in OPTIMIZERS.items()}, surface, steps=7).lanes
    together = [points.shape for points in surface.asked if points.shape[1] > 1]
    assert together == [(2, len(OPTIMIZERS))] * 7
    for lane in lanes.values():
        expected = lane.states.queries[:, 0] if lane.optimizer.searches else range(8)
        assert list(lane.queries) == list(expected)
        assert lane.queries.dtype == int


def test_the_hessian_that_is_kept_is_the_hessian_that_was_asked_for():
    oracle, rng = Oracle(BEALE), np.random.default_rng(0)
    for shape in ((2,), (2, 1), (2, 3)):
        first, second = rng.normal(size=(2, *shape))
        for points in (first, first, second, first):
            assert np.array_equal(oracle.hessian(points), BEALE.hessian(points.reshape(2, -1)).reshape(2, *shape))


def test_status_tells_the_converged_from_the_running():
    run = minimize(OPTIMIZERS["newton"](), SURFACES["booth"], steps=5)
    assert run.status is Status.CONVERGED
    assert minimize(SGD(learning_rate=1e-5), BEALE, steps=5).status is Status.RUNNING
    assert minimize(SGD(learning_rate=1e-5), BEALE, steps=5, tolerance=1e3).status is Status.CONVERGED


@pytest.mark.parametrize(
    ("key", "start", "place"),
    [
        ("beale", (0.0, 1.0), "saddle"),
        ("saddle", (0.0, 0.0), "saddle"),
        ("easom", (-1.9, -1.9), "plateau"),
        ("three_hump_camel", SURFACES["three_hump_camel"].local_minima[0], "minimum"),
    ],
)
def test_a_run_that_stalls_says_where(key, start, place):
    run = minimize(OPTIMIZERS["newton"](damping=1.0) if place == "minimum" else SGD(), SURFACES[key], start, steps=50)
    assert run.status is Status.STALLED
    assert run.stalled_at == place


def test_a_diverged_run_is_frozen_at_its_last_finite_point():
    run = minimize(SGD(learning_rate=1.0), BEALE, (2.0, 2.0), steps=30)
    last = int(run.last)
    assert run.status is Status.DIVERGED
    assert 0 < last < 30
    assert not np.array_equal(run.points[last], run.points[last - 1])
    assert np.array_equal(run.points[last:], np.tile(run.points[last], (31 - last, 1)))
    assert np.array_equal(run.queries, np.minimum(np.arange(31), last))
    assert np.all(np.abs(run.points) < FARTHEST)
    # The point that was refused is the one that the method did step to.
    assert np.array_equal(run.refused, run.points[last] - BEALE.gradient(run.points[last][:, None])[:, 0])


def test_a_run_that_has_not_diverged_has_refused_nothing():
    run = minimize(SGD(), BEALE, steps=30)
    assert np.isnan(run.refused).all()
    assert run.last == 30


def test_a_diverged_lane_leaves_the_others_alone():
    rates = np.array([0.01, 1.0, 0.02])
    batch = minimize(SGD(learning_rate=rates), BEALE, steps=50)
    assert list(batch.status) == ["running", "diverged", "running"]
    assert same_run(batch, (2,), minimize(SGD(learning_rate=0.02), BEALE, steps=50))


def test_the_states_of_a_diverged_run_are_frozen_too():
    run = minimize(OPTIMIZERS["momentum"](learning_rate=1.0), BEALE, (2.0, 2.0), steps=30)
    frozen = run.states.v[int(run.last) :]
    assert np.array_equal(frozen, np.tile(frozen[0], (len(frozen), 1)))


def test_what_is_recorded_cannot_be_changed():
    run = minimize(OPTIMIZERS["adam"](), BEALE, steps=3)
    for array in (run.points, *run.states):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_values_gaps_gradients_and_lengths_belong_to_the_points():
    run = minimize(OPTIMIZERS["adam"](), SURFACES["branin"], np.array([[1.0, 2.0], [5.0, 9.0]]), steps=20)
    for i in range(2):
        for t in (0, 7, 20):
            x, y = run.points[t, :, i]
            assert run.values[t, i] == pytest.approx(run.surface.f(x, y), rel=1e-14)
            assert run.gradients[t, :, i] == pytest.approx(run.surface.grad(x, y), rel=1e-12)
            assert run.distances[t, i] == min(np.hypot(x - a, y - b) for a, b in run.surface.minimizers)
        assert run.step_lengths[0, i] == 0
        assert run.step_lengths[1, i] == np.hypot(*(run.points[1, :, i] - run.points[0, :, i]))
    assert np.array_equal(run.gaps, run.values - run.surface.minimum)


def test_steps_to_is_the_first_step_within_the_tolerance():
    batch = minimize(SGD(learning_rate=np.array([0.25, 1e-5])), SURFACES["bowl"], (1.0, 0.0), steps=20)
    # The bowl's run is 0.5ᵗ, so its gap is 0.25ᵗ: 0.25⁴ is the first below 0.005.
    assert list(batch.steps_to(0.005)) == [4, -1]
    assert batch.steps_to(1.5)[0] == 0
    single = minimize(SGD(learning_rate=0.25), SURFACES["bowl"], (1.0, 0.0), steps=20).steps_to(0.005)
    assert (single, type(single)) == (4, int)


def test_queries_to_is_what_was_asked_for_until_the_first_step_within_the_tolerance():
    batch = minimize(SGD(learning_rate=np.array([0.25, 1e-5])), SURFACES["bowl"], (1.0, 0.0), steps=20)
    # Elsewhere than in a search a step costs one gradient.
    assert list(batch.queries_to(0.005)) == [4, -1]
    searching = minimize(OPTIMIZERS["bfgs"](learning_rate=np.array([0.01, 1.0])), BEALE, steps=30)
    steps, queries = searching.steps_to(1e-3), searching.queries_to(1e-3)
    assert list(queries) == [searching.queries[step, lane] for lane, step in enumerate(steps)]
    assert np.all(queries > steps)
    single = minimize(OPTIMIZERS["bfgs"](), BEALE, steps=30)
    assert (single.queries_to(1e-3), type(single.queries_to(1e-3))) == (queries[0], int)
    assert single.queries_to(1e3) == 0
    assert minimize(OPTIMIZERS["bfgs"](), BEALE, steps=1).queries_to(1e-9) == -1


def test_the_standings_per_query_charge_a_search_for_what_it_asked():
    # The search needs fewer steps than gradient descent on this bowl, and more gradients.
    entrants = {"searches": OPTIMIZERS["conjugate_gradient"](learning_rate=1e-3), "steps": SGD(learning_rate=0.3)}
    result = race(entrants, SURFACES["bowl"], (1.0, 0.0), steps=30)
    assert [line.entrant for line in result.standings(1e-3)] == ["searches", "steps"]
    assert [line.entrant for line in result.standings(1e-3, per="query")] == ["steps", "searches"]
    for line in result.standings(1e-3, per="query"):
        assert line.queries_to == result.lanes[line.entrant].queries_to(1e-3)
        assert line.steps_to == result.lanes[line.entrant].steps_to(1e-3)


def test_standings_per_anything_else_are_refused_in_one_sentence():
    result = race({"a": SGD()}, BEALE, steps=2)
    for per in ("second", "", "Step", None, 1):
        with case(repr(per)), pytest.raises(ValueError, match=r"^standings: per must be 'step' or 'query', got"):
            result.standings(1e-3, per=per)


def test_looking_at_one_point_or_at_many_is_the_same():
    oracle, places = Oracle(SURFACES["goldstein_price"]), np.random.default_rng(4).normal(size=(2, 30))
    values, gradients = oracle.look(places)
    assert (values.shape, gradients.shape) == ((30,), (2, 30))
    for i in range(30):
        value, gradient = oracle.look(places[:, i])
        assert (value.shape, gradient.shape) == ((), (2,))
        assert value == values[i]
        assert np.array_equal(gradient, gradients[:, i])
    assert oracle.queries == 0


def test_the_standings_put_the_first_in_first_and_the_diverged_last():
    # The one that diverges does so in its first step, so its last gap is smaller than that of the one that climbs.
    rates = {"diverged": 1e12, "climbing": 1.05, "slow": 0.01, "late": 0.1, "early": 0.25}
    entrants = {name: SGD(learning_rate=rate) for name, rate in rates.items()}
    lines = race(entrants, SURFACES["bowl"], (1.0, 0.0), steps=60).standings(1e-3)
    assert [line.entrant for line in lines] == ["early", "late", "slow", "climbing", "diverged"]
    assert [line.steps_to > 0 for line in lines] == [True, True, False, False, False]
    assert lines[-1].status is Status.DIVERGED
    assert lines[-1].gap < lines[-2].gap
    assert lines[0].gap == minimize(SGD(learning_rate=0.25), SURFACES["bowl"], (1.0, 0.0), steps=60).gaps[-1]


def test_a_start_that_is_no_point_is_refused_in_one_sentence():
    for start in [(np.nan, 1), (1, np.inf), (1,), (1, 2, 3), 5, "ab", None, [[1, 2], [3]], (1e300, 0), {}]:
        with case(repr(start)):
            call = race if start is None else minimize
            with pytest.raises(ValueError, match=r"^start: must be two finite coordinates|^entrants: must be at"):
                call({} if start is None else SGD(), BEALE, start, 5)


def test_less_than_one_whole_step_is_refused_in_one_sentence():
    for steps in (0, -1, 1.5, np.nan, "3", None):
        with case(repr(steps)), pytest.raises(ValueError, match=r"^steps: must be a whole number of at least 1, got"):
            minimize(SGD(), BEALE, (1, 1), steps)


def test_a_race_of_nobody_is_refused_in_one_sentence():
    with pytest.raises(ValueError, match=r"^entrants: must be at least one optimizer, got none$"):
        race({}, BEALE)


def test_an_unknown_method_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match=", ".join(OPTIMIZERS)):
        OPTIMIZERS["adamz"]


def test_the_surface_says_where_to_start_when_nobody_else_does():
    assert tuple(minimize(SGD(), BEALE, steps=1).points[0]) == BEALE.start
    assert tuple(race({"a": SGD()}, BEALE, steps=1).lanes["a"].points[0]) == BEALE.start


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extreme_runs())
def test_no_run_however_extreme_raises_warns_or_leaves_a_number_that_is_none(run):
    optimizer, surface, start = run
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        single = minimize(optimizer, surface, start, steps=25)
        batch = minimize(optimizer, surface, np.array([start, start]).T, steps=25)
        last = int(single.last)
        assert single.status in Status
        assert np.all(np.abs(single.points) < FARTHEST)
        assert np.array_equal(single.points[last:], np.tile(single.points[last], (26 - last, 1)))
        assert (single.status is Status.DIVERGED) == (last < 25)
        assert same_run(batch, (1,), single)
        assert not np.isnan(single.step_lengths).any()
