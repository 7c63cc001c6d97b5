r"""Adadelta from x = (1, 1) with E[g²] = (5, 2), E[Δ²] = (2, 0), γ = 0.75, ε = 0.25, where the gradient is (3, −3).

The squared gradients come first, then the step, then the squared steps:

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> adadelta = OPTIMIZERS["adadelta"](decay=0.75, epsilon=0.25)
>>> state = adadelta.State(squares=np.array([5.0, 2.0]), squared_steps=np.array([2.0, 0.0]))
>>> x, state = adadelta.update(np.array([1.0, 1.0]), np.array([3.0, -3.0]), state)
>>> state.squares                                           # 0.75 · 5 + 0.25 · 9,  0.75 · 2 + 0.25 · 9
array([6.  , 3.75])
>>> x                                                       # √2.25 / √6.25 · 3 = 1.8,  √0.25 / √4 · 3 = 0.75
array([-0.8 ,  1.75])
>>> state.squared_steps                                     # 0.75 · 2 + 0.25 · 1.8²,  0.25 · 0.75²
array([2.31    , 0.140625])
"""

from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative, positive

from ..convention import Convention
from ..optimizer import Family, Optimizer


class Adadelta(Optimizer):
    """Needs no learning rate: it steps about as far as it has lately, scaled by how the gradient compares with recent ones."""

    name = "Adadelta"
    family = Family.ADAPTIVE
    year = 2012
    reference = "M. D. Zeiler (2012), ADADELTA: an adaptive learning rate method, algorithm 1 (arXiv:1212.5701)"
    update_rule = (
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ "
        r"\Delta_t = \sqrt{E[\Delta^2]_{t-1} + \varepsilon} \,/ \sqrt{E[g^2]_t + \varepsilon} \;\, g_t \\ "
        r"E[\Delta^2]_t = \gamma E[\Delta^2]_{t-1} + (1 - \gamma)\, \Delta_t^2 \\ "
        r"\theta_{t+1} = \theta_t - \Delta_t"
    )
    note = (
        "No learning rate, as in the paper; libraries have one and multiply the step by it. While the gradient is large compared "
        "with √ε, the first step is √(ε/(1 − γ)), so ε sets the pace."
    )
    symbols: ClassVar = {"squares": "E[g^2]", "squared_steps": r"E[\Delta^2]", "step": r"\Delta"}
    narration: ClassVar[tuple[str, ...]] = (
        "The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}.",
        (
            "The gradient {g} is multiplied by {rate}: how long the steps have been lately, divided by how large the gradients have "
            "been. The step is {step}."
        ),
        (
            "The running mean of the squared step takes in {rest.decay} of the square of this step and becomes {squared_steps}: short "
            "steps make the next ones short."
        ),
        "The step is subtracted: from {x} to {new.x}.",
    )

    step_size = "epsilon"  # there is no η: ε sets the first step, on which the later ones build

    decay: Scalar = fraction(
        default=0.95, symbol=r"\gamma", meaning="memory of both running means of squares", called="decay of squares", literature=0.95
    )
    epsilon: Scalar = positive(
        default=1e-4, symbol=r"\varepsilon", meaning="added under both roots; sets the first step", slider=(1e-10, 1.0), literature=1e-6
    )

    class State(NamedTuple):
        """What is remembered."""

        squares: Annotated[Array | float, "running mean of the squared gradient"] = 0.0
        squared_steps: Annotated[Array | float, "running mean of the squared step"] = 0.0

    def update(self, x, g, state):
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        rate = np.sqrt(state.squared_steps + self.epsilon) / np.sqrt(squares + self.epsilon)
        step = rate * g
        squared_steps = self.decay * state.squared_steps + (1 - self.decay) * step * step
        return x - step, self.State(squares, squared_steps)


class AdadeltaWithRate(Adadelta):
    """Adadelta whose step is multiplied by a learning rate after all, once its square has been remembered."""

    form = "with a learning rate, decay in the gradient"
    narration = (
        "The slope of the penalty, {weight_decay} of {x}, joins the gradient, which becomes {g}.",
        "The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}.",
        "The gradient {g} is multiplied by {rate}, the usual length of a step over the usual size of a gradient: {step}.",
        "The running mean of the squared step becomes {squared_steps}; the learning rate is not in it.",
        "The step is multiplied by {learning_rate} and subtracted. It leads to {new.x}.",
    )
    update_rule = (
        r"g_t = \nabla f(\theta_t) + \lambda \theta_t \\ "
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ "
        r"\Delta_t = \sqrt{E[\Delta^2]_{t-1} + \varepsilon} \,/ \sqrt{E[g^2]_t + \varepsilon} \;\, g_t \\ "
        r"E[\Delta^2]_t = \gamma E[\Delta^2]_{t-1} + (1 - \gamma)\, \Delta_t^2 \\ "
        r"\theta_{t+1} = \theta_t - \eta\, \Delta_t"
    )
    note = "With η = 1 and λ = 0 it is the paper's."
    conventions: ClassVar = {
        "torch": Convention(
            "torch.optim.Adadelta([theta], lr={learning_rate}, rho={decay}, eps={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 1.0, "decay": 0.9, "epsilon": 1e-6, "weight_decay": 0.0},
        ),
        "optax": Convention(
            "optax.adadelta({learning_rate}, rho={decay}, eps={epsilon}, weight_decay={weight_decay})",
            {"decay": 0.9, "epsilon": 1e-6, "weight_decay": 0.0},
        ),
    }

    step_size = "learning_rate"

    learning_rate: Scalar = positive(default=1.0, symbol=r"\eta", meaning="factor of the step", slider=(1e-3, 10.0))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="weight of the penalty", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        g = g + self.weight_decay * x
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        rate = np.sqrt(state.squared_steps + self.epsilon) / np.sqrt(squares + self.epsilon)
        step = rate * g
        squared_steps = self.decay * state.squared_steps + (1 - self.decay) * step * step
        return x - self.learning_rate * step, self.State(squares, squared_steps)


class AdadeltaWithRateDecoupled(Adadelta):
    """Adadelta whose step is multiplied by a learning rate after all, with a separate pull towards the origin."""

    form = "with a learning rate, decoupled decay"
    decouples_decay = True
    narration = (
        "The running mean of the squared gradient keeps {decay} of what it was and becomes {squares}.",
        "The gradient {g} is multiplied by {rate}, the usual length of a step over the usual size of a gradient: {step}.",
        "The running mean of the squared step becomes {squared_steps}; the learning rate is not in it.",
        "The step is multiplied by {learning_rate} and subtracted. With the pull towards the origin it leads to {new.x}.",
    )
    update_rule = (
        r"E[g^2]_t = \gamma E[g^2]_{t-1} + (1 - \gamma)\, g_t^2 \\ "
        r"\Delta_t = \sqrt{E[\Delta^2]_{t-1} + \varepsilon} \,/ \sqrt{E[g^2]_t + \varepsilon} \;\, g_t \\ "
        r"E[\Delta^2]_t = \gamma E[\Delta^2]_{t-1} + (1 - \gamma)\, \Delta_t^2 \\ "
        r"\theta_{t+1} = \theta_t - \eta \lambda \theta_t - \eta\, \Delta_t"
    )
    note = "With η = 1 and λ = 0 it is the paper's; the default in Keras is η = 0.001."
    conventions: ClassVar = {
        "keras": Convention(
            "keras.optimizers.Adadelta(learning_rate={learning_rate}, rho={decay}, epsilon={epsilon}, weight_decay={weight_decay})",
            {"learning_rate": 0.001, "decay": 0.95, "epsilon": 1e-7, "weight_decay": 0.0},
        ),
    }

    step_size = "learning_rate"

    learning_rate: Scalar = positive(default=1.0, symbol=r"\eta", meaning="factor of the step", slider=(1e-3, 10.0))
    weight_decay: Scalar = nonnegative(default=0.0, symbol=r"\lambda", meaning="pull towards the origin", slider=(1e-4, 1.0))

    def update(self, x, g, state):
        squares = self.decay * state.squares + (1 - self.decay) * g * g
        rate = np.sqrt(state.squared_steps + self.epsilon) / np.sqrt(squares + self.epsilon)
        step = rate * g
        squared_steps = self.decay * state.squared_steps + (1 - self.decay) * step * step
        return x - self.learning_rate * self.weight_decay * x - self.learning_rate * step, self.State(squares, squared_steps)
