"""A visitor of a page without the page: what a session keeps, and what elements of the page have asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from optviz.ui import session


def visiting(patch: pytest.MonkeyPatch, visit: session.Visit[Any], experiment: Any = None, **link: str) -> dict[str, Any]:
    """Open the page by a link, or with an experiment. Returns the session's state: `state[element] = {event: value}` is what was asked."""
    state: dict[str, Any] = {}
    patch.setattr(session.st, "session_state", state)
    patch.setattr(session.st, "query_params", SimpleNamespace(to_dict=lambda: link))
    if experiment is not None:
        visit.adopt(experiment)
    return state
