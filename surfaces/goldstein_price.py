"""Goldstein and Price's polynomial of degree eight: values over six orders of magnitude in a small window."""

from ._surface import Surface


class GoldsteinPrice(Surface):
    """Slopes of a million right next to a floor of three: one learning rate can hardly suit both."""

    name = "Goldstein–Price"
    formula = (
        r"\left[1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6xy + 3y^2)\right] \cdot "
        r"\left[30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36xy + 27y^2)\right]"
    )
    reference = "A. A. Goldstein and J. F. Price (1971), On descent from local minima"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (-0.5, 0.5)
    minimizers = ((0.0, -1.0),)
    saddles = ((-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4))
    local_minima = ((-0.6, -0.4), (1.8, 0.2), (1.2, 0.8))
    log_colors = True

    # Both brackets are polynomials of one variable, of s = x + y and of d = 2x − 3y:
    # p(s) = 1 + (s + 1)² (19 − 14s + 3s²) and q(d) = 30 + d² (18 − 16d + 3d²).

    def f(self, x, y):
        s, d = x + y, 2 * x - 3 * y
        p = 1 + (s + 1) * (s + 1) * (19 + s * (3 * s - 14))
        q = 30 + d * d * (18 + d * (3 * d - 16))
        return p * q

    def grad(self, x, y):
        s, d = x + y, 2 * x - 3 * y
        p = 1 + (s + 1) * (s + 1) * (19 + s * (3 * s - 14))
        q = 30 + d * d * (18 + d * (3 * d - 16))
        by_s = 12 * (s + 1) * (s - 1) * (s - 2) * q
        by_d = 12 * d * (d - 1) * (d - 3) * p
        return by_s + 2 * by_d, by_s - 3 * by_d

    def hess(self, x, y):
        s, d = x + y, 2 * x - 3 * y
        p = 1 + (s + 1) * (s + 1) * (19 + s * (3 * s - 14))
        q = 30 + d * d * (18 + d * (3 * d - 16))
        ss = 12 * (s * (3 * s - 4) - 1) * q
        dd = 12 * (d * (3 * d - 8) + 3) * p
        sd = 144 * (s + 1) * (s - 1) * (s - 2) * d * (d - 1) * (d - 3)
        xy = ss - sd - 6 * dd
        return (ss + 4 * sd + 4 * dd, xy), (xy, ss - 6 * sd + 9 * dd)
