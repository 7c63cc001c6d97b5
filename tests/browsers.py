"""The browsers that the tests drive. `python tests/browsers.py` names them, and installs those that are not there.

The order for each: the environment variable CHROMIUM or FIREFOX, then PATH, then Playwright's own. What cannot be had is an
error that says so: browser tests are not skipped.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hanging import SECONDS_UNTIL_HUNG
from playwright.sync_api import Browser, Playwright, sync_playwright

INTERPRETER = Path(__file__).with_name("interpreter.py")


@dataclass(frozen=True)
class Make:
    """A make of browser: what its commands are called, and Debian's package of it."""

    name: str
    commands: tuple[str, ...]
    package: str

    @property
    def variable(self) -> str:
        """The environment variable that names one."""
        return self.name.upper()

    def own(self, playwright: Playwright) -> str:
        """The path where Playwright keeps its own."""
        return str(getattr(playwright, self.name.lower()).executable_path)


CHROMIUM = Make("Chromium", ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"), "chromium")
SHELL = replace(CHROMIUM, commands=("chromium-headless-shell", *CHROMIUM.commands), package="chromium-headless-shell")
"""The same without what is around a page, where there is that: it opens one at two thirds of the cost."""
FIREFOX = Make("Firefox", ("firefox-esr", "firefox"), "firefox-esr")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--process-per-site",  # pages of the app in one context share what has been read of it
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # whoever asks another host finds none, and the console says so
)
"""For a Chromium on a machine without a screen or a graphics card; and so that nobody is called, by the browser itself or a page."""

COLOR_SCHEMES = {"dark": 0, "light": 1}
MOTIONS = {"no-preference": 0, "reduce": 1}
"""How Firefox's preferences call what a visitor prefers."""


class NoBrowser(Exception):
    """There is no browser of a make, and none could be installed."""


def launch_chromium(playwright: Playwright, make: Make = SHELL) -> Browser:
    """A headless Chromium. make: CHROMIUM for what is measured, which is what visitors have."""
    (path,) = found_or_installed(playwright, make)
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=SECONDS_UNTIL_HUNG * 1000)


def launch_firefox(playwright: Playwright, color_scheme: str = "light", reduced_motion: str = "reduce", **preferences: object) -> Browser:
    """A headless Firefox of a visitor who prefers this, in all of its contexts; any other preference by its name in about:config."""
    (path,) = found_or_installed(playwright, FIREFOX)
    preferences = {
        "layout.css.prefers-color-scheme.content-override": COLOR_SCHEMES[color_scheme],
        "ui.prefersReducedMotion": MOTIONS[reduced_motion],
        "dom.events.testing.asyncClipboard": True,  # what was copied can be read without being asked
        "dom.ipc.processPrelaunch.enabled": False,  # no process in reserve, nor one for every site: there is one site
        "fission.autostart": False,
        "dom.script_loader.experimental.navigation_cache": True,  # the next page has the scripts of the last one
        **preferences,
    }
    options = {"firefox_user_prefs": preferences, "timeout": SECONDS_UNTIL_HUNG * 1000}
    if path == FIREFOX.own(playwright):
        return playwright.firefox.launch(**options)
    python_first = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, FIREFOX.variable: path, "PATH": python_first}
    return playwright.firefox.launch(executable_path=INTERPRETER, channel="moz-firefox", env=environment, **options)


def find(playwright: Playwright, make: Make) -> str | None:
    """The path of a browser of this make that starts; None where there is none.

    Raises NoBrowser when the environment names something that does not start: a wrong name is not passed over.
    """
    named = os.environ.get(make.variable)
    if named:
        path = shutil.which(named)
        if path is None or not _starts(path):
            raise NoBrowser(f"{make.variable} is {named!r}, which is not a browser that starts")
        return path
    return next(filter(_starts, _candidates(playwright, make)), None)


def install(playwright: Playwright, makes: Sequence[Make]) -> None:
    """Install one of each: Debian's as root, all in one go, else Playwright's."""
    if _is_debian() and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["fonts-dejavu-core", *(make.package for make in makes)]
        for command in (["apt-get", "update"], ["apt-get", "install", "--yes", *packages]):
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False)
    for make in makes:
        if not find(playwright, make):
            command = [sys.executable, "-m", "playwright", "install", make.name.lower()]
            subprocess.run(command, stdin=subprocess.DEVNULL, check=False)


def found_or_installed(playwright: Playwright, *makes: Make) -> list[str]:
    """The paths of browsers that start, one of each make. Raises NoBrowser where one cannot be had."""
    missing = [make for make in makes if find(playwright, make) is None]
    if missing:
        install(playwright, missing)
    return [_path_of(playwright, make) for make in makes]


def _path_of(playwright: Playwright, make: Make) -> str:
    path = find(playwright, make)
    if path is None:
        one_of_mine = f"{make.variable}=/path/to/{make.commands[0]}"
        raise NoBrowser(f"no {make.name} was found and none could be installed. Install one and name it: {one_of_mine} make test")
    return path


def _candidates(playwright: Playwright, make: Make) -> Iterator[str]:
    yield from filter(None, map(shutil.which, make.commands))
    yield make.own(playwright)


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
    makes = (SHELL, FIREFOX)
    try:
        with sync_playwright() as playwright:
            for make, path in zip(makes, found_or_installed(playwright, *makes), strict=True):
                print(f"{make.name}: {path}")
    except NoBrowser as error:
        sys.exit(f"tests/browsers.py: {error}")
