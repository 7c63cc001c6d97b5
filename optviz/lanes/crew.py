"""Who does the work: threads of this machine, or a cluster of machines. Each takes a range of lanes and hands back a few bytes for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..optimizer import Optimizer
from .in_numpy import walk_in_numpy
from .work import Ends, Lanes, Part

try:
    from .compiled import compiled, obstacle
except ImportError:  # Numba is not there

    def compiled(lanes: Lanes, wait: bool = False) -> Callable[[Part], Ends] | None:
        return None

    def obstacle(method: type[Optimizer]) -> str:
        return "Numba is not installed"


LANES_IN_PART = 8192
"""Arrays of this length stay in the cache, and take longer than the calls to NumPy."""
LANE_STEPS_ON_CLUSTER = 2**27
"""A task on a cluster costs some milliseconds, so it should take about a second."""
SCHEDULER = "OPTVIZ_SCHEDULER"
"""The environment variable with the address of a Dask scheduler that does the work if no executor is given."""

Summary = Callable[[Part, Ends], NDArray[Any]]
Progress = Callable[[float], None]


def work_through(lanes: Lanes, summary: Summary, progress: Progress | None = None, executor: Any = None) -> NDArray[Any]:
    """What `summary` says of every lane, in the shape of the grid.

    progress: is told the share that is done, after every part; whatever it raises ends the work
    executor: a `concurrent.futures.Executor` or a `dask.distributed.Client`; else the scheduler that the
              environment variable OPTVIZ_SCHEDULER names, else threads of this machine
    """
    if executor is None and os.environ.get(SCHEDULER):
        executor = _client(os.environ[SCHEDULER])
    length = LANES_IN_PART
    if executor is not None:
        length = max(length, LANE_STEPS_ON_CLUSTER // lanes.steps)
    parts = [(first, min(first + length, lanes.size)) for first in range(0, lanes.size, length)]
    found: NDArray[Any] | None = None
    with _hands(executor, len(parts)) as hands:
        running = {hands.submit(do_part, lanes, summary, *part): part for part in parts}
        try:
            for count, done in enumerate(as_completed(running), 1):
                first, last = running[done]
                some = done.result()
                found = np.empty(lanes.size, some.dtype) if found is None else found
                found[first:last] = some
                if progress is not None:
                    progress(count / len(parts))
        finally:
            for future in running:
                future.cancel()
    assert found is not None
    return found.reshape(lanes.shape)


def do_part(lanes: Lanes, summary: Summary, first: int, last: int) -> NDArray[Any]:
    """Run some lanes: as machine code if it is ready by now, else in NumPy. The result is the same."""
    part = lanes.part(first, last)
    walk = compiled(lanes) or walk_in_numpy
    return summary(part, walk(part))


@contextmanager
def _hands(executor: Any, parts: int) -> Iterator[Executor]:
    if executor is None:
        with ThreadPoolExecutor(min(parts, _cores()), thread_name_prefix="lanes") as threads:
            yield threads
    elif isinstance(executor, Executor):
        yield executor
    else:
        yield executor.get_executor(pure=False)


def _cores() -> int:
    """How many threads this process may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _client(address: str) -> Any:
    from distributed import Client

    return Client(address, set_as_default=False)
