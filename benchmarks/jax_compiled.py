"""JAX's programs compiled ahead, with the time that it took, and made ready to be run in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

Candidate = Callable[[], tuple[Any, Any]]


def candidates(programs: Mapping[str, Any], lanes: Sequence[Any]) -> dict[str, Candidate]:
    """For every program what runs it on all lanes. The lanes are handed to JAX beforehand."""
    given = [jnp.asarray(each) for each in lanes]
    return {name: _on_all(_compiled(name, program, given), given) for name, program in programs.items()}


def in_threads(name: str, chunk: Any, length: int, lanes: Sequence[Any], threads: int) -> dict[str, Candidate]:
    """What runs a program for chunks of some length on all lanes, in threads."""
    chunks = [tuple(jnp.asarray(each[i : i + length]) for each in lanes) for i in range(0, len(lanes[0]), length)]
    program = _compiled(name, jax.jit(chunk), chunks[0])
    pool = ThreadPoolExecutor(threads)

    def run() -> tuple[Any, Any]:
        first, second = zip(*pool.map(lambda some: [np.asarray(each) for each in program(*some)], chunks), strict=True)
        return np.concatenate(first), np.concatenate(second)

    return {name: run}


def _on_all(program: Any, given: Sequence[Any]) -> Candidate:
    def run() -> tuple[Any, Any]:
        first, second = program(*given)
        return np.asarray(first), np.asarray(second)

    return run


def _compiled(name: str, program: Any, given: Sequence[Any]) -> Any:
    began = time.perf_counter()
    executable = program.lower(*given).compile()
    print(f"  {time.perf_counter() - began:5.2f} s  {name}")
    return executable
