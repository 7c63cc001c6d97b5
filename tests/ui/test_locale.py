"""The pages where the machine's own encoding is not UTF-8, as it isn't on most machines with Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from hanging import SECONDS_UNTIL_HUNG
from house import ROOT

OPENED = """
import locale, warnings
from functools import cache
from pathlib import Path
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

print(locale.getencoding())
warnings.filterwarnings("error", category=EncodingWarning, module=r"(optviz|surfaces)\\b")
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
brief = {
    "race": {"methods": "sgd"},
    "anatomy": {"steps": "20"},
    "maps": {"resolution": "32", "steps": "20"},
    "basins": {"resolution": "64", "steps": "20"},
    "noise": {"seeds": "10", "steps": "20"},
    "network": {"epochs": "1", "tuned": "no"},
}
for page in sorted(Path("pages").glob("*.py")):
    app = AppTest.from_file(str(page.resolve()), default_timeout=%d)
    app.query_params.update(brief.get(page.stem, {}))
    app.run()
    assert not [warning.value for warning in app.warning if "Ignored" in warning.value]
    print(page.stem, [complaint.message for complaint in app.exception])
"""


def opened_where(settings: dict[str, str]) -> list[str]:
    """The encoding of a machine with these settings, and each page with what went wrong on it."""
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", OPENED % SECONDS_UNTIL_HUNG],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS_UNTIL_HUNG,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def windows(folder: Path) -> dict[str, str]:
    """The settings under which this machine writes as Windows does; none where it has no such table of characters."""
    made = shutil.which("localedef")
    words = ["-c", "-i", "en_US", "-f", "CP1252", str(folder / "en_US.CP1252")]
    if made is None or subprocess.run([made, *words], capture_output=True, check=False).returncode:
        return {}
    return {"LOCPATH": str(folder), "LC_ALL": "en_US.CP1252"}


def test_every_page_opens_whatever_the_encoding_of_the_machine(tmp_path):
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    for settings in filter(None, (ascii_only, windows(tmp_path))):
        own, *pages = opened_where(settings)
        assert "utf" not in own.lower()
        assert pages == [f"{page.stem} []" for page in sorted((ROOT / "pages").glob("*.py"))], own
