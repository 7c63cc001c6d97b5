"""What an optimizer may ask of a surface. The only door to it, so the place where questions are counted."""

from __future__ import annotations

from collections.abc import Sequence

from surfaces import Surface
from surfaces.declaration import Array

from .arguments import checked_member
from .noise import Noise


class Oracle:
    """Answers for gradients and Hessians of a surface, and counts the rounds of gradient queries, and the examples that they took."""

    is_exact = True

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.queries = 0
        self.examples = 0
        self._hessians: dict[bytes, Array] = {}

    def gradient(self, points: Array) -> Array:
        """∇f at points of shape (2, n), one query per lane."""
        self.queries += 1
        self.examples += self.surface.terms
        return self.surface.gradient(points)

    def look(self, points: Array) -> tuple[Array, Array]:
        """f and ∇f at points of shape (2,) or (2, n) that a method tries: shapes () or (n,), and that of the points.

        Not counted here: how often a lane has looked is up to its search, and in its State.
        """
        # Always rows of points, as below.
        rows = points.reshape(2, -1)
        return self.surface.value(rows).reshape(points.shape[1:]), self.surface.gradient(rows).reshape(points.shape)

    def hessian(self, points: Array) -> Array:
        """∇²f at points of shape (2,) or (2, n); shape (2, 2) or (2, 2, n).

        The last answer is kept: a run that has come to rest, as Newton's soon does, asks the same again.
        """
        question = points.tobytes()
        if question not in self._hessians:
            # Always rows of points: NumPy rounds the powers of a single number differently.
            rows = self.surface.hessian(points.reshape(2, -1))
            self._hessians = {question: rows.reshape(2, *points.shape)}
        return self._hessians[question]


class NoisyOracle(Oracle):
    """Answers for gradients with noise, each seed with its own. Who asks in the same step with the same seed hears the same.

    Hessians are those of the surface. Raises ValueError for noise that the surface does not have.
    """

    is_exact = False

    def __init__(self, surface: Surface, noise: Noise, seeds: Sequence[int]) -> None:
        super().__init__(surface)
        self._seeds = len(seeds)
        self._stream = checked_member("noise", noise, Noise).stream(surface, seeds)

    def gradient(self, points: Array) -> Array:
        """The answers at points of shape (2, n), where every len(seeds) lanes after one another are one for each seed."""
        self.queries += 1
        answers = self._stream.gradient(points.reshape(2, -1, self._seeds)).reshape(points.shape)
        self.examples += self._stream.examples
        return answers


def door(surface: Surface, noise: Noise | None, seeds: Sequence[int]) -> Oracle:
    """The oracle of a surface: exact, or noisy."""
    return Oracle(surface) if noise is None else NoisyOracle(surface, noise, seeds)
