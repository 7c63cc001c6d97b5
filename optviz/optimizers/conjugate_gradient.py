r"""Two steps of conjugate gradients on f(x, y) = x² + 2y² from (2, 1) with η = 0.25 and c₂ = 0.3: the gradient is (4, 4).

The first direction is p = (−4, −4), the first step length to try η. It leads to (1, 0), where f has fallen from 6 to 1
and the slope along p from −32 to −8, within 0.3 · 32: taken at once, the second query after the one at the start.

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> def look(points):
...     x, y = points
...     return x * x + 2 * y * y, np.array((2 * x, 4 * y))
>>> conjugate = OPTIMIZERS["conjugate_gradient"](learning_rate=0.25, flatness=0.3)
>>> x, state = conjugate.update(np.array([2.0, 1.0]), np.array([4.0, 4.0]), conjugate.State(), look)
>>> x, state.p, float(state.alpha), int(state.queries)
(array([1., 0.]), array([-4., -4.]), 0.25, 2)

The gradient is (2, 0) now, so gᵀ(g − (4, 4)) = −4 and β = max(0, −4/32) = 0: it starts again along p = −g. The length that
was right before leads to (1/2, 0), where the slope along p is −2 and was −4, which is more than 0.3 of it: too short. Twice
as much leads to the minimizer. Two more queries:

>>> x, state = conjugate.update(x, np.array([2.0, 0.0]), state, look)
>>> x, state.p, float(state.alpha), int(state.queries)
(array([0., 0.]), array([-2., -0.]), 0.5, 4)
"""

from typing import Annotated, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, positive, within

from ..line_search import search
from ..optimizer import Family, Optimizer
from ..plane import inner


class ConjugateGradient(Optimizer):
    """Searches along directions that do not undo each other, each made from the gradient and the direction before."""

    name = "Conjugate gradient"
    family = Family.CURVATURE
    year = 1969
    reference = (
        "E. Polak and G. Ribière (1969), Note sur la convergence de méthodes de directions conjuguées; "
        "J. Nocedal and S. J. Wright (2006), Numerical optimization, section 5.2"
    )
    update_rule = (
        r"\beta_t = \begin{cases} \max(0,\; g_t^\top (g_t - g_{t-1}) / (g_{t-1}^\top g_{t-1})) & g_{t-1}^\top g_{t-1} > 0 \\ "
        r"0 & \text{otherwise} \end{cases} \\ "
        r"d_t = -g_t + \beta_t p_{t-1} \\ "
        r"p_t = \begin{cases} d_t & g_t^\top d_t < 0 \\ -g_t & \text{otherwise} \end{cases} \\ "
        r"a_t = \begin{cases} \alpha_{t-1} & \alpha_{t-1} > 0 \\ \eta & \text{otherwise} \end{cases} \\ "
        r"\alpha_t = \operatorname{search}(\theta_t,\; p_t,\; a_t,\; c_2) \\ "
        r"\theta_{t+1} = \theta_t + \alpha_t p_t"
    )
    note = (
        "Polak and Ribière's β, cut off at 0; a direction that does not lead downhill is replaced by −g. The search doubles and "
        "halves the length until f has fallen enough (c₁ = 10⁻⁴) and the slope along p is at most c₂ of what it was. Where 30 "
        "trials find no such length, the one that led lowest is taken, or none; where there is none along −g from η on, it stays "
        "where it is. A schedule has no learning rate to multiply here: the search finds the step length."
    )
    narration = (
        "How much the gradient has turned since the last step decides how much of the last direction is kept: {beta}.",
        "Added to the downhill slope, that makes {d}.",
        "It becomes the direction {p}, unless it leads uphill: then p is straight down the slope.",
        "The first step length to try is {a}: the one that the last search found, or η if it found none.",
        "The search along that direction finds the step length {alpha}; {queries} gradients have been asked for so far.",
        "That much of the direction is the step: from {x} to {new.x}.",
    )
    searches = True
    couples_coordinates = True
    turns_with_surface = True
    opens_the_race = False

    learning_rate: Scalar = positive(default=0.01, symbol=r"\eta", meaning="first step length to try", slider=(1e-5, 1.0))
    flatness: Scalar = within(
        0,
        1,
        default=0.1,
        symbol="c_2",
        meaning="largest share of the slope that may be left",
        slider=(0.01, 1.0),
        scale="log",
        literature=0.1,
    )

    class State(NamedTuple):
        """What is remembered."""

        g: Annotated[Array | float, "the last gradient"] = 0.0
        p: Annotated[Array | float, "the last direction"] = 0.0
        a: Annotated[Array | float, "the length that the last search tried first"] = 0.0
        alpha: Annotated[Array | float, "the length that the last search found"] = 0.0
        queries: Annotated[Array | float, "gradients asked for: at the start, and in every trial"] = 0.0

    def update(self, x, g, state, look):
        before, direction = state.g + np.zeros_like(g), state.p + np.zeros_like(g)
        squared = inner(before, before)
        known = squared > 0
        beta = np.where(known, np.maximum(0.0, inner(g, g - before) / np.where(known, squared, 1.0)), 0.0)
        d = -g + beta * direction
        p = np.where(inner(g, d) < 0, d, -g)
        found = state.alpha + np.zeros_like(squared)
        a = np.where(found > 0, found, self.learning_rate)
        # A search that found nothing would find nothing again: x has not changed either.
        tried = (found == 0) & (a == state.a) & (p == direction).all(axis=0)
        alpha, trials = search(look, x, p, g, a, self.flatness, wanted=~tried)
        queries = np.maximum(state.queries, 1.0) + trials
        return x + alpha * p, self.State(g, p, a, alpha, queries)
