"""One experiment of the noise page: a method under noise, with a schedule, and many seeds."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Self

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
EXAMPLES_EACH = 8
"""The examples that the cursor goes on by where it counts examples: a batch of 16 moves at every other."""
MOST_POINTS = 1_000_000
"""Of a fan, in one lane."""
COUNTS = {"example": "examples", "step": "steps"}
"""What the cursor can count."""
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
    per:   what the cursor counts, "example" or "step". Where it counts examples it goes through `steps` times EXAMPLES_EACH of them,
           with as many steps as that takes: a step of all of them is then worth many steps of one. A link that speaks of the rest but not
           of this counts steps, as all did once.
    """

    surface: SurfaceKey = "linear_regression"
    noise: Annotated[str | None, Choice(NOISES, always=True)] = WITH_EXAMPLES
    specimen: Annotated[Specimen, OnTheTable(METHODS, name="method")] = SGD
    steps: Annotated[int, Whole(1, MOST_STEPS)] = 300
    seeds: Annotated[int, Whole(2, MOST_SEEDS)] = 100
    patience: Annotated[int, Whole(0, MOST_STEPS)] = 0
    per: Annotated[str, Choice(COUNTS, always=True, unsaid="step")] = "example"

    def story(self) -> Any:
        """The very experiment, whichever seeds."""
        return replace(self, seed=0, seeds=NoiseExperiment.seeds)

    def fitted(self) -> Self:
        fitting = super().fitted()
        most = max(2, MOST_POINTS // max(fitting.steps_of(kind) for kind in fitting.lanes().values()))
        return replace(fitting, seeds=min(fitting.seeds, most))

    def counted(self) -> str:
        """What the page counts, "example" or "step": examples only where steps differ in them."""
        return self.per if self.kind().needs_examples else "step"

    def steps_of(self, kind: Noise | None) -> int:
        """How many steps a lane takes: where examples are counted, as many as they suffice for."""
        if self.counted() == "step":
            return self.steps
        examples = self.parts()[0].terms
        passes, rest = divmod(self.steps * EXAMPLES_EACH, examples)
        if kind is None:
            return max(passes, 1)
        size = batch_size(kind)
        return max(passes * math.ceil(examples / size) + rest // size, 1)

    def usual_noise(self) -> str:
        return WITH_EXAMPLES if isinstance(SURFACES[self.surface], FiniteSum) else WITHOUT

    def most_in_batch(self) -> int:
        """The examples that there are to train on."""
        terrain = SURFACES[self.surface]
        return split_once(terrain)[0].terms if self.patience and isinstance(terrain, FiniteSum) else terrain.terms

    def parts(self) -> tuple[Surface, FiniteSum | None]:
        """What is trained on, and what is kept for validation: a quarter of the examples, if there are some and the run may be stopped."""
        terrain = self.terrain()
        return split_once(terrain) if self.patience and isinstance(terrain, FiniteSum) else (terrain, None)

    def ticks(self) -> int | None:
        """How far the cursor goes where it counts examples; None where it counts steps."""
        return self.steps if self.counted() == "example" else None

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
