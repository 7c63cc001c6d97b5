"""What it takes to be an optimizer: declared hyperparameters, a state, and one pure step."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from .hyperparameter import Array, Declared


class Family(StrEnum):
    """The families of the overview, in the order in which it tells them."""

    PLAIN = "Gradient descent"
    MOMENTUM = "Momentum"
    ADAPTIVE = "Adaptive"
    ADAM = "Adam and relatives"
    SIGN = "Sign only"
    CURVATURE = "Curvature"


class Optimizer(Declared):
    """A gradient-descent method: how a gradient becomes a step.

    A subclass is one file: it declares its hyperparameters, its `State` (a NamedTuple whose defaults
    are the initial values) and `update`. `update` is pure: it never modifies its arguments, has no
    Python branch on a value and uses NumPy functions only, so that the same lines run one coordinate
    of one trajectory, a batch of starts and a sweep of hyperparameters, and can be compiled. Powers
    are written out (g * g): NumPy rounds the power of a number and that of an array differently.
    The first line of the class docstring is the sentence on its card; the docstring of the file is a
    worked example by hand.
    """

    family: ClassVar[Family]
    year: ClassVar[int]
    update_rule: ClassVar[str]
    """The update rule in LaTeX, one line per assignment, joined by ` \\\\ `, as in the reference."""
    note: ClassVar[str] = ""
    """Which variant of the literature this is, where there are several, and what guards 0/0."""
    uses_hessian: ClassVar[bool] = False
    """Whether `update` receives the Hessian at the queried point as a fourth argument."""
    couples_coordinates: ClassVar[bool] = False
    """Whether a step along one coordinate depends on the other. If not, either may be taken by itself."""
    turns_with_surface: ClassVar[bool] = False
    """Whether turning the surface turns the path. Not so for a method that treats every coordinate on its own scale."""

    class State(NamedTuple):
        """Nothing is remembered."""

    def initial_state(self) -> Any:
        """The state before the first step; numbers that broadcast over the coordinates."""
        return self.State()

    def query(self, x: Array, state: Any) -> Array:
        """Where the gradient is wanted: at the point itself, unless the method says otherwise."""
        return x

    def update(self, x: Array, g: Array, state: Any, *hessian: Array) -> tuple[Array, Any]:
        """One step from x, given the gradient g of the same shape: the next x and state.

        x has the shape (2, ...), or is one of its coordinates where these do not depend on each other.
        """
        raise NotImplementedError
