"""The command `optviz`: starts the app, from any directory."""

from __future__ import annotations

import argparse
import re
import runpy
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).parent
APP = next(path for path in (HERE / "app" / "app.py", HERE.parent / "app.py") if path.is_file())
"""Where the app starts: inside the package in the wheel, at the top of the repository else. Its settings lie beside it."""


class Command(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main() -> None:
    """Serve the app until it is interrupted."""
    sys.argv = ["streamlit", "run", str(APP), *streamlits_options(sys.argv[1:])]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def streamlits_options(words: Sequence[str]) -> list[str]:
    """What `streamlit run` is told when `optviz` is told these words. Leaves with one sentence where they make no sense."""
    command = Command(
        prog="optviz",
        description="Race gradient-descent methods on two-dimensional surfaces, live in the browser.",
        epilog="Any further option is Streamlit's: optviz --server.baseUrlPath racing",
        allow_abbrev=False,
    )
    command.add_argument("--port", type=_port, help="port to listen on (default: 8501, or the next one that is free)")
    command.add_argument("--host", help="address to listen on (default: all that this machine has)")
    command.add_argument("--no-browser", action="store_true", help="open no browser")
    command.add_argument("--version", action="version", version=f"optviz {version('optviz')}")
    own, further = command.parse_known_args(words)

    rest = iter(further)
    for word in rest:
        if not re.match(r"--\w+\.\w", word):
            command.error(f"there is no option {word!r}; optviz --help lists them all")
        if "=" not in word:
            next(rest, None)  # its value

    options = list(further)
    if own.port is not None:
        options += ["--server.port", str(own.port)]
    if own.host is not None:
        options += ["--server.address", own.host]
    if own.no_browser:
        options += ["--server.headless", "true"]
    return options


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 65535, got {text!r}")
    return int(text)
