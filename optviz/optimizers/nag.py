"""Nesterov's accelerated gradient from x = (1, 2) with the last step v = (0.1, 0.2), η = 0.25, γ = 0.5.

The gradient is asked for at the look-ahead point x − γv. On f = x² + y² it is (1.9, 3.8) there:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> nag = OPTIMIZERS["nag"](learning_rate=0.25, momentum=0.5)
>>> x, state = np.array([1.0, 2.0]), nag.State(v=np.array([0.1, 0.2]))
>>> nag.query(x, state)
array([0.95, 1.9 ])
>>> x, state = nag.update(x, np.array([1.9, 3.8]), state)
>>> state.v                                                 # 0.5 · 0.1 + 0.25 · 1.9, …
array([0.525, 1.05 ])
>>> x
array([0.475, 0.95 ])
"""

from typing import NamedTuple

from ..hyperparameter import Array, Scalar, fraction, positive
from ..optimizer import Family, Optimizer


class NAG(Optimizer):
    """Jumps ahead with the momentum first and corrects by the gradient found there."""

    name = "NAG"
    family = Family.MOMENTUM
    year = 1983
    reference = (
        "Y. Nesterov (1983), A method for unconstrained convex minimization with rate of convergence O(1/k²); Ruder (2016), section 4.2"
    )
    update_rule = r"v_{t+1} = \gamma v_t + \eta \nabla f(\theta_t - \gamma v_t) \\ \theta_{t+1} = \theta_t - v_{t+1}"
    note = "Drawn at θ; the gradient is taken at the look-ahead point θ − γv, which is what most libraries call their iterate."
    turns_with_surface = True

    learning_rate: Scalar = positive(default=0.002, symbol=r"\eta", meaning="step size", slider=(1e-5, 1.0))
    momentum: Scalar = fraction(default=0.9, symbol=r"\gamma", meaning="share of the last step that is kept")

    class State(NamedTuple):
        """What is remembered."""

        v: Array | float = 0.0  # the last step

    def query(self, x, state):
        return x - self.momentum * state.v

    def update(self, x, g, state):
        v = self.momentum * state.v + self.learning_rate * g
        return x - v, self.State(v)
