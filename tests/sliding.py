"""The sliders of a page, as Streamlit's own test runner sees them, and how a visitor moves one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from framework import asking
from header_shapes import faults

from optviz.player.header import Slider


@dataclass
class Sliding:
    """A slider as it was told to the browser."""

    app: Any
    element: Any
    told: dict[str, Any]

    @property
    def key(self) -> str:
        return self.told["key"]

    @property
    def label(self) -> str:
        """Its name, and what holds until it is moved."""
        return ", ".join(filter(None, [self.told["label"], self.told["unset"]]))

    @property
    def value(self) -> float:
        return self.told["value"]

    @property
    def choices(self) -> list[float]:
        return self.told["choices"]

    @property
    def idle(self) -> bool:
        return self.told["idle"]

    def move(self, value: object) -> None:
        """Move it and let it go; the page answers."""
        asking(self.app, self.element, "set", {self.key: value})

    def take_back(self) -> None:
        """Press the button that takes its value back."""
        assert self.told["due"], f"{self.key} has nothing to take back"
        asking(self.app, self.element, "set", {self.key: None})


def sliders(app: Any) -> list[Sliding]:
    """All that are there. They have the shape that is declared."""
    found = [
        Sliding(app, one.proto, told)
        for one in app.get("bidi_component")
        if one.proto.component_name == "optviz.slider"
        for told in json.loads(one.proto.json)["sliders"]
    ]
    for one in found:
        assert not list(faults(one.told, Slider))
    return found


def slider(app: Any, key: str) -> Sliding:
    """The one with a key."""
    (found,) = [one for one in sliders(app) if one.key == key]
    return found
