"""What it takes to be a fit of data: a surface that is the mean of one loss for each of N examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ._surface import Point, Surface
from .declaration import Array

AT_ONCE = 2**16
"""Numbers in a block: so many that threads seldom wait for each other between two calls. More of them at once would at last take GBs."""
NEWTON_STEPS = 60
ALIKE = 1e-6
"""Newton's method ended at the same point if both coordinates agree so far."""


class FiniteSum(Surface):
    """f(x, y) = mean over N examples of a loss, with what a stochastic method needs besides: the slope of some of them.

    A subclass gives the `examples` and writes of one of them the calculus, `loss`, `slope` and `curvature`, and what is drawn,
    `observation` and `curve`, with NumPy functions only and no branch on a value. The calculus is called with columns of points
    (n, 1) and rows of examples, (N,) or (n, B). A point's mean is rounded the same whichever points and lanes stand beside it.
    """

    examples: ClassVar[Any]
    """What is known of the examples: given as columns of N numbers, kept as a read-only array (columns, N)."""
    labels: ClassVar[tuple[str, str]]
    """What is drawn to the right and upwards in a picture of the examples, with units."""
    origin: ClassVar[type[FiniteSum]]
    """The class that declares it: of `only` some of the examples, that of all of them."""
    groups: ClassVar[NDArray[np.int64]]
    """Which group each example belongs to, (N,): its colour."""
    group_names: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "examples" in vars(cls):
            cls.examples = np.array(cls.examples, dtype=float)
            cls.examples.flags.writeable = False
            cls.terms = cls.examples.shape[1]
        cls.origin = vars(cls).get("origin", cls)

    # ---- one example --------------------------------------------------------------------------------------------------

    def loss(self, x: Any, y: Any, *example: Any) -> Any:
        raise NotImplementedError

    def slope(self, x: Any, y: Any, *example: Any) -> Any:
        """(∂/∂x, ∂/∂y) of the loss."""
        raise NotImplementedError

    def curvature(self, x: Any, y: Any, *example: Any) -> Any:
        """((xx, xy), (xy, yy)) of the loss."""
        raise NotImplementedError

    def curve(self, x: Any, y: Any, horizontal: Any, group: int = 0) -> Any:
        """What the fit (x, y) says of an example of a group: its vertical value in the picture, or where the decision changes."""
        raise NotImplementedError

    def observation(self, *example: Any) -> Any:
        """An example as a point of a picture: its horizontal and its vertical value."""
        across, up, *_ = example
        return across, up

    # ---- all of them --------------------------------------------------------------------------------------------------

    @property
    def observations(self) -> Array:
        """The examples as points of a picture, (2, N): horizontal and vertical values."""
        return np.array(self.observation(*self.examples))

    @property
    def count(self) -> int:
        """N."""
        return self.terms

    def f(self, x: Any, y: Any) -> Any:
        """The mean loss at points of shape (...); shape (...)."""
        return self._means(_losses, 1, x, y)[0]

    def grad(self, x: Any, y: Any) -> Any:
        dx, dy = self._means(_slopes, 2, x, y)
        return dx, dy

    def hess(self, x: Any, y: Any) -> Any:
        xx, xy, yy = self._means(_curvatures, 3, x, y)
        return (xx, xy), (xy, yy)

    # ---- some of them -------------------------------------------------------------------------------------------------

    def batch_value(self, points: Any, batch: Any) -> Array:
        """The mean loss of each lane's own examples: points (2, n), their places (n, B), or (1, B) for all; shape (n,).

        Raises ValueError if there is not one batch for each point, or one for all, and IndexError for an example that there is not.
        """
        x, y = self.checked_points(points)
        return self._means(_losses, 1, x, y, batch)[0]

    def batch_gradient(self, points: Any, batch: Any) -> Array:
        """The mean slope of each lane's own examples; shape (2, n). Of all examples in order it is `gradient`, to the last bit."""
        x, y = self.checked_points(points)
        return self._means(_slopes, 2, x, y, batch)

    def only(self, places: Any) -> FiniteSum:
        """The same loss over some of the examples, which are a surface of their own."""
        whole = type(self)
        parts = {"examples": whole.examples[:, places], "groups": whole.groups[places]}
        about = {"origin": whole.origin, "__module__": whole.__module__, "__qualname__": whole.__qualname__, "__doc__": whole.__doc__}
        some: type[FiniteSum] = type(whole.__name__, (whole,), about | parts)
        return some(**self.values_by_name())

    def _means(self, calculus: Callable[..., Iterator[Any]], rows: int, x: Any, y: Any, batch: Any = None) -> Array:
        """The means of the `rows` numbers that some calculus tells of each example; shape (rows, *shape of the points)."""
        lanes = {name: value for name, value in self.values_by_name().items() if np.ndim(value)}
        shape = np.broadcast_shapes(np.shape(x), np.shape(y), *map(np.shape, lanes.values()))
        x, y, *own = (_column(values, shape) for values in (x, y, *lanes.values()))
        chosen = None if batch is None else np.asarray(batch)
        if chosen is not None and (chosen.ndim != 2 or len(chosen) not in (1, len(x)) or not chosen.shape[1]):
            raise ValueError(f"{self.name}: batch must be of shape ({len(x)}, B) or (1, B), got {chosen.shape}")
        width = self.terms if chosen is None else chosen.shape[1]
        length = max(AT_ONCE // width, 1)
        found = np.empty((rows, len(x)))
        for first in range(0, len(x), length):
            some = slice(first, first + length)
            surface = self.replace(**{name: values[some] for name, values in zip(lanes, own, strict=True)}) if lanes else self
            examples = self.examples
            if chosen is not None:
                places = chosen if len(chosen) == 1 else chosen[some]
                examples = [column.take(places) for column in examples]
            for mean, values in zip(found[:, some], calculus(surface, x[some], y[some], *examples), strict=True):
                # NumPy adds the numbers of contiguous rows in pairs, each row as if it were alone.
                np.add.reduce(_contiguous(values, (len(mean), width)), axis=-1, out=mean)
        found /= width
        return found.reshape(rows, *shape)

    # ---- landmarks ----------------------------------------------------------------------------------------------------

    @property
    def guesses(self) -> Array:
        """Points (2, k) from which Newton's method finds all landmarks."""
        return np.zeros((2, 1))

    @property
    def minimizers(self) -> tuple[Point, ...]:
        return self._landmarks[0]

    @property
    def local_minima(self) -> tuple[Point, ...]:
        return self._landmarks[1]

    @property
    def saddles(self) -> tuple[Point, ...]:
        return self._landmarks[2]

    @cached_property
    def difficulty(self) -> Array:
        """How badly the best fit explains each example: its loss at the first minimizer, (N,)."""
        x, y = self.minimizers[0]
        return np.array(self.loss(x, y, *self.examples))

    @property
    def _landmarks(self) -> tuple[tuple[Point, ...], tuple[Point, ...], tuple[Point, ...]]:
        """The global minimizers, the other minima from the deepest to the highest, and the saddles."""
        return _landmarks_of(self)

    def _found_landmarks(self) -> tuple[tuple[Point, ...], tuple[Point, ...], tuple[Point, ...]]:
        points = self._settled(self.guesses)
        values, hessians = self.value(points), np.moveaxis(self.hessian(points), -1, 0)
        lowest, highest = np.linalg.eigvalsh(hessians).T
        rest = [(float(x), float(y)) for x, y in points.T]
        minima = [i for i in np.argsort(values, kind="stable") if lowest[i] > 0]
        deepest = [i for i in minima if values[i] <= values[minima[0]] + 1e-12]
        saddles = [i for i in range(len(rest)) if lowest[i] < 0 < highest[i]]
        found = deepest, [i for i in minima if i not in deepest], saddles
        return tuple(tuple(rest[i] for i in kind) for kind in found)  # type: ignore[return-value]

    def _settled(self, points: Array) -> Array:
        """Where Newton's method comes to rest in the window, each place once, (2, m). It knows of no step beyond the last digit."""
        for _ in range(NEWTON_STEPS):
            step = self._newton_step(points)
            points = points + step
            going = np.abs(step) > 4 * np.finfo(float).eps * (1 + np.abs(points))
            points = points[:, self._in_window(points)]
            if not going.any():
                break
        points = points[:, np.abs(self._newton_step(points)).max(axis=0) < ALIKE] + 0.0  # no −0
        apart: list[int] = []
        for i in range(points.shape[1]):
            if all(np.abs(points[:, i] - points[:, j]).max() > ALIKE for j in apart):
                apart.append(i)
        return points[:, apart]

    def _newton_step(self, points: Array) -> Array:
        (a, b), (_, d) = self.hessian(points)
        gx, gy = self.gradient(points)
        determinant = a * d - b * b
        determinant = np.where(determinant == 0, 1.0, determinant)
        return np.array([b * gy - d * gx, b * gx - a * gy]) / determinant

    def _in_window(self, points: Array) -> NDArray[np.bool_]:
        inside = [(lower <= c) & (c <= upper) for c, (lower, upper) in zip(points, self.domain, strict=True)]
        return inside[0] & inside[1]


@lru_cache(maxsize=1024)
def _landmarks_of(surface: FiniteSum) -> Any:
    """Found once for all surfaces with the same values: pages make a new one in every rerun."""
    return surface._found_landmarks()


def _losses(surface: FiniteSum, x: Array, y: Array, *examples: Array) -> Iterator[Any]:
    yield surface.loss(x, y, *examples)


def _slopes(surface: FiniteSum, x: Array, y: Array, *examples: Array) -> Iterator[Any]:
    yield from surface.slope(x, y, *examples)


def _curvatures(surface: FiniteSum, x: Array, y: Array, *examples: Array) -> Iterator[Any]:
    (xx, xy), (_, yy) = surface.curvature(x, y, *examples)
    yield from (xx, xy, yy)


def _column(values: Any, shape: tuple[int, ...]) -> Array:
    """Numbers as a contiguous column (n, 1)."""
    numbers = np.asarray(values, dtype=float)
    return np.ascontiguousarray(numbers if numbers.shape == shape else np.broadcast_to(numbers, shape)).reshape(-1, 1)


def _contiguous(values: Any, shape: tuple[int, int]) -> Array:
    if np.shape(values) != shape:
        values = np.broadcast_to(values, shape)
    return np.ascontiguousarray(values, dtype=float)
