"""One server and one browser for all tests in this folder, and pages that fail a test when something went wrong behind its back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsers import launch_chromium, launch_firefox
from framework import looks_for_its_server
from hanging import SECONDS_UNTIL_HUNG
from painted import wait_until_painted, wait_until_still
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Error, Page, Playwright, Request, WebSocket, sync_playwright
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
    """What happens in a page that nobody looks at."""

    host: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        for event, hear in self._ears():
            page.on(event, hear)

    def look_away(self, page: Page) -> None:
        for event, hear in self._ears():
            page.remove_listener(event, hear)

    def _ears(self) -> list[tuple[Any, Callable[[Any], None]]]:
        return [("console", self._hear), ("pageerror", self._fail), ("request", self._note), ("websocket", self._note)]

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
    """Tabs that one test after the other opens the app in: what the app is made of is there already, which is half the work.

    There is one for each kind of device: what a page cannot change once it is there, such as that it has a touch screen.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._tabs: dict[str, Page] = {}

    def of(self, device: Mapping[str, Any]) -> Page:
        """The tab of a kind of device: options of a browser context."""
        kind = repr(sorted(device.items()))
        if kind not in self._tabs:
            self._tabs[kind] = self._browser.new_context(**device).new_page()
        return self._tabs[kind]

    def close(self) -> None:
        for tab in self._tabs.values():
            tab.context.close()


@pytest.fixture(scope="package")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The tabs that the tests share."""
    tabs = Tabs(browser)
    yield tabs
    tabs.close()


@contextmanager
def opening(server: Server, browser: Browser, tabs: Tabs | None = None) -> Iterator[Callable[..., Page]]:
    """open_page, as its fixture has it. The first page on each kind of device is opened in the tab that is shared, if there are any."""
    witness = Witness(server.host)
    contexts = []
    printed_before = len(server.log())
    shared: list[Page] = []
    sessions: list[CDPSession] = []

    def open_page(query: str = "", before: str = "", alone: bool = False, **options: Any) -> Page:
        options = {**AS_A_VISITOR, **options}
        device = {name: value for name, value in options.items() if name not in CHANGEABLE}
        page = None if tabs is None or alone else tabs.of(device)
        if page is not None and page not in shared:
            shared.append(page)
            page.set_viewport_size(options["viewport"])
            media = {name: options[name] for name in ("color_scheme", "reduced_motion")}
            page.emulate_media(media="null", forced_colors=options.get("forced_colors", "none"), **media)
            if before:  # as long as this session lasts
                sessions.append(page.context.new_cdp_session(page))
                sessions[-1].send("Page.enable")
                sessions[-1].send("Page.addScriptToEvaluateOnNewDocument", {"source": before})
        else:
            context = browser.new_context(**options)
            contexts.append(context)
            page = context.new_page()
            if before:
                page.add_init_script(before)
        page.set_default_timeout(SECONDS_UNTIL_HUNG * 1000)
        witness.watch(page)
        page.goto(server.url + query)
        return page

    yield open_page
    for session in sessions:
        session.detach()
    for context in contexts:
        context.close()
    for page in shared:
        _clear(page)
        witness.look_away(page)
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
    mind. A second page of the same test is another browser: it shares nothing with the first. So is one that is alone: nothing
    was opened there before. before: JavaScript that runs there before the app does, as in a browser that is not like others.

    Afterwards the test fails if a page logged an error, asked another host, or the server printed a traceback.
    """
    with opening(server, browser, tabs) as open_page:
        yield open_page


@pytest.fixture
def open_page_in_firefox(server: Server, firefox: Browser) -> Iterator[Callable[..., Page]]:
    """open_page in Firefox."""
    with opening(server, firefox) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def open_page_for_all(server: Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """open_page for pages that all tests of a file may look at and play, but must leave as they are; watched as closely."""
    with opening(server, browser) as open_page:
        yield open_page


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The app as it has opened."""
    page = open_page()
    wait_until_painted(page)
    wait_until_still(page)
    return page
