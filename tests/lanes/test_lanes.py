"""Lanes in NumPy, lanes as machine code and single runs are the same to the last bit, and nobody waits for the compiler."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT

from optviz import OPTIMIZERS, Optimizer, basins, minimize, sweep
from optviz.lanes import compiled as machine_code
from optviz.lanes.compiled import compiled, obstacle
from optviz.lanes.in_numpy import walk_in_numpy
from optviz.lanes.recorded import order, recorder
from optviz.lanes.rounding import compilable
from optviz.lanes.work import Lanes
from optviz.lanes.workshop import workshop
from optviz.status import STATUSES
from surfaces import SURFACES, FiniteSum, Surface
from surfaces.declaration import Scalar, positive

FORMS = [form for method in OPTIMIZERS.values() for form in method.forms()]
COMPILED = [form for form in FORMS if not obstacle(form)]
CLOSED_FORMS = {key: surface for key, surface in SURFACES.items() if not isinstance(surface, FiniteSum)}
COMPILED_ON = 3
"""Surfaces, at least, for every method; one for each of its forms, if it has more."""

BOWL, ROSENBROCK = SURFACES["bowl"], SURFACES["rosenbrock"]


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    """A cache of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


class Unit(Optimizer):
    """Steps by the same length; 0/0 where the slope is zero."""

    name = "Unit"

    learning_rate: Scalar = positive(default=0.25, symbol=r"\eta", meaning="learning rate", slider=(1e-3, 1.0))

    def update(self, x, g, state):
        return x - self.learning_rate * g / np.abs(g), state


class Unknown(Unit):
    """Says much the same with a function that Numba does not have for numbers."""

    name = "Unknown"

    def update(self, x, g, state):
        return x - self.learning_rate * np.select([g > 0, g < 0], [1.0, -1.0], 0.0), state


class Slow(Unit):
    """For whom the compiler takes its time."""

    name = "Slow"


class Homeless(Unit):
    """Compiled where nothing can be kept."""

    name = "Homeless"


class Cone(Surface):
    """A distance, by a function of NumPy that has to be told which one it is."""

    name, formula, reference = "Cone", r"\sqrt{x^2 + y^2}", "none"
    domain, start, minimizers = ((-2.0, 2.0), (-2.0, 2.0)), (1.0, 1.5), ((0.0, 0.0),)

    def f(self, x, y):
        return np.hypot(x, y)

    def grad(self, x, y):
        return x / np.hypot(x, y), y / np.hypot(x, y)


class Single(NamedTuple):
    """What is kept of a single run, as it is of a lane."""

    x: float
    y: float
    gap: float
    steps_to: int
    code: int


single_run = cache(minimize)
"""The same run is compared with lanes that stop when they have arrived and with lanes that go on."""


def alone(lanes, lane):
    """One lane as a run of its own."""
    place = np.unravel_index(lane, lanes.shape)
    values = {name: float(axis[i]) for (name, axis), i in zip(lanes.axes.items(), place, strict=True)}
    start = values.pop("x", lanes.start[0]), values.pop("y", lanes.start[1])
    optimizer = lanes.optimizer.replace(**{name: values[name] for name in lanes.hyperparameters})
    surface = lanes.surface.replace(**{name: values[name] for name in lanes.terrain})
    run = single_run(optimizer, surface, start, lanes.steps, lanes.tolerance)
    first = run.steps_to(lanes.tolerance)
    at_end = first if lanes.stops and first >= 0 else lanes.steps
    code = STATUSES.index("converged" if lanes.stops and first >= 0 else run.status)
    return Single(*map(float, run.points[at_end]), float(run.gaps[at_end]), first, code)


def assert_same(lanes, walks, some=None):
    """Every walk over the lanes ends as their single runs do, some of them or all."""
    part = lanes.part(0, lanes.size)
    found = [walk(part) for walk in walks]
    for ends in found:
        for mine, other in zip(ends, found[0], strict=True):
            assert mine.dtype == other.dtype
            assert np.array_equal(mine, other)
    ends, gaps, codes = found[0], found[0].gaps(part), found[0].status(part)
    for lane in range(lanes.size) if some is None else some:
        assert Single(*ends.points[:, lane], gaps[lane], ends.steps_to[lane], codes[lane]) == alone(lanes, lane), f"lane {lane}"
    return ends


def grid(form, surface, starts=(9, 5), steps=40, stops=False):
    """Lanes over the window and over a tiny, the usual and a huge learning rate; a tenth of them is within the tolerance at the start."""
    (left, right), (bottom, top) = surface.domain
    x, y = np.linspace(left, right, starts[0]), np.linspace(bottom, top, starts[1])
    gaps = surface.value(np.array(np.meshgrid(x, y))) - surface.minimum
    tolerance = float(np.quantile(gaps, 0.1)) if np.isfinite(gaps).all() else 1.0
    parameter = form.parameters()[form.step_size if form.step_size in form.parameters() else next(iter(form.parameters()))]
    largest = min(1e3, 0.999 * parameter.domain.upper)
    name = next(name for name, one in form.parameters().items() if one is parameter)
    axes = {name: np.unique([parameter.slider[0], parameter.default, largest]), "y": y, "x": x}
    return Lanes(form(), surface, surface.start, steps, max(tolerance, 1e-12), axes, stops)


def pairs():
    """Every form that is compiled, each on the next surface; then the methods that have been on too few, on further ones."""
    surfaces = itertools.cycle(CLOSED_FORMS)
    found = list(zip(COMPILED, surfaces, strict=False))
    for method in OPTIMIZERS.values():
        forms = [form for form in method.forms() if form in COMPILED]
        more = COMPILED_ON - len(forms) if forms else 0
        found += [(forms[0], next(surfaces)) for _ in range(more)]
    return found


@pytest.mark.parametrize(("form", "key"), pairs(), ids=[f"{form.__name__}-{key}" for form, key in pairs()])
def test_every_form_of_every_method_as_machine_code_is_its_numpy_lanes_and_its_single_runs(form, key):
    surface = CLOSED_FORMS[key]
    for stops in (False, True):
        lanes = grid(form, surface, stops=stops)
        assert lanes.size % machine_code.GROUP
        walk = compiled(lanes, wait=True)
        assert walk is not None
        assert_same(lanes, [walk_in_numpy, walk], some={0, 1, 63, 64, *range(5, lanes.size, 16), lanes.size - 1})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("key", ["ackley", "cliff", "gaussian_wells", "logistic_regression", "rastrigin"])
def test_the_numpy_lanes_of_every_method_are_its_single_runs(form, key):
    for stops in (False, True):
        assert_same(grid(form, SURFACES[key], starts=(3, 2), steps=35, stops=stops), [walk_in_numpy])


@pytest.mark.parametrize(
    ("key", "terrain", "axes"),
    [
        ("adam", "ackley", {"beta2": [0.0, 0.9, 0.999]}),
        ("adam", "rastrigin", {"bias_correction": [0.0, 1.0], "learning_rate": [1e-3, 0.1, 10.0]}),
        ("nag", "cliff", {"steepness": [1.0, 7.0, 20.0, 1000.0], "momentum": [0.0, 0.5, 0.99]}),
        ("rprop", "gaussian_wells", {"width": [0.1, 0.4, 2.0], "depth": [0.1, 1.0, 5.0]}),
        ("lookahead", "rosenbrock", {"period": [1.0, 2.0, 5.0, 6.0], "learning_rate": [1e-3, 0.1, 10.0]}),
        ("momentum", "ravine", {"condition": [1.0, 20.0, 1e3], "angle": [-90.0, 0.0, 30.0]}),
        ("adam", "linear_regression", {"offset": [0.0, 1.5, 14.36], "learning_rate": [1e-3, 0.1]}),
        ("newton", "cauchy_regression", {"scale": [0.1, 0.15, 1.0], "damping": [0.0, 1.0]}),
    ],
)
def test_any_hyperparameter_switch_or_parameter_of_the_surface_can_be_an_axis(key, terrain, axes):
    surface = SURFACES[terrain]
    lanes = Lanes(OPTIMIZERS[key](), surface, surface.start, 60, 1e-3, {name: np.array(values) for name, values in axes.items()})
    walk = compiled(lanes, wait=True)
    assert (walk is None) == isinstance(surface, FiniteSum)
    assert_same(lanes, [walk_in_numpy] if walk is None else [walk_in_numpy, walk])


def test_lanes_that_become_not_a_number_end_where_they_were():
    axes = {"learning_rate": np.array([0.25, 0.3]), "x": np.linspace(-1, 1, 5), "y": np.linspace(-1, 1, 9)}
    lanes = Lanes(Unit(), BOWL, (0.0, 0.0), 20, 1e-6, axes)
    ends = assert_same(lanes, [walk_in_numpy, compiled(lanes, wait=True)])
    # With x = 0 from the start 0/0 is the first step; ¼ leads there from everywhere else, but 0.3 jumps over it.
    lost = ends.lost.reshape(lanes.shape)
    assert lost[0].all()
    assert lost[1].sum() == 5 + 9 - 1


def test_lanes_that_overflow_end_at_their_last_finite_point():
    rates = np.geomspace(1e-3, 1e300, 70)
    lanes = Lanes(OPTIMIZERS["sgd"](), SURFACES["cliff"], (0.8, 2.0), 300, 1e-6, {"learning_rate": rates, "steepness": np.array([20.0])})
    ends = assert_same(lanes, [walk_in_numpy, compiled(lanes, wait=True)])
    assert ends.lost[rates > 60].all()  # 2 / 0.04 = 50
    assert not ends.lost[rates < 40].any()


def test_a_run_that_has_arrived_stops_and_one_that_has_not_goes_on():
    rates = np.array([0.25, 0.5, 1.0])
    for stops, x in ((True, (2.0**-10, 0.0, 1.0)), (False, (2.0**-30, 0.0, 1.0))):
        lanes = Lanes(OPTIMIZERS["sgd"](), BOWL, (1.0, 0.0), 30, 2.0**-20, {"learning_rate": rates, "y": np.zeros(1)}, stops)
        ends = assert_same(lanes, [walk_in_numpy, compiled(lanes, wait=True)])
        assert ends.points[0].tolist() == list(x)
        assert ends.steps_to.tolist() == [10, 1, -1]


@pytest.mark.parametrize("key", ["momentum", "adagrad_full"])
def test_lanes_that_end_leave_the_others_with_their_own_values(key):
    method, surface = OPTIMIZERS[key], SURFACES["ravine"]
    axes = {"condition": np.array([1e4, 1.0, 1e7, 20.0, 3.0]), "learning_rate": np.array([1e-2, 1.0, 1e-1, 1e9, 1e-3])}
    for stops in (False, True):
        ends = assert_same(Lanes(method(), surface, surface.start, 60, 1.0, axes, stops), [walk_in_numpy])
        over = ends.lost | (stops & (ends.steps_to >= 0))
        assert over[:-1].any()
        assert not over.all()


def test_the_functions_of_the_formulas_round_as_numpy_does():
    formulas = (
        [surface.f for surface in CLOSED_FORMS.values()]
        + [surface.grad for surface in CLOSED_FORMS.values()]
        + [form.update for form in FORMS]
    )
    named = {name for formula in formulas for name in formula.__code__.co_names}
    ufuncs = [ufunc for name in sorted(named) if isinstance(ufunc := getattr(np, name, None), np.ufunc)]
    assert {np.exp, np.sin, np.tanh, np.sqrt} & set(ufuncs) >= {np.exp, np.sin, np.sqrt}
    numbers = np.concatenate([np.random.default_rng(0).normal(size=200) * 10, [0.0, -1.0, np.inf, -np.inf, np.nan, 5e-324, 1e300]])
    for ufunc in [*ufuncs, np.hypot, np.power, np.tanh]:
        names = ("a", "b")[: ufunc.nin]
        scope = {"np": np}
        exec(f"def formula({', '.join(names)}): return np.{ufunc.__name__}({', '.join(names)})", scope)
        scope["inner"] = compilable(scope["formula"])
        exec(f"def outer({', '.join(names)}): return inner({', '.join(names)})", scope)
        call = numba.njit(scope["outer"])
        arguments = [numbers, numbers[::-1].copy()][: ufunc.nin]
        with np.errstate(all="ignore"):
            expected = ufunc(*arguments)
        assert np.array_equal([call(*values) for values in zip(*arguments, strict=True)], expected, equal_nan=True), ufunc


def test_a_surface_by_a_function_that_needs_to_be_told_which_one_it_is():
    axes = {"x": np.linspace(-2, 2, 12), "y": np.linspace(-2, 2, 12)}
    lanes = Lanes(OPTIMIZERS["sgd"](), Cone(), (1.0, 1.5), 30, 1e-2, axes)
    assert_same(lanes, [walk_in_numpy, compiled(lanes, wait=True)])


def test_methods_that_cannot_be_compiled_say_why():
    reasons = {form: obstacle(form) for form in FORMS if form not in COMPILED}
    assert {form for form, reason in reasons.items() if "line search" in reason} == {form for form in FORMS if form.searches}
    assert all(form.searches or form.couples_coordinates for form in reasons)
    axes = {"x": np.array([1.0]), "y": np.array([1.0])}
    assert all(compiled(Lanes(form(), BOWL, (0.0, 0.0), 5, 1e-6, axes), wait=True) is None for form in reasons)


def test_a_sum_over_examples_stays_with_numpy_and_takes_no_method_with_it():
    surface, made = SURFACES["rare_feature"], len(workshop._pieces)
    axes = {"learning_rate": np.array([0.1, 0.2])}
    lanes = Lanes(OPTIMIZERS["sgd"](), surface, surface.start, 20, 1e-3, axes)
    assert compiled(lanes, wait=True) is None
    order([OPTIMIZERS["sgd"]()], surface, wait=True)
    assert recorder(OPTIMIZERS["sgd"](), surface) is None
    assert len(workshop._pieces) == made
    assert obstacle(OPTIMIZERS["sgd"], type(surface)) == "the surface is a sum over 333 examples"
    assert not obstacle(OPTIMIZERS["sgd"])


def test_formulas_that_the_compiler_does_not_know_stay_with_numpy():
    lanes = Lanes(Unknown(), BOWL, (0.0, 0.0), 5, 1e-6, {"x": np.array([1.0])})
    assert not obstacle(Unknown)
    assert compiled(lanes, wait=True) is None
    assert obstacle(Unknown) == "the compiler does not know all of the formulas"

    class Local(Unit):
        """Stands where nobody can import it from."""

        name = "Local"

    lanes = Lanes(Local(), BOWL, (0.0, 0.3), 5, 1e-6, {"x": np.array([0.1, 0.9])})
    assert compiled(lanes, wait=True) is None
    assert sweep(Local(), BOWL, (0.9, 0.9), 5, learning_rate=[0.1, 0.2]).steps_to.tolist() == [-1, -1]


def test_while_it_is_being_compiled_the_answer_comes_from_numpy(monkeypatch):
    may_go_on, make = threading.Event(), machine_code._make

    def make_later(*key):
        assert may_go_on.wait(60)
        return make(*key)

    monkeypatch.setattr(machine_code, "_make", make_later)
    monkeypatch.setattr("optviz.lanes.crew.WORTH_COMPILING", 0)
    lanes = Lanes(Slow(), ROSENBROCK, (-1.0, 1.0), 50, 1e-3, {"learning_rate": np.array([0.1, 0.2])})
    try:
        early = sweep(Slow(), ROSENBROCK, (-1.0, 1.0), 50, 1e-3, learning_rate=[0.1, 0.2])
        assert compiled(lanes) is None
    finally:
        may_go_on.set()
    assert compiled(lanes, wait=True) is not None
    late = sweep(Slow(), ROSENBROCK, (-1.0, 1.0), 50, 1e-3, learning_rate=[0.1, 0.2])
    assert np.array_equal(early.final_gap, late.final_gap)
    assert np.array_equal(early.codes, late.codes)


def test_a_small_job_is_not_worth_a_compiler(monkeypatch):
    def never(lanes):
        raise AssertionError("compiled for a hundred steps")

    monkeypatch.setattr("optviz.lanes.crew.compiled", never)
    assert sweep(OPTIMIZERS["adam"](), ROSENBROCK, steps=50, learning_rate=[0.1, 0.2]).final_gap.shape == (2,)


def test_machine_code_that_is_ready_in_the_middle_takes_over(monkeypatch):
    from optviz.lanes import crew

    in_numpy, as_machine_code, ready = [], [], threading.Event()

    def walk_by_numpy(part):
        in_numpy.append(part.size)
        ready.set()
        return walk_in_numpy(part)

    def compiled_later(lanes):
        walk = compiled(lanes, wait=True) if ready.is_set() else None
        return walk and (lambda part: as_machine_code.append(part.size) or walk(part))

    monkeypatch.setattr(crew, "WORTH_COMPILING", 0)
    monkeypatch.setattr(crew, "LANES_IN_PART", 100)
    monkeypatch.setattr(crew, "walk_in_numpy", walk_by_numpy)
    monkeypatch.setattr(crew, "compiled", compiled_later)
    adam = OPTIMIZERS["adam"](learning_rate=0.1)
    mixed = basins(adam, ROSENBROCK, 32, 40)
    assert in_numpy
    assert as_machine_code
    whole = Lanes(adam, ROSENBROCK, (0.0, 0.0), 40, 1e-4, {"y": mixed.y, "x": mixed.x}, stops=True)
    ends = walk_in_numpy(whole.part(0, whole.size))
    assert np.array_equal(mixed.steps_to.ravel(), ends.steps_to)
    assert np.array_equal(mixed.codes.ravel(), ends.status(whole.part(0, whole.size)))


@pytest.mark.parametrize("homeless", [True, False], ids=["no home", "a cache that is no folder"])
def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(homeless, tmp_path, monkeypatch):
    def no_home():
        raise RuntimeError("Could not determine home directory.")

    if homeless:
        monkeypatch.delenv("XDG_CACHE_HOME")
        monkeypatch.setattr(Path, "home", no_home)
    else:
        (tmp_path / "file").touch()
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    surface = BOWL if homeless else ROSENBROCK
    lanes = Lanes(Homeless(), surface, (1.0, 1.0), 20, 1e-3, {"x": np.array([0.9, 1.7])})
    walk = compiled(lanes, wait=True)
    assert walk is not None
    assert_same(lanes, [walk_in_numpy, walk])


WHOLE_STORY = """
import numpy as np
from optviz import OPTIMIZERS, basins, sweep
from surfaces import SURFACES
b = basins(OPTIMIZERS["adam"](learning_rate=0.1), SURFACES["himmelblau"], 12, 100)
m = sweep(OPTIMIZERS["nag"](), SURFACES["rosenbrock"], steps=50, momentum=[0.1, 0.5], learning_rate=[1e-4, 1e-3])
print(b.index.tolist(), b.steps_to.tolist(), b.codes.tolist(), m.final_gap.tolist())
"""


def told(code, folder=ROOT, **environment):
    """What a new process says; its warnings are errors."""
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS_UNTIL_HUNG,
        check=False,
        env={**os.environ, "PYTHONPATH": ".", **environment},
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


def test_without_numba_everything_works_and_says_the_same():
    without = "import sys; sys.modules['numba'] = None\n" + WHOLE_STORY
    why = "from optviz.lanes.machine_code import obstacle; print(obstacle(OPTIMIZERS['adam']))"
    *story, reason = told(without + why).splitlines()
    assert story == told(WHOLE_STORY).splitlines()
    assert reason == "Numba is not installed"


LOADED_FROM_DISK = """
import numpy as np
from mine import Mine
from optviz import OPTIMIZERS
from optviz.lanes.compiled import compiled
from optviz.lanes.workshop import workshop
from optviz.lanes.work import Lanes
from surfaces import SURFACES
for method in (OPTIMIZERS["sgd"], OPTIMIZERS["lookahead"], Mine):
    lanes = Lanes(method(), SURFACES["bowl"], (0.0, 1.0), 1, 1e-9, {"x": np.array([1.0])})
    walk = compiled(lanes, wait=True)
    (kernel,) = (piece.result() for key, piece in workshop._pieces.items() if key[0] is method)
    print(sum(kernel.stats.cache_hits.values()), *walk(lanes.part(0, 1)).points[0])
"""


def test_machine_code_is_kept_on_disk_until_a_formula_changes(tmp_path):
    for package in ("optviz", "surfaces"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "web"))
    (tmp_path / "mine.py").write_text(
        "from optviz import OPTIMIZERS\nclass Mine(OPTIMIZERS['sgd']):\n    name = 'Mine'\n", encoding="utf-8"
    )
    cache = str(tmp_path / "cache")
    # x = 1 with the slope 2: one step of η = 0.01 leads to 0.98, and half of that to 0.99. Adam's first step is η.
    first = told(LOADED_FROM_DISK, tmp_path, XDG_CACHE_HOME=cache).splitlines()
    again = told(LOADED_FROM_DISK, tmp_path, XDG_CACHE_HOME=cache).splitlines()
    assert [line[0] for line in first] == ["0", "0", "0"]
    assert [line[0] for line in again] == ["1", "1", "1"]
    assert [line[1:] for line in first] == [line[1:] for line in again]
    assert first[0] == first[2] == "0 0.98"

    file = tmp_path / "optviz" / "optimizers" / "sgd.py"
    file.write_text(
        file.read_text(encoding="utf-8").replace("x - self.learning_rate * g, state", "x - self.learning_rate * g / 2, state"),
        encoding="utf-8",
    )
    sgd, lookahead, mine = told(LOADED_FROM_DISK, tmp_path, XDG_CACHE_HOME=cache).splitlines()
    assert sgd == mine == "0 0.99"
    assert lookahead == again[1]
