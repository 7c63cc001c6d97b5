"""Gradient descent on f(x, y) = x² + y² from (1, 2) with η = 0.25: the gradient is (2, 4).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> x, state = OPTIMIZERS["sgd"](learning_rate=0.25).update(np.array([1.0, 2.0]), np.array([2.0, 4.0]), ())
>>> x                                                       # (1 − 0.25 · 2, 2 − 0.25 · 4)
array([0.5, 1. ])
"""

from typing import ClassVar

from surfaces.declaration import Scalar, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer
from ..theory import GRADIENT_DESCENT, Theory


class SGD(Optimizer):
    """Steps straight down the slope: the steeper it is, the farther."""

    name = "SGD"
    family = Family.PLAIN
    year = 1951
    reference = "H. Robbins and S. Monro (1951), A stochastic approximation method; Ruder (2016), section 2"
    update_rule = r"\theta_{t+1} = \theta_t - \eta\, g_t"
    turns_with_surface = True
    theory: ClassVar[Theory | None] = GRADIENT_DESCENT
    conventions: ClassVar = {"optax": Convention("optax.sgd({learning_rate})", {})}
    narration: ClassVar[tuple[str, ...]] = (
        "The step is {learning_rate} times the gradient {g}, downhill: where the slope is twice as steep, it is twice as long.",
    )

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))

    def update(self, x, g, state):
        return x - self.learning_rate * g, state


class SGDWithDecay(SGD):
    """Steps down the slope and is pulled towards the origin, as if f had the penalty ½λ|θ|² added."""

    form = "weight decay"
    theory = None
    decouples_decay = True
    narration = (
        ("The step is {learning_rate} times the gradient {g} and the pull towards the origin, {weight_decay} of {x}. It leads to {new.x}."),
    )
    update_rule = r"\theta_{t+1} = \theta_t - \eta\, (g_t + \lambda \theta_t)"
    note = (
        "Without momentum it makes no difference whether the decay joins the gradient, as in PyTorch, or is subtracted separately, as in "
        "Keras."
    )
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.SGD([theta], lr={learning_rate}, weight_decay={weight_decay})", {"learning_rate": 0.001, "weight_decay": 0.0}
        ),
        "keras": Convention(
            "keras.optimizers.SGD(learning_rate={learning_rate}, weight_decay={weight_decay})", {"learning_rate": 0.01, "weight_decay": 0.0}
        ),
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        return x - self.learning_rate * (g + self.weight_decay * x), state
