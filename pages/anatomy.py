"""Why did it go there? One method, or two side by side, a step at a time."""

import streamlit as st

from optviz.player.anatomy_scene import anatomy_scene
from optviz.ui import story
from optviz.ui.anatomy import controls
from optviz.ui.anatomy.controls import heard, visit
from optviz.ui.anatomy.experiment import MOST_STEPS, AnatomyExperiment
from optviz.ui.anatomy.stories import STORIES
from optviz.ui.anatomy.theory import theory_section
from optviz.ui.page import dock, off_the_map, opening, row_of_sliders, say, show_player
from optviz.ui.results import kept_race
from optviz.ui.widgets import code_lines, method_pickers, start_fields, steps_field, surface_picker, surface_slider

now = visit.now
title = opening(now.headline(), "", visit, changes=True)

with st.container(key="anatomy strip", horizontal=True, vertical_alignment="bottom"):
    method_pickers(visit)
    surface_picker(visit)
    story.picker(visit, STORIES)
    steps_field(visit, MOST_STEPS)
    start_fields(visit)
    controls.linker()
    st.button("Reset", key="anatomy reset", on_click=controls.reset)


@st.fragment
def table() -> None:
    """The sliders and the player. A moved slider reruns this part alone."""
    if visit.stale():
        st.rerun()
    now = visit.now
    terrain = now.terrain()
    optimizers = {side: specimen.optimizer() for side, specimen in now.specimens().items()}
    race = kept_race(optimizers, terrain, now.starting_point(), now.steps)
    (title.container(key="anatomy title told") if now.is_told_apart_by_values() else title).markdown(f"##### {now.headline()}")
    rest = "A symbol of the rule and its arrow on the map have the same color."
    words = story.words(visit, STORIES)._replace(rest=rest, opening=off_the_map(visit))
    say(visit, words.said(race.lanes))
    with row_of_sliders(visit):
        controls.sliders()
        for name in terrain.parameters():
            surface_slider(visit, name)
    dock(visit)
    header, arrays = anatomy_scene(
        race,
        key=visit.page,
        start=now.starting_point(),
        titles=now.titles(),
        names=now.names(),
        gauges=controls.gauges(),
        address=visit.address(),
        window=visit.window,
        words=words,
        live=controls.steering() if visit.browser_runs else None,
    )
    show_player(visit, header, arrays, heard)
    if differs := controls.what_differs(race):
        st.caption(differs)
    with st.container(key="anatomy cards"):
        cards(now)


def cards(now: AnatomyExperiment) -> None:
    """What there is to know of each method, and of it with the values that it has now."""
    for column, (side, specimen) in zip(st.columns(len(now.specimens())), now.specimens().items(), strict=True):
        with column:
            st.markdown(controls.card(specimen))
            theory_section(side)
            with st.expander("As code", key=f"anatomy code {side}", on_change="rerun") as code:
                if code.open:
                    code_lines(specimen.optimizer(), now.terrain(), now.starting_point(), now.steps, key=f"anatomy library {side}")


table()
