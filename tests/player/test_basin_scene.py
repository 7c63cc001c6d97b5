"""Basins as the browser is told them, and as a table."""

import csv

import numpy as np
import pytest

from optviz import OPTIMIZERS, basins, minimize
from optviz.player.basin_scene import basin_scene
from optviz.player.payload import pack, unpack
from optviz.ui.tables import of_basins
from surfaces import SURFACES

HIMMELBLAU = SURFACES["himmelblau"]


def told(found, **options):
    return unpack(pack(*basin_scene(found, key="map", start=(1.0, 2.0), **options)))


def classes(header):
    layer, *_ = header["layers"]
    return {entry["key"]: entry for entry in layer["classes"]}


@pytest.mark.parametrize(("key", "values"), [("momentum", {"learning_rate": 0.01}), ("newton", {}), ("sgd", {"learning_rate": 0.02})])
def test_every_start_has_the_class_of_what_a_single_run_does(key, values):
    optimizer = OPTIMIZERS[key](**values)
    header, arrays = told(basins(optimizer, HIMMELBLAU, 16, 60))
    names = list(classes(header))
    seen = set()
    for i, y in enumerate(arrays["y"]):
        for j, x in enumerate(arrays["x"]):
            run = minimize(optimizer, HIMMELBLAU, (x, y), 60, tolerance=1e-4)
            step = run.steps_to(1e-4)
            if step >= 0:
                nearest = np.argmin([np.hypot(*(run.points[step] - at)) for at in HIMMELBLAU.minimizers])
                expected = f"minimizer {nearest}"
                assert arrays["layer_steps"][i, j] == step
            else:
                expected = str(run.status)
                assert np.isnan(arrays["layer_steps"][i, j])
            assert names[arrays["layer_basin"][i, j]] == expected
            seen.add(expected)
    assert seen <= set(names)
    assert len(seen) > 2


def test_each_ending_has_a_look_of_its_own_and_the_minimizers_have_the_hues():
    stalled = classes(told(basins(OPTIMIZERS["newton"](), HIMMELBLAU, 16, 60))[0])
    others = classes(told(basins(OPTIMIZERS["sgd"](learning_rate=0.02), HIMMELBLAU, 16, 60))[0])
    assert [entry["hue"] for entry in stalled.values()] == [0, 1, 2, 3, None]
    assert stalled["stalled"]["pattern"] == "dots"
    assert others["diverged"]["pattern"] == "hatch"
    assert others["running"]["pattern"] == ""
    assert others["running"]["hue"] is None


def test_the_shares_are_those_of_the_cells_and_a_minimizer_that_nobody_reaches_is_listed():
    header, arrays = told(basins(OPTIMIZERS["sgd"](learning_rate=0.02), HIMMELBLAU, 32, 100))
    for place, entry in enumerate(classes(header).values()):
        assert entry["share"] == (arrays["layer_basin"] == place).mean()
    assert classes(header)["minimizer 2"]["share"] == 0


def test_there_is_a_star_for_each_minimizer_and_a_cross_at_the_start():
    header, _ = told(basins(OPTIMIZERS["sgd"](), HIMMELBLAU, 4, 10))
    stars = [tuple(mark["at"]) for mark in header["marks"] if mark["kind"] == "star"]
    assert stars == list(HIMMELBLAU.minimizers)
    assert [mark["at"] for mark in header["marks"] if mark["kind"] == "cross"] == [[1.0, 2.0]]


def test_a_surface_without_a_minimum_is_a_picture_too():
    header, arrays = told(basins(OPTIMIZERS["sgd"](learning_rate=0.1), SURFACES["saddle"], 17, 300), shown="steps")
    assert [layer["key"] for layer in header["layers"]] == ["basin"]
    assert header["shown"] == "basin"
    assert header["shade"] is None
    assert "no minimum" in classes(header)["diverged"]["label"]
    assert (arrays["layer_basin"] < len(classes(header))).all()


def test_starts_that_reach_another_minimizer_have_a_color_of_their_own_and_are_no_other_s():
    """One start in fifty of Branin's window ends at (5π, 12.875), outside of it."""
    found = basins(OPTIMIZERS["momentum"](learning_rate=0.02), SURFACES["branin"], 32, 500)
    header, arrays = told(found)
    *listed, elsewhere = classes(header).values()
    assert [entry["hue"] for entry in listed] == [0, 1, 2]
    assert (elsewhere["key"], elsewhere["hue"], elsewhere["pattern"]) == ("converged", 3, "")
    assert elsewhere["label"] == "another global minimizer, outside the window"
    away = minimize(found.optimizer, found.surface, np.array(np.meshgrid(found.x, found.y)), 500).points[-1, 0] > 10
    assert away.sum() > 10
    assert np.array_equal(arrays["layer_basin"] == 3, away)
    assert np.isfinite(arrays["layer_steps"]).all()
    rows = [row for row, is_away in zip(csv.DictReader(of_basins(found).splitlines()), away.ravel(), strict=True) if is_away]
    assert {(row["minimizer_x"], row["status"]) for row in rows} == {("", "converged")}
    assert all(row["steps"] for row in rows)


def test_a_window_is_told_with_the_whole_to_which_it_returns():
    header, arrays = told(basins(OPTIMIZERS["sgd"](), HIMMELBLAU, 8, 10, window=((1, 2), (-1, 0.5))))
    assert header["window"] == [1, 2, -1, 0.5]
    assert header["whole"] == header["home"] == [-6, 6, -6, 6]
    assert arrays["x"][[0, -1]].tolist() == [1, 2]
    assert arrays["y"][[0, -1]].tolist() == [-1, 0.5]


def test_the_table_has_a_line_for_each_start():
    found = basins(OPTIMIZERS["sgd"](learning_rate=0.02), HIMMELBLAU, 12, 60)
    rows = list(csv.DictReader(of_basins(found).splitlines()))
    assert len(rows) == 144
    for row, (i, j) in zip(rows, np.ndindex(12, 12), strict=True):
        assert (float(row["x"]), float(row["y"])) == (found.x[j], found.y[i])
        assert row["status"] == found.status[i, j]
        if found.index[i, j] < 0:
            assert (row["minimizer_x"], row["minimizer_y"], row["steps"]) == ("", "", "")
        else:
            assert (float(row["minimizer_x"]), float(row["minimizer_y"])) == HIMMELBLAU.minimizers[found.index[i, j]]
            assert int(row["steps"]) == found.steps_to[i, j]
    assert {row["status"] for row in rows} >= {"converged", "running"}
