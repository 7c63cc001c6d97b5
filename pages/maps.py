"""What does every hyperparameter do? A map of all choices of two of them, each cell a run."""

from functools import partial
from pathlib import Path

import streamlit as st

import optviz.ui
from optviz import Sweep
from optviz.player.map_scene import map_scene
from optviz.player.payload import pack
from optviz.player.scene import scene
from optviz.player.viewer import mount, mount_atlas, mount_dock
from optviz.ui import mapping
from optviz.ui.chart import Chart, useful, write_chart
from optviz.ui.conditions import pace_section
from optviz.ui.fairness import forgiveness_section
from optviz.ui.mapping import MAP, PLAYER, chart, heard_in_player, heard_on_map, page_is_stale

now = chart()
terrain = now.terrain()
st.html(Path(optviz.ui.__file__).with_name("page.css"))

st.markdown(f"##### {now.specimen.name()} on {terrain.name} $\\quad f(x, y) = {terrain.formula}$\n\n{mapping.sentences(now)}")
if st.session_state.chart_ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.chart_ignored)}.")
if st.session_state.chart_complaint:
    st.warning(st.session_state.chart_complaint)

with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    mapping.method_picker()
    mapping.surface_picker()
    for side in now.axes():
        mapping.axis_picker(side)
    mapping.resolution_picker()
    mapping.steps_input()
    schedule = st.popover("Schedule", key="map_schedule", on_change="rerun")
    if schedule.open:
        with schedule:
            mapping.schedule_panel()
    with st.popover("Range and start", key="map_range"):
        for side in now.axes():
            with st.container(horizontal=True):
                mapping.bounds_fields(side)
        with st.container(horizontal=True):
            mapping.start_inputs()
        mapping.contour_switch()
    st.button("Reset", key="reset_map", on_click=lambda: mapping.adopt(Chart()))


def file_name(now: Chart) -> str:
    return f"optviz-map-{now.specimen.entrant}-{now.surface}"


def show_map(now: Chart, found: Sweep) -> None:
    ends = [useful(axis.name, now.parameter(axis.name)) for axis in now.axes().values()]
    header, arrays = map_scene(
        found,
        now.optimizer(),
        now.terrain(),
        key=MAP,
        shown=now.layer,
        contours=now.contours,
        whole=[end for axis in ends for end in (axis.lower, axis.upper)],
        title=mapping.title(now),
        file=file_name(now),
    )
    mount_atlas(header, arrays, key=MAP, on_event=heard_on_map)


@st.fragment
def sheet() -> None:
    """The sliders, the map and the player. A moved slider or a clicked cell reruns this part alone."""
    if page_is_stale():
        st.rerun()
    now = chart()
    sliders = st.container(key="sliders", horizontal=True)
    left, right = st.columns([5, 6])
    with left:
        drawn = mapping.drafted(now) if mapping.waits(now) else now
        found = mapping.swept(drawn)
        if found is not None:
            show_map(now, found)
    with right:
        race = mapping.run(now)
        header, arrays = scene(
            race,
            key=PLAYER,
            start=now.starting_point(),
            link=write_chart(now),
            window=st.session_state.chart_window,
            view=st.session_state.chart_view,
        )
        header["entrants"] = [entrant for entrant in header["entrants"] if entrant["racing"]]
        mount(pack(header, arrays), key=PLAYER, on_event=heard_in_player)
    mount_dock(PLAYER, key="maps_dock")
    with left:
        with st.container(key="map_foot", horizontal=True, vertical_alignment="center"):
            st.caption(" ".join(filter(None, [mapping.what_became(now, race), mapping.note(now)])))
            if found is not None:
                data, file = partial(mapping.as_csv, found), f"{file_name(now)}.csv"
                st.download_button("Save CSV", data, file, "text/csv", key="map_csv", on_click="ignore")
        if drawn is not now:
            mapping.ask_first(now, drawn)
    with right:
        pace_section(race, now.followed(), {now.specimen.entrant: now.specimen.name()}, key="map pace")
    with sliders:
        for name in mapping.further_values():
            mapping.value_widget(name)
    forgiveness_section(now.terrain(), now.starting_point(), now.steps, now.changing())


sheet()
