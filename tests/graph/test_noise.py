"""With what NumPy drew, the browser hears the same: runs under noise are NumPy's, to the last bit where IEEE 754 says how to round."""

import numpy as np
import pytest
from cases import case
from in_node import numbers_from
from rounding import off_by_a_bit

from optviz import NOISES, OPTIMIZERS
from optviz.descent import descend
from optviz.graph.engine import engine, runs_to_the_last_bit
from optviz.oracle import NoisyOracle, door
from optviz.status import Goal
from surfaces import SURFACES, FiniteSum

FORMS = [form for one in OPTIMIZERS.values() for form in one.forms() if not form.searches]
STEPS = 70  # more than the 64 that are drawn together, and than three epochs of 21 batches
SEED = 5
CLOSE = 1e-9
"""How far a run may be off, as a share of how far out it is, until one whose every answer is off by a last bit is off as far."""
SHAKEN = 8
"""Runs whose answers are off."""
NOISY = [(key, surface) for key in NOISES for surface in ("rosenbrock", "linear_regression") if not NOISES[key].needs_examples] + [
    (key, surface) for key in NOISES for surface in ("linear_regression", "hidden_unit") if NOISES[key].needs_examples
]


class ShakenOracle(NoisyOracle):
    """Answers for points that are off by a last bit, and with answers that are. What chance decides remains the same."""

    def __init__(self, *told):
        super().__init__(*told)
        self._rng = np.random.default_rng(0)

    def gradient(self, points):
        return off_by_a_bit(super().gradient(off_by_a_bit(points, self._rng)), self._rng)

    def hessian(self, points):
        return off_by_a_bit(super().hessian(off_by_a_bit(points, self._rng)), self._rng)


def distances(some, points):
    """How far points (…, steps + 1, 2) are from others, as a share of how far out these are."""
    return np.abs(some - points).max(axis=-1) / (1 + np.abs(points).max(axis=-1))


def parted(optimizer, surface, noise, points):
    """How far runs whose answers are off have been from the one of these points by each step, (steps + 1,)."""
    starts = np.tile(np.array(surface.start)[:, None], SHAKEN)
    (run,) = descend([optimizer], ShakenOracle(surface, noise, [SEED]), starts, STEPS, 1e-6)
    return np.maximum.accumulate(distances(run.points.transpose(2, 0, 1), points).max(axis=0))


def of_the_browser(surface, noise, optimizers):
    """Points (runs, steps + 1, 2)."""
    told = {
        "engine": engine(FORMS, [type(surface)], noises=[type(noise)]),
        **{"surface": surface.key, "t": list(map(float, surface.values_by_name().values()))},
        **{"goal": [str(float(number)).replace("inf", "Infinity") for number in Goal.of(surface)[:-1]], "tolerance": 1e-6},
        **{"minimizers": surface.minimizers, "examples": surface.examples.tolist() if isinstance(surface, FiniteSum) else []},
        **{"start": list(map(float, surface.start)), "steps": STEPS},
        "runs": [{"form": type(one).__name__, "h": list(map(float, one.values_by_name().values()))} for one in optimizers],
        "noise": {
            "kind": noise.key,
            "n": list(map(float, noise.values_by_name().values())),
            "drawn": noise.drawn(surface, SEED, STEPS).tolist(),
        },
    }
    rows = numbers_from("descending.js", told).reshape(len(optimizers), -1)
    return rows[:, : 2 * (STEPS + 1)].reshape(-1, STEPS + 1, 2)


@pytest.mark.parametrize(("key", "where"), NOISY)
def test_the_browsers_runs_of_every_form_hear_what_numpys_hear(key, where):
    surface = SURFACES[where]
    noise = NOISES[key]()
    optimizers = [form() for form in FORMS]
    runs = descend(optimizers, door(surface, noise, [SEED]), surface.start, STEPS, 1e-6)
    for optimizer, found, run in zip(optimizers, of_the_browser(surface, noise, optimizers), runs, strict=True):
        with case(optimizer):
            if runs_to_the_last_bit(type(optimizer), type(surface), noise=type(noise)):
                assert np.array_equal(found, run.points)
            else:
                off = distances(found, run.points)
                assert off.max() <= CLOSE or not (off > CLOSE)[parted(optimizer, surface, noise, run.points) <= CLOSE].any()


def test_noise_is_rounded_by_a_standard_but_for_a_power():
    sgd, beale = OPTIMIZERS["sgd"], type(SURFACES["beale"])
    assert {key for key, kind in NOISES.items() if runs_to_the_last_bit(sgd, beale, noise=kind)} == set(NOISES) - {"annealed"}
