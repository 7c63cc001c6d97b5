r"""AdaMax's second step, from x = (1, 1) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adamax = OPTIMIZERS["adamax"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5)
>>> before = adamax.State(m=np.array([0.4, 0.7]), u=np.array([4.0, 1.0]), beta1_power=0.8)
>>> x, state = adamax.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before)
>>> state.m                                                 # 0.8 · 0.4 + 0.2 · 2,  0.8 · 0.7 − 0.2 · 1
array([0.72, 0.36])
>>> state.u                                                 # the larger of 0.75 · 4 and 2 + 0.5;  of 0.75 · 1 and 1 + 0.5
array([3. , 1.5])
>>> x                                                       # m̂ = m / (1 − 0.64) = (2, 1): 1 − 0.3 · 2 / 3,  1 − 0.3 · 1 / 1.5
array([0.8, 0.8])
>>> x, state = adamax.replace(bias_correction=False).update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before)
>>> x                                                       # 1 − 0.3 · 0.72 / 3,  1 − 0.3 · 0.36 / 1.5
array([0.928, 0.928])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, switch

from ..convention import Convention
from ..optimizer import Family, Optimizer, Switched


class AdaMax(Optimizer):
    """Adam that divides by the largest recent gradient instead of by the root of a mean of squares."""

    name = "AdaMax"
    family = Family.ADAM
    year = 2014
    reference = "D. P. Kingma and J. Ba (2014), Adam: a method for stochastic optimization, algorithm 2 (arXiv:1412.6980)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ u_t = \max(\beta_2 u_{t-1},\; |g_t| + \varepsilon) \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t) \\ \theta_{t+1} = \theta_t - \eta\, \hat m_t / u_t"
    )
    note = "The paper has no ε and divides 0 by 0 where the first gradient is 0. Here ε is added to |g|, as in PyTorch and Optax."
    conventions: ClassVar = {
        "optax": Convention(
            "optax.adamax({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        ),
    }
    velocity = "m"
    narration: ClassVar[tuple[str | Switched, ...]] = (
        "m, the running mean of the gradient, keeps {beta1} of what it was and takes in {rest.beta1} of {g}: it becomes {m}.",
        (
            "u is the larger of {beta2} times what it was, {before.u}, and the gradient's size now: {u}. It jumps up at once and fades "
            "slowly."
        ),
        Switched(
            "bias_correction",
            on="m began at zero, so it is too small at first. Corrected for that, it is {m_hat}: at the first step the gradient itself.",
            off="m began at zero, so it is too small at first. It is taken as it is: {m_hat}.",
        ),
        (
            "m̂ is multiplied by {rate}, the learning rate {learning_rate} divided by u. At a corrected first step m̂ and u are "
            "equally large, so every coordinate moves by about {learning_rate}."
        ),
    )

    learning_rate: Scalar = positive(default=0.2, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0), literature=0.002)
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean", literature=0.9)
    beta2: Scalar = fraction(
        default=0.999, symbol=r"\beta_2", meaning="memory of the largest gradient", called="memory of |g|", literature=0.999
    )
    epsilon: Scalar = nonnegative(
        default=1e-8, symbol=r"\varepsilon", meaning="added to |g| so that nothing is divided by zero", slider=(1e-10, 1.0), literature=0.0
    )
    bias_correction: Scalar = switch(default=True, symbol=r"\hat m", meaning="divide the mean by 1 − βᵗ, as it starts at zero")

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        u: Annotated[Array | float, "the largest gradient, fading"] = 0.0
        beta1_power: Array | float = 1.0

    def rule(self):
        if self.bias_correction:
            return self.update_rule
        return self.update_rule.replace(r" / (1 - \beta_1^t)", "")

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        u = np.maximum(self.beta2 * state.u, np.abs(g) + self.epsilon)
        beta1_power = state.beta1_power * self.beta1
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        rate = self.learning_rate / u
        return x - rate * m_hat, self.State(m, u, beta1_power)


class AdaMaxEpsilonOutside(AdaMax):
    """AdaMax that adds ε to the largest gradient when it divides, not to every gradient."""

    form = "ε added to u, decoupled decay"
    decouples_decay = True
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The largest gradient so far fades to {beta2} of itself; the larger of that and the gradient now is {u}.",
        Switched(
            "bias_correction",
            on="The mean started at zero; corrected for that, it is {m_hat}.",
            off="The mean started at zero, so it is too small at first. It is taken as it is: {m_hat}.",
        ),
        (
            "It is multiplied by {rate}, the learning rate divided by u plus {epsilon}. With the pull towards the origin it leads to "
            "{new.x}."
        ),
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ u_t = \max(\beta_2 u_{t-1},\; |g_t|) \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t) \\ \theta_{t+1} = \theta_t - \eta \lambda \theta_t - \eta\, \hat m_t / (u_t + \varepsilon)"
    )
    note = "ε is not remembered, so it does not fade with u."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Adamax(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon},"
            " weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7, "weight_decay": 0.0},
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        u = np.maximum(self.beta2 * state.u, np.abs(g))
        beta1_power = state.beta1_power * self.beta1
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        rate = self.learning_rate / (u + self.epsilon)
        return x - self.learning_rate * self.weight_decay * x - rate * m_hat, self.State(m, u, beta1_power)


class AdaMaxPenalized(AdaMax):
    """AdaMax on f plus the penalty ½λ|θ|², whose slope counts among the gradients and is divided with them."""

    form = "decay in the gradient"
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The largest gradient so far fades to {beta2} of itself; the larger of that and the gradient now plus {epsilon} is {u}.",
        Switched(
            "bias_correction",
            on="The mean started at zero; corrected for that, it is {m_hat}.",
            off="The mean started at zero, so it is too small at first. It is taken as it is: {m_hat}.",
        ),
        "It is multiplied by {rate}, the learning rate divided by u. It leads to {new.x}.",
    )
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ u_t = \max(\beta_2 u_{t-1},\; |g_t| + \varepsilon) \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t) \\ \theta_{t+1} = \theta_t - \eta\, \hat m_t / u_t"
    )
    note = "With λ = 0 it is this package's own form, with ε added to |g|."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Adamax([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0},
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        m = self.beta1 * state.m + (1 - self.beta1) * g
        u = np.maximum(self.beta2 * state.u, np.abs(g) + self.epsilon)
        beta1_power = state.beta1_power * self.beta1
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        rate = self.learning_rate / u
        return x - rate * m_hat, self.State(m, u, beta1_power)
