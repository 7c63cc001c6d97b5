"""Which optimizer gets there first, and by which path?"""

from collections.abc import Mapping

import streamlit as st

from optviz import Tuned
from optviz.claims.words import Words
from optviz.player.scene import scene
from optviz.ui import story
from optviz.ui.conditions import pace_section
from optviz.ui.page import dock, off_the_map, opening, row_of_sliders, say, show_player
from optviz.ui.race import controls, tuned
from optviz.ui.race.controls import heard, visit
from optviz.ui.race.differences import what_differs
from optviz.ui.race.experiment import MOST_STEPS, SHARED, RaceExperiment
from optviz.ui.race.stories import STORIES
from optviz.ui.results import kept_race
from optviz.ui.slider import Row
from optviz.ui.widgets import steps_field, surface_picker, surface_slider
from surfaces import Surface

now = visit.now
terrain = now.terrain()
opening(f"{terrain.name} $\\quad f(x, y) = {terrain.formula}$", "", visit)

with st.container(key="race strip", horizontal=True, vertical_alignment="bottom"):
    surface_picker(visit)
    story.picker(visit, STORIES)
    controls.library_picker()
    steps_field(visit, MOST_STEPS)
    controls.count_picker()
    controls.tuned_switch()
    conditions = st.popover("Start, schedule, noise", key="race conditions", on_change="rerun")
    if conditions.open:
        with conditions:
            controls.conditions_panel()
    panel = st.popover("One method", key="race panel", on_change="rerun")
    if panel.open:
        with panel:
            controls.method_panel()
    st.button("Reset", key="race reset", on_click=lambda: visit.adopt(RaceExperiment(surface=visit.now.surface)))


def words(terrain: Surface, found: Mapping[str, Tuned]) -> Words:
    """What there is to watch, as far as it is so in the race that is on the page."""
    opening = off_the_map(visit)
    if found:
        fair = "A fair race: every method has the best learning rate that a search found for it here. The search is shown below the player."
        return Words(rest=fair, opening=opening)
    if conditions := controls.about_conditions():
        return Words(rest=conditions, opening=opening)
    return story.words(visit, STORIES)._replace(rest=f"{terrain.sentence} Choose a start on the map.", opening=opening)


@st.fragment
def arena() -> None:
    """The sliders and the player. A moved slider reruns this part alone."""
    if visit.stale():
        st.rerun()
    now = visit.now
    terrain = now.terrain()
    # The race first, wherever it stands on the page: it is what everybody waits for.
    found = tuned.fair(now)
    race = kept_race(tuned.entrants(now, found), terrain, now.starting_point(), now.steps, now.conditions())
    telling = words(terrain, found)
    say(visit, telling.said(race.lanes))
    sliders = Row(f"{visit.page} sliders")
    for name in SHARED:
        controls.shared_slider(name, sliders, tuned=bool(found))
    for name in terrain.parameters():
        surface_slider(visit, name, sliders)
    with row_of_sliders(visit):
        sliders.show()
    dock(visit)
    header, arrays = scene(
        race,
        key=visit.page,
        start=now.starting_point(),
        address=visit.address(),
        notes={entrant: tuned.note(now, entrant, found) for entrant in now.racing},
        window=visit.window,
        budget=tuned.budget(found),
        per=now.counted(),
        words=telling,
        lasting=controls.length(),
        live=controls.steering(controls.opened()) if visit.browser_runs and not found else None,
        schedule=now.changing(),
        chances=controls.chances(race),
    )
    show_player(visit, header, arrays, heard)
    if differs := what_differs(now, race):
        st.caption(differs)
    if waiting := controls.who_sits_out():
        st.caption(waiting)
    pace_section(race, now.changing(), {entrant: now.name(entrant) for entrant in race.lanes}, key="race pace")
    tuned.search_section(now, found)


arena()
