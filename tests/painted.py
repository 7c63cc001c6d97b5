"""What the player in a page has painted, as it says itself through `window.optviz`, and how a test gets it to paint something else."""

from __future__ import annotations

import json
from typing import Any

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
    """Wait until the player has painted another payload than in `before`, and the server has finished its run."""
    now = wait_until_painted(page, f"painted.revision !== {json.dumps(before['revision'])} && ({condition})")
    wait_until_idle(page)
    return now


def wait_until_idle(page: Page) -> None:
    """Wait until the server has finished the script run."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def seek(page: Page, step: int) -> dict[str, Any]:
    """Pause the player at a step, as soon as there is one; what it painted there."""
    wait_until_painted(page)
    page.evaluate(f"step => {{ const player = {FIRST_PLAYER}; player.pause(); player.seek(step); }}", step)
    return wait_until_painted(page, f"painted.step === {int(step)} && !painted.playing")


def wait_until_still(page: Page) -> None:
    """Wait until the server has finished the script run and no part of the page has moved or grown from one look to the next."""
    wait_until_idle(page)
    parts, before = page.locator("[data-testid=stElementContainer], .inside > *, .panels > *"), ""
    for _ in range(100):
        boxes = parts.evaluate_all("all => JSON.stringify(all.map((part) => part.getBoundingClientRect()))")
        if boxes == before:
            return
        before = boxes
        page.wait_for_timeout(100)
    raise AssertionError("the page does not come to rest")


def wait_for_address(page: Page) -> None:
    """Wait until the address says all that has been done: it is written 250 ms later at most, and timers go off in their order."""
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")


def choose(page: Page, key: str, name: str) -> None:
    """Choose from a select box, which its key names, what is found first by a name; as soon as the server has finished the script run."""
    wait_until_idle(page)
    box = page.locator(f".st-key-{key} input")
    box.fill(name)
    box.press("Enter")
