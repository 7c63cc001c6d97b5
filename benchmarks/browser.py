"""What a visitor feels, measured in a headless Chromium without a graphics card.

    python benchmarks/browser.py [slider changes for the memory figure]

Frames a second while all panels play, beside what an empty page is given. Updates a second while the cursor of
an anatomy is moved. Time from a changed slider to the repainted race and to a new map, in turns with a
Streamlit page that has one slider and one st.text: as Streamlit comes, and with the settings of this project,
which make any page several times faster. Memory of the server and of the page over a thousand slider changes.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browsers import CHROMIUM, launch_chromium
from framework import wait_until_idle
from machine import describe
from painted import FIRST_PLAYER, wait_until_painted
from playwright.sync_api import Browser, Page, sync_playwright
from serving import Server, serving

from optviz.ui.race.experiment import SHARED

REQUIRED_SHARE_OF_FRAMES = 50 / 60
REQUIRED_RATIO = 3
REQUIRED_UPDATES = 20
REQUIRED_GROWTH_MB = 50
SECONDS_OF_FRAMES = 5
TURNS = 25
SETTLING_CHANGES = 100

SLIDERS = [f".st-key-race-{name} input[type=range]" for name in SHARED]

SMALLEST_PAGE = """
import streamlit as st
st.text(st.slider("value", 0, 1000, 500))
"""

# A reading is a text that changes when what the slider changed is on the screen.
RACE = f"{FIRST_PLAYER}.drawn().revision"
MAP = "Object.values(window.optviz.atlases)[0].painted().revision"
TEXT = "document.querySelector('[data-testid=stText]').textContent"

# What comes after the address, the slider that is moved, the key that moves it on and on, and the reading.
# A map has 128 × 128 runs unless it is told otherwise.
OURS = {
    "the race": ("", SLIDERS[0], "ArrowLeft", RACE),
    "a map of 128 × 128 × 300 steps, momentum": (
        "maps?steps=300&surface.condition=1",
        ".st-key-maps-momentum-ravine-condition input[type=range]",
        "ArrowRight",
        MAP,
    ),
    "the same, Adam": (
        "maps?steps=300&method=adam&surface=rosenbrock",
        ".st-key-maps-adam-rosenbrock-epsilon input[type=range]",
        "ArrowRight",
        MAP,
    ),
}

STOPWATCH = """reading => {
    const read = new Function(`return ${reading}`);
    const before = read();
    window.elapsed = new Promise(done => addEventListener("keydown", () => {
        const pressed = performance.now();
        const look = now => read() === before ? requestAnimationFrame(look) : done(Math.max(now, performance.now()) - pressed);
        requestAnimationFrame(look);
    }, {once: true, capture: true}));
}"""

COUNT_FRAMES = """seconds => new Promise(done => {
    const began = performance.now();
    let frames = 0;
    const count = now => now - began < seconds * 1000 ? (frames += 1, requestAnimationFrame(count)) : done(frames / seconds);
    requestAnimationFrame(count);
})"""

COUNT_PAINTED = f"""seconds => new Promise(done => {{
    const player = {FIRST_PLAYER};
    player.seek(0);
    player.play();
    const before = player.drawn().frames;
    setTimeout(() => done((player.drawn().frames - before) / seconds), seconds * 1000);
}})"""


SCRUB = f"""seconds => new Promise(done => {{
    const player = {FIRST_PLAYER};
    player.pause();
    const began = performance.now(), shown = new Set();
    const move = now => {{
        if (now - began > seconds * 1000) return done(shown.size / seconds);
        const {{ anatomy, step }} = player.painted();
        if (anatomy.column === step) shown.add(`${{Math.floor((now - began) / 3000)}} ${{step}} ${{anatomy.numbers.join()}}`);
        player.seek((step + 1) % 200);
        requestAnimationFrame(move);
    }};
    requestAnimationFrame(move);
}})"""


def open_page(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(url)
    return page


def press(page: Page, slider: str, key: str, reading: str) -> float:
    """Move the slider at a selector by one key; milliseconds until what it changes is painted."""
    page.locator(slider).focus()
    page.evaluate(STOPWATCH, reading)
    page.keyboard.press(key)
    elapsed: float = page.evaluate("elapsed")
    wait_until_idle(page)
    return elapsed


def heap_megabytes(page: Page) -> float:
    """The page's JavaScript heap after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    session.detach()
    return used


def main() -> None:
    parser = argparse.ArgumentParser(description="The race page in a browser.")
    parser.add_argument("changes", type=int, nargs="?", default=1000)
    changes = min(parser.parse_args().changes, 5000)
    print(describe("streamlit", "playwright"))

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        script = Path(folder) / "smallest.py"
        script.write_text(SMALLEST_PAGE, encoding="utf-8")
        browser = launch_chromium(playwright, CHROMIUM)
        print(f"Chromium {browser.version}")
        with serving() as server, serving(script, settings_of=Path(folder)) as plain, serving(script) as tuned:
            show_frames(browser, server.url)
            show_scrubbing(browser, server.url)
            show_slider(browser, server.url, {"as Streamlit comes": plain.url, "with this project's settings": tuned.url})
            show_memory(browser, server, changes)
        browser.close()


def show_frames(browser: Browser, url: str) -> None:
    idle = browser.new_page()
    given = idle.evaluate(COUNT_FRAMES, SECONDS_OF_FRAMES)
    idle.close()
    page = open_page(browser, url)
    wait_until_painted(page)
    wait_until_idle(page)
    painted = page.evaluate(COUNT_PAINTED, SECONDS_OF_FRAMES)
    panels = wait_until_painted(page)["panels"]
    page.close()
    print(f"\nPlaying {', '.join(panels)} for {SECONDS_OF_FRAMES} s")
    print(f"  frames with new data    {painted:6.1f} a second")
    print(
        f"  frames of an empty page {given:6.1f} a second (required: {REQUIRED_SHARE_OF_FRAMES:.0%} of it; measured {painted / given:.0%})"
    )


def show_scrubbing(browser: Browser, url: str) -> None:
    """Updates a second while the cursor of an anatomy is moved once a frame: each is formula, arrows and charts of another step."""
    print("\nScrubbing an anatomy, a step at each frame")
    for methods in ("a=adam", "a=momentum&b=nag", "a=adam&b=rmsprop", "a=ranger&b=bfgs"):
        page = open_page(browser, f"{url}anatomy?{methods}")
        wait_until_painted(page)
        wait_until_idle(page)
        rates = [page.evaluate(SCRUB, 3) for _ in range(3)]
        page.close()
        rate = statistics.median(rates)
        print(f"  {methods:20} {rate:6.1f} updates a second ({min(rates):.0f} to {max(rates):.0f}; required: {REQUIRED_UPDATES})")


def show_slider(browser: Browser, url: str, smallest_urls: dict[str, str]) -> None:
    """The pages take turns. While one is measured the others hold still, else they would slow it down."""
    pages = {}
    for name, (place, *_) in OURS.items():
        page = pages[name] = open_page(browser, url + place)
        wait_until_painted(page)
        page.evaluate(f"{FIRST_PLAYER}.pause()")
    rivals = {name: open_page(browser, smallest_url) for name, smallest_url in smallest_urls.items()}
    times: dict[str, list[float]] = {name: [] for name in (*OURS, *rivals)}
    for turn in range(-3, TURNS):
        measured = {}
        for name, rival in rivals.items():
            rival.bring_to_front()
            rival.wait_for_selector("[data-testid=stText]")
            measured[name] = press(rival, "input[type=range]", "ArrowRight" if turn % 2 else "ArrowLeft", TEXT)
        for name, (_, slider, key, reading) in OURS.items():
            page = pages[name]
            page.bring_to_front()
            page.evaluate(f"{FIRST_PLAYER}.play()")
            measured[name] = press(page, slider, key, reading)  # never back: what was shown before is kept
            page.evaluate(f"{FIRST_PLAYER}.pause()")
        for name, elapsed in measured.items():
            if turn >= 0:
                times[name].append(elapsed)
    for page in (*pages.values(), *rivals.values()):
        page.close()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"\nFrom a moved slider to the repainted result, median of {TURNS} turns (fastest to slowest)")
    for name, taken in times.items():
        label = name if name in OURS else f"one slider and one st.text, {name}"
        print(f"  {label:58} {medians[name]:5.0f} ms  ({min(taken):.0f} to {max(taken):.0f})")
    for name in OURS:
        for rival in rivals:
            print(f"  {name}, times the page {rival}: {medians[name] / medians[rival]:.2f} (required: at most {REQUIRED_RATIO})")


def show_memory(browser: Browser, server: Server, changes: int) -> None:
    page = open_page(browser, server.url)
    wait_until_painted(page)
    rng = random.Random(0)
    resident, heap = server.resident_megabytes(), heap_megabytes(page)
    for change in range(changes):
        if change == SETTLING_CHANGES:
            resident, heap = server.resident_megabytes(), heap_megabytes(page)
        page.locator(rng.choice(SLIDERS)).focus()
        page.keyboard.press(rng.choice(("ArrowLeft", "ArrowRight")))
        page.wait_for_timeout(60)
        wait_until_idle(page)
    print(f"\nGrowth over {changes} slider changes, after the first {SETTLING_CHANGES} (required: each under {REQUIRED_GROWTH_MB} MB)")
    print(f"  server, resident  {server.resident_megabytes() - resident:+6.1f} MB, to {server.resident_megabytes():.0f}")
    print(f"  page, JS heap     {heap_megabytes(page) - heap:+6.1f} MB, to {heap_megabytes(page):.0f}")
    page.close()


if __name__ == "__main__":
    main()
