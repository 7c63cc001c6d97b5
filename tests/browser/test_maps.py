"""What a visitor of the maps page sees and does, in a real browser: what is painted is checked, pixel by pixel where it matters."""

import base64
import json
import re

import numpy as np
import pytest
from cases import case
from finding import atlas, choose, contour, linked, press, slider
from framework import wait_until_idle
from hands import hold, turn_with_ctrl, zoom_until_drafted
from painted import on_map, painted, seek, wait_for_new_map, wait_until_mapped, wait_until_painted, wait_until_still

from optviz import OPTIMIZERS, minimize, sweep
from optviz.status import STATUSES
from optviz.ui.maps.controls import MAP
from optviz.ui.maps.experiment import MapsExperiment
from surfaces import SURFACES

RAVINE = SURFACES["ravine"]


def drawn_map(page, condition="true"):
    """The map that is painted, as soon as it fulfils a condition in JavaScript on `map`."""
    return wait_until_mapped(page, MAP, condition)


def next_map(page, before):
    """The map that comes after another."""
    return wait_for_new_map(page, MAP, before)


def canvas(page):
    return atlas(page)


def position(at):
    """A place on the map's canvas, for the pointer."""
    return dict(zip("xy", at, strict=True))


def place(now, column, row):
    """The middle of a cell on the canvas; the outermost cells are half as large."""
    plot, (columns, rows) = now["plot"], now["size"]
    return plot["left"] + column / (columns - 1) * plot["width"], plot["top"] + (1 - row / (rows - 1)) * plot["height"]


def pixels(page):
    """The canvas under the pointer's: the map itself, as (height, width, 4)."""
    found = canvas(page).evaluate(
        """({ previousElementSibling: canvas }) => {
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            const pieces = Array.from({ length: Math.ceil(data.length / 8192) }, (_, i) => data.subarray(i * 8192, (i + 1) * 8192));
            const bytes = btoa(pieces.map((piece) => String.fromCharCode(...piece)).join(""));
            return { width: canvas.width, height: canvas.height, ratio: canvas.width / canvas.clientWidth, bytes };
        }"""
    )
    data = np.frombuffer(base64.b64decode(found["bytes"]), np.uint8)
    return data.reshape(found["height"], found["width"], 4)[..., :3].astype(int), found["ratio"]


def color_at(picture, at):
    data, ratio = picture
    return data[int(at[1] * ratio), int(at[0] * ratio)]


def found(resolution, **values):
    """What the engine says of the default map."""
    chart = MapsExperiment(resolution=resolution)
    return sweep(OPTIMIZERS["momentum"](), RAVINE.replace(**values), steps=300, momentum=chart.values("y"), learning_rate=chart.values("x"))


def test_the_first_map_tells_its_story_and_each_of_its_cells_is_a_run(open_page):
    page = open_page("maps")
    with case("the story"):
        now = drawn_map(page)
        assert now["shown"] == "gap"
        assert now["size"] == [128, 128]
        assert now["hasLines"]
        assert {mark["kind"] for mark in now["marks"]} == {"line", "star", "cross"}
        words = " ".join(now["key"])
        assert "10⁻¹²" in words
        assert "diverged" in words
        assert "edge of stability" in words
        assert page.get_by_text("Choose a cell to watch its run").is_visible()
        box = canvas(page).bounding_box()
        assert box["y"] + now["plot"]["top"] + now["plot"]["height"] < 900
        wait_until_painted(page, "Object.keys(painted.lanes).length === 1")

    with case("fewer cells"):
        choose(page, "Cells", "32 × 32")
        now, engine = next_map(page, now), found(32)
        assert now["size"] == [32, 32]

    with case("the cell that is pointed at is read out"):
        canvas(page).hover(position=position(place(now, 12, 20)))
        lines = dict(drawn_map(page, "map.pointed !== null")["pointed"]["lines"])
        assert float(lines["learning rate η"].replace("×10⁻³", "e-3")) == pytest.approx(engine.axes["learning_rate"][12], rel=1e-5)
        assert float(lines["momentum γ"]) == pytest.approx(engine.axes["momentum"][20], rel=1e-5)
        assert lines["status"] == "still running"
        assert lines["steps"] == "–"
        assert page.get_by_role("tooltip").is_visible()
        (run,) = wait_until_painted(page, "painted.pointed.length")["pointed"]
        pointed = {"learning_rate": engine.axes["learning_rate"][12], "momentum": engine.axes["momentum"][20]}
        alone = minimize(OPTIMIZERS["momentum"](**pointed), RAVINE, steps=300)
        assert run["end"] == pytest.approx(alone.points[-1], rel=1e-6, abs=1e-9), "its run is shown before any click"
        page.mouse.move(5, 5)
        drawn_map(page, "map.pointed === null")
        wait_until_painted(page, "painted.pointed.length === 0")
        assert not page.get_by_role("tooltip").is_visible()

    with case("keys go from cell to cell, and Enter chooses"):
        canvas(page).focus()
        page.keyboard.press("ArrowRight")
        first = drawn_map(page, "map.pointed !== null")["pointed"]["cell"]
        cross = next(mark["at"] for mark in now["marks"] if mark["kind"] == "cross")
        assert place(now, *first) == pytest.approx((cross[0] + now["plot"]["width"] / 31, cross[1]), abs=now["plot"]["width"] / 62 + 1)
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("ArrowDown")
        later = drawn_map(page)["pointed"]["cell"]
        assert later == [first[0] + 10, first[1] - 1]
        page.keyboard.press("Enter")
        cross = next(mark for mark in next_map(page, now)["marks"] if mark["kind"] == "cross")
        assert cross["at"] == pytest.approx(place(now, *later), abs=1)
        page.keyboard.press("Escape")
        drawn_map(page, "map.pointed === null")

    for column, row in ((20, 10), (9, 25)):
        with case(f"a click on the cell in column {column}, row {row} loads its run"):
            now = drawn_map(page)
            before = painted(page)
            canvas(page).click(position=position(place(now, column, row)))
            later = next_map(page, now)
            cross = next(mark for mark in later["marks"] if mark["kind"] == "cross")
            assert cross["at"] == pytest.approx(place(now, column, row), abs=1)
            wait_until_painted(page, f"painted.revision !== {json.dumps(before['revision'])}")
            eta, gamma = engine.axes["learning_rate"][column], engine.axes["momentum"][row]
            end = seek(page, 300)
            run = minimize(OPTIMIZERS["momentum"](learning_rate=eta, momentum=gamma), RAVINE, steps=300)
            (lane,) = end["lanes"].values()
            assert lane["point"] == pytest.approx(run.points[-1], rel=1e-5, abs=1e-9)
            assert STATUSES[engine.codes[row, column]] == run.status
            page.wait_for_function("eta => Number(new URLSearchParams(location.search).get('method.learning_rate')) === eta", arg=eta)
            assert float(linked(page)["method.learning_rate"]) == eta
            assert page.get_by_text(re.compile(f"γ = {gamma:.4g}")).first.is_visible()


def test_the_colors_follow_the_numbers_and_hatches_lie_where_runs_diverged_in_the_dark_and_in_the_light(open_page):
    page, engine = open_page("maps?resolution=32&contours=no", color_scheme="dark"), found(32)
    wait_until_painted(page)
    wait_until_idle(page)
    frames, pictures = 0, []
    for scheme in ("dark", "light"):
        with case(scheme):
            page.emulate_media(color_scheme=scheme)
            is_so = "([canvas, scheme]) => getComputedStyle(canvas).colorScheme === scheme"
            page.wait_for_function(is_so, arg=[canvas(page).element_handle(), scheme])
            now = drawn_map(page, f"map.frames > {frames}")
            frames, picture = now["frames"], pixels(page)
            pictures.append(picture[0])
            lightness, gaps = [], []
            for row in range(1, 31):
                for column in range(1, 31):
                    at = place(now, column, row)
                    is_covered = any(mark["at"] and np.hypot(at[0] - mark["at"][0], at[1] - mark["at"][1]) < 22 for mark in now["marks"])
                    if STATUSES[engine.codes[row, column]] == "diverged" or is_covered or column > 23:
                        continue
                    lightness.append(color_at(picture, at) @ [0.2126, 0.7152, 0.0722])
                    gaps.append(np.log10(np.clip(engine.final_gap[row, column], 1e-12, 100)))
            assert len(gaps) > 400
            ranks = [np.argsort(np.argsort(values)) for values in (np.round(lightness), np.round(gaps, 1))]
            assert np.corrcoef(*ranks)[0, 1] < -0.95  # the smaller the brighter
            diverged = np.array([color_at(picture, (x, y)) for x in np.arange(540, 580, 1.0) for y in (120, 200, 300)])
            assert np.ptp(diverged.sum(axis=1)) > 60, "there are lines"
            assert np.abs(diverged - diverged.mean(axis=1, keepdims=True)).max() < 30, "and no color"
    assert (pictures[0] != pictures[1]).any(), "the axes are written in another color"


def test_the_map_follows_its_tabs_a_slider_a_box_and_the_wheel_and_refuses_a_bad_range(open_page):
    page = open_page("maps?resolution=32")
    drawn_map(page)
    wait_until_painted(page)
    with case("another layer is painted at once and stands in the link"):
        for layer, name, words in (
            ("steps", "steps", "steps to a gap of 10⁻⁶"),
            ("status", "status", "converged"),
            ("gap", "final gap", "final gap"),
        ):
            page.get_by_role("radio", name=name, exact=True).click()
            now = drawn_map(page, f"map.shown === '{layer}'")
            assert any(words in entry for entry in now["key"])
            wait_until_idle(page)
            page.wait_for_function(f"!/[?&]layer=/.test(location.search) === {str(layer == 'gap').lower()}")
        assert "layer" not in linked(page)

    with case("while a slider is held, the map is drawn anew, and so are its marks"):
        before = drawn_map(page)
        hold(page, slider(page, "Condition"), 60)
        draft = drawn_map(page, "map.computed_by === 'browser'")
        assert [mark["kind"] for mark in draft["marks"]] == ["line", "star", "cross"]
        stars = [next(mark["at"] for mark in shown["marks"] if mark["kind"] == "star") for shown in (before, draft)]
        assert abs(stars[0][0] - stars[1][0]) > 5
        page.mouse.up()
        next_map(page, before)

    with case("a slider paints a new map in the same place"):
        before = drawn_map(page)
        page.evaluate("() => { window.kept = Object.values(window.optviz.atlases)[0]; }")
        picture = pixels(page)[0]
        press(page, "Condition", "ArrowRight")
        now = next_map(page, before)
        assert now["frames"] > before["frames"]
        assert page.evaluate("window.kept === Object.values(window.optviz.atlases)[0]"), "the map was not mounted anew"
        assert (pixels(page)[0] != picture).any()
        star = [next(mark["at"] for mark in shown["marks"] if mark["kind"] == "star") for shown in (before, now)]
        assert star[0] != star[1]

    with case("the wheel zooms around the pointer, and a double click goes back to the last digit"):
        before = drawn_map(page)
        canvas(page).hover(position=position(place(before, 16, 16)))
        draft = zoom_until_drafted(page, MAP)
        assert draft["size"] == [32, 32]
        assert draft["revision"] == before["revision"], "the server's map is still on its way"
        turn_with_ctrl(page, -200)
        now = next_map(page, before)
        assert before["window"][0] < now["window"][0] < now["window"][1] < before["window"][1]
        turn_with_ctrl(page, -200)
        now, address = next_map(page, now), linked(page)
        canvas(page).dblclick(position=position(place(before, 16, 16)))
        next_map(page, now)
        wait_until_still(page)
        home = {**address, "x.range": "0.0001,1", "y.range": "0,0.995"}
        assert linked(page) == home, "no cell was chosen"

    with case("a double click whose second click comes when its first has chosen a cell"):
        before = drawn_map(page)
        turn_with_ctrl(page, -200)
        now = next_map(page, before)
        canvas(page).click(position=position(place(now, 16, 16)))
        now = next_map(page, now)
        assert now["marks"] != before["marks"]
        page.mouse.down(click_count=2)
        page.mouse.up(click_count=2)
        wait_until_mapped(page, MAP, f"map.window.join() === {','.join(map(repr, before['window']))!r}")
        wait_until_still(page)
        assert linked(page) == home

    with case("a box zooms, and whole goes back"):
        before = drawn_map(page)
        plot = before["plot"]
        corners = [(plot["left"] + s * plot["width"], plot["top"] + s * plot["height"]) for s in (0.25, 0.5, 0.75)]
        canvas(page).hover(position=position(corners[0]))
        page.mouse.down()
        for corner in corners[1:]:
            canvas(page).hover(position=position(corner))
        page.mouse.up()
        now = next_map(page, before)
        assert now["window"][:2] == pytest.approx([1e-3, 0.1], rel=0.02)
        page.wait_for_function("location.search.includes('x.range=0.001')")
        page.get_by_role("button", name="Whole map").click()
        again = next_map(page, now)
        assert again["window"] == pytest.approx([1e-5, 1, 0, 0.9999], rel=1e-6)

    with case("while the start is dragged, the map is drawn anew"):
        before, at = drawn_map(page), on_map(page, *RAVINE.start)
        box = contour(page).bounding_box()
        page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
        page.mouse.down()
        page.mouse.move(box["x"] + at["x"] + 40, box["y"] + at["y"] - 30, steps=3)
        drawn_map(page, "map.computed_by === 'browser'")
        page.mouse.up()
        next_map(page, before)
        page.wait_for_function("location.search.includes('start=')")

    with case("a bad range is refused, and the map and the start stay"):
        before, start = drawn_map(page), linked(page)["start"]
        page.get_by_role("button", name="Range and start").click()
        field = page.get_by_label("Momentum γ to")
        field.fill("1.5")
        field.press("Enter")
        page.get_by_text("momentum: must lie in [0, 1), got 1.5", exact=False).wait_for()
        assert drawn_map(page)["revision"] == before["revision"]
        assert linked(page)["start"] == start, "the fields of the start are not taken for typed"


def test_a_map_on_which_every_run_diverges_is_a_picture_and_what_is_chosen_next_can_be_saved(open_page):
    page = open_page("maps?resolution=32&x=learning_rate&x.range=0.5,1&y=momentum&y.range=0,0.5&method.learning_rate=0.7")
    now = drawn_map(page)
    with case("every run diverges"):
        assert any("diverged" in words for words in now["key"])
        data, ratio = pixels(page)
        plot = now["plot"]
        inside = data[int((plot["top"] + 5) * ratio) : int((plot["top"] + 200) * ratio), int((plot["left"] + 5) * ratio) : int(400 * ratio)]
        assert np.ptp(inside.sum(axis=2)) > 60
        assert page.get_by_text("diverged: step").first.is_visible()

    with case("where there are no workers, that is said, and the map comes as it does without them"):
        page.evaluate("() => { delete window.Worker; }")
        canvas(page).hover(position=position(place(now, 16, 16)))
        turn_with_ctrl(page, -40)
        page.get_by_text("it follows when you stop").wait_for()
        now = next_map(page, now)

    with case("another method, another surface"):
        choose(page, "Method", OPTIMIZERS["adam"].name)
        now = next_map(page, now)
        choose(page, "Surface", SURFACES["beale"].name)
        next_map(page, now)

    with case("the picture is saved"):
        with page.expect_download() as picture:
            page.get_by_role("button", name="Save PNG").click()
        assert picture.value.suggested_filename == "optviz-map-adam-beale.png"
        data = picture.value.path().read_bytes()
        assert data.startswith(b"\x89PNG")
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        assert width > 1000
        assert height > 800

    with case("the table is saved"):
        with page.expect_download() as table:
            page.get_by_role("button", name="Save CSV").click()
        assert table.value.suggested_filename == "optviz-map-adam-beale.csv"
        lines = table.value.path().read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("beta1,learning_rate,final_gap,steps_to,status,method,method.beta2,method.epsilon,")
        assert len(lines) == 32 * 32 + 1


def test_on_a_phone_the_map_comes_first_and_fits(open_page):
    page = open_page("maps?resolution=32", viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=2)
    now = drawn_map(page)
    wait_until_painted(page)
    box, sliders = canvas(page).bounding_box(), slider(page, "Condition").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] < sliders["y"] < box["y"] + box["height"] + 100
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    canvas(page).tap(position=position(place(now, 20, 10)))
    cross = next(mark for mark in next_map(page, now)["marks"] if mark["kind"] == "cross")
    assert cross["at"] == pytest.approx(place(now, 20, 10), abs=1)
