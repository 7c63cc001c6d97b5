"""The door to compiled code: open if Numba is there, shut if it is not. Behind a shut door everything runs in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from surfaces import Surface
from surfaces.declaration import Array

from ..optimizer import Optimizer
from .work import Ends, Lanes, Part

try:
    from .compiled import compiled, is_due, obstacle
    from .recorded import order, recorder, went_without
except ImportError:

    def compiled(lanes: Lanes, wait: bool = False) -> Callable[[Part], Ends] | None:
        return None

    def is_due(lanes: Lanes) -> bool:
        return False

    def obstacle(method: type[Optimizer], terrain: type[Surface] = Surface) -> str:
        return "Numba is not installed"

    def order(optimizers: Iterable[Optimizer], surface: Surface, wait: bool = False) -> None:
        return None

    def went_without(optimizers: Iterable[Optimizer], surface: Surface, steps: int) -> None:
        return None

    def recorder(optimizer: Optimizer, surface: Surface) -> Callable[[Array, int], tuple[Array, list[Array]]] | None:
        return None


__all__ = ["compiled", "is_due", "obstacle", "order", "recorder", "went_without"]
