r"""Five steps with γ = 0.5: each learning rate is half of the one before.

>>> from optviz import SCHEDULES
>>> SCHEDULES["exponential"](factor=0.5).factors(5)
array([1.    , 0.5   , 0.25  , 0.125 , 0.0625])
"""

from typing import Any

from surfaces.declaration import Scalar, fraction

from ..schedule import Schedule


class Exponential(Schedule):
    """Shrinks by the same factor in every step: the sum of all learning rates is finite, so a run can only get so far."""

    name = "Exponential"
    reference = (
        "X. Li, Z. Zhuang and F. Orabona (2021), A second look at exponential and cosine step sizes: simplicity, adaptivity, "
        "and performance, ICML (arXiv:2002.05273)"
    )
    formula = r"\gamma^t"
    note = "ExponentialLR in PyTorch. The paper derives γ from the length of the run; here you choose it."

    factor: Scalar = fraction(
        default=0.99, symbol=r"\gamma", meaning="what the learning rate is multiplied by after each step", slider=(0.9, 0.9999)
    )

    def shape(self, t: Any, steps: Any) -> Any:
        return self.factor**t
