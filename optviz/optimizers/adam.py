r"""Adam's second step, from x = (1, 1) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, where the gradient is (2, −1).

One step has been taken, so the powers of β₁ and β₂ are 0.8 and 0.75; now they become 0.64 and 0.5625:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adam = OPTIMIZERS["adam"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5)
>>> before = adam.State(m=np.array([0.4, 0.7]), v=np.array([1.0, 0.25]), beta1_power=0.8, beta2_power=0.75)
>>> x, state = adam.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before)
>>> state.m                                                 # 0.8 · 0.4 + 0.2 · 2,  0.8 · 0.7 − 0.2 · 1
array([0.72, 0.36])
>>> state.v                                                 # 0.75 · 1 + 0.25 · 4,  0.75 · 0.25 + 0.25 · 1
array([1.75  , 0.4375])
>>> x                                                       # corrected by 0.36 and 0.4375: m̂ = (2, 1), v̂ = (4, 1)
array([0.76, 0.8 ])

That is 1 − 0.3 · 2 / (2 + 0.5) and 1 − 0.3 · 1 / (1 + 0.5). Without the correction, from v = (4, 5) so that v becomes (4, 4):

>>> uncorrected = adam.replace(bias_correction=False)
>>> x, state = uncorrected.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before._replace(v=np.array([4.0, 5.0])))
>>> x                                                       # 1 − 0.3 · 0.72 / (√4 + 0.5),  1 − 0.3 · 0.36 / (√4 + 0.5)
array([0.9136, 0.9568])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, switch

from ..convention import Convention
from ..optimizer import Family, Optimizer, Switched


class Adam(Optimizer):
    """Momentum on the gradient, divided by the root of a running mean of its square, both corrected for their start at zero."""

    name = "Adam"
    family = Family.ADAM
    year = 2014
    reference = "D. P. Kingma and J. Ba (2014), Adam: a method for stochastic optimization, algorithm 1 (arXiv:1412.6980)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = "ε stands outside the root, after the correction, as in the paper's algorithm 1."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Adam([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            note="With a weight_decay it is Adam-L2.",
        )
    }
    velocity = "m"
    narration: ClassVar[tuple[str | Switched, ...]] = (
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
            "equally large, as they are at a corrected first step, a coordinate moves by {learning_rate}, however steep it is."
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
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, beta1_power, beta2_power)


class AdamEpsilonHat(Adam):
    """Adam that corrects the learning rate instead of the means, so that ε weighs more in the first steps: it acts as ε/√(1 − β₂ᵗ)."""

    form = "ε-hat"
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        Switched(
            "bias_correction",
            on="Instead of the means, the learning rate is corrected for their start at zero: it is {alpha} instead of {learning_rate}.",
            off="Both means started at zero, so they are too small at first. The learning rate is not corrected: it stays {alpha}.",
        ),
        ("The mean is multiplied by {rate}, α divided by the root of v plus {epsilon}: early on, while v is small, ε counts for more."),
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\alpha_t = \eta \sqrt{1 - \beta_2^t} / (1 - \beta_1^t) \\ "
        r"\theta_{t+1} = \theta_t - \alpha_t m_t / (\sqrt{v_t} + \varepsilon)"
    )
    note = "The more efficient order of operations that the paper gives at the end of its section 2, where this ε is called ε-hat."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Adam(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7},
            note="With a weight_decay it is Keras's AdamW.",
        )
    }

    bias_correction: Scalar = switch(default=True, symbol=r"\alpha", meaning="correct the learning rate for the means' start at zero")

    def rule(self):
        return self.update_rule if self.bias_correction else self.update_rule.replace(r" \sqrt{1 - \beta_2^t} / (1 - \beta_1^t)", "")

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        alpha = self.learning_rate * np.sqrt(1 - self.bias_correction * beta2_power) / (1 - self.bias_correction * beta1_power)
        rate = alpha / (np.sqrt(v) + self.epsilon)
        return x - rate * m, self.State(m, v, beta1_power, beta2_power)


class AdamEpsilonRoot(Adam):
    """Adam with a second ε, which stands under the root."""

    form = "a second ε under the root"
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        Switched(
            "bias_correction",
            on="Both means started at zero, so each is divided by the weight gathered so far: {m_hat} and {v_hat}.",
            off="Both means started at zero, so they are too small at first. They are taken as they are: {m_hat} and {v_hat}.",
        ),
        ("m̂ is multiplied by {rate}. Under the root {epsilon_root} is added, and outside it {epsilon}."),
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t + \varepsilon_r} + \varepsilon)"
    )
    note = "With εᵣ = 0 it is the paper's."
    conventions: ClassVar = {
        "optax": Convention(
            "optax.adam({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}, eps_root={epsilon_root})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "epsilon_root": 0.0},
        )
    }

    epsilon_root: Scalar = nonnegative(default=0.0, symbol=r"\varepsilon_r", meaning="added under the root", slider=(1e-10, 1.0))

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat + self.epsilon_root) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, beta1_power, beta2_power)
