"""What a visitor of the noise page sees and does, in a real browser."""

import re
from urllib.parse import urljoin

import pytest
from cases import case
from finding import chart, chip, choose, is_as_wide_as_the_screen, press, slider, transport
from framework import MODULES, THEMES, wait_until_idle
from hands import hold
from painted import painted, seek, wait_for_new_race, wait_until_painted, wait_until_still

from optviz import NOISES, OPTIMIZERS, minimize
from optviz.plotting.inks import Inks
from optviz.plotting.style import HUES
from surfaces import SURFACES

PENGUINS = SURFACES["linear_regression"]


def of_fit(page):
    """The panel of the data, as it is painted."""
    return painted(page)["panels"]["fit"]


def blue_pixels(page):
    """How many pixels of the data's panel are as blue as the line of the run with all examples, and their mean height."""
    return page.locator(".fit canvas").last.evaluate(
        """canvas => {
            const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            let [count, height] = [0, 0];
            for (let i = 0; i < data.length; i += 4) {
                if (data[i + 3] < 200 || data[i + 2] < 150 || data[i + 2] < data[i] + 60) continue;
                [count, height] = [count + 1, height + i / 4 / width];
            }
            return [count, height / count];
        }"""
    )


ASKED_FOR = f"""() => performance.getEntriesByType("resource")
    .filter(({{ name, transferSize }}) => new RegExp("{MODULES}.+/").test(name) && transferSize > 0)
    .map(({{ name }}) => name)"""
"""The modules of the player that its server was asked for, except the first one, which says where the others are."""


def test_all_some_and_one_run_beside_the_data_and_answer_to_the_controls(open_page):
    page = open_page("noise")
    at = wait_until_painted(page, "painted.panels.fit?.inked > 0")
    with case("three runs are shown with what they make of the data"):
        assert set(at["lanes"]) == {"batch", "mini", "single"}
        assert of_fit(page)["fits"] == 3
        assert transport(page).bounding_box()["y"] < 900
    with case("the paths of other seeds lie around the noisy runs"):
        chip(page, "one at a time").hover()
        seek(page, 60)
        alone = painted(page)["panels"]["contour"]
        assert alone["fan"] == 20
        page.mouse.move(5, 5)
        wait_until_painted(page, "painted.panels.contour.fan === 40")
    with case("the fits move with the cursor"):
        seek(page, 4)  # at first all lie on each other
        before = blue_pixels(page)
        at = seek(page, 250)
        run = minimize(OPTIMIZERS["sgd"](learning_rate=0.1), PENGUINS, noise=NOISES["shuffled"](batch_size=16), steps=150)
        step = int((run.examples <= 2000).sum()) - 1
        assert at["lanes"]["mini"]["point"] == pytest.approx(run.points[step], rel=1e-5, abs=1e-6)
        after = blue_pixels(page)
        assert min(before[0], after[0]) > 100
        assert abs(before[1] - after[1]) > 5
    with case("the cursor counts examples, and the link says so"):
        page.get_by_text("Standings at example 2000").wait_for()
        assert "per=example" in at["link"]
        assert transport(page).get_by_text("2400").count() == 1
    with case("while η is held the browser runs what the server runs when it is let go, without the other seeds"):
        wait_until_idle(page)
        hold(page, slider(page, "Learning rate"), 25)
        here = wait_until_painted(page, "painted.computed_by === 'browser'")
        assert here["panels"]["contour"]["fan"] == 0
        assert here["panels"]["fit"]["fits"] == 3
        page.mouse.up()
        there = wait_for_new_race(page, at, "painted.computed_by === 'server'")
        for lane, before in at["lanes"].items():
            assert here["lanes"][lane]["point"] == there["lanes"][lane]["point"] != before["point"]
        at = there
    with case("a map that gets another shape has it while a slider is held, and nothing moves when that is let go"):
        wait_until_idle(page)
        plane = page.get_by_role("region", name="Map", exact=True)
        opened = plane.bounding_box()
        hold(page, slider(page, "Offset"), 60)
        wait_until_painted(page, "painted.computed_by === 'browser'")
        held = plane.bounding_box()
        assert held["width"] < 0.9 * opened["width"]
        page.mouse.up()
        at = wait_for_new_race(page, at, "painted.computed_by === 'server'")
        assert plane.bounding_box() == held
    with case("a larger batch is another race and stands in the link"):
        press(page, "Batch size", "ArrowRight")
        wait_for_new_race(page, at)
        page.wait_for_function("location.search.includes('noise.batch_size=')")
    with case("a surface without examples has other noise and no data"):
        choose(page, "Surface", "Beale")
        at = wait_until_painted(page, "painted.link.startsWith('surface=beale&') && !painted.panels.fit")
        assert "noise=gaussian" in at["link"]
        assert not page.locator(".fit").is_visible()
    with case("a link to a place that cannot be says what was ignored"):
        page.goto(page.url.partition("?")[0] + "?surface=beale&noise=shuffled&schedule=<b>")
        wait_until_painted(page)
        (warning,) = page.get_by_role("alert").all_inner_texts()
        assert "Ignored: noise, schedule." in warning
    with case("who comes once more has the player's modules"):
        assert page.evaluate(ASKED_FOR) == []


def rooms(page):
    """How many pixels lie between the texts of neighboring cells of the standings, as far as they are shown; the names may be cut."""
    return page.locator(".standings").evaluate(
        """table => [...table.querySelectorAll("tbody tr")].flatMap((line) => {
            const texts = [...line.querySelectorAll("td")].filter((cell) => cell.offsetWidth).map((cell) => {
                const text = document.createRange();
                text.selectNodeContents(cell);
                return text.getBoundingClientRect();
            });
            const edges = [line.querySelector("th").getBoundingClientRect(), ...texts];
            return texts.map((text, i) => text.left - edges[i].right);
        })"""
    )


def test_the_columns_of_the_standings_keep_apart_though_the_coordinates_are_long_and_nothing_is_wider_than_a_phone(open_page):
    page = open_page("noise?surface=hidden_unit&schedule=cosine&start=-2.9,-2.8&method=sgd")

    def assert_that_they_keep_apart():
        wait_until_painted(page)
        for width in (1400, 390):
            page.set_viewport_size({"width": width, "height": 844})
            wait_until_still(page)
            for step in (0, 300):
                seek(page, step)
                with case(f"{width}, step {step}"):
                    assert min(rooms(page)) >= 4
            assert is_as_wide_as_the_screen(page)

    with case("a start that is far away"):
        assert_that_they_keep_apart()
        assert of_fit(page)["fits"] == 3
        assert page.get_by_text("expected gap at the end").count() == 1

    with case("a run that diverges"):
        page.goto(urljoin(page.url, "/noise?surface=beale&start=-4.4,-4.4&method=sgd&method.learning_rate=0.1"))
        assert_that_they_keep_apart()


def channels(color):
    """The numbers of a color in CSS, however they are separated."""
    return tuple(float(part) for part in re.findall(r"[\d.]+", color))


def test_the_charts_have_the_colors_of_the_player_in_the_light_and_in_the_dark(open_page):
    page = open_page("noise", color_scheme="dark")
    for scheme in ("dark", "light"):
        with case(scheme):
            if scheme == "light":
                page.emulate_media(color_scheme=scheme)
                page.reload()
            inks = Inks(THEMES[scheme]["backgroundColor"], THEMES[scheme]["textColor"])
            wait_until_painted(page)
            of_player = page.locator(".map").evaluate(
                """async (part, [modules, hues]) => {
                    const { readTheme } = await import(`${modules}ink/theme.js`);
                    const theme = readTheme(part);
                    return [...hues.map(theme.ink), theme.surfaceCss(0), theme.surfaceCss(1), theme.isoline];
                }""",
                [MODULES, HUES],
            )
            of_charts = [*map(inks.ink, HUES), *inks.surface, inks.isoline]
            assert [channels(color) for color in of_charts] == [channels(color) for color in of_player]
            chart(page, "gap f − f*").locator(".js-line").first.wait_for(state="attached")
            drawn = chart(page, "gap f − f*").locator(".js-line").evaluate_all("lines => lines.map((line) => line.style.stroke)")
            assert {channels(color) for color in drawn} <= {channels(color)[:3] for color in of_player[: len(HUES)]}
