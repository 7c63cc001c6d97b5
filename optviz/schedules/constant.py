r"""A learning rate that stays the same, apart from a warm-up, here of two steps.

>>> from optviz import SCHEDULES
>>> SCHEDULES["constant"]().factors(4)
array([1., 1., 1., 1.])
>>> SCHEDULES["constant"](warmup=2).factors(4)              # 1/2, 2/2, then 1
array([0.5, 1. , 1. , 1. ])
"""

from typing import Any

import numpy as np

from ..schedule import Schedule


class Constant(Schedule):
    """The same learning rate throughout: quick, but with noisy gradients the run never settles and keeps wandering around the minimizer."""

    name = "Constant"
    reference = (
        "L. Bottou, F. E. Curtis and J. Nocedal (2018), Optimization methods for large-scale machine learning, SIAM Review "
        "60(2):223–311, theorem 4.6 (arXiv:1606.04838)"
    )
    formula = "1"
    note = "The theorem bounds the gap that remains by a term proportional to the learning rate and to the variance of the gradients."

    def shape(self, t: Any, steps: Any) -> Any:
        return np.ones_like(t)
