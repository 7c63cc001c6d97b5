"""What a visitor of the anatomy page sees and does, in a real browser."""

import itertools
import math
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

import numpy as np
import pytest
from cases import case
from finding import called, choose, contour, is_as_wide_as_the_screen, press, slider, transport, wait_for_value
from framework import wait_until_idle
from painted import (
    assert_that_numbers_keep_their_room,
    on_map,
    painted,
    seek,
    wait_for_frames,
    wait_for_new_race,
    wait_until_painted,
    wait_until_still,
)

from optviz import OPTIMIZERS, minimize
from optviz.ui.specimen import Specimen
from surfaces import SURFACES

BEALE = SURFACES["beale"]


def numbers(text):
    """The numbers in a line of the rule, as they are written for people."""
    plain = text.replace("−", "-").replace("×10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", plain)]


def shown_numbers(page, lane=0, line=0):
    """The numbers that change with the step, as the page shows them: of x and of y, in one line of the rule."""
    texts = page.locator(".rule .method").nth(lane).locator(".line").nth(line).locator(".numbers [data-slot]").all_text_contents()
    return [number for text in texts for number in numbers(text)]


def put(page, side, entrant):
    """Put a method on one side, or nobody beside the other; wait for its run."""
    before = painted(page)
    choose(page, {"a": "Method", "b": "Compare with"}[side], Specimen(entrant).name() if entrant else "None")
    link = wait_for_new_race(page, before)["link"]
    assert dict(parse_qsl(link)).get(side) == entrant


def put_on(page, surface):
    """Put the methods on another surface; wait for their runs."""
    before = painted(page)
    choose(page, "Surface", SURFACES[surface].name)
    wait_for_new_race(page, before)


def wait_until_told(page, sentence):
    """Wait until a sentence of the step is the one that is told; they are counted from 0."""
    page.locator(".narration .count", has_text=f"{sentence + 1} of ").wait_for()


def test_the_numbers_are_the_engine_s_a_step_is_told_and_everything_moves_with_the_cursor(open_page):
    page = open_page("anatomy?a=momentum")
    run = minimize(OPTIMIZERS["momentum"](), BEALE, steps=200)
    assert_that_numbers_keep_their_room(page)
    for step in (0, 1, 49):
        with case(f"the numbers of the rule at step {step}"):
            at = seek(page, step)
            assert at["anatomy"]["column"] == step
            gradient = BEALE.gradient(run.points[step].reshape(2, 1))[:, 0]
            expected = [(run.states.v[step + 1, i], run.states.v[step, i], gradient[i]) for i in (0, 1)]
            assert shown_numbers(page) == pytest.approx(np.ravel(expected), rel=2e-3, abs=1e-12)

    with case("a step is told one sentence at a time"):
        put_on(page, "ravine")
        seek(page, 2)
        page.get_by_role("button", name="Narrate").click()
        told, sentences, arrows = [], [], []
        for sentence in range(4):
            wait_until_told(page, sentence)
            at = painted(page)
            told.append((at["step"], at["anatomy"]["substep"]))
            sentences.append(page.locator(".told-step").inner_text().strip())
            arrows.append(set(at["anatomy"]["shown"][0]))
            page.keyboard.press("ArrowRight")
        assert told == [(2, 0), (2, 1), (2, 2), (2, 3)]
        assert "0.9" in sentences[1]
        assert len(set(sentences)) == 4
        assert all(earlier <= later for earlier, later in itertools.pairwise(arrows))
        assert arrows[0] < arrows[-1]
        wait_until_told(page, 0)
        assert painted(page)["step"] == 3
        assert painted(page)["anatomy"]["substep"] == 0
        page.get_by_role("button", name="Narrate").click()

    with case("formula, arrows and charts of two methods move with the cursor and ask nobody"):
        put(page, "b", "nag")
        seek(page, 3)
        page.evaluate(
            """() => {
                const send = WebSocket.prototype.send;
                window.sent = 0;
                WebSocket.prototype.send = function (data) { sent++; send.call(this, data); };
            }"""
        )
        seen = set()
        for step in range(4, 24):
            at = seek(page, step)
            anatomy = at["anatomy"]
            assert anatomy["column"] == step
            assert anatomy["charts"] >= 4
            seen.add(tuple(anatomy["numbers"]))
        assert len(seen) == 20
        assert page.evaluate("sent") == 0

    with case("while the start is dragged everything follows, asks nobody, and is what Python finds there after the release"):
        before = seek(page, 3)
        contour(page).hover(position=on_map(page, *seek(page, 0)["lanes"]["a"]["point"]))
        page.mouse.down()
        contour(page).hover(position=on_map(page, 1.0, -0.4))
        wait_until_painted(page, "painted.computed_by === 'browser'")
        contour(page).hover(position=on_map(page, -0.6, 0.5))
        wait_for_frames(page, 3)
        following = seek(page, 3)
        shown = [page.locator(f".{panel}").inner_text() for panel in ("rule", "memory")]
        assert following["computed_by"] == "browser"
        assert following["anatomy"]["numbers"] != before["anatomy"]["numbers"]
        assert page.evaluate("sent") == 0
        page.mouse.up()
        wait_for_new_race(page, before, "painted.computed_by === 'server'")
        after = seek(page, 3)
        assert [page.locator(f".{panel}").inner_text() for panel in ("rule", "memory")] == shown
        assert after["lanes"] == following["lanes"]
        assert after["anatomy"]["arrows"] == following["anatomy"]["arrows"]

    with case("while a slider is held the constants of the rule follow, too, and the mark on η; it asks once, when it is let go"):
        page.evaluate("sent = 0")
        edge, row = (page.get_by_role("button", name="above which Momentum diverges"), page.locator(".rule .row").first)
        marked, box = edge.get_attribute("aria-label"), slider(page, "Momentum").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
        wait_until_painted(page, "painted.computed_by === 'browser'")
        wait_for_frames(page, 3)
        following = painted(page)
        momentum = slider(page, "Momentum").get_attribute("aria-valuetext")
        assert momentum != "0.9"
        assert momentum in row.inner_text().split("\n")
        assert edge.get_attribute("aria-label") != marked
        shown = [page.locator(f".{panel}").inner_text() for panel in ("rule", "memory")]
        assert page.evaluate("sent") == 0
        page.mouse.up()
        wait_for_new_race(page, after, "painted.computed_by === 'server'")
        assert page.evaluate("sent") == 1
        assert f"a.momentum={momentum}" in seek(page, 3)["link"]
        assert painted(page)["lanes"] == following["lanes"]
        assert [page.locator(f".{panel}").inner_text() for panel in ("rule", "memory")] == shown


def assert_that_arrows_have_names(page):
    for step in range(1, 8):
        anatomy = seek(page, step)["anatomy"]
        seen = sorted(arrow["name"] for arrow in anatomy["arrows"] if math.dist(*arrow["ends"]) >= 3)
        assert sorted(label["name"] for label in anatomy["labels"]) == seen
        assert len(seen) >= 3
        for one, other in itertools.combinations(anatomy["labels"], 2):
            apart_x = max(one["x"], other["x"]) >= min(one["x"] + one["w"], other["x"] + other["w"])
            assert apart_x or abs(one["y"] - other["y"]) >= min(one["h"], other["h"])


def test_every_arrow_that_can_be_seen_has_its_name_beside_it_and_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_page("anatomy?a=nag&a.learning_rate=0.02&surface=ravine&steps=100")
    with case("NAG: the jump, the correction and their sum"):
        (arrows,) = seek(page, 4)["anatomy"]["shown"]
        assert {"gradient", "momentum", "gradient_part", "step"} <= set(arrows)
        assert_that_arrows_have_names(page)

    with case("NAG and momentum"):
        put(page, "b", "momentum")
        for key in ("ArrowRight", "ArrowLeft"):  # there and back: what the one side has, the other now has too
            before = painted(page)
            press(page, "Learning rate", key)
            after = wait_for_new_race(page, before)
        assert after["link"].count("learning_rate=0.02") == 2
        assert_that_arrows_have_names(page)

    with case("both on a phone"):
        page.set_viewport_size({"width": 390, "height": 844})
        wait_until_still(page)
        assert is_as_wide_as_the_screen(page)


def green_pixels(page, x, y, radius):
    """How many pixels of the map within a square are as green as the arrow of the step."""
    return contour(page).evaluate(
        """(canvas, [x, y, radius]) => {
            const side = 2 * radius + 1;
            const { data } = canvas.getContext('2d').getImageData(x - radius, y - radius, side, side);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
                const [red, green, blue, opacity] = data.slice(i, i + 4);
                if (opacity > 128 && green > red + 50 && green > blue) count++;
            }
            return count;
        }""",
        [round(x), round(y), radius],
    )


def test_rates_are_an_ellipse_step_sizes_a_box_and_a_step_that_is_shorter_than_its_head_is_seen(open_page):
    page = open_page("anatomy?a=adagrad_full&surface=ravine&surface.angle=30")

    def assert_that_it_has(shape, other):
        (drawn,) = seek(page, 4)["anatomy"]["shown"]
        assert shape in drawn
        assert other not in drawn
        assert page.locator(f".sign[data-arrow={shape}]").count() == 1
        assert page.locator(f".sign[data-arrow={other}]").count() == 0

    with case("a matrix of rates, on a surface that is turned"):
        assert_that_it_has("scale", "box")

    with case("step lengths"):
        put_on(page, "beale")
        put(page, "a", "rprop")
        assert_that_it_has("box", "scale")

    with case("a rate for each coordinate"):
        put(page, "a", "rmsprop.torch")
        assert_that_it_has("scale", "box")

    with case("a short step"):
        put(page, "a", "adam")
        at = seek(page, 0)
        (name,) = at["lanes"]
        assert "step" in at["anatomy"]["shown"][0]
        assert green_pixels(page, *at["lanes"][name]["head"], radius=7) >= 8


def assert_that_a_long_rule_leaves_room(page):
    """The charts are on the first screen, and the rule is neither in small print nor scrolled."""
    seek(page, 4)
    wait_until_still(page)
    assert page.get_by_role("main").evaluate("main => main.scrollTop") == 0
    chart = page.locator(".chart").first.bounding_box()
    assert chart["y"] + chart["height"] <= transport(page).bounding_box()["y"]
    sizes = page.locator(".numbers").evaluate_all("all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 11.5
    too_wide = page.locator(".symbolic, .row").evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length")
    assert too_wide == 0


def test_long_rules_leave_room_for_the_charts_and_are_shown_in_full_on_demand_and_while_they_are_told(open_page):
    page = open_page("anatomy?a=rprop")
    with case("one: x and y stand side by side"):
        assert_that_a_long_rule_leaves_room(page)
        x, y = (page.locator(".line").first.locator(".row").nth(i).bounding_box() for i in (0, 1))
        assert x["y"] == y["y"]
        assert x["x"] + x["width"] <= y["x"]

    with case("two: columns are as wide as their rules"):
        put(page, "b", "adam")
        assert_that_a_long_rule_leaves_room(page)
        wide, narrow = (page.locator(".method").nth(lane).bounding_box() for lane in (0, 1))
        assert wide["y"] == narrow["y"]
        assert wide["width"] > 1.2 * narrow["width"]

    with case("NAdam and RAdam"):
        put(page, "a", "nadam")
        put(page, "b", "radam")
        assert_that_a_long_rule_leaves_room(page)

    with case("Newton's method and BFGS"):
        put(page, "a", "newton")
        put(page, "b", "bfgs")
        assert_that_a_long_rule_leaves_room(page)

    with case("BFGS, whose rule is cut"):
        put(page, "a", "bfgs")
        put(page, "b", None)
        assert_that_a_long_rule_leaves_room(page)
        rule, last = page.locator(".rule"), page.locator(".rule .line").last

        def is_cut():
            box, line = rule.bounding_box(), last.bounding_box()
            return line["y"] + line["height"] > box["y"] + box["height"]

        assert is_cut()
        page.get_by_role("button", name="The whole rule").click()
        assert not is_cut()
        page.get_by_role("button", name="Less of the rule").click()
        assert is_cut()
        page.get_by_role("button", name="Narrate").click()
        for sentence in (1, 2):
            page.keyboard.press("ArrowRight")
            wait_until_told(page, sentence)
        assert not is_cut()


def test_a_run_that_diverges_shows_its_last_numbers_and_a_click_on_the_mark_sets_eta_to_the_edge_of_stability_of_the_method(open_page):
    page = open_page("anatomy?a=sgd&a.learning_rate=1&surface=beale&start=4,4")
    with case("a run that diverges"):
        at = seek(page, 200)
        run = minimize(OPTIMIZERS["sgd"](learning_rate=1.0), BEALE, (4.0, 4.0), steps=200)
        assert run.status == "diverged"
        assert at["anatomy"]["column"] == run.last
        assert shown_numbers(page)[1::3] == pytest.approx(run.points[-1], rel=2e-3)

    with case("a click on the mark"):
        put_on(page, "ravine")
        before = seek(page, 0)
        page.get_by_role("button", name=called("Set η to 0.1, above which SGD diverges")).click()
        after = wait_for_new_race(page, before)
        assert "a.learning_rate=0.1" in after["link"]
        page.get_by_text("edge of stability", exact=True).first.wait_for()

    with case("with momentum more is stable, and for Adam nobody knows"):
        page.goto(urljoin(page.url, "/anatomy?a=momentum&a.learning_rate=0.15&surface=ravine"))
        before = seek(page, 0)
        page.get_by_role("button", name=called("Set η to 0.19, above which Momentum diverges")).click()
        after = wait_for_new_race(page, before)
        assert "a.learning_rate=0.19" in after["link"]
        page.goto(urljoin(page.url, "/anatomy?a=adam&surface=ravine"))
        seek(page, 0)
        assert page.get_by_role("button", name=called("Set η to")).count() == 0


def test_a_link_restores_the_dissection_in_another_browser(open_page):
    page = open_page("anatomy?surface=booth&a=nag&a.learning_rate=0.01&b=rmsprop.torch&b.epsilon=0.1&steps=50&step=7")
    wait_until_painted(page, "painted.step === 7")
    page.get_by_role("button", name="Narrate").click()
    page.get_by_role("button", name="Repeat").click()
    page.wait_for_function("location.search.includes('narrate=yes') && location.search.includes('repeat=no')")
    first = wait_until_painted(page, "painted.anatomy.narrating")
    other = open_page(f"anatomy?{urlsplit(page.url).query}", viewport={"width": 1024, "height": 768})
    second = wait_until_painted(other, "painted.step === 7 && painted.anatomy.narrating")
    assert first["link"] == second["link"]
    assert first["anatomy"]["numbers"] == second["anatomy"]["numbers"]
    other.get_by_role("button", name="Repeat", pressed=False).wait_for()
    with case("the titles of the charts stay in their columns, however long their formulas are"):
        charts = other.get_by_role("figure")
        assert any("(1 + 2γ)" in text for text in charts.all_inner_texts())
        assert charts.evaluate_all("charts => charts.every(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)")
        assert is_as_wide_as_the_screen(other)


def test_going_from_page_to_page_keeps_each_page_s_experiment(open_page):
    page = open_page("?surface=booth&methods=sgd,adam&start=2,3")
    wait_until_painted(page)
    page.get_by_role("link", name="Anatomy").click()
    wait_until_painted(page, "painted.anatomy")
    wait_until_idle(page)
    wait_for_value(page.get_by_label("Start x"), "1")
    page.get_by_role("link", name="Race").click()
    at = wait_until_painted(page, "!painted.anatomy")
    assert "surface=booth" in at["link"]
    wait_until_still(page)
    page.get_by_role("button", name="Start, schedule, noise").click()
    wait_for_value(page.get_by_label("Start x"), "2")


def test_all_that_is_said_of_a_method_keeps_up_with_its_slider(open_page):
    page = open_page("anatomy?surface=ravine&a=momentum&b=momentum&b.learning_rate=0.02&linked=no&steps=20")
    wait_until_painted(page)
    for name in ("As code", "What theory says here"):
        page.get_by_text(name, exact=True).first.click()
    page.get_by_text("converges for η below 0.19").wait_for()
    page.get_by_text("momentum=0.9").first.wait_for()
    before = painted(page)
    press(page, "Momentum γ, first Momentum", "Home")
    wait_for_new_race(page, before)
    page.get_by_text("converges for η below 0.1 with this γ").wait_for()
    page.get_by_text("momentum=0.0").wait_for()
    page.get_by_role("heading", name="momentum 0 | Momentum, learning rate 0.02, momentum 0.9").wait_for()
    with case("while a slider is held, the titles with the values of before are not seen"):
        seen = """heading => {
            for (let part = heading; part; part = part.parentElement) if (getComputedStyle(part).opacity === "0") return false;
            return true;
        }"""
        before, heading = painted(page), page.get_by_role("heading", name="on Ravine")
        assert heading.evaluate(seen)
        held = slider(page, "Momentum γ, first Momentum")
        held.focus()
        page.keyboard.down("ArrowRight")
        wait_until_painted(page, "painted.computed_by === 'browser'")
        assert not heading.evaluate(seen)
        page.keyboard.up("ArrowRight")
        wait_for_new_race(page, before)
        assert heading.evaluate(seen)
    with case("a start that is typed as people type it"):
        field = page.get_by_label("Start x", exact=True)
        field.clear()
        field.press_sequentially("0,5")
        field.press("Enter")
        page.wait_for_function("location.search.includes('start=0.5,1.5')")
        wait_for_value(field, "0.5")
    with case("the sliders of one method on both sides are told apart by name and stand in two columns"):
        page.set_viewport_size({"width": 1280, "height": 720})
        choose(page, "Story", "Adam with | without bias correction")
        slider(page, "ε, second Adam").wait_for()
        names = ("Learning rate η", "β₁", "β₂", "ε")
        first, second = ([slider(page, f"{name}, {which} Adam").bounding_box()["x"] for name in names] for which in ("first", "second"))
        assert max(first) < min(second)


@pytest.mark.parametrize(
    ("query", "ignored"),
    [("a=<script>&b=**x**&step=1e9&start=nan,1", "a, b, step, start."), ("a=adam&a.beta1=2&steps=-1", "a.beta1, steps.")],
)
def test_a_bad_link_opens_the_page_and_says_what_was_ignored(open_page, query, ignored):
    page = open_page(f"anatomy?{query}")
    wait_until_painted(page)
    (warning,) = page.get_by_role("alert").all_inner_texts()
    assert f"Ignored: {ignored}" in warning


def test_the_conventions_page_has_a_row_for_every_method_and_a_race_of_its_forms(open_page):
    page = open_page("conventions?method=amsgrad")
    page.get_by_role("table").wait_for()
    assert page.get_by_role("table").locator("tbody tr").count() == len(OPTIMIZERS)
    target = page.get_by_role("link", name="Race these forms").get_attribute("href")
    assert "amsgrad.torch,amsgrad.keras,amsgrad.optax" in target
    page.goto(urljoin(page.url, target))
    assert set(wait_until_painted(page)["lanes"]) == {"amsgrad", "amsgrad.torch", "amsgrad.keras", "amsgrad.optax"}
