"""Why did it go there? One method, or two side by side, a step at a time."""

from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.player.anatomy_scene import anatomy_scene
from optviz.player.payload import pack
from optviz.player.viewer import mount, mount_dock
from optviz.ui import dissecting
from optviz.ui.dissecting import PLAYER, dissection, heard, page_is_stale
from optviz.ui.dissection import Dissection, write_dissection
from optviz.ui.pairs import PAIRS
from optviz.ui.results import kept_race
from optviz.ui.widgets import code_lines

now = dissection()
terrain = now.terrain()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

story = dissecting.current_pair()
names = " | ".join(now.titles().values())
said = f"{PAIRS[story].watch} {PAIRS[story].then}" if story else "Every symbol of the rule has the color of its arrow on the map."
st.markdown(f"##### {names} on {terrain.name} $\\quad f(x, y) = {terrain.formula}$\n\n{said}")
if st.session_state.anatomy_ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.anatomy_ignored)}.")

with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    dissecting.method_picker("a")
    dissecting.method_picker("b")
    dissecting.surface_picker()
    dissecting.story_picker()
    dissecting.steps_input()
    dissecting.start_inputs()
    if now.b is not None:
        dissecting.linker()
    st.button("Reset", key="reset_anatomy", on_click=lambda: dissecting.adopt(Dissection(a=dissection().a, b=dissection().b)))


@st.fragment
def table() -> None:
    """The sliders and the player. A moved slider reruns this part alone."""
    if page_is_stale():
        st.rerun()
    now = dissection()
    terrain = now.terrain()
    sliders = st.container(key="sliders", horizontal=True)
    optimizers = {side: specimen.optimizer() for side, specimen in now.specimens().items()}
    race = kept_race(optimizers, terrain, now.starting_point(), now.steps)
    header, arrays = anatomy_scene(
        race,
        key=PLAYER,
        start=now.starting_point(),
        titles=now.titles(),
        gauge=dissecting.gauge(),
        link=write_dissection(now),
        window=st.session_state.anatomy_window,
        view=st.session_state.anatomy_view,
    )
    mount(pack(header, arrays), key=PLAYER, on_event=heard)
    mount_dock(PLAYER, key="dock")
    if said := dissecting.what_differs(race):
        st.caption(said)
    with sliders:
        for side, name in dissecting.sliders():
            dissecting.hyperparameter_widget(side, name)
        for name in terrain.parameters():
            dissecting.surface_slider(name)


table()

cards = st.columns(len(now.specimens()))
for column, (side, specimen) in zip(cards, now.specimens().items(), strict=True):
    with column:
        st.markdown(dissecting.card(specimen))
        dissecting.theory_section(side)
        with st.expander("As code", key=f"code {side}", on_change="rerun") as code:
            if code.open:
                code_lines(specimen.optimizer(), terrain, now.starting_point(), now.steps, key=f"library {side}")
