"""Griewank's function: a very shallow bowl under a product of two waves; local minima as far as one can see."""

import numpy as np

from ._surface import Surface


class Griewank(Surface):
    """The waves hide the bowl: up close, no slope tells you where the global minimizer lies."""

    name = "Griewank"
    formula = r"1 + \frac{x^2 + y^2}{4000} - \cos x \cos\frac{y}{\sqrt 2}"
    reference = "A. O. Griewank (1981), Generalized descent for global optimization"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    start = (4.5, 7.0)
    minimizers = ((0.0, 0.0),)
    # The four nearest to the minimizer; there are many more.
    saddles = (
        (1.5723679104393218, 2.222553302578754),
        (-1.5723679104393218, 2.222553302578754),
        (-1.5723679104393218, -2.222553302578754),
        (1.5723679104393218, -2.222553302578754),
    )
    # The four nearest to the minimizer; there are many more.
    local_minima = (
        (3.1400226338955397, 4.4384444809207135),
        (-3.1400226338955397, 4.4384444809207135),
        (-3.1400226338955397, -4.4384444809207135),
        (3.1400226338955397, -4.4384444809207135),
    )

    def f(self, x, y):
        # With p = 1 − cos x and q = 1 − cos(y/√2), 1 − (1 − p)(1 − q) = p + q − pq keeps the digits of small values.
        sx, sy = np.sin(x / 2), np.sin(y / np.sqrt(8))
        p, q = 2 * sx * sx, 2 * sy * sy
        return (x * x + y * y) / 4000 + p + q - p * q

    def grad(self, x, y):
        k = np.sqrt(0.5)
        gx = x / 2000 + np.sin(x) * np.cos(k * y)
        gy = y / 2000 + k * np.cos(x) * np.sin(k * y)
        return gx, gy

    def hess(self, x, y):
        k = np.sqrt(0.5)
        wave = np.cos(x) * np.cos(k * y)
        xy = -k * np.sin(x) * np.sin(k * y)
        return (1 / 2000 + wave, xy), (xy, 1 / 2000 + wave / 2)
