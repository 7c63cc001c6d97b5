"""The anatomy page as Streamlit's own test runner sees it: every method, every story, every control."""

from base64 import b64encode
from urllib.parse import parse_qsl

import numpy as np
import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from in_node import numbers_from
from sent import of_player, points_of
from sliding import slider, sliders
from streamlit.testing.v1 import AppTest
from visiting import visiting

from optviz import OPTIMIZERS, minimize
from optviz.player.payload import unpack
from optviz.rule import parse
from optviz.ui.anatomy.controls import heard, visit
from optviz.ui.anatomy.stories import STORIES
from optviz.ui.lineup import everyone
from surfaces import SURFACES

APP = str(ROOT / "app.py")

pytestmark = pytest.mark.usefixtures("nothing_is_compiled")
BEALE = SURFACES["beale"]
MOST_BYTES = 60_000
"""Of what an anatomy is sent: the browser takes the steps apart by itself."""


def opened(**query):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("pages/anatomy.py").run()
    assert not app.exception
    return app


def shown(app):
    assert not app.exception
    return unpack(of_player(app))


def link(app):
    return shown(app)[0]["link"]


@pytest.mark.parametrize("entrant", everyone())
def test_every_method_in_every_form_can_be_taken_apart(entrant):
    app = opened(a=entrant)
    header, arrays = shown(app)
    (anatomy,) = header["anatomy"]
    key, _, library = entrant.partition(".")
    form = OPTIMIZERS[key].libraries()[library] if library else OPTIMIZERS[key]
    assert len(anatomy["lines"]) == len(parse(form().rule(), form.name).lines)
    assert all(line["sentence"] for line in anatomy["lines"])
    run = minimize(form(), BEALE, steps=200)
    assert np.allclose(points_of(header, arrays)[0], run.points.T, rtol=1e-6, atol=1e-7)
    assert anatomy["columns"] == run.last + (run.last < 200)
    assert len(of_player(app)) < MOST_BYTES
    widgets = {widget.key for widget in [*sliders(app), *app.toggle]}
    assert widgets >= {f"anatomy a {name}" for name in form.parameters()}


@pytest.mark.parametrize("key", STORIES)
def test_every_story_can_be_chosen(key):
    app = opened()
    app.selectbox(key="anatomy story").set_value(key).run()
    assert STORIES[key].then in app.markdown[1].value
    app.selectbox(key="anatomy surface").set_value("matyas").run()
    assert STORIES[key].then not in app.markdown[1].value


def test_two_methods_with_nothing_in_common_lie_side_by_side():
    app = opened(a="newton", b="lion")
    header, _ = shown(app)
    assert [anatomy["title"] for anatomy in header["anatomy"]] == ["Newton", "Lion"]
    assert len({entrant["color"] for entrant in header["entrants"]}) == 2


def test_a_slider_sets_its_symbol_on_both_sides_until_they_are_parted():
    app = opened(a="momentum", b="nag")
    assert slider(app, "anatomy a learning_rate").label == "Learning rate η, 0.003 | 0.002"
    slider(app, "anatomy a learning_rate").move(0.02)
    assert slider(app, "anatomy a learning_rate").label == "Learning rate η"
    assert "a.learning_rate=0.02" in link(app)
    assert "b.learning_rate=0.02" in link(app)
    app.toggle(key="anatomy linked").set_value(False).run()
    slider(app, "anatomy b learning_rate").move(0.03)
    assert "a.learning_rate=0.02" in link(app)
    assert "b.learning_rate=0.03" in link(app)


def test_one_method_on_both_sides_is_told_apart_by_what_differs():
    app = opened(a="adam", b="adam")
    app.toggle(key="anatomy b bias_correction").set_value(False).run()
    assert [anatomy["title"] for anatomy in shown(app)[0]["anatomy"]] == ["Adam, with bias correction", "Adam, without bias correction"]
    assert "linked" not in link(app)


def test_no_two_controls_of_the_two_sides_have_one_name():
    for query in ({"a": "adam", "b": "adam"}, {"a": "adam", "b": "adamw"}, {"a": "momentum", "b": "rmsprop"}):
        for linked in ("yes", "no"):
            with case(f"{query}, linked: {linked}"):
                app = opened(**query, linked=linked)
                names = [widget.label for widget in (*sliders(app), *app.toggle)]
                assert len(set(names)) == len(names)
    names = [one.label for one in sliders(opened(a="adam", b="adam", linked="no"))]
    assert {"ε, first Adam", "ε, second Adam"} <= set(names)


def test_two_forms_of_one_method_are_said_to_part_by_so_much():
    app = opened(a="amsgrad", b="amsgrad.optax")
    one, other = points_of(*shown(app))
    apart = np.hypot(*(one - other)).max()
    assert any(f"{apart:.2g}" in caption.value for caption in app.caption)


def test_a_value_that_one_side_cannot_have_leaves_it_as_it_is_while_it_is_held_and_after():
    app = opened(a="adam", b="adadelta", steps="20")
    before = b64encode(of_player(app)).decode()
    slider(app, "anatomy a epsilon").move(0.0)
    assert {"a.epsilon": "0"}.items() <= dict(parse_qsl(link(app))).items()
    assert "b.epsilon" not in link(app)
    after = b64encode(of_player(app)).decode()
    numbers = numbers_from("holding.js", {"cases": [{"before": before, "held": {"anatomy a epsilon": 0.0}, "after": after}]})
    here, there = numbers[1:].reshape(2, -1)
    np.testing.assert_allclose(here, there, rtol=1e-6, atol=1e-9)


def test_the_second_method_can_be_taken_off():
    app = opened(a="adam", b="sgd")
    app.selectbox(key="anatomy b").set_value("").run()
    assert len(shown(app)[0]["anatomy"]) == 1
    assert "anatomy linked" not in [widget.key for widget in app.toggle]


def test_theory_is_told_on_quadratics_and_its_values_can_be_taken():
    app = opened(a="momentum", surface="ravine")
    app.session_state["anatomy theory a"] = True
    app.run()
    assert any("leaves 63.5% of the distance to the minimizer, and so 40.3% of the gap" in text.value for text in app.markdown)
    app.button(key="anatomy optimum a").click().run()
    root, taken = np.sqrt(20.0), dict(parse_qsl(link(app)))
    assert float(taken["a.momentum"]) == pytest.approx(((root - 1) / (root + 1)) ** 2)
    assert float(taken["a.learning_rate"]) == pytest.approx((2 / (root + 1)) ** 2)
    assert not [block for block in opened(a="momentum").expander if "theory" in block.label]


HEARD = [{"lane": 0, "value": 0.0123}, {"lane": 0, "value": -1}, {"lane": 7, "value": "x"}, None, [1], {"lane": 0}]


def test_only_a_possible_eta_is_taken_from_the_player():
    for value in HEARD:
        with case(repr(value)), pytest.MonkeyPatch.context() as patch:
            visiting(patch, visit)["anatomy"] = {"learning_rate": value}
            heard("learning_rate")
            assert visit.now.a.values == ({"learning_rate": 0.0123} if isinstance(value, dict) and value.get("value") == 0.0123 else {})


@pytest.mark.parametrize("library", ["optviz", "torch"])
def test_the_code_of_a_side_is_there_to_copy(library):
    app = opened(a="adam", b="sgd")
    app.session_state["anatomy code a"] = True
    app.run()
    app.get_by_key("anatomy library a").set_value(library).run()
    (code,) = app.code
    assert ("torch.optim.Adam" if library == "torch" else 'OPTIMIZERS["adam"]') in code.value


def test_same_values_for_both_is_asked_only_where_they_have_a_symbol_in_common():
    for other, asked in {"momentum": True, "rprop": False}.items():
        with case(other):
            assert ("anatomy linked" in [toggle.key for toggle in opened(a="sgd", b=other).toggle]) == asked


def test_the_largest_stable_learning_rate_is_marked_only_where_theory_knows_it():
    for method, marked in {"sgd": True, "momentum": True, "nag": True, "adam": False, "newton": False, "momentum.torch": False}.items():
        with case(method):
            assert bool(shown(opened(a=method, surface="ravine"))[0]["gauges"]) == marked


def test_the_largest_learning_rate_of_each_side_is_marked_on_the_slider_that_sets_it():
    for linked, labels in {"no": ["Learning rate η, SGD", "Learning rate η, Momentum"], "yes": ["Learning rate η"] * 2}.items():
        app = opened(a="sgd", b="momentum", surface="ravine", linked=linked)
        header, _ = shown(app)
        assert [slider(app, one["slider"]).label.partition(", 0")[0] for one in header["gauges"]] == labels
        assert [one["lane"] for one in header["gauges"]] == [0, 1]
    (only,) = shown(opened(a="adam", b="sgd", surface="ravine", linked="no"))[0]["gauges"]
    assert only == {"slider": "anatomy b learning_rate", "lane": 1}


def test_a_value_that_was_moved_is_taken_back_to_its_default_on_both_sides_where_one_slider_sets_both():
    app = opened(a="momentum", b="adam", surface="ravine")
    for key, moved in {"anatomy a learning_rate": 0.05, "anatomy b beta2": 0.5, "anatomy ravine condition": 100.0}.items():
        with case(key):
            before = slider(app, key)
            assert not before.told["due"]
            before.move(moved)
            slider(app, key).take_back()
            assert (slider(app, key).told["value"], slider(app, key).told["due"]) == (before.value, False)
    values = [lane["hyperparameters"] for lane in shown(app)[0]["live"]["lanes"]]
    assert values == [list(map(float, OPTIMIZERS[key]().values_by_name().values())) for key in ("momentum", "adam")]


def test_a_story_opens_at_its_step_whatever_was_looked_at_before():
    app = opened(surface="booth", step="120", camera="1,20,5")
    header, _ = shown(app)
    assert header["view"] == {"step": 120, "camera": [1, 20, 5]}
    app.selectbox(key="anatomy story").set_value("first_step").run()
    told, _ = shown(app)
    assert told["view"] == {"step": 0}
    assert told["opened"] > header["opened"]


def test_reset_keeps_the_methods_and_takes_their_values_back():
    app = opened(a="adam", b="sgd", surface="ravine", steps="50", **{"a.beta1": "0.5", "b.learning_rate": "0.02"})
    app.button(key="anatomy reset").click().run()
    assert link(app) == "surface=beale&a=adam&b=sgd"
