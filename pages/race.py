"""Which optimizer gets there first, and by which path?"""

from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.player.payload import pack
from optviz.player.scene import scene
from optviz.player.viewer import mount, mount_dock
from optviz.ui import controls
from optviz.ui.experiment import SHARED, Experiment
from optviz.ui.link import write_link
from optviz.ui.presets import PRESETS
from optviz.ui.results import kept_race
from optviz.ui.state import PLAYER, adopt, experiment, heard, page_is_stale

now = experiment()
terrain = now.terrain()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

st.markdown(f"##### {terrain.name} $\\quad f(x, y) = {terrain.formula}$")
story = controls.current_preset()
if story:
    st.caption(f"{PRESETS[story].watch} {PRESETS[story].then}")
else:
    st.caption(f"{type(terrain).__doc__} Click the map to start there.")
if st.session_state.ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.ignored)}.")

with st.container(key="strip"):
    surface, preset, steps, start_x, start_y, more, reset = st.columns([2, 2.4, 1, 1, 1, 1, 0.6], vertical_alignment="bottom")
    with surface:
        controls.surface_picker()
    with preset:
        controls.preset_picker()
    with steps:
        controls.steps_input()
    with start_x:
        controls.start_input(0, "x")
    with start_y:
        controls.start_input(1, "y")
    with more:
        panel = st.popover("One method", key="panel", on_change="rerun")
        if panel.open:
            with panel:
                controls.method_panel()
    with reset:
        st.button("Reset", key="reset", on_click=lambda: adopt(Experiment(surface=experiment().surface)))


@st.fragment
def arena() -> None:
    """The sliders and the player. A moved slider reruns this part alone."""
    if page_is_stale():
        st.rerun()
    now = experiment()
    terrain = now.terrain()
    with st.container(key="sliders", horizontal=True):
        for name in SHARED:
            controls.shared_slider(name)
        for name in terrain.parameters():
            controls.surface_slider(name)
        controls.shared_switches()
    st.html(controls.dimmed())
    if not now.racing:
        st.info("Nobody is racing. Choose at least one method: click its name.")
    race = kept_race(now.entrants(), terrain, now.starting_point(), now.steps)
    header, arrays = scene(
        race,
        key=PLAYER,
        start=now.starting_point(),
        link=write_link(now),
        notes=dict.fromkeys(now.own, "own values"),
        window=st.session_state.window,
        view=st.session_state.view,
    )
    mount(pack(header, arrays), key=PLAYER, on_event=heard)
    mount_dock(PLAYER, key="dock")


arena()
