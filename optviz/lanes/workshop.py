"""Where machine code is made: in the background, and each piece once."""

from __future__ import annotations

import atexit
import threading
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any

STEPS_WORTH_A_PIECE = 2**16
"""Steps of a method take Python about as long, a third of a second, as the compiler takes for what would take them faster."""


class Workshop:
    """Every piece that was ordered, each made once, one after the other: Numba compiles one thing at a time anyway."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pieces: dict[Any, Future[Any]] = {}
        self._made: dict[Any, Any] = {}
        self._orders: deque[Callable[[], None]] = deque()
        self._steps_without: Counter[Any] = Counter()
        self._thread: threading.Thread | None = None

    def order(self, key: Any, make: Callable[[], Any]) -> Future[Any]:
        """The piece to come. One that cannot be made is an exception of this future, and is never found."""
        with self._lock:
            if key not in self._pieces:
                piece: Future[Any] = Future()
                self._pieces[key] = piece
                self._orders.append(partial(self._fulfil, key, piece, make))
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, daemon=True, name="workshop")
                    self._thread.start()
            return self._pieces[key]

    def is_due(self, key: Any, steps: int) -> bool:
        """Take note of steps that were taken without a piece; whether by now they were so many that it would have been worth while."""
        self._steps_without[key] += steps
        return self._steps_without[key] >= STEPS_WORTH_A_PIECE

    def find(self, key: Any) -> Any:
        """The piece, None if it is not there yet."""
        return self._made.get(key)

    def failures(self) -> dict[Any, BaseException]:
        """Why pieces could not be made, by their keys."""
        over = ((key, piece.exception()) for key, piece in list(self._pieces.items()) if piece.done())
        return {key: error for key, error in over if error is not None}

    def close(self) -> None:
        """Finish the piece that is being made, and no other. The compiler must not be at work while the process goes down."""
        with self._lock:
            self._orders.clear()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._orders:
                    self._thread = None
                    return
                make = self._orders.popleft()
            make()

    def _fulfil(self, key: Any, piece: Future[Any], make: Callable[[], Any]) -> None:
        try:
            self._made[key] = made = make()
        except Exception as error:  # formulas that Numba does not know, or that it cannot import: they stay with NumPy
            piece.set_exception(error)
        else:
            piece.set_result(made)


workshop = Workshop()
atexit.register(workshop.close)
