"""Is that what my library does? Every method in every library: which formula, which defaults, how well it is met."""

import streamlit as st

from optviz.convention import LIBRARIES, PAPER
from optviz.optimizers import OPTIMIZERS
from optviz.plotting.style import in_order
from optviz.ui.conventions import controls
from optviz.ui.conventions.comparison import (
    agrees,
    cell,
    defaults,
    entry,
    forms_by_library,
    how_measured,
    left_out,
    other_defaults,
    race_link,
    refusals,
    why_epsilon,
)
from optviz.ui.conventions.controls import visit
from optviz.ui.page import opening
from optviz.ui.widgets import show_rule

opening(
    "One name, several methods",
    "PyTorch, Keras and Optax do not always compute what the paper says, nor what the others compute under the same name. "
    "Here is which library has which method, in which form, and how closely this package matches what was recorded there.",
    visit,
)

controls.method_picker()
chosen = visit.now.method
forms = forms_by_library(chosen)
with st.container(key="conventions forms"):
    for column, (form, libraries) in zip(st.columns(len(forms), border=True), forms.items(), strict=True):
        with column:
            st.markdown(f"**{', '.join(LIBRARIES[library] for library in libraries)}**{f': {form.form}' if form.form else ''}")
            show_rule(form)
            if form.note:
                st.caption(form.note)
            for library in libraries:
                measured = entry(chosen, library)
                met = f" {agrees(measured)}" if measured else ""
                note = form.conventions[library].note if library in form.conventions else ""
                said = "The paper's values" if library == PAPER else f"{LIBRARIES[library]}'s defaults"
                st.markdown(f"{said}: {defaults(form, library)}.{met} {refusals(form, library)} {note}")
if said := other_defaults(chosen):
    st.caption(said)
if len(forms) > 1:
    st.link_button("Race these forms against each other", f"./?{race_link(chosen)}")
    if said := why_epsilon(chosen):
        st.caption(said)
for one in left_out(chosen):
    st.caption(one)

rows = ["| Method | " + " | ".join(LIBRARIES.values()) + " |", "|" + " --- |" * (len(LIBRARIES) + 1)]
rows += [f"| **{OPTIMIZERS[key].name}** | " + " | ".join(cell(key, library) for library in LIBRARIES) + " |" for key in in_order()]
with st.container(key="conventions matrix"):
    st.markdown("\n".join(rows))
st.caption(how_measured())
for one in left_out():
    st.caption(one)
visit.write_address()
