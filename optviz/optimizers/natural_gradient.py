r"""A natural-gradient step from mean x = 1 and y = 0, where the standard deviation is 1, with η = 0.5, μ = 3 and g = (2, 4).

There F is the diagonal (1, 2), and with the damping (4, 5):

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> natural = OPTIMIZERS["natural_gradient"](learning_rate=0.5, damping=3.0)
>>> x, state = natural.update(np.array([1.0, 0.0]), np.array([2.0, 4.0]), natural.initial_state())
>>> x                                                       # 1 − 0.5 · 2 / 4,  0 − 0.5 · 4 / 5
array([ 0.75, -0.4 ])

At y = log 2 the same mean matters a quarter as much, F = (1/4, 2), and the step along x grows:

>>> x, state = natural.update(np.array([1.0, np.log(2)]), np.array([2.0, 4.0]), natural.initial_state())
>>> x[0].round(4)                                           # 1 − 0.5 · 2 / 3.25
np.float64(0.6923)
"""

import numpy as np

from surfaces.declaration import Scalar, nonnegative, positive

from ..optimizer import Family, Optimizer


class NaturalGradient(Optimizer):
    """Measures a step by how much it changes a probability distribution, not by how much it changes the parameters."""

    name = "Natural gradient"
    family = Family.CURVATURE
    year = 1998
    reference = "S. Amari (1998), Natural gradient works efficiently in learning, Neural computation 10(2), 251–276"
    update_rule = (
        r"\sigma_t = e^{y_t} \\ F_t = \operatorname{diag}(1 / \sigma_t^2,\; 2) \\ "
        r"\theta_{t+1} = \theta_t - \eta\, (F_t + \mu I)^{-1} g_t"
    )
    note = (
        "It needs a model: here the point (x, y) is read as the normal distribution with mean x and standard deviation e^y, whose Fisher "
        "information is F. On a test function this is a choice, which makes x matter less the larger y is. μ is added to F's "
        "diagonal; the pure method has μ = 0."
    )
    narration = (
        "The height y is read as the logarithm of a standard deviation, which is {sigma} here.",
        "The Fisher information of the mean is {F_xx}, that of y is {F_yy}: the wider the distribution, the less its mean matters.",
        "The slopes are divided by these, with {damping} added: the rates are {rate} and lead from {x} to {new.x}.",
    )
    couples_coordinates = True
    moves_with_surface = False
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1.0))
    damping: Scalar = nonnegative(default=1.0, symbol=r"\mu", meaning="added to F's diagonal", slider=(1e-3, 1000.0), literature=0.0)

    def update(self, x, g, state):
        _, y = x
        sigma = np.exp(y)
        F_xx = 1 / (sigma * sigma)
        F_yy = np.full_like(sigma, 2.0)
        rate = self.learning_rate / (np.array((F_xx, F_yy)) + self.damping)
        return x - rate * g, state
