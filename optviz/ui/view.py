"""How a visitor looks at the player: what it writes into the address by itself, and begins with when a link is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, cast

from ..plane import FARTHEST
from ..player import header
from ..player.header import Window
from ..player.network_scene import CURVES as OF_TRAININGS
from ..player.noise_scene import VALIDATION
from ..player.scene import CURVES as OF_RUNS
from .address import Choice, Described, Number, Numbers, Switch, Whole

LONGEST = 2000
"""Steps of the longest run of any page."""
CURVES = (*OF_RUNS, VALIDATION, *(curve["key"] for curve in OF_TRAININGS))
"""Of all pages."""


def increase(bounds: tuple[float, ...]) -> bool:
    """Whether bounds x0, x1, y0, y1 are those of a window."""
    return bounds[0] < bounds[1] and bounds[2] < bounds[3] and all(abs(bound) < FARTHEST for bound in bounds)


def are_near(values: tuple[float, ...]) -> bool:
    """Whether a camera stands somewhere from where there is anything to see."""
    return all(abs(value) < 1e4 for value in values)


@dataclass(frozen=True)
class View(Described):
    """None for whatever the player itself begins with.

    window: x0, x1, y0, y1, the part of the map that is looked at
    camera: of the surface
    speed:  of the cursor, and the step that it stands at
    curve:  which one is shown
    colors: the scale of f on the map
    arrows: whether the map shows the slope
    repeat: whether the cursor starts again at the end
    narrate: whether a step is told in sentences
    """

    window: Annotated[tuple[float, ...] | None, Numbers(4, increase)] = None
    camera: Annotated[tuple[float, ...] | None, Numbers(3, are_near)] = None
    speed: Annotated[float | None, Number(0.1, 10)] = None
    step: Annotated[int | None, Whole(0, LONGEST)] = None
    curve: Annotated[str | None, Choice(CURVES)] = None
    colors: Annotated[str | None, Choice(("linear", "log"))] = None
    arrows: Annotated[bool | None, Switch()] = None
    repeat: Annotated[bool | None, Switch()] = None
    narrate: Annotated[bool | None, Switch()] = None

    def said(self) -> header.View:
        """What there is to say to the player."""
        return cast(header.View, {name: value for name, value in vars(self).items() if value is not None})


def are_coordinates(value: Any, count: int) -> bool:
    """Whether a message of a browser, which may hold anything, is that many coordinates."""
    return (
        isinstance(value, (list, tuple)) and len(value) == count and all(isinstance(c, (int, float)) and abs(c) < FARTHEST for c in value)
    )


def as_window(bounds: Any) -> Window | None:
    """Bounds x0, x1, y0, y1 as a window; None, the whole surface, for anything else."""
    if not are_coordinates(bounds, 4) or not increase(bounds):
        return None
    return (float(bounds[0]), float(bounds[1])), (float(bounds[2]), float(bounds[3]))
