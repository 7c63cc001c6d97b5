"""The conventions page as Streamlit's own test runner sees it: every method, the table, its address."""

import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from sent import link_of
from streamlit.testing.v1 import AppTest

from optviz import OPTIMIZERS
from optviz.convention import LIBRARIES
from optviz.ui.conventions.comparison import agreement, forms_by_library, race_link


def opened(**query):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_UNTIL_HUNG)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("pages/conventions.py").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_conventions_of_every_method_are_shown(key):
    app = opened(method=key)
    assert app.selectbox(key="conventions method").value == key
    formulas = [latex.value for latex in app.latex]
    assert len(formulas) == len(forms_by_library(key))
    text = "\n".join(markdown.value for markdown in app.markdown)
    for library in OPTIMIZERS[key].libraries():
        assert ("The paper's values: " if library == "paper" else f"{LIBRARIES[library]}'s defaults: ") in text


def shown(key):
    return "\n".join(one.value for one in (*opened(method=key).markdown, *opened(method=key).caption))


def test_what_the_paper_does_not_name_is_not_called_its_value():
    assert "The paper's values: γ 0.9, η not named." in shown("momentum")
    assert "The paper's values: η not named." in shown("sgd")
    assert "The paper's values: γ 0.95, ε 10⁻⁶." in shown("adadelta")
    assert "The paper's values: η 0.002, β₁ 0.9, β₂ 0.999, ε 0." in shown("adamax")


def test_defaults_that_no_library_has_and_the_reason_of_a_large_epsilon_are_said():
    assert "On the other pages the default is η 0.1." in shown("adam")
    assert "On the other pages the default is η 0.01, β₂ 0.99." in shown("radam")
    assert "On the other pages" not in shown("sgd")
    assert "They race with ε = 0.1: where ε stands is only seen while it is large." in shown("adam")
    assert "They race with ε" not in shown("momentum")
    assert "epsilon=0.1" in race_link("adam")


def test_what_is_left_out_is_listed_with_its_reason_and_what_is_refused_is_said():
    text = shown("rprop")
    assert "Optax has it, but with a bug, and is left out: every update comes one step late, and the first is zero." in text
    assert "| left out |" in text
    assert "It accepts only η⁻ in (0, 1) and η⁺ in (1, ∞)." in text
    assert "every update comes one step late" in shown("sgd"), "the table's own list names it, whichever method is looked at"


def test_the_table_has_every_method_and_every_agreement():
    app = opened(method="<script>")
    assert app.selectbox(key="conventions method").value == "adam"
    (table,) = (markdown.value for markdown in app.markdown if markdown.value.startswith("| Method"))
    lines = table.splitlines()
    assert len(lines) == len(OPTIMIZERS) + 2
    assert table.count(":gray[(") == len(agreement()["table"])


def test_the_address_says_which_method_is_looked_at():
    app = opened()
    assert link_of(app) == {}
    app.selectbox(key="conventions method").set_value("rprop").run()
    assert link_of(app) == {"method": "rprop"}


def test_how_it_was_measured_is_said_in_words():
    text = shown("sgd")
    assert "from runs of 200 steps that were recorded with PyTorch 2.13.0, Keras 3.15.1, Optax 0.2.8, on Beale, Ravine, Rosenbrock" in text
    assert "up to 10⁻¹⁰ counts as agreement" in text
