r"""A warm-up of two steps before a learning rate that halves after every step; of the five steps three are left for the halving:

>>> from optviz import SCHEDULES
>>> halving = SCHEDULES["exponential"](factor=0.5, warmup=2)
>>> halving.factors(5)                                      # 1/2, 2/2, and then 0.5⁰, 0.5¹, 0.5²
array([0.5 , 1.  , 1.  , 0.5 , 0.25])
>>> halving.factors(1)                                      # a run that ends within the warm-up
array([0.5])
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

import numpy as np

from surfaces.declaration import Array, Declared, Scalar, nonnegative

from .arguments import checked_count


class Schedule(Declared):
    """How the learning rate changes in the course of a run: what the optimizer's learning rate η is multiplied by in each step.

    A subclass is one file: it declares its parameters and writes `shape`, the factor of a step after the warm-up. A length that
    is counted in steps is rounded down to a whole number where it is used. The first line of the class docstring is the
    sentence on its card; the docstring of the file is a worked example by hand.

    Before any schedule the learning rate may be warmed up, P. Goyal et al. (2017), Accurate, large minibatch SGD: training
    ImageNet in 1 hour, section 2.2 (arXiv:1706.02677). Here step t of w has the factor (t + 1)/w, so that the first is not
    zero, the last is 1, and the schedule begins in the step after it. torch.optim.lr_scheduler.LinearLR counts otherwise:
    with start_factor 1/w and total_iters n it reaches 1 in step n, so it does the same for n = w − 1, in a SequentialLR
    whose milestone is w.
    """

    formula: ClassVar[str]
    """η_t/η in LaTeX: t counts the steps from 0, T is how many there are. Both are counted from the end of the warm-up."""
    ramp: ClassVar[str] = r"\frac{t + 1}{w}"
    """η_t/η in LaTeX in a step t < w of the warm-up."""
    note: ClassVar[str] = ""
    """Which variant this is, where there are several, and how PyTorch's scheduler differs from it."""
    reacts: ClassVar[bool] = False
    """Whether the schedule watches the run. If so it has a State and `react`, and its `factors` are those of the warm-up only."""

    warmup: Scalar = nonnegative(
        default=0.0,
        symbol="w",
        meaning="warm-up: steps in which the learning rate grows in proportion to t + 1, rounded down to whole steps",
        slider=(0, 100),
        scale="linear",
    )

    class State(NamedTuple):
        """Nothing is remembered."""

    def factors(self, steps: int) -> Array:
        """What the learning rate is multiplied by in step 0, 1, ..., steps − 1 of a run of that length: shape (steps,).

        Where the schedule reacts, the learning rate is multiplied by what `react` answers as well.
        Raises ValueError where steps is not a whole number from 0, or where a parameter has one value per lane.
        """
        steps = checked_count("steps", steps, 0)
        for name in ("warmup",) if self.reacts else self.parameters():
            if np.ndim(values := getattr(self, name)):
                raise ValueError(f"{self.name}: {name} must be one number, since all lanes share its factors, got {np.size(values)} values")
        found: Array = self.factor_at(np.arange(steps, dtype=float), float(steps))
        return found

    def factor_at(self, t: Any, steps: Any) -> Any:
        """What the learning rate is multiplied by in step t of a run of so many steps; t counts from 0 and has any shape. Elementwise."""
        warmup = np.floor(self.warmup)
        ramp = (t + 1) / np.maximum(warmup, 1)
        return np.where(t < warmup, ramp, self.shape(np.maximum(t - warmup, 0), np.maximum(steps - warmup, 1)))

    def shape(self, t: Any, steps: Any) -> Any:
        """The factor of step t of a run of so many steps without warm-up: of the shape of t.

        Written with NumPy's functions of single numbers and without a branch on a value, as the browser computes it, too.
        """
        raise NotImplementedError

    def initial_state(self) -> Any:
        """The state before the first step; numbers that broadcast over the lanes."""
        return self.State()

    def react(self, value: Array, state: Any) -> tuple[Array, Any]:
        """Asked before each step, from the first on, if the schedule reacts: the factor for this step and the next state.

        value: f at the point from which the step is taken, shape (...), one per lane. The factor has that shape; the learning
        rate is multiplied by it and by that of `factors`. Pure and elementwise: no argument is modified, no Python branch
        depends on a value.
        """
        raise NotImplementedError
