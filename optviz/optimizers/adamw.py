r"""AdamW's second step, from x = (1, 2) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, λ = 0.1, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adamw = OPTIMIZERS["adamw"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5, weight_decay=0.1)
>>> before = adamw.State(m=np.array([0.4, 0.7]), v=np.array([1.0, 0.25]), beta1_power=0.8, beta2_power=0.75)
>>> x, state = adamw.update(np.array([1.0, 2.0]), np.array([2.0, -1.0]), before)
>>> state.m                                                 # 0.8 · 0.4 + 0.2 · 2,  0.8 · 0.7 − 0.2 · 1: λ is not in it
array([0.72, 0.36])
>>> state.v                                                 # 0.75 · 1 + 0.25 · 4,  0.75 · 0.25 + 0.25 · 1
array([1.75  , 0.4375])

Corrected by 0.36 and 0.4375, m̂ = (2, 1) and v̂ = (4, 1); the weight decay takes 0.3 · 0.1 · 1 and 0.3 · 0.1 · 2 more:

>>> x                                                       # 1 − 0.3 · 2 / (2 + 0.5) − 0.03,  2 − 0.3 · 1 / (1 + 0.5) − 0.06
array([0.73, 1.74])

Without the correction, from v = (4, 5) so that v becomes (4, 4):

>>> uncorrected = adamw.replace(bias_correction=False)
>>> x, state = uncorrected.update(np.array([1.0, 2.0]), np.array([2.0, -1.0]), before._replace(v=np.array([4.0, 5.0])))
>>> x                                                       # 1 − 0.3 · 0.72 / (√4 + 0.5) − 0.03,  2 − 0.3 · 0.36 / (√4 + 0.5) − 0.06
array([0.8836, 1.8968])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, switch

from ..convention import PAPER, Convention
from ..optimizer import Family, Optimizer, Switched


class AdamW(Optimizer):
    """Adam with a pull towards the origin that stays out of its means, so that every coordinate is pulled at the same rate."""

    name = "AdamW"
    family = Family.ADAM
    year = 2017
    reference = "I. Loshchilov and F. Hutter (2017), Decoupled weight decay regularization, algorithm 2 (arXiv:1711.05101)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \bigl(\hat m_t / (\sqrt{\hat v_t} + \varepsilon) + \lambda \theta_t\bigr)"
    )
    form = "λ times η"
    note = (
        "The decay is ηλθ, as in the libraries. The paper leaves η out: its λ is η times the λ here. It ends away from the minimizer of f."
    )
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.AdamW([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01},
            note="It multiplies θ by 1 − ηλ first and then steps, which comes to the same.",
        )
    }
    velocity = "m"
    decouples_decay = True
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
            "equally large, as they are at a corrected first step, a coordinate moves by {learning_rate}, however steep it is. The "
            "pull towards the origin, {learning_rate} times {weight_decay} times {x}, is added undivided."
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
    weight_decay: Scalar = nonnegative(default=0.01, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))
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
        return x - rate * m_hat - self.learning_rate * self.weight_decay * x, self.State(m, v, beta1_power, beta2_power)


class AdamWEpsilonHat(AdamW):
    """AdamW that corrects the learning rate instead of the means, so that ε weighs more in the first steps: it acts as ε/√(1 − β₂ᵗ)."""

    form = "λ times η, ε-hat"
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        Switched(
            "bias_correction",
            on="Instead of the means, the learning rate is corrected for their start at zero: it is {alpha} instead of {learning_rate}.",
            off="Both means started at zero, so they are too small at first. The learning rate is not corrected: it stays {alpha}.",
        ),
        (
            "The mean is multiplied by {rate}, α divided by the root of v plus {epsilon}: early on, "
            "while v is small, ε counts for more. The pull towards the origin is added."
        ),
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\alpha_t = \eta \sqrt{1 - \beta_2^t} / (1 - \beta_1^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta \lambda \theta_t - \alpha_t m_t / (\sqrt{v_t} + \varepsilon)"
    )
    note = "The decay is ηλθ, without the correction of the learning rate."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.AdamW(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon},"
            " weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7, "weight_decay": 0.004},
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
        x = x - self.learning_rate * self.weight_decay * x - rate * m
        return x, self.State(m, v, beta1_power, beta2_power)


class AdamWEpsilonRoot(AdamW):
    """AdamW with a second ε, which stands under the root."""

    form = "λ times η, a second ε under the root"
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        Switched(
            "bias_correction",
            on="Both means started at zero, so each is divided by the weight gathered so far: {m_hat} and {v_hat}.",
            off="Both means started at zero, so they are too small at first. They are taken as they are: {m_hat} and {v_hat}.",
        ),
        (
            "m̂ is multiplied by {rate}. Under the root {epsilon_root} is added, and outside it {epsilon}. The "
            "pull towards the origin is added."
        ),
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \bigl(\hat m_t / (\sqrt{\hat v_t + \varepsilon_r} + \varepsilon) + \lambda \theta_t\bigr)"
    )
    note = "With εᵣ = 0 it is the common form. The decay is ηλθ."
    conventions: ClassVar = {
        "optax": Convention(
            "optax.adamw({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}, eps_root={epsilon_root}, weight_decay={weight_decay})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "epsilon_root": 0.0, "weight_decay": 1e-4},
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
        x = x - (rate * m_hat + self.learning_rate * self.weight_decay * x)
        return x, self.State(m, v, beta1_power, beta2_power)


class AdamWOfThePaper(AdamW):
    """Adam with a pull towards the origin that depends on neither its means nor its learning rate, only on the schedule."""

    form = ""
    decouples_decay = False  # a step pulls by λ, not by ηλ
    scheduled = ("learning_rate", "weight_decay")
    narration = (
        "m, the running mean of the gradient, keeps {beta1} of what it was and takes in {rest.beta1} of {g}: it becomes {m}.",
        "v, the running mean of the squared gradient, becomes {v}. It is large along a steep coordinate.",
        Switched(
            "bias_correction",
            on="Both means started at zero, so each is divided by the weight gathered so far: {m_hat} and {v_hat}.",
            off="Both means started at zero, so they are too small at first. They are taken as they are: {m_hat} and {v_hat}.",
        ),
        "m̂ is multiplied by {rate}, and {weight_decay} times {x} is subtracted as well. The learning rate plays no part in that.",
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \bigl(\eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon) + \lambda \theta_t\bigr)"
    )
    note = (
        "The paper's own: a schedule multiplies η and λ alike, and λ is not multiplied by η, so each can be tuned by itself. For T "
        "epochs in batches of b out of B examples the paper takes λ = λ′ √(b/(BT)), with a λ′ that suits short and long trainings alike."
    )
    conventions: ClassVar = {PAPER: Convention()}

    weight_decay: Scalar = nonnegative(default=0.001, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - self.bias_correction * beta1_power))
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - (rate * m_hat + self.weight_decay * x), self.State(m, v, beta1_power, beta2_power)
