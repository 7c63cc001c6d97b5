"""JavaScript of the engine in browsers, on a page with nothing on it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from browsers import launch_chromium, launch_firefox
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from playwright.sync_api import Browser, Route, sync_playwright

from surfaces.declaration import Array

AT = "http://engine.test/"
"""A host of nobody's, where the repository's modules are found."""
RowsOf = Callable[[Mapping[str, Any]], Array]
"""The numbers of the rows of what is told: see `tests/web/rows.js`."""


@contextmanager
def engines() -> Iterator[dict[str, RowsOf]]:
    """What makes rows of what it is told, by the name of the browser."""
    with sync_playwright() as playwright:
        browsers = {"Chromium": launch_chromium(playwright), "Firefox": launch_firefox(playwright)}
        yield {name: _engine_in(browser) for name, browser in browsers.items()}
        for browser in browsers.values():
            browser.close()


def _engine_in(browser: Browser) -> RowsOf:
    page = browser.new_page()
    page.set_default_timeout(SECONDS_UNTIL_HUNG * 1000)
    page.route(f"{AT}**", _answer)
    page.goto(AT)

    def rows_of(told: Mapping[str, Any]) -> Array:
        text = page.evaluate("async (told) => (await import('/tests/web/rows.js')).inBase64(told)", told)
        return np.frombuffer(base64.b64decode(text))

    return rows_of


def _answer(route: Route) -> None:
    path = urlsplit(route.request.url).path.removeprefix("/")
    if path.endswith(".js"):
        route.fulfill(body=(ROOT / path).read_text(encoding="utf-8"), content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>engine</title>", content_type="text/html")
