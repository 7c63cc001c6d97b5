r"""What is known of gradient descent, the heavy ball and Nesterov's method on a quadratic.

On f = ½ xᵀHx a method with constant η and γ treats every eigenvector of H by itself: with the eigenvalue λ the
distance from the minimum obeys a recurrence, and the run converges if and only if the roots of its characteristic
polynomial lie inside the unit circle for the smallest and the largest λ.

    gradient descent    z − (1 − ηλ)
    heavy ball          z² − (1 + γ − ηλ) z + γ
    Nesterov            z² − (1 + γ)(1 − ηλ) z + γ (1 − ηλ)

The quadratic ½(x² + 9y²) has the eigenvalues 1 and 9, so (√9 − √1)/(√9 + √1) = ½:

>>> HEAVY_BALL.tuned(1.0, 9.0)
Tuning(learning_rate=0.25, momentum=0.25, factor=0.5)
>>> GRADIENT_DESCENT.tuned(1.0, 9.0)
Tuning(learning_rate=0.2, momentum=0.0, factor=0.8)
>>> HEAVY_BALL.largest_learning_rate(9.0, momentum=0.5)             # 2 (1 + ½) / 9
0.3333333333333333
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from surfaces import Surface


class Tuning(NamedTuple):
    """The η and γ that shrink the error fastest in the long run, and by which factor they do so in a step."""

    learning_rate: float
    momentum: float
    factor: float


@dataclass(frozen=True)
class Theory:
    """What is known of a method on quadratics. λ, `smallest` and `largest` are eigenvalues of the Hessian.

    best:       (√smallest, √largest) → Tuning
    limit:      γ → the product of η and the largest eigenvalue that must not be reached
    polynomial: (ηλ, γ) → (p, q) of the characteristic polynomial z² − pz + q
    edge:       the η that must not be reached, as it is written
    """

    best: Callable[[float, float], Tuning]
    limit: Callable[[float], float]
    polynomial: Callable[[float, float], tuple[float, float]]
    edge: str
    reference: str

    def tuned(self, smallest: float, largest: float) -> Tuning:
        """The optimal η and γ for eigenvalues from the smallest to the largest. ValueError unless 0 < smallest ≤ largest < ∞."""
        if not 0 < smallest <= largest < math.inf:
            raise ValueError(f"eigenvalues: must satisfy 0 < smallest ≤ largest < ∞, got {smallest!r} and {largest!r}")
        return Tuning(*map(float, self.best(smallest, largest)))

    def largest_learning_rate(self, largest: float, momentum: float = 0.0) -> float:
        """The η below which every run converges and above which it diverges, given γ; ∞ where nothing curves upwards."""
        return self.limit(momentum) / largest if largest > 0 else math.inf

    def factor(self, eigenvalue: float, learning_rate: float, momentum: float = 0.0) -> float:
        """By how much a step shrinks the error along an eigenvector in the long run: the larger size of the two roots."""
        p, q = self.polynomial(learning_rate * eigenvalue, momentum)
        root = cmath.sqrt(p * p - 4 * q)
        return max(abs(p + root), abs(p - root)) / 2


def _of_descent(smallest: float, largest: float) -> Tuning:
    return Tuning(2 / (largest + smallest), 0.0, (largest - smallest) / (largest + smallest))


def _of_the_heavy_ball(smallest: float, largest: float) -> Tuning:
    low, high = np.sqrt(smallest), np.sqrt(largest)
    factor = (high - low) / (high + low)
    return Tuning((2 / (high + low)) ** 2, factor * factor, factor)


def _of_nesterov(smallest: float, largest: float) -> Tuning:
    root = np.sqrt(3 * largest / smallest + 1)
    return Tuning(4 / (3 * largest + smallest), (root - 2) / (root + 2), 1 - 2 / root)


GRADIENT_DESCENT = Theory(
    best=_of_descent,
    limit=lambda momentum: 2.0,
    polynomial=lambda product, momentum: (1 - product, 0.0),
    edge="2/λmax",
    reference="B. T. Polyak (1987), Introduction to optimization, chapter 1; L. Lessard, B. Recht and A. Packard (2016), section 2",
)
HEAVY_BALL = Theory(
    best=_of_the_heavy_ball,
    limit=lambda momentum: 2 * (1 + momentum),
    polynomial=lambda product, momentum: (1 + momentum - product, momentum),
    edge="2(1 + γ)/λmax",
    reference=(
        "B. T. Polyak (1964), Some methods of speeding up the convergence of iteration methods; "
        "L. Lessard, B. Recht and A. Packard (2016), Analysis and design of optimization algorithms via integral quadratic constraints"
    ),
)
NESTEROV = Theory(
    best=_of_nesterov,
    limit=lambda momentum: 2 * (1 + momentum) / (1 + 2 * momentum),
    polynomial=lambda product, momentum: ((1 + momentum) * (1 - product), momentum * (1 - product)),
    edge="2(1 + γ)/((1 + 2γ)λmax)",
    reference=(
        "Y. Nesterov (2004), Introductory lectures on convex optimization, section 2.2; L. Lessard, B. Recht and A. Packard (2016), "
        "Analysis and design of optimization algorithms via integral quadratic constraints"
    ),
)


def spectrum(surface: Surface) -> tuple[float, float] | None:
    """The smallest and the largest eigenvalue of a quadratic's Hessian; None unless it is the same everywhere and positive definite."""
    x, y = (np.linspace(lower, upper, 4) for lower, upper in surface.domain)
    hessians = surface.hessian(np.array(np.meshgrid(x, y)).reshape(2, -1))
    if not np.allclose(hessians, hessians[..., :1], rtol=1e-9, atol=0):
        return None
    smallest, largest = np.linalg.eigvalsh(hessians[..., 0])
    return (float(smallest), float(largest)) if smallest > 0 else None
