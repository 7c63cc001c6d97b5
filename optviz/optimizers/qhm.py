r"""Quasi-hyperbolic momentum from x = (1, 2) with m = (0.5, 1), η = 0.1, γ = 0.75, ν = 0.5, where the gradient is (2, 4).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> qhm = OPTIMIZERS["qhm"](learning_rate=0.1, momentum=0.75, nu=0.5)
>>> x, state = qhm.update(np.array([1.0, 2.0]), np.array([2.0, 4.0]), qhm.State(m=np.array([0.5, 1.0])))
>>> state.m                                                 # 0.75 · 0.5 + 0.25 · 2,  0.75 · 1 + 0.25 · 4
array([0.875, 1.75 ])
>>> x                                                       # 1 − 0.1 · (0.5 · 2 + 0.5 · 0.875),  2 − 0.1 · (0.5 · 4 + 0.5 · 1.75)
array([0.85625, 1.7125 ])
"""

from typing import Annotated, NamedTuple

from surfaces.declaration import Array, Scalar, fraction, positive, within

from ..optimizer import Family, Optimizer


class QHM(Optimizer):
    """Steps along a mixture of the gradient itself and its running mean: between gradient descent and momentum."""

    name = "QHM"
    family = Family.MOMENTUM
    year = 2018
    reference = (
        "J. Ma and D. Yarats (2018), Quasi-hyperbolic momentum and Adam for deep learning (arXiv:1810.06801); "
        "values as in qhoptim, their own implementation"
    )
    update_rule = (
        r"m_t = \gamma m_{t-1} + (1 - \gamma)\, g_t \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \bigl((1 - \nu)\, g_t + \nu\, m_t\bigr)"
    )
    note = "ν = 0 is gradient descent, ν = 1 momentum with a damped gradient. The mean starts at zero and is not corrected for it."
    narration = (
        "The running mean of the gradient keeps {momentum} of what it was, {before.m}, takes in {rest.momentum} of {g} and becomes {m}.",
        "The step is a mixture: the mean with the weight {nu}, the gradient itself with the rest. It leads from {x} to {new.x}.",
    )
    velocity = "m"
    turns_with_surface = True
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0), literature=1.0)
    momentum: Scalar = fraction(
        default=0.9, symbol=r"\gamma", meaning="memory of the gradient's running mean", called="decay of m", literature=0.999
    )
    nu: Scalar = within(
        0, 1, default=0.7, symbol=r"\nu", meaning="weight of the running mean in the step", slider=(0.0, 1.0), literature=0.7
    )

    class State(NamedTuple):
        """What is remembered."""

        m: Annotated[Array | float, "running mean of the gradient"] = 0.0

    def update(self, x, g, state):
        m = self.momentum * state.m + (1 - self.momentum) * g
        return x - self.learning_rate * ((1 - self.nu) * g + self.nu * m), self.State(m)
