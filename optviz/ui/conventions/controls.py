"""The method that this visitor looks up."""

from __future__ import annotations

from dataclasses import replace

from ...optimizers import OPTIMIZERS
from ...plotting.style import in_order
from ..session import Visit
from ..widgets import choose
from .experiment import ConventionsExperiment

visit = Visit("conventions", ConventionsExperiment)


def method_picker() -> None:
    def act(key: str) -> None:
        visit.change(replace(visit.now, method=key))

    choose("Method", {key: OPTIMIZERS[key].name for key in in_order()}, "conventions method", visit.now.method, act)
