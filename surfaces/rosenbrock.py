"""Rosenbrock's banana: a curved valley whose floor is nearly flat; the classic trial of momentum and curvature."""

from ._surface import Surface
from .declaration import Scalar, positive


class Rosenbrock(Surface):
    """It takes no time to get into the curved valley, and a long time to follow its floor to the minimizer."""

    name = "Rosenbrock"
    formula = r"(1 - x)^2 + b\,(y - x^2)^2"
    reference = "H. H. Rosenbrock (1960), An automatic method for finding the greatest or least value of a function"
    domain = ((-2.0, 2.0), (-1.0, 3.0))
    start = (-1.2, 1.0)
    minimizers = ((1.0, 1.0),)
    log_colors = True

    steepness: Scalar = positive(default=100.0, symbol="b", meaning="how steep the walls of the valley are", slider=(1, 1000))

    def f(self, x, y):
        a, b = 1 - x, y - x * x
        return a * a + self.steepness * b * b

    def grad(self, x, y):
        wall = 2 * self.steepness * (y - x * x)
        return 2 * (x - 1) - 2 * x * wall, wall

    def hess(self, x, y):
        b = self.steepness
        xy = -4 * b * x
        return (2 + 4 * b * (3 * x * x - y), xy), (xy, 2 * b)
