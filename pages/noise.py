"""What does noise do? One method with exact gradients, with mini-batches, and with one example at a time; and many seeds of it."""

from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.player.noise_scene import noise_scene
from optviz.player.payload import pack
from optviz.player.viewer import mount, mount_dock
from optviz.ui import bench
from optviz.ui.bench import PLAYER, heard, lab, page_is_stale
from optviz.ui.lab import Lab, write_lab
from optviz.ui.stories import STORIES

now = lab()
terrain = now.terrain()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

story = bench.current_story()
told = f"{STORIES[story].watch} {STORIES[story].then}" if story else bench.about_the_noise()
st.markdown(f"##### {now.specimen.name()} on {terrain.name} $\\quad {now.kind().formula}$\n\n{told}")
if st.session_state.lab_ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.lab_ignored)}.")

with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    bench.method_picker()
    bench.surface_picker()
    bench.noise_picker()
    bench.schedule_picker()
    bench.story_picker()
    bench.steps_input()
    bench.seed_input()
    bench.patience_input()
    st.button("Reset", key="reset_lab", on_click=lambda: bench.adopt(Lab()))


@st.fragment
def experiment() -> None:
    """The sliders, the player and the charts. A moved slider reruns this part alone."""
    if page_is_stale():
        st.rerun()
    now = lab()
    with st.container(key="sliders", horizontal=True):
        bench.sliders()
    found = bench.shaken()
    header, arrays = noise_scene(
        found.race,
        fans=found.fans,
        validation=found.validation,
        stops=found.stops,
        key=PLAYER,
        start=now.starting_point(),
        titles=now.titles(),
        link=write_lab(now),
        window=st.session_state.lab_window,
        view=st.session_state.lab_view,
    )
    mount(pack(header, arrays), key=PLAYER, on_event=heard)
    mount_dock(PLAYER, key="lab_dock")
    st.caption(bench.said(found))
    with st.container(key="lab_charts"):
        with st.container(key="lab_fan", horizontal=True, vertical_alignment="center"):
            bench.seeds_input()
            st.markdown(bench.estimates(found))
            bench.save_button(found)
        bench.charts(found)


experiment()
