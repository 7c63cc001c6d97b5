"""What makes gradients uncertain: noise that is added, or batches of examples that stand for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from numpy.typing import NDArray

from surfaces import Surface
from surfaces.declaration import Array, Declared


class Noise(Declared):
    """A kind of noise: how ∇f is answered when it is not answered exactly.

    A subclass is one file: it declares its parameters, and what sets it apart from others that add normal numbers (see `gaussian.py`) or
    choose examples (see `shuffled.py`), with which the browser runs, too. The first line of its docstring is the sentence on its card.
    """

    formula: ClassVar[str]
    """What is answered in place of ∇f, in LaTeX."""
    needs_examples: ClassVar[bool] = False
    """Whether it is for surfaces that are the mean of one loss per example of a data set."""

    def stream(self, surface: Surface, seeds: Sequence[int]) -> Stream:
        """The answers on a surface, step by step; those of a seed do not depend on which others there are.

        Raises ValueError if the surface cannot be asked in this way.
        """
        raise NotImplementedError

    def drawn(self, surface: Surface, seed: int, steps: int) -> NDArray[Any]:
        """What chance decides in the first steps with a seed: all that an answer depends on besides the point and the noise's values."""
        raise NotImplementedError

    def largest_batch(self, surface: Surface, steps: int, drawn: int) -> int:
        """How many examples a batch may have in so many steps for what chance decides in `drawn` steps to suffice, if there are batches."""
        raise NotImplementedError


class Stream:
    """Answers that go on from step to step, for several seeds at once.

    examples: how many examples the last answer took of each seed; on a surface that is one formula, 1
    """

    examples: int

    def gradient(self, points: Array) -> Array:
        """The answers of the next step at points (2, ..., seeds): shape (2, ..., seeds)."""
        raise NotImplementedError
