r"""QHAdam's second step, from x = (1, 1) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ν₁ = 0.5, ν₂ = 0.2, ε = 0.5, where the gradient is (2, −1).

One step has been taken, so the powers of β₁ and β₂ are 0.8 and 0.75; now they become 0.64 and 0.5625:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> qhadam = OPTIMIZERS["qhadam"](learning_rate=0.3, beta1=0.8, beta2=0.75, nu1=0.5, nu2=0.2, epsilon=0.5)
>>> before = qhadam.State(m=np.array([0.4, 0.02]), v=np.array([1.0, 2.0]), beta1_power=0.8, beta2_power=0.75)
>>> x, state = qhadam.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), before)
>>> state.m                                                 # 0.8 · 0.4 + 0.2 · 2,  0.8 · 0.02 − 0.2 · 1
array([ 0.72 , -0.184])
>>> state.v                                                 # 0.75 · 1 + 0.25 · 4,  0.75 · 2 + 0.25 · 1
array([1.75, 1.75])

Corrected by 0.36 and 0.4375: m̂ = (2, −0.184 / 0.36) and v̂ = (4, 4). Along x the mixtures are 0.5 · 2 + 0.5 · 2 = 2 and
0.8 · 4 + 0.2 · 4 = 4; along y −0.5 − 0.092 / 0.36 = −0.7556 and 0.8 · 1 + 0.2 · 4 = 1.6 with the root 1.2649:

>>> x.round(4)                                              # 1 − 0.3 · 2 / (2 + 0.5),  1 + 0.3 · 0.7556 / (1.2649 + 0.5)
array([0.76  , 1.1284])
"""

from typing import Annotated, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, within

from ..optimizer import Family, Optimizer


class QHAdam(Optimizer):
    """Adam that mixes the current gradient into its mean, and the current square into its mean of squares."""

    name = "QHAdam"
    family = Family.ADAM
    year = 2018
    reference = (
        "J. Ma and D. Yarats (2018), Quasi-hyperbolic momentum and Adam for deep learning (arXiv:1810.06801); "
        "values as in qhoptim, their own implementation"
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \bigl((1 - \nu_1)\, g_t + \nu_1 \hat m_t\bigr) / "
        r"\bigl(\sqrt{(1 - \nu_2)\, g_t^2 + \nu_2 \hat v_t} + \varepsilon\bigr)"
    )
    note = "ν₁ = ν₂ = 1 is Adam; ν₂ = 1 is what the authors advise. ε stands outside the root, after the correction."
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "Both means started at zero, so each is divided by the weight gathered so far: the mean is {m_hat}, that of squares {v_hat}.",
        (
            "The mean enters with the weight {nu1}, the gradient itself with the rest, and each coordinate is multiplied by its own rate "
            "{rate}: from {x} to {new.x}."
        ),
    )
    velocity = "m"
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0), literature=0.001)
    beta1: Scalar = fraction(default=0.95, symbol=r"\beta_1", meaning="memory of the gradient's running mean", literature=0.995)
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean", literature=0.999)
    nu1: Scalar = within(
        0, 1, default=0.7, symbol=r"\nu_1", meaning="weight of the running mean in the step", slider=(0.0, 1.0), literature=0.7
    )
    nu2: Scalar = within(
        0, 1, default=1.0, symbol=r"\nu_2", meaning="weight of the running mean under the root", slider=(0.0, 1.0), literature=1.0
    )
    epsilon: Scalar = nonnegative(
        default=1e-8, symbol=r"\varepsilon", meaning="added to the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - beta1_power))
        v_hat = v * (1 / (1 - beta2_power))
        rate = self.learning_rate / (np.sqrt((1 - self.nu2) * g * g + self.nu2 * v_hat) + self.epsilon)
        return x - rate * ((1 - self.nu1) * g + self.nu1 * m_hat), self.State(m, v, beta1_power, beta2_power)
