r"""Eight steps with T₀ = 2 and m = 2: half a cosine of two steps, one of four, and the beginning of one of eight.

The cosines are 1 and 0, then 1, √½, 0 and −√½, then 1 and cos 22.5° = 0.9239:

>>> from optviz import SCHEDULES
>>> restarting = SCHEDULES["warm_restarts"](period=2, growth=2, end_share=0.2)
>>> restarting.factors(8).round(4)                          # 0.2 + 0.8 · (1 + √½)/2 = 0.8828, ...
array([1.    , 0.6   , 1.    , 0.8828, 0.6   , 0.3172, 1.    , 0.9696])
"""

import math
from decimal import Decimal
from typing import Any

import numpy as np

from surfaces.declaration import Scalar, within

from ..schedule import Schedule


class WarmRestarts(Schedule):
    """Falls along half a cosine, jumps back to the full learning rate and falls again, more slowly each time."""

    name = "Warm restarts"
    reference = "I. Loshchilov and F. Hutter (2017), SGDR: stochastic gradient descent with warm restarts, ICLR, eq. 5 (arXiv:1608.03983)"
    formula = (
        r"\alpha + (1 - \alpha)\, \tfrac12 \left(1 + \cos \frac{\pi t_i}{T_i}\right), \quad "
        r"T_i = \lfloor \lfloor T_0 \rfloor\, m^i \rfloor, \quad t_i = t - \sum_{j < i} T_j"
    )
    note = (
        "t_i counts the steps since the i-th restart. CosineAnnealingWarmRestarts in PyTorch, where m (T_mult) must be a whole number "
        "and the end is given as a learning rate, eta_min = αη."
    )

    period: Scalar = within(
        1,
        math.inf,
        default=50.0,
        symbol="T_0",
        meaning="steps to the first restart, rounded down to whole steps",
        slider=(10, 1000),
        scale="log",
    )
    growth: Scalar = within(
        1,
        10,
        default=2.0,
        symbol="m",
        meaning="how many times as long each fall is as the one before, then rounded down",
        slider=(1, 6),
    )
    end_share: Scalar = within(
        0, 1, default=0.0, symbol=r"\alpha", meaning="share of the learning rate that it falls to", slider=(1e-4, 1.0), scale="log"
    )

    def shape(self, t: Any, steps: Any) -> Any:
        at = t.astype(int)
        count = int(at.max(initial=-1)) + 1
        done = np.empty(count)
        # In decimals, as the values are written: of doubles ⌊100 · 2.3⌋ is 229.
        begin, period, growth = 0, Decimal(math.floor(self.period)), Decimal(str(float(self.growth)))
        while begin < count:
            length = math.floor(period)
            end = min(begin + length, count)
            done[begin:end] = np.arange(end - begin) / length
            begin, period = end, period * growth
        return self.end_share + (1 - self.end_share) * (1 + np.cos(np.pi * done[at])) / 2
