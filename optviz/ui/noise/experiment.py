"""One experiment of the noise page: a method under noise, with a schedule, and many seeds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any

from surfaces import SURFACES, FiniteSum, Surface

from ...early_stopping import split
from ...noise import Noise
from ...noises import NOISES
from ..address import Choice, Whole
from ..experiment import Noisy, Paced, SurfaceKey
from ..lineup import everyone, form_of
from ..specimen import OnTheTable, Specimen

MOST_STEPS = 1000
MOST_SEEDS = 1000
SGD = Specimen("sgd", {"learning_rate": 0.1})
HELD_BACK = 0.25
"""The share of the examples by which it is seen when to stop."""
WITH_EXAMPLES, WITHOUT = "shuffled", "gaussian"
"""The noise to begin with on a surface."""
METHODS = tuple(entrant for entrant in everyone() if not form_of(entrant).searches)
"""Who can be asked under noise."""


@dataclass(frozen=True)
class NoiseExperiment(Paced, Noisy):
    """Who is shaken, by what, where, for how long.

    seed:  that of the runs in the player, and the first of the fan
    seeds: how many runs the fan has
    patience: after how many steps without a better validation loss a run is stopped; 0 for never
    """

    surface: SurfaceKey = "linear_regression"
    noise: Annotated[str | None, Choice(NOISES, always=True)] = WITH_EXAMPLES
    specimen: Annotated[Specimen, OnTheTable(METHODS, name="method")] = SGD
    steps: Annotated[int, Whole(1, MOST_STEPS)] = 300
    seeds: Annotated[int, Whole(2, MOST_SEEDS)] = 100
    patience: Annotated[int, Whole(0, MOST_STEPS)] = 0

    def story(self) -> Any:
        """The very experiment, whichever seeds."""
        return replace(self, seed=0, seeds=NoiseExperiment.seeds)

    def usual_noise(self) -> str:
        return WITH_EXAMPLES if isinstance(SURFACES[self.surface], FiniteSum) else WITHOUT

    def most_in_batch(self) -> int:
        """The examples that there are to train on."""
        terrain = SURFACES[self.surface]
        return split_once(terrain)[0].terms if self.patience and isinstance(terrain, FiniteSum) else terrain.terms

    def parts(self) -> tuple[Surface, FiniteSum | None]:
        """What is trained on, and what is held back: a quarter of the examples, if there are some and the run may be stopped."""
        terrain = self.terrain()
        return split_once(terrain) if self.patience and isinstance(terrain, FiniteSum) else (terrain, None)

    def lanes(self) -> dict[str, Noise | None]:
        """How the gradient is answered in each lane of the player: exactly, with the noise, and with the most noise there is."""
        kind = self.kind()
        lanes: dict[str, Noise | None] = {"batch": None, "mini": kind}
        if kind.needs_examples and batch_size(kind) > 1:
            lanes["single"] = kind.replace(batch_size=1.0)
        return lanes

    def titles(self) -> dict[str, str]:
        """What each lane is called."""
        kind = self.kind()
        if not kind.needs_examples:
            return {"batch": "exact gradient", "mini": kind.name}
        size = batch_size(kind)
        mini = f"mini-batches of {size}" if size > 1 else "one at a time"
        titles = {"batch": f"all {self.parts()[0].terms} at once", "mini": mini, "single": "one at a time"}
        return {lane: titles[lane] for lane in self.lanes()}


def batch_size(kind: Noise) -> int:
    """The examples in a batch of a kind that has batches."""
    return int(kind.values_by_name()["batch_size"])


@lru_cache(maxsize=64)
def split_once(terrain: FiniteSum) -> tuple[FiniteSum, FiniteSum]:
    """The same two parts of a data set for everybody."""
    return split(terrain, HELD_BACK)
