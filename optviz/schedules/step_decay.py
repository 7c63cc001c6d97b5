r"""Seven steps with k = 3 and γ = 0.5: three at the full learning rate, three at half of it, and the first at a quarter.

>>> from optviz import SCHEDULES
>>> SCHEDULES["step_decay"](period=3, factor=0.5).factors(7)
array([1.  , 1.  , 1.  , 0.5 , 0.5 , 0.5 , 0.25])
>>> SCHEDULES["step_decay"](period=3.9, factor=0.5).factors(4)   # k is rounded down to 3
array([1. , 1. , 1. , 0.5])
"""

import math
from typing import Any

import numpy as np

from surfaces.declaration import Scalar, fraction, within

from ..schedule import Schedule


class StepDecay(Schedule):
    """Stays the same for a while, then drops by a factor, again and again: a staircase."""

    name = "Step decay"
    reference = "C. Szegedy et al. (2015), Going deeper with convolutions, CVPR, section 6 (arXiv:1409.4842)"
    formula = r"\gamma^{\lfloor t / k \rfloor}"
    note = "StepLR in PyTorch. The paper drops by 4 percent every 8 epochs; here k counts steps."

    period: Scalar = within(
        1,
        math.inf,
        default=100.0,
        symbol="k",
        meaning="steps from one drop to the next, rounded down to whole steps",
        slider=(10, 1000),
        scale="log",
    )
    factor: Scalar = fraction(
        default=0.5, symbol=r"\gamma", meaning="what the learning rate is multiplied by at each drop", slider=(0.01, 0.99), literature=0.96
    )

    def shape(self, t: Any, steps: Any) -> Any:
        drops = np.floor(t / np.floor(self.period))
        return self.factor**drops
