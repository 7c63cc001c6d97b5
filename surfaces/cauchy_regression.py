"""A line through three species of penguins that does not mind outliers: a whole species can be the outliers."""

import numpy as np

from ._finite_sum import FiniteSum
from .declaration import Scalar, positive
from .measured import classes, numbers, standardized


class CauchyRegression(FiniteSum):
    """With a small c the line follows either Adelies and Gentoos or Adelies and Chinstraps; the third species counts as outliers."""

    name = "Cauchy regression"
    formula = r"\tfrac{1}{N} \sum_i \tfrac{c^2}{2} \log\left(1 + r_i^2 / c^2\right),\; r_i = t_i - x u_i - y"
    coordinates = ("slope", "intercept")
    reference = (
        "P. W. Holland and R. E. Welsch (1977), Robust regression using iteratively reweighted least-squares, "
        "Communications in Statistics A 6(9): 813–827; data: K. B. Gorman, T. D. Williams and W. R. Fraser (2014), PLoS ONE 9(3): e90081"
    )
    domain = ((-1.0, 2.0), (-1.5, 1.5))
    start = (-0.4, -1.1)
    log_colors = True

    examples = (standardized(numbers("penguins", "bill_length_mm")), standardized(numbers("penguins", "flipper_length_mm")))
    labels = ("bill length (standardized)", "flipper length (standardized)")
    group_names, groups = classes("penguins", "species")

    scale: Scalar = positive(default=0.15, symbol="c", meaning="the residual beyond which a penguin counts less and less", slider=(0.1, 10))

    def loss(self, x, y, u, t):
        q = (t - x * u - y) / self.scale
        return self.scale * self.scale / 2 * np.log1p(q * q)

    def slope(self, x, y, u, t):
        r = t - x * u - y
        q = r / self.scale
        pull = r / (1 + q * q)
        return -u * pull, -pull

    def curvature(self, x, y, u, t):
        q = (t - x * u - y) / self.scale
        w = 1 + q * q
        yy = (1 - q * q) / (w * w)
        xy = u * yy
        return (u * xy, xy), (xy, yy)

    def curve(self, x, y, horizontal, group=0):
        return x * horizontal + y

    @property
    def guesses(self):
        """The points of a grid from which a Newton step does not lead far away."""
        (left, right), (bottom, top) = self.domain
        grid = np.array(np.meshgrid(np.linspace(left, right, 31), np.linspace(bottom, top, 31))).reshape(2, -1)
        return grid[:, np.abs(self._newton_step(grid)).max(axis=0) < 0.2]
