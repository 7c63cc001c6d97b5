"""What an optimizer may ask of a surface. The only door to it, so the place where questions are counted."""

from __future__ import annotations

from surfaces import Surface

from .hyperparameter import Array


class Oracle:
    """Answers for gradients and Hessians of a surface, and counts the rounds of gradient queries."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.queries = 0
        self._hessians: dict[bytes, Array] = {}

    def gradient(self, points: Array) -> Array:
        """∇f at points of shape (2, n), one query per lane."""
        self.queries += 1
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
