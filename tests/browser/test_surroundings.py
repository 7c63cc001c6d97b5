"""The app where not all is as usual: enlarged, made small, in the colors of the system, without WebGL, in a hidden tab, behind a proxy."""

from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from cases import case
from finding import called, contour, is_as_wide_as_the_screen, press, transport
from framework import wait_until_idle
from painted import painted, seek, wait_for_new_race, wait_until_painted, wait_until_still
from playwright.sync_api import expect
from proxying import proxying

from .conftest import opening

ZOOMS = (0.67, 1, 2, 4)
"""What a visitor enlarges the page by: the window has as many pixels of the page less."""

WITHOUT_WEBGL = """{
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...rest);
    };
}"""

WITH_SO_MANY_ENGINES = """{
    let engines = %d;
    const construct = (made, words) => {
        if (String(words.at(-1)).startsWith("return (") && engines-- < 1) throw new EvalError("refused by the Content Security Policy");
        return Reflect.construct(made, words);
    };
    window.Function = new Proxy(Function, { construct });
}"""

WITH_A_LATE_STYLE = """{
    const ask = fetch;
    const arrived = new Promise((let) => (window.letItArrive = let));
    window.fetch = (url, ...rest) => {
        if (!String(url).endsWith("/player.css")) return ask(url, ...rest);
        window.isAskedFor = true;
        return arrived.then(() => ask(url, ...rest));
    };
}"""

AS_IN_A_HIDDEN_TAB = """{
    const paint = requestAnimationFrame;
    let held = [];
    window.isHidden = false;
    window.requestAnimationFrame = (what) => (window.isHidden ? held.push(what) : paint(what));
    window.show = () => {
        window.isHidden = false;
        held.forEach((what) => paint(what));
        held = [];
    };
}"""


def test_enlarged_or_made_small_the_page_fits_its_window_and_plays(open_page):
    page = open_page()
    wait_until_painted(page)
    for zoom in ZOOMS:
        with case(f"{zoom:.0%}"):
            page.set_viewport_size({"width": round(1400 / zoom), "height": round(900 / zoom)})
            wait_until_still(page)
            assert is_as_wide_as_the_screen(page)
            seek(page, 5)
            transport(page).get_by_role("button", name="One step forward (→)").click()
            wait_until_painted(page, "painted.step === 6")


def test_on_a_phone_panels_move_into_their_dock_once_it_has_its_style(open_page):
    """In a dock without one their canvases would have no bounds, and be twice as high at each look."""
    page = open_page("noise", before=WITH_A_LATE_STYLE, viewport={"width": 390, "height": 844})
    page.wait_for_function("window.isAskedFor")
    wait_until_idle(page)
    assert page.evaluate("Object.keys(window.optviz?.docks ?? {})") == []
    page.evaluate("window.letItArrive()")
    page.wait_for_function("'noise' in (window.optviz?.docks ?? {})")
    wait_until_still(page)
    assert page.get_by_role("region", name="Curves").bounding_box()["height"] < 844
    assert page.locator(".dock").get_by_role("region", name="Curves").count() == 1


def test_in_the_colors_of_the_system_everything_is_painted_and_can_be_pressed(open_page):
    page = open_page(forced_colors="active")
    wait_until_painted(page, "painted.panels.terrain.ready && painted.panels.curves.inked > 0")
    transport(page).get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 1")


def test_without_webgl_the_map_and_the_curves_play_all_the_same(open_page):
    page = open_page(before=WITHOUT_WEBGL)
    wait_until_painted(page, "painted.panels.curves.inked > 0")
    seek(page, 100)
    assert "14 runs at step 100" in contour(page).get_attribute("aria-label")
    transport(page).get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 101")


@pytest.mark.parametrize(
    ("link", "engines", "from_the_start"),
    [("?steps=50&methods=sgd,adam", 0, True), ("anatomy?steps=50", 1, True), ("?steps=50&methods=sgd,adam", 1, False)],
)
def test_a_browser_that_may_not_run_the_engine_shows_what_the_server_sends_and_says_so_once(open_page, link, engines, from_the_start):
    """From the start, be it to run or to take apart what has run, or as soon as it is to say what it has run: each is another engine."""
    page = open_page(link, before=WITH_SO_MANY_ENGINES % engines)
    before = wait_until_painted(page, "painted.panels.contour")
    said = page.get_by_text("This browser cannot run the methods itself, so the page follows")
    expect(said).to_have_count(int(from_the_start))
    press(page, "β₁", "ArrowLeft")
    after = wait_for_new_race(page, before)
    expect(said).to_have_count(1)
    assert after["computed_by"] == "server"


def test_a_race_that_plays_in_a_hidden_tab_goes_on_when_it_is_shown_again(open_page):
    page = open_page(before=AS_IN_A_HIDDEN_TAB)
    wait_until_painted(page)
    seek(page, 0)
    page.get_by_role("button", name="Play (space)").click()
    wait_until_painted(page, "painted.playing && painted.step > 1")
    page.evaluate("isHidden = true")
    page.get_by_role("img", name=called("Curves of")).hover()
    hidden = painted(page)["frames"]
    page.evaluate("show()")
    later = wait_until_painted(page, f"painted.frames > {hidden} + 2")
    assert later["playing"]


def test_behind_a_proxy_that_strips_a_path_off_pages_are_found_and_keep_their_addresses(server, browser):
    below = "/learn/optviz/"
    with proxying(server.port, below) as port, opening(replace(server, port=port), browser) as open_page:
        page = open_page(f"{below[1:]}anatomy?surface=booth&steps=20")
        before = wait_until_painted(page, "painted.anatomy")
        press(page, "β₁", "ArrowLeft")
        wait_for_new_race(page, before)
        page.wait_for_function("location.search.includes('a.beta1=')")
        changed = page.url
        assert urlsplit(changed).path == f"{below}anatomy"
        page.get_by_role("link", name="Race").click()
        wait_until_painted(page, "!painted.anatomy")
        assert urlsplit(page.url).path == below
        page.go_back()
        wait_until_painted(page, "painted.anatomy && painted.link.includes('a.beta1=')")
        assert page.url == changed
