r"""Adagrad from x = (1, 1) with squares summed to G = (2, 1), η = 0.75, ε = 0.25, where the gradient is (2, −1).

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adagrad = OPTIMIZERS["adagrad"](learning_rate=0.75, epsilon=0.25)
>>> state = adagrad.State(squares=np.array([2.0, 1.0]))
>>> x, state = adagrad.update(np.array([1.0, 1.0]), np.array([2.0, -1.0]), state)
>>> state.squares                                           # 2 + 2²,  1 + 1²
array([6., 2.])
>>> x                                                       # √6.25 = 2.5: 1 − 0.75 · 2 / 2.5;  √2.25 = 1.5: 1 + 0.75 · 1 / 1.5
array([0.4, 1.5])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer


class Adagrad(Optimizer):
    """Gives every coordinate its own learning rate, which shrinks with every gradient that it has ever seen."""

    name = "Adagrad"
    family = Family.ADAPTIVE
    year = 2011
    reference = "J. Duchi, E. Hazan and Y. Singer (2011), Adaptive subgradient methods for online learning; Ruder (2016), section 4.3"
    update_rule = r"G_t = G_{t-1} + g_t^2 \\ \theta_{t+1} = \theta_t - \eta\, g_t / \sqrt{G_t + \varepsilon}"
    note = (
        "ε inside the root and G from 0, as in Ruder (2016); Duchi et al. add it to the root, as PyTorch does. Keras and Optax let G start "
        "at 0.1."
    )
    symbols: ClassVar = {"squares": "G"}
    narration: ClassVar[tuple[str, ...]] = (
        "The square of every gradient is added to G and nothing is ever taken away: from {before.squares} it grows to {squares}.",
        (
            "The gradient {g} is multiplied by {rate}, the learning rate {learning_rate} divided by the root of G. As G only grows, this "
            "rate only shrinks: in the end the steps die out, wherever the run is."
        ),
    )

    learning_rate: Scalar = positive(
        default=0.5, symbol=r"\eta", meaning="learning rate before it is divided", slider=(1e-5, 1.0), literature=0.01
    )
    epsilon: Scalar = nonnegative(
        default=1e-8,
        symbol=r"\varepsilon",
        meaning="added under the root so that nothing is divided by zero",
        slider=(1e-10, 1.0),
        literature=1e-8,
    )

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "sum of all squared gradients"] = 0.0

    def update(self, x, g, state):
        squares = state.squares + g * g
        rate = self.learning_rate / np.sqrt(squares + self.epsilon)
        return x - rate * g, self.State(squares)


class AdagradOutside(Adagrad):
    """Adagrad with ε added to the root and a learning rate that may also fade with time."""

    form = "ε outside the root, η fading, decay in the gradient"
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The square of every gradient is added to G: from {before.squares} it grows to {squares}.",
        "The learning rate fades with time: at step {t} it is {alpha}.",
        ("The gradient {g} is multiplied by {rate}, the learning rate divided by the root of G plus {epsilon}. It leads to {new.x}."),
    )
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"G_t = G_{t-1} + g_t^2, \quad \text{from } G_0 \\ \alpha_t = \eta / (1 + (t - 1)\, \zeta) \\ "
        r"\theta_{t+1} = \theta_t - \alpha_t\, g_t / (\sqrt{G_t} + \varepsilon)"
    )
    note = "With ζ = 0, λ = 0 and G from 0 it differs from Ruder's form only in where ε stands, which shows when ε is large."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Adagrad([theta], lr={learning_rate}, lr_decay={learning_rate_decay},"
            " initial_accumulator_value={initial_accumulator}, eps={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 0.01, "learning_rate_decay": 0.0, "initial_accumulator": 0.0, "epsilon": 1e-10, "weight_decay": 0.0},
        )
    }

    learning_rate_decay: Scalar = nonnegative(
        default=0.0, symbol=r"\zeta", meaning="how fast the learning rate fades with time", slider=(1e-4, 1.0)
    )
    initial_accumulator: Scalar = nonnegative(default=0.0, symbol="G_0", meaning="what the sum of squares starts from", slider=(1e-4, 10.0))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "sum of all squared gradients"]
        t: Annotated[Array | float, "steps taken"] = 0.0

    def initial_state(self):
        return self.State(self.initial_accumulator)

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        squares = state.squares + g * g
        t = state.t + 1
        alpha = self.learning_rate / (1 + (t - 1) * self.learning_rate_decay)
        rate = alpha / (np.sqrt(squares) + self.epsilon)
        return x - rate * g, self.State(squares, t)


class AdagradFromAccumulator(Adagrad):
    """Adagrad whose sum of squares does not start at zero, which makes its first steps shorter."""

    form = "G from 0.1"
    narration = (
        ("The square of every gradient is added to G, which began at {initial_accumulator}: from {before.squares} it grows to {squares}."),
        "The gradient {g} is multiplied by {rate}, which shrinks as G grows. It leads to {new.x}.",
    )
    update_rule = (
        r"G_t = G_{t-1} + g_t^2, \quad \text{from } G_0 \\ "
        r"\theta_{t+1} = \theta_t - \begin{cases} \eta\, g_t / \sqrt{G_t + \varepsilon} & G_t > 0 \\ 0 & \text{otherwise} \end{cases}"
    )
    note = "With G from 0 it is Ruder's form, except that it checks whether G is 0 before it divides by its root."
    conventions: ClassVar = {
        "optax": Convention(
            "optax.adagrad({learning_rate}, initial_accumulator_value={initial_accumulator}, eps={epsilon})",
            {"initial_accumulator": 0.1, "epsilon": 1e-7},
        ),
    }

    initial_accumulator: Scalar = nonnegative(default=0.1, symbol="G_0", meaning="what the sum of squares starts from", slider=(1e-4, 10.0))

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "sum of all squared gradients"]

    def initial_state(self):
        return self.State(self.initial_accumulator)

    def update(self, x, g, state):
        squares = state.squares + g * g
        seen = squares > 0
        rate = np.where(seen, self.learning_rate / np.sqrt(np.where(seen, squares + self.epsilon, 1.0)), 0.0)
        return x - rate * g, self.State(squares)


class AdagradFromAccumulatorDecoupled(Adagrad):
    """Adagrad whose sum of squares does not start at zero, with a pull towards the origin that no root divides."""

    form = "G from 0.1, decoupled decay"
    decouples_decay = True
    narration = (
        ("The square of every gradient is added to G, which began at {initial_accumulator}: from {before.squares} it grows to {squares}."),
        "The gradient {g} is multiplied by {rate}, which shrinks as G grows. With the pull towards the origin it leads to {new.x}.",
    )
    update_rule = (
        r"G_t = G_{t-1} + g_t^2, \quad \text{from } G_0 \\ "
        r"\theta_{t+1} = \theta_t - \eta \lambda \theta_t - \eta\, g_t / \sqrt{G_t + \varepsilon}"
    )
    note = "With λ = 0 and G from 0 it is Ruder's form."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Adagrad(learning_rate={learning_rate}, initial_accumulator_value={initial_accumulator}, epsilon={epsilon},"
            " weight_decay={weight_decay})",
            {"learning_rate": 0.001, "initial_accumulator": 0.1, "epsilon": 1e-7, "weight_decay": 0.0},
        ),
    }

    initial_accumulator: Scalar = nonnegative(default=0.1, symbol="G_0", meaning="what the sum of squares starts from", slider=(1e-4, 10.0))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "sum of all squared gradients"]

    def initial_state(self):
        return self.State(self.initial_accumulator)

    def update(self, x, g, state):
        squares = state.squares + g * g
        rate = self.learning_rate / np.sqrt(squares + self.epsilon)
        return x - self.learning_rate * self.weight_decay * x - rate * g, self.State(squares)
