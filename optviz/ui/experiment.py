"""What the experiments of several pages have in common: where they take place, and under which conditions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Any, NamedTuple, Self

from surfaces import SURFACES, FiniteSum, Surface

from ..noise import Noise
from ..noises import NOISES
from ..schedule import Schedule
from ..schedules import SCHEDULES
from .address import Choice, Described, Numbers, Values, Whole

CONSTANT = "constant"
LAST_SEED = 9999

Point = tuple[float, float]

SurfaceKey = Annotated[str, Choice(SURFACES, always=True)]
SurfaceValues = Annotated[Mapping[str, Any], Values(lambda others: SURFACES[others["surface"]], "surface")]
ScheduleValues = Annotated[Mapping[str, Any], Values(lambda others: SCHEDULES[others["schedule"]], "schedule")]
NoiseValues = Annotated[Mapping[str, Any], Values(lambda others: NOISES.get(others["noise"]), "noise")]
Seed = Annotated[int, Whole(0, LAST_SEED)]


@dataclass(frozen=True)
class Experiment(Described):
    """Everything that decides what a page shows. A subclass for each page declares it in frozen fields."""

    def place(self) -> Hashable:
        """What the map of the player shows: another place is looked at as a whole."""
        return None

    def story(self) -> Any:
        """By what a story is recognized while it is told, whatever else is changed."""
        return self

    def setting(self) -> Any:
        """What must be as a story set it for its advice to hold."""
        return self.story()


@dataclass(frozen=True)
class Setting(Experiment):
    """A surface with its own values, a start on it, None for the surface's own, and the steps of a run."""

    surface: SurfaceKey = "beale"
    surface_values: SurfaceValues = field(default_factory=dict)
    start: Annotated[Point | None, Numbers(2)] = None
    steps: int = 300

    def terrain(self) -> Surface:
        return self._terrain

    @cached_property
    def _terrain(self) -> Surface:
        found: Surface = SURFACES[self.surface].replace(**self.surface_values)
        return found

    def starting_point(self) -> Point:
        x, y = self.start or self.terrain().start
        return float(x), float(y)

    def moved_to(self, surface: str) -> Self:
        """The same on another surface, from its own start."""
        return replace(self, surface=surface, surface_values={}, start=None)

    def started_at(self, start: Point) -> Self:
        """The same from another start; from the surface's own, if that is it."""
        return replace(self, start=None if start == replace(self, start=None).starting_point() else start)

    def with_surface_value(self, name: str, value: float) -> Self:
        return replace(self, surface_values={**self.surface_values, name: value})

    def place(self) -> Hashable:
        return self.surface


class Conditions(NamedTuple):
    """What a run is told besides its method, surface, start and steps; without any of it, it may be compiled. See `minimize`."""

    schedule: Schedule | None = None
    noise: Noise | None = None
    seed: int = 0


@dataclass(frozen=True)
class Paced(Setting):
    """Step sizes that may follow a schedule."""

    schedule: Annotated[str, Choice(SCHEDULES)] = CONSTANT
    schedule_values: ScheduleValues = field(default_factory=dict)

    def pacing(self) -> Schedule:
        return self._pacing

    @cached_property
    def _pacing(self) -> Schedule:
        found: Schedule = SCHEDULES[self.schedule](**self.schedule_values)
        return found

    def changing(self) -> Schedule | None:
        """The schedule; None if by it η stays what it is."""
        return None if self.pacing() == SCHEDULES[CONSTANT]() else self.pacing()


@dataclass(frozen=True)
class Noisy(Setting):
    """Gradients that may be noisy: None where they are exact. seed: which noise it is."""

    noise: Annotated[str | None, Choice(NOISES, always=True)] = None
    noise_values: NoiseValues = field(default_factory=dict)
    seed: Seed = 0

    def kind(self) -> Any:
        """The noise, None if there is none."""
        return None if self.noise is None else NOISES[self.noise](**self.noise_values)

    def usual_noise(self) -> str | None:
        """What takes the place of a noise that the surface does not have."""
        return None

    def most_in_batch(self) -> int:
        """The examples that there are for a batch."""
        return SURFACES[self.surface].terms

    def fitted(self) -> Self:
        if self.noise not in noises_of(self.surface):
            return replace(self, noise=self.usual_noise(), noise_values={})
        fitting = {name: value for name, value in self.noise_values.items() if name != "batch_size" or 1 <= value <= self.most_in_batch()}
        return self if fitting == self.noise_values else replace(self, noise_values=fitting)


def noises_of(surface: str) -> list[str]:
    """The kinds of noise that a surface has."""
    return [key for key, kind in NOISES.items() if isinstance(SURFACES[surface], FiniteSum) or not kind.needs_examples]
