"""McCormick's function: a slanted wave on a valley, with a minimum in each trough."""

import numpy as np

from ._surface import Beyond, Surface


class McCormick(Surface):
    """A gentle valley with a wave along it; outside the window the troughs continue and get deeper and deeper."""

    name = "McCormick"
    formula = r"\sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1"
    reference = (
        "M. Jamil and X.-S. Yang (2013), A literature survey of benchmark functions for global optimisation problems (arXiv:1308.4008)"
    )
    domain = ((-1.5, 4.0), (-3.0, 4.0))
    start = (3.5, -2.0)
    minimizers = ((0.5 - np.pi / 3, -0.5 - np.pi / 3),)
    beyond = Beyond.LOWER  # from trough to trough, (−π, −π) farther each, f is lower by π
    saddles = ((0.5 + np.pi / 3, -0.5 + np.pi / 3),)
    local_minima = ((0.5 + 2 * np.pi / 3, -0.5 + 2 * np.pi / 3),)

    def f(self, x, y):
        across = x - y
        return np.sin(x + y) + across * across - 1.5 * x + 2.5 * y + 1

    def grad(self, x, y):
        wave, across = np.cos(x + y), 2 * (x - y)
        return wave + across - 1.5, wave - across + 2.5

    def hess(self, x, y):
        wave = np.sin(x + y)
        return (2 - wave, -2 - wave), (-2 - wave, 2 - wave)
