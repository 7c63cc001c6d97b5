"""The conventions of the libraries: what each calls a method, with which defaults, and how it is made there.

Which formula a library has is no property of the library but of the method's form: see `Optimizer.forms`.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any, NamedTuple

from surfaces.declaration import Interval

PAPER = "paper"
"""The paper that a method is from, as one of those whose conventions are known."""
LIBRARIES: Mapping[str, str] = {PAPER: "Paper", "torch": "PyTorch", "keras": "Keras", "optax": "Optax"}
"""Whose conventions are known, and how they are called among people. First the paper that the method is from."""


class Convention(NamedTuple):
    """How a library has one form of a method, in the names of this project."""

    code: str = ""
    """The call that makes the optimizer there, {learning_rate} and so on standing for values. The parameters are called theta.
    A paper has none."""
    defaults: Mapping[str, Any] = {}
    """The library's own defaults. What is missing here must be given there, and has the default of this project."""
    renamed: Mapping[str, str] = {}
    """Hyperparameters that the library calls by the name of another: {"learning_rate": "initial_step"}."""
    note: str = ""
    """What else is to be known, for people."""
    whole: tuple[str, ...] = ()
    """Hyperparameters that must be whole numbers there."""
    accepted: Mapping[str, Interval] = {}
    """The values that the library accepts, for hyperparameters of which it accepts fewer than this project does."""
    parameters: str = "theta"
    """How the library wants the parameters wrapped, if it does."""
    point: str = "theta"
    """Where in the wrapped parameters the point is."""

    def adjustable(self) -> frozenset[str]:
        """The hyperparameters that can be set in the library; it has the others at their defaults for good."""
        return frozenset(name for _, name, _, _ in string.Formatter().parse(self.code) if name)
