"""What the stories of the anatomy page claim is so."""

import numpy as np
import pytest
from cases import case

from optviz import minimize
from optviz.ui.address import write
from optviz.ui.anatomy.controls import visit
from optviz.ui.anatomy.stories import STORIES


def runs(key, **changes):
    """The runs of a story, some values replaced on all sides that have them."""
    told = visit.linked(STORIES[key].link)
    optimizers = [specimen.optimizer() for specimen in told.specimens().values()]
    changed = [one.replace(**{name: value for name, value in changes.items() if name in one.parameters()}) for one in optimizers]
    return [minimize(one, told.terrain(), told.starting_point(), told.steps) for one in changed]


def test_a_story_is_a_link_of_known_words():
    for key in STORIES:
        with case(key):
            told = STORIES[key].link.replace("&step=0", "")
            written = set(write(visit.linked(STORIES[key].link)).split("&"))
            assert set(told.split("&")) - {"steps=200"} <= written | {"a=adam"}
            assert STORIES[key].watch.endswith(".")
            assert STORIES[key].then.endswith(".")


def test_adam_s_first_step_is_eta_along_each_coordinate_and_three_times_that_without_the_correction():
    (corrected,), (bare,) = runs("first_step"), runs("first_step", bias_correction=False)
    assert np.allclose(np.abs(np.diff(corrected.points, axis=0)[0]), 0.1, rtol=1e-6)
    assert np.allclose(np.abs(np.diff(bare.points, axis=0)[0]), 0.1 * 0.1 / np.sqrt(0.001), rtol=1e-6)


def test_nag_overshoots_a_third_as_far_as_momentum_and_at_gamma_0_they_are_one():
    momentum, nag = runs("nag")
    assert 0.25 < nag.points[:, 1].min() / momentum.points[:, 1].min() < 0.4
    momentum, nag = runs("nag", momentum=0.0)
    assert np.array_equal(momentum.points, nag.points)


def test_without_the_correction_the_first_steps_are_long_and_with_a_short_memory_of_squares_they_are_short():
    corrected, bare = (run.step_lengths[1:4] for run in runs("bias"))
    assert (bare > 3 * corrected).all()
    corrected, bare = (run.step_lengths[1:4] for run in runs("bias", beta2=0.9))
    assert (bare < corrected).all()


@pytest.mark.parametrize("weight_decay", [0.3, 1.0])
def test_adamw_ends_farther_from_the_minimizer_than_adam_l2(weight_decay):
    coupled, decoupled = runs("decay", weight_decay=weight_decay)
    assert decoupled.distances[-1] > 10 * coupled.distances[-1]


def test_adagrad_s_step_size_only_shrinks_and_a_large_one_brings_it_close_while_rmsprop_does_not_rest():
    adagrad, rmsprop = runs("runs_dry")
    assert (np.diff(adagrad.states.squares, axis=0) >= 0).all()
    assert (np.diff(rmsprop.states.squares, axis=0) < 0).any()
    assert adagrad.gaps[-1] > 10
    adagrad, rmsprop = runs("runs_dry", learning_rate=1.0)
    assert adagrad.gaps[-1] < 0.1
    assert rmsprop.gaps[-100:].min() > 1


def test_newton_goes_to_the_saddle_and_damped_by_100_downhill():
    (plain,), (damped,) = runs("newton"), runs("newton", damping=100.0)
    assert np.allclose(plain.points[-1], (0, 1))
    smaller, _ = np.linalg.eigvalsh(plain.surface.hessian(plain.points[0]))
    assert -52 < smaller < -51
    assert (np.diff(damped.values[:10]) < 0).all()


def test_the_two_nadams_part_by_more_than_the_eye_can_miss():
    paper, torch = runs("torch")
    assert np.hypot(*(paper.points - torch.points).T).max() > 0.2
