r"""AMSGrad from x = (1, 1) with v̂ = (9, 1), η = 0.4, β₁ = 0.8, β₂ = 0.75, ε = 1, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> amsgrad = OPTIMIZERS["amsgrad"](learning_rate=0.4, beta1=0.8, beta2=0.75, epsilon=1.0)
>>> state = amsgrad.State(m=np.array([0.75, 1.0]), v=np.array([4.0, 5.0]), v_max=np.array([9.0, 1.0]))
>>> x, state = amsgrad.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), state)
>>> state.m                                                 # 0.8 · 0.75 + 0.2 · 2,  0.8 · 1 − 0.2 · 1
array([1. , 0.6])
>>> state.v                                                 # 0.75 · 4 + 0.25 · 4,  0.75 · 5 + 0.25 · 1
array([4., 4.])
>>> state.v_max                                             # 9 has been larger, 1 has not
array([9., 4.])
>>> x                                                       # 1 − 0.4 · 1 / (3 + 1),  1 − 0.4 · 0.6 / (2 + 1)
array([0.9 , 0.92])
"""

from typing import NamedTuple

import numpy as np

from ..hyperparameter import Array, Scalar, fraction, positive
from ..optimizer import Family, Optimizer


class AMSGrad(Optimizer):
    """Adam that never forgets its largest mean of squares, so that its step size can only shrink."""

    name = "AMSGrad"
    family = Family.ADAM
    year = 2018
    reference = "S. J. Reddi, S. Kale and S. Kumar (2018), On the convergence of Adam and beyond, algorithm 2 (arXiv:1904.09237)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat v_t = \max(\hat v_{t-1}, v_t) \\ \theta_{t+1} = \theta_t - \eta\, m_t / (\sqrt{\hat v_t} + \epsilon)"
    )
    note = "As in the paper nothing is corrected for its start at zero, so the first step is η (1 − β₁)/√(1 − β₂). Libraries correct."

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="step size", slider=(1e-5, 1.0), literature=0.001)
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean")
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean")
    epsilon: Scalar = positive(
        default=1e-8, symbol=r"\epsilon", meaning="added to the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        m: Array | float = 0.0  # running mean of the gradient
        v: Array | float = 0.0  # running mean of the squared gradient
        v_max: Array | float = 0.0  # the largest v so far

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        v_max = np.maximum(state.v_max, v)
        return x - self.learning_rate * m / (np.sqrt(v_max) + self.epsilon), self.State(m, v, v_max)
