"""The smallest neural network, one hidden unit: turned by its sign it is the same network, so there are two best ones."""

import numpy as np

from ._finite_sum import FiniteSum
from .measured import classes, numbers, standardized


class HiddenUnit(FiniteSum):
    """Two weights multiplied by each other: two curved valleys that mirror each other, and a saddle where both weights are zero."""

    name = "Hidden unit"
    formula = r"\tfrac{1}{N} \sum_i \tfrac{1}{2}\left(t_i - y \tanh(x u_i)\right)^2"
    coordinates = ("inner weight", "outer weight")
    reference = (
        "A. M. Chen, H. Lu and R. Hecht-Nielsen (1993), On the geometry of feedforward neural network error surfaces, "
        "Neural Computation 5(6): 910–927; data: R. A. Fisher (1936), Annals of Eugenics 7: 179–188"
    )
    domain = ((-3.0, 3.0), (-3.0, 3.0))
    start = (-2.0, 0.7)
    log_colors = True

    examples = (standardized(numbers("iris", "petal_width_cm")), standardized(numbers("iris", "petal_length_cm")))
    labels = ("petal width (standardized)", "petal length (standardized)")
    group_names, groups = classes("iris", "species")

    def loss(self, x, y, u, t):
        r = t - y * np.tanh(x * u)
        return r * r / 2

    def slope(self, x, y, u, t):
        h = np.tanh(x * u)
        r = t - y * h
        return -r * y * u * (1 - h * h), -r * h

    def curvature(self, x, y, u, t):
        h = np.tanh(x * u)
        r = t - y * h
        rises = u * (1 - h * h)
        xx = y * rises * (y * rises + 2 * r * u * h)
        xy = rises * (y * h - r)
        return (xx, xy), (xy, h * h)

    def curve(self, x, y, horizontal, group=0):
        return y * np.tanh(x * horizontal)

    @property
    def guesses(self):
        return np.array([[1.0, -1.0, 0.0], [1.5, -1.5, 0.0]])
