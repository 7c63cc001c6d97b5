r"""RMSprop from x = (1, 1) with E[g²] = (5, 2), η = 0.5, γ = 0.75, ε = 0.25, where the gradient is (3, −3).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> rmsprop = OPTIMIZERS["rmsprop"](learning_rate=0.5, decay=0.75, epsilon=0.25)
>>> x, state = rmsprop.update(np.array([1.0, 1.0]), np.array([3.0, -3.0]), rmsprop.State(squares=np.array([5.0, 2.0])))
>>> state.squares                                           # 0.75 · 5 + 0.25 · 9,  0.75 · 2 + 0.25 · 9
array([6.  , 3.75])
>>> x                                                       # √6.25 = 2.5: 1 − 0.5 · 3 / 2.5;  √4 = 2: 1 + 0.5 · 3 / 2
array([0.4 , 1.75])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive, switch

from ..convention import Convention
from ..optimizer import Family, Optimizer


class RMSprop(Optimizer):
    """Divides every coordinate's gradient by its recent size, so that steep and flat directions move at the same pace."""

    name = "RMSprop"
    family = Family.ADAPTIVE
    year = 2012
    reference = "T. Tieleman and G. Hinton (2012), Lecture 6.5: rmsprop, Neural networks for machine learning; Ruder (2016), section 4.5"
    update_rule = (
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ \theta_{t+1} = \theta_t - \eta\, g_t / \sqrt{E[g^2]_t + \varepsilon}"
    )
    note = "ε stands inside the root, as in Ruder (2016); not centered, no momentum. Some libraries put ε outside the root."
    symbols: ClassVar = {"squares": "E[g^2]"}
    narration: ClassVar[tuple[str, ...]] = (
        ("The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}: old gradients are forgotten."),
        (
            "The gradient {g} is multiplied by {rate}, the learning rate {learning_rate} divided by the root of this mean: small where it "
            "is steep, large where it is flat."
        ),
    )

    learning_rate: Scalar = positive(
        default=0.05, symbol=r"\eta", meaning="learning rate before it is divided", slider=(1e-5, 1.0), literature=0.001
    )
    decay: Scalar = fraction(
        default=0.9, symbol=r"\gamma", meaning="memory of the squared gradient's running mean", called="decay of squares", literature=0.9
    )
    epsilon: Scalar = nonnegative(
        default=1e-8, symbol=r"\varepsilon", meaning="added under the root so that nothing is divided by zero", slider=(1e-10, 1.0)
    )

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "running mean of the squared gradient"] = 0.0

    def update(self, x, g, state):
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        rate = self.learning_rate / np.sqrt(squares + self.epsilon)
        return x - rate * g, self.State(squares)


class RMSpropOutside(RMSprop):
    """RMSprop with ε added to the root; it can center the squares by the mean, and gather momentum."""

    form = "ε outside the root, centered or with momentum, decay in the gradient"
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}.",
        "So does the running mean of the gradient itself, which becomes {mean}. It is used only if the squares are centered.",
        ("The gradient {g} is divided by the root plus {epsilon}, {scale}, and joins the memory, which keeps {momentum} of itself: {b}."),
        "The step is {learning_rate} times the memory. It leads to {new.x}.",
    )
    velocity = "b"
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ \bar g_t = \gamma \bar g_{t-1} + (1 - \gamma)\, g_t \\ "
        r"b_t = \mu b_{t-1} + g_t / (\sqrt{E[g^2]_t - \bar g_t^2} + \varepsilon) \\ \theta_{t+1} = \theta_t - \eta\, b_t"
    )
    note = "Without centering, momentum and decay it differs from Ruder's form only in where ε stands, which shows when ε is large."
    symbols: ClassVar = {**RMSprop.symbols, "mean": r"\bar g"}
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.RMSprop([theta], lr={learning_rate}, alpha={decay}, eps={epsilon}, momentum={momentum}, centered={centered},"
            " weight_decay={weight_decay})",
            {"learning_rate": 0.01, "decay": 0.99, "epsilon": 1e-8, "momentum": 0.0, "centered": False, "weight_decay": 0.0},
        )
    }

    momentum: Scalar = fraction(default=0.0, symbol=r"\mu", meaning="share of the last step that is kept")
    centered: Scalar = switch(default=False, symbol=r"\bar g", meaning="divide by the root of the variance instead of the mean square")
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        mean: Annotated[Array | float, "running mean of the gradient"] = 0.0
        b: Annotated[Array | float, "fading sum of the divided gradients"] = 0.0

    def rule(self):
        return self.update_rule if self.centered else self.update_rule.replace(r" - \bar g_t^2", "")

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        mean = self.decay * state.mean + (1 - self.decay) * g
        scale = np.sqrt(squares - self.centered * mean * mean) + self.epsilon
        b = self.momentum * state.b + g / scale
        return x - self.learning_rate * b, self.State(squares, mean, b)


class RMSpropWithMomentum(RMSprop):
    """RMSprop that can center the squares by the mean, and gather momentum."""

    form = "centered or with momentum"
    narration = (
        "The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}.",
        "So does the running mean of the gradient itself, which becomes {mean}. It is used only if the squares are centered.",
        "The gradient {g} is multiplied by the rate {rate} and joins the memory, which keeps {momentum} of itself: {b}.",
        "The memory is the step. It leads to {new.x}.",
    )
    velocity = "b"
    update_rule = (
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ \bar g_t = \gamma \bar g_{t-1} + (1 - \gamma)\, g_t \\ "
        r"b_t = \mu b_{t-1} + \eta\, g_t / \sqrt{E[g^2]_t - \bar g_t^2 + \varepsilon} \\ \theta_{t+1} = \theta_t - b_t"
    )
    note = "ε stays inside the root. Without centering and momentum it is Ruder's form."
    symbols: ClassVar = {**RMSprop.symbols, "mean": r"\bar g"}
    conventions: ClassVar = {
        "optax": Convention(
            "optax.rmsprop({learning_rate}, decay={decay}, eps={epsilon}, momentum={momentum}, centered={centered})",
            {"decay": 0.9, "epsilon": 1e-8, "momentum": 0.0, "centered": False},
            note="With eps_in_sqrt=False it has PyTorch's form.",
        ),
    }

    momentum: Scalar = fraction(default=0.0, symbol=r"\mu", meaning="share of the last step that is kept")
    centered: Scalar = switch(default=False, symbol=r"\bar g", meaning="divide by the root of the variance instead of the mean square")

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        mean: Annotated[Array | float, "running mean of the gradient"] = 0.0
        b: Annotated[Array | float, "fading sum of the steps"] = 0.0

    def rule(self):
        return self.update_rule if self.centered else self.update_rule.replace(r" - \bar g_t^2", "")

    def update(self, x, g, state):
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        mean = self.decay * state.mean + (1 - self.decay) * g
        rate = self.learning_rate / np.sqrt(squares - self.centered * mean * mean + self.epsilon)
        b = self.momentum * state.b + rate * g
        return x - b, self.State(squares, mean, b)


class RMSpropWithMomentumDecoupled(RMSpropWithMomentum):
    """RMSprop that can center the squares by the mean, and gather momentum, with a separate pull towards the origin."""

    form = "centered or with momentum, decoupled decay"
    decouples_decay = True
    narration = (
        "The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}.",
        "So does the running mean of the gradient itself, which becomes {mean}. It is used only if the squares are centered.",
        "The gradient {g} is multiplied by the rate {rate} and joins the memory, which keeps {momentum} of itself: {b}.",
        "The memory is the step. With the pull towards the origin it leads to {new.x}.",
    )
    update_rule = (
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ \bar g_t = \gamma \bar g_{t-1} + (1 - \gamma)\, g_t \\ "
        r"b_t = \mu b_{t-1} + \eta\, g_t / \sqrt{E[g^2]_t - \bar g_t^2 + \varepsilon} \\ "
        r"\theta_{t+1} = \theta_t - \eta \lambda \theta_t - b_t"
    )
    note = "ε stays inside the root. Without centering, momentum and decay it is Ruder's form."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.RMSprop(learning_rate={learning_rate}, rho={decay}, epsilon={epsilon},"
            " momentum={momentum}, centered={centered}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "decay": 0.9, "epsilon": 1e-7, "momentum": 0.0, "centered": False, "weight_decay": 0.0},
        ),
    }

    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        mean = self.decay * state.mean + (1 - self.decay) * g
        rate = self.learning_rate / np.sqrt(squares - self.centered * mean * mean + self.epsilon)
        b = self.momentum * state.b + rate * g
        return x - self.learning_rate * self.weight_decay * x - b, self.State(squares, mean, b)
