r"""Momentum from x = (1, 2) with the last step v = (0.1, 0.2), η = 0.1, γ = 0.5, where the gradient is (2, 4).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> momentum = OPTIMIZERS["momentum"](learning_rate=0.1, momentum=0.5)
>>> x, state = momentum.update(np.array([1.0, 2.0]), np.array([2.0, 4.0]), momentum.State(v=np.array([0.1, 0.2])))
>>> state.v                                                 # 0.5 · 0.1 + 0.1 · 2,  0.5 · 0.2 + 0.1 · 4
array([0.25, 0.5 ])
>>> x                                                       # 1 − 0.25,  2 − 0.5
array([0.75, 1.5 ])
"""

from typing import NamedTuple

from ..hyperparameter import Array, Scalar, fraction, positive
from ..optimizer import Family, Optimizer


class Momentum(Optimizer):
    """Keeps a share of its last step, like a heavy ball: slow to turn, fast along a valley."""

    name = "Momentum"
    family = Family.MOMENTUM
    year = 1964
    reference = "B. T. Polyak (1964), Some methods of speeding up the convergence of iteration methods; Ruder (2016), section 4.1"
    update_rule = r"v_{t+1} = \gamma v_t + \eta\, g_t \\ \theta_{t+1} = \theta_t - v_{t+1}"
    note = "The heavy ball: the new gradient enters with its full weight η, not with η (1 − γ). The velocity v is the last step itself."
    turns_with_surface = True

    learning_rate: Scalar = positive(default=0.003, symbol=r"\eta", meaning="step size", slider=(1e-5, 1.0))
    momentum: Scalar = fraction(default=0.9, symbol=r"\gamma", meaning="share of the last step that is kept")

    class State(NamedTuple):
        """What is remembered."""

        v: Array | float = 0.0  # the last step

    def update(self, x, g, state):
        v = self.momentum * state.v + self.learning_rate * g
        return x - v, self.State(v)
