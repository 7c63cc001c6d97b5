"""What the wheel takes from elsewhere in the repository: its requirements, and the app. The build runs this, as pyproject.toml says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

INSIDE = {
    "app.py": "optviz/app/app.py",
    "pages": "optviz/app/pages",
    ".streamlit": "optviz/app/.streamlit",
    "pyproject.toml": "optviz/pyproject.toml",  # in which Streamlit finds the player
}
"""What stands at the top of the repository, and where it lies in the wheel.

The app has a folder of its own, since Streamlit puts the folder of a script before all others from which
Python imports: beside `optviz/numbers.py` it would hide the `numbers` of the standard library.
"""


class Requirements(MetadataHookInterface):
    """The versions of what the app needs stand in the requirement files, and nowhere else."""

    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = self._listed_in("requirements.txt")
        metadata["optional-dependencies"] = {"cluster": self._listed_in("requirements-cluster.txt")}

    def _listed_in(self, file: str) -> list[str]:
        lines = (line.partition("#")[0].strip() for line in Path(self.root, file).read_text(encoding="utf-8").splitlines())
        return [line for line in lines if line and not line.startswith("-")]


class AppInside(BuildHookInterface[Any]):
    """Puts the app into the package. What is installed with `-e` is the repository itself, in which it stands at the top."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"] |= INSIDE
