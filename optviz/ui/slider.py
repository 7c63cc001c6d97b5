"""Sliders: they show a value that is kept elsewhere, and say so when a visitor has let one go."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

import streamlit as st

from ..player.header import Slider
from ..player.viewer import mount_slider
from ..written import number


class Back(NamedTuple):
    """What takes the value of a slider back: in words, how that is done, and whether there is anything to take back."""

    words: str
    act: Callable[[], None]
    due: bool


def to_default(default: float, value: float, act: Callable[[float], None]) -> Back:
    """To the default of a value."""
    return Back(f"Back to the default, {number(default)}", lambda: act(default), value != default)


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
) -> None:
    """A slider over values. Between two of them it stands, too, unless all are whole numbers.

    key:    its first word is the page
    unset:  what holds until it is moved, where that is not its value
    back:   what takes the value back, if anything does
    coarse: whether it stands at the values alone
    idle:   whether it would change nothing, so that it cannot be moved
    """
    fine = not coarse and any(choice % 1 for choice in options)
    choices = sorted(map(float, options))
    if not fine or not choices[0] <= value <= choices[-1]:
        choices = sorted({*choices, float(value)})

    def heard(event: str) -> None:
        moved = (st.session_state.get(key) or {}).get(event)  # nothing, if the visitor has gone on to another page
        if event == "back" and back:
            back.act()
        elif event == "value" and isinstance(moved, (int, float)) and choices[0] <= moved <= choices[-1]:
            act(float(moved))

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
    mount_slider(slider, on_event=heard)
