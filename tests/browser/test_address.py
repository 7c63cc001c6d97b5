"""What the address says comes back: by Back and Forward, and when the server has forgotten everything."""

from urllib.parse import urlsplit

from cases import case
from finding import atlas, chip, choose, contour, linked, press, slider
from framework import wait_until_connected, wait_until_disconnected, wait_until_idle
from hands import press_in_a_row
from hanging import SECONDS_UNTIL_HUNG
from painted import painted, seek, wait_for_new_race, wait_until_painted, wait_until_still, wait_until_told
from serving import serving

from .conftest import AS_A_VISITOR

STORY = "Adam's first step"


def act(page, do):
    """Do something that makes another race, and wait for it."""
    before = painted(page)
    do()
    wait_for_new_race(page, before)


def turn_the_surface(page):
    page.get_by_role("img", name="3-D view").press("ArrowLeft")


def in_the_race(page):
    act(page, lambda: contour(page).click(position={"x": 200, "y": 150}))
    act(page, lambda: chip(page, "SGD").click())
    act(page, lambda: press(page, "η", "ArrowLeft", 2))
    turn_the_surface(page)
    page.get_by_label("Speed", exact=True).select_option("0.5")
    seek(page, 11)


def on_another_surface(page):
    act(page, lambda: choose(page, "Surface", "Himmelblau"))


def in_the_anatomy(page):
    act(page, lambda: choose(page, "Story", STORY))
    page.get_by_label("Speed", exact=True).select_option("1")


def on_the_map(page):
    act(page, lambda: atlas(page).click(position={"x": 100, "y": 100}))
    page.get_by_role("radio", name="steps", exact=True).click()
    page.wait_for_function("location.search.includes('layer=')")


def in_the_basins(page):
    act(page, lambda: contour(page).click(position={"x": 200, "y": 150}))


def in_the_noise(page):
    act(page, lambda: press(page, "Learning rate", "ArrowLeft"))


def in_the_network(page):
    chip(page, "SGD").click()
    page.wait_for_function("location.search.includes('methods=')")


def in_the_conventions(page):
    choose(page, "Method", "Lion")
    page.wait_for_function("location.search.includes('method=lion')")


VISITORS = {
    "?surface=booth&eta=0.1&steps=100&step=7": in_the_race,
    "?surface=booth&methods=sgd,adam": on_another_surface,
    "anatomy?surface=booth&steps=100&step=20": in_the_anatomy,
    "maps?resolution=32&steps=100&step=4": on_the_map,
    "basins?resolution=64&steps=100&b=nobody&step=4": in_the_basins,
    "noise?seeds=10&steps=50&step=4": in_the_noise,
    "network?tuned=no&epochs=2&step=1": in_the_network,
    "conventions": in_the_conventions,
}


GO = """async (ways) => {
    for (const way of ways) {
        const isThere = new Promise((done) => addEventListener("popstate", done, { once: true }));
        history.go(way);
        await isThere;
    }
}"""
"""Back (-1) or Forward (1) as soon as the browser has done the one before, for which it asks no server."""


def settle(page):
    """Wait until a page has been told of what was done, the server has answered, and the address says so."""
    wait_until_told(page)
    wait_until_idle(page)
    wait_until_told(page)


def test_what_a_visitor_sees_comes_back_when_the_server_has_forgotten_everything(browser):
    context = browser.new_context(**AS_A_VISITOR)
    context.set_default_timeout(SECONDS_UNTIL_HUNG * 1000)
    pages = {link: context.new_page() for link in VISITORS}
    has_player = {link: not link.startswith("conventions") for link in VISITORS}
    with serving() as server:
        for link, page in pages.items():
            page.goto(server.url + link)
            if has_player[link]:
                wait_until_painted(page)
            VISITORS[link](page)
            settle(page)
        seen = {link: (page.url, has_player[link] and painted(page)) for link, page in pages.items()}
    for page in pages.values():
        wait_until_disconnected(page)
    with serving(port=server.port):
        for link, page in pages.items():
            with case(link):
                wait_until_connected(page)
                settle(page)
                address, before = seen[link]
                assert page.url == address
                if has_player[link]:
                    now = painted(page)
                    assert (now["link"], now["step"], now["window"]) == (before["link"], before["step"], before["window"])
        with case("and what is done first then is all that is done"):
            page = pages["?surface=booth&methods=sgd,adam"]
            before = linked(page)
            act(page, lambda: press(page, "η", "ArrowLeft"))
            settle(page)
            now = linked(page)
            assert now.pop("eta")
            assert now == before
    context.close()


def test_back_undoes_what_was_done_last_and_forward_does_it_again(open_page):
    page = open_page("?surface=booth&methods=sgd,adam&eta=0.1&steps=100&step=7", alone=True)  # a history holds fifty entries
    wait_until_painted(page)
    settle(page)
    addresses = [page.url]
    begun = page.evaluate("history.length")

    def go(direction, to):
        before = painted(page)
        direction()
        wait_for_new_race(page, before)
        settle(page)
        assert page.url == addresses[to]
        assert linked(page)["step"] == str(painted(page)["step"])

    doings = {
        "a slider, key by key": lambda: (slider(page, "η").focus(), press_in_a_row(page, "ArrowLeft", 37, times=3)),
        "a click on the map": lambda: contour(page).click(position={"x": 200, "y": 150}),
        "a chip": lambda: chip(page, "SGD").click(),
        "another surface": lambda: choose(page, "Surface", "Himmelblau"),
    }
    for step, (name, do) in enumerate(doings.items(), 20):
        with case(name):
            act(page, do)
            seek(page, step)
            turn_the_surface(page)
            settle(page)
            addresses.append(page.url)
            assert page.evaluate("history.length") == begun + len(addresses) - 1
    with case("back"):
        for to in (3, 2, 1, 0):
            go(page.go_back, to)
    with case("forward"):
        for to in (1, 2):
            go(page.go_forward, to)
    with case("something else instead"):
        act(page, lambda: press(page, "η", "ArrowRight"))
        settle(page)
        assert page.evaluate("history.length") == begun + 3
        go(page.go_back, 2)
    with case("after another page"):
        page.get_by_role("link", name="Conventions").click()
        page.get_by_role("combobox", name="Method").wait_for()
        settle(page)
        page.go_back()
        wait_until_painted(page, "painted.lanes.sgd")
        settle(page)
        assert page.url == addresses[2]
        assert painted(page)["step"] == 21
    with case("faster than the server, to another page and back, again and again"):
        entries = page.evaluate("history.length")
        page.evaluate(GO, [1, -1, 1, -1, 1, -1, 1])
        page.get_by_role("combobox", name="Method").wait_for()
        wait_until_still(page)
        assert urlsplit(page.url).path == "/conventions"
        assert page.evaluate("history.length") == entries
        page.get_by_role("heading", name="One name, several methods").wait_for()
        page.evaluate(GO, [-1, -1, -1])
        wait_until_painted(page, "painted.step === 7")
        wait_until_still(page)
        assert page.url == addresses[0]
        assert page.evaluate("history.length") == entries
        assert not page.get_by_role("alert").all()
