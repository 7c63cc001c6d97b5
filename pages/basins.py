"""Where does each start end? The plane colored by the minimizer that a method reaches from there."""

from functools import partial
from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.player.basin_scene import basin_scene, runs_scene
from optviz.player.payload import pack
from optviz.player.viewer import mount, mount_atlas, mount_dock
from optviz.ui import surveying
from optviz.ui.basin_table import as_csv
from optviz.ui.catchments import CATCHMENTS
from optviz.ui.survey import Survey, write_survey
from optviz.ui.surveying import MAPS, PLAYER, heard_in_player, heard_on_map, page_is_stale, survey

now = survey()
terrain = now.terrain()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

story = surveying.current_story()
names = " | ".join(now.titles().values())
plain = "Every start has the color of the minimizer that it reaches; the darker, the more steps it takes. Click one to see its run."
said = f"{CATCHMENTS[story].watch} {CATCHMENTS[story].then}" if story else plain
st.markdown(f"##### {names} on {terrain.name} $\\quad f(x, y) = {terrain.formula}$\n\n{said}")
if st.session_state.survey_ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.survey_ignored)}.")

with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    surveying.method_picker("a")
    surveying.method_picker("b")
    surveying.surface_picker()
    surveying.story_picker()
    surveying.resolution_picker()
    surveying.steps_input()
    surveying.start_inputs()
    st.button("Reset", key="reset_survey", on_click=lambda: surveying.adopt(Survey()))


@st.fragment
def maps() -> None:
    """The sliders, the maps and the player. A moved slider reruns this part alone."""
    if page_is_stale():
        st.rerun()
    now = survey()
    terrain = now.terrain()
    if terrain.parameters():
        with st.container(key="sliders", horizontal=True):
            for name in terrain.parameters():
                surveying.surface_slider(name)
    places = {}
    for side, column in zip(now.specimens(), st.columns(len(now.specimens()), vertical_alignment="bottom"), strict=True):
        with column:
            with st.container(key=f"survey_sliders_{side}", horizontal=True):
                surveying.hyperparameter_widgets(side)
            places[side] = st.container(), st.container(key=f"survey_map_{side}")
            places[side][1].empty()  # so that there is room for the map before there is a map
    told, below = st.container(), st.container()
    # The runs first, wherever they stand on the page: they are there at once, and the maps may take a while.
    race = surveying.runs()
    with told:
        st.caption(surveying.what_became(race))
    with below:
        header, arrays = runs_scene(
            race,
            key=PLAYER,
            start=now.starting_point(),
            titles=now.titles(),
            link=write_survey(now),
            window=st.session_state.survey_window,
            view=st.session_state.survey_view,
        )
        mount(pack(header, arrays), key=PLAYER, on_event=heard_in_player)
        mount_dock(PLAYER, key="basins_dock")
    for side, (work, place) in places.items():
        with work:
            found = surveying.territory(side)
        if found is None:
            continue
        file = f"optviz-basins-{now.specimens()[side].entrant}-{now.surface}"
        options = {"key": MAPS[side], "title": surveying.caption(side), "file": file, "shown": now.layer}
        drawn, cells = basin_scene(found, start=now.starting_point(), **options)
        with place:
            mount_atlas(drawn, cells, key=MAPS[side], on_event=partial(heard_on_map, side))
            with st.container(key=f"survey_foot_{side}", horizontal=True, vertical_alignment="center"):
                table = partial(as_csv, found)
                key = f"survey_csv_{side}"
                st.download_button("Save CSV", table, f"{file}.csv", "text/csv", type="tertiary", key=key, on_click="ignore")
                if said := surveying.note(side):
                    st.caption(said)
    surveying.follow_sketches()


maps()
