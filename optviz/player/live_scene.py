"""What the browser needs to run a race by itself: to show it, and to go on with it while a start is dragged or a slider is moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surfaces import FiniteSum, Surface

from ..graph.engine import engine, runs_to_the_last_bit
from ..noise import Noise
from ..optimizer import Optimizer
from ..race import Race
from ..schedule import Schedule
from ..status import Goal
from .header import Landmarks, Live, Steered
from .live_noise import Chance, live_noises
from .payload import digest

AHEAD = 2
"""How many times as many steps as there are chance decides for a browser that may follow larger batches: batches as much larger."""


class Scheduled(NamedTuple):
    """A slider sets a parameter of the schedule."""

    name: str


class OfNoise(NamedTuple):
    """A slider sets a value of the noise, of all lanes that have some.

    more: whether that changes more than the runs, which Python alone works out
    """

    name: str
    more: bool = False


class Lasting(NamedTuple):
    """A slider sets how many steps all runs take."""

    steps: int


Steering = Mapping[str, Sequence[str]] | str | Scheduled | OfNoise | Lasting
"""What a slider sets: hyperparameters by entrant, a parameter of the surface by its name, one of the schedule or of the noise, or how long
the runs are."""


def live_scene(
    race: Race,
    sliders: Mapping[str, Steering],
    schedule: Schedule | None = None,
    chances: Mapping[str, Chance] | None = None,
    shown: Sequence[NDArray[np.intp]] | None = None,
) -> tuple[Live, dict[str, NDArray[Any]]]:
    """Part of a header, and arrays: the methods and the surface as JavaScript with their values, and the points that would not be the same.

    sliders:  what each slider of the page sets, by its key
    schedule: that by which the race was run
    chances:  the noise of each lane that has some
    shown:    the step of each run at every place of the cursor, if that does not count steps
    """
    surface, runs = race.surface, list(race.lanes.values())
    chances = chances or {}
    declared: type[Surface] = surface.origin if isinstance(surface, FiniteSum) else type(surface)
    pacing = type(schedule) if schedule is not None and runs else None
    kinds = {lane: type(chance.noise) for lane, chance in chances.items()}
    alike = [runs_to_the_last_bit(type(run.optimizer), declared, pacing, kinds.get(lane)) for lane, run in race.lanes.items()]
    sent = [row for row, same in enumerate(alike) if not same]
    live: Live = {
        "engine": engine(dict.fromkeys(type(run.optimizer) for run in runs), [declared], pacing, dict.fromkeys(kinds.values())),
        "parameters": [float(value) for value in surface.values_by_name().values()],
        "goal": [float(number) if np.isfinite(number) else None for number in Goal.of(surface)[:-1]],
        "lanes": [
            {
                "form": type(run.optimizer).__name__,
                "hyperparameters": [float(value) for value in run.optimizer.values_by_name().values()],
                "digest": digest(run.points) if same else None,
            }
            for run, same in zip(runs, alike, strict=True)
        ],
        "sliders": steered(surface, {key: run.optimizer for key, run in race.lanes.items()}, sliders),
    }
    live["sliders"] |= {key: _of_length(one.steps, bool(chances)) for key, one in sliders.items() if isinstance(one, Lasting)}
    arrays: dict[str, NDArray[Any]] = {}
    if isinstance(surface, FiniteSum):
        arrays |= {f"live.examples.{i}": column for i, column in enumerate(surface.examples)}
    if sent:
        arrays["live.points"] = np.concatenate([runs[row].points for row in sent])
    if shown is not None:
        for lane, run in zip(live["lanes"], runs, strict=True):
            lane["steps"] = len(run.points) - 1
        if sent:
            arrays["live.at"] = np.stack([shown[row] for row in sent]).astype(np.uint16)
    if schedule is not None and pacing is not None:
        live["schedule"] = [float(value) for value in schedule.values_by_name().values()]
        arrays |= {f"live.factors.{steps}": schedule.factors(steps) for steps in {len(run.points) - 1 for run in runs}}
        live["sliders"] |= {key: _of_schedule(schedule, one.name) for key, one in sliders.items() if isinstance(one, Scheduled)}
    if chances:
        shaken = {key: one for key, one in sliders.items() if isinstance(one, OfNoise)}
        followed = {key: one.name for key, one in shaken.items() if not one.more}
        live["noises"], numbers, drawn = live_noises(race, chances, AHEAD if followed else 1)
        for lane, number in zip(live["lanes"], numbers, strict=True):
            if number is not None:
                lane["noise"] = number
        longest = {chance.noise: len(race.lanes[lane].points) - 1 for lane, chance in chances.items()}
        live["sliders"] |= {key: _of_noises(surface, longest, name) for key, name in followed.items()}
        if waits := [key for key in shaken if key not in followed]:
            live["waits"] = waits
        arrays |= drawn
    return live, arrays


def steered(surface: Surface, optimizers: Mapping[str, Optimizer], sliders: Mapping[str, Steering]) -> dict[str, Steered]:
    """What those of the sliders set that set anything of a surface or of optimizers, a lane of each."""
    places = {entrant: (lane, list(optimizer.parameters())) for lane, (entrant, optimizer) in enumerate(optimizers.items())}
    found = {}
    for key, names in sliders.items():
        if isinstance(names, str):
            found[key] = _of_surface(surface, names)
        elif isinstance(names, Mapping) and not optimizers.keys().isdisjoint(names):
            found[key] = _of_methods(optimizers, places, names)
    return found


def _of_length(steps: int, is_shaken: bool) -> Steered:
    found: Steered = {"lanes": [], "parameter": None, "steps": True, "landmarks": [], "value": float(steps)}
    if is_shaken:  # so much has been drawn
        found["most"] = float(steps)
    return found


def _of_schedule(schedule: Schedule, name: str) -> Steered:
    values = schedule.values_by_name()
    return {"lanes": [], "parameter": None, "schedule": list(values).index(name), "landmarks": [], "value": float(values[name])}


def _of_methods(
    optimizers: Mapping[str, Optimizer], places: Mapping[str, tuple[int, list[str]]], names: Mapping[str, Sequence[str]]
) -> Steered:
    each = [(entrant, name) for entrant in names if entrant in optimizers for name in names[entrant]]
    found: Steered = {
        "lanes": [(lane, order.index(name)) for lane, order, name in ((*places[entrant], name) for entrant, name in each)],
        "parameter": None,
        "landmarks": [],
        "value": _only(float(getattr(optimizers[entrant], name)) for entrant, name in each),
    }
    domains = [optimizers[entrant].parameters()[name].domain for entrant, name in each]
    if any(domain != domains[0] for domain in domains):
        found["within"] = [domain.ends() for domain in domains]
    return found


def _of_noises(surface: Surface, noises: Mapping[Noise, int], name: str) -> Steered:
    """noises: how many steps the runs take that hear each of them"""
    found: Steered = {
        "lanes": [],
        "parameter": None,
        "landmarks": [],
        "noises": [(number, list(noise.parameters()).index(name)) for number, noise in enumerate(noises)],
        "value": _only(float(getattr(noise, name)) for noise in noises),
    }
    if most := [noise.largest_batch(surface, steps, AHEAD * steps) for noise, steps in noises.items() if noise.needs_examples]:
        found["most"] = float(min(most))
    return found


def _only(values: Iterable[float]) -> float | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _of_surface(surface: Surface, name: str) -> Steered:
    values = surface.values_by_name()
    return {
        "lanes": [],
        "parameter": list(values).index(name),
        "landmarks": landmarks_along(surface, name) if surface.landmarks_depend_on_parameters() else [],
        "value": float(values[name]),
    }


@lru_cache(maxsize=64)
def landmarks_along(surface: Surface, name: str) -> list[Landmarks]:
    """The landmarks of a surface at each of the values of one of its parameters that are useful to try."""
    return [
        _of(surface.replace(**{name: value}), value)
        for value in sorted({*surface.parameters()[name].choices(), surface.values_by_name()[name]})
    ]


def _of(surface: Surface, value: float) -> Landmarks:
    found: Landmarks = {
        "value": value,
        "minimum": surface.minimum if np.isfinite(surface.minimum) else None,
        "minimizers": list(surface.minimizers),
        "saddles": list(surface.saddles),
        "local_minima": list(surface.local_minima),
    }
    if surface.window_depends_on_parameters():
        found |= {"domain": surface.domain, "start": surface.start}
    return found
