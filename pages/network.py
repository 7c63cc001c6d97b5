"""Does it hold for a network? A small one, trained on real birds with every first-order method, and the loss around the paths."""

from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.player.network_scene import network_scene
from optviz.player.payload import pack
from optviz.player.viewer import mount, mount_dock
from optviz.ui import decaying, learning, normalizing, studying
from optviz.ui.network_stories import STORIES
from optviz.ui.study import DECAY, NAMES, TRAINING, Study, write_study
from optviz.ui.studying import PLAYER, heard, study

now = study()
network = now.network()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

story = studying.current_story()
plain = (
    f"Four measures in, two hidden layers of {network.widths[0]} units, three species out; {network.training_count} birds to train on, "
    f"{network.validation_count} held back. The same lines of every method that race on two coordinates move all {network.size} weights."
)
told = f"{STORIES[story].watch} {STORIES[story].then}" if story else plain
st.markdown(f"##### A network with {network.size} weights tells penguins apart\n\n{told}")
if st.session_state.study_ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.study_ignored)}.")
with st.container(key="study_view", horizontal=True, vertical_alignment="bottom"):
    studying.look_picker()
    studying.story_picker()
    if now.look != DECAY:
        studying.method_picker()
    if now.look == TRAINING:
        studying.plane_picker()
    st.button("Reset", key="reset_study", on_click=lambda: studying.change(**vars(Study())))
with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    studying.controls()


def training() -> None:
    """Every method, with its path in a plane of weights; then the table of how they ended."""
    found = learning.studied()
    around(found)
    with st.container(key="study_ends"):
        st.dataframe(learning.table(found), key="study table", hide_index=True)
        learning.save_button(found)


@st.fragment
def around(found: learning.Trainings) -> None:
    """The player. A window that is zoomed into reruns this part alone."""
    now = study()
    if found[now.method].diverged is not None:
        studying.write_link()  # there is no player to do it
        st.caption(f"{NAMES[now.method]} diverged in epoch {found[now.method].diverged}: there is no path to look around.")
        return
    ground = learning.ground(found)
    header, arrays = network_scene(
        found,
        ground.paths,
        ground.losses,
        ground.window,
        key=PLAYER,
        name=f"the loss around {NAMES[now.method]}, {now.plane}",
        axes=learning.axes(now.plane),
        whole=ground.whole,
        shown=now.shown,
        looked=now.method,
        link=write_study(now),
        view=st.session_state.study_view,
    )
    mount(pack(header, arrays), key=PLAYER, on_event=heard)
    mount_dock(PLAYER, key="network_dock")
    st.caption(learning.said(found, ground))


def normalization() -> None:
    """The network without and with batch normalization: the surface around zero, and how wrong η may be."""
    studying.write_link()
    found = normalizing.both()
    normalizing.maps(found)
    st.caption(normalizing.said(found))
    with st.container(key="study_ends"):
        normalizing.profile(found)
        st.dataframe(normalizing.table(found), key="study norm table", hide_index=True)


def decay() -> None:
    """AdamW and Adam with L2, with every pair of η and λ."""
    studying.write_link()
    found = decaying.swept()
    decaying.maps(found)
    st.caption(decaying.said(found))
    with st.container(key="study_ends"):
        decaying.curves(found)


if now.look == TRAINING:
    training()
elif now.look == DECAY:
    decay()
else:
    normalization()
