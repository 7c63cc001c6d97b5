"""Where Streamlit mounts the player: a Components-v2 element whose modules are served as files."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

HERE = Path(__file__).parent
ELEMENTS = ("player", "dock")
EVENTS = ("start", "racing", "window", "learning_rate")


def mount(payload: bytes, *, key: str, on_event: Callable[[str], None]) -> None:
    """Show a payload in the player. `on_event(name)` is called with 'start', 'racing', 'window' or
    'learning_rate' when the visitor asks for a new experiment; the value is `st.session_state[key][name]`.
    """
    callbacks = {f"on_{event}_change": lambda event=event: on_event(event) for event in EVENTS}
    _announce()
    _element("player")(key=key, data=payload, **callbacks)


def mount_dock(player: str, *, key: str) -> None:
    """A place on the page to which the player of that key moves its side panels on a narrow screen."""
    _announce()
    _element("dock")(key=key, data={"for": player})


def _announce() -> None:
    """Tell Streamlit that the modules of `web` are to be served as files, so that they import each other by name.

    It looks for such folders in installed packages only. This one is not installed, so it is announced
    the way an installed one would be.
    """
    manager: BidiComponentManager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"optviz.{ELEMENTS[0]}") is None:
        parts = [ComponentConfig(name=name, asset_dir="web") for name in ELEMENTS]
        manager.register_from_manifest(ComponentManifest(name="optviz", version="1", components=parts), HERE)


@cache
def _element(name: str) -> Callable[..., object]:
    return st.components.v2.component(f"optviz.{name}", html=" ", js=f"{name}.js", css="player.css")
