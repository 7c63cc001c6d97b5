"""What the stories of the noise page say is said as long as it is so, and what they advise does what they say."""

from contextlib import nullcontext
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import pytest
from telling import check_stories
from visiting import visiting

from optviz import NOISES, SCHEDULES, early_stop, fan, minimize
from optviz.ui.address import write
from optviz.ui.noise import shaken
from optviz.ui.noise.controls import visit
from optviz.ui.noise.stories import STORIES


@pytest.fixture
def subjects(monkeypatch):
    """What the claims of a story are about, with less seeds than on the page; in another setting, if one is given."""

    def found(key, changes=None):
        lab = replace(visit.linked(STORIES[key].link), seeds=40)
        values = {name: value for name, value in (changes or {}).items() if name in lab.specimen.form().parameters()}
        for name, value in values.items():
            lab = replace(lab, specimen=lab.specimen.with_value(name, value))
        rest = {name: value for name, value in (changes or {}).items() if name not in values}
        visiting(monkeypatch, visit, replace(lab, **rest))
        return shaken.shaken().subjects()

    monkeypatch.setattr(shaken, "telling", lambda what: nullcontext(lambda share: None))
    return found


FLIPS = {
    ("jitter", 0): {"learning_rate": 0.9},
    ("jitter", 1): {"noise_values": {"batch_size": 1.0}},
    ("calm", 0): {"schedule": "constant", "schedule_values": {}},
    ("sorted", 0): {"noise": "shuffled"},
    ("stop", 0): {"learning_rate": 0.01},
    ("raw", 0): {"surface_values": {"offset": 0.0}},
}


def test_every_claim_holds_where_its_story_begins_and_is_not_said_where_it_does_not(subjects):
    check_stories(STORIES, subjects, FLIPS)


def fan_of(lab, noise, schedule=None, seeds=100):
    options = {"noise": noise, "seeds": seeds, "schedule": schedule or lab.pacing()}
    return fan({"run": lab.specimen.optimizer()}, lab.terrain(), lab.starting_point(), lab.steps_of(noise), **options)["run"]


def width(found, at=-1):
    """The root of the mean squared distance of the runs from their mean."""
    cloud = found.trajectory.points[at]
    return np.sqrt(((cloud - cloud.mean(axis=1, keepdims=True)) ** 2).sum(axis=0).mean())


def said(key, subjects):
    return " ".join(claim.said(subjects) for claim in STORIES[key].claims)


@pytest.mark.parametrize("key", STORIES)
def test_a_story_s_link_is_its_own(key):
    assert dict(parse_qsl(write(visit.linked(STORIES[key].link)))) == dict(parse_qsl(STORIES[key].link))


def test_half_the_learning_rate_and_larger_batches_make_the_cloud_of_ends_smaller():
    lab = visit.linked(STORIES["jitter"].link)
    halved = replace(lab, specimen=lab.specimen.with_value("learning_rate", 0.05))
    wide = width(fan_of(lab, lab.kind()))
    assert width(fan_of(halved, lab.kind())) < wide
    assert width(fan_of(lab, NOISES["shuffled"](batch_size=64.0))) < wide


def test_a_falling_learning_rate_narrows_the_cloud_and_a_constant_one_leaves_it_six_times_as_wide():
    lab = visit.linked(STORIES["calm"].link)
    assert list(lab.lanes()) == ["batch", "mini"]
    calmed, hovering = fan_of(lab, lab.kind()), fan_of(lab, lab.kind(), SCHEDULES["constant"]())
    assert [round(width(calmed, at), 3) for at in (50, -1)] == [0.099, 0.024]
    assert "after 50 steps the cloud of runs is 4.2 times as wide as at the end" in said("calm", {"mini fan": calmed})
    assert width(hovering) / width(calmed) == pytest.approx(6.5, abs=0.2)
    assert said("calm", {"mini fan": hovering}) == ""


def test_in_the_sorted_file_the_gap_climbs_alike_in_every_pass_and_shuffled_no_more_with_any_seed():
    lab = visit.linked(STORIES["sorted"].link)
    in_order, shuffled = (fan_of(lab, noise, seeds=seeds) for noise, seeds in ((lab.kind(), 1), (NOISES["shuffled"](), 100)))
    assert "the gap of the mini-batches climbs to 0.0053 and falls again" in said("sorted", {"mini": in_order.run(0)})
    passes = in_order.trajectory.gaps[-3 * 21 :, 0].reshape(3, 21)
    assert passes.max(axis=1) == pytest.approx(0.00534, rel=1e-3)
    assert len(set(passes.argmax(axis=1))) == 1, "always with the same batch"
    assert not any(said("sorted", {"mini": shuffled.run(i)}) for i in range(20))
    heights = shuffled.trajectory.gaps[-3 * 21 :].max(axis=0)
    assert (heights < passes.max() / 2).mean() > 0.9


def test_the_validation_part_says_to_stop_where_patience_says_so():
    lab = visit.linked(STORIES["stop"].link)
    train, validation = lab.parts()
    assert (train.count, validation.count) == (250, 83)
    slower = []
    for rate in (0.5, 0.25):
        for lane, noise in lab.lanes().items():
            run = minimize(
                lab.specimen.optimizer().replace(learning_rate=rate), train, lab.starting_point(), lab.steps, noise=noise, seed=lab.seed
            )
            losses = validation.value(run.points.T)
            stop = early_stop(losses, lab.patience)
            if rate == 0.5:
                assert stop == (stop.best, stop.best + 20, True), lane
            slower.append(stop.best)
    assert min(slower[3:]) > max(slower[:3])


def test_an_offset_of_zero_is_round_again():
    lab = visit.linked(STORIES["raw"].link)
    assert minimize(lab.specimen.optimizer(), lab.terrain().replace(offset=0.0), steps=lab.steps).status == "converged"
