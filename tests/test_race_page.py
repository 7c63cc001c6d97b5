"""The race page as Streamlit's own test runner sees it: every surface, every method, every control."""

import itertools
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from cases import case
from streamlit.testing.v1 import AppTest

from optviz import OPTIMIZERS, minimize, tune
from optviz.player.payload import unpack
from optviz.ui import state
from optviz.ui.experiment import SHARED, Experiment
from optviz.ui.presets import PRESETS
from surfaces import SURFACES

APP = str(Path(__file__).parents[1] / "app.py")

pytestmark = pytest.mark.usefixtures("nothing_is_compiled")


def opened(panel=False, **query):
    app = AppTest.from_file(APP, default_timeout=30)
    if panel:
        app.session_state["panel"] = True
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def shown(app):
    assert not app.exception
    return unpack(app.get("bidi_component")[0].proto.bytes)


def link(app):
    return shown(app)[0]["link"]


@pytest.fixture
def app():
    return opened()


def test_it_opens_with_the_methods_of_the_overview_on_beale_and_every_other_as_a_chip(app):
    header, arrays = shown(app)
    assert header["surface"]["key"] == "beale"
    assert [lane["key"] for lane in header["lanes"]] == list(Experiment().racing)
    assert set(Experiment().racing) == {key for key, method in OPTIMIZERS.items() if method.opens_the_race}
    assert {entrant["key"] for entrant in header["entrants"]} == set(OPTIMIZERS)
    assert arrays["points"].shape == (14, 2, 301)


def test_a_page_that_is_drawn_again_describes_every_widget_as_before(app):
    def described():
        widgets = [*app.selectbox, *app.number_input, *app.select_slider, *app.toggle, app.get_by_key("switch")]
        return {widget.key: widget.proto.SerializeToString() for widget in widgets}

    before = described()
    assert {"surface", "preset", "steps", "start_x", "library", "eta"} <= before.keys()
    app.run()
    assert described() == before


def test_every_surface_can_be_chosen(app):
    for key in SURFACES:
        with case(key):
            app.selectbox(key="surface").set_value(key).run()
            header, _ = shown(app)
            assert header["surface"]["key"] == key
            assert header["start"] == [float(c) for c in SURFACES[key].start]


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_method_can_race_alone_and_be_opened(key):
    app = opened(panel=True, methods=key)
    app.selectbox(key="method").set_value(key).run()
    header, _ = shown(app)
    assert [lane["key"] for lane in header["lanes"]] == [key]
    for name, parameter in OPTIMIZERS[key].parameters().items():
        widgets = app.toggle if parameter.is_switch else app.select_slider
        assert widgets(key=f"{key}.{name}").value == parameter.default


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_slider_sets_all_and_its_switch_gives_the_defaults_back(app, name):
    before = shown(app)[1]["points"]
    slider = app.select_slider(key=name)
    value = next(float(option) for option in slider.options if 0.2 < float(option) < 0.8)
    slider.set_value(value).run()
    assert f"{name}={value:g}" in link(app)
    assert (shown(app)[1]["points"] != before).any()
    app.get_by_key("switch").set_value(name).run()
    assert name not in link(app)
    assert (shown(app)[1]["points"] == before).all()


def test_the_echo_of_a_value_that_was_replaced_is_not_taken_for_a_choice(app):
    app.session_state["experiment"] = Experiment(surface="ravine", start=(1.0, 2.0), racing=("sgd",), steps=50)
    app.run()
    before = link(app)
    for key, echo in (("surface", "beale"), ("preset", "beale")):
        app.selectbox(key=key).set_value(echo)
    for key, old in (("start_x", 1.5), ("start_y", 1.5), ("steps", 300)):
        app.number_input(key=key).set_value(old if key != "start_x" else 1.0)
    app.run()
    assert link(app) == before


@pytest.mark.parametrize("name", SHARED)
def test_a_slider_that_is_moved_again_before_the_page_has_answered_is_not_taken_back(app, name):
    options = [float(option) for option in app.select_slider(key=name).options]
    for value in options[1:4]:
        app.select_slider(key=name).set_value(value)
        app.get_by_key("switch").set_value(None)  # as a browser sends it that has not heard from the first move
        app.run()
        assert f"{name}={value!r}".removesuffix(".0") in link(app)


@pytest.mark.parametrize("name", SHARED)
def test_a_switch_gives_all_methods_the_value_that_the_slider_shows(app, name):
    value = app.select_slider(key=name).value
    app.get_by_key("switch").set_value(name).run()
    assert app.select_slider(key=name).value == value
    assert f"{name}={value!r}".removesuffix(".0") in link(app)


def test_a_method_with_its_own_values_leaves_the_shared_sliders_until_it_is_put_back(app):
    app.session_state["panel"] = True
    app.run()
    app.selectbox(key="method").set_value("adam").run()
    app.select_slider(key="adam.learning_rate").set_value(0.5).run()
    app.toggle(key="adam.bias_correction").set_value(False).run()
    app.select_slider(key="eta").set_value(0.02).run()
    assert link(app) == "surface=beale&eta=0.02&adam.learning_rate=0.5&adam.bias_correction=0"
    notes = {entrant["key"]: entrant["note"] for entrant in shown(app)[0]["entrants"]}
    assert notes.pop("adam")
    assert not any(notes.values())
    app.button(key="put_back").click().run()
    assert link(app) == "surface=beale&eta=0.02"
    assert app.select_slider(key="adam.learning_rate").value == 0.02


def test_the_panel_is_made_only_when_it_is_open(app):
    assert [box.key for box in app.selectbox] == ["surface", "preset", "library"]


def test_start_and_steps_are_taken_and_another_surface_has_its_own_start(app):
    app.number_input(key="start_x").set_value(2.5).run()
    app.number_input(key="steps").set_value(50).run()
    header, arrays = shown(app)
    assert header["start"] == [2.5, 1.5]
    assert arrays["points"].shape[-1] == 51
    app.selectbox(key="surface").set_value("rosenbrock").run()
    assert shown(app)[0]["start"] == [float(c) for c in SURFACES["rosenbrock"].start]


def test_a_surface_has_its_own_parameters(app):
    app.selectbox(key="surface").set_value("ravine").run()
    app.select_slider(key="surface.condition").set_value(50.0).run()
    assert "surface.condition=50" in link(app)
    app.selectbox(key="surface").set_value("beale").run()
    assert link(app) == "surface=beale"


def test_reset_gives_the_defaults_of_the_surface():
    app = opened(surface="rosenbrock", eta="0.02", methods="adam", steps="50", start="1,2")
    app.button(key="reset").click().run()
    assert link(app) == "surface=rosenbrock"


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_can_be_chosen_and_says_what_to_look_at(app, key):
    app.selectbox(key="preset").set_value(key).run()
    assert link(app) == PRESETS[key].link
    said = " ".join(text.value for text in app.markdown)
    assert PRESETS[key].watch in said
    assert PRESETS[key].then in said


def test_a_link_is_restored_with_its_view():
    app = opened(surface="himmelblau", methods="adam,sgd", eta="0.013", start="1,2", steps="77", window="0,4,0,4", step="30")
    header, _ = shown(app)
    assert header["link"] == "surface=himmelblau&methods=sgd,adam&eta=0.013&start=1,2&steps=77"
    assert header["grid"]["window"] == [[0, 4], [0, 4]]
    assert header["view"] == {"window": [0, 4, 0, 4], "step": 30}
    assert app.select_slider(key="eta").value == 0.013
    assert not app.warning


@pytest.mark.parametrize(
    "query",
    [
        {"surface": "nowhere"},
        {"eta": "nan"},
        {"eta": "1e999"},
        {"steps": "many"},
        {"start": "NaN,NaN"},
        {"methods": "<script>alert(1)</script>"},
        {"<img src=x onerror=alert(1)>": "1"},
        {"junk": "x" * 100_000},
        {"window": "0,0,0,0"},
        {"adam.beta1": "-1"},
        {"surface": "ravine", "surface.condition": "0"},
    ],
)
def test_a_hostile_link_opens_the_page_and_one_line_says_what_was_ignored(query):
    app = opened(**query)
    (warning,) = app.warning
    assert "Ignored: " in warning.value
    assert "<" not in warning.value
    assert "xx" not in warning.value
    assert [lane["key"] for lane in shown(app)[0]["lanes"]] == list(Experiment().racing)


MESSAGES = [None, [], [1.0], [math.nan, 1.0], [math.inf, 1.0], ["1", "2"], {"x": 1}, "12", [1e11, 0.0]]


def test_a_message_that_no_player_sends_changes_nothing(monkeypatch):
    now = Experiment(start=(1.0, 2.0))
    for event, message in itertools.product(("start", "window", "racing"), MESSAGES):
        with case(f"{event} {message!r}"):
            monkeypatch.setattr(state, "st", SimpleNamespace(session_state=_Session(experiment=now, window=None, race={event: message})))
            state.heard(event)
            after = state.st.session_state
            assert after.window is None
            assert after.experiment == now or (event == "racing" and after.experiment.racing == ())


class _Session(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


def test_no_method_is_a_surface_alone_and_no_traceback():
    app = opened()
    app.session_state["experiment"] = Experiment(racing=())
    app.run()
    assert shown(app)[0]["lanes"] == []
    assert link(app) == "surface=beale&methods="


def path(app, entrant):
    header, arrays = shown(app)
    return arrays["points"][[lane["key"] for lane in header["lanes"]].index(entrant)]


def test_all_methods_can_race_in_the_form_of_a_library(app):
    app.select_slider(key="epsilon").set_value(0.1).run()
    paper = path(app, "adam")
    app.selectbox(key="library").set_value("keras").run()
    assert "library=keras" in link(app)
    expected = minimize(OPTIMIZERS["adam"].libraries()["keras"](epsilon=0.1), SURFACES["beale"]).points
    assert np.allclose(path(app, "adam"), expected.T, atol=1e-6)
    assert not np.allclose(path(app, "adam"), paper, atol=1e-2)
    notes = {entrant["key"]: entrant["note"] for entrant in shown(app)[0]["entrants"]}
    assert notes["newton"] == notes["rprop"] == "paper's form"
    assert notes["adam"] == ""


def test_two_conventions_of_one_method_race_each_other_and_the_page_says_how_far_apart_they_get():
    app = opened(methods="amsgrad,amsgrad.optax")
    paper, optax = path(app, "amsgrad"), path(app, "amsgrad.optax")
    apart = np.hypot(*(paper - optax)).max()
    assert apart > 0.5
    assert any(f"AMSGrad · Optax by up to {apart:.2g}" in caption.value for caption in app.caption)
    assert not opened(methods="amsgrad").caption


def test_a_library_s_form_joins_from_the_panel_and_has_values_of_its_own(app):
    app.session_state["panel"] = True
    app.run()
    app.selectbox(key="method").set_value("adagrad").run()
    app.get_by_key("adagrad also").set_value(["adagrad.torch", "adagrad.keras"]).run()
    assert {"adagrad", "adagrad.torch", "adagrad.keras"} <= {lane["key"] for lane in shown(app)[0]["lanes"]}
    app.selectbox(key="method").set_value("adagrad.keras").run()
    app.select_slider(key="adagrad.keras.learning_rate").set_value(1.0).run()
    assert "adagrad.keras.learning_rate=1" in link(app)
    assert not np.allclose(path(app, "adagrad.keras"), path(app, "adagrad.torch"), atol=0.1)


def test_counted_by_gradient_queries_a_line_search_pays_for_every_point_that_it_tries():
    by_steps, by_queries = opened(methods="sgd,bfgs"), opened(methods="sgd,bfgs", per="query")
    run = minimize(OPTIMIZERS["bfgs"](), SURFACES["beale"])
    assert np.array_equal(path(by_steps, "sgd"), path(by_queries, "sgd"))
    for queries in (0, 1, 7, 20):
        steps = max(t for t in range(301) if run.queries[t] <= queries)
        assert np.allclose(path(by_queries, "bfgs")[:, queries], run.points[steps], rtol=1e-6)
    header = shown(by_queries)[0]
    assert header["unit"] == "gradient query"
    assert [lane["last"] for lane in header["lanes"]] == [300, 300]  # it has converged and asks no more, which is not to have diverged
    assert "per" not in [box.key for box in opened(methods="sgd").selectbox]


def test_a_tuned_race_gives_every_method_its_best_step_size_and_shows_the_search(app):
    app.toggle(key="tuned").set_value(True).run()
    header, arrays = shown(app)
    assert "tuned=true" in header["link"]
    assert header["budget"] == "best of 64 step sizes each"
    found = tune([OPTIMIZERS[key]() for key in Experiment().racing], SURFACES["beale"], steps=300)
    notes = {entrant["key"]: entrant["note"] for entrant in header["entrants"]}
    for i, (key, one) in enumerate(zip(Experiment().racing, found, strict=True)):
        run = minimize(one.optimizer, SURFACES["beale"], steps=300)
        assert (arrays["points"][i] == run.points.T.astype(np.float32)).all()
        assert f"{getattr(one.optimizer, one.given.step_size):.3g}" in notes[key]
    assert len(app.get("plotly_chart")) == 1
    assert any("64 step sizes" in caption.value for caption in app.caption)
    app.toggle(key="tuned").set_value(False).run()
    assert "tuned" not in link(app)
    assert len(app.get("plotly_chart")) == 0


def test_a_race_from_outside_the_window_is_not_tuned_and_says_why():
    app = opened(tuned="true", start="100,100", surface="bowl")
    header, _ = shown(app)
    assert len(header["lanes"]) == 14
    (warning,) = app.warning
    assert warning.value.startswith("The race is not tuned. start: must lie in the window of Bowl, ")


def test_a_tuned_race_of_nobody_has_no_search():
    app = opened(tuned="true", methods="adam")
    app.session_state["experiment"] = Experiment(racing=(), tuned=True)
    app.run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 0
