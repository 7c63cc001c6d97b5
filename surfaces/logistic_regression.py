"""Two kinds of irises told apart by a line through the middle: the longer the weight vector, the surer the decision."""

import numpy as np

from ._finite_sum import FiniteSum
from .measured import columns, numbers, standardized

_species = np.array(columns("iris")["species"])
_both = _species != "setosa"


class LogisticRegression(FiniteSum):
    """The weights of petal length and width that tell two species apart: steep where most are misclassified, flat where few are."""

    name = "Logistic regression"
    formula = r"\tfrac{1}{N} \sum_i \log\left(1 + e^{-s_i (x u_i + y v_i)}\right)"
    coordinates = ("length's weight", "width's weight")
    reference = (
        "D. R. Cox (1958), The regression analysis of binary sequences, Journal of the Royal Statistical Society B 20(2): 215–242; "
        "data: R. A. Fisher (1936), Annals of Eugenics 7: 179–188"
    )
    domain = ((-4.0, 8.0), (-4.0, 8.0))
    start = (-3.0, 1.0)
    log_colors = True

    groups = (_species[_both] == "virginica").astype(np.int64)
    group_names = ("versicolor", "virginica")
    labels = ("petal length (standardized)", "petal width (standardized)")
    examples = (
        standardized(numbers("iris", "petal_length_cm")[_both]),
        standardized(numbers("iris", "petal_width_cm")[_both]),
        2.0 * groups - 1.0,
    )

    def loss(self, x, y, u, v, s):
        z = s * (x * u + y * v)
        return np.log1p(np.exp(-np.abs(z))) + np.maximum(-z, 0.0)

    def slope(self, x, y, u, v, s):
        z = s * (x * u + y * v)
        e = np.exp(-np.abs(z))
        missed = s * np.where(z > 0, e, 1.0) / (1 + e)
        return -missed * u, -missed * v

    def curvature(self, x, y, u, v, s):
        e = np.exp(-np.abs(x * u + y * v))
        w = e / ((1 + e) * (1 + e))
        xy = w * u * v
        return (w * u * u, xy), (xy, w * v * v)

    def curve(self, x, y, horizontal, group=0):
        # The line x u + y v = 0, which has no v where it is vertical, or as good as that.
        return -x * horizontal / np.where(np.abs(y) <= 1e-9 * np.abs(x), np.nan, y)
