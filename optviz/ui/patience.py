"""How far some work is and how long it will still take, if it takes long enough for anybody to wonder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

NOBODY_WONDERS = 0.5
"""Seconds of work without a word."""


@contextmanager
def telling(what: str) -> Iterator[Callable[[float], None]]:
    """Hands out a function that is to be told the share that is done. The bar goes when the work has ended, however it ends.

    A visitor who moves on ends the work: Streamlit lets the next call of the bar raise what stops a run.
    """
    place, began = st.empty(), time.monotonic()

    def tell(share: float) -> None:
        spent = time.monotonic() - began
        if spent > NOBODY_WONDERS and 0 < share < 1:
            place.progress(share, text=f"{what}: {_duration(spent * (1 - share) / share)} to go")

    try:
        yield tell
    finally:
        place.empty()


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
