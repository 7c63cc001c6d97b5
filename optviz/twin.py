"""The same run in a library's form: where two forms differ only in values that are not used, they take one path."""

from __future__ import annotations

from typing import Any

import numpy as np

from surfaces import Surface

from .minimize import minimize
from .optimizer import Optimizer

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Paths that agree to this are one, computed in another order."""


def twin(optimizer: Optimizer, library: str, surface: Surface, start: Any, steps: int) -> Optimizer | None:
    """The optimizer in the form of a library, if that takes the same path; itself if it already has that form; else None.

    What the library's form has beyond this one stays at the library's default, such as a weight decay of zero.
    """
    form = optimizer.libraries().get(library)
    if form is None or form is type(optimizer):
        return optimizer if form else None
    values = {name: value for name, value in optimizer.values_by_name().items() if name in form.parameters()}
    other = form.like(library, **values)
    here, there = (minimize(one, surface, start, steps).points for one in (optimizer, other))
    return other if np.allclose(here, there, rtol=RELATIVE, atol=ABSOLUTE) else None
