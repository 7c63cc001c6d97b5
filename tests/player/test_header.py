"""What Python says in a header is what the browser reads: one set of shapes, held to both sides and to what is really sent."""

from __future__ import annotations

import copy
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from cases import case
from header_shapes import SHAPES, faults, in_typescript
from sent import payloads
from streamlit.testing.v1 import AppTest

from optviz import OPTIMIZERS, basins, race, sweep
from optviz.player.anatomy_scene import anatomy_scene
from optviz.player.basin_scene import basin_scene
from optviz.player.header import UNADDRESSED, AtlasHeader, PlayerHeader
from optviz.player.map_scene import map_scene
from optviz.player.payload import pack, unpack
from optviz.player.scene import scene
from optviz.player.training_maps import plane_map
from optviz.race import Race
from surfaces import SURFACES

ROOT = Path(__file__).parents[2]
BEALE, PENGUINS = SURFACES["beale"], SURFACES["linear_regression"]


def sent(made):
    header, _ = unpack(pack(*made))
    del header["revision"], header["arrays"]
    return header


def raced(surface, *methods):
    return race({method: OPTIMIZERS[method]() for method in methods}, surface, steps=20)


def scenes():
    """A header of every kind, with everything in it that can be."""
    atlas, rates = {"key": "map", "title": "", "file": ""}, np.geomspace(1e-3, 1, 4)
    momentum = OPTIMIZERS["momentum"]()
    yield (
        "race",
        PlayerHeader,
        scene(raced(BEALE, "sgd", "adam"), key="a", start=(1.0, 1.5), notes={"sgd": "slow"}, address={**UNADDRESSED, "view": {"step": 3}}),
    )
    yield "nobody", PlayerHeader, scene(Race(BEALE, {}), key="a", start=(1.0, 1.5))
    yield "unbounded", PlayerHeader, scene(raced(SURFACES["saddle"], "sgd"), key="a", start=(1.0, 1.5), per="query")
    yield "data", PlayerHeader, scene(raced(PENGUINS, "sgd"), key="a", start=(1.0, 1.5))
    gauges = [{"slider": "anatomy a learning_rate", "lane": 0}]
    yield "anatomy", PlayerHeader, anatomy_scene(raced(BEALE, "adam", "newton"), key="a", start=(1.0, 1.5), gauges=gauges)
    swept = sweep(momentum, SURFACES["bowl"], steps=20, momentum=np.linspace(0, 0.9, 3), learning_rate=rates)
    yield "map", AtlasHeader, map_scene(swept, momentum, SURFACES["bowl"], whole=[1e-3, 1.0, 0.0, 0.9])
    line = sweep(momentum, SURFACES["saddle"], steps=20, learning_rate=rates)
    yield "line", AtlasHeader, map_scene(line, momentum, SURFACES["saddle"], whole=[1e-3, 1.0])
    yield "basins", AtlasHeader, basin_scene(basins(momentum, SURFACES["himmelblau"], resolution=8), key="a", start=(1.0, 1.0))
    yield "plane", AtlasHeader, plane_map(rates, rates, np.ones((4, 4)), between=(0.1, 1.0), **atlas)


def test_the_browser_s_shapes_are_python_s():
    assert (ROOT / "optviz" / "player" / "web" / "header.d.ts").read_text(encoding="utf-8") == in_typescript()


def test_every_kind_of_scene_has_the_shape_that_is_declared():
    for name, shape, made in scenes():
        with case(name):
            assert not list(faults(sent(made), shape))


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("race", ["steps=40&per=query&window=1,3,0,1&camera=10,40,5&step=7&arrows=true", "surface=saddle&methods=sgd,adam.keras"]),
        ("anatomy", ["steps=40", "a=adam&b=newton&surface=logistic_regression&steps=40&speed=2&repeat=no&narrate=yes"]),
        ("noise", ["steps=40&seeds=4&patience=5&curve=validation", "surface=beale&steps=40&seeds=4"]),
    ],
)
def test_what_a_page_sends_has_the_shape_that_is_declared(page, links, nothing_is_compiled):
    for link in links:
        with case(link):
            app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
            for name, value in parse_qsl(link):
                app.query_params[name] = value
            app.switch_page(f"pages/{page}.py").run()
            assert payloads(app)


def test_whatever_is_missing_misspelled_or_of_another_type_is_found():
    tried = set()
    for name, shape, made in scenes():
        header = sent(made)
        for place, of in shapes_in(header, shape):
            for key in of.__required_keys__ - {key for other, key in tried if other is of}:
                with case((name, *place, key)):
                    tried.add((of, key))
                    lacking, misspelled, wrong = (copy.deepcopy(header) for _ in range(3))
                    del at(lacking, place)[key]
                    at(misspelled, place)[f"{key}_"] = at(misspelled, place).pop(key)
                    at(wrong, place)[key] = {"wrong": []}
                    assert all(list(faults(planted, shape)) for planted in (lacking, misspelled, wrong))
    assert len(tried) > 100


def shapes_in(value, shape, place=()):
    """Where in a header which shapes are."""
    yield place, shape
    for key, inside in value.items():
        for i, one in enumerate(inside) if isinstance(inside, list) else [(None, inside)]:
            of = next((other for other in SHAPES.values() if other.__required_keys__ and not list(faults(one, other))), None)
            if of is not None:
                yield from shapes_in(one, of, (*place, key, *(() if i is None else (i,))))


def at(header, place):
    for key in place:
        header = header[key]
    return header


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1.5, int),
        (True, int),
        (True, float),
        ("1", float),
        (None, str),
        ([1.0], tuple[float, float]),
        ([1, "2"], list[int]),
        ({}, list[int]),
    ],
)
def test_a_value_of_another_type_is_a_fault(value, kind):
    assert list(faults(value, kind))


def test_a_whole_number_is_a_number():
    assert not list(faults(1, float))
    assert not list(faults(None, float | None))
    assert not list(faults([[1, 2.5], [0, 0]], list[tuple[float, float]]))
