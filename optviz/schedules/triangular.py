r"""Nine steps with s = 4 from a fifth of the learning rate: four steps up, four down, and so on.

>>> from optviz import SCHEDULES
>>> SCHEDULES["triangular"](half_cycle=4, start_share=0.2).factors(9).round(4)   # up by 0.8/4 = 0.2 each time
array([0.2, 0.4, 0.6, 0.8, 1. , 0.8, 0.6, 0.4, 0.2])
"""

import math
from typing import Any

import numpy as np

from surfaces.declaration import Scalar, within

from ..schedule import Schedule


class Triangular(Schedule):
    """Rises and falls in straight lines, over and over: long steps to get out of saddles, short ones to settle."""

    name = "Triangular"
    reference = "L. N. Smith (2017), Cyclical learning rates for training neural networks, WACV, section 3.1 (arXiv:1506.01186)"
    formula = (
        r"\alpha + (1 - \alpha) \left(1 - \left| \frac{t}{s} - 2c + 1 \right|\right), \quad c = \left\lfloor 1 + \frac{t}{2s} \right\rfloor"
    )
    note = (
        "CyclicLR in PyTorch, mode triangular, with step_size_up = s; there both bounds are learning rates, base_lr = αη and max_lr = η. "
        "With α = 0 the run stands still in the first step of every cycle."
    )

    half_cycle: Scalar = within(
        1,
        math.inf,
        default=25.0,
        symbol="s",
        meaning="steps from the smallest learning rate to the largest, and as many back, rounded down to whole steps",
        slider=(10, 1000),
        scale="log",
    )
    start_share: Scalar = within(
        0, 1, default=0.25, symbol=r"\alpha", meaning="share of the learning rate at which a cycle begins", slider=(0.01, 1.0), scale="log"
    )

    def shape(self, t: Any, steps: Any) -> Any:
        half = np.floor(self.half_cycle)
        since = t - np.floor(t / half / 2) * half * 2  # counted from the beginning of its cycle, so that all are alike to the last bit
        height = 1 - np.abs(since - half) / half
        return self.start_share + (1 - self.start_share) * height
