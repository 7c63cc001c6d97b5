"""The first examples are those that the best fit explains worst.

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> import numpy as np
>>> penguins = SURFACES["linear_regression"]
>>> bool((np.diff(penguins.difficulty[NOISES["hard_first"]().epoch(penguins, None)]) <= 0).all())
True
"""

import numpy as np

from ._batches import Batches


class HardFirst(Batches):
    """A curriculum in reverse: the outliers come first, and they pull hard."""

    name = "Batches from hard to easy"
    reference = "Y. Bengio et al. (2009), Curriculum learning; the measure of difficulty, the loss at the best fit, is this project's"
    differs_by_epoch = False

    def epoch(self, surface, rng):
        return np.argsort(-surface.difficulty, kind="stable")
