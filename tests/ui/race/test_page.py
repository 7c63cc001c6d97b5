"""The race page as Streamlit's own test runner sees it: every surface, every method, every control."""

import itertools
import math
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import pytest
from cases import case
from framework import asking
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from in_node import numbers_from
from plotly.io import from_json
from sent import of_player, points_of
from sliding import slider, sliders
from streamlit.testing.v1 import AppTest
from visiting import visiting

from optviz import NOISES, OPTIMIZERS, SCHEDULES, minimize, race, tune
from optviz.player.payload import pack, unpack
from optviz.player.scene import scene
from optviz.ui.experiment import CONSTANT
from optviz.ui.page import off_the_map
from optviz.ui.race.controls import MOSTLY, about_conditions, chances, heard, steering, visit
from optviz.ui.race.experiment import SHARED, RaceExperiment
from optviz.ui.race.stories import STORIES
from optviz.written import number
from surfaces import SURFACES, FiniteSum

APP = str(ROOT / "app.py")

pytestmark = pytest.mark.usefixtures("nothing_is_compiled")


def opened(*popovers, **query):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for popover in popovers:
        app.session_state[popover] = True
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def shown(app):
    assert not app.exception
    return unpack(of_player(app))


def link(app):
    return shown(app)[0]["link"]


def as_number(text):
    """What 2.5×10⁻⁵ and 10⁻⁸ stand for."""
    leading, power = re.fullmatch(r"(?:([\d.]+?)×?)??(?:10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", text).groups()
    return float(f"{leading or 1}e{(power or '0').translate(str.maketrans('⁻⁰¹²³⁴⁵⁶⁷⁸⁹', '-0123456789'))}")


@pytest.fixture
def app():
    return opened()


def test_it_opens_with_the_methods_of_the_overview_on_beale_and_every_other_as_a_chip(app):
    header, arrays = shown(app)
    assert header["surface"]["key"] == "beale"
    assert [lane["key"] for lane in header["lanes"]] == list(RaceExperiment().racing)
    assert set(RaceExperiment().racing) == {key for key, method in OPTIMIZERS.items() if method.opens_the_race}
    assert {entrant["key"] for entrant in header["entrants"]} == set(OPTIMIZERS)
    assert points_of(header, arrays).shape == (14, 2, 301)


def test_a_page_that_is_drawn_again_describes_every_widget_as_before(app):
    def described():
        widgets = [*app.selectbox, *app.text_input, *app.toggle]
        told = {one.key: one.told for one in sliders(app)}
        return {**told, **{widget.key: widget.proto.SerializeToString() for widget in widgets}}

    before = described()
    assert {"race surface", "race story", "race steps", "race library", "race eta"} <= before.keys()
    app.run()
    assert described() == before


def test_no_slider_and_no_outcome_writes_a_power_of_ten_as_a_program_does(app):
    written = [one.label for one in sliders(app)]
    written += [lane["outcome"] for lane in shown(app)[0]["lanes"]]
    assert any("10⁻⁸" in text for text in written)
    assert not [text for text in written if re.search(r"\de[-+]\d", text)]


def test_every_surface_can_be_chosen(app):
    for key in SURFACES:
        with case(key):
            app.selectbox(key="race surface").set_value(key).run()
            header, _ = shown(app)
            assert header["surface"]["key"] == key
            assert header["start"] == [float(c) for c in SURFACES[key].start]


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_method_can_race_alone_and_be_opened(key):
    app = opened("race panel", methods=key)
    app.selectbox(key="race method").set_value(key).run()
    header, _ = shown(app)
    assert [lane["key"] for lane in header["lanes"]] == [key]
    for name, parameter in OPTIMIZERS[key].parameters().items():
        widget = f"race {key} {name}"
        assert (app.toggle(key=widget) if parameter.is_switch else slider(app, widget)).value == parameter.default
        assert parameter.is_switch or widget in header["live"]["sliders"], "what is held is followed"


def test_a_shared_slider_is_called_what_its_symbol_means_for_those_who_race():
    said = {
        "momentum,nag": {"gamma": "γ momentum"},
        "rmsprop": {"gamma": "γ decay of squares"},
        "rmsprop,adadelta": {"gamma": "γ decay of squares"},
        "momentum,rmsprop": {"gamma": "γ momentum, decay"},
        "qhm": {"gamma": "γ decay of m"},
        "diagonal_newton": {"gamma": "γ decay of the curvature"},
        "adam": {"beta1": "β₁ memory of g", "beta2": "β₂ memory of g²", "eta": "η learning rate", "epsilon": "ε stability"},
        "adamax": {"beta1": "β₁ memory of g", "beta2": "β₂ memory of |g|"},
        "adam,adamax": {"beta2": "β₂ memory of g², |g|"},
        "lion": {"beta1": "β₁ weight of m", "beta2": "β₂ memory of g"},
        "adam,adamax,lion": {"beta1": "β₁ memory, weight", "beta2": "β₂ memory"},
    }
    for methods, names in said.items():
        with case(methods):
            app = opened(methods=methods, steps="1")
            labels = {name: slider(app, f"race {name}").label.partition(", default")[0] for name in names}
            assert labels == names


def test_what_a_shared_symbol_is_called_says_what_it_means():
    """Not "momentum" for what is the memory of squares: a new method that means something else by a letter must say so."""
    kinds = {"share of the last step that is kept": "momentum", "memory": "memory", "weight": "weight"}
    for name in ("gamma", "beta1", "beta2"):
        for form in {form for method in OPTIMIZERS.values() for form in method.forms()}:
            for parameter in form.parameters().values():
                if parameter.symbol == SHARED[name]:
                    with case(f"{form.__name__}, {name}"):
                        called = (parameter.called or MOSTLY[name]).replace("decay", "memory")
                        kind = kinds.get(parameter.meaning) or kinds[parameter.meaning.split()[0]]
                        assert called.split()[0] == kind
                        assert ("squar" in parameter.meaning) == ("²" in called or "squares" in called)


def test_no_sentence_on_a_schedule_or_a_noise_has_two_colons(monkeypatch):
    for now in (
        *(RaceExperiment(schedule=key) for key in SCHEDULES if key != CONSTANT),
        *(RaceExperiment(surface="linear_regression", noise=key) for key in NOISES),
    ):
        with case(f"{now.schedule}, {now.noise}"):
            visiting(monkeypatch, visit, now)
            told = about_conditions()
            assert told.startswith(f"**{(now.kind() or now.pacing()).name}.** ")
            assert max(sentence.count(":") for sentence in told.split(".")) <= 1


def test_a_start_outside_of_the_map_is_said_and_one_that_was_zoomed_away_is_not(monkeypatch):
    assert "The start, (50, 2), lies outside the map. A convex quadratic" in said(opened(surface="booth", start="50,2"))
    said_of = {(50.0, 2.0): "The start, (50, 2), lies outside the map. ", (9.0, 2.0): "", None: ""}
    for start, words in said_of.items():
        with case(str(start)):
            state = visiting(monkeypatch, visit, RaceExperiment(surface="booth", start=start))
            assert off_the_map(visit) == words
            for window in ([-1, 1, -1, 1], [-60, 60, -60, 60]):
                state["race"] = {"window": window}
                heard("window")
                assert off_the_map(visit) == (words if window[1] == 1 else "")


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_slider_sets_all_and_gives_the_defaults_back(app, name):
    before = points_of(*shown(app))
    found = slider(app, f"race {name}")
    assert "default" in found.told["unset"]
    value = next(value for value in found.choices if 0.2 < value < 0.8)
    found.move(value)
    assert not slider(app, f"race {name}").told["unset"]
    assert f"{name}={value:g}" in link(app)
    assert (points_of(*shown(app)) != before).any()
    slider(app, f"race {name}").take_back()
    assert name not in link(app)
    assert (points_of(*shown(app)) == before).all()


def test_what_was_asked_of_several_sliders_at_once_is_all_taken_up_and_what_makes_no_sense_is_not(app):
    one = slider(app, "race eta")
    asking(
        app, one.element, "set", {"race eta": 0.05, "race gamma": 0.5, "race beta1": "0.5", "race beta2": [1], "race epsilon": 7e9, "no": 1}
    )
    assert (slider(app, "race eta").value, slider(app, "race gamma").value) == (0.05, 0.5)
    assert all(slider(app, f"race {name}").told["unset"] for name in ("beta1", "beta2", "epsilon"))
    for nonsense in ("race eta", [1], 7, None):
        asking(app, slider(app, "race eta").element, "set", nonsense)
    assert slider(app, "race eta").value == 0.05


def test_the_echo_of_a_value_that_was_replaced_is_not_taken_for_a_choice():
    app = opened("race conditions")
    app.session_state["race visit"].experiment = RaceExperiment(surface="ravine", start=(1.0, 2.0), racing=("sgd",), steps=50)
    app.run()
    before = link(app)
    for key, echo in (("race surface", "beale"), ("race story", "beale")):
        app.selectbox(key=key).set_value(echo)
    for key, old in (("race start x", "1.5"), ("race start y", "1.5"), ("race steps", "300")):
        app.text_input(key=key).set_value(old if key != "race start x" else "1")
    app.run()
    assert link(app) == before


def test_what_a_browser_sends_as_the_value_of_a_slider_is_taken_if_it_can_stand_there(app):
    for wrong in (None, "0.1", [], {}, float("nan"), 1e6, -1.0):
        with case(str(wrong)):
            slider(app, "race eta").move(wrong)
            assert link(app) == "surface=beale"
    slider(app, "race eta").move(0.0123)
    assert link(app) == "surface=beale&eta=0.0123"


def test_how_many_steps_there_are_is_chosen_in_the_player_too(app):
    (player,) = [one for one in app.get("bidi_component") if one.proto.component_name == "optviz.player"]
    for wrong in (None, "50", [], {}, float("nan"), 0, -5, 50.5, 2001, 1e300):
        with case(str(wrong)):
            asking(app, player, "steps", wrong)
            assert link(app) == "surface=beale"
    length = shown(app)[0]["length"]
    assert (min(length["choices"]), length["value"], max(length["choices"])) == (10, 300, 2000)
    asking(app, player, "steps", 50)
    header, _ = shown(app)
    assert (header["length"]["value"], header["steps"], header["link"]) == (50, 50, "surface=beale&steps=50")
    assert app.text_input(key="race steps").value == "50"
    app.text_input(key="race steps").set_value("77").run()
    assert 77 in shown(app)[0]["length"]["choices"]


def test_while_a_slider_is_held_the_browser_runs_what_python_runs_when_it_is_let_go(monkeypatch):
    def sent(now, live=True):
        visiting(monkeypatch, visit, now)
        start, schedule, noise = now.starting_point(), now.changing(), now.kind()
        found = race(now.entrants(), now.terrain(), start, now.steps, noise=noise, seed=now.seed, schedule=schedule)
        return b64encode(
            pack(
                *scene(
                    found,
                    key="race",
                    start=start,
                    live=steering("nag") if live else None,
                    per=now.counted(),
                    schedule=schedule,
                    chances=chances(found),
                )
            )
        ).decode()

    racing = ("sgd", "momentum", "nag", "rmsprop", "adam", "newton", "bfgs")
    home = RaceExperiment(racing=racing, steps=40, own={"nag": {"learning_rate": 0.001, "momentum": 0.8}})
    cases = {f"race {name}": (home, replace(home, shared={name: 0.013}), 0.013) for name in SHARED}
    asking = replace(home, per="query")
    cases["race eta, counted by queries"] = (asking, replace(asking, shared={"eta": 0.013}), 0.013)
    cases["race nag momentum"] = (home, replace(home, own={"nag": {"learning_rate": 0.001, "momentum": 0.5}}), 0.5)
    shaken = replace(home, noise="annealed", seed=3)
    for name, value in {"variance": 4.0, "decay": 1.5}.items():
        cases[f"race annealed 1 {name}"] = (shaken, replace(shaken, noise_values={name: value}), value)
    louder = replace(home, noise="gaussian", noise_values={"deviation": 20.0})
    cases["race beta2"] = (louder, replace(louder, shared={"beta2": 0.9}), 0.9)
    for kind in ("shuffled", "hard_first"):
        batches = replace(home, surface="linear_regression", noise=kind, racing=racing[:-2], own={}, seed=2)
        cases[f"race eta, {kind}"] = (batches, replace(batches, shared={"eta": 0.013}), 0.013)
        told = unpack(b64decode(sent(batches)))[0]["live"]
        size = f"race {kind} 333 batch_size"
        assert "waits" not in told
        # What is sent suffices for batches of up to twice the size, or so; or for any, where all epochs have the same order.
        assert told["sliders"][size]["most"] == {"shuffled": 36.0, "hard_first": 333.0}[kind]
        for value in (3.0, told["sliders"][size]["most"]):
            cases[f"{size}, {value}"] = (batches, replace(batches, noise_values={"batch_size": value}), value)
        cases[f"{size}, more than was drawn"] = (batches, batches, 334.0)
        assert all(lane["digest"] is not None for lane in told["lanes"]), "the browser's runs are Python's to the last bit"
    pacing = replace(home, schedule="one_cycle")  # its factors depend on how many steps there are
    plateau = replace(home, schedule="plateau", schedule_values={"warmup": 9.0})
    for why, now in {"": home, ", by queries": asking, ", one cycle": pacing, ", on a plateau": plateau}.items():
        for steps in (15, 77):
            cases[f"race steps, {steps}{why}"] = (now, replace(now, steps=steps), steps)
    cases["race steps, less noise than was drawn"] = (shaken, replace(shaken, steps=15), 15)
    cases["race steps, more noise than was drawn"] = (shaken, shaken, 77)
    for key, surface in SURFACES.items():
        there = RaceExperiment(surface=key, racing=racing, steps=40)
        if isinstance(surface, FiniteSum):
            there = replace(there, racing=racing[:-1])  # where BFGS searches at the minimum, the last bits of f decide
            cases[f"race eta, {key}"] = (there, replace(there, shared={"eta": 0.013}), 0.013)
        for name, parameter in surface.parameters().items():
            slider, value = f"race {key} {name}", parameter.choices()[7]
            cases[slider] = (there, there.with_surface_value(name, value), value)
    wells = RaceExperiment(surface="gaussian_wells", racing=racing, steps=40)
    both = {
        name: parameter.choices()[place] for (name, parameter), place in zip(wells.terrain().parameters().items(), (33, 9), strict=True)
    }
    values = {f"race gaussian_wells {name}": value for name, value in both.items()}
    cases["two sliders that move landmarks"] = (wells, replace(wells, surface_values=both), values)
    for key, kind in SCHEDULES.items():
        everyone = (*racing, "adamw.paper")
        paced = replace(home, racing=everyone, schedule=key, schedule_values={"warmup": 3.0})
        cases[f"race eta, {key}"] = (paced, replace(paced, shared={"eta": 0.013}), 0.013)
        told = unpack(b64decode(sent(paced)))[0]["live"]
        alike = [entrant for entrant, lane in zip(everyone, told["lanes"], strict=True) if lane["digest"] is not None]
        assert {"sgd", "nag", "adam", "adamw.paper"} <= {*alike}, "the browser's runs are Python's to the last bit"
        for name, parameter in kind.parameters().items():
            value = parameter.choices()[3]
            cases[f"race {key} {name}"] = (paced, replace(paced, schedule_values={**paced.schedule_values, name: value}), value)
    told = [
        {
            "before": sent(before),
            "held": value if isinstance(value, dict) else {key.partition(",")[0]: value},
            # Of fits, and counted by queries: all that is drawn, as Python has it.
            "after": sent(after, live=after.per == "step" and not isinstance(after.terrain(), FiniteSum)),
        }
        for key, (before, after, value) in cases.items()
    ]
    numbers = numbers_from("holding.js", {"cases": told})
    for key in cases:
        with case(key):
            count = int(numbers[0])
            here, there, numbers = numbers[1 : count + 1], numbers[count + 1 : 2 * count + 1], numbers[2 * count + 1 :]
            np.testing.assert_allclose(here, there, rtol=1e-6, atol=1e-9)
    assert len(cases) > 9
    assert not numbers.size


def test_a_method_with_its_own_values_leaves_the_shared_sliders_until_it_is_put_back(app):
    app.session_state["race panel"] = True
    app.run()
    app.selectbox(key="race method").set_value("adam").run()
    slider(app, "race adam learning_rate").move(0.5)
    app.toggle(key="race adam bias_correction").set_value(False).run()
    slider(app, "race eta").move(0.02)
    assert link(app) == "surface=beale&eta=0.02&adam.learning_rate=0.5&adam.bias_correction=0"
    notes = {entrant["key"]: entrant["note"] for entrant in shown(app)[0]["entrants"]}
    assert notes.pop("adam")
    assert not any(notes.values())
    app.button(key="race put back").click().run()
    assert link(app) == "surface=beale&eta=0.02"
    assert slider(app, "race adam learning_rate").value == 0.02


def test_the_panel_is_made_only_when_it_is_open(app):
    assert [box.key for box in app.selectbox] == ["race surface", "race story", "race library"]


def test_start_and_steps_are_taken_and_another_surface_has_its_own_start():
    app = opened("race conditions")
    app.text_input(key="race start x").set_value("2.5").run()
    app.text_input(key="race steps").set_value("50").run()
    header, arrays = shown(app)
    assert header["start"] == [2.5, 1.5]
    assert points_of(header, arrays).shape[-1] == 51
    app.selectbox(key="race surface").set_value("rosenbrock").run()
    assert shown(app)[0]["start"] == [float(c) for c in SURFACES["rosenbrock"].start]


def test_a_surface_has_its_own_parameters(app):
    app.selectbox(key="race surface").set_value("ravine").run()
    slider(app, "race ravine condition").move(50.0)
    assert "surface.condition=50" in link(app)
    app.selectbox(key="race surface").set_value("beale").run()
    assert link(app) == "surface=beale"


def test_reset_gives_the_defaults_of_the_surface():
    app = opened(surface="rosenbrock", eta="0.02", methods="adam", steps="50", start="1,2")
    app.button(key="race reset").click().run()
    assert link(app) == "surface=rosenbrock"


@pytest.mark.parametrize("key", STORIES)
def test_every_preset_can_be_chosen_and_says_what_to_look_at(app, key):
    app.selectbox(key="race story").set_value(key).run()
    assert dict(parse_qsl(link(app))) == dict(parse_qsl(STORIES[key].link))
    said = " ".join(text.value for text in app.markdown)
    now = visit.linked(STORIES[key].link)
    lanes = race(now.entrants(), now.terrain(), now.starting_point(), now.steps).lanes
    assert " ".join([*(claim.said(lanes) for claim in STORIES[key].claims), STORIES[key].then]) in said


def test_a_link_is_restored_with_its_view():
    app = opened(surface="himmelblau", methods="adam,sgd", eta="0.013", start="1,2", steps="77", window="0,4,0,4", step="30")
    header, _ = shown(app)
    assert header["link"] == "surface=himmelblau&start=1,2&steps=77&methods=sgd,adam&eta=0.013"
    assert header["grid"]["window"] == [[0, 4], [0, 4]]
    assert header["view"] == {"window": [0, 4, 0, 4], "step": 30}
    assert slider(app, "race eta").value == 0.013
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
    assert [lane["key"] for lane in shown(app)[0]["lanes"]] == list(RaceExperiment().racing)


MESSAGES = [None, [], [1.0], [math.nan, 1.0], [math.inf, 1.0], ["1", "2"], {"x": 1}, "12", [1e11, 0.0]]


def test_a_message_that_no_player_sends_changes_nothing(monkeypatch):
    now = RaceExperiment(start=(1.0, 2.0))
    for event, message in itertools.product(("start", "window", "racing"), MESSAGES):
        with case(f"{event} {message!r}"):
            visiting(monkeypatch, visit, now)["race"] = {event: message}
            heard(event)
            assert visit.window is None
            assert visit.now == now or (event == "racing" and visit.now.racing == ())


def test_no_method_is_a_surface_alone_and_no_traceback():
    app = opened()
    app.session_state["race visit"].experiment = RaceExperiment(racing=())
    app.run()
    assert shown(app)[0]["lanes"] == []
    assert link(app) == "surface=beale&methods="


def path(app, entrant):
    header, arrays = shown(app)
    now, lanes = visit.linked(header["link"]), [lane["key"] for lane in header["lanes"]]
    return points_of(header, arrays, schedule=now.pacing(), seed=now.seed)[lanes.index(entrant)]


def test_all_methods_can_race_in_the_form_of_a_library(app):
    slider(app, "race epsilon").move(0.1)
    paper = path(app, "adam")
    app.selectbox(key="race library").set_value("keras").run()
    assert "library=keras" in link(app)
    expected = minimize(OPTIMIZERS["adam"].libraries()["keras"](epsilon=0.1), SURFACES["beale"]).points
    assert np.allclose(path(app, "adam"), expected.T, atol=1e-6)
    assert not np.allclose(path(app, "adam"), paper, atol=1e-2)
    notes = {entrant["key"]: entrant["note"] for entrant in shown(app)[0]["entrants"]}
    assert (notes["newton"], notes["rprop"]) == ("paper's form", "form in common use")
    assert notes["adam"] == ""


def test_two_conventions_of_one_method_race_each_other_and_the_page_says_how_far_apart_they_get():
    app = opened(methods="amsgrad,amsgrad.optax")
    paper, optax = path(app, "amsgrad"), path(app, "amsgrad.optax")
    apart = np.hypot(*(paper - optax)).max()
    assert apart > 0.5
    assert any(f"AMSGrad · Optax by up to {apart:.2g}" in caption.value for caption in app.caption)
    assert not opened(methods="amsgrad").caption


def test_a_library_s_form_joins_from_the_panel_and_has_values_of_its_own(app):
    app.session_state["race panel"] = True
    app.run()
    app.selectbox(key="race method").set_value("adagrad").run()
    app.get_by_key("race adagrad also").set_value(["adagrad.torch", "adagrad.keras"]).run()
    assert {"adagrad", "adagrad.torch", "adagrad.keras"} <= {lane["key"] for lane in shown(app)[0]["lanes"]}
    app.selectbox(key="race method").set_value("adagrad.keras").run()
    slider(app, "race adagrad.keras learning_rate").move(1.0)
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
    assert "race per" not in [box.key for box in opened(methods="sgd").selectbox]


def test_a_tuned_race_gives_every_method_its_best_step_size_and_shows_the_search(app):
    app.toggle(key="race tuned").set_value(True).run()
    header, arrays = shown(app)
    assert "tuned=yes" in header["link"]
    assert header["budget"] == "best of 64 learning rates each"
    found = tune([OPTIMIZERS[key]() for key in RaceExperiment().racing], SURFACES["beale"], steps=300)
    notes = {entrant["key"]: entrant["note"] for entrant in header["entrants"]}
    for points, key, one in zip(points_of(header, arrays), RaceExperiment().racing, found, strict=True):
        run = minimize(one.optimizer, SURFACES["beale"], steps=300)
        assert (points == run.points.T.astype(np.float32)).all()
        assert number(getattr(one.optimizer, one.given.step_size), 3) in notes[key]
    (chart,) = app.get("plotly_chart")
    told = [text for line in from_json(chart.proto.spec).data if line.text is not None for text in line.text]
    assert any(re.match(r"learning rate η = [\d.]+×10⁻⁵<br>gap ", text) for text in told)
    assert not [text for text in told if re.search(r"\de[-+]\d", text)]
    assert any("64 learning rates" in caption.value for caption in app.caption)
    app.toggle(key="race tuned").set_value(False).run()
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
    app.session_state["race visit"].experiment = RaceExperiment(racing=(), tuned=True)
    app.run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 0


def test_a_browser_that_cannot_run_the_race_is_sent_all_of_it_and_the_page_says_so_once(monkeypatch):
    app = opened(steps="40")
    header, arrays = shown(app)
    alone = points_of(header, arrays)
    assert not {"grid", "points", "gap", "slope"} & arrays.keys()
    app.session_state["race visit"].whole = True
    app.run()
    header, arrays = shown(app)
    assert "live" not in header
    assert arrays.keys() == {"grid", "points", "gap", "slope", "distance", "step"}
    assert np.array_equal(arrays["points"], alone)
    assert [caption.value for caption in app.caption].count(
        "This browser cannot run the methods itself, so the page follows a slider or the start once it is let go."
    ) == 1
    visiting(monkeypatch, visit, RaceExperiment())["race"] = {"whole": True}
    assert visit.browser_runs
    heard("whole")
    assert not visit.browser_runs


# ---- schedules and noise ---------------------------------------------------------------------------------------------


def check(app):
    """The player has the race that the engine makes of the experiment in its link."""
    header, arrays = shown(app)
    now = visit.linked(header["link"])
    options = {"schedule": now.pacing(), "seed": now.seed}
    expected = race(now.entrants(), now.terrain(), now.starting_point(), now.steps, noise=now.kind(), **options).lanes
    assert [lane["key"] for lane in header["lanes"]] == list(expected)
    for row, run in zip(points_of(header, arrays, **options), expected.values(), strict=True):
        assert np.array_equal(row, run.points.T.astype(np.float32))
    return now, expected


def said(app):
    return " ".join(block.value for block in [*app.warning, *app.caption, *app.markdown])


def paces(app):
    """The lines of the chart of η: by name, what it is multiplied by in each step."""
    figures = [from_json(chart.proto.spec) for chart in app.get("plotly_chart")]
    (figure,) = [figure for figure in figures if "η" in (figure.layout.yaxis.title.text or "")]
    return {trace.name: np.frombuffer(b64decode(trace.y["bdata"]), trace.y["dtype"]) for trace in figure.data}


def test_every_schedule_can_be_chosen_with_its_values():
    app = opened("race conditions", methods="sgd,adam,rprop", steps="60")
    for key, kind in SCHEDULES.items():
        with case(key):
            app.selectbox(key="race schedule").set_value(key).run()
            assert check(app)[0].pacing() == kind()
            assert (kind.sentence in app.markdown[-1].value) == (key != "constant")  # the words; the card has it in any case
            for name, parameter in kind.parameters().items():
                slider(app, f"race {key} {name}").move(parameter.choices()[3])
                now, expected = check(app)
                assert getattr(now.pacing(), name) == parameter.choices()[3]
                assert expected["sgd"].factors is not None
    app.selectbox(key="race schedule").set_value("constant").run()
    assert link(app) == "surface=beale&steps=60&methods=sgd,adam,rprop"


def test_a_constant_step_size_is_the_race_as_ever(app):
    before = shown(app)
    assert not app.get("plotly_chart")
    app.session_state["race conditions"] = True
    app.run()
    assert app.selectbox(key="race schedule").value == "constant"
    slider(app, "race constant warmup").move(10.0)
    assert check(app)[0].changing() is not None
    slider(app, "race constant warmup").move(0.0)
    assert check(app)[0].changing() is None
    assert link(app) == "surface=beale"
    assert np.array_equal(points_of(*shown(app)), points_of(*before))


def test_a_schedule_comes_from_the_link_and_its_factors_are_drawn():
    app = opened(methods="sgd,adam,rprop,bfgs", schedule="inverse_time", **{"schedule.half_time": "20", "schedule.warmup": "4"})
    assert not app.warning
    now, expected = check(app)
    assert now.pacing() == SCHEDULES["inverse_time"](half_time=20, warmup=4)
    (line,) = paces(app).values()
    assert np.array_equal(line[:-1], expected["sgd"].factors)
    assert "No η, so the schedule changes nothing: Rprop." in said(app)
    assert "Step lengths found by line search, so the schedule changes nothing: BFGS." in said(app)
    assert expected["bfgs"].factors is None
    app.button(key="race reset").click().run()
    assert link(app) == "surface=beale"
    assert not app.get("plotly_chart")


def test_a_schedule_that_reacts_is_drawn_for_every_method_by_itself():
    app = opened(methods="sgd,momentum,rprop", schedule="plateau", surface="ravine", **{"schedule.patience": "3", "eta": "0.08"})
    expected = check(app)[1]
    lines = paces(app)
    assert list(lines) == ["SGD", "Momentum"]
    assert np.array_equal(lines["Momentum"][:-1], expected["momentum"].factors)
    assert not np.array_equal(lines["Momentum"], lines["SGD"])


def test_a_run_that_diverged_ends_its_line():
    app = opened(methods="sgd,momentum", schedule="plateau", surface="ravine", eta="1", **{"schedule.factor": "0.9"})
    expected = check(app)[1]
    assert all(run.status == "diverged" for run in expected.values())
    assert {len(line) - 1 for line in paces(app).values()} == {int(run.last) for run in expected.values()}


def test_where_nobody_has_an_eta_there_is_no_chart_of_it():
    app = opened(methods="rprop", schedule="cosine")
    assert not app.get("plotly_chart")
    assert "No η, so the schedule changes nothing: Rprop." in said(app)


def test_every_noise_of_a_surface_can_be_chosen_and_all_hear_the_same():
    app = opened("race conditions", methods="sgd,momentum,adam", steps="40")
    for surface, has_examples in (("beale", False), ("linear_regression", True)):
        app.selectbox(key="race surface").set_value(surface).run()
        for key, kind in NOISES.items():
            if has_examples or not kind.needs_examples:
                with case(f"{key} on {surface}"):
                    app.selectbox(key=f"race noise {has_examples}").set_value(key).run()
                    app.text_input(key="race seed").set_value(str(int(app.text_input(key="race seed").value) + 1)).run()
                    now, expected = check(app)
                    assert (now.noise, now.seed) == (key, int(app.text_input(key="race seed").value))
                    if "momentum" in expected:
                        alone = minimize(now.optimizer("momentum"), now.terrain(), steps=40, noise=now.kind(), seed=now.seed)
                        assert np.array_equal(expected["momentum"].points, alone.points)
                    assert kind.sentence in said(app)
    app.selectbox(key="race noise True").set_value("").run()
    assert check(app)[0].noise is None


def test_a_batch_is_no_larger_than_there_are_examples():
    app = opened("race conditions", surface="linear_regression", noise="shuffled", methods="sgd", steps="30")
    count = SURFACES["linear_regression"].terms
    found = slider(app, f"race shuffled {count} batch_size")
    assert max(found.choices) == count
    found.move(5)
    assert check(app)[0].noise_values == {"batch_size": 5}


def test_noise_that_another_surface_does_not_have_is_left_behind():
    app = opened("race conditions", surface="linear_regression", noise="shuffled", methods="sgd", steps="30", schedule="cosine")
    app.selectbox(key="race surface").set_value("beale").run()
    now, _ = check(app)
    assert not isinstance(now.terrain(), FiniteSum)
    assert (now.noise, now.schedule) == (None, "cosine")


def test_who_searches_along_a_line_sits_out_under_noise_and_is_back_without_it():
    app = opened("race conditions", methods="sgd,conjugate_gradient,bfgs", noise="gaussian")
    assert list(check(app)[1]) == ["sgd"]
    assert "Not racing, because a line search needs f without noise: Conjugate gradient, BFGS." in said(app)
    notes = {entrant["key"]: entrant["note"] for entrant in shown(app)[0]["entrants"]}
    assert (notes["bfgs"], notes["sgd"]) == ("sits out", "")
    assert "race per" not in [box.key for box in app.selectbox]
    app.selectbox(key="race noise False").set_value("").run()
    assert list(check(app)[1]) == ["sgd", "conjugate_gradient", "bfgs"]
    assert "Not racing" not in said(app)


def test_a_race_of_nobody_but_those_who_sit_out_is_a_surface_alone():
    app = opened("race panel", methods="bfgs", noise="gaussian", tuned="true", schedule="cosine")
    assert shown(app)[0]["lanes"] == []
    assert "Not racing" in said(app)
    app.selectbox(key="race method").set_value("bfgs").run()
    assert not app.exception
    assert not app.code, "there are no lines that would run"


def test_who_sits_out_is_not_sent_away_by_a_click_on_another_chip(monkeypatch):
    now = RaceExperiment(racing=("sgd", "adam", "bfgs"), noise="gaussian")
    visiting(monkeypatch, visit, now)["race"] = {"racing": ["sgd"]}
    heard("racing")
    assert visit.now.racing == ("sgd", "bfgs")


def test_a_story_is_told_only_of_the_race_that_it_tells():
    rprop = "Rprop, which sees only signs, is the first to a gap of 0.01"
    assert rprop in said(opened())
    assert rprop in said(opened(seed="7"))
    assert rprop not in said(opened(schedule="cosine"))
    assert rprop not in said(opened(noise="gaussian"))


def test_a_shared_slider_can_be_touched_exactly_where_it_would_change_who_races():
    own = {"adam": OPTIMIZERS["adam"]().values_by_name()}
    for now in (
        RaceExperiment(),
        RaceExperiment(racing=("sgd",)),
        RaceExperiment(racing=("adam",)),
        RaceExperiment(racing=("adam",), own=own),
        RaceExperiment(racing=("adam", "rprop"), own=own),
        RaceExperiment(racing=("bfgs",), noise="gaussian"),
        RaceExperiment(racing=("adadelta", "newton")),
        RaceExperiment(racing=()),
    ):
        for name in SHARED:
            with case(f"{name}: {now.racing}"):
                changes = len({str(replace(now, shared={name: value}).entrants()) for value in (0.5, 0.25)}) > 1
                assert bool(now.takers(name)) == changes
    app = opened(methods="sgd,momentum")
    idle = {name: slider(app, f"race {name}").idle for name in SHARED}
    assert idle == {"eta": False, "gamma": False, "beta1": True, "beta2": True, "epsilon": True}
    assert "not used here" in slider(app, "race beta1").label


def test_in_a_tuned_race_what_was_searched_cannot_be_moved_and_the_rest_can():
    app = opened(methods="sgd,momentum,adadelta", tuned="yes", steps="40")
    idle = {name: slider(app, f"race {name}").idle for name in ("eta", "gamma", "epsilon")}
    assert idle == {"eta": True, "gamma": False, "epsilon": True}
    assert "tuned for each" in slider(app, "race eta").label
    now = RaceExperiment(racing=("sgd", "momentum", "adadelta"), tuned=True)
    for name in ("eta", "epsilon"):
        with case(name):
            assert now.takers(name)
            assert not now.takers(name, tuned=True)
    app.toggle(key="race tuned").set_value(False).run()
    assert not slider(app, "race eta").idle
    assert "tuned" not in slider(app, "race eta").label


def test_what_is_said_follows_a_slider_and_a_start():
    app = opened(start="2.5,0.4")
    assert "Newton's method is the first to a gap of 0.01, after 2 steps" in said(app)
    assert "saddle" not in said(app)
    app = opened(surface="ravine", methods="sgd,momentum", eta="0.0099", steps="150", **{"surface.condition": "200"})
    assert "Momentum damps the bounces" in said(app)
    slider(app, "race eta").move(0.005)
    assert "Momentum damps the bounces" not in said(app)
    assert "Momentum does not damp the bounces here" in said(app)


def test_a_tuned_race_is_searched_by_its_schedule_and_with_exact_gradients():
    schedule, noise = SCHEDULES["exponential"](factor=0.95), NOISES["gaussian"]()
    app = opened(methods="sgd,adam", steps="80", tuned="true", schedule="exponential", noise="gaussian", **{"schedule.factor": "0.95"})
    found = tune([OPTIMIZERS[key]() for key in ("sgd", "adam")], SURFACES["beale"], steps=80, schedule=schedule)
    for row, one in zip(points_of(*shown(app)), found, strict=True):
        run = minimize(one.optimizer, SURFACES["beale"], steps=80, schedule=schedule, noise=noise)
        assert np.array_equal(row, run.points.T.astype(np.float32))
    assert "80 steps from this start by the same schedule with exact gradients. " in said(app)
    plain = tune([OPTIMIZERS["sgd"]()], SURFACES["beale"], steps=80)[0].optimizer
    assert plain != found[0].optimizer


def test_the_lines_to_copy_run_by_the_schedule_and_hear_the_noise():
    app = opened("race panel", "race conditions", methods="sgd", steps="30")
    app.selectbox(key="race method").set_value("sgd").run()
    app.get_by_key("race sgd as code").set_value("torch").run()
    app.selectbox(key="race schedule").set_value("cosine").run()
    app.selectbox(key="race noise False").set_value("gaussian").run()
    assert not app.exception
    space = {}
    exec(app.code[0].value, space)
    assert np.array_equal(path(app, "sgd"), np.array(space["path"]).T.astype(np.float32))


def test_two_forms_are_told_apart_under_the_same_schedule():
    app = opened(methods="amsgrad,amsgrad.optax", schedule="step_decay", **{"schedule.period": "20"})
    apart = np.hypot(*(path(app, "amsgrad") - path(app, "amsgrad.optax"))).max()
    assert f"AMSGrad · Optax by up to {apart:.2g}" in said(app)


def test_every_page_keeps_a_schedule_of_its_own():
    pages = {"pages/race.py": "race", "pages/maps.py": "maps", "pages/noise.py": "noise"}
    app = opened("race conditions", "maps pacing", methods="sgd", steps="30")
    for chosen, (file, key) in zip(("cosine", "polynomial", "step_decay"), pages.items(), strict=True):
        app.switch_page(file).run()
        assert app.selectbox(key=f"{key} schedule").value == "constant"
        app.selectbox(key=f"{key} schedule").set_value(chosen).run()
        app.session_state["race conditions"] = app.session_state["maps pacing"] = True
    for chosen, (file, key) in zip(("cosine", "polynomial", "step_decay"), pages.items(), strict=True):
        app.switch_page(file).run()
        assert not app.exception
        assert app.selectbox(key=f"{key} schedule").value == chosen


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ({"schedule": "<b>", "noise": "loud", "seed": "-1"}, "schedule, noise, seed"),
        ({"schedule": "cosine", "schedule.end_share": "2"}, "schedule.end_share"),
        ({"surface": "beale", "noise": "shuffled"}, "noise"),
        ({"surface": "linear_regression", "noise": "shuffled", "noise.batch_size": "0.5"}, "noise.batch_size"),
    ],
)
def test_conditions_that_a_link_gets_wrong_are_named(query, ignored):
    app = opened(methods="sgd", **query)
    check(app)
    (warning,) = app.warning
    assert warning.value == f"The link was not fully understood. Ignored: {ignored}."


def test_a_race_that_counts_queries_is_tuned_with_as_many():
    query = {"methods": "adam,bfgs", "surface": "rosenbrock", "steps": "60", "tuned": "true"}
    opened(**query)
    app = opened(**query, per="query")
    found = tune([OPTIMIZERS[key]() for key in ("adam", "bfgs")], SURFACES["rosenbrock"], steps=60, per="query")
    by_step = tune([OPTIMIZERS["bfgs"]()], SURFACES["rosenbrock"], steps=60)
    assert found[1].optimizer != by_step[0].optimizer
    notes = {entrant["key"]: entrant["note"] for entrant in shown(app)[0]["entrants"]}
    for key, one in zip(("adam", "bfgs"), found, strict=True):
        assert number(getattr(one.optimizer, one.given.step_size), 3) in notes[key]
    assert any("tried for 60 gradient queries from this start" in caption.value for caption in app.caption)
