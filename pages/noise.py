"""What does noise do? One method with exact gradients, with mini-batches, and with one example at a time; and many seeds of it."""

import streamlit as st

from optviz.pace import follows_schedules
from optviz.player.noise_scene import noise_scene
from optviz.ui import conditions, story
from optviz.ui.noise import controls, shaken
from optviz.ui.noise.controls import visit
from optviz.ui.noise.experiment import EXAMPLES_EACH, MOST_STEPS, NoiseExperiment
from optviz.ui.noise.stories import STORIES
from optviz.ui.page import dock, off_the_map, opening, room_for_words, row_of_sliders, show_player
from optviz.ui.session import heard_in_player
from optviz.ui.widgets import steps_field, surface_picker

now = visit.now
opening(f"{now.specimen.name()} on {now.terrain().name} $\\quad {now.kind().formula}$", "", visit)

with st.container(key="noise strip", horizontal=True, vertical_alignment="bottom"):
    controls.method_picker()
    surface_picker(visit)
    conditions.noise_picker(visit)
    conditions.schedule_picker(visit, "" if follows_schedules(now.specimen.optimizer()) else "not used")
    story.picker(visit, STORIES)
    controls.count_picker()
    steps_field(visit, MOST_STEPS)
    controls.seed_input()
    controls.patience_input()
    st.button("Reset", key="noise reset", on_click=lambda: visit.adopt(NoiseExperiment()))


@st.fragment
def experiment() -> None:
    """The sliders, the player and the charts. A moved slider reruns this part alone."""
    if visit.stale():
        st.rerun()
    now = visit.now
    words = room_for_words(visit)
    with row_of_sliders(visit):
        controls.sliders()
    dock(visit)
    found = shaken.shaken()
    header, arrays = noise_scene(
        found.race,
        fans=found.fans,
        validation=found.validation,
        stops=found.stops,
        patience=now.patience,
        key=visit.page,
        start=now.starting_point(),
        titles=now.titles(),
        per=now.counted(),
        each=EXAMPLES_EACH if now.counted() == "example" else 1,
        ticks=now.ticks(),
        address=visit.address(),
        window=visit.window,
        live=controls.steering() if visit.browser_runs else None,
        schedule=now.changing(),
        chances=controls.chances(),
    )
    show_player(visit, header, arrays, lambda event: heard_in_player(visit, event))
    words.markdown(off_the_map(visit) + (story.sentences(visit, STORIES, found.subjects()) or now.kind().sentence))
    st.caption(shaken.said(found))
    with st.container(key="noise below"):
        with st.container(key="noise fan", horizontal=True, vertical_alignment="center"):
            controls.seeds_input()
            st.markdown(shaken.estimates(found))
            shaken.offer_table(found)
        shaken.charts(found)


experiment()
