"""Where an experiment takes place, of whichever page it is: a surface with its own values, and a start on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surfaces import SURFACES, Surface


class Setting:
    """What every experiment has. start: None for the surface's own."""

    surface: str
    surface_values: Mapping[str, Any]
    start: tuple[float, float] | None

    def terrain(self) -> Surface:
        return SURFACES[self.surface].replace(**self.surface_values)

    def starting_point(self) -> tuple[float, float]:
        x, y = self.start or self.terrain().start
        return float(x), float(y)
