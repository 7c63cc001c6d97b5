"""Lévy's function no. 13: a bowl furrowed by two waves, finely along one axis and coarsely along the other."""

import numpy as np

from ._surface import Surface


class Levy13(Surface):
    """Narrow furrows across x and wider ones across y, all of them deeper towards the middle."""

    name = "Lévy 13"
    formula = r"\sin^2 3\pi x + (x - 1)^2 (1 + \sin^2 3\pi y) + (y - 1)^2 (1 + \sin^2 2\pi y)"
    reference = "S. Surjanovic and D. Bingham, Virtual library of simulation experiments: test functions, Levy function N. 13"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (-2.3, 3.4)
    minimizers = ((1.0, 1.0),)
    # The two nearest to the minimizer; there are some two thousand.
    saddles = ((1.1685647583514405, 1.0), (0.8314352416485596, 1.0))
    # The two nearest to the minimizer; there are more than a thousand.
    local_minima = ((1.3296194745483136, 1.0), (0.6703805254516864, 1.0))

    def f(self, x, y):
        a, b = x - 1, y - 1
        sx, sy, ty = np.sin(3 * np.pi * x), np.sin(3 * np.pi * y), np.sin(2 * np.pi * y)
        return sx * sx + a * a * (1 + sy * sy) + b * b * (1 + ty * ty)

    def grad(self, x, y):
        a, b = x - 1, y - 1
        sy, ty = np.sin(3 * np.pi * y), np.sin(2 * np.pi * y)
        gx = 3 * np.pi * np.sin(6 * np.pi * x) + 2 * a * (1 + sy * sy)
        gy = 3 * np.pi * a * a * np.sin(6 * np.pi * y) + 2 * b * (1 + ty * ty) + 2 * np.pi * b * b * np.sin(4 * np.pi * y)
        return gx, gy

    def hess(self, x, y):
        a, b = x - 1, y - 1
        sy, ty = np.sin(3 * np.pi * y), np.sin(2 * np.pi * y)
        pp = np.pi * np.pi
        xx = 18 * pp * np.cos(6 * np.pi * x) + 2 * (1 + sy * sy)
        xy = 6 * np.pi * a * np.sin(6 * np.pi * y)
        yy = (
            18 * pp * a * a * np.cos(6 * np.pi * y)
            + 2 * (1 + ty * ty)
            + 8 * np.pi * b * np.sin(4 * np.pi * y)
            + 8 * pp * b * b * np.cos(4 * np.pi * y)
        )
        return (xx, xy), (xy, yy)
