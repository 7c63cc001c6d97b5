"""Tests of every kind: in which order, in which processes, and what all of them share.

Every run has an order of its own, which its first lines name (`Using --randomly-seed=...`); `-p no:randomly` takes that of the
files, `--randomly-seed=...` repeats one. What takes longest comes first all the same, and a process does a file at a time.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

from optviz.lanes import workshop
from optviz.ui import results

FIRST = ("tests/lanes/test_cluster.py", "tests/browser/", "tests/lanes/", "tests/graph/", "tests/ui/")
"""With what the processes begin: the tests of a cluster, those in browsers, which take longest, and other long files, lest one of them
ends after all others."""

# How long an example takes says how busy the machine is, and nothing of the project.
settings.register_profile("busy machines", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machines")


def pytest_collection_finish() -> None:
    """All that is there now is there to the end, and what the tests make is seldom garbage by the time they have made the next thousand:
    the garbage collector need not look through it time and again."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first."""
    items.sort(key=lambda item: next((place for place, together in enumerate(FIRST) if item.nodeid.startswith(together)), len(FIRST)))


@pytest.fixture(scope="session", autouse=True)
def pages_take_no_longer_than_they_must() -> Iterator[None]:
    """Every AppTest looks for components in all packages that are installed, which takes longer than to run a page; and compiles it."""
    compiled = ScriptCache()
    ask_whether_it_is_over = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        """For the end of a page's run. Who asks a thousand times a second takes the time of what is asked for."""
        runner._script_thread.join(timeout)
        ask_whether_it_is_over(runner, timeout)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: compiled)
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_is_compiled_because_it_ran_long() -> Iterator[None]:
    """Machine code is made once runs without it have taken long, which in a test would depend on the tests before it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workshop, "STEPS_WORTH_A_PIECE", math.inf)
        yield


@pytest.fixture
def nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiled runs give the same results; a test of a page would order each piece for a run or two."""
    monkeypatch.setattr(results, "order", lambda optimizers, surface: None)
