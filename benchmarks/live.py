"""What follows a slider or the start while it is held, measured in a headless Chromium without a graphics card.

    python benchmarks/live.py [seconds of a drag] [--only WORDS]

The server is stopped while something is dragged, so that nothing of what is painted can come from it. The slider is moved once
a frame from within the page, as its own events move it. Of every frame it is kept what was set in it and where all runs were
painted; afterwards each painted race is compared with NumPy's at the value that it belongs to, and the frames between the two
are its delay. Beside it stands what an idle page is given in the same seconds. Of maps it is counted how many drafts were painted. Of
all of them the longest task of the page's main thread is told.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[1:1] = [str(ROOT), str(ROOT / "tests")]

import numpy as np
from browser import COUNT_FRAMES
from browsers import CHROMIUM, launch_chromium
from machine import describe
from painted import FIRST_PLAYER, painted, wait_until_painted, wait_until_still
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright
from rounds import show_required
from serving import Server, serving

from optviz import OPTIMIZERS, race
from surfaces import SURFACES

LATEST = 8
"""Frames after which a painted race would have to be that of an earlier value."""
LONGEST_TASK = "milliseconds of the longest task of the main thread, 0 if none took 50"
EVERYONE = ",".join(OPTIMIZERS)
START = "the start, 14 methods × 300 on Beale"
MAPS = (
    ("κ beside the map of momentum, 64 × 64 × 300", "maps", "Condition κ", 15),
    ("β₂ beside the map of Adam, 64 × 64 × 300", "maps?method=adam&x=learning_rate&y=beta1", "β₂", 10),
    ("η beside the basins of momentum, 96 × 96 × 300", "basins?steps=300", "Learning rate η", 6),
)

WATCH = f"""(move, seconds) => new Promise(done => {{
    const player = {FIRST_PLAYER}, began = performance.now(), frames = [], tasks = [];
    const watch = new PerformanceObserver(list => tasks.push(...list.getEntries().map(({{ duration }}) => duration)));
    watch.observe({{ type: "longtask" }});
    let longest = 0, before = began;
    const look = () => {{
        const now = performance.now(), time = now - began;
        longest = Math.max(longest, now - before);
        before = now;
        const {{ lanes, computed_by }} = player.painted();
        const points = Object.fromEntries(Object.entries(lanes).map(([key, lane]) => [key, lane.point]));
        if (time > seconds * 1000) {{
            watch.disconnect();
            return done({{ frames, longest, seconds: time / 1000, task: Math.max(0, ...tasks) }});
        }}
        frames.push({{ set: move(time), points, computed_by }});
        requestAnimationFrame(look);
    }};
    requestAnimationFrame(look);
}})"""

SLIDE = f"""(range, seconds) => ({WATCH})((time) => {{
    const share = 0.5 - 0.5 * Math.cos((Math.PI * time) / 1500);
    range.value = String(Math.round(Number(range.max) * (0.1 + 0.8 * share)));
    range.dispatchEvent(new Event("input", {{ bubbles: true }}));
    return range.getAttribute("aria-valuetext");
}}, seconds)"""

LEAD = f"""(canvas, [x, y, seconds]) => ({WATCH})((time) => {{
    const [dx, dy] = [50 * Math.sin(time / 400), 50 * Math.cos(time / 400) - 50];
    const moved = {{ clientX: x + dx, clientY: y + dy, pointerId: 1, pointerType: "mouse", bubbles: true }};
    canvas.dispatchEvent(new PointerEvent("pointermove", moved));
    return [dx, dy];
}}, seconds)"""


FRAMES_OF_MAPS = "Object.values(window.optviz.atlases).reduce((sum, map) => sum + map.drawn().frames, 0)"

SLIDE_BESIDE_MAP = f"""(range, seconds) => new Promise(done => {{
    const began = performance.now(), first = {FRAMES_OF_MAPS}, tasks = [];
    const watch = new PerformanceObserver(list => tasks.push(...list.getEntries().map(({{ duration }}) => duration)));
    watch.observe({{ type: "longtask" }});
    const move = () => {{
        const time = performance.now() - began;
        if (time > seconds * 1000) {{
            watch.disconnect();
            return done({{ pictures: {FRAMES_OF_MAPS} - first, seconds: time / 1000, longest: Math.max(0, ...tasks) }});
        }}
        range.value = String(Math.round(Number(range.max) * (0.5 - 0.4 * Math.cos((Math.PI * time) / 1500))));
        range.dispatchEvent(new Event("input", {{ bubbles: true }}));
        requestAnimationFrame(move);
    }};
    requestAnimationFrame(move);
}})"""


@dataclass
class Drag:
    """What was seen of one: what was set in each frame, where the runs were, and what the server was told of it."""

    idle: float
    seconds: float
    longest: float
    task: float
    frames: list[dict[str, Any]]
    told_before: int
    told_after: int

    def lags(self, expected: Callable[[Any], Any]) -> list[int | None]:
        """For each painted race that is a new one, how many frames earlier its value was set; None for one that no value has."""
        found: list[int | None] = []
        before: Any = None
        for at, frame in enumerate(self.frames):
            if frame["computed_by"] != "browser" or frame["points"] == before:
                continue
            before = frame["points"]
            lags = (lag for lag in range(1, min(LATEST, at) + 1) if _are_alike(before, expected(self.frames[at - lag]["set"])))
            found.append(next(lags, None))
        return found


def _are_alike(painted: Any, expected: Any) -> bool:
    return painted.keys() == expected.keys() and all(np.allclose(painted[key], expected[key], rtol=1e-5, atol=1e-6) for key in expected)


@contextmanager
def stopped(server: Server) -> Iterator[None]:
    """While the server does nothing at all."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


class Watched:
    """A page, and how many messages it has sent."""

    def __init__(self, browser: Browser, server: Server, query: str) -> None:
        self.page: Page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        self.page.set_default_timeout(60_000)
        self.sent = 0
        self.page.on("websocket", self._listen)
        self.page.goto(server.url + query)
        wait_until_painted(self.page)
        wait_until_still(self.page)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._count)

    def _count(self, _: Any) -> None:
        self.sent += 1


def drag(watched: Watched, server: Server, script: str, on: Any, told: Any, let_go: Callable[[], None]) -> Drag:
    page = watched.page
    idle: float = page.evaluate(COUNT_FRAMES, 2)
    before = watched.sent
    with stopped(server):
        seen = on.evaluate(script, told)
        page.wait_for_timeout(100)
        told_before = watched.sent - before
    let_go()
    wait_until_still(page)
    return Drag(idle, seen["seconds"], seen["longest"], seen["task"], seen["frames"], told_before, watched.sent - before - told_before)


def slide(browser: Browser, server: Server, query: str, name: str, seconds: float) -> tuple[Drag, Page]:
    """A slider of a page, found by how its name begins, to and fro."""
    watched = Watched(browser, server, query)
    page = watched.page
    slider = page.get_by_role("slider", name=name).first
    found = drag(watched, server, SLIDE, slider, seconds, lambda: slider.dispatch_event("change"))
    return found, page


def slide_beside_map(browser: Browser, server: Server, query: str, name: str, seconds: float, least: float) -> None:
    """A slider that redraws a map, to and fro: how many drafts are painted, and how long the main thread is held."""
    watched = Watched(browser, server, query)
    page = watched.page
    page.wait_for_function("Object.values(window.optviz.atlases ?? {}).some((map) => map.drawn().frames)")
    wait_until_still(page)
    idle: float = page.evaluate(COUNT_FRAMES, 2)
    slider = page.get_by_role("slider", name=name).first
    slider.evaluate(SLIDE_BESIDE_MAP, 0.5)  # its workers begin
    before = watched.sent
    with stopped(server):
        seen = slider.evaluate(SLIDE_BESIDE_MAP, seconds)
        told = watched.sent - before
    show_required("pictures painted a second, where an idle page has 60", [seen["pictures"] / seen["seconds"] * 60 / idle], at_least=least)
    show_required(LONGEST_TASK, [seen["longest"]], at_most=50)
    show_required("messages before the release", [told], at_most=0)
    page.close()


def lead(browser: Browser, server: Server, query: str, seconds: float) -> tuple[Drag, Page]:
    """The start of the race, around and around."""
    watched = Watched(browser, server, query)
    page = watched.page
    seen, canvas = painted(page), page.get_by_role("img", name="Contour map of").first
    box, plot, (x0, x1, y0, y1) = canvas.bounding_box(), seen["panels"]["contour"]["plot"], seen["window"]
    assert box is not None
    start = SURFACES["beale"].start
    x = box["x"] + plot["left"] + (start[0] - x0) / (x1 - x0) * plot["width"]
    y = box["y"] + plot["top"] + (y1 - start[1]) / (y1 - y0) * plot["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 8, y)
    return drag(watched, server, LEAD, canvas, [x, y, seconds], page.mouse.up), page


def show(what: str, found: Drag, least: float, expected: Callable[[Any], Any] | None = None) -> None:
    print(f"\n{what}")
    by_browser = [frame for frame in found.frames if frame["computed_by"] == "browser"]
    new = sum(one["points"] != other["points"] for one, other in itertools.pairwise(by_browser))
    print(f"  an idle page is given {found.idle:.0f} frames a second; this one had {len(found.frames) / found.seconds:.0f}")
    show_required("new races painted a second, where an idle page has 60", [new / found.seconds * 60 / found.idle], at_least=least)
    show_required("messages before the release", [found.told_before], at_most=0)
    show_required("messages after it", [found.told_after], at_most=1)
    show_required(LONGEST_TASK, [found.task], at_most=50)
    print(f"  longest from frame to frame: {found.longest:.0f} ms")
    if expected is not None:
        lags = found.lags(expected)
        known = sorted(lag for lag in lags if lag is not None)
        print(f"  {len(known)} of {len(lags)} painted races are NumPy's at the value of their frame")
        show_required("frames from input to paint, median", [statistics.median(known)], at_most=2)
        show_required("the same, 95 of 100", [known[int(0.95 * (len(known) - 1))]], at_most=4)


def with_shared(symbol: str, methods: Sequence[str], steps: int, step: int) -> Callable[[Any], Any]:
    """Where the runs of a race are at a step, by the value of a hyperparameter as it is written."""

    def expected(text: Any) -> Any:
        optimizers = {}
        for key in methods:
            form = OPTIMIZERS[key]
            names = [name for name, one in form.parameters().items() if one.symbol == symbol]
            optimizers[key] = form(**dict.fromkeys(names, number_in(text)))
        found = race(optimizers, SURFACES["beale"], SURFACES["beale"].start, steps)
        return {key: run.points[step] for key, run in found.lanes.items()}

    return expected


def number_in(text: str) -> float:
    """2.5×10⁻⁵ as a number."""
    leading, _, power = text.partition("10") if "⁻" in text else (text, "", "0")
    raised = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{leading.rstrip('×') or 1}e{raised}") if "⁻" in text else float(text)


def main() -> None:
    parser = argparse.ArgumentParser(description="What follows the finger.")
    parser.add_argument("seconds", type=float, nargs="?", default=3.0)
    parser.add_argument("--only", metavar="WORDS", default="", help="the cases that have these words in their names")
    given = parser.parse_args()
    seconds: float = given.seconds
    print(describe("streamlit", "playwright"))
    opening = [key for key, method in OPTIMIZERS.items() if method.opens_the_race]
    slides = (
        ("η, 14 methods × 300 on Beale", "?step=300", "η", 50, with_shared(r"\eta", opening, 300, 300)),
        ("η, all methods × 300", f"?step=300&methods={EVERYONE}", "η", 40, with_shared(r"\eta", list(OPTIMIZERS), 300, 300)),
        ("η, 14 methods × 2,000", "?steps=2000&step=2000", "η", 20, with_shared(r"\eta", opening, 2000, 2000)),
        ("κ of the ravine, 14 methods × 300: the surface bends", "?surface=ravine&step=300", "Condition κ", 25, None),
        ("η of the anatomy", "anatomy?step=60", "Learning rate η", 30, None),
    )
    with sync_playwright() as playwright, serving() as server:
        browser = launch_chromium(playwright, CHROMIUM)
        print(f"Chromium {browser.version}, without a graphics card, 1400 × 900; {seconds:g} seconds each")
        for what, query, name, least, expected in slides:
            if given.only not in what:
                continue
            found, page = slide(browser, server, query, name, seconds)
            show(what, found, least, expected)
            page.close()
        if given.only in START:
            found, page = lead(browser, server, "?step=300", seconds)
            show(START, found, 50)
            page.close()
        for what, query, name, least in MAPS:
            if given.only not in what:
                continue
            print(f"\n{what}")
            slide_beside_map(browser, server, query, name, seconds, least)
        browser.close()


if __name__ == "__main__":
    main()
