"""What the player in a page has painted, as it says itself through `window.optviz`, and how a test gets it to paint something else."""

from __future__ import annotations

import json
import time
from typing import Any

from framework import wait_until_idle
from hanging import SECONDS_UNTIL_HUNG
from playwright.sync_api import Page

FIRST_PLAYER = "Object.values(window.optviz?.players ?? {})[0]"


def wait_until_painted(page: Page, condition: str = "true") -> dict[str, Any]:
    """Wait until the last painted frame fulfils a condition in JavaScript on `painted`; what it was then.

    wait_until_painted(page, "painted.step === 12 && !painted.playing")
    """
    handle = page.wait_for_function(
        f"() => {{ const painted = {FIRST_PLAYER}?.painted(); return painted && painted.frames > 0 && ({condition}) ? painted : null; }}",
        polling=50,
    )
    painted: dict[str, Any] = handle.json_value()
    return painted


def painted(page: Page) -> dict[str, Any]:
    """The last painted frame."""
    return wait_until_painted(page)


def wait_for_new_race(page: Page, before: dict[str, Any], condition: str = "true") -> dict[str, Any]:
    """Wait until the player has painted another payload than in `before`, and the server has finished its run; what is painted then."""
    changed = f"painted.revision !== {json.dumps(before['revision'])} && ({condition})"
    wait_until_painted(page, changed)
    wait_until_idle(page)
    return wait_until_painted(page, changed)


def wait_until_mapped(page: Page, key: str, condition: str = "true") -> dict[str, Any]:
    """Wait until a map fulfils a condition in JavaScript on `map`; what it was then.

    Its cells and its marks come one after the other: both are of the same revision then.
    """
    handle = page.wait_for_function(
        f"""key => {{
            const map = window.optviz?.atlases?.[key]?.painted();
            const isWhole = map?.frames && map.revision.startsWith(`${{window.optviz.marks[key].on}} `);
            return isWhole && ({condition}) ? map : null;
        }}""",
        arg=key,
        polling=50,
    )
    mapped: dict[str, Any] = handle.json_value()
    return mapped


def wait_for_new_map(page: Page, key: str, before: dict[str, Any]) -> dict[str, Any]:
    """Wait until the server has sent other cells or marks of a map than in `before`, and has finished its run; what is painted then."""
    changed = f"map.revision !== {json.dumps(before['revision'])} && map.computed_by === 'server'"
    wait_until_mapped(page, key, changed)
    wait_until_idle(page)
    return wait_until_mapped(page, key, changed)


def seek(page: Page, step: int) -> dict[str, Any]:
    """Pause the player at a step, as soon as there is one; what it painted there."""
    wait_until_painted(page)
    page.evaluate(f"step => {{ const player = {FIRST_PLAYER}; player.pause(); player.seek(step); }}", step)
    return wait_until_painted(page, f"painted.step === {int(step)} && !painted.playing")


def on_map(page: Page, x: float, y: float) -> dict[str, float]:
    """Where on the map a point of the plane lies, by the window that is painted."""
    at = painted(page)
    (x0, x1, y0, y1), plot = at["window"], at["panels"]["contour"]["plot"]
    return {
        "x": plot["left"] + (x - x0) / (x1 - x0) * plot["width"],
        "y": plot["top"] + (y1 - y) / (y1 - y0) * plot["height"],
    }


def assert_that_numbers_keep_their_room(page: Page) -> None:
    """Of a rule with numbers: no row is wider or narrower at another step, and x and y stand under each other."""
    widths = []
    for step in (0, 3):
        seek(page, step)
        widths.append(page.locator(".rule .row math").evaluate_all("rows => rows.map((row) => row.getBoundingClientRect().width)"))
    assert widths[0]
    assert all(abs(one - other) < 0.5 for one, other in zip(*widths, strict=True)), widths
    assert all(abs(x - y) < 0.5 for x, y in zip(widths[0][::2], widths[0][1::2], strict=True)), widths


def wait_for_frames(page: Page, count: int = 2) -> None:
    """Wait until the browser has painted some frames."""
    page.evaluate(
        """count => new Promise((done) => {
            const paint = () => (count-- > 0 ? requestAnimationFrame(paint) : done());
            paint();
        })""",
        count,
    )


def wait_until_told(page: Page) -> None:
    """Wait until the address and the server have been told of every gesture: 350 ms later at most, and timers go off in their order."""
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")


def wait_until_still(page: Page) -> None:
    """Wait until nothing is under way any more: what was done has been told, the server has answered, and two looks see the same.

    A look sees the address, what is painted, and the place of everything on the page.
    """
    before, until = "", time.monotonic() + SECONDS_UNTIL_HUNG
    while time.monotonic() < until:
        wait_until_told(page)
        wait_until_idle(page)
        wait_for_frames(page)
        seen = page.evaluate(
            """() => {
                const places = (root) => [...root.querySelectorAll("*")].flatMap((part) => {
                    const { x, y, width, height } = part.getBoundingClientRect();
                    return [x, y, width, height, ...(part.shadowRoot ? places(part.shadowRoot) : [])];
                });
                const { players = {}, atlases = {} } = window.optviz ?? {};
                const painted = [...Object.values(players), ...Object.values(atlases)].map((one) => one.drawn().revision);
                return JSON.stringify([location.search, painted, places(document.body)]);
            }"""
        )
        if seen == before:
            return
        before = seen
    raise AssertionError("the page does not come to rest")
