r"""Full-matrix Adagrad from x = (1, 1) with η = 0.5, ε = 1 and gradients that add up to a matrix G with the rows (6, 1) and (1, 2).

The gradient is (3, −1), which adds the rows (9, −3) and (−3, 1). The sum with ε has the rows (16, −2) and (−2, 4):

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adagrad = OPTIMIZERS["adagrad_full"](learning_rate=0.5, epsilon=1.0)
>>> x, state = adagrad.update(np.array([1.0, 1.0]), np.array([3.0, -1.0]), adagrad.State(G_xx=6.0, G_xy=1.0, G_yy=2.0))
>>> [float(entry) for entry in state]
[15.0, -2.0, 3.0]

Its determinant is 60, its trace 20: with δ = √60 and τ = √(20 + 2δ) the inverse root has the rows (4 + δ, 2) and (2, 16 + δ), over δτ:

>>> delta = np.sqrt(60)
>>> tau = np.sqrt(20 + 2 * delta)
>>> (1 - x) * delta * tau / 0.5 - delta * np.array([3.0, -1.0])  # 3 · 4 − 1 · 2,  3 · 2 − 1 · 16
array([ 10., -10.])
"""

from typing import Annotated, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, positive

from ..optimizer import Family, Optimizer
from ..plane import times


class AdagradFull(Optimizer):
    """Adagrad that also remembers how the slopes vary together, so that a valley at an angle is no harder than one along an axis."""

    name = "Adagrad, full matrix"
    family = Family.ADAPTIVE
    year = 2011
    reference = "J. Duchi, E. Hazan and Y. Singer (2011), Adaptive subgradient methods for online learning, JMLR 12, with full matrices"
    update_rule = r"G_t = G_{t-1} + g_t g_t^\top \\ \theta_{t+1} = \theta_t - \eta\, (G_t + \varepsilon I)^{-1/2} g_t"
    note = (
        "ε inside the root, as in Adagrad here; the paper adds it to the root. G starts at 0. The root of a 2 × 2 matrix has a closed form."
    )
    narration = (
        (
            "The gradient {g} times itself is added to G: its diagonal holds the squares, {G_xx} and {G_yy} so far, and off it is "
            "the product, {G_xy}."
        ),
        "The gradient is multiplied by one over the root of that matrix, which shortens it most where the slopes have been steepest.",
    )
    couples_coordinates = True
    turns_with_surface = True
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.5, symbol=r"\eta", meaning="learning rate before it is divided", slider=(1e-5, 1.0))
    epsilon: Scalar = positive(
        default=1e-8, symbol=r"\varepsilon", meaning="added under the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        G_xx: Annotated[Array | float, "sum of the squares of gₓ"] = 0.0
        G_xy: Annotated[Array | float, "sum of the products of gₓ and g_y"] = 0.0
        G_yy: Annotated[Array | float, "sum of the squares of g_y"] = 0.0

    def update(self, x, g, state):
        gx, gy = g
        G_xx, G_xy, G_yy = state.G_xx + gx * gx, state.G_xy + gx * gy, state.G_yy + gy * gy
        # The eigenvalues are mean ± spread. No sum of squares is negative, so no rounding may make it so.
        mean, half = (G_xx + G_yy) / 2, (G_xx - G_yy) / 2
        spread = np.hypot(half, G_xy)
        p = np.sqrt(mean + spread + self.epsilon)
        q = np.sqrt(np.maximum(mean - spread, 0.0) + self.epsilon)
        # With 1/p and 1/q for eigenvalues: ((p + q)/2 · I − S/(p + q)) / (pq), where S = G − mean · I.
        middle, each = (p + q) / 2, self.learning_rate / (p * q)
        rate_xx, rate_yy = each * (middle - half / (p + q)), each * (middle + half / (p + q))
        rate_xy = -each * G_xy / (p + q)
        return x - times(rate_xx, rate_xy, rate_yy, g), self.State(G_xx, G_xy, G_yy)
