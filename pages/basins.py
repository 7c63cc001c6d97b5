"""Where does each start end? The plane colored by the minimizer that a method reaches from there."""

from functools import partial

import streamlit as st

from optviz.player.basin_scene import basin_scene, longest, runs_scene
from optviz.player.viewer import mount_atlas
from optviz.ui import story
from optviz.ui.basins import controls, territory
from optviz.ui.basins.controls import MAPS, heard_on_map, visit
from optviz.ui.basins.experiment import MOST_STEPS, BasinsExperiment
from optviz.ui.basins.stories import STORIES
from optviz.ui.page import dock, off_the_map, opening, room_for_words, row_of_sliders, show_player
from optviz.ui.session import heard_in_player
from optviz.ui.tables import of_basins, save_button
from optviz.ui.widgets import method_pickers, start_fields, steps_field, surface_picker, surface_slider

now = visit.now
plain = "Every start has the color of the minimizer that it reaches: the darker, the more steps it takes. Choose one to watch its run."

title = opening(now.headline(), "", visit, changes=True)

with st.container(key="basins strip", horizontal=True, vertical_alignment="bottom"):
    method_pickers(visit)
    surface_picker(visit)
    story.picker(visit, STORIES)
    controls.resolution_picker()
    steps_field(visit, MOST_STEPS)
    start_fields(visit)
    st.button("Reset", key="basins reset", on_click=lambda: visit.adopt(BasinsExperiment()))


@st.fragment
def maps() -> None:
    """The sliders, the maps and the player. A moved slider reruns this part alone."""
    if visit.stale():
        st.rerun()
    now = visit.now
    terrain = now.terrain()
    sides = now.specimens()
    words = room_for_words(visit)
    with row_of_sliders(visit):
        for side, name in now.names().items():
            with st.container(key=f"basins sliders {side}", horizontal=True):
                if len(sides) > 1:
                    st.markdown(f"**{name}**")
                controls.hyperparameter_widgets(side)
        for name in terrain.parameters():
            surface_slider(visit, name)
    with st.container(key="basins maps"):
        *columns, beside = st.columns(len(sides) + 1)
    places = {}
    for side, column in zip(sides, columns, strict=True):
        with column:
            places[side] = st.container(key=f"basins work {side}"), st.container(key=f"basins place {side}")
            places[side][1].empty()  # so that there is room for the map before there is a map
    told = st.container(key="basins told")
    # The runs first, wherever they stand on the page: they are there at once, and the maps may take a while.
    race = territory.runs()
    with told:
        st.caption(territory.what_became(race))
    with beside:
        header, arrays = runs_scene(
            race,
            key=visit.page,
            start=now.starting_point(),
            titles=now.titles(),
            address=visit.address(),
            window=visit.window,
            live=controls.steering() if visit.browser_runs else None,
        )
        show_player(visit, header, arrays, partial(heard_in_player, visit))
    dock(visit)
    found = {}
    for side, (work, _) in places.items():
        with work:
            if (one := territory.territory(side)) is not None:
                found[side] = one
    for side, one in found.items():  # once all are there: they share a scale
        file = f"optviz-basins-{sides[side].entrant}-{now.surface}"
        drawn, cells = basin_scene(
            one,
            key=MAPS[side],
            page=visit.page,
            entrant=side,
            sliders=controls.steering(),
            start=now.starting_point(),
            home=visit.home(now.window),
            most=longest(*found.values()),
            heading=now.titles()[side],
            title=territory.caption(side),
            file=file,
            shown=now.layer,
        )
        with places[side][1]:
            mount_atlas(drawn, cells, key=MAPS[side], on_event=partial(heard_on_map, side))
            with st.container(key=f"basins foot {side}", horizontal=True, vertical_alignment="center"):
                save_button(partial(of_basins, one, territory.fixed(side)), file, f"basins csv {side}")
                if said := territory.note(side):
                    st.caption(said)
    title.markdown(f"##### {now.headline()}")
    sentences = story.sentences(visit, STORIES, found)
    words.markdown(off_the_map(visit) + (sentences or plain))
    with told, st.container(key="basins again" if sentences else "basins said above"):  # whose room is kept
        st.caption(plain)
    territory.follow_sketches()


maps()
