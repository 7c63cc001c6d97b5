"""How every page is laid out: what is looked at is on the first screen, nothing is cut, and nothing jumps while the page loads. And how
it is read by those who do not see it.
"""

import re
import time

import pytest
from axe import assert_that_axe_is_content
from cases import case
from finding import choose, contour, is_as_wide_as_the_screen, transport
from framework import MAIN, STRIPS, WIDE, wait_until_idle
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from painted import painted, wait_for_frames, wait_until_painted, wait_until_still

PAGES = {
    "race": "",
    "anatomy": "anatomy",
    "maps": "maps",
    "basins": "basins",
    "noise": "noise",
    "network": "network?epochs=20&seed=4&tuned=no",
    "conventions": "conventions",
}
"""Of each page the link that opens it."""


def look_into(name):
    """Open what a button opens."""

    def act(page):
        page.get_by_role("button", name=name).click()
        page.get_by_role("dialog").wait_for()

    return act


def compare(page):
    choose(page, "Compare with", "Adam")
    wait_until_painted(page, "painted.link.includes('b=adam')")


def narrate(page):
    page.get_by_role("button", name="Narrate").click()
    page.locator(".narration .count").wait_for()


ACTS = {"race": [look_into("Start, schedule, noise"), look_into("One method")], "anatomy": [compare, narrate]}
"""What is done on a page and looked at, too."""
DESKTOPS = [(1400, 900), (1280, 720), (1024, 768)]
LARGE = {"width": 1400, "height": 900}
SIDEWAYS = {"width": 844, "height": 390}
PHONE = {"width": 390, "height": 844}
IN_3D = re.compile("in three dimensions")


CUT = r"""(wide) => {
    const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
    const faults = [];
    for (const one of all(document.body)) {
        if (!one.checkVisibility({ visibilityProperty: true })) continue;
        const isField = one.matches("input:not([type=range], [type=checkbox])");
        const text = isField ? one.value : [...one.childNodes].filter(({ nodeType }) => nodeType === 3).map((node) => node.data).join("");
        if (!text.trim() || one.closest(".katex, .unseen, [role=status]")) continue;
        // What holds the text and does not let it out, as far as the next thing that can be scrolled.
        for (let place = one, up = 0; place && up < 6; place = place.parentElement, up++) {
            const { overflowX, textOverflow, display, clip } = getComputedStyle(place);
            if (display === "inline" || place.clientWidth < 3 || clip !== "auto") continue;
            if (["auto", "scroll"].includes(overflowX) && place.matches(wide)) break;
            if (!isField && overflowX === "visible") continue;
            if (place.scrollWidth <= place.clientWidth + 1) continue;
            const isMarked = textOverflow === "ellipsis" && (isField || one.closest("[title]"));
            if (!isMarked || /\d/.test(text)) faults.push(text.trim());
            break;
        }
    }
    return faults;
}"""
"""What is written on the page and cut: without an ellipsis and a title that has all of it, or within a number."""

BROKEN = r"""() => {
    const words = [...document.querySelectorAll("label")].flatMap((label) => {
        const texts = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
        const found = [];
        while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/\p{L}+|[\d.⁰¹²³⁴-⁹⁻×–\u2060]+/gu)) found.push([texts.currentNode, word]);
        return found;
    });
    return words.filter(([node, { index, 0: word }]) => {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
    }).map(([, [word]]) => word);
}"""
"""The words, numbers and ranges of labels that go on in another line."""

STEADY = 0.1
"""Up to which sum of layout shifts a page counts as steady: https://web.dev/articles/cls."""
MISSED = 0.04
"""On a desktop, less than what jumps where the words of a page have no room kept."""

SLOW_MOTION = """
    const frame = () => new Promise(requestAnimationFrame);
    const listen = WebSocket.prototype.addEventListener;
    WebSocket.prototype.addEventListener = function (type, hear, ...rest) {
        let last = Promise.resolve();
        const hearSlowly = (event) => {
            last = last.then(async () => {
                hear.call(this, event);
                await new Promise((done) => setTimeout(done, 15));  // the page shows together what comes at once
                await frame();
                await frame();
            });
        };
        return listen.call(this, type, type === "message" ? hearSlowly : hear, ...rest);
    };
    const place = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
    const told = ({ node, previousRect, currentRect }) =>
        `${node?.textContent.slice(0, 40)}: ${place(previousRect)} → ${place(currentRect)}`;
    window.jumps = [];
    new PerformanceObserver((list) => {
        for (const { value, sources } of list.getEntries()) window.jumps.push([value, ...sources.map(told)]);
    }).observe({ type: "layout-shift", buffered: true });
"""
"""The page is handed what the server says one piece after the other, each when the one before has been painted: so all that a page
looks like on a slow machine is seen on every one. What jumps is written down."""

SCROLLED_INSIDE = """([main, wide]) => [...document.querySelectorAll(`${main} *`)].filter((one) => {
    const { overflowY } = getComputedStyle(one);
    const line = 10;
    return one.textContent && /auto|scroll/.test(overflowY) && !one.matches(wide) && one.scrollHeight > one.clientHeight + line;
}).map(({ className, textContent }) => `${className}: ${textContent}`)"""
"""What is written and scrolled up and down within the page."""

OVERFULL = "one => [one, ...one.querySelectorAll('*')].some((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth)"
"""Whether something holds more than it shows."""

RUN_TOGETHER = """(table) => [...table.querySelectorAll("th, td")]
    .filter((cell) => cell.checkVisibility())
    .filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const [text, place] = [range.getBoundingClientRect(), cell.getBoundingClientRect()];
        return text.width > 0 && (text.left < place.left - 1 || text.right > place.right + 1);
    })
    .map((cell) => cell.textContent)"""
"""The cells of a table whose text stands out of them."""


def opened(open_page, name, viewport):
    page = open_page(PAGES[name], viewport=viewport)
    wait_until_there(page, name)
    return page


def wait_until_there(page, name):
    if name == "conventions":
        page.get_by_role("table").first.wait_for()
    else:
        wait_until_painted(page)
    wait_until_still(page)


def heights(locator):
    """Where those that are seen begin."""
    return {round(one.bounding_box()["y"]) for one in locator.all() if one.is_visible()}


def bottom(locator):
    box = locator.bounding_box()
    return box["y"] + box["height"]


def wait_until_above_the_fold(page, height):
    """Until Play and the transport are on the first screen, and the map above them: what comes late may still move what is there."""
    play, whole_map = page.get_by_role("button", name="Play (space)"), page.get_by_role("region", name="Map", exact=True)
    deadline = time.monotonic() + SECONDS_UNTIL_HUNG
    while max(bottom(play), bottom(transport(page))) > height or bottom(whole_map) > transport(page).bounding_box()["y"]:
        assert time.monotonic() < deadline, (bottom(play), bottom(transport(page)), bottom(whole_map))
        wait_for_frames(page, 10)


def assert_that_its_buttons_lie_on_the_map(page):
    plot, canvas = painted(page)["panels"]["contour"]["plot"], contour(page).bounding_box()
    left = canvas["x"] + plot["left"]
    for button in page.get_by_role("region", name="Map", exact=True).locator(".controls").get_by_role("button").all():
        if button.is_visible():
            box = button.bounding_box()
            assert left <= box["x"], button.inner_text()
            assert box["x"] + box["width"] <= left + plot["width"], button.inner_text()


def assert_that_a_presenter_sees_the_map_whole(page, height):
    """With the transport; and nothing is wider than the screen."""
    presenter = page.get_by_role("button", name="Presenter")
    presenter.click()
    wait_for_frames(page, 5)
    with case("presented"):
        whole_map, bar = page.get_by_role("region", name="Map", exact=True), transport(page).bounding_box()
        assert whole_map.bounding_box()["y"] >= 30  # below the head of the page
        assert bottom(whole_map) <= bar["y"] + 1
        assert bar["y"] + bar["height"] <= height
        assert is_as_wide_as_the_screen(page)
        assert_that_its_buttons_lie_on_the_map(page)
    presenter.click()
    page.locator(MAIN).evaluate("main => main.scrollTo(0, 0)")
    wait_for_frames(page)


@pytest.fixture(scope="module")
def tab_in_slow_motion(browser):
    """A tab in which pages come piece by piece."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(SLOW_MOTION)
    page = context.new_page()
    page.set_default_timeout(SECONDS_UNTIL_HUNG * 1000)
    yield page
    context.close()


@pytest.fixture
def opened_in_slow_motion(server, tab_in_slow_motion):
    """A page that has come piece by piece, of which less than a share has jumped."""

    def opened(name, viewport, most):
        page = tab_in_slow_motion
        page.set_viewport_size(viewport)
        page.goto(server.url + PAGES[name])
        wait_until_there(page, name)
        wait_until_idle(page)
        jumps = page.evaluate("jumps")
        with case(viewport):
            assert sum(value for value, *_ in jumps) < most, jumps
        return page

    return opened


def test_every_page_is_looked_at():
    assert PAGES.keys() == {path.stem for path in (ROOT / "pages").glob("*.py")}


@pytest.mark.parametrize("name", PAGES)
def test_on_every_desktop_nothing_jumps_the_first_screen_has_what_is_looked_at_nothing_is_cut_and_axe_is_content(
    opened_in_slow_motion, name
):
    for place, (width, height) in enumerate(DESKTOPS):
        if place == 0:
            page = opened_in_slow_motion(name, {"width": width, "height": height}, MISSED)
            if name != "conventions":
                page.get_by_role("button", name="Last step (End)").click()  # where the longest numbers are
                wait_until_still(page)
        else:
            page.set_viewport_size({"width": width, "height": height})
            wait_until_still(page)
        with case(f"{width} × {height}"):
            assert page.evaluate(CUT, WIDE) == []
            assert page.evaluate(BROKEN) == []
            if name == "conventions":
                continue
            wait_until_above_the_fold(page, height)
            assert len(heights(page.get_by_role("button", name="Save PNG"))) <= 1, "the heads of maps side by side are alike"
            standings = page.get_by_role("region", name="Standings")
            view = page.get_by_role("region", name=IN_3D)
            if name != "anatomy":
                assert standings.evaluate(RUN_TOGETHER) == []
                assert view.bounding_box()["width"] >= 240
            if place > 0:
                assert_that_a_presenter_sees_the_map_whole(page, height)
    page.set_viewport_size(SIDEWAYS)
    wait_until_still(page)
    with case("a phone that is held sideways"):
        assert page.evaluate(CUT, f"{WIDE}, {STRIPS}") == []
        assert page.evaluate(BROKEN) == []
        assert is_as_wide_as_the_screen(page)
    page.set_viewport_size(LARGE)
    wait_until_still(page)
    assert_that_axe_is_content(page)
    for act in ACTS.get(name, []):
        act(page)
        wait_until_still(page)
        assert_that_axe_is_content(page)


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_nothing_jumps_and_what_is_chosen_stands_above_the_map(opened_in_slow_motion, name):
    page = opened_in_slow_motion(name, PHONE, STEADY)
    assert is_as_wide_as_the_screen(page)
    assert page.evaluate(CUT, f"{WIDE}, {STRIPS}, .legend") == []
    assert page.evaluate(BROKEN) == []
    assert page.evaluate(SCROLLED_INSIDE, [MAIN, f"{WIDE}, {STRIPS}"]) == []
    assert set(page.locator(STRIPS).evaluate_all("strips => strips.map((strip) => getComputedStyle(strip).overscrollBehaviorX)")) <= {
        "contain"
    }
    for tabs in page.get_by_role("radiogroup", name="What is shown").all():
        assert len(heights(tabs.get_by_role("radio"))) <= 1
    if name == "conventions":
        return
    boxes = ["Surface", "Story"] if name not in ("maps", "network") else ["Surface"] if name == "maps" else ["Story"]
    tops = [page.get_by_role("combobox", name=box, exact=True).bounding_box()["y"] for box in boxes]
    play = page.get_by_role("button", name="Play (space)").bounding_box()["y"]
    assert max(tops) < 400
    assert max(tops) < play
    if name != "anatomy":
        curves, view = (page.get_by_role("region", name=panel).bounding_box()["y"] for panel in ("Curves", IN_3D))
        assert play < curves < view
    with case("a small one"):
        page.set_viewport_size({"width": 360, "height": 640})
        wait_until_still(page)
        assert painted(page)["panels"]["contour"]["plot"]["width"] > 0.75 * 360
        if name == "race":
            page.get_by_role("combobox", name="Story", exact=True).click()
            names = page.get_by_role("listbox").get_by_role("option")
            names.first.wait_for()
            assert not any(names.evaluate_all(f"names => names.map({OVERFULL})")), "a name in a list is all there"


def test_what_the_keyboard_goes_to_is_not_brought_under_the_head_of_the_page(open_page):
    page = opened(open_page, "basins", {"width": 1280, "height": 720})
    box = page.get_by_role("combobox", name="Surface", exact=True)
    page.locator(MAIN).evaluate("(main, top) => main.scrollTo(0, top + 10)", box.bounding_box()["y"])
    wait_for_frames(page)
    box.focus()
    wait_for_frames(page)
    assert box.evaluate("""box => {
        const { left, right, top, bottom } = box.getBoundingClientRect();
        return [top + 1, bottom - 1].every((y) => document.elementFromPoint((left + right) / 2, y) === box);
    }""")


def test_what_a_zoom_adds_stays_on_the_map_and_in_full_screen_its_key_stands_above_the_transport(open_page):
    page = opened(open_page, "race", {"width": 1024, "height": 768})
    zoom_in = page.get_by_role("button", name="Zoom in")
    before = zoom_in.bounding_box()
    zoom_in.click()
    page.get_by_role("button", name="Whole map").wait_for()
    assert zoom_in.bounding_box() == before, "whoever zooms further in need not follow the button"
    assert_that_its_buttons_lie_on_the_map(page)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    wait_until_still(page)
    key = page.get_by_role("region", name="Map").get_by_role("img", name="Shades of")
    assert bottom(key) <= transport(page).bounding_box()["y"]
    assert bottom(transport(page)) <= 768


@pytest.mark.parametrize("name", ["race", "basins"])
def test_what_is_printed_is_drawn_for_the_paper(open_page, name):
    """What a canvas was drawn for is what it is printed as; and of the page all is there."""
    shapes = """() => {
        const all = (root) => [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
        return all(document.body).filter((one) => one.matches("canvas") && one.clientHeight > 100)
            .map(({ width, height, clientWidth, clientHeight }) => [width / height, clientWidth / clientHeight]);
    }"""
    page = opened(open_page, name, {"width": 1400, "height": 900})
    before = page.evaluate(shapes)
    page.evaluate(
        "shapes => window.addEventListener('beforeprint', () => (window.printed = eval(shapes)()))",
        shapes,
    )
    pages = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "10mm")).count(b"/Type /Page\n")
    printed = page.evaluate("window.printed")
    assert len(printed) == len(before)
    assert printed != before
    for drawn, shown in printed:
        assert drawn == pytest.approx(shown, rel=0.02)
    assert pages > 1
    wait_for_frames(page)
    assert page.evaluate(shapes) == before
    page.emulate_media(media="print")
    main = page.locator(MAIN)
    assert main.evaluate("({ scrollHeight, clientHeight }) => scrollHeight - clientHeight") <= 1
