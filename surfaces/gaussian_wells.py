"""Two Gaussian wells in a plain, one wide and one narrow: the deepest minimum need not be the one that is found."""

from functools import cached_property

import numpy as np

from ._surface import Surface
from .declaration import Scalar, within


class GaussianWells(Surface):
    """A wide well and a narrow one in a flat plain: the wide one catches more starts, even where the narrow one is deeper."""

    name = "Gaussian wells"
    formula = r"-e^{-\left((x + 1.5)^2 + y^2\right)/2} - \delta\, e^{-\left((x - 1.5)^2 + y^2\right)/(2\sigma^2)}"
    reference = "Made for this collection; on wide and narrow minima S. Hochreiter and J. Schmidhuber (1997), Flat minima"
    domain = ((-4.0, 4.0), (-3.0, 3.0))
    start = (0.5, 1.0)

    depth: Scalar = within(
        0.1, 5, default=1.5, symbol=r"\delta", meaning="depth of the narrow well; the wide one has depth 1", slider=(0.1, 3)
    )
    width: Scalar = within(
        0.1, 2, default=0.5, symbol=r"\sigma", meaning="width of the narrow well; the wide one has width 1", slider=(0.1, 1)
    )

    def f(self, x, y):
        a, b, ss = x + 1.5, x - 1.5, self.width * self.width
        return -np.exp(-(a * a + y * y) / 2) - self.depth * np.exp(-(b * b + y * y) / (2 * ss))

    def grad(self, x, y):
        a, b, ss = x + 1.5, x - 1.5, self.width * self.width
        wide = np.exp(-(a * a + y * y) / 2)
        narrow = self.depth / ss * np.exp(-(b * b + y * y) / (2 * ss))
        return a * wide + b * narrow, y * (wide + narrow)

    def hess(self, x, y):
        a, b, ss = x + 1.5, x - 1.5, self.width * self.width
        wide = np.exp(-(a * a + y * y) / 2)
        narrow = self.depth / ss * np.exp(-(b * b + y * y) / (2 * ss))
        xx = (1 - a * a) * wide + (1 - b * b / ss) * narrow
        yy = (1 - y * y) * wide + (1 - y * y / ss) * narrow
        xy = -y * (a * wide + b / ss * narrow)
        return (xx, xy), (xy, yy)

    @property
    def minimizers(self):
        lowest = self.f(self._bottoms, 0.0).min()
        return tuple((float(x), 0.0) for x in self._bottoms if self.f(x, 0.0) < lowest + 1e-12)

    @property
    def local_minima(self):
        return tuple((float(x), 0.0) for x in self._bottoms if (float(x), 0.0) not in self.minimizers)

    @property
    def saddles(self):
        return tuple((float(x), 0.0) for x in self._stationary[1::2])

    @property
    def _bottoms(self):
        return self._stationary[::2]

    @cached_property
    def _stationary(self):
        """The x of all stationary points, from left to right a minimum, a saddle and a minimum, or one minimum only.

        Each well pulls straight towards its center, so the two pulls can cancel only on the line between the centers.
        """
        grid = np.linspace(-1.5, 1.5, 3001)
        uphill = self.grad(grid, 0.0)[0] > 0
        here = np.flatnonzero(uphill[1:] != uphill[:-1])
        left, right, uphill_on_the_left = grid[here], grid[here + 1], uphill[here]
        for _ in range(60):
            middle = (left + right) / 2
            same = (self.grad(middle, 0.0)[0] > 0) == uphill_on_the_left
            left, right = np.where(same, middle, left), np.where(same, right, middle)
        return (left + right) / 2
