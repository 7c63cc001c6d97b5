"""A quadratic ravine ½(x² + κ y²), turned by an angle: the simplest surface that is badly conditioned."""

import numpy as np

from ._surface import Surface
from .declaration import Scalar, positive, within


class Ravine(Surface):
    """A long straight valley, κ times as steep across as along. Turned, it no longer lines up with the axes."""

    name = "Ravine"
    formula = r"\tfrac{1}{2}(u^2 + \kappa v^2),\; u = x \cos \varphi + y \sin \varphi,\; v = y \cos \varphi - x \sin \varphi"
    reference = "S. Ruder (2016), An overview of gradient descent optimization algorithms, section 4.1 (arXiv:1609.04747)"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    start = (-4.0, 1.5)
    minimizers = ((0.0, 0.0),)

    condition: Scalar = positive(default=20.0, symbol=r"\kappa", meaning="how much steeper it is across than along", slider=(1, 1000))
    angle: Scalar = within(-90, 90, default=0.0, symbol=r"\varphi", meaning="degrees by which the valley is turned", slider=(-90, 90))

    def f(self, x, y):
        c, s = np.cos(np.pi / 180 * self.angle), np.sin(np.pi / 180 * self.angle)
        u, v = c * x + s * y, c * y - s * x
        return (u * u + self.condition * v * v) / 2

    def grad(self, x, y):
        c, s = np.cos(np.pi / 180 * self.angle), np.sin(np.pi / 180 * self.angle)
        u, v = c * x + s * y, self.condition * (c * y - s * x)
        return c * u - s * v, s * u + c * v

    def hess(self, x, y):
        c, s = np.cos(np.pi / 180 * self.angle), np.sin(np.pi / 180 * self.angle)
        xy = (1 - self.condition) * c * s
        return (c * c + self.condition * s * s, xy), (xy, s * s + self.condition * c * c)
