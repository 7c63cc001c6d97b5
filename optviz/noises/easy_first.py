"""The first examples are those that the best fit explains best.

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> import numpy as np
>>> penguins = SURFACES["linear_regression"]
>>> bool((np.diff(penguins.difficulty[NOISES["easy_first"]().epoch(penguins, None)]) >= 0).all())
True
"""

import numpy as np

from ._batches import Batches


class EasyFirst(Batches):
    """A curriculum: every epoch goes from the examples with the smallest loss at the best fit to those with the largest."""

    name = "Batches from easy to hard"
    reference = "Y. Bengio et al. (2009), Curriculum learning; the measure of difficulty, the loss at the best fit, is this project's"
    differs_by_epoch = False

    def epoch(self, surface, rng):
        return np.argsort(surface.difficulty, kind="stable")
