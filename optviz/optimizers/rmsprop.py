r"""RMSprop from x = (1, 1) with E[g²] = (5, 2), η = 0.5, γ = 0.75, ε = 0.25, where the gradient is (3, −3).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> rmsprop = OPTIMIZERS["rmsprop"](learning_rate=0.5, decay=0.75, epsilon=0.25)
>>> x, state = rmsprop.update(np.array([1.0, 1.0]), np.array([3.0, -3.0]), rmsprop.State(squares=np.array([5.0, 2.0])))
>>> state.squares                                           # 0.75 · 5 + 0.25 · 9,  0.75 · 2 + 0.25 · 9
array([6.  , 3.75])
>>> x                                                       # √6.25 = 2.5: 1 − 0.5 · 3 / 2.5;  √4 = 2: 1 + 0.5 · 3 / 2
array([0.4 , 1.75])
"""

from typing import NamedTuple

import numpy as np

from ..hyperparameter import Array, Scalar, fraction, positive
from ..optimizer import Family, Optimizer


class RMSprop(Optimizer):
    """Divides every coordinate's gradient by its recent size, so that steep and flat directions move at the same pace."""

    name = "RMSprop"
    family = Family.ADAPTIVE
    year = 2012
    reference = "T. Tieleman and G. Hinton (2012), Lecture 6.5: rmsprop, Neural networks for machine learning; Ruder (2016), section 4.5"
    update_rule = (
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ \theta_{t+1} = \theta_t - \eta\, g_t / \sqrt{E[g^2]_t + \epsilon}"
    )
    note = "ε stands inside the root, as in Ruder (2016); not centered, no momentum. Some libraries put ε outside the root."

    learning_rate: Scalar = positive(
        default=0.05, symbol=r"\eta", meaning="step size before it is divided", slider=(1e-5, 1.0), literature=0.001
    )
    decay: Scalar = fraction(default=0.9, symbol=r"\gamma", meaning="memory of the squared gradient's running mean")
    epsilon: Scalar = positive(
        default=1e-8, symbol=r"\epsilon", meaning="added under the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        squares: Array | float = 0.0  # running mean of the squared gradient

    def update(self, x, g, state):
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        return x - self.learning_rate * g / np.sqrt(squares + self.epsilon), self.State(squares)
