"""How each optimizer is told from the others: hue × dash × marker, the same in every picture.

Six hues with three dashes stay apart for normal vision and for the three colour blindnesses. The
hues are the six-colour cycle of M. A. Petroff (2021), Accessible color sequences for data
visualization (arXiv:2107.02270), its grey replaced because the surface is grey.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..convention import LIBRARIES, PAPER
from ..optimizer import Family
from ..optimizers import OPTIMIZERS

HUES = ("#5790fc", "#f89c20", "#e42536", "#964a8b", "#66ccee", "#7a21dd")
DASHES: tuple[tuple[int, ...], ...] = ((), (8, 4), (2, 3), (10, 3, 2, 3), (5, 2))
MARKERS = ("circle", "square", "triangle", "diamond", "cross")
DASHES_OF_LIBRARIES: tuple[tuple[int, ...], ...] = ((1, 4), (14, 5), (6, 2, 1, 2, 1, 2), (3, 3, 10, 3))


class Style(NamedTuple):
    """A colour, the lengths of dash and gap in pixels (none: solid), and the shape of the head."""

    color: str
    dash: tuple[int, ...]
    marker: str


@cache
def in_order() -> tuple[str, ...]:
    """The keys of all optimizers by family, then year: the order of every legend."""
    families = list(Family)
    return tuple(sorted(OPTIMIZERS, key=lambda key: (families.index(OPTIMIZERS[key].family), OPTIMIZERS[key].year, key)))


def style(entrant: str) -> Style:
    """The style of a method by its place in the order; a form beside it (`adam.keras`) has the next hues and a dash of its own."""
    key, _, library = entrant.partition(".")
    turn, hue = divmod(in_order().index(key), len(HUES))
    marker = MARKERS[turn % len(MARKERS)]
    if not library:
        return Style(HUES[hue], DASHES[turn % len(DASHES)], marker)
    further = [*list(LIBRARIES)[1:], PAPER].index(library) + 1
    return Style(HUES[(hue + further) % len(HUES)], DASHES_OF_LIBRARIES[further - 1], marker)
