r"""Lion from x = (1, 2) with m = (0.5, 1), η = 0.1, β₁ = 0.75, β₂ = 0.5, λ = 0.2, where the gradient is (2, −4).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> lion = OPTIMIZERS["lion"](learning_rate=0.1, beta1=0.75, beta2=0.5, weight_decay=0.2)
>>> x, state = lion.update(np.array([1.0, 2.0]), np.array([2.0, -4.0]), lion.State(m=np.array([0.5, 1.0])))

The direction is taken from c = 0.75 m + 0.25 g = (0.875, −0.25), of which only the signs count:

>>> x                                                       # 1 − 0.1 · (1 + 0.2 · 1),  2 − 0.1 · (−1 + 0.2 · 2)
array([0.88, 2.06])
>>> state.m                                                 # 0.5 · 0.5 + 0.5 · 2,  0.5 · 1 − 0.5 · 4: another mean than c
array([ 1.25, -1.5 ])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Interval, Scalar, fraction, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer


class Lion(Optimizer):
    """Steps equally far along every axis, by the sign of a running mean; it was found by a computer's search over programs."""

    name = "Lion"
    family = Family.SIGN
    year = 2023
    reference = "X. Chen et al. (2023), Symbolic discovery of optimization algorithms, algorithm 2 (arXiv:2302.06675)"
    update_rule = (
        r"c_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \bigl(\operatorname{sign}(c_t) + \lambda \theta_t\bigr) \\ "
        r"m_t = \beta_2 m_{t-1} + (1 - \beta_2)\, g_t"
    )
    note = "Every step is η long along each axis, so with a constant η it never settles. The weight decay is decoupled, and off by default."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Lion(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0},
            note="It subtracts the weight decay first and then steps, which comes to the same.",
            accepted={"beta1": Interval(0, 1, includes_lower=False)},
        ),
        "optax": Convention(
            "optax.lion({learning_rate}, b1={beta1}, b2={beta2}, weight_decay={weight_decay})",
            {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.001},
            note="Its weight decay is on unless it is set to 0.",
        ),
    }
    narration = (
        "The remembered mean {before.m} has the weight {beta1}, the gradient {g} the rest: the direction is {c}.",
        "Only its signs count: the step is {learning_rate} along each axis, plus the pull towards the origin. It leads to {new.x}.",
        "What is remembered fades more slowly: the mean keeps {beta2} of itself and becomes {m}.",
    )
    velocity = "m"
    decouples_decay = True
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.02, symbol=r"\eta", meaning="step length along every axis", slider=(1e-5, 1.0))
    beta1: Scalar = fraction(
        default=0.9, symbol=r"\beta_1", meaning="weight of the running mean in the direction", called="weight of m", literature=0.9
    )
    beta2: Scalar = fraction(default=0.99, symbol=r"\beta_2", meaning="memory of the running mean", called="memory of g", literature=0.99)
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0

    def update(self, x, g, state):
        c = self.beta1 * state.m + (1 - self.beta1) * g
        x = x - self.learning_rate * (np.sign(c) + self.weight_decay * x)
        m = self.beta2 * state.m + (1 - self.beta2) * g
        return x, self.State(m)
