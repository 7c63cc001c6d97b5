"""Large results kept for all visitors, within a number of bytes. What several ask for at once is made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ..lanes.crew import Progress

Made = TypeVar("Made")

GLANCE = 0.2
"""Seconds after which those who wait for somebody else's work look how far it is."""


class Shelf(Generic[Made]):
    """What was made, by a ticket that says everything that it depends on.

    most: bytes that are kept at most; what was not asked for the longest goes first
    size: the bytes of one
    """

    def __init__(self, most: int, size: Callable[[Made], int]) -> None:
        self._most, self._size = most, size
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._shares: dict[Hashable, float] = {}  # of what is being made: how far it is
        self._changed = threading.Condition()

    def __contains__(self, ticket: Hashable) -> bool:
        return ticket in self._kept

    def get(self, ticket: Hashable, make: Callable[[Progress], Made], progress: Progress) -> Made:
        """What belongs to a ticket: from the shelf, from somebody who is making it, or from `make(tell)`.

        `progress` is told the share that is done, also while somebody else works. Whatever it raises ends
        the wait or the work; then one of the others who wait takes the work over.
        """
        while True:
            with self._changed:
                if ticket in self._kept:
                    self._kept.move_to_end(ticket)
                    return self._kept[ticket]
                if ticket not in self._shares:
                    self._shares[ticket] = 0.0
                    break
                self._changed.wait(GLANCE)
                share = self._shares.get(ticket, 0.0)
            progress(share)

        def tell(share: float) -> None:
            self._shares[ticket] = share
            progress(share)

        try:
            made = make(tell)
            with self._changed:
                self._kept[ticket] = made
                self._forget()
        finally:
            with self._changed:
                del self._shares[ticket]
                self._changed.notify_all()
        return made

    def _forget(self) -> None:
        """Let go of what is too much. What was just made stays, however large it is."""
        while len(self._kept) > 1 and sum(map(self._size, self._kept.values())) > self._most:
            self._kept.popitem(last=False)
