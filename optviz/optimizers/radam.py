r"""RAdam from x = (1, 1) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, where the gradient is (2, −1).

ρ∞ = 2 / (1 − 0.75) − 1 = 7. In the first step ρ = 7 − 2 · 0.75 / 0.25 = 1 is too small to trust v, so only m̂ = g counts:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> radam = OPTIMIZERS["radam"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5)
>>> x, state = radam.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), radam.State())
>>> x                                                       # 1 − 0.3 · 2,  1 + 0.3 · 1
array([0.4, 1.3])

In the eighth step 0.75⁸ = 0.1001 and ρ = 7 − 16 · 0.1001 / 0.8999 = 5.22, so that
r² = (5.22 − 4) (5.22 − 2) 7 / ((7 − 4) (7 − 2) 5.22) = 0.3511 and r = 0.5926:

>>> before = radam.State(m=np.array([0.4, 0.7]), v=np.array([1.0, 0.25]), t=7.0, beta1_power=0.8**7, beta2_power=0.75**7)
>>> x, state = radam.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before)
>>> state.m                                                 # 0.8 · 0.4 + 0.2 · 2,  0.8 · 0.7 − 0.2 · 1
array([0.72, 0.36])
>>> state.v                                                 # 0.75 · 1 + 0.25 · 4,  0.75 · 0.25 + 0.25 · 1
array([1.75  , 0.4375])

Corrected by 1 − 0.8⁸ = 0.8322 and 1 − 0.75⁸ = 0.8999, m̂ = (0.8651, 0.4326) and √v̂ = (1.3945, 0.6973):

>>> x.round(4)                                              # 1 − 0.3 · 0.5926 · 0.8651 / (1.3945 + 0.5), …
array([0.9188, 0.9358])
"""

import math
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, within

from ..convention import Convention
from ..optimizer import Family, Optimizer


class RAdam(Optimizer):
    """Adam that warms itself up: the more gradients its mean of squares has seen, the more it is trusted."""

    name = "RAdam"
    family = Family.ADAM
    year = 2019
    reference = "L. Liu et al. (2019), On the variance of the adaptive learning rate and beyond, algorithm 2 (arXiv:1908.03265)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\rho_\infty = 2 / (1 - \beta_2) - 1, \quad \rho_t = \rho_\infty - 2 t \beta_2^t / (1 - \beta_2^t) \\ "
        r"r_t = \begin{cases} \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}} "
        r"& \rho_t > 4 \\ 0 & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - \begin{cases} \eta\, r_t \hat m_t / (\sqrt{\hat v_t} + \varepsilon) & \rho_t > 4 \\ "
        r"\eta\, \hat m_t & \text{otherwise} \end{cases}"
    )
    note = (
        "Rectified where ρ > 4, as in the paper (PyTorch and Optax: 5). The paper has no ε; here it stands outside the root, as in "
        "Adam. The first steps are η m̂, so the steeper the start, the longer they are."
    )
    symbols: ClassVar = {"rho_infinity": r"\rho_\infty"}
    narration: ClassVar[tuple[str, ...]] = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "Both means started at zero, so each is divided by the weight gathered so far: the mean is {m_hat}, that of squares {v_hat}.",
        "The mean of squares is worth {rho} gradients by now, and will never be worth more than {rho_infinity}.",
        "Where it is worth more than 4, the step is rectified by the factor {r}; below that, the factor is 0 and it is not trusted at all.",
        "The mean is multiplied by the rate {rate}: that of Adam where the squares are trusted, otherwise simply η. It leads to {new.x}.",
    )
    velocity = "m"
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean")
    beta2: Scalar = fraction(default=0.99, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean")
    epsilon: Scalar = nonnegative(
        default=1e-8,
        symbol=r"\varepsilon",
        meaning="added to the root so that nothing is divided by zero",
        slider=(1e-10, 1.0),
        literature=0.0,
    )

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        t: Annotated[Array | float, "steps taken"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        t = state.t + 1
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - beta1_power))
        v_hat = v * (1 / (1 - beta2_power))
        rho_infinity = 2 / (1 - self.beta2) - 1
        rho = rho_infinity - 2 * t * beta2_power / (1 - beta2_power)
        squared = (rho - 4) * (rho - 2) * rho_infinity / ((rho_infinity - 4) * (rho_infinity - 2) * rho)
        r = np.sqrt(np.where(rho > 4, squared, 0.0))
        rate = self.learning_rate * np.where(rho > 4, r / (np.sqrt(v_hat) + self.epsilon), 1.0)
        return x - rate * m_hat, self.State(m, v, t, beta1_power, beta2_power)


class RAdamEpsilonHat(RAdam):
    """RAdam that waits until its mean of squares is worth more than 5 gradients, and adds ε to the root before it is corrected."""

    form = "rectified from ρ = 5, ε-hat, decay in the gradient"
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t) \\ "
        r"\rho_\infty = 2 / (1 - \beta_2) - 1, \quad \rho_t = \rho_\infty - 2 t \beta_2^t / (1 - \beta_2^t) \\ "
        r"r_t = \begin{cases} \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}} "
        r"& \rho_t > 5 \\ 0 & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - \begin{cases} \eta\, r_t \hat m_t \sqrt{1 - \beta_2^t} / (\sqrt{v_t} + \varepsilon) & \rho_t > 5 \\ "
        r"\eta\, \hat m_t & \text{otherwise} \end{cases}"
    )
    note = "The paper rectifies from ρ = 4 on, which is one step earlier for β₂ from 0.9 on. ε acts as ε/√(1 − β₂ᵗ)."
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "The mean started at zero, so it is divided by the weight gathered so far: {m_hat}.",
        "The mean of squares is worth {rho} gradients by now, and will never be worth more than {rho_infinity}.",
        "Where it is worth more than 5, the step is rectified by the factor {r}; below that, the factor is 0 and it is not trusted at all.",
        "The mean is multiplied by the rate {rate}: that of Adam where the squares are trusted, otherwise simply η. It leads to {new.x}.",
    )
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.RAdam([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0},
            note="With decoupled_weight_decay=True its decay is decoupled, as in AdamW.",
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        t = state.t + 1
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - beta1_power))
        rho_infinity = 2 / (1 - self.beta2) - 1
        rho = rho_infinity - 2 * t * beta2_power / (1 - beta2_power)
        squared = (rho - 4) * (rho - 2) * rho_infinity / ((rho_infinity - 4) * (rho_infinity - 2) * rho)
        r = np.sqrt(np.where(rho > 5, squared, 0.0))
        rate = self.learning_rate * np.where(rho > 5, r * np.sqrt(1 - beta2_power) / (np.sqrt(v) + self.epsilon), 1.0)
        return x - rate * m_hat, self.State(m, v, t, beta1_power, beta2_power)


class RAdamThreshold(RAdam):
    """RAdam that lets you choose how many gradients its mean of squares must be worth, and has a second ε under the root."""

    form = "rectified from a chosen ρ, a second ε under the root"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\rho_\infty = 2 / (1 - \beta_2) - 1, \quad \rho_t = \rho_\infty - 2 t \beta_2^t / (1 - \beta_2^t) \\ "
        r"r_t = \begin{cases} \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}} "
        r"& \rho_t \ge \rho_{\min} \\ 0 & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - \begin{cases} \eta\, r_t \hat m_t / (\sqrt{\hat v_t + \varepsilon_r} + \varepsilon) "
        r"& \rho_t \ge \rho_{\min} \\ "
        r"\eta\, \hat m_t & \text{otherwise} \end{cases}"
    )
    note = "The paper rectifies from ρ = 4 on, which is one step earlier for β₂ from 0.9 on; with 4 and εᵣ = 0 it is the paper's."
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "Both means started at zero, so each is divided by the weight gathered so far: the mean is {m_hat}, that of squares {v_hat}.",
        "The mean of squares is worth {rho} gradients by now, and will never be worth more than {rho_infinity}.",
        (
            "Where it is worth {threshold} or more, the step is rectified by the factor {r}; below that, 0 says that it is not trusted "
            "at all."
        ),
        "The mean is multiplied by the rate {rate}: that of Adam where the squares are trusted, otherwise simply η. It leads to {new.x}.",
    )
    conventions: ClassVar = {
        "optax": Convention(
            "optax.radam({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}, eps_root={epsilon_root}, threshold={threshold})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "epsilon_root": 0.0, "threshold": 5.0},
        )
    }

    epsilon_root: Scalar = nonnegative(default=0.0, symbol=r"\varepsilon_r", meaning="added under the root", slider=(1e-10, 1.0))
    threshold: Scalar = within(
        4, math.inf, default=5.0, symbol=r"\rho_{\min}", meaning="gradients that the squares must be worth", slider=(4.0, 54.0)
    )

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        t = state.t + 1
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - beta1_power))
        v_hat = v * (1 / (1 - beta2_power))
        rho_infinity = 2 / (1 - self.beta2) - 1
        rho = rho_infinity - 2 * t * beta2_power / (1 - beta2_power)
        squared = (rho - 4) * (rho - 2) * rho_infinity / ((rho_infinity - 4) * (rho_infinity - 2) * rho)
        r = np.sqrt(np.where(rho >= self.threshold, squared, 0.0))
        rate = self.learning_rate * np.where(rho >= self.threshold, r / (np.sqrt(v_hat + self.epsilon_root) + self.epsilon), 1.0)
        return x - rate * m_hat, self.State(m, v, t, beta1_power, beta2_power)
