r"""Six steps, half of them to the peak: with ρ = 0.5 it lies at p = 0.5 · 6 − 1 = 2, and from there to the last step, 5, are three.

Up from a fifth of the learning rate the cosines are 1 and 0; down to a tenth of it they are 1, 0.5, −0.5 and −1:

>>> from optviz import SCHEDULES
>>> one_cycle = SCHEDULES["one_cycle"](rise=0.5, start_share=0.2, end_share=0.1)
>>> one_cycle.factors(6).round(4)                           # 0.2 + 0.8 · 1/2 = 0.6, and 0.1 + 0.9 · 1.5/2 = 0.775, ...
array([0.2  , 0.6  , 1.   , 0.775, 0.325, 0.1  ])
"""

from typing import Any

import numpy as np

from surfaces.declaration import Scalar, within

from ..schedule import Schedule


class OneCycle(Schedule):
    """One climb to a large learning rate, then one long fall to far below where it began, all within the run."""

    name = "One cycle"
    reference = (
        "L. N. Smith and N. Topin (2018), Super-convergence: very fast training of neural networks using large learning rates "
        "(arXiv:1708.07120)"
    )
    formula = (
        r"\begin{cases} \alpha_0 + (1 - \alpha_0)\, \tfrac12 \left(1 - \cos \frac{\pi t}{p}\right) & t < p \\ "
        r"\alpha_1 + (1 - \alpha_1)\, \tfrac12 \left(1 + \cos \frac{\pi (t - p)}{T - 1 - p}\right) & \text{otherwise} \end{cases}"
        r" \quad p = \rho T - 1"
    )
    note = (
        "Two phases of half a cosine each, the default of OneCycleLR in PyTorch; the paper's lines are straight, and it has a third "
        "phase. In PyTorch η is max_lr, α₀ is 1/div_factor and α₁ is 1/(div_factor · final_div_factor); its momentum cycles, too; here it "
        "does not."
    )

    rise: Scalar = within(0, 0.99, default=0.3, symbol=r"\rho", meaning="share of the run spent climbing to the peak", slider=(0.1, 0.6))
    start_share: Scalar = within(
        0, 1, default=0.04, symbol=r"\alpha_0", meaning="share of the learning rate in the first step", slider=(0.001, 1.0), scale="log"
    )
    end_share: Scalar = within(
        0, 1, default=4e-6, symbol=r"\alpha_1", meaning="share of the learning rate in the last step", slider=(1e-6, 1.0), scale="log"
    )

    def shape(self, t: Any, steps: Any) -> Any:
        peak = self.rise * steps - 1  # not a whole number in general; below zero the run begins on the way down, as in torch
        rising, falling = t / np.where(peak == 0, 1.0, peak), (t - peak) / (steps - 1 - peak)
        climb = self.start_share + (1 - self.start_share) * (1 - np.cos(np.pi * rising)) / 2
        fall = self.end_share + (1 - self.end_share) * (1 + np.cos(np.pi * falling)) / 2
        return np.where(t < peak, climb, fall)
