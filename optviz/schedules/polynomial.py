r"""Four steps that fall to a fifth of the learning rate, in a straight line (p = 1) and along a parabola (p = 2).

What is left of the run is 1, 3/4, 1/2 and 1/4; the end itself would be reached in the step after the last:

>>> from optviz import SCHEDULES
>>> SCHEDULES["polynomial"](power=1, end_share=0.2).factors(4)    # 0.2 + 0.8 · 3/4 = 0.8, ...
array([1. , 0.8, 0.6, 0.4])
>>> SCHEDULES["polynomial"](power=2, end_share=0.2).factors(4)    # 0.2 + 0.8 · 9/16 = 0.65, ...
array([1.  , 0.65, 0.4 , 0.25])
"""

from typing import Any

from surfaces.declaration import Scalar, positive, within

from ..schedule import Schedule


class Polynomial(Schedule):
    """Falls to its end value over the length of the run: in a straight line, or along a power of what is left."""

    name = "Polynomial"
    reference = (
        "L.-C. Chen, G. Papandreou, I. Kokkinos, K. Murphy and A. L. Yuille (2018), DeepLab, IEEE Transactions on Pattern Analysis and "
        "Machine Intelligence 40(4):834–848, section 4.1.2 (arXiv:1606.00915)"
    )
    formula = r"\alpha + (1 - \alpha) \left(1 - \frac{t}{T}\right)^p"
    note = "PolynomialLR in PyTorch, with total_iters = T and always α = 0; the end share is that of PolynomialDecay in Keras."

    power: Scalar = positive(default=1.0, symbol="p", meaning="power of what is left of the run", slider=(0.1, 10.0), literature=0.9)
    end_share: Scalar = within(
        0, 1, default=0.0, symbol=r"\alpha", meaning="share of the learning rate that it falls to", slider=(1e-4, 1.0), scale="log"
    )

    def shape(self, t: Any, steps: Any) -> Any:
        left = 1 - t / steps
        return self.end_share + (1 - self.end_share) * left**self.power
