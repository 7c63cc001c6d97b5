"""The study of this visitor, and the widgets that show and change it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from .network_stories import STORIES
from .setting import LAST_SEED
from .state import as_window
from .study import (
    ACTIVATIONS,
    DECAY,
    EPOCHS_OF_TRIAL,
    LOOKS,
    MOST_EPOCHS,
    MOST_IN_BATCH,
    NAMES,
    NORMALIZATION,
    PLANES,
    TRAINING,
    TRIALS,
    Study,
    entrants,
    read_study,
    write_study,
)
from .widgets import choose, choose_or_none, chosen_by_visitor, show, value_slider

PLAYER = "network"
DECAYS = (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0)


def study() -> Study:
    """The current one; at the visitor's first run the one that the link describes."""
    state = st.session_state
    if "study" not in state:
        state.study, state.study_view, state.study_ignored = read_study(st.query_params.to_dict())
        state.study_window = as_window(state.study_view.get("window"))
    found: Study = state.study
    return found


def change(**values: Any) -> None:
    """Replace parts of the study. Another plane is looked at as a whole."""
    if values.keys() - {"shown", "cell"}:
        st.session_state.study_window = None
    st.session_state.study = replace(study(), **values)
    st.session_state.study_ignored = []


def write_link() -> None:
    """The address holds the whole study. Where there is a player it writes the address, with its own view."""
    wanted = dict(parse_qsl(write_study(study())))
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def heard(event: str) -> None:
    """Take up what the visitor did in the player: a part of the map that is looked at, or methods that are shown."""
    value = st.session_state[PLAYER][event]
    if event == "window":
        st.session_state.study_window = as_window(value)
    elif event == "racing" and isinstance(value, list):
        change(shown=tuple(key for key in entrants() if key in value))


# ---- widgets -------------------------------------------------------------------------------------------------------


def look_picker() -> None:
    choose("Look at", LOOKS, "study look", study().look, lambda key: change(look=key))


def story_picker() -> None:
    choose_or_none("Story", "Choose one", {key: one.name for key, one in STORIES.items()}, "study story", current_story(), _tell)


def method_picker() -> None:
    """Around whose path the loss is shown, or which method a comparison is made with."""
    names = {key: NAMES[key] for key in entrants()}
    label = "Around the path of" if study().look == TRAINING else "Trained with"
    choose(label, names, f"study {study().look} method", study().method, lambda key: change(method=key))


def plane_picker() -> None:
    choose("Directions", PLANES, "study directions", study().plane, lambda key: change(plane=key))


def controls() -> None:
    """What the network is, and how it is trained: all that the look depends on."""
    now = study()
    choose("Activation", ACTIVATIONS, "study activation", now.activation, lambda key: change(activation=key))
    if now.look != NORMALIZATION:
        _toggle(
            "Batch normalization",
            "batch_norm",
            "Each hidden layer is brought to mean 0 and variance 1 over the batch (Ioffe and Szegedy 2015).",
        )
    if now.look != DECAY:
        tip = "λ of the penalty ½ λ |W|². AdamW has a decay of its own besides."
        value_slider(r"Weight decay $\lambda$", "study decay", now.weight_decay, DECAYS, lambda value: change(weight_decay=value), tip)
    if now.look == TRAINING:
        _number("Epochs", "epochs", 1, MOST_EPOCHS, 50)
    _number("Batch size", "batch_size", 2, MOST_IN_BATCH, 8)
    _number("Seed", "seed", 0, LAST_SEED, 1)
    if now.look == TRAINING:
        _toggle(
            "Tuned",
            "tuned",
            f"Every method gets the best of {TRIALS} step sizes, each tried for {EPOCHS_OF_TRIAL} epochs. The birds held back decide "
            "which is best, so they are a kind judge of it afterwards.",
        )


def _tell(key: str | None) -> None:
    if key is not None:
        change(**vars(story(key)))


@cache
def story(key: str) -> Study:
    return read_study(dict(parse_qsl(STORIES[key].link)))[0]


def current_story() -> str | None:
    """The story that is being told: the very study, whichever methods are shown."""
    now = replace(study(), shown=Study().shown)
    return next((key for key in STORIES if story(key) == now), None)


def _number(label: str, name: str, least: int, most: int, step: int) -> None:
    key = f"study {name}"
    first = show(key, getattr(study(), name))
    act = chosen_by_visitor(key, lambda value: change(**{name: value}))
    st.number_input(label, least, most, first, step=step, key=key, on_change=act)


def _toggle(label: str, name: str, tip: str) -> None:
    key = f"study {name}"
    first = show(key, getattr(study(), name))
    st.toggle(label, first, key=key, help=tip, on_change=chosen_by_visitor(key, lambda value: change(**{name: value})))
