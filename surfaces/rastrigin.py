"""Rastrigin's function: an egg carton on a bowl, a hundred local minima and one that is global."""

import numpy as np

from ._surface import Surface


class Rastrigin(Surface):
    """A regular grid of dents: short steps downhill end in the dent where they began."""

    name = "Rastrigin"
    formula = r"20 + x^2 - 10\cos 2\pi x + y^2 - 10\cos 2\pi y"
    reference = "L. A. Rastrigin (1974), Systems of extremal control"
    domain = ((-5.12, 5.12), (-5.12, 5.12))
    start = (3.6, 2.4)
    minimizers = ((0.0, 0.0),)
    # The four nearest to the minimizer; there are many more.
    saddles = ((0.5025460365546747, 0.0), (-0.5025460365546747, 0.0), (0.0, 0.5025460365546747), (0.0, -0.5025460365546747))
    # The four nearest to the minimizer; there are many more.
    local_minima = ((0.9949586376523348, 0.0), (-0.9949586376523348, 0.0), (0.0, 0.9949586376523348), (0.0, -0.9949586376523348))

    def f(self, x, y):
        # 1 − cos 2a = 2 sin² a keeps the digits of small values.
        sx, sy = np.sin(np.pi * x), np.sin(np.pi * y)
        return x * x + y * y + 20 * (sx * sx + sy * sy)

    def grad(self, x, y):
        return 2 * x + 20 * np.pi * np.sin(2 * np.pi * x), 2 * y + 20 * np.pi * np.sin(2 * np.pi * y)

    def hess(self, x, y):
        k = 40 * np.pi * np.pi
        return (2 + k * np.cos(2 * np.pi * x), 0.0), (0.0, 2 + k * np.cos(2 * np.pi * y))
