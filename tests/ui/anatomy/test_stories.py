"""What the stories of the anatomy page say is said as long as it is so, and what they advise does what they say."""

from dataclasses import replace

import numpy as np
import pytest
from cases import case
from telling import check_stories

from optviz import minimize
from optviz.ui.address import write
from optviz.ui.anatomy.controls import visit
from optviz.ui.anatomy.stories import STORIES


def runs(key, changes=None):
    """The runs of a story, in another setting if one is given: of the experiment, and of hyperparameters on all sides that have them."""
    of_all = {name: value for name, value in (changes or {}).items() if name in ("start", "steps")}
    told = replace(visit.linked(STORIES[key].link), **of_all)
    found = {}
    for side, specimen in told.specimens().items():
        one = specimen.optimizer()
        changed = one.replace(**{name: value for name, value in (changes or {}).items() if name in one.parameters()})
        found[side] = minimize(changed, told.terrain(), told.starting_point(), told.steps)
    return found


FLIPS = {
    ("first_step", 0): {"epsilon": 1.0},
    ("nag", 0): {"momentum": 0.0},
    ("bias", 0): {"beta2": 0.9},
    ("decay", 0): {"weight_decay": 0.0},
    ("runs_dry", 0): {"steps": 1},
    ("runs_dry", 1): {"learning_rate": 1.0},
    ("newton", 0): {"damping": 100.0},
    ("newton", 1): {"start": (3.0, 0.5)},
    ("torch", 0): {"learning_rate": 1e-5},
}


def test_every_claim_holds_where_its_story_begins_and_is_not_said_where_it_does_not():
    check_stories(STORIES, runs, FLIPS)


def test_a_story_is_a_link_of_known_words():
    for key in STORIES:
        with case(key):
            told = STORIES[key].link.replace("&step=0", "")
            written = set(write(visit.linked(STORIES[key].link)).split("&"))
            assert set(told.split("&")) - {"steps=200"} <= written | {"a=adam"}
            assert STORIES[key].then.endswith(".")


def test_without_the_correction_adam_s_first_step_is_three_times_eta():
    bare = runs("first_step", {"bias_correction": False})["a"]
    assert np.allclose(np.abs(np.diff(bare.points, axis=0)[0]), 0.1 * 0.1 / np.sqrt(0.001), rtol=1e-6)


def test_at_gamma_0_momentum_and_nag_are_one():
    momentum, nag = runs("nag", {"momentum": 0.0}).values()
    assert np.array_equal(momentum.points, nag.points)


def test_with_a_short_memory_of_squares_the_first_uncorrected_steps_are_shorter_and_the_page_says_so():
    there = runs("bias", {"beta2": 0.9})
    corrected, bare = (run.step_lengths[1:4] for run in there.values())
    assert (bare < corrected).all()
    (claim,) = STORIES["bias"].claims
    assert "the first step is the shorter one" in claim.said(there)


@pytest.mark.parametrize("weight_decay", [0.3, 1.0])
def test_adamw_ends_farther_from_the_minimizer_than_adam_l2(weight_decay):
    coupled, decoupled = runs("decay", {"weight_decay": weight_decay}).values()
    assert decoupled.distances[-1] > 10 * coupled.distances[-1]


def test_a_large_learning_rate_brings_adagrad_close_while_rmsprop_does_not_rest():
    adagrad, rmsprop = runs("runs_dry", {"learning_rate": 1.0}).values()
    assert adagrad.gaps[-1] < 0.1
    assert rmsprop.gaps[-100:].min() > 1


def test_newton_damped_by_100_goes_downhill():
    there = runs("newton", {"damping": 100.0})
    assert (np.diff(there["a"].values[:10]) < 0).all()
    damped, plain = (claim.said(there) for claim in STORIES["newton"].claims)
    smaller, larger = np.linalg.eigvalsh(there["a"].surface.hessian(there["a"].points[0]))
    assert f"both eigenvalues of H + μI are positive at the start, {100 + smaller:.0f} and {100 + larger:.0f}, and Newton goes" in damped
    assert f"eigenvalue of the Hessian H is −{-smaller:.0f} at the start" in plain
