"""JavaScript of the engine in Node, which knows no page."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from house import ROOT

from surfaces.declaration import Array

NODE = Path(sys.executable).with_name("node")


def numbers_from(script: str, told: Mapping[str, Any]) -> Array:
    """The numbers that a script of `tests/web` makes of what it is told."""
    return np.frombuffer(_answer(script, told))


def words_from(script: str, told: Mapping[str, Any]) -> Any:
    """The same of one that answers in JSON."""
    return json.loads(_answer(script, told))


def _answer(script: str, told: Mapping[str, Any]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder) / "told.json", Path(folder) / "numbers"
        question.write_text(json.dumps(told), encoding="utf-8")
        command = [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", ROOT / "tests" / "web" / script, question, answer]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return answer.read_bytes()
