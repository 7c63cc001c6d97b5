"""Sliders: they show a value that is kept elsewhere, and say so when a visitor has let one go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import streamlit as st

from ..player.header import Slider
from ..player.viewer import mount_sliders
from ..written import number


class Back(NamedTuple):
    """What takes the value of a slider back: in words, how that is done, and whether there is anything to take back."""

    words: str
    act: Callable[[], None]
    due: bool


def to_default(default: float, value: float, act: Callable[[float], None]) -> Back:
    """To the default of a value."""
    return Back(f"Back to the default, {number(default)}", lambda: act(default), value != default)


class Row:
    """Sliders that stand side by side. They are one element of the page, as each element takes the server time at every release.

    key: its first word is the page
    """

    def __init__(self, key: str) -> None:
        self._key = key
        self._sliders: list[Slider] = []
        self._setters: dict[str, Callable[[Any], None]] = {}

    def add(self, slider: Slider, act: Callable[[Any], None]) -> None:
        """One more. act: takes up whatever the browser asks for, None to take the value back."""
        self._sliders.append(slider)
        self._setters[slider["key"]] = act

    def show(self) -> None:
        """Put them on the page."""
        if self._sliders:
            mount_sliders(self._sliders, key=self._key, on_set=self._heard)

    def _heard(self) -> None:
        asked = (st.session_state.get(self._key) or {}).get("set")  # nothing, if the visitor has gone on to another page
        for key, value in asked.items() if isinstance(asked, dict) else ():
            if key in self._setters:
                self._setters[key](value)


def value_slider(
    label: str,
    key: str,
    value: float,
    options: Collection[float],
    act: Callable[[float], None],
    tip: str = "",
    *,
    unset: str = "",
    back: Back | None = None,
    coarse: bool = False,
    idle: bool = False,
    row: Row | None = None,
) -> None:
    """A slider over values. Between two of them it stands, too, unless all are whole numbers.

    key:    its first word is the page
    unset:  what holds until it is moved, where that is not its value
    back:   what takes the value back, if anything does
    coarse: whether it stands at the values alone
    idle:   whether it would change nothing, so that it cannot be moved
    row:    where it stands with others; by itself if none is given
    """
    fine = not coarse and any(choice % 1 for choice in options)
    choices = sorted(map(float, options))
    if not fine or not choices[0] <= value <= choices[-1]:
        choices = sorted({*choices, float(value)})

    def heard(asked: Any) -> None:
        if asked is None and back:
            back.act()
        elif isinstance(asked, (int, float)) and choices[0] <= asked <= choices[-1]:
            act(float(asked))

    slider: Slider = {
        "page": key.split()[0],
        "key": key,
        "label": label,
        "tip": tip,
        "value": float(value),
        "unset": unset,
        "choices": choices,
        "fine": fine,
        "back": back.words if back else "",
        "due": back is not None and back.due and not idle,
        "idle": idle,
    }
    if row:
        row.add(slider, heard)
    else:
        alone = Row(key)
        alone.add(slider, heard)
        alone.show()
