"""Does it hold for a network? A small one, trained on real birds with every first-order method, and the loss around the paths."""

import streamlit as st

from optviz.player.network_scene import network_scene
from optviz.ui import story
from optviz.ui.network import controls, decaying, learning, normalizing
from optviz.ui.network.controls import heard, visit
from optviz.ui.network.experiment import DECAY, NAMES, NORMALIZATION, TRAINING, NetworkExperiment
from optviz.ui.network.stories import STORIES
from optviz.ui.page import dock, opening, room_for_words, say, show_player

now = visit.now
network = now.network()
plain = (
    f"Four measurements in, two hidden layers of {network.widths[0]} units, three species out; {network.training_count} birds for training "
    f"and {network.validation_count} for validation. The code that moves two coordinates elsewhere moves all {network.size} weights here."
)
opening(f"A network with {network.size} weights tells penguins apart", "", visit)

with st.container(key="network view", horizontal=True, vertical_alignment="bottom"):
    controls.look_picker()
    story.picker(visit, STORIES)
    if now.look != DECAY:
        controls.method_picker()
    if now.look == TRAINING:
        controls.plane_picker()
    st.button("Reset", key="network reset", on_click=lambda: visit.adopt(NetworkExperiment()))
with st.container(key="network strip", horizontal=True, vertical_alignment="bottom"):
    controls.activation_picker()
    if now.look != NORMALIZATION:
        controls.normalization_switch()
    if now.look != DECAY:
        controls.decay_slider()
    if now.look == TRAINING:
        controls.epochs_input()
    controls.batch_input()
    controls.seed_input()
    if now.look == TRAINING:
        controls.tuned_switch()


def training() -> None:
    """Every method, with its path in a plane of weights; then the table of how they ended."""
    found = learning.trained()
    around(found)
    with st.container(key="network below"):
        st.dataframe(learning.table(found), key="network table", hide_index=True)
        learning.offer_table(found)


@st.fragment
def around(found: learning.Trainings) -> None:
    """The player. A window that is zoomed into reruns this part alone."""
    now = visit.now
    if found[now.method].diverged is not None:
        say(visit, plain)
        visit.write_address()
        st.caption(f"{NAMES[now.method]} diverged in epoch {found[now.method].diverged}: there is no path to look around.")
        return
    ground = learning.ground(found)
    say(visit, story.sentences(visit, STORIES, learning.subjects(found, ground)) or plain)
    dock(visit)
    header, arrays = network_scene(
        found,
        ground.paths,
        ground.losses,
        ground.window,
        key=visit.page,
        name=f"the loss around {NAMES[now.method]}, {now.plane}",
        axes=learning.axes(now.plane),
        whole=ground.whole,
        shown=now.shown,
        looked=now.method,
        address=visit.address(),
    )
    show_player(visit, header, arrays, heard)
    st.caption(learning.said(found, ground))


def normalization() -> None:
    """The network without and with batch normalization: the surface around zero, and how wrong η may be."""
    words = room_for_words(visit)
    visit.write_address()
    found = normalizing.both()
    words.markdown(story.sentences(visit, STORIES, found) or plain)
    normalizing.maps(found)
    st.caption(normalizing.said(found))
    with st.container(key="network below"):
        normalizing.profile(found)
        st.dataframe(normalizing.table(found), key="network range table", hide_index=True)


def decay() -> None:
    """AdamW and Adam with L2, with every pair of η and λ."""
    words = room_for_words(visit)
    visit.write_address()
    found = decaying.swept()
    words.markdown(story.sentences(visit, STORIES, decaying.subjects(found)) or plain)
    decaying.maps(found)
    st.caption(decaying.said(found))
    with st.container(key="network below"):
        decaying.curves(found)


if now.look == TRAINING:
    training()
else:
    with st.container():  # as a fragment has one, so that what is said first stands alike
        show = decay if now.look == DECAY else normalization
        show()
