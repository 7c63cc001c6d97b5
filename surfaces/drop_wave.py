"""The drop-wave: rings around a drop in water, deeper and deeper towards the middle."""

import numpy as np

from ._surface import Surface

TINY = 1e-200  # keeps sin(12r)/r at its limit 12 and not 0/0 at the origin


class DropWave(Surface):
    """Circular ridges and troughs: a method has to cross every ring, and every trough on the way is a trap."""

    name = "Drop-wave"
    formula = r"-\frac{1 + \cos 12 r}{\tfrac{1}{2} r^2 + 2},\; r = \sqrt{x^2 + y^2}"
    reference = "M. Molga and C. Smutnicki (2005), Test functions for optimization needs"
    domain = ((-5.12, 5.12), (-5.12, 5.12))
    start = (0.3, 0.15)
    minimizers = ((0.0, 0.0),)

    # f is a quotient n/d of two functions of q = r². Below, n1, n2 and f1, f2 are derivatives by q.

    def f(self, x, y):
        q = x * x + y * y
        return -(1 + np.cos(12 * np.sqrt(q))) / (q / 2 + 2)

    def grad(self, x, y):
        q = x * x + y * y + TINY
        r = np.sqrt(q)
        d = q / 2 + 2
        n, n1 = -1 - np.cos(12 * r), 6 * np.sin(12 * r) / r
        f1 = (n1 - n / d / 2) / d
        return 2 * x * f1, 2 * y * f1

    def hess(self, x, y):
        q = x * x + y * y + TINY
        r = np.sqrt(q)
        d = q / 2 + 2
        s, c = np.sin(12 * r) / r, np.cos(12 * r)
        n, n1 = -1 - c, 6 * s
        f1 = (n1 - n / d / 2) / d
        # q n2 rather than n2, which has q as its denominator; u and v are the direction from the origin.
        u, v = x / r, y / r
        qf2 = (36 * c - 3 * s - q * f1) / d
        return (2 * f1 + 4 * u * u * qf2, 4 * u * v * qf2), (4 * u * v * qf2, 2 * f1 + 4 * v * v * qf2)
