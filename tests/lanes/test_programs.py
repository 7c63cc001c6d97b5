"""What is kept on disk is used if it is whole, thrown away if it is damaged, and never missed."""

from __future__ import annotations

import errno
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import case
from numba.core.caching import IndexDataCacheFile

from optviz import OPTIMIZERS
from optviz.lanes import compiled as compiled_lanes
from optviz.lanes import programs, workshop
from optviz.lanes.compiled import compiled, obstacle
from optviz.lanes.programs import made
from optviz.lanes.work import Lanes
from surfaces import SURFACES

PROGRAM = """
from numba import njit, types

@njit(types.float64(types.float64), cache={cached})
def twice(x):
    return x * 2.0
"""


def twice() -> tuple[float, bool]:
    """What the program says of 21, and whether it came from the disk. The code is what it should be, to begin with."""
    function = made(PROGRAM, (type(SURFACES["bowl"]),), lambda program: program.twice)
    return function(21.0), sum(function.stats.cache_hits.values()) == 1


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "optviz"


def flip(file: Path) -> None:
    contents = bytearray(file.read_bytes())
    contents[len(contents) // 2] ^= 1
    file.write_bytes(contents)


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "no file": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "one bit that is another": flip,
    "no such thing": lambda file: file.write_bytes(b"(((" + bytes(range(256))),
    "something else": lambda file: file.write_bytes(pickle.dumps(3)),
    "a program that says otherwise": lambda file: file.write_text("twice = lambda x: x * 3.0\n", encoding="utf-8"),
}


def test_a_program_is_kept_on_disk(cache):
    assert twice() == (42.0, False)
    assert twice() == (42.0, True)
    assert cache.stat().st_mode & 0o077 == 0


def test_a_damaged_file_is_thrown_away_and_made_again(cache):
    twice()
    for name in sorted(file.relative_to(cache).as_posix() for file in cache.rglob("*") if file.is_file()):
        for damage, does in DAMAGES.items():
            with case(f"{name}: {damage}"):
                assert twice() == (42.0, True)
                does(cache / name)
                assert twice()[0] == 42.0
                assert twice() == (42.0, True)


def test_a_folder_where_a_file_should_be_costs_time_and_nothing_else(cache):
    twice()
    for file in [one for one in cache.rglob("*") if one.is_file()]:
        with case(file.name):
            file.unlink()
            file.mkdir()
            assert twice()[0] == 42.0


def test_a_disk_that_is_full_costs_time_and_nothing_else(cache, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(IndexDataCacheFile, "_save_data", full)
        assert twice() == (42.0, False)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert twice() == (42.0, False)
    assert twice() == (42.0, False)
    assert twice() == (42.0, True)


def test_what_is_kept_by_somebody_else_is_not_run(cache, monkeypatch):
    twice()
    kept = {file: file.read_bytes() for file in cache.rglob("*") if file.is_file()}
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: cache.stat().st_uid + 1)
        assert twice() == (42.0, False)
    assert {file: file.read_bytes() for file in cache.rglob("*") if file.is_file()} == kept


def test_another_version_makes_its_own_and_leaves_this_one_alone(cache, monkeypatch):
    twice()
    with monkeypatch.context() as patch:
        patch.setattr(programs.numba, "__version__", "another")
        assert twice() == (42.0, False)
        assert twice() == (42.0, True)
    assert twice() == (42.0, True)


def test_a_program_that_cannot_be_compiled_fails_as_it_does_without_a_disk(cache):
    with pytest.raises(ZeroDivisionError):
        made("1 / 0  # {cached}", (type(SURFACES["bowl"]),), lambda program: program)


def test_it_is_said_what_kept_a_method_from_being_compiled(monkeypatch):
    class Local(OPTIMIZERS["sgd"]):
        """Stands where nobody can import it from."""

        name = "Local"

    class Large(OPTIMIZERS["sgd"]):
        """Takes more memory than there is."""

        name = "Large"

    def no_memory(*_):
        raise MemoryError

    monkeypatch.setattr(compiled_lanes, "workshop", workshop.Workshop())
    axes = {"x": np.array([1.0])}
    for method, why in (
        (Local, "its formulas stand where they cannot be imported from"),
        (Large, "the compiler failed with MemoryError"),
    ):
        with case(method.name), monkeypatch.context() as patch:
            if method is Large:
                patch.setattr(compiled_lanes, "made", no_memory)
            assert not obstacle(method)
            assert compiled(Lanes(method(), SURFACES["bowl"], (0.0, 1.0), 1, 1e-9, axes), wait=True) is None
            assert obstacle(method, type(SURFACES["bowl"])) == obstacle(method) == why
            assert not obstacle(method, type(SURFACES["beale"]))
