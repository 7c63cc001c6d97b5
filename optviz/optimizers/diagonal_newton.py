r"""A diagonal Newton step on three coordinates: one has moved, one has jumped across a valley, one stood still.

With η = 0.5, γ = 0.75, μ = 1 and curvatures h = (4, 4, 4) so far. The gradient changed from (5, −3, 2) to (3, 3, 2) over
the last step (−0.5, 0.75, 0), so along the first two axes the slope changes by 4 and by 8 per unit of length:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> newton = OPTIMIZERS["diagonal_newton"](learning_rate=0.5, decay=0.75, damping=1.0)
>>> state = newton.State(g=np.array([5.0, -3.0, 2.0]), s=np.array([-0.5, 0.75, 0.0]), h=np.array([4.0, 4.0, 4.0]))
>>> x, state = newton.update(np.array([1.0, 1.0, 1.0]), np.array([3.0, 3.0, 2.0]), state)
>>> state.h                                                 # 0.75 · 4 + 0.25 · 4,  0.75 · 4 + 0.25 · 8,  4
array([4., 5., 4.])
>>> x                                                       # 1 − 0.5 · 3 / (4 + 1),  1 − 0.5 · 3 / (5 + 1),  1 − 0.5 · 2 / (4 + 1)
array([0.7 , 0.75, 0.8 ])
"""

from typing import Annotated, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, positive

from ..optimizer import Family, Optimizer


class DiagonalNewton(Optimizer):
    """Divides each slope by how fast it has lately been changing along its own axis, blind to how the axes interact."""

    name = "Diagonal Newton"
    family = Family.CURVATURE
    year = 1998
    reference = "Y. LeCun, L. Bottou, G. Orr and K.-R. Müller (1998), Efficient BackProp, in Neural networks: tricks of the trade"
    update_rule = (
        r"y_t = g_t - g_{t-1} \\ "
        r"h_t = \begin{cases} \gamma h_{t-1} + (1 - \gamma)\, |y_t / s_t| & |s_t| > 0 \\ h_{t-1} & \text{otherwise} \end{cases} \\ "
        r"s_{t+1} = -\eta\, g_t / (h_t + \mu) \\ \theta_{t+1} = \theta_t + s_{t+1}"
    )
    note = (
        "LeCun et al. propagate second derivatives through the network; here the curvature is the change of the gradient divided "
        "by the last step s, without its sign. h starts at zero, so μ alone holds the first step back."
    )
    narration = (
        "Over the last step {before.s} the gradient changed by {y}.",
        "Divided by that step this is the curvature along each axis; the running mean keeps {decay} of what it was and becomes {h}.",
        "Each slope is divided by its curvature plus {damping}: the rates are {rate}, the step is {s}.",
        "The step leads from {x} to {new.x}.",
    )
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="share of the full step", slider=(1e-5, 1.0))
    decay: Scalar = fraction(
        default=0.9, symbol=r"\gamma", meaning="memory of the curvature's running mean", called="decay of the curvature"
    )
    damping: Scalar = positive(
        default=10.0, symbol=r"\mu", meaning="added to the curvature so that nothing is divided by zero", slider=(1e-3, 1000.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        g: Annotated[Array | float, "the last gradient"] = 0.0
        s: Annotated[Array | float, "the last step"] = 0.0
        h: Annotated[Array | float, "running mean of the curvature along each axis, without its sign"] = 0.0

    def update(self, x, g, state):
        y = g - state.g
        moved = np.abs(state.s) > 0
        h = np.where(moved, self.decay * state.h + (1 - self.decay) * np.abs(y / np.where(moved, state.s, 1.0)), state.h)
        rate = self.learning_rate / (h + self.damping)
        s = -rate * g
        return x + s, self.State(g, s, h)
