"""What the presets tell is what happens."""

from dataclasses import replace

import numpy as np

from optviz import OPTIMIZERS, Status, race
from optviz.ui.race.controls import visit
from optviz.ui.race.experiment import RaceExperiment
from optviz.ui.race.stories import STORIES


def raced(key, **changes):
    experiment = replace(visit.linked(STORIES[key].link), **changes)
    return race(experiment.entrants(), experiment.terrain(), experiment.starting_point(), experiment.steps).lanes


def leaves_at(lane, edge=1.5):
    outside = np.abs(lane.points[:, 1]) > edge
    return int(outside.argmax()) if outside.any() else None


def test_there_are_at_least_six():
    assert len(STORIES) >= 6


def test_on_beale_rprop_is_first_and_newton_stays_at_the_saddle():
    experiment = visit.linked(STORIES["beale"].link)
    assert experiment == RaceExperiment()
    result = race(experiment.entrants(), experiment.terrain(), experiment.starting_point(), experiment.steps)
    assert result.standings(1e-2)[0].entrant == "rprop"
    newton = result.lanes["newton"]
    assert newton.status == Status.STALLED
    np.testing.assert_allclose(newton.points[-1], (0, 1), atol=1e-6)
    assert all(lane.status != Status.DIVERGED for lane in result.lanes.values())
    broken = race(replace(experiment, shared={"eta": 0.5}).entrants(), experiment.terrain(), experiment.starting_point(), 300).lanes
    assert broken["sgd"].status == broken["momentum"].status == Status.DIVERGED


def test_on_the_saddle_the_order_of_leaving_is_as_told():
    lanes = raced("saddle")
    assert leaves_at(lanes["adadelta"]) < 20
    assert 20 < leaves_at(lanes["momentum"]) < 80
    assert 20 < leaves_at(lanes["nag"]) < 80
    assert np.abs(lanes["sgd"].points[:, 1]).max() < 0.1
    assert leaves_at(raced("saddle", start=(1.0, 0.1))["sgd"]) < 200


def test_in_the_ravine_momentum_is_a_thousand_times_closer():
    lanes = raced("ravine")
    assert lanes["sgd"].gaps[100] > 1
    assert lanes["momentum"].gaps[100] < 1e-2
    signs = np.sign(lanes["sgd"].points[:5, 1])
    assert (signs[1:] != signs[:-1]).all()
    same = raced("ravine", shared={"eta": 0.008, "gamma": 0.0})
    np.testing.assert_allclose(same["sgd"].points, same["momentum"].points, rtol=1e-12)


def test_the_bounds_of_eta_are_as_told():
    lanes = raced("too_large")
    assert lanes["sgd"].status == Status.DIVERGED
    assert lanes["momentum"].gaps[-1] < 1e-3
    assert lanes["adam"].gaps[-1] < 1e-3
    assert raced("too_large", shared={"eta": 0.08})["sgd"].status == Status.CONVERGED
    assert raced("too_large", shared={"eta": 0.2})["momentum"].status == Status.DIVERGED


def test_adagrad_runs_dry_and_the_others_arrive():
    lanes = raced("runs_dry")
    steps = lanes["adagrad"].step_lengths
    assert steps[1] / steps[-1] > 30
    assert lanes["adagrad"].distances[-1] > 0.75 * lanes["adagrad"].distances[0]
    assert lanes["rmsprop"].distances.min() < 0.02
    assert lanes["adam"].distances[-1] < 0.5
    assert raced("runs_dry", shared={"eta": 1.0})["adagrad"].gaps[-1] < 1e-2


def test_decoupled_decay_pulls_and_coupled_decay_is_divided_away():
    lanes = raced("weight_decay")
    assert lanes["adam"].distances[-1] < 1e-3
    assert lanes["adam_l2"].distances[-1] < 0.05
    assert lanes["adamw"].distances[-1] > 0.5
    stronger = {key: {**OPTIMIZERS[key]().values_by_name(), "weight_decay": 1.0} for key in ("adam_l2", "adamw")}
    lanes = raced("weight_decay", own=stronger)
    assert lanes["adam_l2"].distances[-1] < 0.1
    assert np.hypot(*(lanes["adamw"].points[-1] - lanes["adam"].points[-1])) > 3
