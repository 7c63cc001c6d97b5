"""What chance decided in runs under noise, for a browser that is to hear the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface

from ..noise import Noise
from ..race import Race
from .header import LiveNoise


class Chance(NamedTuple):
    """The noise of a run, and its seed."""

    noise: Noise
    seed: int


def live_noises(
    race: Race, chances: Mapping[str, Chance], ahead: int = 1
) -> tuple[list[LiveNoise], list[int | None], dict[str, NDArray[Any]]]:
    """Parts of a header, and arrays: the noises of a race, each once, in their order; of every lane the number of its own; what was drawn.

    chances: of the lanes that have one
    ahead:   how many times as many steps batches are drawn for
    """
    steps = {lane: len(race.lanes[lane].points) - 1 for lane in chances}
    longest = {chance: max(steps[lane] for lane in chances if chances[lane] == chance) for chance in chances.values()}
    drawn = {chance: _drawn(chance, race.surface, most, ahead) for chance, most in longest.items()}
    sent = _without_beginnings(drawn.values())
    noises: list[LiveNoise] = [
        {
            "kind": type(chance.noise).key,
            "values": [float(value) for value in chance.noise.values_by_name().values()],
            "drawn": next(name for name, longer in sent.items() if _begins(longer, drawn[chance])),
        }
        for chance in drawn
    ]
    numbers = {chance: number for number, chance in enumerate(drawn)}
    return noises, [numbers[chances[lane]] if lane in chances else None for lane in race.lanes], sent


def _drawn(chance: Chance, surface: Surface, steps: int, ahead: int) -> NDArray[Any]:
    if chance.noise.needs_examples:
        return chance.noise.drawn(surface, chance.seed, ahead * steps).astype(np.uint16)
    return chance.noise.drawn(surface, chance.seed, steps)


def _without_beginnings(arrays: Iterable[NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Those that none of the others begins with: batches of any size go through the same epochs."""
    found: list[NDArray[Any]] = []
    for array in sorted(arrays, key=len, reverse=True):
        if not any(_begins(longer, array) for longer in found):
            found.append(array)
    return {f"live.drawn.{i}": array for i, array in enumerate(found)}


def _begins(longer: NDArray[Any], array: NDArray[Any]) -> bool:
    return longer.dtype == array.dtype and np.array_equal(longer[: len(array)], array)
