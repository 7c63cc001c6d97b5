"""Single runs as machine code: the same record to the last bit, or not at all."""

import subprocess
import sys

import numpy as np
import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT

from optviz import OPTIMIZERS, Trajectory, minimize, race
from optviz.descent import descend
from optviz.lanes.machine_code import order, recorder
from optviz.oracle import Oracle
from surfaces import SURFACES

STEPS = 120
# Line searches look at more points, BFGS and full-matrix Adagrad remember matrices, and Numba lacks np.full_like of a number.
STEPPED = {"conjugate_gradient", "bfgs", "adagrad_full", "natural_gradient"}
COMPILED = [key for key in OPTIMIZERS if key not in STEPPED]
# Polynomials, exp, sin and cos; parameters of its own; no lower bound; Newton's 0/0 at the start of the monkey saddle.
TERRAINS = ["beale", "cliff", "rastrigin", "ravine", "saddle"]


@pytest.fixture(scope="module", autouse=True)
def pieces(tmp_path_factory):
    """Everything compiled, in a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for key in TERRAINS:
            order([method() for method in OPTIMIZERS.values()], SURFACES[key], wait=True)


@pytest.fixture
def stepped(monkeypatch):
    """A run without machine code."""

    def run(*arguments, **named):
        with monkeypatch.context() as patch:
            patch.setattr("optviz.descent.recorder", lambda optimizer, surface: None)
            return minimize(*arguments, **named)

    return run


def assert_same(a: Trajectory, b: Trajectory) -> None:
    assert np.array_equal(a.points, b.points)
    assert type(a.states) is type(b.states)
    for mine, other in zip(a.states, b.states, strict=True):
        assert np.array_equal(mine, other)
    assert np.array_equal(a.refused, b.refused, equal_nan=True)
    assert (a.last, a.status) == (b.last, b.status)
    assert np.array_equal(a.queries, b.queries)


@pytest.mark.parametrize("terrain", TERRAINS)
@pytest.mark.parametrize("key", COMPILED)
def test_a_compiled_run_is_the_run_to_the_last_bit(key, terrain, stepped):
    optimizer, surface = OPTIMIZERS[key](), SURFACES[terrain]
    assert recorder(optimizer, surface) is not None
    assert_same(minimize(optimizer, surface, steps=STEPS), stepped(optimizer, surface, steps=STEPS))


@pytest.mark.parametrize("key", ["sgd", "nag", "adam", "rprop", "newton"])
def test_a_run_that_diverges_is_refused_at_the_same_point(key, stepped):
    optimizer = OPTIMIZERS[key]()
    optimizer = optimizer.replace(**{optimizer.step_size: 30.0})
    assert_same(minimize(optimizer, SURFACES["beale"], (3.5, 3.5), STEPS), stepped(optimizer, SURFACES["beale"], (3.5, 3.5), STEPS))


@pytest.mark.parametrize("key", sorted(STEPPED))
def test_what_cannot_be_compiled_runs_all_the_same(key):
    assert recorder(OPTIMIZERS[key](), SURFACES["beale"]) is None
    assert minimize(OPTIMIZERS[key](), SURFACES["beale"], steps=5).points.shape == (6, 2)


def test_other_values_of_a_surface_need_no_other_code(stepped):
    ravine = SURFACES["ravine"].replace(condition=77.0, angle=33.0)
    assert recorder(OPTIMIZERS["momentum"](), ravine) is not None
    momentum = OPTIMIZERS["momentum"](learning_rate=0.01)
    assert_same(minimize(momentum, ravine, steps=STEPS), stepped(momentum, ravine, steps=STEPS))


def test_a_race_is_the_same_with_all_some_or_none_of_its_runs_compiled(stepped):
    entrants = {key: method() for key, method in OPTIMIZERS.items()}
    assert {recorder(optimizer, SURFACES["beale"]) is None for optimizer in entrants.values()} == {True, False}
    for key, lane in race(entrants, SURFACES["beale"], steps=STEPS).lanes.items():
        assert_same(lane, stepped(entrants[key], SURFACES["beale"], steps=STEPS))


def test_a_batch_is_not_a_single_run():
    assert recorder(OPTIMIZERS["sgd"](learning_rate=np.array([0.1, 0.2])), SURFACES["beale"]) is None
    assert minimize(OPTIMIZERS["sgd"](), SURFACES["beale"], np.ones((2, 3)), 5).points.shape == (6, 2, 3)


def test_an_oracle_that_answers_in_another_way_is_asked():
    class Noisy(Oracle):
        def gradient(self, points):
            return super().gradient(points) + 1.0

    (noisy,) = descend([OPTIMIZERS["sgd"]()], Noisy(SURFACES["beale"]), (1.0, 1.5), 5, 1e-6)
    assert not np.array_equal(noisy.points, minimize(OPTIMIZERS["sgd"](), SURFACES["beale"], (1.0, 1.5), 5).points)


def test_nothing_is_compiled_unless_it_is_ordered_and_a_process_may_end_while_it_is():
    program = (
        "from optviz import OPTIMIZERS, minimize\n"
        "from optviz.lanes.machine_code import order, recorder\n"
        "from surfaces import SURFACES\n"
        "adam, beale = OPTIMIZERS['adam'](), SURFACES['beale']\n"
        "minimize(adam, beale)\n"
        "assert recorder(adam, beale) is None\n"
        "order([method() for method in OPTIMIZERS.values()], beale)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=SECONDS_UNTIL_HUNG, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
