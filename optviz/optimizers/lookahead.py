r"""Lookahead over Adam with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, k = 2, α = 0.25, where the gradient is (2, −1).

Adam's second step, from x = (1, 1), is u = 0.3 m̂ / (√v̂ + ε) = (0.24, 0.2), as in the example there. One step, by
(−0.5, 0.1), has been taken since the slow weights were here, at (1.5, 0.9). The second is the last before they follow:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> lookahead = OPTIMIZERS["lookahead"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5, period=2, slow_step=0.25)
>>> adam = {"m": np.array([0.4, 0.7]), "v": np.array([1.0, 0.25]), "beta1_power": 0.8, "beta2_power": 0.75}
>>> x, state = lookahead.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), lookahead.State(**adam, n=1.0, d=np.array([-0.5, 0.1])))
>>> state.d                                                 # −0.5 − 0.24,  0.1 − 0.2: from the slow weights to the fast ones
array([-0.74, -0.1 ])
>>> x                                                       # 1.5 − 0.25 · 0.74,  0.9 − 0.25 · 0.1
array([1.315, 0.875])

As the first of two, which leaves where the slow weights are, the same step is Adam's:

>>> x, state = lookahead.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), lookahead.State(**adam, n=2.0, d=np.array([-0.5, 0.1])))
>>> x                                                       # 1 − 0.24,  1 − 0.2
array([0.76, 0.8 ])
>>> state.d
array([-0.24, -0.2 ])
"""

import math
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, within

from ..convention import Convention
from ..optimizer import Family, Optimizer


class Lookahead(Optimizer):
    """Adam explores a few steps ahead, then goes part of the way back: slow weights follow the fast ones."""

    name = "Lookahead"
    family = Family.ADAM
    year = 2019
    reference = "M. R. Zhang et al. (2019), Lookahead optimizer: k steps forward, 1 step back, algorithm 1 (arXiv:1907.08610)"
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"u_t = \eta\, \hat m_t / (\sqrt{\hat v_t} + \varepsilon) \\ "
        r"n_t = \begin{cases} n_{t-1} + 1 & n_{t-1} < k \\ 1 & \text{otherwise} \end{cases} \\ "
        r"d_t = \begin{cases} d_{t-1} - u_t & n_{t-1} < k \\ -u_t & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - u_t - \begin{cases} (1 - \alpha)\, d_t & n_t \ge k \\ 0 & \text{otherwise} \end{cases}"
    )
    note = (
        "Around Adam, which keeps its memory when the weights go back. The fast weights are drawn; d is how far they are from the slow "
        "ones, so going back by (1 − α) d is the paper's φ + α (θ − φ)."
    )
    conventions: ClassVar = {
        "optax": Convention(
            "optax.lookahead(optax.adam({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}),"
            " sync_period={period}, slow_step_size={slow_step})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            whole=("period",),
            parameters="optax.LookaheadParams.init_synced(theta)",
            point="theta.fast",
        )
    }
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "Both means started at zero, so each is divided by the weight gathered so far: the mean is {m_hat}, that of squares {v_hat}.",
        "Adam's step is {u}: the mean multiplied by the rate {rate}.",
        "This is step {n} of {period} since the slow weights last followed.",
        "The fast weights are now {d} away from the slow ones.",
        (
            "After step {period} of {period} the slow weights go {slow_step} of that way and the fast ones go back to them; until "
            "then, Adam's step is all there is. It leads to {new.x}."
        ),
    )
    velocity = "m"
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate of Adam", slider=(1e-5, 1.0))
    beta1: Scalar = fraction(default=0.9, symbol=r"\beta_1", meaning="memory of the gradient's running mean")
    beta2: Scalar = fraction(default=0.999, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean")
    epsilon: Scalar = nonnegative(
        default=1e-8, symbol=r"\varepsilon", meaning="added to the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )
    period: Scalar = within(
        1, math.inf, default=5.0, symbol="k", meaning="fast steps until the slow weights follow", slider=(1.0, 51.0), literature=5.0
    )
    slow_step: Scalar = within(0, 1, default=0.5, symbol=r"\alpha", meaning="share of the way that the slow weights go", slider=(0.0, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0
        n: Annotated[Array | float, "fast steps since the slow weights last followed"] = 0.0
        d: Annotated[Array | float, "sum of the fast steps since the slow weights last followed"] = 0.0

    def update(self, x, g, state):
        m = self.beta1 * state.m + (1 - self.beta1) * g
        v = self.beta2 * state.v + (1 - self.beta2) * g * g
        beta1_power = state.beta1_power * self.beta1
        beta2_power = state.beta2_power * self.beta2
        m_hat = m * (1 / (1 - beta1_power))
        v_hat = v * (1 / (1 - beta2_power))
        rate = self.learning_rate / (np.sqrt(v_hat) + self.epsilon)
        u = rate * m_hat
        n = np.where(state.n < self.period, state.n + 1, 1.0)
        d = np.where(state.n < self.period, state.d - u, -u)
        x = x - u - np.where(n >= self.period, (1 - self.slow_step) * d, 0.0)
        return x, self.State(m, v, beta1_power, beta2_power, n, d)
