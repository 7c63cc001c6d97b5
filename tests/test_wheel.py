"""The wheel: what is in it, and that the app starts from it, in a new environment and from a directory of its own.

It does so where much is not as usual: the folders have umlauts and spaces in their names, whoever starts it has no home, and it is
served below a path.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import venv
from email.parser import Parser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from serving import Server, serving
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

import optviz
import surfaces

WEB = ROOT / "optviz" / "player" / "web"
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def run(*words: str | Path, folder: Path | None = None) -> str:
    """What a command prints. Fails with all that it printed if it does."""
    done = subprocess.run(
        words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=SECONDS_UNTIL_HUNG, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of the repository as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def programs(wheel, tmp_path_factory) -> Path:
    """The programs of a new environment with the wheel. What the app needs is lent to it by the environment of the tests."""
    folder = tmp_path_factory.mktemp("Möbius") / "an environment"
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for lent in Path(sysconfig.get_path("purelib")).iterdir():
        if "optviz" not in lent.name and lent.suffix != ".pth":
            (packages / lent.name).symlink_to(lent)
    run(folder / "bin" / "python", "-m", "pip", "install", "--no-index", "--no-deps", wheel)
    return folder / "bin"


@pytest.fixture(scope="module")
def started(programs, tmp_path_factory) -> Any:
    """The app as `optviz` starts it in an empty directory and below a path, for somebody whose home is not there and cannot be made."""
    nobodys = tmp_path_factory.mktemp("nobody's")
    nobodys.chmod(0o500)  # root makes a home all the same
    kept = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")  # else all would be compiled anew
    homeless = {**os.environ, "HOME": str(nobodys / "home"), "XDG_CACHE_HOME": kept}
    folder, command = tmp_path_factory.mktemp("Möbius strips"), [str(programs / "optviz")]
    with serving(settings_of=folder, command=command, environment=homeless, below="learn/optviz/") as server:
        yield server


BRIEFLY = {"network": "epochs=1&tuned=no", "noise": "seeds=2"}
"""Links to pages that would train for long."""


def opened(server: Server, page: str) -> list[Any]:
    """The messages that a visitor gets who opens a page, to the last."""
    request = BackMsg()
    request.rerun_script.page_name = page
    request.rerun_script.query_string = BRIEFLY.get(page, "")
    messages = []
    with connect(f"ws{server.url.removeprefix('http')}_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:
        socket.send(request.SerializeToString())
        while not (messages and is_last(messages[-1])):
            messages.append(ForwardMsg.FromString(socket.recv(timeout=SECONDS_UNTIL_HUNG)))
    return messages


def fetched(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=SECONDS_UNTIL_HUNG) as answer:
        return bytes(answer.read())


def is_last(message: Any) -> bool:
    """A page that starts once more says that it has finished early."""
    return message.WhichOneof("type") == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def elements(messages: list[Any], kind: str) -> list[Any]:
    shown = (message.delta.new_element for message in messages if message.WhichOneof("type") == "delta")
    return [getattr(element, kind) for element in shown if element.WhichOneof("type") == kind]


def files_below(*folders: str) -> set[str]:
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_what_the_tests_import_is_this_repository():
    for package in (optviz, surfaces):
        assert Path(package.__file__).parents[1] == ROOT


def test_the_wheel_holds_both_packages_and_the_app_within_one_of_them(wheel):
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    app = {f"optviz/app/{file}" for file in files_below("pages", ".streamlit") | {"app.py"}}
    assert names == files_below("optviz", "surfaces") | app | {"optviz/pyproject.toml"}
    assert {"optviz/py.typed", "surfaces/py.typed"} < names


def test_the_wheel_needs_the_versions_that_were_tried_together(wheel):
    archive = ZipFile(wheel)
    (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    needed = Parser().parsestr(archive.read(metadata).decode()).get_all("Requires-Dist")
    pinned = re.findall(r"^\w.*==.*$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert {line for line in needed if "extra ==" not in line} == set(pinned)


def test_both_packages_are_imported_from_any_directory_and_nothing_else_is_there(programs, tmp_path):
    run(programs / "python", "-W", "error", "-c", "import optviz, surfaces; assert len(surfaces.SURFACES) > 30", folder=tmp_path)
    for name in ("app", "pages", "tests", "benchmarks"):
        with case(name):
            found = f"import importlib.util; print(importlib.util.find_spec({name!r}))"
            assert run(programs / "python", "-c", found, folder=tmp_path) == "None\n"


def test_the_command_says_its_version_by_both_of_its_names(programs, tmp_path):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    for command in ([programs / "optviz"], [programs / "python", "-m", "optviz"]):
        assert run(*command, "--version", folder=tmp_path) == f"optviz {version}\n"


def test_every_page_runs(started):
    for page in PAGES:
        with case(page):
            messages = opened(started, page)
            assert messages[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            assert not [said.message for said in elements(messages, "exception")]
    assert "Traceback" not in started.log()
    assert "Warning" not in started.log()


def test_a_page_finds_what_it_is_made_of_below_the_path(started):
    for page in ("", "anatomy"):
        with case(page):
            document = fetched(started.url + page)
            named = re.findall(r'(?:src|href)="([^"]+)"', document.decode())
            assert len(named) > 3
            for one in named:
                assert fetched(urljoin(started.url + page, one)) != document


def test_the_settings_are_the_projects(started):
    session = next(message.new_session for message in opened(started, "race") if message.WhichOneof("type") == "new_session")
    assert not session.config.gather_usage_stats
    assert session.custom_theme.base_radius == SETTINGS["theme"]["baseRadius"]
    assert session.custom_theme.dark.primary_color == SETTINGS["theme"]["dark"]["primaryColor"]


def test_the_modules_of_the_player_are_served(started):
    (player,) = (one for one in elements(opened(started, "race"), "bidi_component") if one.component_name == "optviz.player")
    assert player.js_source_path == "player.js"
    for file in files_below("optviz/player/web"):
        with case(file):
            address = f"{started.url}_stcore/bidi-components/optviz.player/{Path(ROOT, file).relative_to(WEB).as_posix()}"
            assert fetched(address) == (ROOT / file).read_bytes()
