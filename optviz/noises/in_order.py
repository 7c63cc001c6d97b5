"""The examples as they stand in the file, epoch after epoch the same.

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> NOISES["in_order"]().epoch(SURFACES["linear_regression"], None)[:4]
array([0, 1, 2, 3])
"""

import numpy as np

from ._batches import Batches


class InOrder(Batches):
    """Batches in the order of the file. If the file is sorted, each batch pulls its own way and leads the run around in circles."""

    name = "Batches in the file's order"
    reference = "Y. Bengio (2012), Practical recommendations for gradient-based training of deep architectures (arXiv:1206.5533)"
    differs_by_epoch = False

    def epoch(self, surface, rng):
        return np.arange(surface.count)
