"""What is saved says what it is of: everything that was the same for all of its runs, defaults too."""

import csv

from cases import case
from visiting import visiting

from optviz import OPTIMIZERS, basins, fan, sweep
from optviz.ui.basins import territory
from optviz.ui.basins.experiment import BasinsExperiment
from optviz.ui.experiment import noises_of
from optviz.ui.maps import grid
from optviz.ui.maps.experiment import Axis, MapsExperiment
from optviz.ui.network.experiment import NetworkExperiment
from optviz.ui.noise import shaken
from optviz.ui.noise.experiment import NoiseExperiment
from optviz.ui.specimen import Specimen
from optviz.ui.tables import of_basins, of_fans, of_sweep
from surfaces import SURFACES

RAVINE = SURFACES["ravine"]


def first_line(table):
    return next(csv.DictReader(table.splitlines()))


def test_a_map_says_all_that_is_no_axis():
    now = MapsExperiment(specimen=Specimen("adam", {"epsilon": 1e-3}), y=Axis("beta1", 0.0, 0.9), start=(1.0, 0.5), steps=40)
    assert grid.title(now) == ("Adam with bias correction, β₂ 0.999, ε 0.001 on Ravine, condition 20, angle 0, from (1, 0.5), 40 steps")
    found = sweep(now.optimizer(), RAVINE, now.start, 40, learning_rate=[0.1, 0.2], beta1=[0.5, 0.9])
    line = first_line(of_sweep(found, grid.fixed(now)))
    assert {name: line[name] for name in list(line)[5:]} == {
        **{"method": "adam", "method.beta2": "0.999", "method.epsilon": "0.001", "method.bias_correction": "True"},
        **{"surface": "ravine", "surface.condition": "20.0", "surface.angle": "0.0", "step_limit": "40"},
        **{"start.x": "1.0", "start.y": "0.5", "tolerance": "1e-06"},
    }


def test_a_map_says_the_schedule_that_it_follows():
    paced = MapsExperiment(schedule="cosine", schedule_values={"warmup": 9.0})
    assert "Cosine, " in grid.title(paced)
    assert "warmup 9" in grid.title(paced)
    assert grid.fixed(paced)["schedule.warmup"] == 9.0
    assert not [name for name in grid.fixed(MapsExperiment()) if name.startswith("schedule")]


def test_territories_say_all_values_of_the_method_and_of_the_surface(monkeypatch):
    state = BasinsExperiment(surface="ravine", a=Specimen("momentum", {"momentum": 0.5}), steps=40)
    visiting(monkeypatch, territory.visit, state)
    rate = OPTIMIZERS["momentum"]().learning_rate
    assert territory.caption("a").startswith(f"Momentum, learning rate {rate:g}, momentum 0.5")
    assert "on Ravine, condition 20, angle 0, at most 40 steps to a gap of 10⁻⁴" in territory.caption("a")
    line = first_line(of_basins(basins(OPTIMIZERS["momentum"](momentum=0.5), RAVINE, 4, 40), territory.fixed("a")))
    assert (line["method"], line["method.momentum"], line["method.learning_rate"]) == ("momentum", "0.5", str(rate))
    assert (line["surface.condition"], line["step_limit"], line["tolerance"]) == ("20.0", "40", "0.0001")


def test_fans_say_method_noise_seeds_and_start():
    for noise in noises_of("linear_regression"):
        with case(noise):
            now = NoiseExperiment(noise=noise, steps=5, seeds=3, seed=7)
            found = fan({"sgd": now.specimen.optimizer()}, now.terrain(), steps=5, noise=now.kind(), seeds=3)
            line = first_line(of_fans(found, {"sgd": "some"}, shaken.fixed(now)))
            assert (line["method"], line["method.learning_rate"], line["noise"], line["seed"], line["seeds"]) == (
                "sgd",
                "0.1",
                noise,
                "7",
                "3",
            )
            assert {"start.x", "start.y", "step_limit", "surface"} <= line.keys()


def test_pictures_of_the_network_say_which_network():
    now = NetworkExperiment(activation="relu", batch_size=8, seed=3, weight_decay=0.01)
    assert now.in_words() == "a network with ReLU, batches of 8, seed 3, weight decay 0.01"
