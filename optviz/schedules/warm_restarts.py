r"""Eight steps with T₀ = 2 and m = 2: half a cosine of two steps, one of four, and the beginning of one of eight.

The cosines are 1 and 0, then 1, √½, 0 and −√½, then 1 and cos 22.5° = 0.9239:

>>> from optviz import SCHEDULES
>>> restarting = SCHEDULES["warm_restarts"](period=2, growth=2, end_share=0.2)
>>> restarting.factors(8).round(4)                          # 0.2 + 0.8 · (1 + √½)/2 = 0.8828, ...
array([1.    , 0.6   , 1.    , 0.8828, 0.6   , 0.3172, 1.    , 0.9696])
"""

import math
from typing import Any, NamedTuple

import numpy as np

from surfaces.declaration import Scalar, within

from ..repeat import repeated
from ..schedule import Schedule

MOST = 2**53
"""Steps, and so falls, that can be counted."""
ROUNDING = 1e-11
"""More than a product of all growths of a run is off, as a share of it."""


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
        def next_fall(now: _Fall) -> _Fall:
            end = now.begin + now.steps()
            later = t >= end
            return _Fall(later, np.where(later, end, now.begin), np.where(later, now.length * self.growth, now.length))

        nothing = np.zeros_like(t)
        first = _Fall(t >= 0, nothing, nothing + np.minimum(np.floor(self.period), MOST))
        fall: _Fall = repeated(next_fall, first, "later", MOST)
        done = (t - fall.begin) / fall.steps()
        return self.end_share + (1 - self.end_share) * (1 + np.cos(np.pi * done)) / 2


class _Fall(NamedTuple):
    """The fall that a step belongs to, as far as it has been looked for."""

    later: Any  # whether the step comes after it
    begin: Any
    length: Any  # T₀ mⁱ, before it is rounded down

    def steps(self) -> Any:
        """Rounded down. Of doubles 100 · 2.3 is less than 230: what lies as near below a whole number is one."""
        return np.floor(self.length * (1 + ROUNDING))
