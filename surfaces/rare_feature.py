"""Least squares with an input that is seldom there: its weight seldom hears anything, and is the one that has far to go."""

import numpy as np

from ._finite_sum import FiniteSum
from .measured import columns, numbers, standardized

_chinstraps = np.array(columns("penguins")["species"]) == "Chinstrap"
_males = np.array(columns("penguins")["sex"]) == "male"


class RareFeature(FiniteSum):
    """Bill length from flipper length (x) and from being a male Chinstrap (y): all penguins pull at x, only a tenth of them at y."""

    name = "Rare feature"
    formula = r"\tfrac{1}{N} \sum_i \tfrac{1}{2}\left(t_i - x u_i - y v_i\right)^2,\; v_i \in \{0, 1\}"
    coordinates = ("common weight", "rare weight")
    reference = (
        "J. Duchi, E. Hazan and Y. Singer (2011), Adaptive subgradient methods for online learning and stochastic optimization, "
        "Journal of Machine Learning Research 12: 2121–2159; data: K. B. Gorman, T. D. Williams and W. R. Fraser (2014)"
    )
    domain = ((-1.5, 3.0), (-1.5, 3.0))
    start = (-1.0, -1.0)
    log_colors = True

    groups = (_chinstraps & _males).astype(np.int64)
    group_names = ("all others", "male Chinstraps")
    labels = ("flipper length (standardized)", "bill length (standardized)")
    examples = (
        standardized(numbers("penguins", "flipper_length_mm")),
        1.0 * groups,
        standardized(numbers("penguins", "bill_length_mm")),
    )

    def loss(self, x, y, u, v, t):
        r = t - x * u - y * v
        return r * r / 2

    def slope(self, x, y, u, v, t):
        r = t - x * u - y * v
        return -r * u, -r * v

    def curvature(self, x, y, u, v, t):
        return (u * u, u * v), (u * v, v * v)

    def curve(self, x, y, horizontal, group=0):
        return x * horizontal + y * group

    def observation(self, u, v, t):
        return u, t
