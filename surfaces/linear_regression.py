"""A straight line through penguins by least squares: the further the inputs lie from zero, the narrower the valley.

The flippers are 200.967 mm long on average, with a standard deviation of 13.995 mm. In units of it and not centered
they lie around 200.967/13.995 = 14.36, which is how far the slider goes.
"""

from functools import cached_property

import numpy as np

from ._finite_sum import FiniteSum
from .declaration import Scalar, nonnegative
from .measured import classes, numbers, standardized


class LinearRegression(FiniteSum):
    """Slope x and intercept y of a line: round contours for centered inputs, a narrow slanted valley for inputs far from zero."""

    name = "Linear regression"
    formula = r"\tfrac{1}{N} \sum_i \tfrac{1}{2}\left(t_i - x\,(u_i + m) - y\right)^2"
    coordinates = ("slope", "intercept")
    reference = (
        "Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), Efficient backprop, section 4.3, on the mean of the inputs; "
        "data: K. B. Gorman, T. D. Williams and W. R. Fraser (2014), PLoS ONE 9(3): e90081"
    )
    log_colors = True

    examples = (standardized(numbers("penguins", "flipper_length_mm")), standardized(numbers("penguins", "body_mass_g")))
    labels = ("flipper length (standard deviations)", "body mass (standardized)")
    group_names, groups = classes("penguins", "species")

    offset: Scalar = nonnegative(
        default=0.0,
        symbol="m",
        meaning="mean of the inputs, in their standard deviations; 14.36 for the flippers as measured",
        slider=(0, 14.36),
        scale="linear",
    )

    def loss(self, x, y, u, t):
        r = t - x * (u + self.offset) - y
        return r * r / 2

    def slope(self, x, y, u, t):
        v = u + self.offset
        r = t - x * v - y
        return -v * r, -r

    def curvature(self, x, y, u, t):
        v = u + self.offset
        return (v * v, v), (v, 1.0)

    def curve(self, x, y, horizontal, group=0):
        return x * horizontal + y

    def observation(self, u, t):
        return u + self.offset, t

    @cached_property
    def domain(self):
        """Along the valley y = −m x + const. from one corner to the opposite one; the minimizer is (0.87, −0.87 m)."""
        center, reach = -0.87 * self.offset, 2 * np.hypot(1.0, self.offset)
        return (-1.0, 3.0), (round(float(center - reach), 2), round(float(center + reach), 2))

    @cached_property
    def start(self):
        return -0.6, round(float(np.hypot(1.0, self.offset) - 0.87 * self.offset), 2)
