"""Where an experiment takes place and under which conditions, of whichever page it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from surfaces import SURFACES, FiniteSum, Surface

from ..noise import Noise
from ..noises import NOISES
from ..schedule import Schedule
from ..schedules import SCHEDULES

CONSTANT = "constant"
LAST_SEED = 9999


class Setting:
    """A surface with its own values, and a start on it: what every experiment has. start: None for the surface's own."""

    surface: str
    surface_values: Mapping[str, Any]
    start: tuple[float, float] | None

    def terrain(self) -> Surface:
        return SURFACES[self.surface].replace(**self.surface_values)

    def starting_point(self) -> tuple[float, float]:
        x, y = self.start or self.terrain().start
        return float(x), float(y)


class Conditions(NamedTuple):
    """What a run is told besides its method, surface, start and steps; without any of it, it may be compiled. See `minimize`."""

    schedule: Schedule | None = None
    noise: Noise | None = None
    seed: int = 0


class Paced:
    """What an experiment has whose step sizes may follow a schedule."""

    schedule: str
    schedule_values: Mapping[str, Any]

    def pacing(self) -> Schedule:
        found: Schedule = SCHEDULES[self.schedule](**self.schedule_values)
        return found

    def changing(self) -> Schedule | None:
        """The schedule; None if by it η stays what it is."""
        return None if self.pacing() == SCHEDULES[CONSTANT]() else self.pacing()


class Noisy:
    """What an experiment has whose gradients may be noisy. noise: None where they are exact."""

    surface: str
    noise: str | None
    noise_values: Mapping[str, Any]
    seed: int

    def kind(self) -> Any:
        """The noise, None if there is none."""
        return None if self.noise is None else NOISES[self.noise](**self.noise_values)


def noises_of(surface: str) -> list[str]:
    """The kinds of noise that a surface has."""
    return [key for key, kind in NOISES.items() if isinstance(SURFACES[surface], FiniteSum) or not kind.needs_examples]


def fitting_noise(
    surface: str, noise: str | None, values: Mapping[str, Any], most: int, otherwise: str | None
) -> tuple[Any, dict[str, Any]]:
    """The noise with its values, if a surface has it; else `otherwise`. most: the examples that there are for a batch."""
    if noise not in noises_of(surface):
        return otherwise, {}
    return noise, {name: value for name, value in values.items() if name != "batch_size" or 1 <= value <= most}
