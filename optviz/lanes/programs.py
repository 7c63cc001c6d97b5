"""Generated programs and their machine code, kept on disk from one process to the next.

Nothing that lies there is trusted: a program is run as it was generated just now, and machine code only if it is, to the
last byte, what was kept. What is damaged is thrown away and made again; where nothing can be kept it is made in every process.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import llvmlite.binding
import numba
import numpy as np

from . import rounding


def made(source: str, formulas: tuple[type, ...], take: Callable[[ModuleType], Any]) -> Any:
    """What `take` has compiled of a generated program, by itself or from the disk.

    formulas: the classes whose formulas it imports; {cached} in the source becomes whether its machine code is kept
    """
    name, text = _name(source, formulas), source.format(cached=True)
    kept = _kept(name, text)
    if kept is not None:
        try:
            found = take(_run(name, text, kept.program))
        except Exception:
            # Perhaps the disk is full, or was written to by somebody else just now. If it is the program it fails again.
            kept.discard()
        else:
            kept.seal()
            return found
    return take(_run(name, source.format(cached=False), Path(name)))


def _name(source: str, formulas: tuple[type, ...]) -> str:
    """A name that changes with every line that the program is made of, and with whoever compiles it for what."""
    # A formula may be inherited from a class in another file.
    modules = dict.fromkeys(ancestor.__module__ for one in formulas for ancestor in one.__mro__ if ancestor is not object)
    made_of = [source, *(inspect.getsource(sys.modules[name]) for name in modules), inspect.getsource(rounding)]
    versions = f"{sys.version} {np.__version__} {numba.__version__} {llvmlite.__version__} {llvmlite.binding.get_host_cpu_name()}"
    return "lanes_" + hashlib.sha256("\0".join([versions, *made_of]).encode()).hexdigest()[:32]


def _run(name: str, text: str, place: Path) -> ModuleType:
    """The program as a module, whose functions Numba keeps beside the file that it is said to be."""
    module = ModuleType(name)
    module.__file__ = str(place)
    sys.modules[name] = module  # where Numba looks for it when it reads its file
    exec(compile(text, str(place), "exec"), vars(module))
    return module


class _Kept:
    """What is kept of one program: its text, which Numba wants to see on the disk, its machine code, and the seal of this code."""

    def __init__(self, folder: Path, name: str) -> None:
        self.program, self._seal = folder / f"{name}.py", folder / f"{name}.sha256"

    def _code(self) -> list[Path]:
        return sorted((self.program.parent / "__pycache__").glob(f"{self.program.stem}.*"))

    def _digest(self) -> bytes:
        files = (part for file in self._code() for part in (file.name.encode(), hashlib.sha256(file.read_bytes()).digest()))
        return hashlib.sha256(b"\0".join(files)).hexdigest().encode()

    def is_sealed(self) -> bool:
        """Whether the machine code is what was kept, to the last byte."""
        return _contents(self._seal) == self._digest()

    def seal(self) -> None:
        with suppress(OSError):
            _write(self._seal, self._digest())

    def discard(self) -> None:
        for file in (self._seal, *self._code()):
            with suppress(OSError):
                file.unlink()


def _kept(name: str, text: str) -> _Kept | None:
    """What is kept of a program, with damaged machine code taken out; None where nothing can be kept."""
    try:
        kept = _Kept(_folder(), name)
        if _contents(kept.program) != text.encode():
            _write(kept.program, text.encode())
    except (OSError, RuntimeError):  # nowhere to write, or no home
        return None
    try:
        is_sealed = kept.is_sealed()
    except OSError:
        is_sealed = False
    if not is_sealed:
        kept.discard()
    return kept


def _contents(file: Path) -> bytes:
    """What is in a file; nothing if it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _write(file: Path, contents: bytes) -> None:
    """Write a file so that others see all of it or nothing."""
    draft = file.with_suffix(f".{os.getpid()}")
    try:
        draft.write_bytes(contents)
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _folder() -> Path:
    """Where programs are kept: the user's cache, as the XDG base directory specification has it. OSError if it is somebody else's."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "optviz"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder}: must belong to the user who runs what it holds")
    return folder
