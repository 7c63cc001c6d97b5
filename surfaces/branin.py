"""Branin's function: three equally deep minima along a bent valley."""

import numpy as np

from ._surface import Beyond, Surface

A = 5.1 / (4 * np.pi**2)
B = 5 / np.pi
C = 10 * (1 - 1 / (8 * np.pi))


class Branin(Surface):
    """A bent valley with three global minimizers; which one a method reaches depends on its start and its momentum."""

    name = "Branin"
    formula = r"\left(y - \tfrac{5.1}{4\pi^2}x^2 + \tfrac{5}{\pi}x - 6\right)^2 + 10\left(1 - \tfrac{1}{8\pi}\right)\cos x + 10"
    reference = "L. C. W. Dixon and G. P. Szegö (1978), The global optimization problem: an introduction"
    domain = ((-5.0, 10.0), (0.0, 15.0))
    start = (5.5, 13.0)
    minimizers = ((-np.pi, 12.275), (np.pi, 2.275), (3 * np.pi, 2.475))
    beyond = Beyond.AS_LOW  # at every odd multiple of π along the valley
    saddles = ((0.0, 6.0), (2 * np.pi, 1.1))
    log_colors = True

    def f(self, x, y):
        valley = y + x * (B - A * x) - 6
        return valley * valley + C * np.cos(x) + 10

    def grad(self, x, y):
        across = 2 * (y + x * (B - A * x) - 6)
        return across * (B - 2 * A * x) - C * np.sin(x), across

    def hess(self, x, y):
        valley = y + x * (B - A * x) - 6
        tilt = B - 2 * A * x
        return (2 * tilt * tilt - 4 * A * valley - C * np.cos(x), 2 * tilt), (2 * tilt, 2.0)
