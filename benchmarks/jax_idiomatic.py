"""The same lanes as one writes them in JAX: one run with `lax.scan`, `vmap` over all runs, `jit`.

The method is an optax transformation, or one written with jax.numpy in the same form. The gradient is the
surface's own formula, traced. Nothing stops a run that diverges.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import lax

from surfaces import Surface

jax.config.update("jax_enable_x64", True)

Built = Callable[..., optax.GradientTransformation]


def adam(learning_rate: Any, beta1: Any, beta2: float, epsilon: float) -> optax.GradientTransformation:
    """Adam as its paper prints it, in jax.numpy."""

    class State(NamedTuple):
        m: Any
        v: Any
        t: Any

    def update(g: Any, state: State, x: Any = None) -> tuple[Any, State]:
        m = beta1 * state.m + (1 - beta1) * g
        v = beta2 * state.v + (1 - beta2) * g**2
        t = state.t + 1
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        return -learning_rate * m_hat / (jnp.sqrt(v_hat) + epsilon), State(m, v, t)

    return optax.GradientTransformation(lambda x: State(jnp.zeros_like(x), jnp.zeros_like(x), 0), update)


def momentum(learning_rate: Any, share: Any) -> optax.GradientTransformation:
    """The heavy ball in jax.numpy."""

    def update(g: Any, v: Any, x: Any = None) -> tuple[Any, Any]:
        v = share * v + learning_rate * g
        return -v, v

    return optax.GradientTransformation(jnp.zeros_like, update)


def sweep(build: Built, surface: Surface, start: Any, steps: int, tolerance: float) -> Callable[..., Any]:
    """The hyperparameters of all lanes → their last gap and the first step within the tolerance."""

    def run(*hyperparameters: Any) -> tuple[Any, Any]:
        method = build(*hyperparameters)

        def step(carry: Any, t: Any) -> tuple[Any, None]:
            x, state, steps_to = carry
            updates, state = method.update(jnp.stack(surface.grad(*x)), state, x)
            x = optax.apply_updates(x, updates)
            is_close = surface.f(*x) - surface.minimum <= tolerance
            return (x, state, jnp.where((steps_to < 0) & is_close, t, steps_to)), None

        x = jnp.array(start)
        (x, _, steps_to), _ = lax.scan(step, (x, method.init(x), -1), jnp.arange(1, steps + 1))
        return surface.f(*x) - surface.minimum, steps_to

    return jax.jit(jax.vmap(run))


def basins(build: Built, surface: Surface, steps: int, tolerance: float) -> Callable[..., Any]:
    """The starts of all lanes → the minimizer that each reached, −1 for none, and the first step within the tolerance."""

    def run(x: Any, y: Any) -> tuple[Any, Any]:
        method = build()

        def step(carry: Any, t: Any) -> tuple[Any, None]:
            x, state, steps_to = carry
            updates, state = method.update(jnp.stack(surface.grad(*x)), state, x)
            x = jnp.where(steps_to < 0, optax.apply_updates(x, updates), x)
            is_close = surface.f(*x) - surface.minimum <= tolerance
            return (x, state, jnp.where((steps_to < 0) & is_close, t, steps_to)), None

        x = jnp.stack((x, y))
        at_once = jnp.where(surface.f(*x) - surface.minimum <= tolerance, 0, -1)
        (x, _, steps_to), _ = lax.scan(step, (x, method.init(x), at_once), jnp.arange(1, steps + 1))
        nearest = jnp.argmin(jnp.linalg.norm(jnp.array(surface.minimizers) - x, axis=1))
        return jnp.where(steps_to >= 0, nearest, -1), steps_to

    return jax.jit(jax.vmap(run))
