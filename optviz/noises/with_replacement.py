"""Every example of every batch is drawn out of all: some twice in an epoch, others never.

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> import numpy as np
>>> penguins = SURFACES["linear_regression"]
>>> drawn = NOISES["with_replacement"]().epoch(penguins, np.random.default_rng(1))
>>> len(drawn) == penguins.count, len(set(drawn)) < penguins.count
(True, True)
"""

from ._batches import Batches


class WithReplacement(Batches):
    """Batches drawn at random from all examples, afresh in every step: what the theory of SGD assumes."""

    name = "Batches with replacement"
    reference = "L. Bottou, F. E. Curtis and J. Nocedal (2018), Optimization methods for large-scale machine learning, section 3.2"

    def epoch(self, surface, rng):
        return rng.integers(surface.count, size=surface.count)
