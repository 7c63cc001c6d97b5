"""Takes the picture of the race for the README from the running app.

.venv/bin/python .github/picture.py
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

from browsers import CHROMIUM, launch_chromium
from framework import wait_until_idle
from painted import seek
from playwright.sync_api import sync_playwright
from serving import serving

STEP = 90

with serving() as server, sync_playwright() as playwright:
    browser = launch_chromium(playwright, CHROMIUM)
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.goto(server.url)
    seek(page, STEP)
    wait_until_idle(page)
    page.wait_for_timeout(1000)
    page.screenshot(path=HERE / "race.png")
    browser.close()
