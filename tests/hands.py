"""What a visitor's hands do on a page in Chromium: the wheel with Ctrl, real fingers, a window on another screen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from painted import wait_for_frames, wait_until_mapped
from playwright.sync_api import Locator, Page

Place = tuple[float, float]
THUMB = 8
"""Half the width of a slider's thumb, in pixels."""
PIECES = 12
"""Into which a way of fingers is cut."""


def turn_with_ctrl(page: Page, pixels: float) -> None:
    """Turn the wheel with Ctrl held, where the pointer is."""
    page.keyboard.down("Control")
    page.mouse.wheel(0, pixels)
    page.keyboard.up("Control")


def hold(page: Page, part: Locator, by: float) -> None:
    """Put the mouse down on the thumb of a slider and move it so many pixels to the right; it is still down then."""
    box, share = into_sight(part), part.evaluate("({ value, max }) => value / max")
    x, y = box["x"] + THUMB + share * (box["width"] - 2 * THUMB), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=3)


def zoom_until_drafted(page: Page, key: str) -> dict[str, Any]:
    """Turn the wheel with Ctrl, a little at a time, until the browser has drawn a draft of the map under the pointer; what it was then."""
    for _ in range(500):
        turn_with_ctrl(page, -4)
        wait_for_frames(page)
        if (now := wait_until_mapped(page, key))["computed_by"] == "browser":
            return now
    raise AssertionError("no draft has been drawn")


def press_in_a_row(page: Page, key: str, code: int, times: int) -> None:
    """Press a key a tenth of a second after the other, which is said of each, however busy the machine is. code: Windows' of it."""
    keyboard, now = page.context.new_cdp_session(page), time.time()
    for press in range(times):
        for place, kind in enumerate(("rawKeyDown", "keyUp")):
            event = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "timestamp": now + (press + place / 2) / 10}
            keyboard.send("Input.dispatchKeyEvent", event)
    keyboard.detach()


def draw_fingers(page: Page, *ways: tuple[Place, Place], rest: bool = False) -> None:
    """Put fingers down one after the other, draw each from a place of the window to another, and lift them when they lie still: what
    they have scrolled does not go on by itself. When each of this happened is said, however busy the machine is.

    rest: they lie still first, long enough to hold what they lie on
    """
    touch, now = page.context.new_cdp_session(page), time.time()

    def send(kind: str, places: Sequence[Place], after: float = 1 / 60) -> None:
        nonlocal now
        now += after
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points, "timestamp": now})

    begin = [start for start, _ in ways]
    for count in range(1, len(ways) + 1):
        send("touchStart", begin[:count])
    if rest:
        page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
        now += 0.4
    for piece in range(1, PIECES + 1):
        share = piece / PIECES
        send("touchMove", [(x0 + share * (x1 - x0), y0 + share * (y1 - y0)) for (x0, y0), (x1, y1) in ways])
        wait_for_frames(page, 1)
    send("touchEnd", [], after=0.2)
    touch.detach()


def move_to_screen(page: Page, ratio: float) -> None:
    """Draw the window, as large as it is, to a screen of so many pixels to one of the page."""
    size = page.viewport_size
    assert size is not None
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": ratio, "mobile": False})


def into_sight(part: Locator) -> dict[str, float]:
    """Scroll something into the middle of the window; where it is then."""
    part.evaluate("part => part.scrollIntoView({ block: 'center' })")
    box = part.bounding_box()
    assert box is not None
    return dict(box)


def scrolled(page: Page) -> float:
    """How far down the page is scrolled, in whichever of its parts that is."""
    return float(page.evaluate("() => Math.max(...[...document.querySelectorAll('*')].map((part) => part.scrollTop))"))
