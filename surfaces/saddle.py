"""The saddle x² − y²: down in one direction, up in the other, flat at the origin."""

from ._surface import Beyond, Surface


class Saddle(Surface):
    """Started almost on the ridge, a method has to find the way out sideways, where the slope is tiny."""

    name = "Saddle"
    formula = r"x^2 - y^2"
    reference = "Y. Dauphin et al. (2014), Identifying and attacking the saddle point problem (arXiv:1406.2572)"
    domain = ((-1.5, 1.5), (-1.5, 1.5))
    start = (1.0, 1e-3)
    saddles = ((0.0, 0.0),)
    beyond = Beyond.LOWER

    def f(self, x, y):
        return x * x - y * y

    def grad(self, x, y):
        return 2 * x, -2 * y

    def hess(self, x, y):
        return (2.0, 0.0), (0.0, -2.0)
