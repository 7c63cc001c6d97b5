"""How finely something is computed without asking, and the question before more than that."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Hashable
from typing import NamedTuple

import streamlit as st

from surfaces import Surface

from ..lanes.crew import SCHEDULER
from .session import Experimenting, Visit


class Budget(NamedTuple):
    """Steps of single runs that a page takes without asking, some seconds' worth: as machine code, as NumPy arrays, of examples."""

    compiled: int
    in_numpy: int
    of_examples: int

    def steps(self, terrain: Surface, is_compiled: bool) -> int:
        """Those on one surface."""
        most = self.of_examples if terrain.terms > 1 else self.compiled if is_compiled else self.in_numpy
        return most // terrain.terms


def drafted(resolutions: Collection[int], wanted: int, work: Callable[[int], int], most: int) -> int:
    """The resolution that is computed without asking: the one that is wanted if its work is not too much, else a coarser one."""
    return max((one for one in resolutions if one <= wanted and work(one) <= most), default=min(resolutions))


def goes_ahead(visit: Visit[Experimenting], ticket: Hashable) -> bool:
    """Whether nobody has to be asked: the visitor has said that it may take long, or a cluster does the work."""
    return ticket in visit.accepted or bool(os.environ.get(SCHEDULER))


def ask_first(visit: Visit[Experimenting], ticket: Hashable, said: str, key: str) -> None:
    """Say how much work it is, and who else could do it."""
    st.info(f"{said} A Dask cluster does it faster: start the app with {SCHEDULER} set to the address of its scheduler.")
    st.button("Compute all of it", key=key, on_click=lambda: visit.accepted.add(ticket))
