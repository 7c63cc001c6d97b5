r"""Adam-L2's second step, from x = (1, 2) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, λ = 0.1, where the gradient is (1.9, −1.2).

With the penalty's share, 0.1 · 1 and 0.1 · 2, the gradient becomes (2, −1):

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adam_l2 = OPTIMIZERS["adam_l2"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5, weight_decay=0.1)
>>> before = adam_l2.State(m=np.array([0.4, 0.7]), v=np.array([1.0, 0.25]), beta1_power=0.8, beta2_power=0.75)
>>> x, state = adam_l2.update(np.array([1.0, 2.0]), np.array([1.9, -1.2]), before)
>>> state.m                                                 # 0.8 · 0.4 + 0.2 · 2,  0.8 · 0.7 − 0.2 · 1
array([0.72, 0.36])
>>> state.v                                                 # 0.75 · 1 + 0.25 · 4,  0.75 · 0.25 + 0.25 · 1
array([1.75  , 0.4375])
>>> x                                                       # m̂ = (2, 1), v̂ = (4, 1): 1 − 0.3 · 2 / (2 + 0.5),  2 − 0.3 · 1 / (1 + 0.5)
array([0.76, 1.8 ])

Without the correction, from v = (4, 5) so that v becomes (4, 4):

>>> uncorrected = adam_l2.replace(bias_correction=False)
>>> x, state = uncorrected.update(np.array([1.0, 2.0]), np.array([1.9, -1.2]), before._replace(v=np.array([4.0, 5.0])))
>>> x                                                       # 1 − 0.3 · 0.72 / (√4 + 0.5),  2 − 0.3 · 0.36 / (√4 + 0.5)
array([0.9136, 1.9568])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, switch

from ..convention import Convention
from ..optimizer import Family, Optimizer, Switched


class AdamL2(Optimizer):
    """Adam on f plus the penalty ½λ|θ|², whose pull is scaled down like any other gradient."""

    name = "Adam-L2"
    family = Family.ADAM
    year = 2017
    reference = "I. Loshchilov and F. Hutter (2017), Decoupled weight decay regularization, algorithm 2, Adam with L2 (arXiv:1711.05101)"
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = "λθ joins the gradient before the means are taken, as in PyTorch's Adam with weight_decay. It ends away from the minimizer of f."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Adam([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            note="Its weight_decay is 0 by default, which makes it Adam.",
        ),
        "optax": Convention(
            "optax.chain(optax.add_decayed_weights({weight_decay}), optax.adam({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}))",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            note="A chain of two transformations, in this order.",
        ),
    }
    velocity = "m"
    narration = (
        "{weight_decay} times the point itself is added to the gradient, which becomes {g}.",
        "m, the running mean of the gradient, keeps {beta1} of what it was and takes in {rest.beta1} of {g}: it becomes {m}.",
        "v, the running mean of the squared gradient, becomes {v}. It is large along a steep coordinate.",
        Switched(
            "bias_correction",
            on="Both means began at zero, so they are too small at first. Corrected for that, they are {m_hat} and {v_hat}: at the first "
            "step the gradient itself and its square.",
            off="Both means began at zero, so they are too small at first. They are taken as they are: {m_hat} and {v_hat}.",
        ),
        (
            "m̂ is multiplied by {rate}, the learning rate {learning_rate} divided by the root of v̂. Where m̂ and that root are "
            "equally large, as they are at a corrected first step, a coordinate moves by {learning_rate}, however steep it is. So "
            "the pull towards the origin is scaled down like any gradient."
        ),
    )

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0), literature=0.001)
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean", literature=0.9)
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean", literature=0.999)
    epsilon: Scalar = nonnegative(
        default=1e-8,
        symbol=r"\varepsilon",
        meaning="added to the root so that nothing is divided by zero",
        slider=(1e-10, 1.0),
        literature=1e-8,
    )
    weight_decay: Scalar = nonnegative(default=0.01, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))
    bias_correction: Scalar = switch(default=True, symbol=r"\hat m", meaning="divide both means by 1 − βᵗ, as they start at zero")

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def rule(self):
        if self.bias_correction:
            return self.update_rule
        return self.update_rule.replace(r" / (1 - \beta_1^t)", "").replace(r" / (1 - \beta_2^t)", "")

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, beta1_power, beta2_power)
