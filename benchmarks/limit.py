"""What no program can go below on this machine: the time for the roots and divisions alone.

A processor has one unit for √ and ÷ that is busy for many cycles with each, while sums and products wait for
nobody. So a step of Adam cannot take less than its roots and divisions do.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit

from optviz import Optimizer

LANES = 512
"""Two arrays of this length stay in the first cache."""


class Operations(NamedTuple):
    """How many of the slow operations a lane needs for a step in both coordinates."""

    roots: int
    divisions: int

    def __str__(self) -> str:
        return f"{self.roots} √ and {self.divisions} ÷"


ADAM_AT_LEAST = Operations(roots=2, divisions=3)
"""x − (η √c₂ / c₁) m / (√v + ε √c₂), c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ: a √ and a ÷ for each coordinate, and one ÷ by c₁ for both."""


def written_in(method: type[Optimizer]) -> Operations:
    """Those that the formula in a method's file asks for as it is written, for both coordinates."""
    tree = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(method.update)))))
    divisions = sum(isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div) for node in tree)
    roots = sum(isinstance(node, ast.Attribute) and node.attr == "sqrt" for node in tree)
    return Operations(2 * roots, 2 * divisions)


def limit(operations: Operations, lane_steps: int) -> Callable[[], None]:
    """What does these operations as often as so many steps need them, and nothing else, on one core."""
    roots, divisions = operations

    @njit(error_model="numpy")
    def divide_and_root(numbers, divided, times):  # type: ignore[no-untyped-def]
        for _ in range(times):
            for i in range(numbers.size):
                number = numbers[i]
                for _ in range(roots):
                    number = np.sqrt(number)
                for _ in range(divisions):
                    number = divided[i] / number
                numbers[i] = number

    divided = np.linspace(0.5, 1.5, LANES)
    divide_and_root(divided.copy(), divided, 1)  # compiles
    return lambda: divide_and_root(divided.copy(), divided, lane_steps // LANES)
