"""The territories that this visitor looks at, and the widgets that show and change them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from ...player.live_scene import Steering
from ..session import Visit, as_point
from ..view import are_coordinates
from ..widgets import choose, of_surface, parameter_widget
from .experiment import LAYERS, RESOLUTIONS, BasinsExperiment, as_area

MAPS = {"a": "basins map a", "b": "basins map b"}

visit = Visit("basins", BasinsExperiment)


def set_value(side: str, name: str, value: Any) -> None:
    visit.change(visit.now.with_value(side, name, value))


def heard_on_map(side: str, event: str) -> None:
    """Take up a click on a start, another window or another layer. Both maps show the same window and the same layer."""
    value, now = visit.asked(event, MAPS[side]), visit.now
    if event == "cell" and (start := as_point(value)):
        visit.change(now.started_at(start))
        visit.is_stale_now()
    elif event == "window" and value is None:
        visit.change(replace(now, window=None))
    elif event == "window" and are_coordinates(value, 4):
        visit.change(replace(now, window=as_area(value) or now.window))
        visit.has_zoomed(now.window, visit.now.window)
    elif event == "home":
        visit.change(replace(now, window=visit.home(now.window)))
    elif event == "layer" and value in LAYERS:
        visit.change(replace(now, layer=value))


def resolution_picker() -> None:
    sizes = {str(resolution): f"{resolution} × {resolution}" for resolution in RESOLUTIONS}

    def act(chosen: str) -> None:
        visit.change(replace(visit.now, resolution=int(chosen)))

    choose("Starts", sizes, "basins resolution", str(visit.now.resolution), act)


def hyperparameter_widgets(side: str) -> None:
    optimizer = visit.now.specimens()[side].optimizer()
    for name, parameter in optimizer.parameters().items():
        parameter_widget(parameter, name, _widget(side, name), getattr(optimizer, name), partial(set_value, side))


def _widget(side: str, name: str) -> str:
    return f"basins {side} {name}"


def steering() -> dict[str, Steering]:
    """What each slider of the page sets."""
    sides = visit.now.specimens()
    own: dict[str, Steering] = {_widget(side, name): {side: [name]} for side, one in sides.items() for name in one.form().parameters()}
    return {**own, **of_surface(visit)}
