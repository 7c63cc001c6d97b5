r"""σ²ₜ = η/(1 + t)^γ with η = 4 and γ = 2: σ is 2 in the first step, 1 in the second, 2/3 in the third.

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> import numpy as np
>>> stream = NOISES["annealed"](variance=4.0, decay=2.0).stream(SURFACES["bowl"], seeds=[7])
>>> answers = [stream.gradient(np.zeros((2, 1)))[:, 0] for _ in range(3)]    # at the minimum there is nothing but noise
>>> drawn = np.random.default_rng(7).standard_normal((3, 2))
>>> np.allclose(answers, [2 * drawn[0], drawn[1], 2 / 3 * drawn[2]], rtol=1e-15)
True
"""

import numpy as np

from surfaces.declaration import Scalar, nonnegative

from ._normal import Normal


class Annealed(Normal):
    """Gaussian noise that is turned down over time: it shakes the run out of poor valleys early on and lets it settle later."""

    name = "Annealed noise"
    formula = r"g_t = \nabla f(\theta_t) + \mathcal{N}(0, \sigma_t^2),\; \sigma_t^2 = \frac{\eta}{(1 + t)^\gamma}"
    reference = "A. Neelakantan et al. (2015), Adding gradient noise improves learning for very deep networks (arXiv:1511.06807), section 3"

    variance: Scalar = nonnegative(
        default=1.0, symbol=r"\eta", meaning="variance in the first step (the paper tries 0.01, 0.3 and 1)", slider=(0.01, 1000.0)
    )
    decay: Scalar = nonnegative(
        default=0.55, symbol=r"\gamma", meaning="how fast the noise is turned down", slider=(0.0, 3.0), scale="linear", literature=0.55
    )

    def spread(self, step):
        return np.sqrt(self.variance / (1 + step) ** self.decay)
