r"""Two steps of BFGS on f(x, y) = x² + 2y² from (2, 1) with η = 0.25 and c₂ = 0.9: the gradient is (4, 4).

At first H = ηI, so the direction is p = (−1, −1). Its full length leads to (1, 0), where f = 1 ≤ 6 − 10⁻⁴ · 8 and
the slope along p is −2, not steeper than 0.9 · 8: taken at once, the second query after the one at the start.

>>> from optviz import OPTIMIZERS
>>> import numpy as np
>>> def look(points):
...     x, y = points
...     return x * x + 2 * y * y, np.array((2 * x, 4 * y))
>>> bfgs = OPTIMIZERS["bfgs"](learning_rate=0.25, flatness=0.9)
>>> x, state = bfgs.update(np.array([2.0, 1.0]), np.array([4.0, 4.0]), bfgs.State(), look)
>>> x, state.s, float(state.alpha), int(state.queries)
(array([1., 0.]), array([-1., -1.]), 1.0, 2)

The gradient is (2, 0) now and has changed by y = (−2, −4) over s = (−1, −1): ρ = 1/6, u = Hy = (−1/2, −1), yᵀu = 5 and
H = I/4 − ρ (s uᵀ + u sᵀ) + ρ (1 + 5ρ) s sᵀ, which has the rows (14, 2) and (2, 8), over 36. It knows that Hy = s:

>>> x, state = bfgs.update(x, np.array([2.0, 0.0]), state, look)
>>> 36 * np.array([state.H_xx, state.H_xy, state.H_yy])     # 9 − 6 + 11,  −9 + 11,  9 − 12 + 11
array([14.,  2.,  8.])
>>> 9 * x                                                   # 9 − 14 · 2 / 4,  −2 · 2 / 4
array([ 2., -1.])
>>> int(state.queries)
3
"""

from typing import Annotated, NamedTuple

import numpy as np

from surfaces.declaration import Array, Scalar, positive, within

from ..line_search import search
from ..optimizer import Family, Optimizer
from ..plane import inner, times


class BFGS(Optimizer):
    """Learns the inverse Hessian from how the gradient changes, and searches along the direction that this gives."""

    name = "BFGS"
    family = Family.CURVATURE
    year = 1970
    reference = "J. Nocedal and S. J. Wright (2006), Numerical optimization, algorithm 6.1; Broyden, Fletcher, Goldfarb and Shanno (1970)"
    update_rule = (
        r"y_t = g_t - g_{t-1} \\ "
        r"\rho_t = \begin{cases} 1 / (y_t^\top s_t) & y_t^\top s_t > 0 \\ 0 & \text{otherwise} \end{cases} \\ "
        r"u_t = H_{t-1} y_t \\ "
        r"H_t = \begin{cases} \eta I & \alpha_{t-1} = 0 \\ H_{t-1} - \rho_t (s_t u_t^\top + u_t s_t^\top) + "
        r"\rho_t (1 + \rho_t\, y_t^\top u_t)\, s_t s_t^\top & \text{otherwise} \end{cases} \\ "
        r"p_t = -H_t g_t \\ \alpha_t = \operatorname{search}(\theta_t,\; p_t,\; 1,\; c_2) \\ "
        r"s_{t+1} = \alpha_t p_t \\ \theta_{t+1} = \theta_t + s_{t+1}"
    )
    note = (
        "H stands for the inverse Hessian, and starts as ηI. The search doubles and halves the length until f has fallen enough "
        "(c₁ = 10⁻⁴) and the slope along p is at most c₂ of what it was. Where 30 trials find no such length, the one that led "
        "lowest is taken, or none. After a search that found none, it forgets H and begins again along −ηg, as L-BFGS-B does; "
        "where that finds none either, it stays where it is. A schedule has no learning rate to multiply here: the search finds "
        "the step length."
    )
    narration = (
        "Over the last step {before.s} the gradient changed by {y}.",
        "One over the product of the two is {rho}; it is 0 where the slope did not rise, and then nothing is learned.",
        "The old matrix turns that change into {u}, where it should have given the last step.",
        (
            "So the matrix is corrected, or is ηI again if the last search found nothing: its diagonal is now {H_xx} and {H_yy}, and "
            "off it is {H_xy}."
        ),
        "It turns and stretches the gradient {g} into the direction {p}.",
        "The search along that direction finds the step length {alpha}; {queries} gradients have been asked for so far.",
        "That much of the direction is the step {s}.",
        "The step leads from {x} to {new.x}.",
    )
    searches = True
    couples_coordinates = True
    turns_with_surface = True
    opens_the_race = False

    learning_rate: Scalar = positive(
        default=0.01, symbol=r"\eta", meaning="first guess of the inverse Hessian, on its diagonal", slider=(1e-5, 1.0), literature=1.0
    )
    flatness: Scalar = within(
        0,
        1,
        default=0.9,
        symbol="c_2",
        meaning="largest share of the slope that may be left",
        slider=(0.01, 1.0),
        scale="log",
        literature=0.9,
    )

    class State(NamedTuple):
        """What is remembered."""

        H_xx: Annotated[Array | float, "estimate of the inverse Hessian, along x"] = 0.0
        H_xy: Annotated[Array | float, "estimate of the inverse Hessian, across x and y"] = 0.0
        H_yy: Annotated[Array | float, "estimate of the inverse Hessian, along y"] = 0.0
        g: Annotated[Array | float, "the last gradient"] = 0.0
        s: Annotated[Array | float, "the last step"] = 0.0
        alpha: Annotated[Array | float, "the length that the last search found"] = 0.0
        t: Annotated[Array | float, "steps taken"] = 0.0
        queries: Annotated[Array | float, "gradients asked for: at the start, and in every trial"] = 0.0

    def update(self, x, g, state, look):
        t = state.t + 1
        y = g - state.g
        curvature = inner(y, state.s)
        curved = curvature > 1e-300  # one over anything smaller is infinite
        rho = np.where(curved, 1 / np.where(curved, curvature, 1.0), 0.0)
        u = times(state.H_xx, state.H_xy, state.H_yy, y)
        outer = rho * (1 + rho * inner(y, u))
        (sx, sy), (ux, uy) = state.s + np.zeros_like(y), u
        begins = state.alpha == 0
        H_xx = np.where(begins, self.learning_rate, state.H_xx - 2 * rho * sx * ux + outer * sx * sx)
        H_xy = np.where(begins, 0.0, state.H_xy - rho * (sx * uy + ux * sy) + outer * sx * sy)
        H_yy = np.where(begins, self.learning_rate, state.H_yy - 2 * rho * sy * uy + outer * sy * sy)
        p = -times(H_xx, H_xy, H_yy, g)
        # C. Zhu, R. H. Byrd, P. Lu and J. Nocedal (1997), Algorithm 778: L-BFGS-B forgets its memory, too, and restarts the iteration.
        # A search that found nothing along −ηg would find nothing again: x has not changed.
        tried = begins & (state.H_xx == self.learning_rate) & (state.H_xy == 0) & (state.H_yy == self.learning_rate)
        alpha, trials = search(look, x, p, g, 1.0, self.flatness, wanted=~tried)
        s = alpha * p
        queries = np.where(t == 1, 1.0, state.queries) + trials
        return x + s, self.State(H_xx, H_xy, H_yy, g, s, alpha, t, queries)
