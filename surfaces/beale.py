"""Beale's function: flat valleys that meet in a sharp one; the surface of the well-known animation."""

from ._surface import Surface


class Beale(Surface):
    """Steep walls at the corners, a nearly flat floor, and one minimizer at the end of a curved valley."""

    name = "Beale"
    formula = r"(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2"
    reference = "E. M. L. Beale (1958), On an iterative method for finding a local minimum of a function of more than one variable"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    start = (1.0, 1.5)
    minimizers = ((3.0, 0.5),)
    saddles = ((0.0, 1.0), (0.10053793732415837, -2.644513585023125))
    log_colors = True

    # y² − 1 = (y − 1)(y + 1) and y³ − 1 = (y − 1)(1 + y + y²), so the three terms differ from each other
    # by these factors only: with t = y − 1, p = 1 + y and q = 1 + y + y² they are the squares of a, b and c.

    def f(self, x, y):
        t, p = y - 1, y + 1
        xt = x * t
        a, b, c = 1.5 + xt, 2.25 + xt * p, 2.625 + xt * (1 + y * p)
        return a * a + b * b + c * c

    def grad(self, x, y):
        # This runs at every step of a race, so a, b and c are doubled here, which spares the factor 2 twice.
        t, p = y - 1, y + 1
        q = 1 + y * p
        xt = (x + x) * t
        a, b, c = 3 + xt, 4.5 + xt * p, 5.25 + xt * q
        yc = y * c
        return t * (a + b * p + c * q), x * (a + y * (2 * (b + yc) + yc))

    def hess(self, x, y):
        t, p = y - 1, y + 1
        q = 1 + y * p
        xt = x * t
        a, b, c = 1.5 + xt, 2.25 + xt * p, 2.625 + xt * q
        xx = 2 * t * t * (1 + p * p + q * q)
        xy = 2 * (a + y * (2 * b + 3 * y * c) + xt * (1 + y * (2 * p + 3 * y * q)))
        yy = 2 * x * (x + 2 * b + y * (6 * c + x * y * (4 + 9 * y * y)))
        return (xx, xy), (xy, yy)
