"""Nesterov's accelerated gradient from x = (1, 2) with the last step v = (0.1, 0.2), η = 0.25, γ = 0.5.

The gradient is asked for at the look-ahead point x − γv. On f = x² + y² it is (1.9, 3.8) there:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> nag = OPTIMIZERS["nag"](learning_rate=0.25, momentum=0.5)
>>> x, state = np.array([1.0, 2.0]), nag.State(v=np.array([0.1, 0.2]))
>>> nag.query(x, state)
array([0.95, 1.9 ])
>>> x, state = nag.update(x, np.array([1.9, 3.8]), state)
>>> state.v                                                 # 0.5 · 0.1 + 0.25 · 1.9, …
array([0.525, 1.05 ])
>>> x
array([0.475, 0.95 ])
"""

from typing import Annotated, ClassVar, NamedTuple

from surfaces.declaration import Array, Interval, Scalar, fraction, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer
from ..theory import NESTEROV, Theory


class NAG(Optimizer):
    """Jumps ahead with the momentum first, then corrects by the gradient found there."""

    name = "NAG"
    family = Family.MOMENTUM
    year = 1983
    reference = (
        "Y. Nesterov (1983), A method for unconstrained convex minimization with rate of convergence O(1/k²); Ruder (2016), section 4.2"
    )
    update_rule = r"v_{t+1} = \gamma v_t + \eta \nabla f(\theta_t - \gamma v_t) \\ \theta_{t+1} = \theta_t - v_{t+1}"
    note = (
        "Drawn at θ; the gradient is taken at the look-ahead point θ − γv, the point that most libraries report. In Nesterov's "
        "paper γ grows from step to step; here it is constant, as in Ruder (2016) and in the libraries."
    )
    turns_with_surface = True
    velocity = "v"
    theory: ClassVar[Theory | None] = NESTEROV
    narration: ClassVar[tuple[str, ...]] = (
        (
            "Momentum will carry on with {momentum} of the last step {before.v} anyway, so the gradient {g} is taken where this "
            "leads. If the ground rises there, NAG brakes now, one step before plain momentum would feel it. Together: {v}."
        ),
        "The jump and its correction are subtracted as one: from {x} to {new.x}.",
    )

    learning_rate: Scalar = positive(default=0.002, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))
    momentum: Scalar = fraction(default=0.9, symbol=r"\gamma", meaning="share of the last step that is kept", literature=0.9)

    class State(NamedTuple):
        """What is remembered."""

        v: Annotated[Array | float, "the last step, as it was subtracted"] = 0.0

    def query(self, x, state):
        return x - self.momentum * state.v

    def update(self, x, g, state):
        v = self.momentum * state.v + self.learning_rate * g
        return x - v, self.State(v)


class NAGDrawnAhead(NAG):
    """The same descent, seen from the look-ahead point: every step ends with the jump that the next one would begin with."""

    form = "drawn where it looks ahead, decoupled decay"
    theory = None
    decouples_decay = True
    narration = (
        "{momentum} times the last step {before.v} and {learning_rate} times the gradient {g} make {v}.",
        (
            "The gradient's step is taken, together with {momentum} of v, the jump of the next step: from {x} to {new.x}, where "
            "the next gradient is taken. A pull towards the origin, which is not remembered, is included."
        ),
    )
    update_rule = r"v_{t+1} = \gamma v_t + \eta\, g_t \\ \theta_{t+1} = \theta_t - \eta \lambda \theta_t - (\gamma v_{t+1} + \eta\, g_t)"
    note = "With λ = 0, θ here is θ − γv of the paper's form: the same run, drawn at another point. The gradient is taken at θ itself."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.SGD(learning_rate={learning_rate}, momentum={momentum}, nesterov=True, weight_decay={weight_decay})",
            {"learning_rate": 0.01, "weight_decay": 0.0},
            note="Its momentum is 0 by default.",
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def query(self, x, state):
        return x

    def update(self, x, g, state):
        v = self.momentum * state.v + self.learning_rate * g
        return x - self.learning_rate * self.weight_decay * x - (self.momentum * v + self.learning_rate * g), self.State(v)


class NAGDrawnAheadUnscaled(NAG):
    """The same descent, seen from the look-ahead point, that remembers gradients and not steps."""

    form = "drawn where it looks ahead, η outside the memory"
    narration = (
        "The memory keeps {momentum} of what it was, {before.b}, and takes in the gradient {g}: it becomes {b}.",
        ("The step is {learning_rate} times the gradient and {momentum} of the memory, the jump of the next step: from {x} to {new.x}."),
    )
    velocity = "b"
    update_rule = r"b_{t+1} = \gamma b_t + g_t \\ \theta_{t+1} = \theta_t - \eta\, (g_t + \gamma b_{t+1})"
    note = "θ here is θ − γv of the paper's form, and b is v/η: with a constant η the same run, drawn at another point."
    conventions: ClassVar = {
        "optax": Convention("optax.sgd({learning_rate}, momentum={momentum}, nesterov=True)", {}),
    }

    class State(NamedTuple):
        """What is remembered."""

        b: Annotated[Array | float, "fading sum of the gradients"] = 0.0

    def query(self, x, state):
        return x

    def update(self, x, g, state):
        b = self.momentum * state.b + g
        return x - self.learning_rate * (g + self.momentum * b), self.State(b)


class NAGDrawnAheadPenalized(NAG):
    """The same descent, seen from the look-ahead point, that remembers gradients, among them the slope of a penalty."""

    form = "drawn where it looks ahead, η outside the memory, decay in the gradient"
    theory = None
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The memory keeps {momentum} of what it was, {before.b}, and takes in the gradient {g}: it becomes {b}.",
        ("The step is {learning_rate} times the gradient and {momentum} of the memory, the jump of the next step: from {x} to {new.x}."),
    )
    velocity = "b"
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ b_{t+1} = \gamma b_t + g_t \\ "
        r"\theta_{t+1} = \theta_t - \eta\, (g_t + \gamma b_{t+1})"
    )
    note = "With λ = 0, θ here is θ − γv of the paper's form, and b is v/η: with a constant η the same run, drawn at another point."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.SGD([theta], lr={learning_rate}, momentum={momentum}, nesterov=True, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "weight_decay": 0.0},
            note="Its momentum must be given.",
            accepted={"momentum": Interval(0, 1, includes_lower=False, includes_upper=False)},
        )
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        b: Annotated[Array | float, "fading sum of the gradients"] = 0.0

    def query(self, x, state):
        return x

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        b = self.momentum * state.b + g
        return x - self.learning_rate * (g + self.momentum * b), self.State(b)
