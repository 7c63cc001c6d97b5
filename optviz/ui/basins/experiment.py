"""One experiment of the basins page: a method, or two, started everywhere in a window of one surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self

from ...plane import FARTHEST
from ...player.header import Window
from ..address import Choice, Entry, Fields, Whole, as_text
from ..experiment import SurfaceKey
from ..query import Query
from ..specimen import ADAM, OnTheTable, Pair, Specimen

RESOLUTIONS = (64, 128, 256, 512, 1024)
MOST_STEPS = 2000
TOLERANCE = 1e-4
"""A run has reached a minimizer when its gap is within this."""
FINEST = 1e-10
"""The smallest window, as a share of where it lies: below it 64 bits no longer tell its starts apart."""
LAYERS = ("basin", "steps")
OVERSHOOTING = Specimen("momentum", {"learning_rate": 0.01})


def as_area(bounds: Any) -> Window | None:
    """Finite bounds x0, x1, y0, y1 as a window; None if they do not increase, or lie too close to tell starts apart."""
    pairs = (float(bounds[0]), float(bounds[1])), (float(bounds[2]), float(bounds[3]))
    fine = all(upper - lower >= FINEST * max(1.0, abs(lower), abs(upper)) for lower, upper in pairs)
    return pairs if fine and all(abs(bound) < FARTHEST for pair in pairs for bound in pair) else None


class Area(Entry):
    """The window of the starts. What a link calls `window` is the part of the player's map that is looked at."""

    name = "area"

    def write(self, name: str, value: Window | None, others: Fields) -> Iterator[tuple[str, str]]:
        if value is not None:
            yield name, ",".join(as_text(bound) for pair in value for bound in pair)

    def read(self, name: str, query: Query, others: Fields, default: Window | None) -> Window | None:
        bounds = query.numbers(name, 4, lambda bounds: as_area(bounds) is not None)
        return as_area(bounds) if bounds else default


@dataclass(frozen=True)
class BasinsExperiment(Pair):
    """Who is started everywhere, on which surface, in which window (None: all of it), how finely and for how long.

    start: the one start whose runs are played
    layer: what the maps show
    """

    surface: SurfaceKey = "himmelblau"
    a: Annotated[Specimen, OnTheTable()] = OVERSHOOTING
    b: Annotated[Specimen | None, OnTheTable(nobody="nobody")] = ADAM
    window: Annotated[Window | None, Area()] = None
    resolution: Annotated[int, Choice(RESOLUTIONS)] = 256
    steps: Annotated[int, Whole(1, MOST_STEPS)] = 500
    layer: Annotated[str, Choice(LAYERS)] = LAYERS[0]

    def moved_to(self, surface: str) -> Self:
        return replace(super().moved_to(surface), window=None)

    def story(self) -> Any:
        """Whichever start and window is looked at."""
        return self.surface, self.surface_values, self.a, self.b, self.steps
