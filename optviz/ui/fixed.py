"""What was the same for all runs of a picture or a table that is saved: nobody can see that later who was not told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from surfaces.declaration import Declared

from .experiment import Paced, Setting
from .lettering import setting

Fixed = Mapping[str, Any]
"""Values by the names that they have in a link."""


def of_declared(name: str, key: str, declared: Declared, varied: Collection[str] = ()) -> Fixed:
    """What something is, and all of its values but those that are varied: `method`, `method.momentum`."""
    return {name: key, **{f"{name}.{one}": value for one, value in declared.values_by_name().items() if one not in varied}}


def of_setting(now: Setting, varied: Collection[str] = ()) -> Fixed:
    """The surface, and the most steps that a run may take."""
    return {**of_declared("surface", now.surface, now.terrain(), varied), "step_limit": now.steps}


def of_start(now: Setting) -> Fixed:
    x, y = now.starting_point()
    return {"start.x": x, "start.y": y}


def of_schedule(now: Paced) -> Fixed:
    """Nothing, where η stays what it is."""
    return of_declared("schedule", now.schedule, now.pacing()) if now.changing() else {}


def in_words(name: str, declared: Declared, varied: Collection[str] = ()) -> str:
    """A name with all values but those that are varied: Adam with bias correction, learning rate 0.01, β₁ 0.9."""
    values = {key: value for key, value in declared.values_by_name().items() if key not in varied}
    said = {key: setting(key, declared.parameters()[key], value) for key, value in values.items()}
    switches = [said[key] for key, value in values.items() if isinstance(value, bool)]
    return ", ".join([" ".join([name, *switches]), *(words for key, words in said.items() if words not in switches)])
