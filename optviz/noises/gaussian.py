r"""Noise with σ = 0.5 on the gradient of x² + y² at (1, 2), which is (2, 4):

>>> from optviz import NOISES
>>> from surfaces import SURFACES
>>> import numpy as np
>>> stream = NOISES["gaussian"](deviation=0.5).stream(SURFACES["bowl"], seeds=[7])
>>> answer = stream.gradient(np.array([[1.0], [2.0]]))
>>> drawn = np.random.default_rng(7).standard_normal(2)       # the seed's own generator, x before y
>>> np.array_equal(answer[:, 0], [2 + 0.5 * drawn[0], 4 + 0.5 * drawn[1]])
True
"""

from surfaces.declaration import Scalar, nonnegative

from ._normal import Normal


class Gaussian(Normal):
    """The gradient plus, in every step, a normally distributed random number of the same spread for each coordinate."""

    name = "Gaussian noise"
    formula = r"g_t = \nabla f(\theta_t) + \mathcal{N}(0, \sigma^2)"
    reference = "H. Robbins and S. Monro (1951), A stochastic approximation method: a slope that is only known up to an error"

    deviation: Scalar = nonnegative(default=1.0, symbol=r"\sigma", meaning="standard deviation in each coordinate", slider=(0.01, 100.0))

    def spread(self, step):
        return self.deviation
