"""Does it hold for a network? A small one, trained on real birds with every first-order method, and the loss around the paths."""

from pathlib import Path

import streamlit as st

import optviz.ui
from optviz.ui import studying
from optviz.ui.study import Study
from optviz.ui.studying import study

now = study()
network = now.network()
st.html(Path(optviz.ui.__file__).with_name("page.css"))
st.markdown(
    f"##### A network with {network.size} weights tells penguins apart\n\n"
    f"Four measures in, two hidden layers of {network.widths[0]} units, three species out; {network.training_count} birds to train on, "
    f"{network.validation_count} held back. The same lines of every method that race on two coordinates move all {network.size}."
)
if st.session_state.study_ignored:
    st.warning(f"The link was not understood in full. Ignored: {', '.join(st.session_state.study_ignored)}.")
with st.container(key="strip", horizontal=True, vertical_alignment="bottom"):
    studying.controls()
    st.button("Reset", key="reset_study", on_click=lambda: studying.change(**vars(Study())))
studying.write_link()

found = studying.studied()
studying.charts(found)
studying.plane_section(found)
studying.normalization_section()
