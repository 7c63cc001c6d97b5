"""The wheel, fingers and keys over a page's pictures: what they do there, and what they leave to the page. And other screens."""

import math
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from cases import case
from finding import atlas, called, chart, choose, contour, slider
from hands import draw_fingers, into_sight, move_to_screen, scrolled, turn_with_ctrl
from painted import FIRST_PLAYER, painted, seek, wait_for_new_race, wait_until_mapped, wait_until_painted, wait_until_still

from optviz.ui.basins.controls import MAPS
from optviz.ui.maps.controls import MAP
from optviz.ui.race.stories import STORIES
from surfaces import SURFACES

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def surface_in_3d(page):
    return page.get_by_role("img", name=called("3-D view"))


def curves(page):
    return page.get_by_role("img", name=called("Curves of"))


def opened(open_page, query="", **options):
    page = open_page(query, **options)
    wait_until_painted(page)
    wait_until_still(page)
    return page


def go_on_to(page, query):
    page.goto(urljoin(page.url, f"/{query}"))
    wait_until_painted(page)
    wait_until_still(page)


def middle(part):
    """Where the middle of something is, once it is in the middle of the window."""
    box = into_sight(part)
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def start_on_screen(page):
    """Where in the window the start is, once the map is in the middle of it, and how much of the plane a pixel is."""
    at, box = painted(page), into_sight(contour(page))
    (x0, x1, _, y1), plot, (x, y) = at["window"], at["panels"]["contour"]["plot"], at["lanes"]["adam"]["point"]
    pixel = (x1 - x0) / plot["width"]
    return (box["x"] + plot["left"] + (x - x0) / pixel, box["y"] + plot["top"] + (y1 - y) / pixel), pixel


def test_the_wheel_scrolls_the_page_past_every_picture_and_with_ctrl_it_zooms_and_a_double_click_goes_back(open_page):
    page = opened(open_page, "?steps=50&methods=adam", viewport={"width": 1100, "height": 420})
    address, whole = page.url, painted(page)["window"]
    is_whole, is_closer = f"painted.window.join() === '{','.join(f'{bound:g}' for bound in whole)}'", f"painted.window[0] > {whole[0]}"
    words = page.get_by_text("Ctrl + wheel zooms")
    for name, picture in (("map", contour(page)), ("surface", surface_in_3d(page)), ("curves", curves(page))):
        with case(f"by itself over the {name}"):
            page.mouse.move(*middle(picture))
            at = scrolled(page)
            page.mouse.wheel(0, -100)
            if name == "map":
                words.wait_for()
                words.wait_for(state="detached")
            assert words.count() == 0, "it is said once"
            wait_until_still(page)
            assert scrolled(page) == at - 100
    assert page.url == address
    assert painted(page)["window"] == whole

    with case("with Ctrl over the map, and a double click on the start"):
        page.mouse.move(*middle(contour(page)))
        at = scrolled(page)
        turn_with_ctrl(page, -100)
        wait_until_painted(page, is_closer)
        assert scrolled(page) == at
        (x, y), _ = start_on_screen(page)
        page.mouse.dblclick(x + 5, y)
        wait_until_painted(page, is_whole)
        wait_until_still(page)
        assert page.url == address, "it is back to the last digit, and the start is where it was"

    with case("a double click whose second click comes when the start has moved to the first"):
        turn_with_ctrl(page, -100)
        before = wait_until_painted(page, is_closer)
        page.mouse.click(x - 30, y + 60)  # where no button lies on the map
        wait_for_new_race(page, before)
        page.mouse.down(click_count=2)
        page.mouse.up(click_count=2)
        wait_until_painted(page, is_whole)
        wait_until_still(page)
        assert page.url == address

    with case("with Ctrl over the surface"):
        page.mouse.move(*middle(surface_in_3d(page)))
        turn_with_ctrl(page, 100)
        page.wait_for_function("location.search.includes('camera=')")
        surface_in_3d(page).dblclick()
        page.wait_for_function("!location.search.includes('camera=')")

    with case("by buttons, with the keyboard"):
        for name, is_so in (("Zoom in", is_closer), ("Zoom out", is_whole)):
            page.get_by_role("button", name=name).press("Enter")
            wait_until_painted(page, is_so)


def swipe(page, picture, *ways):
    """Draw one finger across a picture, in one way after the other; how far each scrolled the page. They must change nothing else."""

    def seen():
        return page.url, [painted(page)[name] for name in ("window", "step", "revision")]

    before, at = seen(), []
    for dx, dy in ways:
        x, y = middle(picture)
        at.append(scrolled(page))
        draw_fingers(page, ((x, y), (x + dx, y + dy)))
        wait_until_still(page)
        assert seen() == before
        at[-1] = abs(scrolled(page) - at[-1])
    return at


def pinch(page, picture):
    """Draw two fingers apart over a picture, and a little to the right. The page must stay where it is."""
    x, y = middle(picture)
    at = scrolled(page)
    draw_fingers(page, ((x - 20, y), (x - 40, y)), ((x + 20, y), (x + 80, y)))
    assert scrolled(page) == at


def test_one_finger_scrolls_the_page_past_every_picture_and_changes_nothing_and_two_are_for_the_picture(open_page):
    page = opened(open_page, "?steps=50&methods=adam", **PHONE)
    whole = painted(page)["window"]
    # to where the page goes on: the map is at its top, the others are at its foot
    for name, picture, way in (("map", contour(page), -120), ("surface", surface_in_3d(page), 120), ("curves", curves(page), 120)):
        with case(f"one over the {name}"):
            if name != "curves":
                x, y = middle(picture)
                draw_fingers(page, ((x, y), (x, y + way)))
                page.get_by_text(re.compile(f"^Two fingers .* zoom the {name}$")).wait_for()
            (far,) = swipe(page, picture, (5, way))
            assert far > 20
            if name != "curves":  # whoever goes along the steps means them
                assert swipe(page, picture, (90, 3)) == [0]

    with case("two over the map"):
        pinch(page, contour(page))
        x0, x1, *_ = wait_until_painted(page, f"painted.window[0] > {whole[0]}")["window"]
        assert 3 * (x1 - x0) == pytest.approx(whole[1] - whole[0], rel=0.05)
        wait_until_still(page)
        (far,) = swipe(page, contour(page), (5, -120))
        assert far > 20, "one scrolls the page past a map that is zoomed, too"
        page.get_by_role("button", name="Whole map").click()
        wait_until_painted(page, f"painted.window[0] === {whole[0]}")

    with case("two over the surface"):
        pinch(page, surface_in_3d(page))
        page.wait_for_function("location.search.includes('camera=')")

    with case("one on the start drags it when it has rested there, and not before"):
        wait_until_still(page)
        address, before = page.url, painted(page)
        (x, y), _ = start_on_screen(page)
        draw_fingers(page, ((x, y), (x + 40, y + 60)))
        wait_until_still(page)
        assert page.url == address
        (x, y), pixel = start_on_screen(page)
        draw_fingers(page, ((x, y), (x + 40, y + 60)), rest=True)
        moved = wait_for_new_race(page, before)["lanes"]["adam"]["point"]
        x, y = before["lanes"]["adam"]["point"]
        assert moved == pytest.approx((x + 40 * pixel, y - 60 * pixel), abs=0.05)


WATCH_FOR_LOOKS = """(standings) => {
    window.everLooked = false;
    const look = () => (window.everLooked ||= standings.querySelector(".looked") !== null);
    new MutationObserver(look).observe(standings, { subtree: true, attributes: true });
}"""


def test_a_finger_looks_at_a_method_of_the_standings_by_a_tap_until_the_next_and_not_by_scrolling(open_page):
    page = opened(open_page, "?steps=50", **PHONE)
    standings, looked = page.get_by_role("region", name="Standings"), page.locator(".standings .looked")
    third = standings.get_by_role("row").nth(3)

    def tap(part):
        x, y = middle(part)
        draw_fingers(page, ((x, y), (x, y)))
        wait_until_still(page)

    with case("rows that change places under a finger that rests and then scrolls"):
        x, y = middle(third)
        standings.evaluate(WATCH_FOR_LOOKS)
        page.evaluate(f"() => setTimeout(() => {FIRST_PLAYER}.seek(40), 200)")
        draw_fingers(page, ((x, y), (x, y + 120)), rest=True)
        wait_until_painted(page, "painted.step === 40")
        wait_until_still(page)
        assert not page.evaluate("everLooked")

    with case("a tap, and what scrolls"):
        name = third.get_by_role("rowheader").inner_text()
        tap(third)
        for picture in (contour(page), surface_in_3d(page), third):
            assert looked.get_by_role("rowheader").all_inner_texts() == [name]
            swipe(page, picture, (5, 120))
        assert looked.get_by_role("rowheader").all_inner_texts() == [name]

    with case("another tap there or anywhere else"):
        tap(third)
        assert looked.count() == 0
        tap(third)
        assert looked.count() == 1
        tap(standings.get_by_role("columnheader").first)
        assert looked.count() == 0

    with case("what is tapped is as high as a finger needs, sideways too"):
        page.set_viewport_size({"width": 844, "height": 390})
        wait_until_still(page)
        assert min(one.bounding_box()["height"] for one in page.locator(".chip").all()) >= 24


def test_one_finger_scrolls_the_page_past_every_slider_and_one_that_taps_or_goes_along_moves_it(open_page):
    page = opened(open_page, "?steps=50&methods=adam", **PHONE)
    eta, step = slider(page, "η learning rate"), page.get_by_role("slider", name="Step", exact=True)
    for name, part, key in (("η", eta, "eta"), ("the step", step, "step")):

        def set_to(key=key):
            return float(dict(parse_qsl(urlsplit(page.url).query)).get(key, "nan"))

        with case(f"down or up over {name}"):
            assert swipe(page, part, (5, -120)) == [pytest.approx(120, abs=30)]
            assert math.isnan(set_to())

        with case(f"a tap on {name}"):
            x, y = middle(part)
            draw_fingers(page, ((x + 30, y), (x + 30, y)))
            page.wait_for_function("key => location.search.includes(`${key}=`)", arg=key)
            wait_until_still(page)
            tapped = set_to()

        with case(f"along {name}"):
            (x, y), address = middle(part), page.url
            draw_fingers(page, ((x + 30, y), (x - 30, y + 3)))
            page.wait_for_function("old => location.href !== old", arg=address)
            wait_until_still(page)
            assert set_to() < tapped


def test_a_finger_scrolls_the_page_past_the_maps_of_cells_too(open_page):
    page = opened(open_page, "maps?resolution=32", **PHONE)
    for query, key in ((None, MAP), ("basins?resolution=64&steps=50&b=nobody", MAPS["a"])):
        with case(query or "maps"):
            if query:
                go_on_to(page, query)
            before = wait_until_mapped(page, key)
            _, far = swipe(page, atlas(page), (90, 3), (5, -120))
            assert far > 20
            assert wait_until_mapped(page, key)["revision"] == before["revision"]
            pinch(page, atlas(page))
            wait_until_mapped(page, key, f"map.window[0] > {before['window'][0]}")
            wait_until_still(page)


def test_a_finger_scrolls_the_page_past_a_chart_that_is_read_too(open_page):
    page = opened(open_page, "noise?steps=50&seeds=10", **PHONE)
    for words in ("gap f − f*", "mini-batches of 16"):
        with case(words):
            (far,) = swipe(page, chart(page, words).last, (5, 120))
            assert far > 20


def test_space_plays_and_pauses_unless_what_has_the_focus_needs_it(open_page):
    page = opened(open_page, "?steps=300&methods=adam")
    before = seek(page, 100)
    with case("a slider has it"):
        slider(page, "η").press("Space")
        wait_until_painted(page, "painted.playing")
        slider(page, "η").press("Space")
        step = wait_until_painted(page, "!painted.playing")["step"]
        slider(page, "η").press("ArrowLeft")
        assert wait_for_new_race(page, before)["step"] == step, "an arrow is the slider's"

    with case("the player's own scrubber has it"):
        page.get_by_label("Step", exact=True).press("Space")
        wait_until_painted(page, "painted.playing")
        page.get_by_label("Step", exact=True).press("Space")
        step = wait_until_painted(page, "!painted.playing")["step"]

    with case("a field or a button has it"):
        page.get_by_role("combobox", name="Story", exact=True).press("Space")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Arrows along the direction of steepest descent").press("Space")
        page.wait_for_function("location.search.includes('arrows=yes')")
        now = painted(page)
        assert (now["playing"], now["step"]) == (False, step)

    with case("what was pressed with the mouse does not take it for another press"):
        presenter = page.get_by_role("button", name="Presenter")
        presenter.click()
        presenter.and_(page.get_by_role("button", pressed=True)).wait_for()
        page.keyboard.press("Space")
        wait_until_painted(page, "painted.playing")
        presenter.and_(page.get_by_role("button", pressed=True)).click()
        page.keyboard.press("Space")
        wait_until_painted(page, "!painted.playing")

    with case("nor does a list from which a story was chosen"):
        before = painted(page)
        choose(page, "Story", next(story.name for story in STORIES.values() if "surface=saddle" in story.link))
        wait_for_new_race(page, before)
        page.keyboard.press("Space")
        wait_until_painted(page, "painted.playing")


def test_a_story_or_a_surface_that_is_chosen_while_paused_begins_at_its_first_step_and_shows_the_whole_map(open_page):
    page = opened(open_page, "?surface=beale&methods=adam&step=120")
    whole = painted(page)["window"]
    page.get_by_role("button", name="Zoom in").click()
    before = wait_until_painted(page, f"painted.window[0] > {whole[0]} && painted.step === 120")
    wait_until_still(page)
    choose(page, "Story", next(story.name for story in STORIES.values() if "surface=beale" in story.link))
    now = wait_for_new_race(page, before, "painted.lanes.sgd")
    assert (now["step"], now["playing"], now["window"]) == (0, False, whole)
    before = seek(page, 120)
    choose(page, "Surface", SURFACES["himmelblau"].name)
    now = wait_for_new_race(page, before)
    assert (now["step"], now["playing"]) == (0, False)


CANVASES = """(tell) => {
    const all = (root) => [...root.querySelectorAll("*")].flatMap((part) => [part, ...(part.shadowRoot ? all(part.shadowRoot) : [])]);
    return all(document).filter((part) => part.localName === "canvas" && part.clientWidth > 0).map(tell);
}"""
SHARPNESS = f"() => ({CANVASES})((canvas) => [canvas.clientWidth, canvas.width / canvas.clientWidth])"
PICTURES = f"() => ({CANVASES})((canvas) => canvas.toDataURL())"


def test_on_a_screen_of_another_sharpness_everything_is_drawn_anew(open_page):
    page = opened(open_page, "?steps=50", device_scale_factor=1)
    for query in (None, "maps?resolution=32", "anatomy?a=momentum"):
        with case(query or "the race"):
            if query:
                go_on_to(page, query)
            for ratio in (2, 1):
                move_to_screen(page, ratio)
                page.wait_for_function(
                    f"ratio => ({SHARPNESS})().every(([width, found]) => Math.abs(found - ratio) * width <= 1)", arg=ratio, polling=100
                )
                assert len(page.evaluate(SHARPNESS)) >= 9
                assert painted(page)["panels"]["contour"]["inked"] > 0


NOISE = """() => {
    for (const kind of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D])
        kind.prototype.getImageData = function (x, y, width, height) {
            const image = new ImageData(width, height);
            image.data.forEach((_, i) => (image.data[i] = 256 * Math.random()));
            return image;
        };
}"""


def test_the_pages_look_the_same_in_a_browser_that_keeps_the_pixels_of_canvases_to_itself(open_page):
    page = opened(open_page, "maps?resolution=32", device_scale_factor=1)
    wait_until_mapped(page, MAP)
    seen = page.evaluate(PICTURES)
    page.add_init_script(f"({NOISE})()")
    page.reload()
    wait_until_mapped(page, MAP)
    wait_until_painted(page)
    wait_until_still(page)
    assert len(seen) >= 9
    assert page.evaluate(PICTURES) == seen
    page.get_by_role("button", name="Save PNG").click()
    page.get_by_text("take a screenshot").wait_for()


def test_where_a_frame_forbids_full_screen_it_is_not_offered(open_page):
    page = opened(open_page, "?steps=50&methods=adam", device_scale_factor=1)
    assert page.get_by_role("button", name=called("Full screen")).is_visible()
    page.set_content(f'<iframe src="{page.url}" allow="fullscreen \'none\'" width="1300" height="850"></iframe>')
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name=called("Presenter view")).wait_for()
    assert frame.get_by_role("button", name=called("Full screen")).count() == 0


def test_what_is_pointed_at_on_the_curves_is_called_by_the_name_of_the_curve(open_page):
    page = opened(open_page, "?steps=300&methods=adam&curve=distance&step=200")
    x, y = middle(curves(page))
    for height in range(-90, 90, 8):
        page.mouse.move(x - 20, y + height)
    tip = page.get_by_role("tooltip").filter(has_text="distance to the nearest minimizer")
    for height in range(-90, 90, 8):
        page.mouse.move(x - 20, y + height)
        if tip.is_visible():
            return
    raise AssertionError("no curve is found")
