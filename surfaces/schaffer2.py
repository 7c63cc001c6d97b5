"""Schaffer's function no. 2: a cross of long flat valleys through the minimum, with waves between its arms."""

import numpy as np

from ._surface import Surface


class Schaffer2(Surface):
    """Hardly any slope along the diagonals; beside them, waves that get narrower the farther out you go."""

    name = "Schaffer 2"
    formula = r"\frac{1}{2} + \frac{\sin^2(x^2 - y^2) - \frac{1}{2}}{\left(1 + 0.001\,(x^2 + y^2)\right)^2}"
    reference = "S. Surjanovic and D. Bingham, Virtual library of simulation experiments: test functions, Schaffer function N. 2"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (4.0, 3.7)
    minimizers = ((0.0, 0.0),)
    # The four nearest to the minimizer; there are many more along both axes.
    local_minima = ((1.7723132396346364, 0.0), (-1.7723132396346364, 0.0), (0.0, 1.7723132396346364), (0.0, -1.7723132396346364))

    # With w = 2 (x² − y²) and d = 1 + 0.001 (x² + y²) this is f = ½ − ½ cos(w)/d².

    def f(self, x, y):
        # The same, brought to one denominator so that small values keep their digits.
        xx, yy = x * x, y * y
        s, e = np.sin(xx - yy), 0.001 * (xx + yy)
        return (s * s + e * (1 + e / 2)) / ((1 + e) * (1 + e))

    def grad(self, x, y):
        xx, yy = x * x, y * y
        w, d = 2 * (xx - yy), 1 + 0.001 * (xx + yy)
        by_w = 2 * np.sin(w) / (d * d)
        by_d = 0.002 * np.cos(w) / (d * d * d)
        return x * (by_d + by_w), y * (by_d - by_w)

    def hess(self, x, y):
        xx, yy = x * x, y * y
        w, d = 2 * (xx - yy), 1 + 0.001 * (xx + yy)
        s, c = np.sin(w) / (d * d), np.cos(w) / (d * d)
        by_w, by_d = 2 * s, 0.002 * c / d
        ww, wd, dd = 8 * c, -0.008 * s / d, -1.2e-5 * c / (d * d)
        hxx = by_d + by_w + xx * (ww + 2 * wd + dd)
        hyy = by_d - by_w + yy * (ww - 2 * wd + dd)
        hxy = x * y * (dd - ww)
        return (hxx, hxy), (hxy, hyy)
