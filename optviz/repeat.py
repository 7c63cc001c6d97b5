"""Passes of a loop, until no lane goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def repeated(a_pass: Callable[[Any], Any], before: Any, goes_on: str, most: int) -> Any:
    """What becomes of `before`, a NamedTuple, after so many passes: until its field `goes_on` is True in no lane, but `most` of them.

    A method that needs a loop writes it so: symbols, which cannot tell when to stop, write it down as one.
    """
    going = getattr(before, goes_on)
    if hasattr(going, "repeated"):
        return going.repeated(a_pass, before, goes_on, most)
    for _ in range(most):
        if not getattr(before, goes_on).any():
            break
        before = a_pass(before)
    return before
