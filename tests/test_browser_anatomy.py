"""What a visitor of the anatomy page sees and does, in a real browser."""

import itertools
import math
import re

import numpy as np
import pytest
from cases import case
from painted import FIRST_PLAYER, painted, seek, wait_for_new_race, wait_until_idle, wait_until_painted

from optviz import OPTIMIZERS, minimize
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


def test_the_numbers_of_the_rule_are_the_engine_s(open_page):
    page = open_page("anatomy?a=momentum")
    run = minimize(OPTIMIZERS["momentum"](), BEALE, steps=200)
    for step in (0, 1, 49):
        with case(f"step {step}"):
            at = seek(page, step)
            assert at["anatomy"]["column"] == step
            gradient = BEALE.gradient(run.points[step].reshape(2, 1))[:, 0]
            expected = [(run.states.v[step + 1, i], run.states.v[step, i], gradient[i]) for i in (0, 1)]
            page.wait_for_timeout(200)
            assert shown_numbers(page) == pytest.approx(np.ravel(expected), rel=2e-3, abs=1e-12)


def test_formula_arrows_and_charts_move_with_the_cursor_and_ask_nobody(open_page):
    page = open_page("anatomy?a=momentum&b=nag&surface=ravine")
    seek(page, 3)
    wait_until_idle(page)
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


def test_the_arrows_of_nag_are_the_jump_the_correction_and_the_sum(open_page):
    page = open_page("anatomy?a=nag&surface=ravine&a.learning_rate=0.02")
    (arrows,) = seek(page, 4)["anatomy"]["shown"]
    assert {"gradient", "momentum", "gradient_part", "step"} <= set(arrows)


@pytest.mark.parametrize(
    ("query", "shape", "other"),
    [
        ("a=rprop", "box", "scale"),
        ("a=adagrad_full&surface=ravine&surface.angle=30", "scale", "box"),
        ("a=rmsprop.torch", "scale", "box"),
    ],
)
def test_rates_are_drawn_as_an_ellipse_and_step_sizes_as_a_box(open_page, query, shape, other):
    page = open_page(f"anatomy?{query}")
    (drawn,) = seek(page, 4)["anatomy"]["shown"]
    assert shape in drawn
    assert other not in drawn
    assert page.locator(f".sign[data-arrow={shape}]").count() == 1
    assert page.locator(f".sign[data-arrow={other}]").count() == 0


def green_pixels(page, x, y, radius):
    """How many pixels of the map within a square are as green as the arrow of the step."""
    return page.locator(".map .canvases canvas").last.evaluate(
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


def test_a_step_that_is_shorter_than_its_head_is_seen(open_page):
    page = open_page("anatomy?a=adam&step=0")
    at = seek(page, 0)
    (name,) = at["lanes"]
    assert "step" in at["anatomy"]["shown"][0]
    page.wait_for_timeout(200)
    assert green_pixels(page, *at["lanes"][name]["head"], radius=7) >= 8


@pytest.mark.parametrize("query", ["a=nag&a.learning_rate=0.02", "a=momentum&b=nag&a.learning_rate=0.02&b.learning_rate=0.02"])
def test_every_arrow_that_can_be_seen_has_its_name_beside_it(open_page, query):
    page = open_page(f"anatomy?{query}&surface=ravine&steps=100")
    for step in range(1, 8):
        anatomy = seek(page, step)["anatomy"]
        seen = sorted(arrow["name"] for arrow in anatomy["arrows"] if math.dist(*arrow["ends"]) >= 3)
        assert sorted(label["name"] for label in anatomy["labels"]) == seen
        assert len(seen) >= 3
        for one, other in itertools.combinations(anatomy["labels"], 2):
            apart_x = max(one["x"], other["x"]) >= min(one["x"] + one["w"], other["x"] + other["w"])
            assert apart_x or abs(one["y"] - other["y"]) >= min(one["h"], other["h"])


LONG_RULES = ["a=rprop", "a=bfgs", "a=newton&b=bfgs", "a=rprop&b=adam", "a=nadam&b=radam"]


@pytest.mark.parametrize("query", LONG_RULES)
def test_long_rules_leave_the_charts_on_the_first_screen_and_are_neither_small_print_nor_scrolled(open_page, query):
    page = open_page(f"anatomy?{query}")
    seek(page, 4)
    page.wait_for_timeout(300)
    chart = page.locator(".chart").first.bounding_box()
    assert chart["y"] + chart["height"] <= page.locator(".transport").bounding_box()["y"]
    sizes = page.locator(".numbers").evaluate_all("all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= 11.5
    too_wide = page.locator(".symbolic, .row").evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length")
    assert too_wide == 0


def test_a_long_rule_is_shown_in_full_on_demand_and_while_it_is_told(open_page):
    page = open_page("anatomy?a=bfgs")
    seek(page, 4)
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
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
    assert not is_cut()


def test_x_and_y_stand_side_by_side_where_there_is_room_and_columns_are_as_wide_as_their_rules(open_page):
    page = open_page("anatomy?a=rprop&b=adam")
    seek(page, 4)
    wide, narrow = (page.locator(".method").nth(lane).bounding_box() for lane in (0, 1))
    assert wide["y"] == narrow["y"]
    assert wide["width"] > 1.2 * narrow["width"]
    page = open_page("anatomy?a=rprop")
    seek(page, 4)
    x, y = (page.locator(".line").first.locator(".row").nth(i).bounding_box() for i in (0, 1))
    assert x["y"] == y["y"]
    assert x["x"] + x["width"] <= y["x"]


def test_a_step_is_told_one_sentence_at_a_time(open_page):
    page = open_page("anatomy?a=momentum&surface=ravine")
    seek(page, 2)
    page.get_by_role("button", name="Narrate").click()
    told, sentences, arrows = [], [], []
    for _ in range(4):
        page.wait_for_timeout(150)
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
    page.wait_for_timeout(150)
    assert painted(page)["step"] == 3
    assert painted(page)["anatomy"]["substep"] == 0


def test_a_click_on_the_mark_sets_eta_to_the_largest_stable_one(open_page):
    page = open_page("anatomy?a=sgd&surface=ravine")
    before = seek(page, 0)
    page.locator(".st-key-a-learning_rate [title*='largest stable'], .st-key-a-learning_rate [aria-label*='largest stable']").first.click()
    after = wait_for_new_race(page, before)
    assert "a.learning_rate=0.1" in after["link"]


def test_a_run_that_diverges_shows_what_its_last_numbers_are(open_page):
    page = open_page("anatomy?a=sgd&a.learning_rate=1&surface=beale&start=4,4")
    wait_until_painted(page)
    page.evaluate(f"{FIRST_PLAYER}.pause()")
    page.evaluate(f"{FIRST_PLAYER}.seek(200)")
    page.wait_for_timeout(300)
    run = minimize(OPTIMIZERS["sgd"](learning_rate=1.0), BEALE, (4.0, 4.0), steps=200)
    assert run.status == "diverged"
    assert painted(page)["anatomy"]["column"] == run.last
    assert shown_numbers(page)[1::3] == pytest.approx(run.points[-1], rel=2e-3)


def test_a_link_restores_the_dissection_in_another_browser(open_page):
    link = "anatomy?surface=booth&a=adagrad&a.learning_rate=0.1&b=rmsprop.torch&b.epsilon=0.1&steps=50&step=7"
    first, second = (wait_until_painted(open_page(link), "painted.step === 7") for _ in range(2))
    assert first["link"] == second["link"]
    assert first["anatomy"]["numbers"] == second["anatomy"]["numbers"]


def test_going_from_page_to_page_keeps_each_page_s_experiment(open_page):
    page = open_page("?surface=booth&methods=sgd,adam&start=2,3")
    wait_until_painted(page)
    page.get_by_role("link", name="Anatomy").click()
    wait_until_painted(page, "painted.anatomy")
    wait_until_idle(page)
    assert page.get_by_label("Start x").input_value() == "1"
    page.get_by_role("link", name="Race").click()
    at = wait_until_painted(page, "!painted.anatomy")
    assert "surface=booth" in at["link"]
    assert page.get_by_label("Start x").input_value() == "2"


def test_on_a_phone_nothing_is_wider_than_the_screen(open_page):
    page = open_page("anatomy?a=adam&b=adamw", viewport={"width": 390, "height": 844})
    wait_until_painted(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    ("query", "ignored"),
    [("a=<script>&b=**x**&step=1e9&start=nan,1", "a, b, start, step."), ("a=adam&a.beta1=2&steps=-1", "a.beta1, steps.")],
)
def test_a_bad_link_opens_the_page_and_says_what_was_ignored(open_page, query, ignored):
    page = open_page(f"anatomy?{query}")
    wait_until_painted(page)
    (warning,) = page.get_by_test_id("stAlert").all_inner_texts()
    assert f"Ignored: {ignored}" in warning


def test_the_conventions_page_has_a_row_for_every_method_and_a_race_of_its_forms(open_page):
    page = open_page("conventions?method=amsgrad")
    page.get_by_role("table").wait_for()
    assert page.get_by_role("table").locator("tbody tr").count() == len(OPTIMIZERS)
    target = page.get_by_role("link", name="Race these forms").get_attribute("href")
    assert "amsgrad.torch,amsgrad.keras,amsgrad.optax" in target
    race = open_page(target.removeprefix("./"))
    assert set(wait_until_painted(race)["lanes"]) == {"amsgrad", "amsgrad.torch", "amsgrad.keras", "amsgrad.optax"}
