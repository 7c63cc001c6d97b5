"""Ackley's function: small dents on a funnel that ends in a point, where the gradient does not exist."""

import numpy as np

from ._surface import Surface

TINY = 1e-200  # keeps x / r at 0 and not 0/0 at the origin


class Ackley(Surface):
    """The funnel stays steep right down to its tip, so a constant learning rate never settles there."""

    name = "Ackley"
    formula = r"20 + e - 20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} - e^{(\cos 2\pi x + \cos 2\pi y)/2}"
    reference = "D. H. Ackley (1987), A connectionist machine for genetic hillclimbing"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (-1.6, 1.2)
    minimizers = ((0.0, 0.0),)
    # The four nearest to the minimizer; there are many more.
    saddles = ((0.6257806168564638, 0.0), (-0.6257806168564638, 0.0), (0.0, 0.6257806168564638), (0.0, -0.6257806168564638))
    # The four nearest to the minimizer; there are many more.
    local_minima = ((0.9521665459501717, 0.0), (-0.9521665459501717, 0.0), (0.0, 0.9521665459501717), (0.0, -0.9521665459501717))
    smooth = False

    # At the tip of the funnel, where there is no gradient, `grad` is 0: the mean of the slopes around it.

    def f(self, x, y):
        # expm1 and 1 − cos 2a = 2 sin² a keep the digits of small values.
        sx, sy = np.sin(np.pi * x), np.sin(np.pi * y)
        return -20 * np.expm1(-0.2 * np.sqrt((x * x + y * y) / 2)) - np.e * np.expm1(-(sx * sx + sy * sy))

    def grad(self, x, y):
        r = np.sqrt((x * x + y * y + TINY) / 2)
        funnel = 2 * np.exp(-0.2 * r) / r
        dents = np.pi * np.exp((np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2)
        return funnel * x + dents * np.sin(2 * np.pi * x), funnel * y + dents * np.sin(2 * np.pi * y)

    def hess(self, x, y):
        r = np.sqrt((x * x + y * y + TINY) / 2)
        u, v = x / r, y / r
        funnel = 2 * np.exp(-0.2 * r) / r
        bend = funnel * (0.5 + 0.1 * r)
        cx, cy = np.cos(2 * np.pi * x), np.cos(2 * np.pi * y)
        sx, sy = np.sin(2 * np.pi * x), np.sin(2 * np.pi * y)
        dents = np.pi * np.pi * np.exp((cx + cy) / 2)
        xx = funnel - bend * u * u + dents * (2 * cx - sx * sx)
        yy = funnel - bend * v * v + dents * (2 * cy - sy * sy)
        xy = -bend * u * v - dents * sx * sy
        return (xx, xy), (xy, yy)
