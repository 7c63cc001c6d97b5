"""Who does the work: threads of this machine, or a cluster of machines. Each takes a range of lanes and hands back a few bytes for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor, as_completed
from contextlib import closing
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .in_numpy import walk_in_numpy
from .machine_code import compiled, is_due, obstacle
from .work import Ends, Lanes, Part

LANES_IN_PART = 8192
"""Many parts, so that machine code that is ready in the middle takes over soon."""
LANES_IN_NUMPY = 32768
"""Where there is no machine code to come. Work on arrays of this length takes so long that threads seldom wait for each other."""
LANE_STEPS_IN_PART = 2**24
"""About a second: so long goes on what nobody waits for any more."""
LANE_STEPS_OF_SEARCH = 2**20
"""The same for a line search, which looks at several points in a step and is not compiled."""
WORTH_COMPILING = 2**20
"""Lane-steps that take NumPy some hundredths of a second, and the compiler a second."""
LANE_STEPS_ON_CLUSTER = 2**27
"""A task on a cluster costs some milliseconds, so it should take about a second."""
PARTS_ON_CLUSTER = 64
"""But there should be work for everybody, and progress to be told."""
SCHEDULER = "OPTVIZ_SCHEDULER"
"""The environment variable with the address of a Dask scheduler that does the work if no executor is given."""
SECONDS_TO_ANSWER = 5
"""So long a scheduler may take until it answers."""

Summary = Callable[[Part, Ends], NDArray[Any]]
Progress = Callable[[float], None]
Bounds = tuple[int, int]
"""The first lane of a part, and the one after its last."""


def work_through(lanes: Lanes, summary: Summary, progress: Progress | None = None, executor: Any = None) -> NDArray[Any]:
    """What `summary` says of every lane, in the shape of the grid.

    progress: is told the share that is done, after every part; whatever it raises ends the work
    executor: a `concurrent.futures.Executor` or a `dask.distributed.Client`; else the scheduler that the
              environment variable OPTVIZ_SCHEDULER names, else threads of this machine. Where the work is done
              by other processes, an optimizer or a surface of one's own stands in a module that they have too.
    Raises ValueError for an executor that is none, and ConnectionError if the scheduler does not answer or goes away.
    """
    if executor is None and os.environ.get(SCHEDULER):
        executor = _client(os.environ[SCHEDULER])
    at_once = LANE_STEPS_OF_SEARCH if lanes.optimizer.searches else LANE_STEPS_IN_PART
    at_most = LANES_IN_NUMPY if obstacle(type(lanes.optimizer), type(lanes.surface)) else LANES_IN_PART
    of_lane = lanes.steps * lanes.surface.terms
    length = min(at_most, max(at_once // of_lane, 1))
    if executor is not None:
        length = max(length, min(LANE_STEPS_ON_CLUSTER // of_lane, lanes.size // PARTS_ON_CLUSTER))
    parts = [(first, min(first + length, lanes.size)) for first in range(0, lanes.size, length)]
    found: NDArray[Any] | None = None
    with closing(_done(executor, lanes, summary, parts)) as done:
        for count, ((first, last), some) in enumerate(done, 1):
            found = np.empty(lanes.size, some.dtype) if found is None else found
            found[first:last] = some
            if progress is not None:
                progress(count / len(parts))
    assert found is not None
    return found.reshape(lanes.shape)


def do_part(lanes: Lanes, summary: Summary, first: int, last: int) -> NDArray[Any]:
    """Run some lanes: as machine code if it is ready by now, and there are or were enough of them; else in NumPy, with the same result."""
    part = lanes.part(first, last)
    is_worth_it = lanes.schedule is None and (lanes.size * lanes.steps >= WORTH_COMPILING or is_due(lanes))
    walk = (compiled(lanes) if is_worth_it else None) or walk_in_numpy
    return summary(part, walk(part))


def _done(executor: Any, lanes: Lanes, summary: Summary, parts: Sequence[Bounds]) -> Generator[tuple[Bounds, NDArray[Any]]]:
    """What was found of each part, as it comes. Whoever closes this ends the work."""
    if executor is None:
        with ThreadPoolExecutor(min(len(parts), cores()), thread_name_prefix="lanes") as threads:
            yield from _done(threads, lanes, summary, parts)
        return
    as_they_come, submit = _hands(executor)
    running = {submit(do_part, lanes, summary, *part): part for part in parts}
    try:
        for done in as_they_come(running):
            yield running[done], _result(done)
    finally:
        for future in running:
            if not future.done():
                future.cancel()


def _hands(executor: Any) -> tuple[Callable[..., Iterable[Any]], Callable[..., Any]]:
    """How futures are waited for, and how they are made.

    A client of Dask can be asked for an executor, too. That takes a result for an error if the worker that has it dies while it is
    handed over. Whoever asks the client itself waits until another has worked it out.
    """
    if isinstance(executor, Executor):
        return as_completed, executor.submit
    if hasattr(executor, "get_executor"):
        from distributed import as_completed as as_completed_there

        return partial(as_completed_there, loop=executor.loop), partial(executor.submit, pure=False)
    raise ValueError(f"executor: must be a concurrent.futures.Executor or a dask.distributed.Client, got {executor!r}")


def _result(done: Any) -> NDArray[Any]:
    """What a part found. Nobody but a scheduler that went away cancels parts before they are asked for."""
    try:
        found: NDArray[Any] = done.result()
    except CancelledError:
        raise ConnectionError("executor: must stay until the work is done, but went away") from None
    return found


def cores() -> int:
    """How many threads this process may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _client(address: str) -> Any:
    """A client of the scheduler, kept for as long as it is connected."""
    if getattr(_clients.get(address), "status", "closed") != "running":
        try:
            from distributed import Client

            _clients[address] = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except ImportError:
            raise ConnectionError(f"{SCHEDULER}: must be unset where Dask is not installed, got {address!r}") from None
        except (OSError, ValueError):
            must = f"be the address of a Dask scheduler that answers within {SECONDS_TO_ANSWER} seconds"
            raise ConnectionError(f"{SCHEDULER}: must {must}, got {address!r}") from None
    return _clients[address]


_clients: dict[str, Any] = {}
