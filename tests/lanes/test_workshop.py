"""Who runs for long gets machine code: when it is ordered, for what, and that nothing hangs on it."""

import subprocess
import sys

import numpy as np
import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT

from optviz import NOISES, OPTIMIZERS, SCHEDULES, minimize, race, sweep
from optviz.lanes import compiled as compiled_lanes
from optviz.lanes import recorded, workshop
from surfaces import SURFACES


@pytest.fixture
def made(monkeypatch):
    """What a workshop of the test's own was asked to make, where 100 steps are worth a piece. It makes what does nothing."""
    asked = []
    monkeypatch.setattr(workshop, "STEPS_WORTH_A_PIECE", 100)
    own = workshop.Workshop()
    for module in (recorded, compiled_lanes):
        monkeypatch.setattr(module, "workshop", own)
    for module, make in ((recorded, "_of_method"), (recorded, "_of_surface"), (compiled_lanes, "_make")):
        monkeypatch.setattr(module, make, lambda *piece: asked.append(piece))

    def so_far():
        for piece in list(own._pieces.values()):
            piece.result()
        return asked

    yield so_far
    own.close()


def test_a_script_has_compiled_what_it_runs_as_soon_as_that_is_worth_it(made):
    sgd, adam, beale = OPTIMIZERS["sgd"], OPTIMIZERS["adam"], SURFACES["beale"]
    race([sgd, adam], beale, steps=99)
    minimize(adam, SURFACES["booth"], steps=1)
    assert made() == []  # enough steps of Adam, and not enough on Booth
    minimize(adam, beale, steps=1)
    assert made() == [(type(beale),), (adam,)]
    for _ in range(3):
        minimize(adam, beale, steps=50)
        minimize(sgd, beale, steps=50)
    assert made() == [(type(beale),), (adam,), (sgd,)]  # each of them once


def test_a_script_has_nothing_compiled_that_could_not_be_used(made):
    adam, beale, several = OPTIMIZERS["adam"], SURFACES["beale"], OPTIMIZERS["sgd"](learning_rate=np.array([0.1, 0.2]))
    minimize(adam, beale, np.ones((2, 3)), steps=200)
    minimize(several, beale, steps=200)
    minimize(adam, beale, steps=200, noise=NOISES["gaussian"])
    minimize(adam, beale, steps=200, schedule=SCHEDULES["cosine"])
    minimize(adam, SURFACES["linear_regression"], steps=200)
    for method in OPTIMIZERS.values():
        if method.searches or (method.couples_coordinates and method.State._fields):
            minimize(method, beale, steps=200)
    assert made() == []


def test_many_small_sweeps_are_worth_a_compiler_as_one_large_one_is(made):
    def small():
        sweep(OPTIMIZERS["adam"], SURFACES["beale"], steps=40, learning_rate=[0.1, 0.2])

    small()
    small()
    assert made() == []
    small()
    assert made() == [(OPTIMIZERS["adam"], type(SURFACES["beale"]), ("learning_rate",), ())]


def test_a_script_may_end_while_what_it_has_run_for_long_is_compiled():
    program = (
        "from optviz import OPTIMIZERS, race\n"
        "from optviz.lanes import workshop\n"
        "from optviz.lanes.machine_code import recorder\n"
        "from surfaces import SURFACES\n"
        "workshop.STEPS_WORTH_A_PIECE = 10\n"
        "adam, beale = OPTIMIZERS['adam'](), SURFACES['beale']\n"
        "first = race({'adam': adam}, beale).lanes['adam']\n"
        "while not recorder(adam, beale):\n"
        "    assert (race({'adam': adam}, beale).lanes['adam'].points == first.points).all()\n"
        "assert (race({'adam': adam}, beale).lanes['adam'].points == first.points).all()\n"
        "race(OPTIMIZERS, beale)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=SECONDS_UNTIL_HUNG, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
