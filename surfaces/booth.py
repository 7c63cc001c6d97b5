"""Booth's function: a slanted quadratic bowl, mildly badly conditioned, with nothing else to hide behind."""

from ._surface import Surface


class Booth(Surface):
    """A convex quadratic whose valley runs at an angle to the axes, nine times as steep across as along."""

    name = "Booth"
    formula = r"(x + 2y - 7)^2 + (2x + y - 5)^2"
    reference = (
        "M. Jamil and X.-S. Yang (2013), A literature survey of benchmark functions for global optimisation problems (arXiv:1308.4008)"
    )
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (-8.0, 5.0)
    minimizers = ((1.0, 3.0),)

    def f(self, x, y):
        a, b = x + 2 * y - 7, 2 * x + y - 5
        return a * a + b * b

    def grad(self, x, y):
        return 10 * x + 8 * y - 34, 8 * x + 10 * y - 38

    def hess(self, x, y):
        return (10.0, 8.0), (8.0, 10.0)
