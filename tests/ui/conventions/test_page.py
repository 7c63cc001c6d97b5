"""The conventions page as Streamlit's own test runner sees it: every method, the table, its address."""

import pytest
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from sent import link_of
from streamlit.testing.v1 import AppTest

from optviz import OPTIMIZERS
from optviz.convention import LIBRARIES
from optviz.ui.conventions.comparison import agreement, forms_by_library


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
        assert f"{LIBRARIES[library]}'s defaults: " in text


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
