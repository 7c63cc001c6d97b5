"""Bohachevsky's first function: a bowl with small ripples, shallow enough for momentum to roll over."""

import numpy as np

from ._surface import Surface


class Bohachevsky(Surface):
    """The ripples trap a slow method; one with momentum rolls over them to the middle."""

    name = "Bohachevsky"
    formula = r"x^2 + 2y^2 - 0.3\cos 3\pi x - 0.4\cos 4\pi y + 0.7"
    reference = "I. O. Bohachevsky, M. E. Johnson and M. L. Stein (1986), Generalized simulated annealing for function optimization"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    start = (-1.7, 1.4)
    minimizers = ((0.0, 0.0),)
    # The four nearest to the minimizer; there are many more.
    saddles = ((0.3607081555517537, 0.0), (-0.3607081555517537, 0.0), (0.0, 0.2670404674810485), (0.0, -0.2670404674810485))
    # The four nearest to the minimizer; there are many more.
    local_minima = ((0.6186120678279501, 0.0), (-0.6186120678279501, 0.0), (0.0, 0.4695275456684923), (0.0, -0.4695275456684923))

    def f(self, x, y):
        # 1 − cos 2a = 2 sin² a keeps the digits of small values.
        sx, sy = np.sin(1.5 * np.pi * x), np.sin(2 * np.pi * y)
        return x * x + 2 * y * y + 0.6 * sx * sx + 0.8 * sy * sy

    def grad(self, x, y):
        return 2 * x + 0.9 * np.pi * np.sin(3 * np.pi * x), 4 * y + 1.6 * np.pi * np.sin(4 * np.pi * y)

    def hess(self, x, y):
        pp = np.pi * np.pi
        return (2 + 2.7 * pp * np.cos(3 * np.pi * x), 0.0), (0.0, 4 + 6.4 * pp * np.cos(4 * np.pi * y))
