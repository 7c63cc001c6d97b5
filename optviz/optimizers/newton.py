r"""Newton's method from (1, 2) with η = 0.5, μ = 2, where g = (2, 8) and H has the rows (2, 1) and (1, 4).

Damped, the Hessian has the rows (4, 1) and (1, 6) and the determinant 23:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> newton = OPTIMIZERS["newton"](learning_rate=0.5, damping=2.0)
>>> g, hessian = np.array([2.0, 8.0]), np.array([[2.0, 1.0], [1.0, 4.0]])
>>> x, state = newton.update(np.array([1.0, 2.0]), g, newton.initial_state(), hessian)
>>> 23 * x                                                  # 23 − 0.5 · (6 · 2 − 1 · 8),  46 − 0.5 · (4 · 8 − 1 · 2)
array([21., 31.])
"""

import numpy as np

from surfaces.declaration import Scalar, nonnegative, positive

from ..optimizer import Family, Optimizer


class Newton(Optimizer):
    """Jumps to the stationary point of the local quadratic, be it a minimum, a saddle or a maximum."""

    name = "Newton"
    family = Family.CURVATURE
    year = 1669
    reference = "J. Nocedal and S. J. Wright (2006), Numerical optimization, section 3.3"
    update_rule = r"\theta_{t+1} = \theta_t - \eta\, (H_t + \mu I)^{-1} g_t"
    note = "Undamped as published (η = 1, μ = 0): it is drawn to saddles as much as to minima. A singular H ends the run."
    uses_hessian = True
    couples_coordinates = True
    turns_with_surface = True
    narration = (
        (
            "The gradient {g} is divided by the curvature instead of by a fixed number: the step leads {learning_rate} of the way to "
            "the stationary point of the local quadratic, from {x} to {new.x}, be it a minimum, a saddle or a maximum."
        ),
    )

    learning_rate: Scalar = positive(
        default=1.0, symbol=r"\eta", meaning="share of the full Newton step", slider=(1e-5, 1.0), literature=1.0
    )
    damping: Scalar = nonnegative(
        default=0.0, symbol=r"\mu", meaning="added to the Hessian's diagonal", slider=(1e-3, 1000.0), literature=0.0
    )

    def update(self, x, g, state, hessian):
        (a, b), (_, d) = hessian
        a, d = a + self.damping, d + self.damping
        gx, gy = g
        determinant = a * d - b * b
        step = np.array(((d * gx - b * gy) / determinant, (a * gy - b * gx) / determinant))
        return x - self.learning_rate * step, state
