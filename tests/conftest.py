"""One server and one browser for all tests, and pages that fail a test when something went wrong behind its back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import pytest
from chromium import FLAGS, found_or_installed
from playwright.sync_api import Browser, Page, sync_playwright
from serving import Server, serving
from xdist.scheduler import LoadScopeScheduling

SHARE_A_CORE = {"test_browser": "browser", "test_cluster": "cluster"}
"""Tests, by how their files begin, that run one after the other in one process, while the other cores do the rest."""

SECONDS_TO_PAINT = 30
"""How long a page may take until the player has painted, on a machine that is busy with other things."""


class OneBrowserAndOneCluster(LoadScopeScheduling):
    """Hands tests to processes one by one, but for those that share a core."""

    def _split_scope(self, nodeid: str) -> str:
        name = PurePath(nodeid.partition("::")[0]).name
        return next((group for beginning, group in SHARE_A_CORE.items() if name.startswith(beginning)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneBrowserAndOneCluster:
    return OneBrowserAndOneCluster(config, log)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The app on a port of its own."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = found_or_installed()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Witness:
    """What happens in a page that nobody looks at."""

    host: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self._hear(message.type, message.text, message.location["url"]))
        page.on("pageerror", lambda error: self.errors.append(f"page: {error}"))
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))

    def _hear(self, kind: str, text: str, url: str) -> None:
        # Opened at a page below the root, Streamlit's own client looks for its server below that page first.
        if kind == "error" and not re.search(r"/\w+/_stcore/", url):
            self.errors.append(f"console: {text} {url}")

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.strangers.append(url)


@pytest.fixture
def open_page(server: Server, browser: Browser) -> Iterator[Callable[..., Page]]:
    """open_page("?surface=beale", **options of a browser context): the app in a fresh browser context.

    Afterwards the test fails if a page logged an error, asked another host, or the server printed a traceback.
    """
    witness = Witness(server.host)
    contexts = []
    printed_before = len(server.log())

    def open_page(query: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, "color_scheme": "light", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS_TO_PAINT * 1000)
        witness.watch(page)
        page.goto(server.url + query)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not witness.errors, "\n".join(witness.errors)
    assert not witness.strangers, f"asked another host: {witness.strangers}"
    assert "Traceback" not in (printed := server.log()[printed_before:]), printed


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The app as it opens."""
    return open_page()
