r"""Momentum from x = (1, 2) with the last step v = (0.1, 0.2), η = 0.1, γ = 0.5, where the gradient is (2, 4).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> momentum = OPTIMIZERS["momentum"](learning_rate=0.1, momentum=0.5)
>>> x, state = momentum.update(np.array([1.0, 2.0]), np.array([2.0, 4.0]), momentum.State(v=np.array([0.1, 0.2])))
>>> state.v                                                 # 0.5 · 0.1 + 0.1 · 2,  0.5 · 0.2 + 0.1 · 4
array([0.25, 0.5 ])
>>> x                                                       # 1 − 0.25,  2 − 0.5
array([0.75, 1.5 ])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer
from ..theory import HEAVY_BALL, Theory


class Momentum(Optimizer):
    """Keeps a share of its last step, like a heavy ball: slow to turn, fast along a valley."""

    name = "Momentum"
    family = Family.MOMENTUM
    year = 1964
    reference = "B. T. Polyak (1964), Some methods of speeding up the convergence of iteration methods; Ruder (2016), section 4.1"
    update_rule = r"v_{t+1} = \gamma v_t + \eta\, g_t \\ \theta_{t+1} = \theta_t - v_{t+1}"
    note = "The heavy ball: the new gradient enters with its full weight η, not with η (1 − γ). The velocity v is the last step itself."
    turns_with_surface = True
    velocity = "v"
    theory: ClassVar[Theory | None] = HEAVY_BALL
    narration: ClassVar[tuple[str, ...]] = (
        (
            "{momentum} of the last step {before.v} is kept, and {learning_rate} times the gradient {g} is added: the new step is {v}. "
            "The more is kept, the more gradients it takes to turn it."
        ),
        "The whole of it is subtracted: from {x} to {new.x}.",
    )

    learning_rate: Scalar = positive(default=0.003, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))
    momentum: Scalar = fraction(default=0.9, symbol=r"\gamma", meaning="share of the last step that is kept", literature=0.9)

    class State(NamedTuple):
        """What is remembered."""

        v: Annotated[Array | float, "the last step, as it was subtracted"] = 0.0

    def update(self, x, g, state):
        v = self.momentum * state.v + self.learning_rate * g
        return x - v, self.State(v)


class MomentumUnscaled(Momentum):
    """Remembers gradients instead of steps, so that a change of the learning rate changes the next step at once."""

    form = "η outside the memory"
    narration = (
        "The memory keeps {momentum} of what it was, {before.b}, and takes in the gradient {g}: it becomes {b}.",
        "The step is {learning_rate} times the memory: from {x} to {new.x}.",
    )
    velocity = "b"
    update_rule = r"b_{t+1} = \gamma b_t + g_t \\ \theta_{t+1} = \theta_t - \eta\, b_{t+1}"
    note = "With a constant η its path is the paper's: b is v/η."
    conventions: ClassVar = {"optax": Convention("optax.sgd({learning_rate}, momentum={momentum})", {})}

    class State(NamedTuple):
        """What is remembered."""

        b: Annotated[Array | float, "fading sum of the gradients"] = 0.0

    def update(self, x, g, state):
        b = self.momentum * state.b + g
        return x - self.learning_rate * b, self.State(b)


class MomentumDampened(Momentum):
    """Remembers gradients instead of steps, takes in only part of each one after the first, and lets weight decay gain momentum too."""

    form = "η outside the memory, dampening, decay in the gradient"
    theory = None
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        (
            "The memory keeps {momentum} of what it was, {before.b}, and takes in the gradient without its share {dampening}, "
            "which is left out from the second step on: it becomes {b}."
        ),
        "s is {s} from now on: 1 once there is a memory, and 0 as long as γ = 0.",
        "The step is {learning_rate} times the memory: from {x} to {new.x}.",
    )
    velocity = "b"
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"b_{t+1} = \gamma b_t + (1 - \tau s_t)\, g_t \\ "
        r"s_{t+1} = \begin{cases} 1 & \gamma > 0 \\ 0 & \text{otherwise} \end{cases} \\ \theta_{t+1} = \theta_t - \eta\, b_{t+1}"
    )
    note = (
        "s is 0 before the first step, which PyTorch does not dampen, and stays 0 where γ = 0. With a constant η, τ = 0 and λ = 0 its path "
        "is the paper's."
    )
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.SGD([theta], lr={learning_rate}, momentum={momentum}, dampening={dampening}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "dampening": 0.0, "weight_decay": 0.0},
            note="Its momentum is 0 by default.",
        )
    }

    dampening: Scalar = fraction(default=0.0, symbol=r"\tau", meaning="share of a new gradient that is left out", slider=(0.0, 0.99))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        b: Annotated[Array | float, "fading sum of the gradients"] = 0.0
        s: Annotated[Array | float, "1 once a step has been taken with momentum"] = 0.0

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        b = self.momentum * state.b + (1 - self.dampening * state.s) * g
        s = np.where(self.momentum > 0, 1.0, 0.0)
        return x - self.learning_rate * b, self.State(b, s)


class MomentumDecoupled(Momentum):
    """The heavy ball, pulled towards the origin by a weight decay that gains no momentum."""

    form = "decoupled decay"
    theory = None
    decouples_decay = True
    narration = (
        "{momentum} times the last step {before.v} and {learning_rate} times the gradient {g} make {v}.",
        "Both this and a pull towards the origin, which is not remembered, are subtracted: from {x} to {new.x}.",
    )
    update_rule = r"v_{t+1} = \gamma v_t + \eta\, g_t \\ \theta_{t+1} = \theta_t - \eta \lambda \theta_t - v_{t+1}"
    note = "η is part of what is remembered, as in the paper; with λ = 0 it is the paper's."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.SGD(learning_rate={learning_rate}, momentum={momentum}, weight_decay={weight_decay})",
            {"learning_rate": 0.01, "weight_decay": 0.0},
            note="Its momentum is 0 by default.",
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        v = self.momentum * state.v + self.learning_rate * g
        return x - self.learning_rate * self.weight_decay * x - v, self.State(v)
