"""Four examples in batches of two: every epoch is an order of its own, in which each example occurs once.

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> import numpy as np
>>> penguins, rng = SURFACES["linear_regression"], np.random.default_rng(1)
>>> first, second = (NOISES["shuffled"]().epoch(penguins, rng) for _ in range(2))
>>> bool((first != second).any()), np.array_equal(np.sort(first), np.arange(penguins.count))
(True, True)
"""

from ._batches import Batches


class Shuffled(Batches):
    """Mini-batches from an order that is reshuffled in every epoch, so that the order itself teaches nothing."""

    name = "Shuffled mini-batches"
    reference = "S. Ruder (2016), An overview of gradient descent optimization algorithms, sections 2.3 and 6.1 (arXiv:1609.04747)"

    def epoch(self, surface, rng):
        return rng.permutation(surface.count)
