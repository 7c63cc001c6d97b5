"""Every public door checks every argument, and says in one sentence who, what must hold, and what came."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from cases import case

import optviz
from optviz import NOISES, OPTIMIZERS, SCHEDULES, fan, minimize, race, sweep, tune
from optviz import network as networks
from optviz.network import Network, train
from surfaces import SURFACES

SENTENCE = re.compile(r"[^\n]+: ([\w ]+ )?must [^\n]+, got [^\n]+")
SGD, ADAM, BOWL, PENGUINS = OPTIMIZERS["sgd"](learning_rate=0.1), OPTIMIZERS["adam"](), SURFACES["bowl"], SURFACES["linear_regression"]
SMALL = Network(widths=(3,))
WEIGHTS = SMALL.initial()
POINTS = "x", 3, None, (1,), (1, 2, 3), (np.nan, 0), (0, np.inf), ("1", "2"), (1j, 0), [[1, 2], [3]], {}, np.empty((2, 0)), (1e300, 0)
COUNTS = True, -3, 5.5, "3", np.nan, None, [3], np.array([1, 2])
NOT_FROM_ZERO = *COUNTS, 0
METHODS = None, "adam", 3, BOWL, NOISES["gaussian"]()
NOT_A_NUMBER = np.nan, "a", None, 1j, True, [], [0.1]
SHARES = *NOT_A_NUMBER, -0.1, 1.5

WRONG: dict[str, tuple[Any, ...]] = {
    "optimizer": METHODS,
    "optimizers": (*METHODS, [], {}, ["adam"], [3], {"a": "adam"}, [None]),
    "entrants": (*METHODS, [], {}, ["adam"], [3], {"a": "adam"}, [None]),
    "surface": (None, "beale", 3, SGD),
    "start": POINTS[:2] + POINTS[3:],  # None stands for the surface's own
    "steps": NOT_FROM_ZERO,
    "tolerance": (*NOT_A_NUMBER, -1, 0, np.inf),
    "seed": COUNTS,
    "noise": ("gaussian", 3, SGD, ""),
    "schedule": ("cosine", 3, SGD, "", 0),
    "progress": (3, "x", 0),
    "executor": (3, "threads", 0),
    "per": ("turn", 3, None, []),
    "resolution": (*NOT_FROM_ZERO, 1, 10**6),
    "window": (3, "x", (0, 1), ((1, 0), (0, 1)), ((0, np.nan), (0, 1)), ((0, True), (0, 1))),
    "trials": (*NOT_FROM_ZERO, 10**6),
    "also": ("nonsense", 3, None),
    "seeds": (*NOT_FROM_ZERO, 10**6),
    "first": COUNTS,
    "patience": NOT_FROM_ZERO,
    "improvement": (*NOT_A_NUMBER, -1, np.inf),
    "losses": ([], "x", 3, None, [[1, 2]], ["1"]),
    "share": (*SHARES, 0, 1),
    "shares": SHARES,
    "i": (*COUNTS, 99),
    "place": (0.5, -1, 99, "x", None),
    "network": (None, "x", 3, SGD),
    "epochs": (*NOT_FROM_ZERO, 10**6),
    "batch_size": (*NOT_FROM_ZERO, 10**6),
    "beyond": (*NOT_A_NUMBER, 0.5, np.inf),
    "lines": (*NOT_FROM_ZERO, 10**6),
    "weights": ("x", None, 3, np.zeros(3), np.zeros((3, 3))),
    "paths": (None, [], {}, "x", {"a": np.zeros(3)}, {"a": "x"}),
    "origin": ("x", np.zeros(2), 3),
    "lanes": NOT_FROM_ZERO,
    "batch": ("x", 3, [], [0.5], [[1]]),
    "part": ("testing", 3, None),
    "library": ("jax", 3, None, ""),
    "learning_rate": ("x", [], [0.1, "x"], [np.nan], [-1.0], None),
    "widths": ((), (0,), (True,), "x", 3, None, (2.5,), (10**6,)),
    "activation": ("sigmoid", 3, None),
    "batch_norm": (1, "yes", None),
    "weight_decay": (*NOT_A_NUMBER, -1, np.inf),
    "split_seed": COUNTS,
}
"""What no argument of a name may be, whichever door it is brought to."""

RUN: dict[str, Any] = {"surface": BOWL, "steps": 3}
DOORS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "as_code": (optviz.as_code, {"optimizer": SGD, **RUN, "start": (1.0, 1.0), "library": "optviz"}),
    "basins": (optviz.basins, {"optimizer": SGD, **RUN, "resolution": 2}),
    "early_stop": (optviz.early_stop, {"losses": [3.0, 2.0]}),
    "fan": (optviz.fan, {"entrants": {"sgd": SGD}, **RUN, "noise": NOISES["gaussian"](), "seeds": 2}),
    "minimize": (optviz.minimize, {"optimizer": SGD, **RUN}),
    "race": (optviz.race, {"entrants": {"sgd": SGD}, **RUN}),
    "split": (optviz.split, {"surface": PENGUINS}),
    "sweep": (optviz.sweep, {"optimizer": SGD, **RUN, "learning_rate": [0.1, 0.2]}),
    "tune": (optviz.tune, {"optimizers": [SGD], **RUN, "trials": 2}),
    "Fan.run": (fan({"sgd": SGD}, BOWL, steps=3, noise=NOISES["gaussian"](), seeds=3)["sgd"].run, {"i": 0}),
    "Fan.arrived": (fan({"sgd": SGD}, BOWL, steps=3, noise=NOISES["gaussian"](), seeds=3)["sgd"].arrived, {"tolerance": 1e-3}),
    "Fan.quantiles": (
        lambda shares=0.5: fan({"sgd": SGD}, BOWL, steps=3, noise=NOISES["gaussian"](), seeds=3)["sgd"].quantiles(shares),
        {"shares": 0.5},
    ),
    "Fan.steps_to": (fan({"sgd": SGD}, BOWL, steps=3, noise=NOISES["gaussian"](), seeds=3)["sgd"].steps_to, {"tolerance": 1e-3}),
    "Race.standings": (race({"sgd": SGD}, BOWL, steps=3).standings, {"tolerance": 1e-3}),
    "Sweep.at": (lambda place: sweep(SGD, BOWL, steps=3, learning_rate=[0.1, 0.2]).at(place), {"place": 1}),
    "Trajectory.steps_to": (minimize(SGD, BOWL, steps=3).steps_to, {"tolerance": 1e-3}),
    "Trajectory.queries_to": (minimize(SGD, BOWL, steps=3).queries_to, {"tolerance": 1e-3}),
    "Optimizer.like": (lambda library: OPTIMIZERS["adam"].like(library), {"library": "torch"}),
    "Network": (Network, {"widths": (3,)}),
    "Network.initial": (SMALL.initial, {}),
    "Network.loss": (SMALL.loss, {"weights": WEIGHTS}),
    "Network.gradient": (SMALL.gradient, {"weights": WEIGHTS}),
    "Network.loss_and_gradient": (SMALL.loss_and_gradient, {"weights": WEIGHTS}),
    "Network.value": (SMALL.value, {"weights": WEIGHTS}),
    "Network.evaluate": (SMALL.evaluate, {"weights": WEIGHTS}),
    "Network.accuracy": (SMALL.accuracy, {"weights": WEIGHTS}),
    "train": (networks.train, {"entrants": {"sgd": SGD}, "network": SMALL, "epochs": 1}),
    "tune_training": (networks.tune_training, {"entrants": {"sgd": SGD}, "network": SMALL, "epochs": 1, "trials": 2}),
    "sweep_training": (
        networks.sweep_training,
        {"optimizer": SGD, "network": SMALL, "epochs": 1, "learning_rate": [0.1, 0.2]},
    ),
    "plane_through_zero": (networks.plane_through_zero, {"network": SMALL, "weights": WEIGHTS[:, 0]}),
    "random_plane": (networks.random_plane, {"network": SMALL, "weights": WEIGHTS[:, 0]}),
    "roughness": (networks.roughness, {"network": SMALL, "weights": WEIGHTS[:, 0], "lines": 1}),
    "principal_plane": (networks.principal_plane, {"paths": {"a": np.arange(6.0).reshape(2, 3)}}),
}
"""What is asked of each door, so that only the argument that is replaced can be wrong."""

SEPARATELY = {"sweep_training": {"seeds"}}
"""What has another meaning there than elsewhere, and is tested below."""
ANOTHER_WAY_IN = {
    "Optimizer": "hooks that a method writes, of arrays that the loop over steps makes",
    "Plane": "arrays of points of any shape",
    "TrainingSweep": "an index of NumPy's",
    "TunedTraining": "tested beside it",
}


def doors() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All functions of the public modules, and all methods of their classes that take an argument, by name."""
    for module in (optviz, networks):
        for name in module.__all__:
            one = getattr(module, name)
            if inspect.isfunction(one):
                yield name, one
            elif inspect.isclass(one) and is_dataclass(one) and name not in ANOTHER_WAY_IN:
                for method in (found for found in vars(one).values() if inspect.isfunction(found) and not found.__name__.startswith("_")):
                    if len(inspect.signature(method).parameters) > 1:
                        yield f"{name}.{method.__name__}", method


def arguments(door: Callable[..., Any]) -> set[str]:
    named = (one for one in inspect.signature(door).parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD)
    return {one.name for one in named} - {"self"}


def refused(call: Callable[..., Any], **given: Any) -> None:
    with pytest.raises(ValueError) as error:
        call(**given)
    assert SENTENCE.fullmatch(str(error.value)), str(error.value)


def test_every_door_is_known_with_all_of_its_arguments():
    found = dict(doors())
    assert len(found) > 20
    assert found.keys() <= DOORS.keys()
    for name, door in found.items():
        with case(name):
            assert arguments(door) <= WRONG.keys()


@pytest.mark.parametrize("name", DOORS)
def test_every_argument_of_a_door_is_refused_in_one_sentence_where_it_makes_no_sense(name):
    call, right = DOORS[name]
    call(**right)
    asked = (arguments(dict(doors()).get(name, call)) | right.keys()) - SEPARATELY.get(name, set())
    for argument in sorted(asked):
        for wrong in WRONG[argument]:
            with case(f"{name}({argument}={wrong!r})"):
                refused(call, **{**right, argument: wrong})


def test_every_value_of_everything_declared_is_refused_in_one_sentence_where_it_makes_no_sense():
    makes = [*OPTIMIZERS.values(), *NOISES.values(), *SCHEDULES.values(), *map(type, SURFACES.values())]
    for make in makes:
        for name, parameter in make.parameters().items():
            wrong = [np.nan, np.inf, "x", None, [], [0.1, "x"], 1j, np.empty(0), [np.nan], 2.5 if parameter.is_switch else True]
            for value in wrong:
                with case(f"{make.__name__}({name}={value!r})"):
                    refused(make, **{name: value})


def test_a_start_that_fits_the_shape_by_accident_is_refused():
    noise = NOISES["gaussian"]()
    for start in ([[1, 2], [3, 4], [5, 6]], [1, 2, 3, 4], [[1, 2], [3, 4]], np.ones((2, 5)), np.ones((5, 2)), "x", [[1], [2]]):
        with case(repr(start)):
            refused(fan, entrants={"sgd": SGD}, surface=BOWL, start=start, steps=2, noise=noise, seeds=5)
    for start in ([[1, 2], [3, 4], [5, 6]], [1, 2, 3, 4], np.ones((5, 2)), "12"):
        with case(repr(start)):
            refused(minimize, optimizer=SGD, surface=BOWL, start=start, steps=2)
            refused(race, entrants=[SGD], surface=BOWL, start=start, steps=2)


def test_several_values_are_refused_where_something_else_varies_already():
    several = OPTIMIZERS["sgd"](learning_rate=np.full(5, 0.1))
    refused(fan, entrants={"sgd": several}, surface=BOWL, steps=2, noise=NOISES["gaussian"](), seeds=5)
    refused(train, entrants={"sgd": several}, network=SMALL, epochs=1)
    refused(tune, optimizers=[several], surface=BOWL, steps=2, trials=2)
    refused(minimize, optimizer=several, surface=BOWL, start=np.ones((2, 3)), steps=2)
    ravines = SURFACES["ravine"].replace(condition=np.array([2.0, 3.0, 4.0]))
    for start in ((1.0, 1.0), np.ones((2, 3))):
        refused(minimize, optimizer=SGD, surface=ravines, start=start, steps=2)


def test_the_seeds_of_trainings_are_a_list_of_whole_numbers():
    for seeds in (0, 3, "12", None, [], [-1], [0.5], [True], [0, "1"]):
        with case(repr(seeds)):
            refused(networks.sweep_training, optimizer=SGD, network=SMALL, epochs=1, learning_rate=[0.1], seeds=seeds)


def test_what_is_meant_is_taken():
    made, path = minimize(ADAM, BOWL, (1, 1), 5), minimize(OPTIMIZERS["adam"], type(BOWL), (1, 1), 5)
    assert np.array_equal(made.points, path.points)
    assert list(race([SGD, OPTIMIZERS["adam"], SGD], BOWL, steps=3).lanes) == ["sgd", "adam", "sgd 2"]
    assert race(OPTIMIZERS, BOWL, steps=3).lanes.keys() == OPTIMIZERS.keys()
    for number in (np.int64(5), np.uint8(5), np.array(5)):
        assert len(minimize(SGD, BOWL, (np.float32(1), Fraction(1, 2)), number, seed=number).points) == 6
    assert Network(split_seed=np.int64(3), batch_norm=np.True_, weight_decay=np.float32(0)) == Network(split_seed=3, batch_norm=True)
    assert SMALL.initial(np.int64(2)).shape == (SMALL.size, 1)
    assert len(train([OPTIMIZERS["sgd"]], SMALL, epochs=1)) == 1
    noisy = {"noise": NOISES["gaussian"], "schedule": SCHEDULES["constant"]}
    assert np.array_equal(minimize(SGD, BOWL, steps=4, **noisy).points, minimize(SGD, BOWL, steps=4, noise=NOISES["gaussian"]()).points)
    assert len(tune({"a": OPTIMIZERS["sgd"]}, BOWL, steps=3, trials=2)) == 1


def test_without_its_guard_a_method_runs_and_where_there_is_no_slope_divides_zero_by_zero():
    for key, method in OPTIMIZERS.items():
        # Adadelta's ε is what sets it going, and the first matrix of full Adagrad has no inverse without.
        if "epsilon" in method.parameters() and key not in ("adadelta", "adagrad_full"):
            with case(key):
                bare = method(epsilon=0.0)
                path = minimize(bare, BOWL, (1.0, 2.0), 10)
                assert path.last == 10
                assert (path.points[-1] != path.points[0]).all()
                assert minimize(bare, BOWL, (0.0, 0.0), 10).status == "diverged"
