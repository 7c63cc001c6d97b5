"""Zakharov's function: a bowl with one direction in which it grows with the fourth power."""

from ._surface import Surface


class Zakharov(Surface):
    """A single minimum, but slopes of up to 15,000: far out, a fixed learning rate overshoots."""

    name = "Zakharov"
    formula = r"x^2 + y^2 + s^2 + s^4,\; s = \tfrac{1}{2}x + y"
    reference = (
        "M. Jamil and X.-S. Yang (2013), A literature survey of benchmark functions for global optimisation problems (arXiv:1308.4008)"
    )
    domain = ((-5.0, 10.0), (-5.0, 10.0))
    start = (-4.0, 5.0)
    minimizers = ((0.0, 0.0),)
    log_colors = True

    def f(self, x, y):
        s = 0.5 * x + y
        ss = s * s
        return x * x + y * y + ss + ss * ss

    def grad(self, x, y):
        s = 0.5 * x + y
        by_s = s * (2 + 4 * s * s)
        return 2 * x + 0.5 * by_s, 2 * y + by_s

    def hess(self, x, y):
        s = 0.5 * x + y
        bend = 2 + 12 * s * s
        return (2 + 0.25 * bend, 0.5 * bend), (0.5 * bend, 2 + bend)
