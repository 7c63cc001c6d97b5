"""Runs of the noise page as the player is told them: with the validation loss, and where early stopping ends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import FiniteSum

from ..early_stopping import Stop
from ..fan import Fan
from ..race import Race
from .basin_scene import runs_scene
from .header import PlayerHeader
from .payload import as_float32
from .scene import reached

SEEDS_SHOWN = 20
"""More paths would be a cloud, and take longer than a frame."""
VALIDATION = "validation"
"""The curve of the validation loss."""


def noise_scene(
    race: Race,
    *,
    titles: Mapping[str, str],
    fans: Mapping[str, Fan],
    validation: FiniteSum | None,
    stops: Mapping[str, Stop],
    patience: int = 0,
    **options: Any,
) -> tuple[PlayerHeader, dict[str, NDArray[Any]]]:
    """Header and arrays for the player: runs under any keys, called by their titles. Options: see `scene`.

    fans:       runs with other seeds, of some of the lanes; the first SEEDS_SHOWN of each are drawn
    validation: the examples kept for validation, if there are any; then `stops` says for each run where its loss on them was best and
                where patience ran out
    patience:   after how many steps without a lower loss
    """
    header, arrays = runs_scene(race, titles=titles, **options)
    counted = {name: options[name] for name in ("per", "each", "ticks") if name in options}
    at = {lane: reached(run, **counted) for lane, run in race.lanes.items()}
    if validation is not None:
        header["curves"].append({"key": VALIDATION, "label": "validation loss", "log": True})
        if "live" in header:
            header["live"]["validation"] = {"examples": validation.count, "patience": patience}
            arrays["live.validation"] = validation.examples
        else:
            arrays[VALIDATION] = as_float32(np.stack([validation.value(run.points[at[lane]].T) for lane, run in race.lanes.items()]))
        for lane in header["lanes"]:
            stop = stops[lane["key"]]
            best, stopped = np.searchsorted(at[lane["key"]], [stop.best, stop.stopped]).tolist()
            lane["stop"] = {"best": best, "stopped": stopped if stop.in_time else None}
    if fans:
        shown = [one.trajectory.points[at[lane], :, 1 : SEEDS_SHOWN + 1].transpose(2, 1, 0) for lane, one in fans.items()]
        header["fan"] = {"lanes": list(fans), "seeds": len(shown[0])}
        arrays["fan.points"] = as_float32(np.stack(shown))
    return header, arrays
