"""One server and one browser for all tests in this folder, and pages that fail a test when something went wrong behind its back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsers import launch_chromium, launch_firefox
from framework import looks_for_its_server
from hanging import SECONDS_UNTIL_HUNG
from painted import wait_until_painted, wait_until_still
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, Request, WebSocket, sync_playwright
from serving import Server, serving

AS_A_VISITOR = {"viewport": {"width": 1400, "height": 900}, "color_scheme": "light", "reduced_motion": "reduce"}
"""The options of a browser context, where a test names no others."""
CHANGEABLE = {*AS_A_VISITOR, "forced_colors"}
"""Those that a page can change once it is there."""


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """The app on a port of its own."""
    with serving() as server:
        yield server


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """What drives all browsers of a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium."""
    browser = launch_chromium(playwright)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def firefox(playwright: Playwright) -> Iterator[Browser]:
    """A headless Firefox of a visitor as AS_A_VISITOR says."""
    browser = launch_firefox(playwright)
    yield browser
    browser.close()


@dataclass
class Witness:
    """What happens in a page that nobody looks at.

    asking: by which event it hears of what a page asks for. Of all of it costs as much as to drive the page; our Chromium finds no
        other host, so that what fails is enough there, and its console says so of each socket.
    """

    host: str
    asking: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        for event, hear in self._ears():
            page.on(event, hear)

    def look_away(self, page: Page) -> None:
        for event, hear in self._ears():
            page.remove_listener(event, hear)

    def _ears(self) -> list[tuple[Any, Callable[[Any], None]]]:
        sockets: list[tuple[Any, Callable[[Any], None]]] = [("websocket", self._note)] if self.asking == "request" else []
        return [("console", self._hear), ("pageerror", self._fail), (self.asking, self._note), *sockets]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not looks_for_its_server(message.location["url"]):
            self.errors.append(f"console: {message.text} {message.location['url']}")

    def _fail(self, error: Error) -> None:
        self.errors.append(f"page: {error}")

    def _note(self, asking: Request | WebSocket) -> None:
        parts = urlsplit(asking.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.strangers.append(asking.url)


class Tabs:
    """Tabs that one test after the other opens the app in: what the app is made of is there already, which is two thirds of the work.

    Each is a browser context of its own on a kind of device: what a page cannot change once it is there, such as that it has a touch
    screen. A test that opens several pages is lent as many.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Page]] = {}

    @contextmanager
    def lent(self, device: Mapping[str, Any], witness: Witness) -> Iterator[Page]:
        """A tab on a kind of device, options of a browser context, watched until the end of the block and then cleared."""
        free = self._free.setdefault(repr(sorted(device.items())), [])
        tab = free.pop() if free else self._browser.new_context(**device).new_page()
        witness.watch(tab)
        yield tab
        witness.look_away(tab)  # it is left in the middle of whatever it does
        _clear(tab)
        free.append(tab)

    def close(self) -> None:
        for tab in itertools.chain(*self._free.values()):
            tab.context.close()


@pytest.fixture(scope="package")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The tabs that the tests share."""
    with closing(Tabs(browser)) as tabs:
        yield tabs


@pytest.fixture(scope="package")
def tabs_in_firefox(firefox: Browser) -> Iterator[Tabs]:
    """Those in Firefox."""
    with closing(Tabs(firefox)) as tabs:
        yield tabs


@contextmanager
def opening(server: Server, browser: Browser, tabs: Tabs | None = None) -> Iterator[Callable[..., Page]]:
    """open_page, as its fixture has it. Pages are opened in tabs that are shared, if there are any."""
    witness = Witness(server.host, "requestfailed" if tabs and browser.browser_type.name == "chromium" else "request")
    printed_before = len(server.log())
    with ExitStack() as at_the_end:

        def open_page(query: str = "", before: str = "", alone: bool = False, **options: Any) -> Page:
            options = {**AS_A_VISITOR, **options}
            if tabs is None or alone:
                page = at_the_end.enter_context(browser.new_context(**options)).new_page()
                witness.watch(page)
                if before:
                    page.add_init_script(before)
            else:
                device = {name: value for name, value in options.items() if name not in CHANGEABLE}
                page = at_the_end.enter_context(tabs.lent(device, witness))
                page.set_viewport_size(options["viewport"])
                media = {name: options[name] for name in ("color_scheme", "reduced_motion")}
                page.emulate_media(media="null", forced_colors=options.get("forced_colors", "none"), **media)
                if before:  # as long as this session lasts
                    session = page.context.new_cdp_session(page)
                    at_the_end.callback(session.detach)
                    session.send("Page.enable")
                    session.send("Page.addScriptToEvaluateOnNewDocument", {"source": before})
            page.set_default_timeout(SECONDS_UNTIL_HUNG * 1000)
            page.goto(server.url + query)
            return page

        yield open_page
    assert not witness.errors, "\n".join(witness.errors)
    assert not witness.strangers, f"asked another host: {witness.strangers}"
    assert "Traceback" not in (printed := server.log()[printed_before:]), printed


@pytest.fixture
def watching(server: Server) -> Callable[[Browser], AbstractContextManager[Callable[..., Page]]]:
    """watching(browser): open_page in a browser of one's own."""
    return partial(opening, server)


def _clear(tab: Page) -> None:
    """Leave nothing of a test behind for the next: no page, nothing stored, no button held, and the pointer in the corner."""
    tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    tab.context.clear_cookies()
    tab.mouse.up()
    tab.goto("about:blank")
    tab.mouse.move(0, 0)


@pytest.fixture
def open_page(server: Server, browser: Browser, tabs: Tabs) -> Iterator[Callable[..., Page]]:
    """open_page("?surface=beale", **options of a browser context): the app as a visitor opens it who has never been there.

    The player waits at step 0, since the visitor prefers reduced motion: a page that plays paints sixty times a second for as
    long as it is open, and most tests play it step by step themselves. reduced_motion="no-preference" is a visitor who does not
    mind. A second page of the same test is another browser: it shares nothing with the first. In one that is alone nothing was
    opened before. before: JavaScript that runs there before the app does, as in a browser that is not like others.

    Afterwards the test fails if a page logged an error, asked another host, or the server printed a traceback.
    """
    with opening(server, browser, tabs) as open_page:
        yield open_page


@pytest.fixture
def open_page_in_firefox(server: Server, firefox: Browser, tabs_in_firefox: Tabs) -> Iterator[Callable[..., Page]]:
    """open_page in Firefox."""
    with opening(server, firefox, tabs_in_firefox) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def open_page_for_all(server: Server, browser: Browser, tabs: Tabs) -> Iterator[Callable[..., Page]]:
    """open_page for pages that all tests of a file may look at and play, but must leave as they are; watched as closely."""
    with opening(server, browser, tabs) as open_page:
        yield open_page


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The app as it has opened."""
    page = open_page()
    wait_until_painted(page)
    wait_until_still(page)
    return page
