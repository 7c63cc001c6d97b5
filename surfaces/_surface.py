"""What it takes to be a surface: a function of two variables with its calculus and its landmarks."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from .declaration import Array, Declared, said

Point = tuple[float, float]
Window = tuple[Point, Point]


class Beyond(StrEnum):
    """How low f is outside of the window, compared with the minimizers in it."""

    HIGHER = "higher"  # nowhere as low
    AS_LOW = "as low"  # it has further global minimizers there
    LOWER = "lower"  # it falls without end


class Surface(Declared):
    """A test function f(x, y) with gradient and Hessian in closed form.

    A subclass writes the calculus of one point, `f`, `grad` and `hess`, with NumPy functions only and
    no branch on a value, so that the same lines serve one point, a grid and compiled lanes. Facts that
    depend on a surface's own parameters (its minimizers, its window) are properties.
    """

    formula: ClassVar[str]
    """f(x, y) in LaTeX."""
    coordinates: ClassVar[tuple[str, str]] = ("x", "y")
    """What x and y are called, where they mean something."""
    domain: ClassVar[Any]
    """The window to draw: ((x_min, x_max), (y_min, y_max))."""
    start: ClassVar[Any]
    """A start (x, y) from which the surface shows what it is for."""
    minimizers: ClassVar[Any] = ()
    """All points of the domain where f is lowest in it; empty where it is lowest at the edge. They are the global minimizers of f
    unless it is lower `beyond`, and all of them unless it is as low there."""
    beyond: ClassVar[Beyond] = Beyond.HIGHER
    """How low f is outside of the domain. Where it is lower, what a run finds out there is not the minimum that it was after."""
    saddles: ClassVar[Any] = ()
    """Saddle points within the domain, as far as they are known."""
    local_minima: ClassVar[Any] = ()
    """Local minima within the domain that are not global, as far as they are known."""
    smooth: ClassVar[bool] = True
    """Whether the gradient exists at the minimizers."""
    log_colors: ClassVar[bool] = False
    """Whether the picture needs a logarithmic colour scale to be read."""
    terms: ClassVar[int] = 1
    """How many terms f sums: what a step costs, against that of a closed form."""

    def f(self, x: Any, y: Any) -> Any:
        raise NotImplementedError

    def grad(self, x: Any, y: Any) -> Any:
        raise NotImplementedError

    def hess(self, x: Any, y: Any) -> Any:
        raise NotImplementedError

    @classmethod
    def landmarks_depend_on_parameters(cls) -> bool:
        """Whether its own parameters move its minimizers, its saddles, its local minima or its window."""
        return any(map(cls._depends_on_parameters, ("minimizers", "saddles", "local_minima", "domain")))

    @classmethod
    def window_depends_on_parameters(cls) -> bool:
        """Whether its own parameters move its window."""
        return cls._depends_on_parameters("domain")

    @classmethod
    def _depends_on_parameters(cls, fact: str) -> bool:
        return isinstance(getattr(cls, fact), (property, cached_property))

    @cached_property
    def minimum(self) -> float:
        """The least value in the window, that of its minimizers; −∞ where there are none, and f falls without end."""
        if not self.minimizers:
            return -np.inf
        return min(float(self.f(x, y)) for x, y in self.minimizers)

    def value(self, points: Any) -> Array:
        """f at points of shape (2, ...); shape (...)."""
        x, y = self.checked_points(points)
        return np.asarray(self.f(x, y))

    def gradient(self, points: Any) -> Array:
        """∇f at points of shape (2, ...); shape (2, ...)."""
        x, y = points = self.checked_points(points)
        gradient = np.empty(points.shape)
        gradient[0], gradient[1] = self.grad(x, y)
        return gradient

    def hessian(self, points: Any) -> Array:
        """∇²f at points of shape (2, ...); shape (2, 2, ...)."""
        x, y = points = self.checked_points(points)
        hessian = np.empty((2, *points.shape))
        (hessian[0, 0], hessian[0, 1]), (hessian[1, 0], hessian[1, 1]) = self.hess(x, y)
        return hessian

    def checked_points(self, points: Any) -> Array:
        """Points as an array of shape (2, ...). ValueError for anything else."""
        try:
            found = np.asarray(points, dtype=float)
        except (TypeError, ValueError):
            found = np.empty(0)
        if not found.ndim or len(found) != 2:
            raise ValueError(f"{self.name}: points must be numbers of shape (2, ...), got {said(points)}")
        return found
