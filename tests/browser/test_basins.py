"""What a visitor of the basins page sees and does, in a real browser, checked by what the maps and the player have painted."""

import csv
import itertools
import json
import re

import numpy as np
import pytest
from cases import case
from finding import atlas, called, choose, contour, linked, press, wait_for_value
from framework import wait_until_idle
from hands import turn_with_ctrl, zoom_until_drafted
from painted import on_map as on_plane
from painted import seek, wait_for_frames, wait_until_mapped, wait_until_painted, wait_until_still

from optviz import OPTIMIZERS, basins, minimize
from optviz.ui.basins.controls import MAPS
from optviz.ui.basins.experiment import TOLERANCE
from optviz.written import number
from surfaces import SURFACES

HIMMELBLAU = SURFACES["himmelblau"]


def painted_map(page, side="a", condition="true"):
    """What a map has painted, as soon as it fulfils a condition in JavaScript on `map`."""
    return wait_until_mapped(page, MAPS[side], condition)


def after(before):
    return f"map.revision !== {json.dumps(before['revision'])} && map.computed_by === 'server'"


def canvas(page, side="a"):
    return atlas(page, "ab".index(side))


def on_map(page, x, y, side="a"):
    """Where on a map a start lies, by the window that is painted."""
    at = painted_map(page, side)
    (x0, x1, y0, y1), plot = at["window"], at["plot"]
    return {
        "x": plot["left"] + (x - x0) / (x1 - x0) * plot["width"],
        "y": plot["top"] + (y1 - y) / (y1 - y0) * plot["height"],
    }


def cross_on(page, side):
    """Where the cross of the start stands on a map."""
    (cross,) = (mark["at"] for mark in painted_map(page, side)["marks"] if mark["kind"] == "cross")
    return {"x": cross[0], "y": cross[1]}


def color_at(page, x, y, side="a"):
    """The color of a pixel of the map."""
    return canvas(page, side).evaluate(
        """({ previousElementSibling: canvas }, { x, y }) => {  // under the one that can be pointed at
            const ratio = canvas.width / canvas.clientWidth;
            return [...canvas.getContext("2d").getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data];
        }""",
        on_map(page, x, y, side),
    )


def hue(color):
    """Which of the channels is the largest and which the smallest: enough to tell the colors of two minimizers apart."""
    red, green, blue, _ = color
    return "".join(sorted("rgb", key={"r": red, "g": green, "b": blue}.__getitem__))


@pytest.fixture
def page(open_page):
    """The page as it opens."""
    page = open_page("basins")
    for side in MAPS:
        painted_map(page, side, "map.size[0] === 256")  # after a sketch
    wait_until_painted(page)
    wait_until_still(page)
    return page


def test_it_opens_with_two_maps_side_by_side_of_which_minimizer_each_start_reaches(page):
    with case("the first screen has both maps without scrolling"):
        boxes = [canvas(page, side).bounding_box() for side in MAPS]
        assert boxes[0]["y"] == pytest.approx(boxes[1]["y"], abs=2)
        assert all(box["y"] + box["height"] <= 900 for box in boxes)
        assert all(painted_map(page, side)["plot"]["width"] > 380 for side in MAPS)

    with case("their shares, and a star for each minimizer"):
        found = {
            side: basins(optimizer, HIMMELBLAU, 256, 500, TOLERANCE)
            for side, optimizer in zip("ab", (OPTIMIZERS["momentum"](learning_rate=0.01), OPTIMIZERS["adam"]()), strict=True)
        }
        for side, expected in found.items():
            at = painted_map(page, side)
            assert at["size"] == [256, 256]
            for i, (x, y) in enumerate(HIMMELBLAU.minimizers):
                assert f"({x:.3g}, {y:.3g})".replace("-", "−") in at["key"][i]
                assert float(re.search(r"([\d.]+)%", at["key"][i])[1]) == pytest.approx(100 * (expected.index == i).mean(), abs=0.051)
            assert sum(mark["kind"] == "star" for mark in at["marks"]) == 4
        assert any("diverged" in words for words in painted_map(page, "a")["key"])
        assert not any("diverged" in words for words in painted_map(page, "b")["key"])

    with case("the plane has the color of the minimizer that is reached"):
        found = basins(OPTIMIZERS["momentum"](learning_rate=0.01), HIMMELBLAU, 256, 500, TOLERANCE)
        marks = [*HIMMELBLAU.minimizers, HIMMELBLAU.start]
        hues = {}
        for row, column in itertools.product(range(20, 240, 18), repeat=2):
            ends = found.index[row - 3 : row + 4, column - 3 : column + 4]
            x, y = found.x[column], found.y[row]
            if (ends == ends[0, 0]).all() and min(np.hypot(x - its_x, y - its_y) for its_x, its_y in marks) > 0.6:
                hues.setdefault(int(ends[0, 0]), set()).add(hue(color_at(page, x, y)))
        assert set(hues) >= {0, 1, 2, 3}
        assert all(len(seen) == 1 for seen in hues.values()), hues
        assert len({next(iter(seen)) for seen in hues.values()}) == len(hues)
        red, green, blue, _ = color_at(page, 5.97, 5.6)
        assert max(red, green, blue) - min(red, green, blue) < 25, "a start that diverges has no hue"
        for index, (x, y) in enumerate(HIMMELBLAU.minimizers):
            assert hues[index] == {hue(color_at(page, x + 0.6, y + 0.4, side="b"))}, "both maps agree on the colors"

    with case("a start that is pointed at gives its values"):
        canvas(page, "b").hover(position=on_map(page, 3.0, 2.0, "b"))
        lines = dict(painted_map(page, "b", "map.pointed")["pointed"]["lines"])
        x, y = (float(lines[f"start {axis}"].replace("−", "-")) for axis in "xy")
        found = basins(OPTIMIZERS["adam"](), HIMMELBLAU, 256, 500, TOLERANCE)
        column, row = abs(found.x - x).argmin(), abs(found.y - y).argmin()
        assert (x, y) == pytest.approx((found.x[column], found.y[row]), abs=1e-4)
        assert (x, y) == pytest.approx((3, 2), abs=0.05)
        assert lines["steps"] == str(found.steps_to[row, column])
        assert lines["basin"] == "(3, 2)"
        ends = [run["end"] for run in wait_until_painted(page, "painted.pointed.length === 2")["pointed"]]
        assert ends[1] == pytest.approx((3, 2), abs=0.01), "the runs from there are shown before any click"


def zoom_in(page, x, y, turns=5, side="a"):
    before = painted_map(page, side)
    canvas(page, side).hover(position=on_map(page, x, y, side))
    draft = zoom_until_drafted(page, MAPS[side])
    assert draft["size"] == [96, 96]
    assert all("%" in words for words in draft["key"][:4]), "with the shares of its own cells"
    for _ in range(turns):
        turn_with_ctrl(page, -240)
        wait_for_frames(page)
    painted_map(page, side, after(before))
    wait_until_still(page)


def test_a_click_a_zoom_a_slider_and_the_layers_change_what_they_should_on_both_maps(page):
    with case("a click on a start is played and arrives where the map says"):
        before = painted_map(page, "b")
        canvas(page, "b").click(position=on_map(page, 4.0, -1.0, "b"))
        painted_map(page, "b", after(before))
        wait_until_idle(page)
        page.wait_for_function("location.search.includes('start=')")
        start = tuple(map(float, linked(page)["start"].split(",")))
        expected = basins(OPTIMIZERS["adam"](), HIMMELBLAU, 256, 500, TOLERANCE)
        assert start[0] in expected.x
        assert start[1] in expected.y
        assert start == pytest.approx((4.0, -1.0), abs=0.05)
        column, row = list(expected.x).index(start[0]), list(expected.y).index(start[1])
        step = int(expected.steps_to[row, column])
        at = seek(page, step)
        run = minimize(OPTIMIZERS["adam"](), HIMMELBLAU, start, 500, tolerance=TOLERANCE)
        assert run.steps_to(TOLERANCE) == step
        assert at["lanes"]["b"]["point"] == pytest.approx(run.points[step], rel=1e-5, abs=1e-6)
        assert HIMMELBLAU.minimizers[expected.index[row, column]] == pytest.approx(tuple(at["lanes"]["b"]["point"]), abs=0.02)
        page.get_by_text(f"at step {step}").first.wait_for()
        wait_for_value(page.get_by_label("Start x", exact=True), number(start[0]))
        for side in MAPS:
            assert cross_on(page, side) == pytest.approx(on_map(page, *start, side), abs=1.5)

    with case("while the start is dragged beside them, its cross goes along on both, and stays there"):
        contour(page).hover(position=on_plane(page, *start))
        page.mouse.down()
        contour(page).hover(position=on_plane(page, 1.0, 2.0))
        wait_until_painted(page, "painted.computed_by === 'browser'")
        wait_for_frames(page, 2)
        for side in MAPS:
            assert cross_on(page, side) == pytest.approx(on_map(page, 1.0, 2.0, side), abs=1.5)
        page.mouse.up()
        page.wait_for_function(f"location.search.includes('start=') && !location.search.includes('start={number(start[0])}')")
        wait_until_idle(page)
        dropped = map(float, linked(page)["start"].split(","))
        assert cross_on(page, "a") == pytest.approx(on_map(page, *dropped), abs=1.5)

    with case("a zoom computes the window anew for both, and there is a way back"):
        whole = painted_map(page)
        zoom_in(page, 5.3, 4.8)
        at = painted_map(page)
        x0, x1, y0, y1 = at["window"]
        assert x1 - x0 < 8
        assert x0 < 5.3 < x1
        assert y0 < 4.8 < y1
        assert at["size"] == [256, 256]
        page.wait_for_function("location.search.includes('area=')")
        assert painted_map(page, "b")["window"] == pytest.approx(at["window"])
        area = tuple(map(float, linked(page)["area"].split(",")))
        assert area == pytest.approx(at["window"])
        expected = basins(OPTIMIZERS["momentum"](learning_rate=0.01), HIMMELBLAU, 256, 500, TOLERANCE, window=(area[:2], area[2:]))
        share = float(re.search(r"([\d.]+)%", at["key"][0])[1])
        assert share == pytest.approx(100 * (expected.index == 0).mean(), abs=0.051)
        page.get_by_role("button", name="Whole map").nth(1).click()
        painted_map(page, "a", f"map.revision === {json.dumps(whole['revision'])}")
        painted_map(page, "b", "map.window[0] === -6 && map.window[3] === 6")
        page.wait_for_function("!location.search.includes('area=')")

    with case("a slider changes its own map alone"):
        first, second = painted_map(page, "a"), painted_map(page, "b")
        press(page, "Learning rate", "ArrowRight", place=1)
        painted_map(page, "b", after(second))
        wait_until_idle(page)
        page.wait_for_function("location.search.includes('b.learning_rate=')")
        assert painted_map(page, "a")["revision"] == first["revision"]

    with case("the layer of steps is shown on both and in the link"):
        page.get_by_role("radio", name="steps", exact=True).first.click()
        for side in MAPS:
            painted_map(page, side, "map.shown === 'steps'")
        page.wait_for_function("location.search.includes('layer=steps')")


def test_a_link_opens_what_was_sent(open_page):
    page = open_page("basins?surface=ravine&a=nag&a.learning_rate=0.02&b=nobody&area=-1,1,-2,0.5&start=0.5,0.25&resolution=64&steps=120")
    at = painted_map(page)
    assert at["size"] == [64, 64]
    assert at["window"] == [-1, 1, -2, 0.5]
    assert page.get_by_role("img", name=called("Map of")).count() == 1
    point = seek(page, 0)["lanes"]["a"]["point"]
    assert point == pytest.approx((0.5, 0.25))


def test_a_bad_link_is_one_sentence(open_page):
    page = open_page("basins?area=1,0,0,1&resolution=0&b=nobody&steps=9999999&a=%3Cb%3E")
    painted_map(page)
    (warning,) = page.get_by_role("alert").all()
    assert "Ignored: area, resolution, steps, a." in warning.inner_text()


def test_the_picture_and_the_table_can_be_saved_and_a_surface_without_a_minimum_is_a_picture_with_a_key(open_page):
    page = open_page("basins?a=sgd&b=nobody&resolution=64&steps=100")
    himmelblau = painted_map(page)
    wait_until_idle(page)
    with case("the picture is saved"):
        with page.expect_download() as picture:
            page.get_by_role("button", name="Save PNG").click()
        assert picture.value.suggested_filename == "optviz-basins-sgd-himmelblau.png"
        assert picture.value.path().read_bytes().startswith(b"\x89PNG\r\n\x1a\n")

    with case("the table is saved"):
        with page.expect_download() as table:
            page.get_by_role("button", name="Save CSV").click()
        rows = list(csv.DictReader(table.value.path().read_text(encoding="utf-8").splitlines()))
        found = basins(OPTIMIZERS["sgd"](), HIMMELBLAU, 64, 100, TOLERANCE)
        assert [int(row["steps"] or -1) for row in rows] == found.steps_to.ravel().tolist()

    with case("a surface without a minimum, and steps so large that every run leaves it"):
        choose(page, "Surface", SURFACES["saddle"].name)
        saddle = painted_map(page, "a", after(himmelblau))
        wait_until_idle(page)
        press(page, "Learning rate", "End")
        at = painted_map(page, "a", after(saddle))
        assert any("no minimum" in words for words in at["key"])
        assert at["inked"] > 0


def test_long_work_is_asked_for_says_how_far_it_is_and_gives_way(open_page):
    page = open_page("basins?a=newton&b=nobody&surface=rastrigin&resolution=1024&steps=1000")
    assert painted_map(page, "a", "map.size[0] >= 128")["size"] == [128, 128]
    page.get_by_role("button", name="Compute all of it").click()
    progress = page.get_by_text("to go")
    progress.wait_for()
    assert painted_map(page)["size"] == [128, 128], "the draft stays meanwhile"
    page.get_by_label("Steps", exact=True).fill("5")
    page.get_by_label("Steps", exact=True).press("Enter")
    painted_map(page, "a", "map.size[0] === 1024")  # in less time than the work that was given up
    page.wait_for_function("location.search.includes('steps=5')")
    wait_until_idle(page)
    assert progress.count() == 0


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_page("basins?resolution=64&steps=100", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for side in MAPS:
        at = painted_map(page, side)
        assert at["plot"]["width"] > 250
        assert at["plot"]["width"] == pytest.approx(at["plot"]["height"], abs=2)
        box, below = canvas(page, side).bounding_box(), page.get_by_role("slider", name="Learning rate")
        rates = below.nth("ab".index(side)).bounding_box()
        assert box["y"] + box["height"] < rates["y"] < box["y"] + box["height"] + 150, "its sliders are in sight"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
