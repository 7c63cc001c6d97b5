"""Results kept for all visitors of all pages, within one number of bytes. What several ask for at once is made once."""

from __future__ import annotations

import math
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from ..lanes.crew import Progress

Made = TypeVar("Made")
Place = tuple["Shelf[Any]", Hashable]
"""A shelf, and a ticket on it."""

BUDGET = 512 * 2**20
"""Bytes of results that are kept at most, of all pages together. What was made last stays, however large it is."""
GLANCE = 0.2
"""Seconds after which those who wait for somebody else's work look how far it is."""


class Store:
    """What all shelves hold together. What was not asked for the longest goes first, from whichever shelf.

    most: bytes that are kept at most
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Place, tuple[Any, int]] = OrderedDict()
        self._bytes: Counter[Shelf[Any]] = Counter()
        self.changed = threading.Condition()

    @property
    def bytes(self) -> int:
        """How many are kept."""
        return self._bytes.total()

    def __contains__(self, place: Place) -> bool:
        return place in self._kept

    def find(self, place: Place) -> Any:
        """What lies at a place. KeyError if nothing does."""
        with self.changed:
            made, _ = self._kept[place]
            self._kept.move_to_end(place)
            return made

    def keep(self, place: Place, made: Any, size: int) -> None:
        """Put something of that many bytes at a place, and let go of what is too much for its shelf, or for all of them."""
        shelf, _ = place
        with self.changed:
            if place in self._kept:
                self._drop(place)
            self._kept[place] = made, size
            self._bytes[shelf] += size
            while self._bytes[shelf] > shelf.most and self._drop_oldest(place, lambda other: other[0] is shelf):
                pass
            while self.bytes > self._most and self._drop_oldest(place, lambda other: True):
                pass

    def _drop_oldest(self, newest: Place, may_go: Callable[[Place], bool]) -> bool:
        """Let go of what was not asked for the longest; False if that is the newest, which stays."""
        oldest = next(place for place in self._kept if may_go(place))
        if oldest == newest:
            return False
        self._drop(oldest)
        return True

    def _drop(self, place: Place) -> None:
        _, size = self._kept.pop(place)
        self._bytes[place[0]] -= size

    def clear(self) -> None:
        """Let go of everything."""
        with self.changed:
            self._kept.clear()
            self._bytes.clear()


STORE = Store(BUDGET)
"""That of the program."""


class Shelf(Generic[Made]):
    """What was made of one kind, by a ticket that says everything that it depends on.

    size:  the bytes of one
    store: where it is kept, beside what lies on other shelves
    most:  bytes of the store that this shelf may take
    """

    def __init__(self, size: Callable[[Made], int], store: Store = STORE, most: float = math.inf) -> None:
        self._size, self._store, self.most = size, store, most
        self._shares: dict[Hashable, float] = {}  # of what is being made: how far it is

    def __contains__(self, ticket: Hashable) -> bool:
        return (self, ticket) in self._store

    def find(self, ticket: Hashable) -> Made | None:
        """What belongs to a ticket, if it is there."""
        try:
            found: Made = self._store.find((self, ticket))
        except KeyError:
            return None
        return found

    def keep(self, ticket: Hashable, made: Made) -> None:
        """Put something on the shelf that was made elsewhere."""
        self._store.keep((self, ticket), made, self._size(made))

    def get(self, ticket: Hashable, make: Callable[[Progress], Made], progress: Progress) -> Made:
        """What belongs to a ticket: from the shelf, from somebody who is making it, or from `make(tell)`.

        `progress` is told the share that is done, also while somebody else works. Whatever it raises ends
        the wait or the work; then one of the others who wait takes the work over.
        """
        changed = self._store.changed
        while True:
            with changed:
                if (found := self.find(ticket)) is not None:
                    return found
                if ticket not in self._shares:
                    self._shares[ticket] = 0.0
                    break
                changed.wait(GLANCE)
                share = self._shares.get(ticket, 0.0)
            progress(share)

        def tell(share: float) -> None:
            self._shares[ticket] = share
            progress(share)

        try:
            made = make(tell)
            self.keep(ticket, made)
        finally:
            with changed:
                del self._shares[ticket]
                changed.notify_all()
        return made
