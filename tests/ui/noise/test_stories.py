"""What the stories of the noise page say is so, measured on the experiments that they open."""

from urllib.parse import parse_qsl

import numpy as np
import pytest

from optviz import NOISES, SCHEDULES, early_stop, fan, minimize
from optviz.ui.address import write
from optviz.ui.noise.controls import visit
from optviz.ui.noise.stories import STORIES


def fan_of(lab, noise, schedule=None, seeds=100):
    options = {"noise": noise, "seeds": seeds, "schedule": schedule or lab.pacing()}
    return fan({"run": lab.specimen.optimizer()}, lab.terrain(), lab.starting_point(), lab.steps, **options)["run"]


def spread(found):
    """The root of the mean squared distance of the ends from the minimizer."""
    (minimizer,) = found.trajectory.surface.minimizers
    return np.sqrt(((found.trajectory.points[-1] - np.reshape(minimizer, (2, 1))) ** 2).sum(axis=0).mean())


@pytest.mark.parametrize("key", STORIES)
def test_a_story_s_link_is_its_own(key):
    assert dict(parse_qsl(write(visit.linked(STORIES[key].link)))) == dict(parse_qsl(STORIES[key].link))


def test_one_example_at_a_time_jitters_five_times_as_far_as_sixteen():
    lab = visit.linked(STORIES["jitter"].link)
    lanes = lab.lanes()
    assert spread(fan_of(lab, lanes["single"])) / spread(fan_of(lab, lanes["mini"])) == pytest.approx(5, abs=1)
    straight = minimize(lab.specimen.optimizer(), lab.terrain(), steps=lab.steps)
    assert (np.diff(straight.distances) <= 1e-12).all()


def test_a_falling_step_size_makes_the_cloud_six_times_as_narrow():
    lab = visit.linked(STORIES["calm"].link)
    assert list(lab.lanes()) == ["batch", "mini"]
    hovering = spread(fan_of(lab, lab.kind(), SCHEDULES["constant"]()))
    assert hovering / spread(fan_of(lab, lab.kind())) == pytest.approx(6, abs=1)


def test_the_sorted_file_makes_the_gap_swing_and_shuffling_does_not():
    lab = visit.linked(STORIES["sorted"].link)

    def swing(noise):
        middle = fan_of(lab, noise, seeds=40).quantiles(0.5)[0, -3 * 21 :]
        return middle.max() / middle.min()

    assert swing(lab.kind()) == pytest.approx(60, abs=15)
    assert swing(NOISES["shuffled"]()) < 6


def test_what_was_held_back_says_to_stop_around_step_fifty():
    lab = visit.linked(STORIES["stop"].link)
    train, validation = lab.parts()
    assert (train.count, validation.count) == (250, 83)
    for lane, noise in lab.lanes().items():
        run = minimize(lab.specimen.optimizer(), train, lab.starting_point(), lab.steps, noise=noise, seed=lab.seed)
        losses = validation.value(run.points.T)
        stop = early_stop(losses, lab.patience)
        assert 40 <= stop.best <= 60, lane
        assert stop == (stop.best, stop.best + 20, True)
        assert losses[-1] > 1.01 * losses[stop.best]
        assert losses[150:].mean() > 1.01 * losses[stop.best]


def test_without_standardizing_even_all_examples_are_still_on_the_way():
    lab = visit.linked(STORIES["raw"].link)
    (xx, xy), (_, yy) = lab.terrain().hessian(np.zeros(2))
    smallest, largest = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    assert largest / smallest > 100
    run = minimize(lab.specimen.optimizer(), lab.terrain(), lab.starting_point(), lab.steps)
    assert run.status == "running"
    assert minimize(lab.specimen.optimizer(), lab.terrain().replace(offset=0.0), steps=lab.steps).status == "converged"
