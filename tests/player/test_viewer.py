"""What Streamlit mounts, and where it finds it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from house import ROOT

import optviz
from optviz.player import viewer


def test_every_element_that_is_mounted_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["streamlit"]["component"]["components"]
    assert {part["name"] for part in declared} == set(re.findall(r'_element\("(\w+)"\)', Path(viewer.__file__).read_text(encoding="utf-8")))
    assert {Path(optviz.__file__).parent / part["asset_dir"] for part in declared} == {Path(viewer.__file__).with_name("web")}
