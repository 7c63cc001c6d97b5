"""The same maps on a Dask cluster of separate processes, one of which dies in the middle."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import dask
import numpy as np
import pytest
from distributed import Client, LocalCluster
from hanging import SECONDS_UNTIL_HUNG

from optviz import OPTIMIZERS, Optimizer, basins, sweep
from optviz.basins import ROW
from optviz.lanes import crew
from optviz.lanes.compiled import compiled
from optviz.lanes.work import Lanes
from surfaces import SURFACES, Surface
from surfaces.declaration import Scalar, positive

HIMMELBLAU, BEALE = SURFACES["himmelblau"], SURFACES["beale"]
ADAM, BFGS = OPTIMIZERS["adam"](learning_rate=0.05), OPTIMIZERS["bfgs"]()


class Valley(Surface):
    """A surface of one's own."""

    name, formula, reference = "Valley", r"x^4 + \kappa y^2", "none"
    domain, start, minimizers = ((-2.0, 2.0), (-2.0, 2.0)), (1.0, 1.5), ((0.0, 0.0),)

    steepness: Scalar = positive(default=3.0, symbol=r"\kappa", meaning="how steep it is", slider=(1, 10))

    def f(self, x, y):
        return x * x * x * x + self.steepness * y * y

    def grad(self, x, y):
        return 4 * x * x * x, 2 * self.steepness * y


class Halved(Optimizer):
    """A method of one's own."""

    name = "Halved"

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate", slider=(1e-3, 1.0))

    def update(self, x, g, state):
        return x - self.learning_rate * g / 2, state


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client of a scheduler and two workers, each a process with one thread, on the loopback interface."""
    patient = {"distributed.comm.timeouts.tcp": SECONDS_UNTIL_HUNG}  # of "connect" it is how long a worker is called that has died
    with dask.config.set(patient), pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        where = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "local_directory": str(tmp_path_factory.mktemp("dask"))}
        with LocalCluster(n_workers=2, threads_per_worker=1, **where) as cluster, Client(cluster, set_as_default=False) as client:
            yield client


@pytest.fixture
def parts(monkeypatch):
    """Small parts, so that there are many."""
    for most in ("LANES_IN_PART", "LANES_IN_NUMPY"):
        monkeypatch.setattr(crew, most, 40)


def assert_same_map(mine, other):
    for name in ("x", "y", "index", "steps_to", "codes"):
        assert np.array_equal(getattr(mine, name), getattr(other, name)), name


def assert_same_sweep(mine, other):
    for name in ("final_gap", "steps_to", "codes"):
        assert np.array_equal(getattr(mine, name), getattr(other, name)), name


def is_compiled(lanes):
    """Whether this process runs the lanes as machine code, once that is made, however few they are."""
    crew.WORTH_COMPILING = 0
    return compiled(lanes, wait=True) is not None


@pytest.mark.parametrize(("optimizer", "is_fast"), [(ADAM, True), (BFGS, False)], ids=["machine code", "a line search"])
def test_a_map_is_the_same_on_a_cluster(optimizer, is_fast, client, parts):
    told = []
    here = basins(optimizer, HIMMELBLAU, 37, 60)
    assert_same_map(basins(optimizer, HIMMELBLAU, 37, 60, executor=client, progress=told.append), here)
    assert told == sorted(set(told))
    assert len(told) > 20
    assert told[-1] == 1
    lanes = Lanes(optimizer, HIMMELBLAU, (0.0, 0.0), 60, 1e-4, {"y": here.y, "x": here.x}, stops=True)
    assert set(client.run(is_compiled, lanes).values()) == {is_fast}
    assert_same_map(basins(optimizer, HIMMELBLAU, 37, 60, executor=client), here)


def test_a_sweep_is_the_same_on_the_cluster_that_the_environment_names(client, parts, monkeypatch):
    axes = {"learning_rate": np.geomspace(1e-4, 10, 23), "beta1": np.linspace(0, 0.99, 9)}
    here = sweep(ADAM, BEALE, steps=50, **axes)
    monkeypatch.setattr(crew, "_clients", {})
    monkeypatch.setattr(crew, "SECONDS_TO_ANSWER", SECONDS_UNTIL_HUNG)
    monkeypatch.setenv(crew.SCHEDULER, client.scheduler.address)
    did = set()
    monkeypatch.setattr(crew, "ThreadPoolExecutor", pytest.fail)
    assert_same_sweep(sweep(ADAM, BEALE, steps=50, progress=did.add, **axes), here)
    assert max(did) == 1
    (kept,) = crew._clients.values()
    assert_same_sweep(sweep(ADAM, BEALE, steps=50, **axes), here)
    assert [*crew._clients.values()] == [kept]
    # Once it is closed, the next map asks for a new one.
    kept.close()
    assert_same_sweep(sweep(ADAM, BEALE, steps=50, **axes), here)
    (another,) = crew._clients.values()
    assert another is not kept
    another.close()


def shut_the_compiler():
    """From now on this process runs everything in NumPy."""
    crew.compiled = lambda lanes: None


def open_the_compiler():
    crew.compiled = compiled


@pytest.fixture
def in_numpy(client):
    """Nobody compiles what is run only once."""
    for everywhere in (lambda door: door(), client.run):
        everywhere(shut_the_compiler)
    yield
    for everywhere in (lambda door: door(), client.run):
        everywhere(open_the_compiler)


@pytest.mark.parametrize("method", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_method_is_the_same_on_a_cluster(method, client, parts, in_numpy):
    for key in ("himmelblau", "cliff", "gaussian_wells"):
        name, parameter = next(iter(method.parameters().items()))
        axes = {name: np.linspace(*parameter.slider, 50)}
        here = sweep(method(), SURFACES[key], steps=30, tolerance=1e-2, **axes)
        assert_same_sweep(sweep(method(), SURFACES[key], steps=30, tolerance=1e-2, executor=client, **axes), here)


def test_a_surface_and_a_method_of_ones_own_travel(client, parts):
    here = sweep(Halved(), Valley(), steps=40, steepness=[1.0, 2.0, 50.0], learning_rate=np.geomspace(1e-2, 1, 30))
    there = sweep(Halved(), Valley(), steps=40, executor=client, steepness=[1.0, 2.0, 50.0], learning_rate=np.geomspace(1e-2, 1, 30))
    assert len(np.unique(here.codes)) > 1
    assert_same_sweep(there, here)


def test_a_worker_that_dies_in_the_middle_costs_time_and_nothing_else(client, parts):
    here = basins(BFGS, HIMMELBLAU, 40, 60)
    before = client.run(os.getpid)
    told, killed = [], []

    def kill_one(share):
        told.append(share)
        if len(told) == 3:
            killed.append(next(iter(before.values())))
            os.kill(killed[0], signal.SIGKILL)

    there = basins(BFGS, HIMMELBLAU, 40, 60, executor=client, progress=kill_one)
    assert killed
    assert len(told) > 10
    assert told == sorted(set(told))
    assert told[-1] == 1
    assert_same_map(there, here)
    client.wait_for_workers(2, timeout=SECONDS_UNTIL_HUNG)
    assert killed[0] not in client.run(os.getpid).values()


def test_whoever_is_told_of_the_progress_can_end_the_work_on_the_cluster(client, parts):
    class MovedOn(BaseException):
        pass

    def move_on(share):
        raise MovedOn

    with pytest.raises(MovedOn):
        basins(BFGS, HIMMELBLAU, 120, 300, executor=client, progress=move_on)
    until = time.monotonic() + SECONDS_UNTIL_HUNG
    while any(client.processing().values()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(client.processing().values())


def test_a_mistake_on_the_cluster_is_refused_before_the_work_begins(client):
    with pytest.raises(ValueError, match=r"^resolution: must be a whole number from 2 to 4096, got 0$"):
        basins(ADAM, HIMMELBLAU, 0, executor=client)


class Counting(ThreadPoolExecutor):
    """Hands out the work unseen, and counts the lanes."""

    def submit(self, function, lanes, summary, first, last):
        self.sizes = [*getattr(self, "sizes", []), last - first]
        return super().submit(np.zeros, last - first, ROW)


def test_there_is_work_for_all_and_every_task_is_worth_its_trip():
    with Counting(1) as elsewhere:
        basins(ADAM, HIMMELBLAU, 1024, 500, executor=elsewhere)
    assert sum(elsewhere.sizes) == 1024 * 1024
    assert len(elsewhere.sizes) >= crew.PARTS_ON_CLUSTER
    assert max(elsewhere.sizes) > crew.LANES_IN_PART
    with Counting(1) as elsewhere:
        basins(ADAM, HIMMELBLAU, 1024, 50000, executor=elsewhere)
    assert max(elsewhere.sizes) * 50000 <= crew.LANE_STEPS_ON_CLUSTER < max(elsewhere.sizes) * 100000


@pytest.mark.parametrize("address", ["nobody", "tcp://256.0.0.1:8786", "ftp://127.0.0.1:8786", ""])
def test_a_scheduler_that_does_not_answer_is_named_in_one_sentence(address, monkeypatch):
    if address == "nobody":
        with socket.create_server(("127.0.0.1", 0)) as taken:  # closed again, so that nobody listens there
            address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
    monkeypatch.setattr(crew, "SECONDS_TO_ANSWER", 1)
    monkeypatch.setattr(crew, "_clients", {})
    monkeypatch.setenv(crew.SCHEDULER, address)
    if not address:  # as good as unset
        assert basins(ADAM, HIMMELBLAU, 3, 5).index.shape == (3, 3)
        return
    with pytest.raises(ConnectionError) as refused:
        basins(ADAM, HIMMELBLAU, 3, 5)
    must = "must be the address of a Dask scheduler that answers within 1 seconds"
    assert str(refused.value) == f"OPTVIZ_SCHEDULER: {must}, got {address!r}"


def test_a_scheduler_without_dask_is_named_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setattr(crew, "_clients", {})
    monkeypatch.setenv(crew.SCHEDULER, "tcp://127.0.0.1:8786")
    with pytest.raises(ConnectionError, match=r"^OPTVIZ_SCHEDULER: must be unset where Dask is not installed, got 'tcp://127.0.0.1:8786'$"):
        basins(ADAM, HIMMELBLAU, 3, 5)


def test_a_cluster_that_goes_away_in_the_middle_is_named_in_one_sentence(client, parts):
    with (
        Client(client.scheduler.address, set_as_default=False, loop=client.loop) as leaving,
        pytest.raises(ConnectionError, match=r"^executor: must stay until the work is done, but went away$"),
    ):
        basins(BFGS, HIMMELBLAU, 60, 200, executor=leaving, progress=lambda share: leaving.close())
