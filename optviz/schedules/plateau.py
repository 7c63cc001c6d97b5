r"""Two lanes with γ = 0.5, P = 1 and ϑ = 0.25: f must fall below three quarters of the best value so far to count as better.

In the first lane 7 is not below 0.75 · 8 = 6, and 6.5 is not either: these are two steps without success, more than P = 1.
In the second 5 is below 6:

>>> from optviz import SCHEDULES
>>> import numpy as np
>>> plateau = SCHEDULES["plateau"](factor=0.5, patience=1, threshold=0.25)
>>> state = plateau.initial_state()
>>> for value in ([8.0, 8.0], [7.0, 5.0], [6.5, 4.5]):
...     factor, state = plateau.react(np.array(value), state)
...     print(factor)
[1. 1.]
[1. 1.]
[0.5 1. ]
>>> state.best                                              # 4.5 is not below 0.75 · 5
array([8., 5.])
>>> state.waited                                            # the first lane begins to count anew
array([0., 1.])
"""

from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, fraction, nonnegative

from ..schedule import Schedule


class Plateau(Schedule):
    """Watches f and lowers the learning rate whenever f has not clearly improved for a while."""

    name = "Reduce on plateau"
    reference = (
        "A. Krizhevsky, I. Sutskever and G. E. Hinton (2012), ImageNet classification with deep convolutional neural networks, "
        "NIPS, section 5"
    )
    formula = (
        r"\gamma^{n_t}, \quad n_t = n_{t-1} + 1 \text{ after more than } P \text{ steps without } "
        r"f(\theta_t) < (1 - \vartheta \operatorname{sign} f_{\text{best}})\, f_{\text{best}}, \quad n_0 = 0"
    )
    note = (
        "ReduceLROnPlateau in PyTorch, in its modes min and rel, without cooldown, min_lr and eps. There the sign is missing, so where f "
        "is negative a slightly worse value counts as better. PyTorch learns f after a step and changes the next one; here f is known "
        "before each step, even the first. Watching begins after the warm-up."
    )
    reacts: ClassVar[bool] = True

    factor: Scalar = fraction(
        default=0.5,
        symbol=r"\gamma",
        meaning="what the learning rate is multiplied by on a plateau",
        slider=(0.01, 0.99),
        literature=0.1,
    )
    patience: Scalar = nonnegative(
        default=10.0,
        symbol="P",
        meaning="steps to wait for a better f, rounded down to whole steps",
        slider=(0, 50),
        scale="linear",
    )
    threshold: Scalar = fraction(
        default=1e-4,
        symbol=r"\vartheta",
        meaning="share of the best f by which a new one must be lower to count as better",
        slider=(1e-6, 0.1),
        scale="log",
    )

    class State(NamedTuple):
        """What is remembered."""

        best: Annotated[Array | float, "lowest f that counted as better"] = np.inf
        waited: Annotated[Array | float, "steps since then, or since the last reduction"] = 0.0
        factor: Annotated[Array | float, "what the learning rate is multiplied by"] = 1.0
        step: Annotated[Array | float, "steps taken, which end the warm-up"] = 0.0

    def shape(self, t: Any, steps: Any) -> Any:
        return np.ones_like(t)

    def react(self, value: Array, state: Any) -> tuple[Array, Any]:
        watching = state.step >= np.floor(self.warmup)
        # The sign keeps what is asked for below the best where f is negative, and leaves the infinite best of the start infinite.
        better = value < state.best * (1 - self.threshold * np.sign(state.best))
        waited = np.where(better, 0.0, state.waited + 1)
        reduced = waited > self.patience  # of whole steps, so a patience in between is rounded down
        factor = np.where(watching & reduced, state.factor * self.factor, state.factor)
        best = np.where(watching & better, value, state.best)
        waited = np.where(watching & ~reduced, waited, 0.0)
        return factor, self.State(best, waited, factor, state.step + 1)
