"""What does every hyperparameter do? A map of all choices of two of them, each cell a run."""

from functools import partial

import streamlit as st

from optviz import Sweep
from optviz.player.map_scene import map_scene
from optviz.player.scene import scene
from optviz.player.viewer import mount_atlas
from optviz.ui.conditions import pace_section
from optviz.ui.forgiveness import forgiveness_section
from optviz.ui.maps import controls, grid
from optviz.ui.maps.controls import MAP, heard, heard_on_map, visit
from optviz.ui.maps.experiment import MOST_STEPS, MapsExperiment, useful
from optviz.ui.page import dock, off_the_map, opening, room_for_words, row_of_sliders, show_player
from optviz.ui.tables import of_sweep, save_button
from optviz.ui.widgets import steps_field, surface_picker

now = visit.now
terrain = now.terrain()
opening(f"{now.specimen.name()} on {terrain.name} $\\quad f(x, y) = {terrain.formula}$", "", visit)

with st.container(key="maps strip", horizontal=True, vertical_alignment="bottom"):
    controls.method_picker()
    surface_picker(visit)
    for side in now.axes():
        controls.axis_picker(side)
    controls.resolution_picker()
    steps_field(visit, MOST_STEPS)
    schedule = st.popover("Schedule", key="maps pacing", on_change="rerun")
    if schedule.open:
        with schedule:
            controls.schedule_panel()
    span = st.popover("Range and start", key="maps range", on_change="rerun")
    if span.open:  # the fields of a closed one would not hear of a start that is dragged, and send the old one as if it had been typed
        with span:
            for side in now.axes():
                with st.container(horizontal=True):
                    controls.bounds_fields(side)
            with st.container(horizontal=True):
                controls.start_inputs()
            controls.contour_switch()
    st.button("Reset", key="maps reset", on_click=lambda: visit.adopt(MapsExperiment()))


def file_name(now: MapsExperiment) -> str:
    return f"optviz-map-{now.specimen.entrant}-{now.surface}"


def show_map(now: MapsExperiment, found: Sweep) -> None:
    ends = [useful(axis.name, now.parameter(axis.name)) for axis in now.axes().values()]
    home = visit.home(now.axes()).values()
    header, arrays = map_scene(
        found,
        now.optimizer(),
        now.terrain(),
        key=MAP,
        page=visit.page,
        entrant=now.specimen.entrant,
        sliders=controls.steering(),
        shown=now.layer,
        contours=now.contours,
        whole=[end for axis in ends for end in (axis.lower, axis.upper)],
        home=[end for axis in home for end in (axis.lower, axis.upper)],
        title=grid.title(now),
        file=file_name(now),
    )
    mount_atlas(header, arrays, key=MAP, on_event=heard_on_map)


@st.fragment
def sheet() -> None:
    """The sliders, the map and the player. A moved slider or a clicked cell reruns this part alone."""
    if visit.stale():
        st.rerun()
    now = visit.now
    words = room_for_words(visit)
    with row_of_sliders(visit):
        for name in controls.further_values():
            controls.value_widget(name)
    left, right = st.columns([5, 6])
    with left:
        computed = grid.as_computed(now)
        found = grid.swept(computed)
        words.markdown(off_the_map(visit) + grid.sentences(now, found))
        if found is not None:
            show_map(now, found)
    with right:
        race = grid.run(now)
        header, arrays = scene(
            race,
            key=visit.page,
            start=now.starting_point(),
            address=visit.address(),
            window=visit.window,
            live=controls.steering() if visit.browser_runs and now.changing() is None else None,
        )
        header["entrants"] = [entrant for entrant in header["entrants"] if entrant["racing"]]
        show_player(visit, header, arrays, heard)
    dock(visit)
    with left:
        with st.container(key="maps foot", horizontal=True, vertical_alignment="center"):
            st.caption(" ".join(filter(None, [grid.what_became(now, race), grid.note(now)])))
            if found is not None:
                save_button(partial(of_sweep, found, grid.fixed(now)), file_name(now), "maps csv")
        if computed != now:
            grid.ask(now, computed)
    with right:
        pace_section(race, now.followed(), {now.specimen.entrant: now.specimen.name()}, key="maps pace")
    forgiveness_section(visit.page, now.terrain(), now.starting_point(), now.steps, now.changing())


sheet()
