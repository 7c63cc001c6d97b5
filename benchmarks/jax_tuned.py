"""The same lanes in JAX as fast as it goes by hand.

Coordinates in arrays of their own, chunks of lanes that stay in the cache, everything that is the same for all lanes
folded into numbers beforehand (the powers of β₂ and their roots), β₁ᵗ as a running product, one division for each
coordinate. Basins leave a chunk as soon as all of its lanes have arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from surfaces import Surface

jax.config.update("jax_enable_x64", True)

CHUNK = 4096

Chunk = Callable[[Any, Any], tuple[Any, Any]]


def in_chunks(chunk: Chunk) -> Callable[..., Any]:
    """All lanes in one call, chunk by chunk."""

    def run(*lanes: Any) -> tuple[Any, Any]:
        first, second = lax.map(lambda some: chunk(*some), tuple(each.reshape(-1, CHUNK) for each in lanes))
        return first.ravel(), second.ravel()

    return jax.jit(run)


def sweep_adam(surface: Surface, start: Any, steps: int, tolerance: float, beta2: float, epsilon: float) -> Chunk:
    """Learning rates and β₁ of a chunk → last gaps and the first steps within the tolerance."""
    number = np.arange(1, steps + 1)
    root = np.sqrt(1 - beta2**number)

    def chunk(learning_rate: Any, beta1: Any) -> tuple[Any, Any]:
        def step(carry: Any, given: Any) -> tuple[Any, None]:
            x, y, mx, my, vx, vy, power, steps_to = carry
            t, root, epsilon_root = given
            gx, gy = surface.grad(x, y)
            mx, my = beta1 * mx + (1 - beta1) * gx, beta1 * my + (1 - beta1) * gy
            vx, vy = beta2 * vx + (1 - beta2) * (gx * gx), beta2 * vy + (1 - beta2) * (gy * gy)
            power = power * beta1
            rate = learning_rate * root / (1 - power)
            x, y = x - rate * mx / (jnp.sqrt(vx) + epsilon_root), y - rate * my / (jnp.sqrt(vy) + epsilon_root)
            is_close = surface.f(x, y) - surface.minimum <= tolerance
            return (x, y, mx, my, vx, vy, power, jnp.where((steps_to < 0) & is_close, t, steps_to)), None

        zero = jnp.zeros(CHUNK)
        before = (zero + start[0], zero + start[1], zero, zero, zero, zero, zero + 1, jnp.full(CHUNK, -1, jnp.int32))
        (x, y, *_, steps_to), _ = lax.scan(step, before, (number.astype(np.int32), root, epsilon * root))
        return surface.f(x, y) - surface.minimum, steps_to

    return chunk


def sweep_momentum(surface: Surface, start: Any, steps: int, tolerance: float) -> Chunk:
    """Learning rates and momenta of a chunk → last gaps and the first steps within the tolerance."""

    def chunk(learning_rate: Any, momentum: Any) -> tuple[Any, Any]:
        def step(carry: Any, t: Any) -> tuple[Any, None]:
            x, y, vx, vy, steps_to = carry
            gx, gy = surface.grad(x, y)
            vx, vy = momentum * vx + learning_rate * gx, momentum * vy + learning_rate * gy
            x, y = x - vx, y - vy
            is_close = surface.f(x, y) - surface.minimum <= tolerance
            return (x, y, vx, vy, jnp.where((steps_to < 0) & is_close, t, steps_to)), None

        zero = jnp.zeros(CHUNK)
        before = (zero + start[0], zero + start[1], zero, zero, jnp.full(CHUNK, -1, jnp.int32))
        (x, y, *_, steps_to), _ = lax.scan(step, before, np.arange(1, steps + 1, dtype=np.int32))
        return surface.f(x, y) - surface.minimum, steps_to

    return chunk


def basins_adam(surface: Surface, steps: int, tolerance: float, learning_rate: float, beta1: float, beta2: float, epsilon: float) -> Chunk:
    """Starts of a chunk → the minimizers that they reached, −1 for none, and the first steps within the tolerance."""
    number = np.arange(steps + 1)
    rates = np.zeros(steps + 1)
    roots = np.sqrt(1 - beta2**number)
    rates[1:] = learning_rate * roots[1:] / (1 - beta1 ** number[1:])
    epsilon_roots = epsilon * roots

    def chunk(x: Any, y: Any) -> tuple[Any, Any]:
        rate_at, epsilon_root_at = jnp.array(rates), jnp.array(epsilon_roots)

        def step(carry: Any) -> Any:
            t, x, y, mx, my, vx, vy, steps_to = carry
            rate, epsilon_root = rate_at[t], epsilon_root_at[t]
            gx, gy = surface.grad(x, y)
            mx, my = beta1 * mx + (1 - beta1) * gx, beta1 * my + (1 - beta1) * gy
            vx, vy = beta2 * vx + (1 - beta2) * (gx * gx), beta2 * vy + (1 - beta2) * (gy * gy)
            is_open = steps_to < 0
            x = jnp.where(is_open, x - rate * mx / (jnp.sqrt(vx) + epsilon_root), x)
            y = jnp.where(is_open, y - rate * my / (jnp.sqrt(vy) + epsilon_root), y)
            is_close = surface.f(x, y) - surface.minimum <= tolerance
            return t + 1, x, y, mx, my, vx, vy, jnp.where(is_open & is_close, t, steps_to)

        zero = jnp.zeros(CHUNK)
        at_once = jnp.where(surface.f(x, y) - surface.minimum <= tolerance, 0, -1).astype(jnp.int32)
        before = (jnp.int32(1), x, y, zero, zero, zero, zero, at_once)
        _, x, y, *_, steps_to = lax.while_loop(lambda carry: (carry[0] <= steps) & jnp.any(carry[-1] < 0), step, before)
        distances = jnp.stack([(x - its_x) ** 2 + (y - its_y) ** 2 for its_x, its_y in surface.minimizers])
        return jnp.where(steps_to >= 0, jnp.argmin(distances, axis=0), -1), steps_to

    return chunk
