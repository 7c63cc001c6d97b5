"""The same lanes in torch, on one thread: the updates written by hand, and torch.optim where it can run many lanes at once.

Chunks of lanes that stay in the cache, both coordinates in one tensor, in-place operations. torch.optim takes one
learning rate and one β₁ for a whole tensor, so it can run a grid of starts as one optimizer, but not a grid of
hyperparameters: that would need a parameter group for every single lane.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from surfaces import Surface

CHUNK = 8192

Chunk = Callable[[Any, Any], tuple[Any, Any]]


def in_chunks(chunk: Chunk, first: Any, second: Any) -> tuple[Any, Any]:
    """All lanes, chunk by chunk; the arrays hold one number for each lane."""
    lanes = (torch.from_numpy(each).split(CHUNK) for each in (first, second))
    with torch.no_grad():
        found = [chunk(*some) for some in zip(*lanes, strict=True)]
    one, other = (torch.cat(parts).numpy() for parts in zip(*found, strict=True))
    return one, other


def _gap(surface: Surface, x: Any) -> Any:
    return surface.f(x[0], x[1]).sub_(surface.minimum)


def _gradient(surface: Surface, x: Any, out: Any) -> Any:
    out[0], out[1] = surface.grad(x[0], x[1])
    return out


def sweep_adam(surface: Surface, start: Any, steps: int, tolerance: float, beta2: float, epsilon: float) -> Chunk:
    """Learning rates and β₁ of a chunk → last gaps and the first steps within the tolerance."""

    def chunk(learning_rate: Any, beta1: Any) -> tuple[Any, Any]:
        x = torch.tensor(start, dtype=torch.float64)[:, None].repeat(1, len(beta1))
        m, v, g, root = torch.zeros_like(x), torch.zeros_like(x), torch.empty_like(x), torch.empty_like(x)
        weight, power = 1 - beta1, torch.ones_like(beta1)
        steps_to = torch.full(beta1.shape, -1, dtype=torch.int32)
        for t in range(1, steps + 1):
            _gradient(surface, x, g)
            m.mul_(beta1).addcmul_(weight, g)
            v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
            power.mul_(beta1)
            torch.sqrt(v, out=root).div_((1 - beta2**t) ** 0.5).add_(epsilon)
            x.addcdiv_(m * (learning_rate / (1 - power)), root, value=-1)
            steps_to.masked_fill_((steps_to < 0) & (_gap(surface, x) <= tolerance), t)
        return _gap(surface, x), steps_to

    return chunk


def sweep_momentum(surface: Surface, start: Any, steps: int, tolerance: float) -> Chunk:
    """Learning rates and momenta of a chunk → last gaps and the first steps within the tolerance."""

    def chunk(learning_rate: Any, momentum: Any) -> tuple[Any, Any]:
        x = torch.tensor(start, dtype=torch.float64)[:, None].repeat(1, len(momentum))
        v, g = torch.zeros_like(x), torch.empty_like(x)
        steps_to = torch.full(momentum.shape, -1, dtype=torch.int32)
        for t in range(1, steps + 1):
            v.mul_(momentum).addcmul_(learning_rate, _gradient(surface, x, g))
            x.sub_(v)
            steps_to.masked_fill_((steps_to < 0) & (_gap(surface, x) <= tolerance), t)
        return _gap(surface, x), steps_to

    return chunk


def sweep_with_groups(kind: Any, group: Callable[..., dict[str, Any]], surface: Surface, start: Any, steps: int, *values: Any) -> None:
    """A few lanes in one optimizer of torch.optim. `group` makes a parameter group of a point and its hyperparameters."""
    points = [torch.tensor(start, dtype=torch.float64) for _ in values[0]]
    optimizer = kind([group(*lane) for lane in zip(points, *values, strict=True)])
    for point in points:
        point.grad = torch.empty_like(point)
    g = torch.empty(2, len(points), dtype=torch.float64)
    for _ in range(steps):
        for point, gradient in zip(points, _gradient(surface, torch.stack(points, dim=1), g).unbind(dim=1), strict=True):
            point.grad.copy_(gradient)
        optimizer.step()


def basins_adam(surface: Surface, steps: int, tolerance: float, learning_rate: float, beta1: float, beta2: float, epsilon: float) -> Chunk:
    """Starts of a chunk → the minimizers that they reached, −1 for none, and the first steps within the tolerance."""

    def chunk(x: Any, y: Any) -> tuple[Any, Any]:
        point = torch.stack((x, y))
        m, v, g, root = torch.zeros_like(point), torch.zeros_like(point), torch.empty_like(point), torch.empty_like(point)

        def step(t: int) -> None:
            _gradient(surface, point, g)
            m.mul_(beta1).add_(g, alpha=1 - beta1)
            v.mul_(beta2).addcmul_(g, g, value=1 - beta2)
            torch.sqrt(v, out=root).div_((1 - beta2**t) ** 0.5).add_(epsilon)
            point.addcdiv_(m, root, value=-learning_rate / (1 - beta1**t))

        return _until_arrived(surface, point, step, steps, tolerance)

    return chunk


def basins_with(build: Callable[..., torch.optim.Optimizer], surface: Surface, steps: int, tolerance: float) -> Chunk:
    """The same with torch.optim: one optimizer for all lanes of a chunk. `build` takes the tensor to optimize."""

    def chunk(x: Any, y: Any) -> tuple[Any, Any]:
        point = torch.stack((x, y))
        point.grad = torch.empty_like(point)
        optimizer = build([point])

        def step(t: int) -> None:
            _gradient(surface, point, point.grad)
            optimizer.step()

        return _until_arrived(surface, point, step, steps, tolerance)

    return chunk


def _until_arrived(surface: Surface, point: Any, step: Callable[[int], None], steps: int, tolerance: float) -> tuple[Any, Any]:
    """Take steps until all lanes have arrived. Those that have go on, but where and when they arrived is kept."""
    arrived = point.clone()
    at_once = _gap(surface, point) <= tolerance
    steps_to = torch.where(at_once, 0, -1).to(torch.int32)
    for t in range(1, steps + 1):
        step(t)
        comes = (steps_to < 0) & (_gap(surface, point) <= tolerance)
        if comes.any():
            steps_to.masked_fill_(comes, t)
            arrived[:, comes] = point[:, comes]
            if bool((steps_to >= 0).all()):
                break
    minimizers = torch.tensor(surface.minimizers, dtype=torch.float64)
    distances = torch.hypot(arrived[0] - minimizers[:, 0, None], arrived[1] - minimizers[:, 1, None])
    return torch.where(steps_to >= 0, distances.argmin(dim=0), -1), steps_to
