"""The basins page as Streamlit's own test runner sees it: every method, every surface, every story, every control."""

from urllib.parse import parse_qsl

import numpy as np
import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from sent import payloads, points_of
from sliding import slider, sliders
from streamlit.testing.v1 import AppTest
from visiting import visiting

from optviz import OPTIMIZERS, basins, minimize
from optviz.lanes import crew
from optviz.ui.basins import controls, territory
from optviz.ui.basins.controls import visit
from optviz.ui.basins.experiment import TOLERANCE, BasinsExperiment
from optviz.ui.basins.stories import STORIES
from optviz.ui.draft import Budget
from optviz.ui.lineup import everyone
from optviz.ui.specimen import Specimen
from surfaces import SURFACES

APP = str(ROOT / "app.py")
QUICK = {"resolution": "64", "steps": "12"}


pytestmark = pytest.mark.usefixtures("nothing_is_compiled")


@pytest.fixture(autouse=True)
def no_lane_is_compiled(monkeypatch):
    """Compiled lanes give the same results; here each would be asked for only once."""
    monkeypatch.setattr(crew, "compiled", lambda lanes, wait=False: None)


@pytest.fixture(autouse=True)
def no_moment_passes(monkeypatch):
    """Between a sketch and the map a page waits until a browser has the sketch, and here there is none."""
    monkeypatch.setattr(territory, "MOMENT", 0.0)


@pytest.fixture
def sketches_are_not_followed(monkeypatch):
    """A sketch is a map of 64 × 64 starts. A page whose maps have no more than these would draw itself a second time with the same ones."""
    monkeypatch.setattr(territory, "follow_sketches", lambda: None)


def opened(**query):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for name, value in {**QUICK, **query}.items():
        app.query_params[name] = value
    app.switch_page("pages/basins.py").run()
    assert not app.exception
    return app


def shown(app):
    """What the components of the page were sent, by the names that they have there."""
    return payloads(app)


def link(app):
    return shown(app)["basins"][0]["link"]


def experiment_of(app):
    return visit.linked(link(app))


def check_maps(app):
    """The maps show what the engine finds."""
    now = experiment_of(app)
    found = shown(app)
    assert set(found) == {"basins", *(f"basins map {side}" for side in now.specimens())}
    for side, specimen in now.specimens().items():
        header, arrays = found[f"basins map {side}"]
        expected = basins(specimen.optimizer(), now.terrain(), now.resolution, now.steps, TOLERANCE, window=now.window)
        assert np.array_equal(arrays["x"], expected.x)
        assert np.array_equal(arrays["y"], expected.y)
        names = [entry["key"] for entry in header["layers"][0]["classes"]]
        statuses = np.where(expected.index >= 0, np.char.add("minimizer ", expected.index.astype(str)), expected.status)
        assert np.array_equal(np.array(names)[arrays["layer_basin"]], statuses)


@pytest.mark.usefixtures("sketches_are_not_followed")
@pytest.mark.parametrize("entrant", everyone())
def test_every_method_in_every_form_can_be_started_everywhere(entrant):
    app = opened(a=entrant, b="nobody", resolution="64", steps="60")
    check_maps(app)
    form = Specimen(entrant).form()
    assert {f"basins a {name}" for name in form.parameters()} <= {widget.key for widget in [*sliders(app), *app.toggle]}
    said = [caption.value for caption in app.caption if "runs in NumPy" in caption.value]
    assert len(said) == bool(crew.obstacle(form))


@pytest.mark.usefixtures("sketches_are_not_followed")
@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_has_its_basins(surface):
    steps = max(6, 60 // SURFACES[surface].terms)  # a step over hundreds of examples costs hundreds of others
    app = opened(surface=surface, a="sgd", b="momentum", resolution="64", steps=str(steps))
    check_maps(app)
    stars = [mark for mark in shown(app)["basins map a"][0]["marks"] if mark["kind"] == "star"]
    assert len(stars) == len(SURFACES[surface].minimizers)


@pytest.mark.parametrize(
    "other", [{"area": "0,1,0,1"}, {"steps": "13"}, {"resolution": "128"}, {"a.learning_rate": "0.02"}, {"surface.condition": "30"}]
)
def test_what_was_kept_of_one_map_is_not_shown_as_another(other):
    same = {"surface": "ravine", "a": "sgd", "b": "nobody"}
    check_maps(opened(**same))
    check_maps(opened(**same, **other))


@pytest.mark.parametrize("key", STORIES)
def test_every_story_can_be_chosen(key, monkeypatch):
    monkeypatch.setattr(territory, "WITHOUT_ASKING", Budget(1_000_000, 1_000_000, 1_000_000))
    app = opened(surface="matyas")
    app.selectbox(key="basins story").set_value(key).run()
    assert STORIES[key].then in app.markdown[1].value
    assert any(caption.value.startswith("Every start has the color of the minimizer that it reaches") for caption in app.caption)
    assert dict(parse_qsl(link(app))) == dict(parse_qsl(STORIES[key].link))
    slider(app, "basins a learning_rate").move(0.1 if key != "flat" else 0.5)
    app.run()
    assert STORIES[key].then not in app.markdown[1].value


def test_the_sliders_of_one_method_on_both_sides_stand_after_different_names():
    for query, names in (({"a": "adam", "b": "adam"}, ["first Adam", "second Adam"]), ({"a": "adam", "b": "sgd"}, ["Adam", "SGD"])):
        with case(str(query)):
            headings = [markdown.value.strip("*") for markdown in opened(**query).markdown if markdown.value.startswith("**")]
            assert headings == names


def test_both_maps_have_one_scale_of_steps_and_each_its_method_s_name():
    """Newton's method is there within a few steps: on a scale of its own its map would look as slow as Adam's."""
    maps = [header for name, (header, _) in shown(opened(surface="booth", a="newton", b="adam", steps="200")).items() if "map" in name]
    scales = [layer["range"] for header in maps for layer in header["layers"] if layer["key"] == "steps"]
    assert len(scales) == 2
    assert scales[0] == scales[1]
    slowest = basins(OPTIMIZERS["adam"](), SURFACES["booth"], 64, 200, TOLERANCE).steps_to.max()
    assert slowest <= scales[0][1] <= 200
    assert [header["heading"] for header in maps] == ["Newton", "Adam"]


def test_a_slider_changes_its_own_side():
    app = opened(a="sgd", b="sgd")
    slider(app, "basins b learning_rate").move(0.02)
    assert experiment_of(app).a == Specimen("sgd")
    assert experiment_of(app).b == Specimen("sgd", {"learning_rate": 0.02})
    check_maps(app)
    assert "SGD, learning rate 0.02" in shown(app)["basins"][0]["entrants"][1]["name"]


def test_controls_change_what_they_say():
    app = opened()
    app.selectbox(key="basins b").set_value("").run()
    app.selectbox(key="basins a").set_value("rprop").run()
    app.selectbox(key="basins resolution").set_value("128").run()
    app.text_input(key="basins steps").set_value("20").run()
    app.text_input(key="basins start x").set_value("2.5").run()
    now = experiment_of(app)
    assert now == BasinsExperiment(a=Specimen("rprop"), b=None, resolution=128, steps=20, start=(2.5, -1.5))
    check_maps(app)
    app.selectbox(key="basins surface").set_value("ravine").run()
    assert experiment_of(app).start is None
    slider(app, "basins ravine condition").move(50)
    check_maps(app)
    app.button(key="basins reset").click()


def test_the_player_has_the_runs_of_the_start_that_is_marked():
    app = opened(a="adam", b="newton", start="3.5,4", steps="40")
    header, arrays = shown(app)["basins"]
    for points, key in zip(points_of(header, arrays), ("adam", "newton"), strict=True):
        run = minimize(OPTIMIZERS[key](), SURFACES["himmelblau"], (3.5, 4.0), 40)
        assert np.allclose(points, run.points.T, rtol=1e-6)
    assert [entrant["name"] for entrant in header["entrants"]] == ["Adam", "Newton"]
    assert header["tolerance"] == TOLERANCE
    marked = [mark["at"] for mark in shown(app)["basins map a"][0]["marks"] if mark["kind"] == "cross"]
    assert marked == [[3.5, 4.0]]
    step = minimize(OPTIMIZERS["newton"](), SURFACES["himmelblau"], (3.5, 4.0), 40).steps_to(TOLERANCE)
    (became,) = (caption.value for caption in app.caption if caption.value.startswith("From (3.5, 4)"))
    assert f"Newton reaches (3, 2) at step {step}" in became


def test_a_link_says_everything():
    query = "surface=ravine&surface.condition=50&a=nag&a.momentum=0.5&b=sgd.torch&area=-0.5,0.5,-1,0.25&start=1.25,0.5"
    query += "&resolution=64&steps=300&layer=steps"
    app = opened(**dict(parse_qsl(query)))
    assert set(link(app).split("&")) == set(query.split("&"))
    check_maps(app)
    assert shown(app)["basins map a"][0]["shown"] == "steps"


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "1,0,0,1"), ("area", "nan,1,0,1"), ("resolution", "1000000"), ("a", "<b>x</b>"), ("b.beta1", "1.5"), ("q", "1")],
)
def test_a_bad_link_is_one_sentence(name, value):
    app = opened(**{name: value})
    (warning,) = app.warning
    assert warning.value.startswith("The link was not fully understood. Ignored: ")
    assert "<" not in warning.value
    assert "basins map a" in shown(app)


def test_too_much_work_is_a_draft_until_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(territory, "WITHOUT_ASKING", Budget(64 * 64 * 15, 64 * 64 * 15, 64 * 64 * 15))
    app = opened(resolution="128", steps="15", a="sgd", b="bfgs")
    for side in "ab":
        assert shown(app)[f"basins map {side}"][1]["x"].shape == (64,)
    assert len(app.info) == 2
    assert "128 × 128 starts of 15 steps are 0.2458 million steps" in app.info[0].value
    assert "OPTVIZ_SCHEDULER" in app.info[0].value
    app.button(key="basins all b").click().run()
    assert shown(app)["basins map a"][1]["x"].shape == (64,)
    assert shown(app)["basins map b"][1]["x"].shape == (128,)
    assert len(app.info) == 1
    app.text_input(key="basins steps").set_value("14").run()
    assert len(app.info) == 2


def test_a_cluster_that_does_not_answer_is_one_sentence(monkeypatch):
    monkeypatch.setenv("OPTVIZ_SCHEDULER", "nowhere://at-all")
    app = opened(steps="11")
    assert len(app.error) == 2
    assert app.error[0].value.startswith("OPTVIZ_SCHEDULER: must ")
    assert "basins" in shown(app)


def test_the_table_is_offered_for_each_map():
    app = opened(b="rmsprop")
    assert [button.proto.label for button in app.get("download_button")] == ["Save CSV", "Save CSV"]


HEARD = [
    ("cell", [1.5, -2.0], {"start": (1.5, -2.0)}),
    *(("cell", value, {}) for value in ([1.5], ["x", 1], None, {"x": 1}, [1e300, 0], [float("nan"), 1])),
    ("window", [0, 1, 2, 3], {"window": ((0.0, 1.0), (2.0, 3.0))}),
    *(("window", value, {}) for value in ([1, 0, 2, 3], [0, 1e-14, 2, 3], [0, 1, 2], "whole", [0, 1, 2, None])),
    ("layer", "steps", {"layer": "steps"}),
    *(("layer", value, {}) for value in ("status", None, 7)),
]


def test_only_what_is_possible_is_taken_from_a_map(monkeypatch):
    for event, value, changed in HEARD:
        with case(f"{event} {value!r}"):
            visiting(monkeypatch, visit)[controls.MAPS["b"]] = {event: value}
            controls.heard_on_map("b", event)
            assert visit.now == BasinsExperiment(**changed)


def test_the_whole_is_shown_again(monkeypatch):
    state = visiting(monkeypatch, visit, BasinsExperiment(window=((0.0, 1.0), (0.0, 1.0))))
    state[controls.MAPS["a"]] = {"window": None}
    controls.heard_on_map("a", "window")
    assert visit.now == BasinsExperiment()


def test_another_start_moves_a_mark_and_brings_no_map_once_more():
    def maps(app):
        return [one.proto.bytes for one in app.get("bidi_component") if one.proto.component_name == "optviz.atlas"]

    app = opened(steps="20")
    before = maps(app)
    app.text_input(key="basins start x").set_value("2.5").run()
    assert maps(app) == before
    assert [2.5, -1.5] in [mark["at"] for mark in shown(app)["basins map a"][0]["marks"]]


def test_a_start_that_reaches_another_minimizer_is_told_where_it_is():
    app = opened(surface="branin", a="momentum", **{"a.learning_rate": "0.02"}, start="-4.64,1.42", steps="500", resolution="64")
    (became,) = (caption.value for caption in app.caption if caption.value.startswith("From"))
    assert "reaches (15.7, 12.9), another global minimizer, outside the window, at step" in became
