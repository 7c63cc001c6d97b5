r"""AMSGrad from x = (1, 1) with v̂ = (9, 1), η = 0.4, β₁ = 0.8, β₂ = 0.75, ε = 1, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> amsgrad = OPTIMIZERS["amsgrad"](learning_rate=0.4, beta1=0.8, beta2=0.75, epsilon=1.0)
>>> state = amsgrad.State(m=np.array([0.75, 1.0]), v=np.array([4.0, 5.0]), v_max=np.array([9.0, 1.0]))
>>> x, state = amsgrad.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), state)
>>> state.m                                                 # 0.8 · 0.75 + 0.2 · 2,  0.8 · 1 − 0.2 · 1
array([1. , 0.6])
>>> state.v                                                 # 0.75 · 4 + 0.25 · 4,  0.75 · 5 + 0.25 · 1
array([4., 4.])
>>> state.v_max                                             # 9 has been larger, 1 has not
array([9., 4.])
>>> x                                                       # 1 − 0.4 · 1 / (3 + 1),  1 − 0.4 · 0.6 / (2 + 1)
array([0.9 , 0.92])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer


class AMSGrad(Optimizer):
    """Adam that never forgets its largest mean of squares, so that its effective learning rate can only shrink."""

    name = "AMSGrad"
    family = Family.ADAM
    year = 2018
    reference = "S. J. Reddi, S. Kale and S. Kumar (2018), On the convergence of Adam and beyond, algorithm 2 (arXiv:1904.09237)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat v_t = \max(\hat v_{t-1}, v_t) \\ \theta_{t+1} = \theta_t - \eta\, m_t / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = (
        "As in the paper, the means are not corrected for their start at zero, so the first step is η (1 − β₁)/√(1 − β₂); "
        "libraries correct them. The paper has no ε, which is ε = 0 here, and projects every step onto a bounded set, which is "
        "left out here."
    )
    velocity = "m"
    symbols: ClassVar = {"v_max": r"\hat v"}
    narration: ClassVar[tuple[str, ...]] = (
        "m, the running mean of the gradient, keeps {beta1} of what it was and takes in {rest.beta1} of {g}: it becomes {m}.",
        "v, the running mean of the squared gradient, becomes {v}. It is large along a steep coordinate.",
        "v̂ is the largest v so far: {v_max}. A steep stretch is never forgotten.",
        ("m is multiplied by {rate}, the learning rate {learning_rate} divided by the root of v̂. As v̂ cannot fall, this rate cannot rise."),
    )

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean", literature=0.9)
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean")
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
        v_max: Annotated[Array | float, "the largest v so far"] = 0.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        v_max = np.maximum(state.v_max, v)
        rate = self.learning_rate / (np.sqrt(v_max) + self.epsilon)
        return x - rate * m, self.State(m, v, v_max)


class AMSGradCorrected(AMSGrad):
    """AMSGrad that takes the largest mean of squares as it is and corrects both means for their start at zero afterwards."""

    form = "corrected after the maximum, decay in the gradient"
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "The largest value that this mean has ever had is {v_max}.",
        "Both means started at zero, so each is divided by the weight gathered so far: {m_hat} and {v_hat}.",
        "The mean is multiplied by the rate {rate}. It leads to {new.x}.",
    )
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"v^{\max}_t = \max(v^{\max}_{t-1}, v_t) \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v^{\max}_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon)"
    )
    note = "As the correction of the maximum fades, the learning rate can grow, which the paper rules out."
    symbols: ClassVar = {**AMSGrad.symbols, "v_max": r"v^{\max}"}
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Adam([theta], lr={learning_rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay},"
            " amsgrad=True)",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0},
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        v_max: Annotated[Array | float, "the largest v so far"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        v_max = np.maximum(state.v_max, v)
        m_hat = m * (1 / (1 - beta1_power))
        v_hat = v_max * (1 / (1 - beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, v_max, beta1_power, beta2_power)


class AMSGradEpsilonHat(AMSGrad):
    """AMSGrad that takes the largest mean of squares as it is and corrects the learning rate for the start at zero."""

    form = "corrected after the maximum, ε-hat, decoupled decay"
    decouples_decay = True
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "The largest value that this mean has ever had is {v_max}.",
        "Instead of the means, the learning rate is corrected for their start at zero: it is {alpha} instead of {learning_rate}.",
        (
            "The mean is multiplied by {rate}, the corrected learning rate divided by the root of the largest v plus {epsilon}. "
            "With the pull towards the origin it leads to {new.x}."
        ),
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"v^{\max}_t = \max(v^{\max}_{t-1}, v_t) \\ "
        r"\alpha_t = \eta \sqrt{1 - \beta_2^t} / (1 - \beta_1^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta \lambda \theta_t - \alpha_t m_t / (\sqrt{v^{\max}_t} + \varepsilon)"
    )
    note = "ε acts as ε/√(1 − β₂ᵗ), so that it weighs more in the first steps."
    symbols: ClassVar = {**AMSGrad.symbols, "v_max": r"v^{\max}"}
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Adam(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon},"
            " weight_decay={weight_decay}, amsgrad=True)",
            {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-7, "weight_decay": 0.0},
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        v_max: Annotated[Array | float, "the largest v so far"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        v_max = np.maximum(state.v_max, v)
        alpha = self.learning_rate * np.sqrt(1 - beta2_power) / (1 - beta1_power)
        rate = alpha / (np.sqrt(v_max) + self.epsilon)
        return x - self.learning_rate * self.weight_decay * x - rate * m, self.State(m, v, v_max, beta1_power, beta2_power)


class AMSGradOfCorrected(AMSGrad):
    """AMSGrad that corrects both means for their start at zero first and then keeps the largest corrected mean of squares."""

    form = "corrected before the maximum"
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "The mean started at zero, so it is divided by the weight gathered so far: {m_hat}.",
        "So is the mean of squares, and its largest value so far, corrected like that, is {v_max}.",
        "The corrected mean is multiplied by the rate {rate}. It leads to {new.x}.",
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t) \\ \hat v_t = \max(\hat v_{t-1}, v_t / (1 - \beta_2^t)) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \hat m_t / (\sqrt{\hat v_t + \varepsilon_r} + \varepsilon)"
    )
    note = "The first gradient counts in full in the maximum, so a steep start is remembered for good."
    symbols: ClassVar = {**AMSGrad.symbols, "v_max": r"\hat v"}
    conventions: ClassVar = {
        "optax": Convention(
            "optax.amsgrad({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}, eps_root={epsilon_root})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "epsilon_root": 0.0},
            note="With bias_correction_mu=False and bias_correction_nu=False it has the paper's form.",
        )
    }

    epsilon_root: Scalar = nonnegative(default=0.0, symbol=r"\varepsilon_r", meaning="added under the root", slider=(1e-10, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        v_max: Annotated[Array | float, "the largest corrected v so far"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - beta1_power))
        v_max = np.maximum(state.v_max, v / (1 - beta2_power))
        rate = self.learning_rate / (np.sqrt(v_max + self.epsilon_root) + self.epsilon)
        return x - rate * m_hat, self.State(m, v, v_max, beta1_power, beta2_power)
