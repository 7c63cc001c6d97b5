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

from typing import NamedTuple

import numpy as np

from ..hyperparameter import Array, Scalar, fraction, positive, switch
from ..optimizer import Family, Optimizer


class Nadam(Optimizer):
    """Adam with Nesterov's idea: the momentum that the next step would use is applied already in this one."""

    name = "Nadam"
    family = Family.ADAM
    year = 2016
    reference = "T. Dozat (2016), Incorporating Nesterov momentum into Adam, ICLR workshop; Ruder (2016), section 4.8"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, "
        r"\bigl(\beta_1 \hat m_t + (1 - \beta_1)\, g_t / (1 - \beta_1^t)\bigr) / (\sqrt{\hat v_t} + \epsilon)"
    )
    note = "As Ruder (2016) derives it, with a constant β₁. Libraries schedule β₁ or correct by the next power: four different methods."

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="step size", slider=(1e-5, 1.0), literature=0.002)
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean")
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean")
    epsilon: Scalar = positive(
        default=1e-8, symbol=r"\epsilon", meaning="added to the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )
    bias_correction: Scalar = switch(default=True, symbol=r"\hat m", meaning="divide both means and g by 1 − βᵗ, as they start at zero")

    class State(NamedTuple):
        """What is remembered."""

        m: Array | float = 0.0  # running mean of the gradient
        v: Array | float = 0.0  # running mean of the squared gradient
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_correction = 1 - self.bias_correction * beta1_power
        v_correction = 1 - self.bias_correction * beta2_power
        ahead = self.beta1 * m / m_correction + (1 - self.beta1) * g / m_correction
        x = x - self.learning_rate * ahead / (np.sqrt(v / v_correction) + self.epsilon)
        return x, self.State(m, v, beta1_power, beta2_power)
