r"""Adagrad from x = (1, 1) with squares summed to G = (2, 1), η = 0.75, ε = 0.25, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adagrad = OPTIMIZERS["adagrad"](learning_rate=0.75, epsilon=0.25)
>>> state = adagrad.State(squares=np.array([2.0, 1.0]))
>>> x, state = adagrad.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), state)
>>> state.squares                                           # 2 + 2²,  1 + 1²
array([6., 2.])
>>> x                                                       # √6.25 = 2.5: 1 − 0.75 · 2 / 2.5;  √2.25 = 1.5: 1 + 0.75 · 1 / 1.5
array([0.4, 1.5])
"""

from typing import NamedTuple

import numpy as np

from ..hyperparameter import Array, Scalar, positive
from ..optimizer import Family, Optimizer


class Adagrad(Optimizer):
    """Gives every coordinate its own step size, which shrinks with all the gradients that it has ever seen."""

    name = "Adagrad"
    family = Family.ADAPTIVE
    year = 2011
    reference = "J. Duchi, E. Hazan and Y. Singer (2011), Adaptive subgradient methods for online learning; Ruder (2016), section 4.3"
    update_rule = r"G_t = G_{t-1} + g_t^2 \\ \theta_{t+1} = \theta_t - \eta\, g_t / \sqrt{G_t + \epsilon}"
    note = "ε inside the root and G from 0, as in Ruder (2016). Libraries put ε outside the root, or let G start at 0.1."

    learning_rate: Scalar = positive(
        default=0.5, symbol=r"\eta", meaning="step size before it is divided", slider=(1e-5, 1.0), literature=0.01
    )
    epsilon: Scalar = positive(
        default=1e-8, symbol=r"\epsilon", meaning="added under the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        squares: Array | float = 0.0  # sum of all squared gradients

    def update(self, x, g, state):
        squares = state.squares + g * g
        return x - self.learning_rate * g / np.sqrt(squares + self.epsilon), self.State(squares)
