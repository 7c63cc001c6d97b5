r"""Rprop on three coordinates: one keeps the sign of its gradient, one has jumped across a valley, one had no sign yet.

With the step lengths (0.4, 0.4, 0.4), η⁺ = 1.5, η⁻ = 0.25 and steps from 0.2 to 0.5, the lengths become 0.4 · 1.5, cut to 0.5;
0.4 · 0.25, raised to 0.2; and 0.4. The coordinate that jumped stays where it is and forgets its sign:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> rprop = OPTIMIZERS["rprop"](initial_step=0.4, shrink=0.25, grow=1.5, min_step=0.2, max_step=0.5)
>>> rprop.initial_state()
State(sign=0.0, step=0.4)
>>> state = rprop.State(sign=np.array([1.0, 1.0, 0.0]), step=np.array([0.4, 0.4, 0.4]))
>>> x, state = rprop.update(np.array([1.0, 1.0, 1.0]), np.array([2.0, -3.0, -7.0]), state)
>>> state.step
array([0.5, 0.2, 0.4])
>>> x                                                       # 1 − 0.5,  1,  1 + 0.4
array([0.5, 1. , 1.4])
>>> state.sign
array([ 1., -0., -1.])
"""

import math
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Interval, Scalar, fraction, positive, within

from ..convention import PAPER, Convention
from ..optimizer import Family, Optimizer


class Rprop(Optimizer):
    """Looks only at the sign of each slope: longer steps while it stays the same, shorter ones once it flips."""

    name = "Rprop"
    family = Family.SIGN
    year = 1993
    reference = (
        "C. Igel and M. Hüsken (2000), Improving the Rprop learning algorithm, where it is iRprop⁻; values of "
        "M. Riedmiller and H. Braun (1993), A direct adaptive method for faster backpropagation learning: the RPROP algorithm"
    )
    update_rule = (
        r"a_t = \operatorname{sign}(g_t)\, s_{t-1} \\ "
        r"\Delta_t = \min\bigl(\max\bigl(\Delta_{t-1} \cdot "
        r"\begin{cases} \eta^+ & a_t > 0 \\ \eta^- & a_t < 0 \\ 1 & \text{otherwise} \end{cases},\; "
        r"\Delta_{\min}\bigr),\; \Delta_{\max}\bigr) \quad \text{from } \Delta_0 \\ "
        r"s_t = \begin{cases} 0 & a_t < 0 \\ \operatorname{sign}(g_t) & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - \Delta_t s_t"
    )
    form = "iRprop⁻"
    note = "iRprop⁻, as in PyTorch: where the sign flips, the coordinate rests for one step. In the paper of 1993 it goes back."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Rprop([theta], lr={initial_step}, etas=({shrink}, {grow}), step_sizes=({min_step}, {max_step}))",
            {"initial_step": 0.01, "shrink": 0.5, "grow": 1.2, "min_step": 1e-6, "max_step": 50.0},
            renamed={"learning_rate": "initial_step"},
            accepted={
                "shrink": Interval(0, 1, includes_lower=False, includes_upper=False),
                "grow": Interval(1, math.inf, includes_lower=False),
            },
        )
    }
    absent: ClassVar = {"optax": "has it, but with a bug, and is left out: every update comes one step late, and the first is zero"}
    step_size = "initial_step"
    step_sizes = "step"
    symbols: ClassVar = {"agreement": "a", "sign": "s", "step": r"\Delta"}
    narration: ClassVar[tuple[str, ...]] = (
        (
            "The sign of the gradient times the sign that is remembered is {agreement}: 1 where the slope still leads the same way, −1 "
            "where the valley was crossed, 0 after a rest."
        ),
        (
            "The step lengths were {before.step}. They grow by {grow} where the sign stays, shrink by {shrink} where it flips, and are "
            "{step} now. How steep it is plays no part."
        ),
        "The sign {sign} is remembered, 0 where it flipped.",
        "Every coordinate moves by its step length against the sign, and rests where the sign flipped: from {x} to {new.x}.",
    )

    initial_step: Scalar = positive(default=0.1, symbol=r"\Delta_0", meaning="first step length", slider=(1e-5, 1.0), literature=0.1)
    shrink: Scalar = fraction(
        default=0.5, symbol=r"\eta^-", meaning="factor where the sign flips", slider=(0.1, 0.9), scale="linear", literature=0.5
    )
    grow: Scalar = within(
        1, math.inf, default=1.2, symbol=r"\eta^+", meaning="factor where the sign stays", slider=(1.0, 2.0), literature=1.2
    )
    min_step: Scalar = positive(default=1e-6, symbol=r"\Delta_{\min}", meaning="smallest step length", slider=(1e-10, 0.1), literature=1e-6)
    max_step: Scalar = positive(default=50.0, symbol=r"\Delta_{\max}", meaning="largest step length", slider=(1e-2, 100.0), literature=50.0)

    class State(NamedTuple):
        """What is remembered."""

        sign: Annotated[Array | float, "sign of the last gradient, 0 after a flip"]
        step: Annotated[Array | float, "step length along each axis"]

    def initial_state(self):
        return self.State(0.0, self.initial_step)

    def update(self, x, g, state):
        sign = np.sign(g)
        agreement = sign * state.sign
        stays = agreement * (agreement + 1) / 2  # 1 where the agreement is 1, else 0
        flips = agreement * (agreement - 1) / 2  # 1 where the agreement is −1, else 0
        factor = self.grow * stays + self.shrink * flips + (1 - stays - flips)
        step = np.minimum(np.maximum(factor * state.step, self.min_step), self.max_step)
        sign = sign * (1 - flips)
        return x - step * sign, self.State(sign, step)


class RpropBacktracking(Rprop):
    """Looks only at the sign of each slope, and takes the last step back once the sign flips."""

    form = ""
    reference = "M. Riedmiller and H. Braun (1993), A direct adaptive method for faster backpropagation learning: the RPROP algorithm"
    update_rule = (
        r"a_t = \operatorname{sign}(g_t)\, s_{t-1} \\ "
        r"\Delta_t = \min\bigl(\max\bigl(\Delta_{t-1} \cdot "
        r"\begin{cases} \eta^+ & a_t > 0 \\ \eta^- & a_t < 0 \\ 1 & \text{otherwise} \end{cases},\; "
        r"\Delta_{\min}\bigr),\; \Delta_{\max}\bigr) \quad \text{from } \Delta_0 \\ "
        r"s_t = \begin{cases} 0 & a_t < 0 \\ \operatorname{sign}(g_t) & \text{otherwise} \end{cases} \\ "
        r"u_t = \begin{cases} -u_{t-1} & a_t < 0 \\ \Delta_t s_t & \text{otherwise} \end{cases} \\ "
        r"\theta_{t+1} = \theta_t - u_t"
    )
    note = "The paper's own: where the sign flips, the coordinate goes back to where it was, and tries a shorter step from there."
    conventions: ClassVar = {PAPER: Convention()}
    symbols: ClassVar = {"agreement": "a", "sign": "s", "step": r"\Delta", "u": "u"}
    narration = (
        (
            "The sign of the gradient times the sign that is remembered is {agreement}: 1 where the slope still leads the same way, −1 "
            "where the valley was crossed, 0 after a step back."
        ),
        (
            "The step lengths were {before.step}. They grow by {grow} where the sign stays, shrink by {shrink} where it flips, and are "
            "{step} now. How steep it is plays no part."
        ),
        "The sign {sign} is remembered, 0 where it flipped.",
        "Every coordinate moves by {u}: its step length with the sign, or its last step back where the sign flipped.",
        "It is subtracted: from {x} to {new.x}.",
    )

    class State(NamedTuple):
        """What is remembered."""

        sign: Annotated[Array | float, "sign of the last gradient, 0 after a flip"]
        step: Annotated[Array | float, "step length along each axis"]
        u: Annotated[Array | float, "the last step, as it was subtracted"] = 0.0

    def update(self, x, g, state):
        sign = np.sign(g)
        agreement = sign * state.sign
        stays = agreement * (agreement + 1) / 2  # 1 where the agreement is 1, else 0
        flips = agreement * (agreement - 1) / 2  # 1 where the agreement is −1, else 0
        factor = self.grow * stays + self.shrink * flips + (1 - stays - flips)
        step = np.minimum(np.maximum(factor * state.step, self.min_step), self.max_step)
        sign = sign * (1 - flips)
        u = step * sign - flips * state.u
        return x - u, self.State(sign, step, u)
