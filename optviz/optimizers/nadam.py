r"""Nadam's second step, from x = (1, 1) with η = 0.3, β₁ = 0.6, β₂ = 0.75, ε = 0.5, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> nadam = OPTIMIZERS["nadam"](learning_rate=0.3, beta1=0.6, beta2=0.75, epsilon=0.5)
>>> before = nadam.State(m=np.array([0.8, 1.2]), v=np.array([1.0, 2.0]), beta1_power=0.6, beta2_power=0.75)
>>> x, state = nadam.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before)
>>> state.m                                                 # 0.6 · 0.8 + 0.4 · 2,  0.6 · 1.2 − 0.4 · 1
array([1.28, 0.32])
>>> state.v                                                 # 0.75 · 1 + 0.25 · 4,  0.75 · 2 + 0.25 · 1
array([1.75, 1.75])

Corrected by 1 − 0.6² = 0.64 and 1 − 0.75² = 0.4375: m̂ = (2, 0.5) and v̂ = (4, 4). The look ahead is
0.6 · 2 + 0.4 · 2 / 0.64 = 2.45 and 0.6 · 0.5 − 0.4 · 1 / 0.64 = −0.325, each to be divided by 2 + 0.5:

>>> x                                                       # 1 − 0.3 · 0.98,  1 + 0.3 · 0.13
array([0.706, 1.039])

Without the correction, from v = (4, 5) so that v becomes (4, 4): 0.6 · 1.28 + 0.4 · 2 = 1.568 and 0.6 · 0.32 − 0.4 · 1 = −0.208:

>>> uncorrected = nadam.replace(bias_correction=False)
>>> x, state = uncorrected.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before._replace(v=np.array([4.0, 5.0])))
>>> x                                                       # 1 − 0.3 · 1.568 / 2.5,  1 + 0.3 · 0.208 / 2.5
array([0.81184, 1.02496])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, switch

from ..convention import Convention
from ..optimizer import Family, Optimizer, Switched


class Nadam(Optimizer):
    """Adam with Nesterov's idea: the momentum that the next step would use is already applied in this one."""

    name = "Nadam"
    family = Family.ADAM
    year = 2016
    reference = (
        "S. Ruder (2016), An overview of gradient descent optimization algorithms, section 4.8 (arXiv:1609.04747), after "
        "T. Dozat (2016), Incorporating Nesterov momentum into Adam, ICLR workshop"
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, "
        r"\bigl(\beta_1 \hat m_t + (1 - \beta_1)\, g_t / (1 - \beta_1^t)\bigr) / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = (
        "As Ruder (2016) derives it, with a constant β₁. Dozat's own version warms β₁ up and has β₂ as a factor of v̂; libraries "
        "warm β₁ up or correct by the next power. Five different methods go by this name."
    )
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
            "To be one step ahead, {beta1} of m̂ is taken and a share of the gradient is added once more: {ahead}. This is multiplied by "
            "{rate}, the learning rate {learning_rate} divided by the root of v̂."
        ),
    )

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean")
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean")
    epsilon: Scalar = nonnegative(
        default=1e-8, symbol=r"\varepsilon", meaning="added to the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )
    bias_correction: Scalar = switch(default=True, symbol=r"\hat m", meaning="divide both means and g by 1 − βᵗ, as they start at zero")

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
        m_correction = 1 / (1 - self.bias_correction * beta1_power)
        m_hat = m * m_correction
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        ahead = self.beta1 * m_hat + (1 - self.beta1) * g * m_correction
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - rate * ahead, self.State(m, v, beta1_power, beta2_power)


class NadamScheduled(Nadam):
    """Nadam whose β₁ warms up: the share μ of the momentum grows from half of β₁ towards β₁."""

    form = "β₁ on a slow schedule, decay in the gradient"
    narration: ClassVar[tuple[str | Switched, ...]] = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "The share of the momentum warms up: at step {t} it is {mu}, at the next step {nu}.",
        "The product of all shares so far is {product}, the weight that the mean still lacks because it started at zero.",
        Switched(
            "bias_correction",
            on="The mean that the next step would use and the gradient, each corrected for the weight it lacks, add up to {m_hat}; "
            "the squares are {v_hat}.",
            off="The mean that the next step would use and the gradient, taken as they are, add up to {m_hat}; the squares are {v_hat}.",
        ),
        "The sum is multiplied by the rate {rate}. It leads to {new.x}.",
    )
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\mu_t = \beta_1 (1 - 0.5 \cdot 0.96^{t \psi}), \quad \nu_t = \beta_1 (1 - 0.5 \cdot 0.96^{(t + 1) \psi}) \\ "
        r"P_t = P_{t-1} \mu_t \\ "
        r"\hat m_t = \nu_t m_t / (1 - P_t \nu_t) + (1 - \mu_t)\, g_t / (1 - P_t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = "ν is the next step's μ. PyTorch takes ψ = 0.004, with which μ is within a tenth of β₁ only after 9,857 steps."
    symbols: ClassVar = {**Nadam.symbols, "mu": r"\mu", "nu": r"\nu", "product": "P"}
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.NAdam([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay},"
            " momentum_decay={momentum_decay})",
            {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "momentum_decay": 0.004, "weight_decay": 0.0},
            note=(
                "It keeps the product of the μ in PyTorch's default dtype: set that to float64 first. With decoupled_weight_decay=True "
                "its decay is decoupled."
            ),
        ),
    }

    momentum_decay: Scalar = positive(default=0.004, symbol=r"\psi", meaning="how fast β₁ warms up", slider=(1e-3, 1.0))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        product: Annotated[Array | float, "product of all μ so far"] = 1.0
        beta2_power: Array | float = 1.0
        t: Annotated[Array | float, "steps taken"] = 0.0

    def rule(self):
        if self.bias_correction:
            return self.update_rule
        return self.update_rule.replace(r" / (1 - P_t \nu_t)", "").replace(r" / (1 - P_t)", "").replace(r" / (1 - \beta_2^t)", "")

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta2_power = state.beta2_power * self.beta2
        t = state.t + 1
        mu = self.beta1 * (1 - 0.5 * np.power(0.96, t * self.momentum_decay))
        nu = self.beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * self.momentum_decay))
        product = state.product * mu
        corrected = self.bias_correction * product
        m_hat = nu * m / (1 - corrected * nu) + (1 - mu) * g / (1 - corrected)
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, product, beta2_power, t)


class NadamWarmedUp(NadamScheduled):
    """Nadam whose β₁ warms up within a few dozen steps, with a separate pull towards the origin."""

    form = "β₁ on a short schedule, decoupled decay"
    decouples_decay = True
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "The share of the momentum warms up: at step {t} it is {mu}, at the next step {nu}.",
        "The product of all shares so far is {product}, the weight that the mean still lacks because it started at zero.",
        Switched(
            "bias_correction",
            on="The mean that the next step would use and the gradient, each corrected for the weight it lacks, add up to {m_hat}; "
            "the squares are {v_hat}.",
            off="The mean that the next step would use and the gradient, taken as they are, add up to {m_hat}; the squares are {v_hat}.",
        ),
        "The sum is multiplied by the rate {rate}. With the pull towards the origin it leads to {new.x}.",
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\mu_t = \beta_1 (1 - 0.5 \cdot 0.96^{t \psi}), \quad \nu_t = \beta_1 (1 - 0.5 \cdot 0.96^{(t + 1) \psi}) \\ "
        r"P_t = P_{t-1} \mu_t \\ "
        r"\hat m_t = \nu_t m_t / (1 - P_t \nu_t) + (1 - \mu_t)\, g_t / (1 - P_t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta \lambda \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = "ν is the next step's μ. In Keras ψ is always 1, with which μ is within a tenth of β₁ after 40 steps."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Nadam(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon},"
            " weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7, "momentum_decay": 1.0, "weight_decay": 0.0},
        ),
    }

    momentum_decay: Scalar = positive(default=1.0, symbol=r"\psi", meaning="how fast β₁ warms up", slider=(1e-3, 1.0))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta2_power = state.beta2_power * self.beta2
        t = state.t + 1
        mu = self.beta1 * (1 - 0.5 * np.power(0.96, t * self.momentum_decay))
        nu = self.beta1 * (1 - 0.5 * np.power(0.96, (t + 1) * self.momentum_decay))
        product = state.product * mu
        corrected = self.bias_correction * product
        m_hat = nu * m / (1 - corrected * nu) + (1 - mu) * g / (1 - corrected)
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - self.learning_rate * self.weight_decay * x - rate * m_hat, self.State(m, v, product, beta2_power, t)


class NadamNextPower(Nadam):
    """Nadam that corrects the momentum by the power of β₁ that belongs to the next step, and has a second ε under the root."""

    form = "the next power of β₁"
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        Switched(
            "bias_correction",
            on="The mean, corrected as at the next step, and the gradient, corrected as at this one, add up to {m_hat}; the squares are "
            "{v_hat}.",
            off="{beta1} of the mean and {rest.beta1} of the gradient, taken as they are, add up to {m_hat}; the squares are {v_hat}.",
        ),
        "The sum is multiplied by the rate {rate}. It leads to {new.x}.",
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = \beta_1 m_t / (1 - \beta_1 \beta_1^t) + (1 - \beta_1)\, g_t / (1 - \beta_1^t), \quad "
        r"\hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t + \varepsilon_r} + \varepsilon)"
    )
    note = "The only other difference from Ruder's form, εᵣ, is 0 by default."
    conventions: ClassVar = {
        "optax": Convention(
            "optax.nadam({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}, eps_root={epsilon_root})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "epsilon_root": 0.0},
        )
    }

    epsilon_root: Scalar = nonnegative(default=0.0, symbol=r"\varepsilon_r", meaning="added under the root", slider=(1e-10, 1.0))

    def rule(self):
        if self.bias_correction:
            return self.update_rule
        rule = self.update_rule.replace(r" / (1 - \beta_1 \beta_1^t)", "")
        return rule.replace(r" / (1 - \beta_1^t)", "").replace(r" / (1 - \beta_2^t)", "")

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        corrected = self.bias_correction * beta1_power
        m_hat = self.beta1 * m / (1 - self.beta1 * corrected) + (1 - self.beta1) * g / (1 - corrected)
        v_hat = v * (1 / (1 - self.bias_correction * beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat + self.epsilon_root) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, beta1_power, beta2_power)
