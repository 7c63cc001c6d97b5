"""The loss of a network around its weights, along two of its thousand directions: what a picture of it can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces.declaration import Array

from ..arguments import checked_count, checked_progress, real_numbers, refusal
from ..lanes.crew import Progress
from .perceptron import Network, checked_network

MOST_LINES = 1000
LINE_POINTS = 101
"""Points on a line whose roughness is measured. They decide how fine the bumps are that count, so it is one number for all."""


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane in the space of weights: origin (P,) + x · directions[0] + y · directions[1]; directions (2, P)."""

    origin: Array
    directions: Array

    def weights(self, x: Any, y: Any) -> Array:
        """The weights at points of the plane: x and y of shape (...), shape (..., P), as a path is recorded."""
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        return self.origin + np.stack([x, y], axis=-1) @ self.directions

    def project(self, weights: Any) -> Array:
        """The point of the plane that is nearest to weights of shape (..., P): shape (2, ...). The directions may be askew."""
        away = np.asarray(weights, dtype=float) - self.origin
        return np.moveaxis(away @ np.linalg.pinv(self.directions), -1, 0)

    def share(self, weights: Any, middle: Any = None) -> float:
        """Which share of the squared distances of points (n, P) from a middle (P,) lies in the plane, in [0, 1]; 0 if there are none.

        middle: None is the mean of the points, so that the share is that of their variance
        """
        points = np.asarray(weights, dtype=float)
        away = points - (points.mean(axis=0) if middle is None else middle)
        inside = away @ np.linalg.pinv(self.directions) @ self.directions
        total = float((away * away).sum())
        return min(float((inside * inside).sum()) / total, 1.0) if total else 0.0

    def losses(self, network: Network, xs: Any, ys: Any, progress: Progress | None = None) -> Array:
        """The loss on the whole training part over a grid, (len(ys), len(xs)): what is minimized, so with the penalty.

        progress: is told the share that is done after every row; whatever it raises ends the work
        """
        network, progress = checked_network(network), checked_progress(progress)
        xs, ys = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
        found = np.empty((len(ys), len(xs)))
        for row, y in enumerate(ys):
            found[row] = network.loss(self.weights(xs, y).T)
            if progress is not None:
                progress((row + 1) / len(ys))
        return found


def principal_plane(paths: Mapping[str, NDArray[Any]], origin: Any = None) -> Plane:
    """The plane in which the paths of weights, (T, P) each, spread most: their first two principal components.

    origin: (P,), where the paths lead, if that is to lie in the plane, as H. Li et al. (2018, section 7) have it (arXiv:1712.09913);
            None is the mean of all points. The components are those of the distances from there.
    Each point counts the same, so the path that goes farthest decides: leave out one that diverged. The directions have the length 1
    and are square to each other; the larger end of each is where its largest entry is positive.
    A plane through a random walk explains much as well (J. Antognini and J. Sohl-Dickstein, 2018, PCA of high dimensional random walks
    with comparison to neural network training, arXiv:1806.08805), so a large share does not say that the path is simple.
    Raises ValueError without a path, for paths of different or of less than two coordinates, not finite, or that never move.
    """
    if not isinstance(paths, Mapping):
        raise refusal("paths", "be arrays of shape (T, P) by name", paths)
    if not paths:
        raise ValueError("paths: must be at least one, got none")
    shapes = {np.shape(path)[1:] for path in paths.values() if np.ndim(path) == 2}
    if len(shapes) != 1 or min(shapes)[0] < 2 or any(np.ndim(path) != 2 for path in paths.values()):
        raise ValueError(f"paths: must all be of shape (T, P) with one P from 2 on, got {[np.shape(path) for path in paths.values()]}")
    points = np.concatenate([np.asarray(path, dtype=float) for path in paths.values()])
    middle = points.mean(axis=0) if origin is None else real_numbers(origin)
    if middle.shape != points.shape[1:]:
        raise refusal("origin", f"be of shape ({points.shape[1]},)", origin)
    if not np.isfinite(points).all() or not np.isfinite(middle).all():
        raise ValueError("paths: must be finite, got numbers that are not")
    points -= middle
    if not points.any():
        raise ValueError("paths: must lead somewhere, got one point only")
    # The right singular vectors are the principal components, at a cost of T²P where paths are short. A row of zeros changes none of
    # them, and gives a path of one point a second one.
    _, _, components = np.linalg.svd(np.concatenate([points, np.zeros((1, points.shape[1]))]), full_matrices=False)
    directions = components[:2]
    largest = np.abs(directions).argmax(axis=1)
    directions *= np.sign(directions[[0, 1], largest])[:, None]
    return Plane(middle, directions)


def random_plane(network: Network, weights: Any, seed: int = 0) -> Plane:
    """A plane through weights (P,) in two random filter-normalized directions.

    H. Li, Z. Xu, G. Taylor, C. Studer and T. Goldstein (2018), Visualizing the loss landscape of neural nets, section 4
    (arXiv:1712.09913): each unit's part of a normal direction, the weights that lead into it, is scaled to the length of that unit's own
    weights; the direction is 0 on biases, γ and β. So x = 1 changes each unit by as much as it has, and nets of different scale compare.
    """
    network, weights = _checked(network, weights)
    return Plane(weights, _filter_normalized(network, weights, seed, lines=2))


def plane_through_zero(network: Network, weights: Any, seed: int = 0) -> Plane:
    """A plane through weights (P,), at (1, 0), and through 0, at the origin, as far as the matrices of hidden layers go.

    Both directions are 0 on all else: the first is the hidden matrices of the weights, the second a random one, filter-normalized as in
    `random_plane`. The second is not made square to the first: with one input a unit would have no such direction.
    On a ray from the middle all hidden matrices are those of one point, times a number a > 0. With batch normalization, where
    BN((aW)u) = BN(Wu), the loss is the same there, but for ε and a penalty, and its slope in these matrices is square to each unit's
    weights and as long as the point's divided by a: S. Ioffe and C. Szegedy (2015), Batch normalization, section 3.3 (arXiv:1502.03167).
    """
    network, weights = _checked(network, weights)
    hidden = np.zeros(network.size)
    for matrix in network.matrices[:-1]:
        hidden[matrix.places] = weights[matrix.places]
    # A random direction is as long as what it is made for, so it is 0 where that is.
    (across,) = _filter_normalized(network, hidden, seed, lines=1)
    return Plane(weights - hidden, np.array([hidden, across]))


def roughness(network: Network, weights: Any, lines: int = 20, seed: int = 0) -> float:
    """How rough the loss is around weights (P,): 0 on straight lines, 1 on a parabola with its vertex at the weights.

    Along each of some random filter-normalized lines, from −1 to 1 with LINE_POINTS points: the root mean square of the second
    differences of the loss in units of its range on the line, divided by what the parabola has. The answer is the median over the lines.
    It measures how unevenly the slope changes on the whole line: a kink counts, and so does one sharp valley on a plain.
    A line on which the loss is the same everywhere counts 0.
    """
    network, weights = _checked(network, weights)
    directions = _filter_normalized(network, weights, seed, checked_count("lines", lines, 1, MOST_LINES))
    shares = np.linspace(-1, 1, LINE_POINTS)
    found = [network.loss((weights + shares[:, None] * direction).T) for direction in directions]
    return float(np.median([_bend(losses) for losses in found]))


def _bend(losses: Array) -> float:
    """The root mean square of second differences relative to the range, 1 for the parabola over [−1, 1]."""
    spread = np.ptp(losses)
    step = 2 / (len(losses) - 1)
    return float(np.sqrt((np.diff(losses, 2) ** 2).mean()) / spread / (2 * step * step)) if spread else 0.0


def _filter_normalized(network: Network, weights: Array, seed: int, lines: int) -> Array:
    """Random directions, (lines, P), by units as long as the weights."""
    rng = np.random.default_rng(checked_count("seed", seed, 0, 2**31))
    directions = np.zeros((lines, network.size))
    for direction in directions:
        for matrix in network.matrices:
            drawn = rng.normal(size=(matrix.inputs, matrix.units))
            own = np.linalg.norm(weights[matrix.places], axis=0)
            direction[matrix.places] = drawn * (own / np.linalg.norm(drawn, axis=0))
    return directions


def _checked(network: Any, weights: Any) -> tuple[Network, Array]:
    network, array = checked_network(network), real_numbers(weights)
    if array.shape != (network.size,) or not np.isfinite(array).all():
        raise refusal("weights", f"be finite and of shape ({network.size},)", weights)
    return network, array
