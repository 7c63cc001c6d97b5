"""The three-hump camel: a global minimum in the middle of two shallower ones, all three in plain sight."""

from ._surface import Surface


class ThreeHumpCamel(Surface):
    """Two local minima flank the global one; a method without momentum ends in the first one that it meets."""

    name = "Three-hump camel"
    formula = r"2x^2 - 1.05x^4 + \tfrac{1}{6}x^6 + xy + y^2"
    reference = (
        "M. Jamil and X.-S. Yang (2013), A literature survey of benchmark functions for global optimisation problems (arXiv:1308.4008)"
    )
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (2.2, 2.5)
    minimizers = ((0.0, 0.0),)
    saddles = ((1.07054229182366, -0.53527114591183), (-1.07054229182366, 0.53527114591183))
    local_minima = ((1.7475523458302888, -0.8737761729151444), (-1.7475523458302888, 0.8737761729151444))
    log_colors = True

    def f(self, x, y):
        xx = x * x
        return xx * (2 + xx * (xx / 6 - 1.05)) + y * (x + y)

    def grad(self, x, y):
        xx = x * x
        return x * (4 + xx * (xx - 4.2)) + y, x + 2 * y

    def hess(self, x, y):
        xx = x * x
        return (4 + xx * (5 * xx - 12.6), 1.0), (1.0, 2.0)
