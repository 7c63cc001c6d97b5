"""The main acts of every page in Firefox: what is painted, what the mouse and the keys do, and what the address says."""

from urllib.parse import parse_qsl

import pytest
from browsers import launch_firefox
from cases import case
from finding import atlas, called, contour, is_as_wide_as_the_screen, press, slider
from framework import wait_for_theme, wait_until_idle
from hands import hold, zoom_until_drafted
from painted import (
    assert_that_numbers_keep_their_room,
    painted,
    seek,
    wait_for_frames,
    wait_for_new_map,
    wait_for_new_race,
    wait_until_mapped,
    wait_until_painted,
    wait_until_still,
)

from optviz import OPTIMIZERS, minimize
from optviz.ui.basins.controls import MAPS
from optviz.ui.maps.controls import MAP
from optviz.ui.race.stories import STORIES
from surfaces import SURFACES

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def visit(open_page_in_firefox):
    """visit("maps"): the page as a visitor finds it in Firefox who has never been there, when it has come to rest."""

    def go(link=""):
        page = open_page_in_firefox(link)
        wait_until_still(page)
        return page

    return go


def assert_that_it_fits_a_phone(page):
    page.set_viewport_size(PHONE)
    wait_until_still(page)
    assert is_as_wide_as_the_screen(page)


def assert_that_names_are_whole(page):
    """Of buttons, to the last part of a pixel: for less Firefox writes an ellipsis, too. And in one line, those of methods."""
    cut = page.get_by_role("button").evaluate_all(
        """buttons => buttons.flatMap((button) => [...button.querySelectorAll("*")].filter((holder) => {
            const text = document.createRange();
            text.selectNodeContents(holder);
            const [needed, given] = [text, holder].map((one) => one.getBoundingClientRect().width);
            return getComputedStyle(holder).overflowX === "hidden" && needed > given + 0.005;
        })).map((holder) => holder.textContent)"""
    )
    assert cut == []
    broken = (
        page.get_by_role("rowheader")
        .locator("span")
        .evaluate_all(
            """names => names.filter((name) => {
            const text = document.createRange();
            text.selectNodeContents(name);
            return !name.textContent.includes(" ") && text.getClientRects().length > 1;
        }).map((name) => name.textContent)"""
        )
    )
    assert broken == []


def inked(canvas):
    """How many colors there are on a canvas: nothing has been painted where there is one."""
    return canvas.evaluate(
        """canvas => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(Array.from({ length: Math.floor(data.length / 400) }, (_, i) => data.slice(400 * i, 400 * i + 4).join())).size;
        }"""
    )


def on_contour(page, x, y):
    """Where on the map of the player a point of the plane lies."""
    at = painted(page)
    (x0, x1, y0, y1), plot = at["window"], at["panels"]["contour"]["plot"]
    return {"x": plot["left"] + (x - x0) / (x1 - x0) * plot["width"], "y": plot["top"] + (y1 - y) / (y1 - y0) * plot["height"]}


def choose_by_typing(page, box, name):
    """Choose in a box what is found first by a name, key by key: Firefox opens the list for nothing less."""
    wait_until_idle(page)
    page.get_by_role("combobox", name=box, exact=True).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(name)
    page.get_by_role("option", name=name).first.wait_for()
    page.keyboard.press("Enter")


def play_and_pause(page):
    """By its button and by the space bar, and one step by an arrow."""
    seek(page, 0)
    page.get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 1")
    page.get_by_role("button", name="Pause (space)").click()
    wait_until_painted(page, "!painted.playing")
    page.keyboard.press("Space")  # which the button that has the focus must not hear, too
    wait_for_frames(page, 5)
    wait_until_painted(page, "painted.playing")
    at = seek(page, 3)
    contour(page).focus()
    page.keyboard.press("ArrowRight")
    wait_until_painted(page, f"painted.step === {at['step'] + 1}")
    page.keyboard.press("Space")
    wait_until_painted(page, "painted.playing")
    page.keyboard.press("Space")
    wait_until_painted(page, "!painted.playing")


def test_the_race_plays_and_answers_to_sliders_map_stories_and_links(visit):
    page = visit()
    with case("every panel is painted"):
        at = wait_until_painted(page, "painted.panels.terrain.ready && painted.panels.curves.inked > 0")
        assert len(at["lanes"]) == 14
        for picture in (contour(page), page.get_by_role("img", name=called("Curves of"))):
            assert inked(picture) > 1

    for width, height in ((1280, 720), (1400, 900)):
        with case(f"{width} × {height}"):
            page.set_viewport_size({"width": width, "height": height})
            wait_for_frames(page)
            assert_that_names_are_whole(page)

    with case("transport"):
        play_and_pause(page)

    with case("a head is where the engine says, and names its method"):
        at = seek(page, 100)
        run = minimize(OPTIMIZERS["sgd"](), SURFACES["beale"], steps=100)
        assert at["lanes"]["sgd"]["point"] == pytest.approx(run.points[-1], rel=1e-5)
        contour(page).hover(position=on_contour(page, *run.points[-1]))
        page.get_by_role("tooltip").filter(has_text="|∇f|").wait_for()
        page.mouse.move(0, 0)

    with case("a slider by key"):
        before = painted(page)
        press(page, "η", "ArrowLeft")
        wait_for_new_race(page, before)
        page.wait_for_function("location.search.includes('eta=')")

    with case("a slider by mouse"):
        before, handle = seek(page, 40), slider(page, "β₁")
        hold(page, handle, 30)
        wait_until_painted(page, "painted.computed_by === 'browser'")
        page.mouse.up()
        assert "beta1=" in wait_for_new_race(page, before)["link"]

    with case("a click on the map sets the start"):
        before = seek(page, 0)
        contour(page).click(position=on_contour(page, -2.0, 3.0))
        wait_for_new_race(page, before)
        assert seek(page, 0)["lanes"]["adam"]["point"] == pytest.approx((-2, 3), abs=0.05)
        page.wait_for_function("location.search.includes('start=')")

    with case("the start that is dragged takes the race along, and leaves it where it was"):
        before = seek(page, 40)
        contour(page).hover(position=on_contour(page, -2.0, 3.0))
        page.mouse.down()
        contour(page).hover(position=on_contour(page, -1.5, 2.5))
        wait_until_painted(page, "painted.computed_by === 'browser'")
        wait_for_frames(page)
        following = {name: lane["point"] for name, lane in painted(page)["lanes"].items()}
        page.mouse.up()
        wait_for_new_race(page, before, "painted.computed_by === 'server'")
        assert following == {name: lane["point"] for name, lane in seek(page, 40)["lanes"].items()}
        assert following["adam"] != before["lanes"]["adam"]["point"]

    with case("the link is copied as the address says"):
        page.get_by_role("button", name="Copy link").click()
        page.get_by_text("Copied", exact=True).first.wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.url

    with case("a story"):
        story = list(STORIES.values())[-1]
        before = painted(page)
        choose_by_typing(page, "Story", story.name)
        wait_for_new_race(page, before)
        says = "([name, value]) => new URLSearchParams(location.search).get(name) === value"
        page.wait_for_function(f"link => [...new URLSearchParams(link)].every({says})", arg=story.link)

    with case("on a phone"):
        assert_that_it_fits_a_phone(page)


def test_a_step_is_taken_apart_and_told(visit):
    page = visit("anatomy?a=adam&surface=beale")
    with case("sliders are called by their letters"):
        for name in ("Learning rate η", "β₁", "β₂", "ε"):
            label = page.get_by_text(name, exact=True).first
            assert label.evaluate("label => label.scrollWidth <= label.clientWidth"), name

    with case("numbers keep their room from step to step"):
        assert_that_numbers_keep_their_room(page)

    with case("exponents are smaller than what they stand above"):
        sizes = page.locator(".rule .row msup").evaluate_all(
            "all => all.map((one) => [...one.children].map((part) => part.getBoundingClientRect().height))"
        )
        assert sizes
        assert all(exponent < 0.85 * base for base, exponent in sizes)

    with case("narration, one sentence at a time"):
        page.get_by_role("button", name="Narrate").click()
        for sentence in (1, 2):
            page.locator(".narration .count", has_text=f"{sentence} of ").wait_for()
            page.keyboard.press("ArrowRight")
        page.get_by_role("button", name="Narrate").click()

    with case("transport"):
        play_and_pause(page)

    with case("a slider by key"):
        before = painted(page)
        press(page, "β₁", "ArrowLeft")
        assert "a.beta1=" in wait_for_new_race(page, before)["link"]


def test_a_cell_of_a_map_is_pointed_at_and_chosen(visit):
    page = visit("maps?resolution=32")
    now = wait_until_mapped(page, MAP)
    with case("the map is painted"):
        assert now["size"] == [32, 32]
        assert inked(atlas(page).locator("xpath=preceding-sibling::canvas[1]")) > 10
        assert_that_names_are_whole(page)

    with case("what is pointed at is read out, and a click loads its run"):
        plot = now["plot"]
        cell = {"x": plot["left"] + 0.3 * plot["width"], "y": plot["top"] + 0.6 * plot["height"]}
        atlas(page).hover(position=cell)
        page.get_by_role("tooltip").filter(has_text="status").wait_for()
        before = painted(page)
        atlas(page).click(position=cell)
        wait_for_new_map(page, MAP, now)
        assert "method.learning_rate=" in wait_for_new_race(page, before)["link"]
        page.mouse.move(0, 0)

    with case("while it is zoomed it is drawn by workers"):
        now = wait_until_mapped(page, MAP)
        atlas(page).hover(position=cell)
        zoom_until_drafted(page, MAP)
        wait_for_new_map(page, MAP, now)
        page.mouse.move(0, 0)

    with case("a slider that is held draws the map anew"):
        now = wait_until_mapped(page, MAP)
        hold(page, slider(page, "Angle φ"), 60)
        wait_until_mapped(page, MAP, "map.computed_by === 'browser'")
        page.mouse.up()
        wait_for_new_map(page, MAP, now)

    with case("a slider by key makes another map"):
        now = wait_until_mapped(page, MAP)
        press(page, "Condition κ", "ArrowRight")
        wait_for_new_map(page, MAP, now)
        page.wait_for_function("location.search.includes('surface.condition=')")

    with case("transport"):
        play_and_pause(page)

    with case("on a phone"):
        assert_that_it_fits_a_phone(page)


def test_a_start_in_a_basin_is_chosen_with_a_click(visit):
    page = visit("basins?resolution=64")
    maps = {side: wait_until_mapped(page, MAPS[side]) for side in MAPS}
    with case("both maps are painted"):
        assert [one["size"] for one in maps.values()] == [[64, 64], [64, 64]]

    with case("a click on a start shows its run"):
        plot = maps["a"]["plot"]
        before = painted(page)
        atlas(page).click(position={"x": plot["left"] + 0.8 * plot["width"], "y": plot["top"] + 0.3 * plot["height"]})
        link = dict(parse_qsl(wait_for_new_race(page, before)["link"]))
        assert [float(part) for part in link["start"].split(",")] == pytest.approx([-6 + 0.8 * 12, 6 - 0.3 * 12], abs=0.2)

    with case("transport"):
        play_and_pause(page)

    with case("on a phone"):
        assert_that_it_fits_a_phone(page)


def test_noise_has_its_data_and_another_batch(visit):
    page = visit("noise")
    with case("the fits beside the data"):
        assert wait_until_painted(page, "painted.panels.fit?.inked > 0")["panels"]["fit"]["fits"] == 3

    with case("a slider by key"):
        before = painted(page)
        press(page, "Batch size", "ArrowRight")
        wait_for_new_race(page, before)
        page.wait_for_function("location.search.includes('noise.batch_size=')")

    with case("transport"):
        play_and_pause(page)

    with case("on a phone"):
        assert_that_it_fits_a_phone(page)


def test_the_network_is_trained_and_its_methods_are_hidden_and_shown(visit):
    page = visit("network?epochs=10&tuned=no")
    at = wait_until_painted(page, "painted.panels.terrain.ready && painted.panels.curves.inked > 0")
    with case("a chip hides its method"):
        assert "rprop" in at["lanes"]
        page.get_by_role("button", name=called("Rprop. ")).click()
        wait_until_painted(page, "!('rprop' in painted.lanes)")
        page.wait_for_function("location.search.includes('methods=')")
        wait_until_idle(page)

    with case("transport"):
        play_and_pause(page)

    with case("on a phone"):
        assert_that_it_fits_a_phone(page)


def test_conventions_are_listed_and_raced(visit):
    page = visit("conventions")
    choose_by_typing(page, "Method", "AMSGrad")
    page.get_by_role("link", name="Race these forms").wait_for()
    page.wait_for_function("location.search.includes('amsgrad')")
    assert page.get_by_role("table").locator("tbody tr").count() == len(OPTIMIZERS)
    target = page.get_by_role("link", name="Race these forms").get_attribute("href")
    assert "amsgrad.torch" in painted(visit(target.removeprefix("./")))["lanes"]


def test_a_visitor_of_the_dark_who_does_not_mind_motion_finds_it_dark_and_moving(watching, playwright):
    firefox = launch_firefox(playwright, color_scheme="dark", reduced_motion="no-preference")
    with watching(firefox) as open_page:
        page = open_page(color_scheme="dark", reduced_motion="no-preference")
        wait_until_painted(page, "painted.playing && painted.step > 1")
        wait_for_theme(page, "dark")
        page.get_by_role("button", name="Pause (space)").click()
        wait_until_painted(page, "!painted.playing")
        brightness = contour(page).evaluate(
            """({ parentElement }) => {
                const canvas = parentElement.querySelector("canvas");
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                let [sum, count] = [0, 0];
                for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) { sum += data[i] + data[i + 1] + data[i + 2]; count += 3; }
                return sum / count;
            }"""
        )
        assert brightness < 110
    firefox.close()
