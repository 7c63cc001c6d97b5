"""A plateau that ends in a cliff above a shallow bowl: hardly any gradient, then far too much of it, then little again."""

import numpy as np

from ._surface import Surface
from .declaration import Scalar, within


class Cliff(Surface):
    """A nearly flat plateau that ends at a cliff: a learning rate that suits the plateau can throw the run far off at the edge."""

    name = "Cliff"
    formula = r"\frac{1}{1 + e^{-\kappa x}} + \tfrac{1}{50}\left((x + 2)^2 + y^2\right)"
    reference = (
        "Made for this collection; on cliffs R. Pascanu, T. Mikolov and Y. Bengio (2013), "
        "On the difficulty of training recurrent neural networks (arXiv:1211.5063)"
    )
    domain = ((-4.0, 4.0), (-4.0, 4.0))
    start = (0.8, 2.0)

    steepness: Scalar = within(1, 1000, default=20.0, symbol=r"\kappa", meaning="how steep the cliff is", slider=(1, 100), scale="log")

    # e^(−κ|x|) cannot overflow, and with it both sides of the cliff keep their digits.

    def f(self, x, y):
        e = np.exp(-self.steepness * np.abs(x))
        a = x + 2
        return np.where(x < 0, e, 1.0) / (1 + e) + 0.02 * (a * a + y * y)

    def grad(self, x, y):
        e = np.exp(-self.steepness * np.abs(x))
        return self.steepness * e / ((1 + e) * (1 + e)) + 0.04 * (x + 2), 0.04 * y

    def hess(self, x, y):
        k = self.steepness
        e = np.exp(-k * np.abs(x))
        xx = 0.04 - k * k * e / ((1 + e) * (1 + e)) * np.tanh(k * x / 2)
        return (xx, 0.0), (0.0, 0.04)

    @property
    def minimizers(self):
        # Left of x = −2 the slope is convex in x, so Newton's method from there runs straight to its zero.
        x = -2.0
        for _ in range(20):
            x -= self.grad(x, 0.0)[0] / self.hess(x, 0.0)[0][0]
        return ((float(x), 0.0),)
