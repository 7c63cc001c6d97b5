"""What every hyperparameter does: a sweep is its runs, agrees with the theory, and refuses what cannot be run before it begins."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG

from optviz import OPTIMIZERS, Status, minimize, sweep
from optviz.lanes import crew
from optviz.sweep import MOST_VALUES
from surfaces import SURFACES

SGD, MOMENTUM, ADAM, NEWTON = (OPTIMIZERS[key] for key in ("sgd", "momentum", "adam", "newton"))
BOWL, RAVINE, BEALE, SADDLE = (SURFACES[key] for key in ("bowl", "ravine", "beale", "saddle"))


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    """A cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def assert_sweep_is_its_runs(found):
    for place in np.ndindex(found.codes.shape):
        optimizer, surface = found.at(*place)
        run = minimize(optimizer, surface, found.start, found.steps, found.tolerance)
        assert run.gaps[-1] == found.final_gap[place]
        assert run.steps_to(found.tolerance) == found.steps_to[place]
        assert run.status == found.status[place]


@pytest.mark.parametrize(
    ("optimizer", "surface", "axes"),
    [
        (ADAM(learning_rate=0.1), BEALE, {"beta1": np.linspace(0, 0.99, 9), "learning_rate": np.geomspace(1e-4, 10, 13)}),
        (ADAM(), SURFACES["rastrigin"], {"bias_correction": [False, True]}),
        (MOMENTUM(), RAVINE, {"condition": [1, 20, 1000], "momentum": [0.0, 0.5, 0.9]}),
        (OPTIMIZERS["bfgs"](), BEALE, {next(iter(OPTIMIZERS["bfgs"].parameters())): [0.1, 0.25, 0.4]}),
        (NEWTON(), SURFACES["gaussian_wells"], {"learning_rate": [0.25, 1.0], "width": [0.25, 0.5, 1.0]}),
    ],
    ids=["two hyperparameters", "a switch", "one of the surface and one of the method", "a line search", "coupled coordinates"],
)
def test_a_sweep_is_its_runs(optimizer, surface, axes):
    found = sweep(optimizer, surface, steps=60, tolerance=1e-3, **axes)
    assert list(found.axes) == list(axes)
    assert found.codes.shape == found.final_gap.shape == found.steps_to.shape == tuple(map(len, axes.values()))
    assert found.start == surface.start
    assert_sweep_is_its_runs(found)


def test_more_lanes_than_a_part_holds_are_all_there(monkeypatch):
    monkeypatch.setattr(crew, "LANES_IN_PART", 50)
    found = sweep(MOMENTUM(), BEALE, steps=40, tolerance=1e-2, learning_rate=np.geomspace(1e-4, 1, 21), momentum=np.linspace(0, 0.99, 11))
    assert_sweep_is_its_runs(found)
    assert len(np.unique(found.codes)) > 1


def test_gradient_descent_converges_for_a_rate_below_two_by_the_largest_curvature_and_for_no_other():
    conditions, shares = np.array([2.0, 4.0, 20.0, 50.0]), np.array([0.2, 0.5, 0.98, 1.02, 1.5])
    for condition in conditions:
        limit = SGD.theory.largest_learning_rate(condition)
        found = sweep(SGD(), RAVINE.replace(condition=condition), steps=2500, tolerance=1e-9, learning_rate=shares * limit)
        assert found.status.tolist() == ["converged"] * 3 + ["diverged"] * 2
    found = sweep(SGD(), RAVINE, steps=2500, tolerance=1e-9, condition=conditions, learning_rate=[0.05, 0.11, 0.6, 1.1])
    expected = np.where(found.axes["learning_rate"] * conditions[:, None] < 2, "converged", "diverged")
    assert found.status.tolist() == expected.tolist()
    # Exactly at the limit it bounces from wall to wall for ever: x halves and y changes its sign.
    assert sweep(SGD(), RAVINE, steps=500, condition=[4.0], learning_rate=[0.5]).status.tolist() == [[Status.RUNNING]]


def test_the_heavy_ball_converges_exactly_inside_its_triangle():
    momenta = np.array([0.0, 0.3, 0.6, 0.9])
    for momentum in momenta:
        limit = MOMENTUM.theory.largest_learning_rate(20.0, momentum)
        found = sweep(MOMENTUM(momentum=momentum), RAVINE, steps=3000, tolerance=1e-9, learning_rate=limit * np.array([0.3, 0.97, 1.03]))
        assert found.status.tolist() == ["converged", "converged", "diverged"]


def test_the_first_step_within_the_tolerance_is_the_one_that_is_counted_by_hand():
    # On x² + y² a step multiplies by 1 − 2η. From (1, 0) the gap is 1, and with η = ¼ it is 4⁻ᵗ: 4¹⁰ is the first power over a million.
    found = sweep(SGD(), BOWL, (1.0, 0.0), 12, 1e-6, learning_rate=[0.25, 0.5, 0.75, 1.0, 100.0])
    assert found.steps_to.tolist() == [10, 1, 10, -1, -1]
    assert found.final_gap[:4].tolist() == [4.0**-12, 0.0, 4.0**-12, 1.0]
    assert found.status.tolist() == ["converged", "converged", "converged", "running", "diverged"]
    # 199ᵗ: the fourth is the last below 10¹⁰, and where the run is left.
    assert found.final_gap[4] == 199.0**8
    at_once = sweep(SGD(), BOWL, (0.0, 0.0), 5, learning_rate=[0.1, 10.0])
    assert at_once.steps_to.tolist() == [0, 0]
    assert at_once.status.tolist() == ["converged", "converged"]


def test_newton_ends_a_quadratic_in_one_step_and_stalls_on_a_saddle():
    found = sweep(NEWTON(), SURFACES["booth"], steps=3, learning_rate=[0.5, 1.0])
    assert found.steps_to.tolist() == [-1, 1]
    assert sweep(NEWTON(), SADDLE, (1.0, 0.5), 3, learning_rate=[1.0]).status.tolist() == ["stalled"]


def test_a_map_on_which_everything_diverges_is_a_map():
    found = sweep(SGD(), BEALE, (2.0, 2.0), 30, learning_rate=np.geomspace(10, 1e6, 8))
    assert set(found.status) == {"diverged"}
    assert np.isfinite(found.final_gap).all()
    assert set(found.steps_to) == {-1}


def test_where_f_has_no_lower_bound_no_run_arrives():
    found = sweep(SGD(), SADDLE, steps=50, learning_rate=[1e-3, 0.1, 1.0])
    assert np.isposinf(found.final_gap).all()
    assert set(found.steps_to) == {-1}
    assert "converged" not in found.status


def test_axes_cannot_be_changed_and_are_copies():
    rates = np.array([0.1, 0.2])
    found = sweep(SGD(), BOWL, steps=2, learning_rate=rates)
    rates[0] = 7
    assert found.axes["learning_rate"][0] == 0.1
    with pytest.raises(ValueError, match="read-only"):
        found.axes["learning_rate"][0] = 1


RATES = np.array([0.1, 0.2])
AN_AXIS = r"SGD: learning_rate must be a list of 1 to 4096 numbers, got "
A_START = r"start: must lie in the window of Bowl, \[-4.5, 4.5\] × \[-4.5, 4.5\], got "


NOT_TO_BE_RUN = [
    ({"learning_rate": [0.1, np.nan]}, r"SGD: learning_rate must lie in \(0, ∞\), got nan"),
    ({"learning_rate": [0.1, np.inf]}, r"SGD: learning_rate must lie in \(0, ∞\), got inf"),
    ({"learning_rate": [0.0, 0.1]}, r"SGD: learning_rate must lie in \(0, ∞\), got 0.0"),
    ({"learning_rate": []}, AN_AXIS + "0 values"),
    ({"learning_rate": np.arange(1, MOST_VALUES + 2)}, AN_AXIS + "4097 values"),
    ({"learning_rate": 0.1}, AN_AXIS + r"an array of shape \(\)"),
    ({"learning_rate": np.ones((2, 3))}, AN_AXIS + r"an array of shape \(2, 3\)"),
    ({"learning_rate": ["fast", "slow"]}, AN_AXIS + r"\['fast', 'slow'\]"),
    ({"learning_rate": ["fast"] * 9999}, AN_AXIS + r"\['fast', .*\.\.\.\]"),
    ({"learning_rate": [[0.1], [0.1, 0.2]]}, AN_AXIS + r"\[\[0.1\], \[0.1, 0.2\]\]"),
    ({"learning_rate": [0.1 + 0.1j]}, AN_AXIS + r"\[\(0.1\+0.1j\)\]"),
    ({"learning_rate": None}, AN_AXIS + "None"),
    ({"learning_rate": [0.1, 0.3, 0.2]}, "SGD: learning_rate must increase from value to value, got 0.3 and then 0.2"),
    ({"learning_rate": [0.1, 0.1]}, "SGD: learning_rate must increase from value to value, got 0.1 and then 0.1"),
    ({"momentum": [0.1]}, "sweep: an axis must be one of learning_rate, got 'momentum'"),
    ({"x": [0.1]}, "sweep: an axis must be one of learning_rate, got 'x'"),
    ({}, "sweep: must have one or two axes, got 0"),
    ({"learning_rate": RATES, "x": RATES, "y": RATES}, "sweep: must have one or two axes, got 3"),
    ({"learning_rate": RATES, "start": (4.6, 0.0)}, A_START + r"\(4.6, 0.0\)"),
    ({"learning_rate": RATES, "start": (0.0, -5)}, A_START + r"\(0.0, -5\)"),
    ({"learning_rate": RATES, "start": (np.nan, 0.0)}, A_START + r"\(nan, 0.0\)"),
    ({"learning_rate": RATES, "start": (1.0, 2.0, 3.0)}, A_START + r"\(1.0, 2.0, 3.0\)"),
    ({"learning_rate": RATES, "start": "12"}, A_START + "'12'"),
    ({"learning_rate": RATES, "start": 1.0}, A_START + "1.0"),
    ({"learning_rate": RATES, "tolerance": 0.0}, "tolerance: must be a positive, finite number, got 0.0"),
    ({"learning_rate": RATES, "tolerance": -1}, "tolerance: must be a positive, finite number, got -1"),
    ({"learning_rate": RATES, "tolerance": np.nan}, "tolerance: must be a positive, finite number, got nan"),
    ({"learning_rate": RATES, "tolerance": np.inf}, "tolerance: must be a positive, finite number, got inf"),
    ({"learning_rate": RATES, "tolerance": "1"}, "tolerance: must be a positive, finite number, got '1'"),
    ({"learning_rate": RATES, "steps": 0}, "steps: must be a whole number of at least 1, got 0"),
    ({"learning_rate": RATES, "steps": 2.5}, "steps: must be a whole number of at least 1, got 2.5"),
    (
        {"learning_rate": RATES, "executor": "tcp"},
        "executor: must be a concurrent.futures.Executor or a dask.distributed.Client, got 'tcp'",
    ),
]


def test_what_cannot_be_run_is_refused_in_one_sentence_before_the_work_begins(monkeypatch):
    monkeypatch.setattr(crew, "do_part", None)
    for given, complaint in NOT_TO_BE_RUN:
        with case(complaint):
            with pytest.raises(ValueError, match=f"^{complaint}$") as refused:
                sweep(SGD(), BOWL, progress=pytest.fail, **given)
            assert "\n" not in str(refused.value)
            assert len(str(refused.value)) < 200


def test_a_switch_a_surface_and_several_values_are_refused_by_name():
    with pytest.raises(ValueError, match=r"^Adam: bias_correction must be True or False, got 0.5$"):
        sweep(ADAM(), BOWL, bias_correction=[0.5])
    with pytest.raises(ValueError, match=r"^Ravine: condition must lie in \(0, ∞\), got -1.0$"):
        sweep(ADAM(), RAVINE, condition=[-1, 1])
    with pytest.raises(ValueError, match=r"^SGD: learning_rate must be one number, since its values are tried as an axis, got 2 values$"):
        sweep(SGD(learning_rate=RATES), RAVINE, condition=[1.0])
    with pytest.raises(ValueError, match=r"^Ravine: condition must be one number, since its values are tried as an axis, got 2 values$"):
        sweep(SGD(), RAVINE.replace(condition=RATES), learning_rate=RATES)


def test_progress_grows_to_the_whole(monkeypatch):
    monkeypatch.setattr(crew, "LANES_IN_PART", 64)
    told = []
    sweep(SGD(), BEALE, steps=20, learning_rate=np.geomspace(1e-4, 1, 641), progress=told.append)
    assert len(told) == 11
    assert told == sorted(set(told))
    assert 0 < told[0] <= 1 / 11
    assert told[-1] == 1


def test_whoever_is_told_of_the_progress_can_end_the_work(monkeypatch):
    class MovedOn(BaseException):
        pass

    did, has_moved_on = [], threading.Event()

    def do_part(lanes, summary, first, last, whole=crew.do_part):
        did.append(first)
        assert first == 0 or has_moved_on.wait(SECONDS_UNTIL_HUNG)
        time.sleep(0.01)
        return whole(lanes, summary, first, last)

    def move_on(share):
        has_moved_on.set()
        raise MovedOn

    monkeypatch.setattr(crew, "LANES_IN_PART", 16)
    monkeypatch.setattr(crew, "do_part", do_part)
    with pytest.raises(MovedOn):
        sweep(SGD(), BEALE, steps=20, learning_rate=np.geomspace(1e-5, 1e-2, 4000), progress=move_on)
    assert len(did) < 200  # of 250
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("lanes")]


def test_a_part_of_long_runs_is_short_enough_to_be_given_up(monkeypatch):
    sizes = []

    def do_part(lanes, summary, first, last, whole=crew.do_part):
        sizes.append((last - first) * lanes.steps)
        return whole(lanes, summary, first, last)

    monkeypatch.setattr(crew, "do_part", do_part)
    # Every run diverges at once, so this is soon done.
    sweep(SGD(), BOWL, steps=10**6, learning_rate=np.linspace(1e20, 2e20, 100))
    assert max(sizes) <= 2**24
    assert sum(sizes) == 100 * 10**6


def test_a_mistake_in_the_middle_of_the_work_is_heard(monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(crew, "do_part", fail)
    with pytest.raises(ZeroDivisionError):
        sweep(SGD(), BOWL, learning_rate=RATES)


def test_threads_of_ones_own_do_the_work_and_stay(monkeypatch):
    axes = {"learning_rate": np.geomspace(1e-4, 1, 20), "momentum": np.linspace(0, 0.99, 11)}
    names = set()

    def do_part(*arguments, whole=crew.do_part):
        names.add(threading.current_thread().name)
        time.sleep(0.01)
        return whole(*arguments)

    with ThreadPoolExecutor(2, thread_name_prefix="mine") as threads:
        monkeypatch.setattr(crew, "do_part", do_part)
        theirs = sweep(MOMENTUM(), BEALE, steps=40, executor=threads, **axes)
        assert threads.submit(int).result() == 0
    assert names
    assert all(re.match("mine", name) for name in names)
    assert np.array_equal(theirs.final_gap, sweep(MOMENTUM(), BEALE, steps=40, **axes).final_gap)
