"""The shape of the house: who may import whom, what stands at the root, and what is written nowhere."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from cases import case
from house import ROOT

from optviz.optimizers import OPTIMIZERS
from surfaces import SURFACES

CODE = sorted(
    path for place in ("app.py", "surfaces", "optviz", "pages") for path in [ROOT / place, *(ROOT / place).rglob("*.py")] if path.is_file()
)
WEB_ROOT = ROOT / "optviz" / "player" / "web"
WEB = sorted(WEB_ROOT.rglob("*.js"))
SHEETS = sorted(WEB_ROOT.rglob("*.css"))

# Each part of the house, with the parts and the third parties that it may know.
MAY_IMPORT = {
    "surfaces": ({"surfaces"}, {"numpy"}),
    "optviz": ({"surfaces", "optviz", "optviz.lanes"}, {"numpy"}),
    "optviz.lanes": ({"surfaces", "optviz", "optviz.lanes"}, {"numpy", "numba", "llvmlite", "distributed"}),
    "optviz.graph": ({"surfaces", "optviz", "optviz.lanes", "optviz.graph"}, {"numpy"}),
    "optviz.network": ({"surfaces", "optviz", "optviz.lanes", "optviz.network"}, {"numpy"}),
    "optviz.claims": ({"surfaces", "optviz", "optviz.lanes", "optviz.network", "optviz.claims"}, {"numpy"}),
    "optviz.plotting": ({"surfaces", "optviz", "optviz.lanes", "optviz.network", "optviz.plotting"}, {"numpy", "plotly", "matplotlib"}),
    "optviz.player": (
        {"surfaces", "optviz", "optviz.lanes", "optviz.graph", "optviz.network", "optviz.claims", "optviz.plotting", "optviz.player"},
        {"numpy", "streamlit"},
    ),
    "optviz.ui": (
        {"surfaces", "optviz", "optviz.lanes", "optviz.network", "optviz.claims", "optviz.plotting", "optviz.player", "optviz.ui"},
        {"numpy", "streamlit", "uvicorn", "starlette"},  # the last two are the server that Streamlit brings
    ),
    "pages": ({"surfaces", "optviz", "optviz.claims", "optviz.plotting", "optviz.player", "optviz.ui"}, {"streamlit"}),
    "app": ({"optviz", "optviz.ui"}, {"streamlit"}),
}

# Which page may enter the room of another: a page of comparisons sends its visitors to the race.
MAY_ENTER = {"conventions": {"race"}}

# The rooms of the player, each with those that it may know: what is mounted, its panels, what they draw with and listen to,
# the numbers under all of it, and the loops around what the declarations print, which know nobody.
ROOMS_OF_THE_PLAYER = {
    "element": {"stage", "panels", "ink", "hear", "measure"},
    "stage": {"stage", "panels", "ink", "hear", "measure", "engine"},
    "panels": {"panels", "ink", "hear", "measure"},
    "ink": {"ink", "measure"},
    "hear": {"hear", "measure"},
    "measure": {"measure"},
    "engine": {"engine"},
}

# Where steps are taken, one after the other or as lanes, and where they are taken apart.
SILENCING = ["optviz.anatomy", "optviz.descent", "optviz.lanes.in_numpy", "optviz.lanes.work", "optviz.network.training"]

AT_THE_ROOT = {
    *("app.py", "optviz", "surfaces", "pages", "tests", "benchmarks", "requirements.txt", "requirements-cluster.txt"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "Makefile"),
    *(".ci", ".streamlit", ".github", ".git", ".gitattributes", ".gitignore", ".pre-commit-config.yaml"),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str | None:
    """The part of the house that a module belongs to; None for anything from outside."""
    return max((part for part in MAY_IMPORT if f"{module}.".startswith(f"{part}.")), key=len, default=None)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_by(path: Path) -> Iterator[str]:
    """The absolute names of all modules that a file imports, wherever in the file it does so.

    `from a import b` counts as a.b where that is a module of ours.
    """
    package = module_name(path).split(".") if path.name == "__init__.py" else module_name(path).split(".")[:-1]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{origin}.{alias.name}" if is_module(f"{origin}.{alias.name}") else origin for alias in node.names)


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def strings_in(path: Path) -> set[str]:
    if path.suffix == ".py":
        return {node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {a or b for a, b in re.findall(r'"([\w-]*)"|\'([\w-]*)\'', path.read_text(encoding="utf-8"))}


def text_files() -> list[Path]:
    ignored = ignored_names()
    files = (path for path in ROOT.rglob("*") if path.is_file() and not ignored & set(path.relative_to(ROOT).parts))
    return [path for path in files if path.suffix not in {".png", ".npz", ".npy", ".pyc"}]


def ignored_names() -> set[str]:
    return {".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())}


def test_the_files_of_the_house_are_found():
    assert len(CODE) > 100
    assert len(WEB) > 20


def test_a_module_imports_only_what_its_part_of_the_house_may_know():
    for path in CODE:
        with case(path.relative_to(ROOT)):
            parts, third_parties = MAY_IMPORT[part_of(module_name(path))]
            for imported in imported_by(path):
                part = part_of(imported)
                if part is not None:
                    assert part in parts, f"{module_name(path)} must not import {imported}"
                else:
                    outside = imported.partition(".")[0]
                    assert outside in third_parties | sys.stdlib_module_names, f"{module_name(path)} must not import {imported}"


def test_every_page_has_a_room_of_its_own_and_enters_no_other():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")}
    for page in pages:
        assert {"__init__.py", "experiment.py", "controls.py"} <= {path.name for path in (ROOT / "optviz" / "ui" / page).iterdir()}
    for path in CODE:
        with case(path.relative_to(ROOT)):
            mine = module_name(path)
            room = mine.split(".")[2] if mine.startswith("optviz.ui.") else path.stem if mine.startswith("pages.") else None
            entered = {imported.split(".")[2] for imported in imported_by(path) if imported.startswith("optviz.ui.")} & pages
            if mine == "optviz.ui":  # it opens all rooms, once
                assert entered == pages
            else:
                assert entered <= {room} | MAY_ENTER.get(room, set())


def test_no_imports_run_in_a_circle():
    arrows = {module_name(path): set(imported_by(path)) for path in CODE}
    del arrows["optviz.ui"]  # it opens all rooms, and they stand in it
    finished: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join([*way, module])
        if module not in finished:
            for imported in sorted(arrows.get(module, ())):
                walk(imported, (*way, module))
            finished.add(module)

    for module in sorted(arrows):
        walk(module, ())


def test_the_walk_sees_relative_and_local_imports(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    (tmp_path / "optviz" / "plotting").mkdir(parents=True)
    for name in ("optviz/__init__.py", "optviz/plotting/__init__.py", "optviz/plotting/style.py", "optviz/race.py"):
        (tmp_path / name).touch()
    file = tmp_path / "optviz" / "descent.py"
    file.write_text(
        "import numpy as np\nfrom . import plotting\nfrom .plotting.style import x\ndef f():\n    from ..surfaces import y\n",
        encoding="utf-8",
    )
    assert list(imported_by(file)) == ["numpy", "optviz.plotting", "optviz.plotting.style", "surfaces"]
    assert part_of("optviz.plotting") == "optviz.plotting"
    assert part_of("optviz.race") == "optviz"
    assert part_of("optvizard") is None


def test_nobody_imports_pyplot():
    # Streamlit closes all figures of pyplot after every session's run.
    for path in CODE:
        with case(path.relative_to(ROOT)):
            assert not any(name.startswith("matplotlib.pyplot") for name in imported_by(path))
            assert "pyplot" not in path.read_text(encoding="utf-8")


def test_there_is_no_list_of_optimizers_or_surfaces_outside_their_own_folder():
    # Field names and kinds of places are words of their own, even where a method or a surface is named after them.
    words = {name for optimizer in OPTIMIZERS.values() for name in optimizer.parameters()} | {"saddle", "plateau"}
    for path in [*CODE, *WEB]:
        with case(path.relative_to(ROOT)):
            part = path.relative_to(ROOT).as_posix()
            named = strings_in(path) - words
            tells_stories = re.fullmatch(r"optviz/ui/\w+/stories\.py", part)  # a story is one named experiment
            if not (part.startswith("optviz/optimizers/") or tells_stories):
                assert len(named & set(OPTIMIZERS)) < 3, sorted(named & set(OPTIMIZERS))
            if not (part.startswith("surfaces/") or tells_stories):
                assert len(named & set(SURFACES)) < 3, sorted(named & set(SURFACES))


def test_overflow_is_silenced_only_where_steps_are_taken_and_taken_apart():
    silencing = re.compile(r"errstate|seterr|simplefilter|filterwarnings|catch_warnings")
    assert [module_name(path) for path in CODE if silencing.search(path.read_text(encoding="utf-8"))] == SILENCING


def unnamed_encodings(tree: ast.Module) -> list[int]:
    """The lines that read or write text in whatever encoding the machine has."""
    found = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
        given = {word.arg: word.value for word in call.keywords}
        of_process = (given.get("text"), given.get("universal_newlines"))
        is_text = name in {"read_text", "write_text"} or any(isinstance(word, ast.Constant) and word.value is True for word in of_process)
        if name in {"open", "fdopen", "NamedTemporaryFile", "TemporaryFile"}:
            modes = [argument.value for argument in [*call.args, given.get("mode")] if isinstance(argument, ast.Constant)]
            is_text = not any(isinstance(mode, str) and re.fullmatch("[rwax+]*b[rwax+]*", mode) for mode in modes)
        if is_text and "encoding" not in given:
            found.append(call.lineno)
    return found


def test_every_file_is_read_and_written_as_utf8_by_name():
    sample = (
        'p.read_text()\nopen("a")\nopen("b", "wb")\nrun(text=True)\np.open("rb")\np.write_text("a", encoding="utf-8")\np.open(mode="w")\n'
    )
    assert unnamed_encodings(ast.parse(sample)) == [1, 2, 4, 7]
    scripts = [path for place in (".ci", ".github", "benchmarks", "tests") for path in (ROOT / place).rglob("*.py")]
    for path in (*CODE, *(path for path in scripts if "node_modules" not in path.parts)):
        with case(path.relative_to(ROOT)):
            assert not unnamed_encodings(parsed(path))


def test_modules_are_named_after_an_idea():
    vague = {"utils", "util", "helpers", "helper", "constants", "base", "manager", "common", "misc"}
    files = [*CODE, *WEB, *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").glob("*.py")]
    assert not [path for path in files if path.stem.strip("_") in vague]


def test_a_folder_of_tests_is_a_room_of_the_house():
    tests = ROOT / "tests"
    rooms = {path.relative_to(tests).parent for path in tests.rglob("test_*.py")} - {Path()}
    of_no_room = {Path("engine"), Path("browser")}  # the floor of optviz itself, and the app from outside
    assert of_no_room < rooms
    assert not [room for room in rooms - of_no_room if not any((ROOT / place / room).is_dir() for place in (".", "optviz"))]


def test_the_tests_in_a_browser_know_nothing_of_the_framework_below():
    of_the_framework = re.compile(r"[Ss]treamlit|st-key|_stcore|test_?id")
    tests = ROOT / "tests"
    assert of_the_framework.search((tests / "framework.py").read_text(encoding="utf-8"))
    for path in [tests / "finding.py", tests / "painted.py", *(tests / "browser").glob("*.py")]:
        with case(path.relative_to(ROOT)):
            assert not of_the_framework.search(path.read_text(encoding="utf-8"))


def test_the_root_holds_only_what_a_convention_puts_there():
    assert {path.name for path in ROOT.iterdir()} - ignored_names() <= AT_THE_ROOT


def test_texts_have_the_line_ends_that_a_shell_and_make_want_on_every_machine(tmp_path):
    assert not [path for path in text_files() if b"\r" in path.read_bytes()]
    # A clone as Git makes it where it is told to give all texts the line ends of Windows.
    (tmp_path / "Makefile").write_bytes(b"run:\n")
    shutil.copy(ROOT / ".gitattributes", tmp_path)
    as_on_windows = ["git", "-C", str(tmp_path), "-c", "core.autocrlf=true"]
    for words in (["init", "--quiet"], ["add", "Makefile"], ["checkout-index", "--prefix=clone/", "Makefile"]):
        subprocess.run([*as_on_windows, *words], check=True)
    assert (tmp_path / "clone" / "Makefile").read_bytes() == b"run:\n"


SAID_OTHERWISE = {
    **{r"step[ -]sizes?\b": "learning rate, or step length", r"held back": "validation", r"told right|% wrong": "misclassified"},
    **{r"ϵ|\\epsilon": "ε", r"\bBeta ?[12]\b": "β₁", r"\b1e-0\d": "10⁻⁶"},
}
"""What the pages call by one word only, as a pattern, with that word."""


def test_one_thing_has_one_word():
    for path in [*CODE, *WEB]:
        for text in strings_in(path) if path in CODE else path.read_text(encoding="utf-8").splitlines():
            if not re.search(r" \(\d{4}\), ", text):  # a paper is called what it is called
                for otherwise, word in SAID_OTHERWISE.items():
                    assert not re.search(otherwise, text), f"{path}: {text!r} instead of {word}"


def test_nothing_is_left_to_be_done():
    unfinished = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
    assert not [path for path in text_files() if unfinished.search(path.read_text(errors="replace", encoding="utf-8"))]


def room_of(path: Path) -> str:
    """The room of a module of the player; an element that Streamlit mounts stands before all of them."""
    parts = path.relative_to(WEB_ROOT).parts
    return parts[0] if len(parts) > 1 else "element"


def imported_by_js(path: Path) -> list[str]:
    return re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""", path.read_text(encoding="utf-8"))


def test_the_modules_of_the_player_import_each_other_and_nobody_else():
    for path in WEB:
        with case(path.relative_to(ROOT)):
            for imported in imported_by_js(path):
                assert imported.startswith(("./", "../")), imported
                target = (path.parent / imported).resolve()
                assert target.is_file(), imported
                is_type = target.name.endswith(".d.ts")  # types are for all rooms
                assert is_type or room_of(target) in ROOMS_OF_THE_PLAYER[room_of(path)], imported
            assert not re.search(r"https?://(?!www\.w3\.org/)", path.read_text(encoding="utf-8"))


def test_the_imports_of_the_player_run_in_no_circle():
    arrows = {path: [(path.parent / imported).resolve() for imported in imported_by_js(path)] for path in WEB}
    list(TopologicalSorter(arrows).static_order())


def test_the_tools_for_the_javascript_are_pinned_and_no_registry_is_named():
    wanted = json.loads((ROOT / "tests" / "web" / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = json.loads((ROOT / "tests" / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not [name for name, package in locked.items() if "resolved" in package]
    assert all("integrity" in package for name, package in locked.items() if name)


def test_the_style_sheet_of_a_panel_dresses_that_panel_alone():
    # What several panels have is dressed by the sheets of ink; where panels stand, and in which view, by those of the elements.
    named = {path: set(re.findall(r"\.([a-z][\w-]*)", selectors_of(path))) for path in SHEETS}
    shared = set().union(*(classes for path, classes in named.items() if room_of(path) != "panels"))
    for path, classes in named.items():
        if room_of(path) == "panels":
            with case(path.name):
                made = set(re.findall(r"[a-z][\w-]*", path.with_suffix(".js").read_text(encoding="utf-8"))) | {path.stem}
                foreign = set().union(*(others for other, others in named.items() if other != path))
                assert not (classes - shared - made) & foreign


def selectors_of(sheet: Path) -> str:
    """All that stands before a brace, without the rules that hold others."""
    text = re.sub(r"/\*.*?\*/|@import[^;]*;|@[^{]*\{", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\{[^}]*\}", " ", text)


def test_every_style_sheet_is_worn():
    elements = {path for path in SHEETS if room_of(path) == "element"}
    worn = {
        (sheet.parent / name).resolve() for sheet in elements for name in re.findall(r'@import "(.+)";', sheet.read_text(encoding="utf-8"))
    }
    assert worn | elements == set(SHEETS)
