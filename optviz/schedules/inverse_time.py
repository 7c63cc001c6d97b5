r"""Seven steps with τ = 2: half of the learning rate is left after two steps, a third after four, a quarter after six.

>>> from optviz import SCHEDULES
>>> SCHEDULES["inverse_time"](half_time=2).factors(7).round(4)    # 2/2, 2/3, 2/4, 2/5, 2/6, 2/7, 2/8
array([1.    , 0.6667, 0.5   , 0.4   , 0.3333, 0.2857, 0.25  ])
"""

from typing import Any

from surfaces.declaration import Scalar, positive

from ..schedule import Schedule


class InverseTime(Schedule):
    """Falls as 1/t: slowly enough to go any distance, and quickly enough for the noise to average out in the end."""

    name = "Inverse time"
    reference = (
        "H. Robbins and S. Monro (1951), A stochastic approximation method, Annals of Mathematical Statistics 22(3):400–407; in this "
        "form: L. Bottou, F. E. Curtis and J. Nocedal (2018), Optimization methods for large-scale machine learning, theorem 4.7"
    )
    formula = r"\frac{1}{1 + t / \tau}"
    note = (
        "The sum of these factors is infinite, that of their squares is not: Robbins and Monro's conditions. PyTorch has no such scheduler."
    )

    half_time: Scalar = positive(
        default=50.0, symbol=r"\tau", meaning="steps after which half of the learning rate is left, not rounded", slider=(1, 1000)
    )

    def shape(self, t: Any, steps: Any) -> Any:
        # Not t / τ, which overflows for the smallest τ of all: there the factor is 1 at first and as good as 0 from then on.
        return self.half_time / (self.half_time + t)
