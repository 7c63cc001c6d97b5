"""All that the tests of the served app know of Streamlit, which serves it."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from house import ROOT
from playwright.sync_api import Page
from streamlit.components.v2.bidi_component.main import _make_trigger_id

HEALTH = "_stcore/health"
"""What answers as soon as the server is up."""
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
"""The colors of the page in the light and in the dark."""
MAIN = '[data-testid="stMain"]'
"""What is scrolled to see the rest of a page."""
WIDE = ".wide, .st-key-conventions-matrix, .st-key-network-curves"
"""What may be wider than its place, and is scrolled: tables and formulas."""
STRIPS = '[class*="-strip"], .st-key-network-view'
"""What is chosen on a page: on a narrow screen in one row, which is scrolled, too."""
MODULES = "/_stcore/bidi-components/optviz.player/"
"""Where the player's own modules are served."""
NOTHING_FOUND = "No results"
"""What a box offers that has nothing by a name."""
NOT_OURS = {
    "scrollable-region-focusable": '[data-testid="stCode"] pre',  # Chromium and Firefox let the keyboard into what can be scrolled
}
"""What of Streamlit's own elements axe objects to and the app cannot mend: by its rule, and which elements."""


def running(script: Path) -> list[str]:
    """The command that serves a script."""
    return [sys.executable, "-m", "streamlit", "run", str(script)]


def on_this_machine(port: int, below: str = "") -> list[str]:
    """What a command that serves is told, so that it serves nobody else, and below which path."""
    path = ["--server.baseUrlPath", below] if below else []
    return ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true", *path]


def looks_for_its_server(url: str) -> bool:
    """Whether the client asks there for its server: opened at a page below the root, it looks below that page first, in vain."""
    return re.search(r"/\w+/_stcore/", url) is not None


def wait_until_idle(page: Page) -> None:
    """Wait until the server has finished the script run."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def wait_for_theme(page: Page, theme: str) -> None:
    """Wait until the page is in the colors of a theme, and none of them is on its way any more."""
    page.wait_for_function(
        """background => {
            const probe = document.createElement("i");
            probe.style.color = background;
            document.body.append(probe);
            const wanted = getComputedStyle(probe).color;
            probe.remove();
            const isThere = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor === wanted;
            return isThere && !document.getAnimations().some((one) => one instanceof CSSTransition);
        }""",
        arg=THEMES[theme]["backgroundColor"],
    )


def wait_until_connected(page: Page) -> None:
    """Wait until a page that has lost its server has found it again, and the server has finished what it had to do."""
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    wait_until_idle(page)


def wait_until_disconnected(page: Page) -> None:
    """Wait until a page has seen that its server is gone."""
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')


def asking(app: Any, element: Any, event: str, value: object) -> None:
    """Have a page in Streamlit's test runner run as after an event in one of the app's elements, of which that runner knows nothing."""
    states = app._tree.get_widget_states()
    states.widgets.add(id=_make_trigger_id(element.id, "events"), json_trigger_value=json.dumps([{"event": event, "value": value}]))
    app._run(states)
