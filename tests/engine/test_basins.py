"""From where to which minimizer: a map is its runs, lies the right way round, and refuses what cannot be run before it begins."""

from __future__ import annotations

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, basins, minimize
from optviz.lanes import crew
from optviz.lanes.compiled import compiled
from optviz.lanes.in_numpy import walk_in_numpy
from optviz.lanes.work import Lanes
from surfaces import SURFACES, Surface

SGD, ADAM, NEWTON = (OPTIMIZERS[key] for key in ("sgd", "adam", "newton"))
HIMMELBLAU, BOWL, SADDLE = SURFACES["himmelblau"], SURFACES["bowl"], SURFACES["saddle"]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    """A cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class Wells(Surface):
    """Two wells side by side, of the same depth and shape; the left one is declared second."""

    name, formula, reference = "Wells", r"(x^2 - 1)^2 + y^2", "none"
    domain, start, minimizers = ((-1.75, 1.75), (-1.0, 2.0)), (1.5, 1.0), ((1.0, 0.0), (-1.0, 0.0))

    def f(self, x, y):
        a = x * x - 1
        return a * a + y * y

    def grad(self, x, y):
        return 4 * x * (x * x - 1), 2 * y

    def hess(self, x, y):
        return (12 * x * x - 4, 0 * x), (0 * x, 2 + 0 * x)


def assert_map_is_its_runs(found, places):
    minimizers = np.array(found.surface.minimizers).reshape(-1, 2)
    for i, j in places:
        run = minimize(found.optimizer, found.surface, (found.x[j], found.y[i]), found.steps, found.tolerance)
        first = run.steps_to(found.tolerance)
        assert found.steps_to[i, j] == first
        if first >= 0:
            assert found.status[i, j] == "converged"
            assert found.index[i, j] == np.argmin(np.hypot(*(minimizers - run.points[first]).T))
        else:
            assert found.index[i, j] == -1
            assert found.status[i, j] == run.status


@pytest.mark.parametrize(
    "optimizer", [ADAM(learning_rate=0.1), NEWTON(), SGD(learning_rate=0.02), OPTIMIZERS["bfgs"]()], ids=lambda one: one.name
)
def test_a_map_is_its_runs(optimizer):
    found = basins(optimizer, HIMMELBLAU, 15, 80, window=((-6, 5), (-4, 6)))
    assert found.index.shape == found.steps_to.shape == found.codes.shape == (15, 15)
    assert_map_is_its_runs(found, [(i, j) for i in range(0, 15, 2) for j in range(1, 15, 3)])


def test_a_large_map_is_the_same_in_numpy_and_as_machine_code_and_in_many_parts(monkeypatch):
    adam, steps, tolerance = ADAM(learning_rate=0.1), 120, 1e-4
    early = basins(adam, HIMMELBLAU, 97, steps, tolerance)  # 9409 lanes: a part, and a rest that is no whole number of groups
    lanes = Lanes(adam, HIMMELBLAU, (0.0, 0.0), steps, tolerance, {"y": early.y, "x": early.x}, stops=True)
    assert lanes.size % crew.LANES_IN_PART % 64
    walk, part = compiled(lanes, wait=True), lanes.part(0, lanes.size)
    in_numpy, as_machine_code = walk_in_numpy(part), walk(part)
    for mine, other in zip(in_numpy, as_machine_code, strict=True):
        assert np.array_equal(mine, other)
    late = basins(adam, HIMMELBLAU, 97, steps, tolerance)
    monkeypatch.setattr(crew, "LANES_IN_PART", 1000)
    for found in (early, late, basins(adam, HIMMELBLAU, 97, steps, tolerance)):
        assert np.array_equal(found.steps_to.ravel(), in_numpy.steps_to)
        assert np.array_equal(found.index, early.index)
        assert np.array_equal(found.codes, early.codes)
    assert_map_is_its_runs(late, np.random.default_rng(0).integers(0, 97, (60, 2)))
    assert set(np.unique(late.index)) == {-1, 0, 1, 2, 3} or set(np.unique(late.index)) == {0, 1, 2, 3}


def test_rows_go_with_y_and_columns_with_x():
    found = basins(SGD(learning_rate=0.01), HIMMELBLAU, 25)
    assert (found.x[0], found.x[-1], found.y[0], found.y[-1]) == (-6, 6, -6, 6)
    for which, (x, y) in enumerate(HIMMELBLAU.minimizers):
        i, j = np.abs(found.y - y).argmin(), np.abs(found.x - x).argmin()
        assert found.index[i, j] == which
    window = ((2.0, 4.0), (-3.0, 3.0))
    found = basins(SGD(learning_rate=0.01), HIMMELBLAU, 12, window=window)
    assert (found.x[0], found.x[-1], found.y[0], found.y[-1]) == (2, 4, -3, 3)
    assert set(found.index[:3].ravel()) == {3}
    assert set(found.index[-3:].ravel()) == {0}


def test_two_wells_are_two_halves():
    # With so short a step nobody jumps over the ridge x = 0, and on it one stays.
    found = basins(SGD(learning_rate=0.05), Wells(), 21, 400, window=((-1.5, 1.5), (-1, 1)))
    assert found.x[10] == 0
    assert np.array_equal(found.index, np.tile(np.where(found.x > 0, 0, np.where(found.x < 0, 1, -1)), (21, 1)))
    assert set(found.status[:, 10]) == {"stalled"}
    # Left and right of the ridge it is the same run, mirrored.
    assert np.array_equal(found.steps_to, found.steps_to[:, ::-1])
    assert np.array_equal(found.steps_to, found.steps_to[::-1])


def test_a_symmetric_surface_has_a_symmetric_map():
    camel = SURFACES["six_hump_camel"]
    axis = ((-1.5, 1.5), (-0.75, 0.75))  # its ends and their differences are whole numbers of 1/64
    found = basins(ADAM(learning_rate=0.05), camel, 49, 300, window=axis)
    assert np.array_equal(found.x, -found.x[::-1])
    turned = found.index[::-1, ::-1]
    assert np.array_equal(turned >= 0, found.index >= 0)
    assert np.array_equal(found.index[found.index >= 0], 1 - turned[found.index >= 0])
    assert np.array_equal(found.steps_to, found.steps_to[::-1, ::-1])
    assert {0, 1} <= set(found.index.ravel())


def test_one_step_of_newton_in_a_bowl_and_none_at_its_bottom():
    found = basins(NEWTON(), BOWL, 5, 10)
    assert set(found.index.ravel()) == {0}
    assert found.steps_to[2, 2] == 0
    assert np.delete(found.steps_to.ravel(), 12).tolist() == [1] * 24


def test_where_nothing_is_reached_there_is_no_index():
    everywhere_lost = basins(SGD(learning_rate=100.0), HIMMELBLAU, 8, window=((4, 6), (4, 6)))
    assert set(everywhere_lost.index.ravel()) == {-1}
    assert set(everywhere_lost.status.ravel()) == {"diverged"}
    endless = basins(SGD(learning_rate=0.1), SADDLE, 8, 30)
    assert set(endless.index.ravel()) == {-1}
    assert set(endless.steps_to.ravel()) == {-1}


A_RESOLUTION = "resolution: must be a whole number from 2 to 4096, got "
A_WINDOW = r"window: must be \(\(x_min, x_max\), \(y_min, y_max\)\) with −1e\+10 < x_min < x_max < 1e\+10 and the same for y, got "
A_TOLERANCE = "tolerance: must be a positive, finite number, got "


NOT_TO_BE_RUN = [
    ({"resolution": 0}, A_RESOLUTION + "0"),
    ({"resolution": 1}, A_RESOLUTION + "1"),
    ({"resolution": 10**6}, A_RESOLUTION + "1000000"),
    ({"resolution": -5}, A_RESOLUTION + "-5"),
    ({"resolution": 64.0}, A_RESOLUTION + "64.0"),
    ({"resolution": "64"}, A_RESOLUTION + "'64'"),
    ({"resolution": True}, A_RESOLUTION + "True"),
    ({"steps": 0}, "steps: must be a whole number of at least 1, got 0"),
    ({"tolerance": 0}, A_TOLERANCE + "0"),
    ({"tolerance": -1e-4}, A_TOLERANCE + "-0.0001"),
    ({"tolerance": np.nan}, A_TOLERANCE + "nan"),
    ({"tolerance": None}, A_TOLERANCE + "None"),
    ({"window": ((1, -1), (0, 1))}, A_WINDOW + r"\(\(1, -1\), \(0, 1\)\)"),
    ({"window": ((-1, 1), (1, 0))}, A_WINDOW + r"\(\(-1, 1\), \(1, 0\)\)"),
    ({"window": ((1, 1), (0, 1))}, A_WINDOW + r"\(\(1, 1\), \(0, 1\)\)"),
    ({"window": ((0, np.nan), (0, 1))}, A_WINDOW + r"\(\(0, nan\), \(0, 1\)\)"),
    ({"window": ((0, np.inf), (0, 1))}, A_WINDOW + r"\(\(0, inf\), \(0, 1\)\)"),
    ({"window": ((0, 1), (0, 1e11))}, A_WINDOW + r"\(\(0, 1\), \(0, 100000000000.0\)\)"),
    ({"window": (0, 1, 0, 1)}, A_WINDOW + r"\(0, 1, 0, 1\)"),
    ({"window": 5}, A_WINDOW + "5"),
    ({"window": (("0", "1"), (0, 1))}, A_WINDOW + r"\(\('0', '1'\), \(0, 1\)\)"),
    (
        {"optimizer": SGD(learning_rate=[0.1, 0.2])},
        "SGD: learning_rate must be one number, since its values are tried as an axis, got 2 values",
    ),
    ({"executor": 4}, "executor: must be a concurrent.futures.Executor or a dask.distributed.Client, got 4"),
]


def test_what_cannot_be_run_is_refused_in_one_sentence_before_the_work_begins(monkeypatch):
    monkeypatch.setattr(crew, "do_part", None)
    for given, complaint in NOT_TO_BE_RUN:
        with case(complaint), pytest.raises(ValueError, match=f"^{complaint}$"):
            basins(**{"optimizer": SGD(), "surface": BOWL, "progress": pytest.fail, **given})


def test_progress_of_a_map_grows_to_the_whole(monkeypatch):
    monkeypatch.setattr(crew, "LANES_IN_PART", 100)
    told = []
    basins(SGD(), HIMMELBLAU, 32, 20, progress=told.append)
    assert told == sorted(set(told))
    assert len(told) == 11
    assert told[-1] == 1
