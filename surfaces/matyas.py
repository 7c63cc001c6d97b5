"""Matyas' function: a shallow diagonal valley, twenty-five times as steep across as along."""

from ._surface import Surface


class Matyas(Surface):
    """A convex quadratic along the diagonal, so shallow that a small learning rate barely moves."""

    name = "Matyas"
    formula = r"0.26\,(x^2 + y^2) - 0.48\,xy"
    reference = (
        "M. Jamil and X.-S. Yang (2013), A literature survey of benchmark functions for global optimisation problems (arXiv:1308.4008)"
    )
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (9.0, 3.0)
    minimizers = ((0.0, 0.0),)

    def f(self, x, y):
        # The same as 0.26 (x² + y²) − 0.48 xy, without the cancellation on the valley floor.
        across, along = x - y, x + y
        return 0.25 * across * across + 0.01 * along * along

    def grad(self, x, y):
        return 0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x

    def hess(self, x, y):
        return (0.52, -0.48), (-0.48, 0.52)
