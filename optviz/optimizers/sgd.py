"""Gradient descent on f(x, y) = x² + y² from (1, 2) with η = 0.25: the gradient is (2, 4).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> x, state = OPTIMIZERS["sgd"](learning_rate=0.25).update(np.array([1.0, 2.0]), np.array([2.0, 4.0]), ())
>>> x                                                       # (1 − 0.25 · 2, 2 − 0.25 · 4)
array([0.5, 1. ])
"""

from ..hyperparameter import Scalar, positive
from ..optimizer import Family, Optimizer


class SGD(Optimizer):
    """Steps straight down the slope, as far as the slope is steep."""

    name = "SGD"
    family = Family.PLAIN
    year = 1951
    reference = "H. Robbins and S. Monro (1951), A stochastic approximation method; Ruder (2016), section 2"
    update_rule = r"\theta_{t+1} = \theta_t - \eta\, g_t"
    turns_with_surface = True

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="step size", slider=(1e-5, 1.0))

    def update(self, x, g, state):
        return x - self.learning_rate * g, state
