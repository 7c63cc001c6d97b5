"""How a visitor finds things on a page: by what they are and what they are called, whoever builds the page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from framework import MAIN, NOTHING_FOUND, wait_until_idle
from hanging import SECONDS_UNTIL_HUNG
from playwright.sync_api import Locator, Page, expect


def called(beginning: str) -> re.Pattern[str]:
    """A name that begins like this."""
    return re.compile(f"^{re.escape(beginning)}")


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=called(name))


def press(page: Page, name: str, key: str, times: int = 1, place: int = 0) -> None:
    """Press a key on a slider, or on one of several that are called the same."""
    found = slider(page, name).nth(place)
    found.focus()
    for _ in range(times):
        found.press(key)


def choose(page: Page, box: str, name: str) -> None:
    """Choose in a box what is found first by a name; as soon as the page has done what it is doing."""
    wait_until_idle(page)
    field = page.get_by_role("combobox", name=box, exact=True)
    field.click()  # which brings it into sight first: a list that is open when the page scrolls is closed again
    field.fill(name)
    assert page.get_by_role("option", name=NOTHING_FOUND, exact=True).count() == 0, f"{box}: nothing is called {name}"
    field.press("Enter")


def wait_for_value(field: Locator, value: str) -> None:
    """Wait until a value stands in a field: one that was just shown is empty at first."""
    expect(field).to_have_value(value, timeout=SECONDS_UNTIL_HUNG * 1000)


def chip(page: Page, method: str) -> Locator:
    """What takes a method into the race and out of it. After its name it says what the method does."""
    return page.get_by_role("button", name=called(f"{method}. "))


def transport(page: Page) -> Locator:
    return page.get_by_role("group", name="Transport")


def contour(page: Page) -> Locator:
    """The map of the player, as far as it can be pointed at."""
    return page.get_by_role("img", name=called("Contour map of"))


def atlas(page: Page, place: int = 0) -> Locator:
    """A map of many runs, as far as it can be pointed at; they are counted from 0."""
    return page.get_by_role("img", name=called("Map of")).nth(place)


def chart(page: Page, words: str) -> Locator:
    """The chart on which some words are written."""
    return page.locator(".js-plotly-plot", has_text=words)


def linked(page: Page) -> dict[str, str]:
    """What the address says."""
    return dict(parse_qsl(urlsplit(page.url).query))


def is_as_wide_as_the_screen(page: Page) -> bool:
    """Whether nothing is wider."""
    main = page.locator(MAIN).evaluate("({ scrollWidth, clientWidth }) => scrollWidth - clientWidth")
    return main <= 0 and bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
