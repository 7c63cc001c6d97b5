r"""Ranger from x = (1, 1) with η = 0.3, β₁ = 0.8, β₂ = 0.75, ε = 0.5, k = 2, α = 0.25, where the gradient is (2, −1).

RAdam's eighth step from here leads to (0.9188, 0.9358), as in the example there: u = (0.0812, 0.0642). One step, by (−0.5, 0.1), has
been taken since the slow weights were here, at (1.5, 0.9), so this is the second of two and they go a quarter of the way:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> ranger = OPTIMIZERS["ranger"](learning_rate=0.3, beta1=0.8, beta2=0.75, epsilon=0.5, period=2, slow_step=0.25)
>>> radam = {"m": np.array([0.4, 0.7]), "v": np.array([1.0, 0.25]), "t": 7.0, "beta1_power": 0.8**7, "beta2_power": 0.75**7}
>>> x, state = ranger.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), ranger.State(**radam, n=1.0, d=np.array([-0.5, 0.1])))
>>> state.d.round(4)                                        # −0.5 − 0.0812,  0.1 − 0.0642
array([-0.5812,  0.0358])
>>> x.round(3)                                              # 1.5 − 0.25 · 0.5812,  0.9 + 0.25 · 0.0358
array([1.355, 0.909])
"""

import math
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, within

from ..convention import Convention
from ..optimizer import Family, Optimizer


class Ranger(Optimizer):
    """RAdam inside Lookahead: careful while its mean of squares is young, and going part of the way back every few steps."""

    name = "Ranger"
    family = Family.ADAM
    year = 2019
    reference = (
        "L. Wright (2019), Ranger: a synergistic optimizer, after L. Liu et al. (arXiv:1908.03265), M. R. Zhang et al. (arXiv:1907.08610)"
    )
    update_rule = (
        r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t \\ v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2 \\ "
        r"\hat m_t = m_t / (1 - \beta_1^t), \quad \hat v_t = v_t / (1 - \beta_2^t) \\ "
        r"\rho_\infty = 2 / (1 - \beta_2) - 1, \quad \rho_t = \rho_\infty - 2 t \beta_2^t / (1 - \beta_2^t) \\ "
        r"r_t = \begin{cases} \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}} "
        r"& \rho_t > 4 \\ 0 & \text{otherwise} \end{cases} \\ "
        r"u_t = \begin{cases} \eta\, r_t \hat m_t / (\sqrt{\hat v_t} + \varepsilon) & \rho_t > 4 \\ "
        r"\eta\, \hat m_t & \text{otherwise} \end{cases} \\ "
        r"n_t = \begin{cases} n_{t-1} + 1 & n_{t-1} < k \\ 1 & \text{otherwise} \end{cases} \\ "
        r"d_t = \begin{cases} d_{t-1} - u_t & n_{t-1} < k \\ -u_t & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - u_t - \begin{cases} (1 - \alpha)\, d_t & n_t \ge k \\ 0 & \text{otherwise} \end{cases}"
    )
    note = (
        "The two papers put together, without what later versions of the program add. Rectified where ρ > 4, as in RAdam's paper; "
        "the program has 5, and ε outside the root before the correction."
    )
    symbols: ClassVar = {"rho_infinity": r"\rho_\infty"}
    conventions: ClassVar = {
        "optax": Convention(
            "optax.lookahead(optax.radam({learning_rate}, b1={beta1}, b2={beta2}, eps={epsilon}, threshold=4.0),"
            " sync_period={period}, slow_step_size={slow_step})",
            {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
            note="RAdam inside lookahead, with the threshold of RAdam's paper: Optax by itself has 5.",
            whole=("period",),
            parameters="optax.LookaheadParams.init_synced(theta)",
            point="theta.fast",
        )
    }
    narration = (
        "The running mean of the gradient keeps {beta1} of what it was, {before.m}, takes in {rest.beta1} of {g} and becomes {m}.",
        "The running mean of the squared gradient keeps {beta2} of what it was and becomes {v}.",
        "Both means started at zero, so each is divided by the weight gathered so far: the mean is {m_hat}, that of squares {v_hat}.",
        "The mean of squares is worth {rho} gradients by now, and will never be worth more than {rho_infinity}.",
        "Where it is worth more than 4, the step is rectified by the factor {r}; below that, the factor is 0 and it is not trusted at all.",
        "RAdam's step is {u}: the mean multiplied by the rate {rate}.",
        "This is step {n} of {period} since the slow weights last followed.",
        "The fast weights are now {d} away from the slow ones.",
        (
            "After step {period} of {period} the slow weights go {slow_step} of that way and the fast ones go back to them; until "
            "then, RAdam's step is all there is. It leads to {new.x}."
        ),
    )
    velocity = "m"
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="learning rate of RAdam", slider=(1e-5, 1.0), literature=0.001)
    beta1: Scalar = fraction(default=0.95, symbol=r"\beta_1", meaning="memory of the gradient's running mean", literature=0.95)
    beta2: Scalar = fraction(default=0.99, symbol=r"\beta_2", meaning="memory of the squared gradient's running mean", literature=0.999)
    epsilon: Scalar = nonnegative(
        default=1e-5,
        symbol=r"\varepsilon",
        meaning="added to the root so that nothing is divided by zero",
        slider=(1e-10, 1.0),
        literature=1e-5,
    )
    period: Scalar = within(
        1, math.inf, default=6.0, symbol="k", meaning="fast steps until the slow weights follow", slider=(1.0, 51.0), literature=6.0
    )
    slow_step: Scalar = within(
        0, 1, default=0.5, symbol=r"\alpha", meaning="share of the way that the slow weights go", slider=(0.0, 1.0), literature=0.5
    )

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0
        v: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        t: Annotated[Array | float, "steps taken"] = 0.0
        beta1_power: Array | float = 1.0
        beta2_power: Array | float = 1.0
        n: Annotated[Array | float, "fast steps since the slow weights last followed"] = 0.0
        d: Annotated[Array | float, "sum of the fast steps since the slow weights last followed"] = 0.0

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
        u = rate * m_hat
        n = np.where(state.n < self.period, state.n + 1, 1.0)
        d = np.where(state.n < self.period, state.d - u, -u)
        x = x - u - np.where(n >= self.period, (1 - self.slow_step) * d, 0.0)
        return x, self.State(m, v, t, beta1_power, beta2_power, n, d)
