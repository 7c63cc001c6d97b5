"""Dixon and Price's function: two mirrored minima at the ends of a forked valley, a saddle in the fork."""

from ._surface import Surface


class DixonPrice(Surface):
    """A valley that forks: the sign of y decides the branch, and near y = 0 the saddle slows a method down."""

    name = "Dixon–Price"
    formula = r"(x - 1)^2 + 2\,(2y^2 - x)^2"
    reference = "L. C. W. Dixon and R. C. Price (1989), The truncated Newton method for sparse unconstrained optimisation"
    domain = ((-3.0, 3.0), (-3.0, 3.0))
    start = (-2.5, 0.05)
    minimizers = ((1.0, 0.5**0.5), (1.0, -(0.5**0.5)))
    saddles = ((1 / 3, 0.0),)
    log_colors = True

    def f(self, x, y):
        a, b = x - 1, 2 * y * y - x
        return a * a + 2 * b * b

    def grad(self, x, y):
        b = 4 * (2 * y * y - x)
        return 2 * (x - 1) - b, 4 * y * b

    def hess(self, x, y):
        xy = -16 * y
        return (6.0, xy), (xy, 96 * y * y - 16 * x)
