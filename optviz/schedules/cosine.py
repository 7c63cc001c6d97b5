r"""Three steps that fall to a fifth of the learning rate, at the angles 0, 60° and 120° with the cosines 1, 0.5 and −0.5.

>>> from optviz import SCHEDULES
>>> SCHEDULES["cosine"](end_share=0.2).factors(3).round(4)        # 0.2 + 0.8 · 1.5/2 = 0.8, 0.2 + 0.8 · 0.5/2 = 0.4
array([1. , 0.8, 0.4])
"""

from typing import Any

import numpy as np

from surfaces.declaration import Scalar, within

from ..schedule import Schedule


class Cosine(Schedule):
    """Falls along half a cosine: slowly at first, quickly in the middle of the run, slowly again at its end."""

    name = "Cosine"
    reference = "I. Loshchilov and F. Hutter (2017), SGDR: stochastic gradient descent with warm restarts, ICLR, eq. 5 (arXiv:1608.03983)"
    formula = r"\alpha + (1 - \alpha)\, \tfrac12 \left(1 + \cos \frac{\pi t}{T}\right)"
    note = (
        "Without the paper's restarts. CosineAnnealingLR in PyTorch with T_max = T; there the end is a learning rate, eta_min = αη. "
        "The end would be reached in the step after the last."
    )

    end_share: Scalar = within(
        0, 1, default=0.0, symbol=r"\alpha", meaning="share of the learning rate that it falls to", slider=(1e-4, 1.0), scale="log"
    )

    def shape(self, t: Any, steps: Any) -> Any:
        angle = np.pi * t / steps
        return self.end_share + (1 - self.end_share) * (1 + np.cos(angle)) / 2
