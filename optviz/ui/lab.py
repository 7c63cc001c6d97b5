"""One experiment of the stochastic lab: a method under noise, with a schedule, and many seeds; as a link and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from surfaces import SURFACES, FiniteSum, Surface

from ..early_stopping import split
from ..noise import Noise
from ..player.noise_scene import VALIDATION
from ..trajectory import FARTHEST
from .experiment import PAPER, everyone, form_of
from .link import noise_entries, read_noise, read_schedule, read_view, schedule_entries
from .query import Query, as_text, not_default
from .setting import CONSTANT, LAST_SEED, Noisy, Paced, Setting
from .specimen import Specimen

MOST_STEPS = 1000
MOST_SEEDS = 1000
HELD_BACK = 0.25
"""The share of the examples by which it is seen when to stop."""
SGD = Specimen("sgd", {"learning_rate": 0.1})
WITH_EXAMPLES, WITHOUT = "shuffled", "gaussian"
"""The noise to begin with on a surface."""
METHODS = tuple(entrant for entrant in everyone() if not form_of(entrant, PAPER).searches)
"""Who can be asked under noise."""


@dataclass(frozen=True)
class Lab(Setting, Paced, Noisy):
    """Who is shaken, by what, where, for how long.

    seed:  that of the runs in the player, and the first of the fan
    seeds: how many runs the fan has
    patience: after how many steps without a better validation loss a run is stopped; 0 for never
    """

    specimen: Specimen = SGD
    surface: str = "linear_regression"
    surface_values: Mapping[str, Any] = field(default_factory=dict)
    start: tuple[float, float] | None = None
    steps: int = 300
    noise: str = WITH_EXAMPLES
    noise_values: Mapping[str, Any] = field(default_factory=dict)
    schedule: str = CONSTANT
    schedule_values: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    seeds: int = 100
    patience: int = 0

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


def most_in_batch(surface: str, patience: int) -> int:
    """The examples that there are to train on."""
    terrain = SURFACES[surface]
    return split_once(terrain)[0].terms if patience and isinstance(terrain, FiniteSum) else terrain.terms


def usual_noise(surface: str) -> str:
    return WITH_EXAMPLES if isinstance(SURFACES[surface], FiniteSum) else WITHOUT


def write_lab(lab: Lab) -> str:
    """The query string of an experiment: everything that is not default, in a fixed order."""
    default = Lab()
    entries = [("surface", lab.surface)]
    entries += [(f"surface.{key}", as_text(value)) for key, value in not_default(SURFACES[lab.surface], lab.surface_values)]
    entries.append(("method", lab.specimen.entrant))
    entries += [(f"method.{name}", as_text(value)) for name, value in lab.specimen.values.items()]
    entries += [*noise_entries(lab), *schedule_entries(lab)]
    if lab.start is not None:
        entries.append(("start", ",".join(map(as_text, lab.start))))
    entries += [
        (name, str(getattr(lab, name))) for name in ("steps", "seed", "seeds", "patience") if getattr(lab, name) != getattr(default, name)
    ]
    return urlencode(entries, safe=",")


def read_lab(query: Mapping[str, str]) -> tuple[Lab, dict[str, Any], list[str]]:
    """The experiment and the view that a link describes, and the names of what had to be ignored."""
    reader, default = Query(query), Lab()
    surface = reader.choice("surface", SURFACES, default.surface)
    entrant = reader.choice("method", METHODS, None)
    specimen = default.specimen
    if entrant is not None:
        specimen = Specimen(entrant, dict(not_default(form := form_of(entrant, PAPER), reader.declared("method", form))))
    patience = reader.whole("patience", 0, MOST_STEPS) or 0
    start = reader.numbers("start", 2, lambda values: all(abs(v) < FARTHEST for v in values))
    found = Lab(
        specimen=specimen,
        surface=surface,
        surface_values=reader.declared("surface", SURFACES[surface]),
        start=(start[0], start[1]) if start else None,
        **read_noise(reader, surface, most_in_batch(surface, patience), usual_noise(surface)),
        **read_schedule(reader),
        steps=reader.whole("steps", 1, MOST_STEPS) or default.steps,
        seed=reader.whole("seed", 0, LAST_SEED) or 0,
        seeds=reader.whole("seeds", 2, MOST_SEEDS) or default.seeds,
        patience=patience,
    )
    return found, read_view(reader, VALIDATION), reader.ignored()
