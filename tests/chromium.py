"""The Chromium that the browser tests drive. `python tests/chromium.py` prints it, and installs one where there is none.

The order: the environment variable CHROMIUM, then PATH, then Playwright's own. What cannot be had is an
error that says so: browser tests are not skipped.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from hanging import SECONDS_UNTIL_HUNG
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""For a machine without a screen or a graphics card; and so that the browser itself calls nobody."""


class NoChromium(Exception):
    """There is no Chromium, and none could be installed."""


def find() -> str | None:
    """The path of a Chromium that starts; None where there is none.

    Raises NoChromium when CHROMIUM names something that does not start: a wrong name is not passed over.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None or not _starts(path):
            raise NoChromium(f"CHROMIUM is {named!r}, which is not a browser that starts")
        return path
    return next(filter(_starts, _candidates()), None)


def install() -> None:
    """Install one: Debian's as root, else Playwright's."""
    if _is_debian() and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "chromium", "fonts-dejavu-core"]):
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False)
        if find():
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], stdin=subprocess.DEVNULL, check=False)


def found_or_installed() -> str:
    """The path of a Chromium that starts. Raises NoChromium where none can be had."""
    path = find()
    if path is None:
        install()
        path = find()
    if path is None:
        raise NoChromium("no Chromium was found and none could be installed. Install one and name it: CHROMIUM=/path/to/chromium make test")
    return path


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    yield own


def _starts(path: str) -> bool:
    """Whether it is a browser rather than a stub that says where to get one."""
    if not Path(path).is_file():
        return False
    try:
        return (
            subprocess.run(
                [path, "--version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS_UNTIL_HUNG, check=False
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def _is_debian() -> bool:
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


if __name__ == "__main__":
    try:
        print(f"Chromium: {found_or_installed()}")
    except NoChromium as error:
        sys.exit(f"tests/chromium.py: {error}")
