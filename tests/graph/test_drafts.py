"""While a slider or the start is held, the browser's draft of a map is the one that Python answers with, and so are its marks."""

import base64
import itertools

import numpy as np
from cases import case
from in_node import numbers_from

from optviz import OPTIMIZERS, basins, sweep
from optviz.player.basin_scene import basin_scene
from optviz.player.map_scene import map_scene
from optviz.player.payload import pack
from optviz.ui.maps.experiment import spread, useful
from surfaces import SURFACES

CELLS = 12


def of_basins(surface):
    found = basins(OPTIMIZERS["momentum"](learning_rate=0.1), surface, CELLS, 200)
    return basin_scene(found, key="map", entrant="a", sliders={name: name for name in surface.parameters()}, start=(0.5, 0.5))


def of_map(surface, start, x="learning_rate", y="momentum"):
    method = OPTIMIZERS["momentum"]()
    declared = {**method.parameters(), **surface.parameters()}
    axes = {name: spread(declared[name], useful(name, declared[name]), CELLS) for name in (y, x)}
    found = sweep(method, surface, start, 80, **axes)
    return map_scene(found, method, surface, entrant="momentum", sliders={name: name for name in surface.parameters() if name not in axes})


def changed(make, surface, slider, value, **options):
    return changed_all(make, surface, {slider: value}, **options)


def changed_all(make, surface, values, **options):
    return make(surface, **options), values, None, make(surface.replace(**values), **options)


def test_what_is_drawn_while_something_is_held_is_what_is_answered():
    wells, cliff, ravine = (SURFACES[key] for key in ("gaussian_wells", "cliff", "ravine"))
    told = {
        **{f"basins, depth {depth}": changed(of_basins, wells, "depth", depth) for depth in wells.parameters()["depth"].choices()[::3]},
        # Two sliders, of which each moves the landmarks, also where the narrow well is lost in the slope of the wide one.
        **{
            f"basins, depth {depth} and width {width}": changed_all(of_basins, wells, {"depth": depth, "width": width})
            for depth, width in itertools.product((0.158, 1.144, 2.884), (0.334, 0.64, 0.964))
        },
        "basins, steepness": changed(of_basins, cliff, "steepness", 5.0),
        **{f"κ {value}, a map of η and γ": changed(of_map, ravine, "condition", value, start=(-4.0, 1.5)) for value in (3.0, 400.0)},
        "κ, a map of γ and η": changed(of_map, ravine, "condition", 60.0, start=(-4.0, 1.5), x="momentum", y="learning_rate"),
        "κ, a map of η and φ": changed(of_map, ravine, "condition", 60.0, start=(-4.0, 1.5), y="angle"),
        "φ, a map of η and κ": changed(of_map, ravine, "angle", 30.0, start=(-4.0, 1.5), y="condition"),
        "width, a map of η and depth": changed(of_map, wells, "width", 0.3, start=(0.5, 1.0), y="depth"),
        "the start": (of_map(ravine, (-4.0, 1.5)), {}, [2.0, -3.0], of_map(ravine, (2.0, -3.0))),
    }
    payloads = [(pack(*before), held, start, pack(*after)) for before, held, start, after in told.values()]
    text = [
        {"before": base64.b64encode(before).decode(), "held": held, "start": start, "after": base64.b64encode(after).decode()}
        for before, held, start, after in payloads
    ]
    numbers = numbers_from("drafting.js", {"cases": text})
    for name in told:
        count = int(numbers[0])
        found, expected, numbers = np.split(numbers[1:], np.cumsum([count] * 2))
        with case(name):
            np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-9)
    assert not numbers.size
