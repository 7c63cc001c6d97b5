"""Which optimizer gets there first, and by which path?"""

from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.player.payload import pack
from optviz.player.scene import scene
from optviz.player.viewer import mount, mount_dock
from optviz.ui import controls, fairness
from optviz.ui.conditions import pace_section
from optviz.ui.differences import what_differs
from optviz.ui.experiment import SHARED, Experiment
from optviz.ui.link import write_link
from optviz.ui.presets import PRESETS
from optviz.ui.results import kept_race
from optviz.ui.state import PLAYER, adopt, experiment, heard, page_is_stale

now = experiment()
terrain = now.terrain()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

story = controls.current_preset()
said = f"{PRESETS[story].watch} {PRESETS[story].then}" if story else f"{type(terrain).__doc__} Click the map to start there."
said = controls.about_conditions() or said
if now.tuned:
    said = "A fair race: every method has the best step size that a search found for it here. The search is shown below the player."
st.markdown(f"##### {terrain.name} $\\quad f(x, y) = {terrain.formula}$\n\n{said}")
if st.session_state.ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.ignored)}.")

with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    controls.surface_picker()
    controls.preset_picker()
    controls.library_picker()
    controls.steps_input()
    controls.count_picker()
    controls.tuned_switch()
    conditions = st.popover("Start, schedule, noise", key="conditions", on_change="rerun")
    if conditions.open:
        with conditions:
            controls.conditions_panel()
    panel = st.popover("One method", key="panel", on_change="rerun")
    if panel.open:
        with panel:
            controls.method_panel()
    st.button("Reset", key="reset", on_click=lambda: adopt(Experiment(surface=experiment().surface)))


@st.fragment
def arena() -> None:
    """The sliders and the player. A moved slider reruns this part alone."""
    if page_is_stale():
        st.rerun()
    now = experiment()
    terrain = now.terrain()
    sliders = st.container(key="sliders", horizontal=True)
    # The race first, wherever it stands on the page: it is what everybody waits for.
    found = fairness.fair(now)
    race = kept_race(fairness.entrants(now, found), terrain, now.starting_point(), now.steps, now.conditions())
    header, arrays = scene(
        race,
        key=PLAYER,
        start=now.starting_point(),
        link=write_link(now),
        notes={entrant: fairness.note(now, entrant, found) for entrant in now.racing},
        window=st.session_state.window,
        view=st.session_state.view,
        budget=fairness.budget(found),
        per=now.counted(),
    )
    mount(pack(header, arrays), key=PLAYER, on_event=heard)
    mount_dock(PLAYER, key="dock")
    if differs := what_differs(now, race):
        st.caption(differs)
    if waiting := controls.who_sits_out():
        st.caption(waiting)
    pace_section(race, now.changing(), {entrant: now.name(entrant) for entrant in race.lanes}, key="pace")
    fairness.search_section(now, found)
    with sliders:
        for name in SHARED:
            controls.shared_slider(name)
        for name in terrain.parameters():
            controls.surface_slider(name)
        controls.shared_switches()
        st.html(controls.dimmed())


arena()
