"""The maps page as Streamlit's own test runner sees it: every method, every control, links and bad input."""

import csv
import io
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from sent import of_player, payloads, points_of
from sliding import slider, sliders
from streamlit.testing.v1 import AppTest
from visiting import visiting

from optviz import OPTIMIZERS, SCHEDULES, minimize, sweep
from optviz.lanes.machine_code import obstacle
from optviz.player.map_scene import map_scene
from optviz.player.payload import unpack
from optviz.rule import words_beside
from optviz.status import STATUSES
from optviz.theory import HEAVY_BALL, spectrum
from optviz.ui import forgiveness, results
from optviz.ui.lettering import sign
from optviz.ui.lineup import everyone
from optviz.ui.maps import controls, grid
from optviz.ui.maps.controls import MAP, visit
from optviz.ui.maps.experiment import Axis, MapsExperiment, candidates, complaint, fitted, spread, useful
from optviz.ui.specimen import Specimen
from optviz.ui.tables import of_sweep
from surfaces import SURFACES

APP = str(ROOT / "app.py")

pytestmark = pytest.mark.usefixtures("nothing_is_compiled")
RAVINE = SURFACES["ravine"]


def opened(*popovers, **query):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for popover in popovers:
        app.session_state[popover] = True
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    app.switch_page("pages/maps.py").run()
    assert not app.exception
    return app


def shown(app):
    """Header and arrays of the map."""
    return payloads(app)[MAP]


def played(app):
    """Header and arrays of the player."""
    return payloads(app)["maps"]


def link(app):
    return dict(parse_qsl(played(app)[0]["link"]))


def said(app):
    return " ".join(block.value for block in [*app.warning, *app.info, *app.caption, *app.markdown])


@pytest.fixture
def state(monkeypatch):
    """A visitor who has just opened the page, without the page."""
    return visiting(monkeypatch, visit)


# ---- what is drawn --------------------------------------------------------------------------------------------------


def test_the_map_shows_the_engine_s_numbers():
    header, arrays = shown(opened(resolution="32", steps="120"))
    found = sweep(OPTIMIZERS["momentum"](), RAVINE, steps=120, momentum=arrays["y"], learning_rate=arrays["x"])
    lost = found.codes == STATUSES.index("diverged")
    assert lost.any()
    assert not lost.all()
    assert np.array_equal(np.isnan(arrays["layer_gap"]), lost)
    assert np.allclose(arrays["layer_gap"][~lost], found.final_gap[~lost], rtol=1e-6)
    assert np.array_equal(np.nan_to_num(arrays["layer_steps"], nan=-1), found.steps_to)
    assert np.array_equal(arrays["layer_status"], found.codes)
    assert [c["key"] for c in header["layers"][2]["classes"]] == list(STATUSES)


def test_a_cell_is_the_run_with_its_values():
    _, arrays = shown(opened(resolution="32"))
    row, column = 9, 20
    run = minimize(OPTIMIZERS["momentum"](learning_rate=arrays["x"][column], momentum=arrays["y"][row]), RAVINE, steps=300)
    assert arrays["layer_gap"][row, column] == pytest.approx(run.gaps[-1], rel=1e-6)
    assert STATUSES[arrays["layer_status"][row, column]] == run.status


@pytest.mark.parametrize("entrant", everyone())
def test_every_method_in_every_form_has_a_map(entrant):
    app = opened(method=entrant, surface="rosenbrock", resolution="32", steps="20")
    header, arrays = shown(app)
    form = Specimen(entrant).form()
    parameters = {**form.parameters(), **SURFACES["rosenbrock"].parameters()}
    called = [{"label": sign(parameter), "name": words_beside(parameter.symbol, name)} for name, parameter in parameters.items()]
    axes = [{part: header[side][part] for part in ("label", "name")} for side in "xy"]
    assert all(axis in called for axis in axes)
    assert axes[0] != axes[1]
    assert all(axis["label"] and "\\" not in axis["label"] for axis in axes)
    assert all(np.all(np.diff(arrays[side]) > 0) for side in "xy")
    widgets = {widget.key.split()[-1] for widget in [*sliders(app), *app.toggle]}
    assert len(widgets & {*form.parameters(), "steepness"}) == len(form.parameters()) - 1
    assert ("compiled" in said(app)) == bool(obstacle(form))


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_has_a_map(surface):
    header, arrays = shown(opened(method="adam", surface=surface, resolution="32", steps="20"))
    bounded = np.isfinite(SURFACES[surface].minimum)
    assert [layer["key"] for layer in header["layers"]] == (["gap", "steps", "status"] if bounded else ["status"])
    assert header["shown"] in {layer["key"] for layer in header["layers"]}
    assert arrays["layer_status"].shape == (32, 32)


def test_the_story_of_the_first_map_is_true():
    app = opened(resolution="32")
    assert "Momentum converges in the wedge" in said(app)
    assert "in the wedge" not in said(opened(resolution="32", steps="5")), "nothing has converged"
    before = (shown(app)[1]["layer_status"] == STATUSES.index("converged")).sum()
    slider(app, "maps momentum ravine condition").move(200.0)
    assert 0 < (shown(app)[1]["layer_status"] == STATUSES.index("converged")).sum() < before
    momentum = OPTIMIZERS["momentum"]
    runs = {
        place: minimize(momentum(learning_rate=rate, momentum=share), RAVINE, steps=300)
        for place, (rate, share) in {"in": (0.05, 0.5), "left": (2e-4, 0.5), "above": (0.05, 0.99), "behind": (0.3, 0.5)}.items()
    }
    assert {place: str(run.status) for place, run in runs.items()} == {
        "in": "converged", "left": "running", "above": "running", "behind": "diverged",
    }  # fmt: skip
    assert (np.diff(runs["left"].gaps) < 0).all(), "it creeps"
    assert (np.diff(runs["above"].gaps) > 0).sum() > 50, "it rings"


def test_values_that_are_not_on_the_map_are_said_to_be_elsewhere():
    app = opened(resolution="32", x="learning_rate", **{"x__range": "0.1,1"})
    assert "not on this map" in said(app)
    assert "not on this map" not in said(opened(resolution="32"))


def test_one_value_alone_is_a_band():
    header, arrays = shown(opened(method="sgd", surface="beale", resolution="32", steps="50"))
    assert header["y"]["blank"]
    assert arrays["layer_status"].shape == (2, 32)
    found = sweep(OPTIMIZERS["sgd"](), SURFACES["beale"], steps=50, learning_rate=arrays["x"])
    assert np.array_equal(arrays["layer_status"][0], found.codes)


def test_a_map_on_which_every_run_diverges_is_a_picture():
    header, arrays = shown(opened(x="learning_rate", y="momentum", **{"x__range": "0.5,1", "y__range": "0,0.5"}, resolution="32"))
    assert (arrays["layer_status"] == STATUSES.index("diverged")).all()
    assert np.isnan(arrays["layer_gap"]).all()
    assert header["layers"][2]["classes"][STATUSES.index("diverged")]["pattern"] == "hatch"


def test_the_colors_span_the_same_numbers_whatever_the_sliders_say():
    app = opened(resolution="32")
    before = shown(app)[0]["layers"]
    slider(app, "maps momentum ravine angle").move(36.0)
    assert shown(app)[0]["layers"][0]["range"][0] == before[0]["range"][0]
    assert shown(app)[0]["layers"][1]["range"] == before[1]["range"] == [0, 300]


# ---- theory ---------------------------------------------------------------------------------------------------------


def marks(header):
    return {mark["kind"]: mark for mark in header["marks"]}


def test_the_edge_of_stability_parts_the_runs_that_diverge_from_the_others():
    header, arrays = shown(opened(resolution="64", steps="2000", surface__condition="50"))
    line = np.array(marks(header)["line"]["points"])
    edge = np.interp(arrays["y"], line[:, 1], line[:, 0])
    assert edge == pytest.approx(2 * (1 + arrays["y"]) / 50, rel=1e-3)
    diverged = arrays["layer_status"] == STATUSES.index("diverged")
    beyond, before = arrays["x"][None] > 1.1 * edge[:, None], arrays["x"][None] < 0.98 * edge[:, None]
    assert diverged[beyond].all()
    assert not diverged[before].any()


def test_the_optimum_of_theory_is_marked():
    header, _ = shown(opened(resolution="32"))
    best = HEAVY_BALL.tuned(*spectrum(RAVINE))
    assert marks(header)["star"]["at"] == pytest.approx([best.learning_rate, best.momentum])


def test_the_axes_may_change_places_and_the_marks_with_them():
    header, _ = shown(opened(resolution="32", x="momentum", y="learning_rate"))
    best = HEAVY_BALL.tuned(*spectrum(RAVINE))
    assert marks(header)["star"]["at"] == pytest.approx([best.momentum, best.learning_rate])
    gamma, eta = marks(header)["line"]["points"][10]
    assert eta == pytest.approx(2 * (1 + gamma) / 20)
    assert marks(header)["cross"]["at"] == [0.9, 0.003]


def test_the_edge_follows_the_surface_s_own_parameter():
    header, _ = shown(opened(method="sgd", resolution="32", x="learning_rate", y="condition"))
    for eta, condition in marks(header)["line"]["points"]:
        assert eta == pytest.approx(2 / max(condition, 1.0))
    assert "star" not in marks(header)


def test_where_theory_is_silent_nothing_of_it_is_drawn():
    assert list(marks(shown(opened(surface="beale", resolution="32"))[0])) == ["cross"]
    assert list(marks(shown(opened(method="adam", resolution="32"))[0])) == ["cross"]
    assert list(marks(shown(opened(resolution="32", x="condition", y="angle"))[0])) == ["cross"]


# ---- schedules ------------------------------------------------------------------------------------------------------


def test_every_schedule_can_be_chosen_and_map_and_run_follow_it():
    app = opened("maps pacing", resolution="32", steps="60")
    for key, kind in SCHEDULES.items():
        with case(key):
            app.selectbox(key="maps schedule").set_value(key).run()
            values = {}
            for name, parameter in [*kind.parameters().items()][-1:]:
                values[name] = parameter.choices()[3]
                slider(app, f"maps {key} {name}").move(values[name])
            schedule = kind(**values)
            assert visit.linked(urlencode(link(app))).pacing() == schedule
            header, arrays = shown(app)
            momentum = OPTIMIZERS["momentum"]
            found = sweep(momentum(), RAVINE, steps=60, schedule=schedule, momentum=arrays["y"], learning_rate=arrays["x"])
            assert np.array_equal(arrays["layer_status"], found.codes)
            assert np.array_equal(
                arrays["layer_gap"],
                np.where(found.codes == STATUSES.index("diverged"), np.nan, found.final_gap).astype(np.float32),
                equal_nan=True,
            )
            run = minimize(momentum(), RAVINE, steps=60, schedule=schedule)
            assert np.array_equal(played(app)[1]["points"][0], run.points.T.astype(np.float32))
            row, column = 9, 20
            cell = minimize(momentum(learning_rate=arrays["x"][column], momentum=arrays["y"][row]), RAVINE, steps=60, schedule=schedule)
            assert arrays["layer_gap"][row, column] == pytest.approx(cell.gaps[-1], rel=1e-6)
            assert len(marks(header)) == 1, "theory is about a constant η"
            assert "as theory says" not in said(app)
            assert ("schedule" in said(app)) == (len(app.get("plotly_chart")) == 1)


def test_without_a_schedule_the_map_is_the_one_of_theory_and_is_compiled():
    app = opened(resolution="32", schedule="constant")
    assert {"line", "star", "cross"} == set(marks(shown(app)[0]))
    assert "schedule" not in link(app)
    assert not app.get("plotly_chart")
    assert "not compiled" not in said(app)


def test_a_schedule_is_part_of_what_a_map_depends_on_and_a_cell_is_not(state):
    tickets = [grid.ticket(MapsExperiment(schedule=key)) for key in SCHEDULES]
    tickets.append(grid.ticket(MapsExperiment(schedule="cosine", schedule_values={"warmup": 9.0})))
    assert len(set(tickets)) == len(tickets)
    assert grid.ticket(MapsExperiment()) == grid.ticket(MapsExperiment(schedule="constant", schedule_values={"warmup": 0.0}))
    visit.adopt(MapsExperiment(schedule="cosine"))
    before = grid.ticket(visit.now)
    state[MAP] = {"cell": [0.05, 0.5]}
    controls.heard_on_map("cell")
    assert grid.ticket(visit.now) == before


def test_under_a_schedule_the_visitor_is_asked_earlier(state):
    plain, paced = (MapsExperiment(schedule=key, resolution=512, steps=100) for key in ("constant", "cosine"))
    assert grid.as_computed(plain) == plain
    assert grid.as_computed(paced) != paced
    assert "its learning rate follows a schedule" in grid.note(paced)
    assert grid.note(plain) == ""


def test_the_note_says_what_the_map_cannot_show():
    searching = MapsExperiment(specimen=Specimen("bfgs"), schedule="cosine", steps=20, x=Axis("flatness", 0.1, 0.9), y=None)
    assert "BFGS finds its step lengths by line search, so the schedule changes nothing." in grid.note(searching)
    assert "ends there counts as ∞" in grid.note(MapsExperiment(surface="mccormick"))
    assert "no gap to show" in grid.note(MapsExperiment(surface="saddle"))


def test_a_method_without_an_eta_is_said_to_keep_its_pace():
    app = opened(method="rprop", resolution="32", steps="20", schedule="cosine")
    assert "Rprop has no η, so the schedule changes nothing." in said(app)
    assert "on the schedule" not in said(app)
    assert "not compiled" not in said(app)
    assert link(app)["schedule"] == "cosine"
    assert not app.get("plotly_chart")
    run = minimize(OPTIMIZERS["rprop"](), RAVINE, steps=20)
    assert np.array_equal(played(app)[1]["points"][0], run.points.T.astype(np.float32))


# ---- what the visitor does ------------------------------------------------------------------------------------------


def test_a_slider_of_what_is_not_an_axis_changes_the_map_and_the_run():
    app = opened(method="adam", surface="beale", resolution="32", x="learning_rate", y="beta1")
    before, ran = shown(app)[1]["layer_gap"], points_of(*played(app))
    slider(app, "maps adam beale beta2").move(0.9)
    assert not np.array_equal(shown(app)[1]["layer_gap"], before)
    assert not np.array_equal(points_of(*played(app)), ran)
    assert link(app)["method.beta2"] == "0.9"


def test_a_switch_of_the_method_changes_the_map():
    app = opened(method="adam", surface="beale", resolution="32")
    before = shown(app)[1]["layer_gap"]
    app.toggle(key="maps adam beale bias_correction").set_value(False).run()
    assert not np.array_equal(shown(app)[1]["layer_gap"], before)


def test_an_axis_that_is_chosen_twice_changes_places():
    app = opened(resolution="32")
    app.selectbox(key="maps x of momentum on ravine").set_value("momentum").run()
    header, arrays = shown(app)
    assert [header["x"]["name"], header["y"]["name"]] == ["momentum", "learning rate"]
    assert arrays["x"][-1] == 0.995
    app.selectbox(key="maps y of momentum on ravine").set_value("condition").run()
    assert shown(app)[0]["y"]["name"] == "condition"


def test_another_method_keeps_the_axes_that_it_has():
    app = opened(resolution="32", y="condition")
    app.selectbox(key="maps method").set_value("adam").run()
    header, _ = shown(app)
    assert [header["x"]["name"], header["y"]["name"]] == ["learning rate", "condition"]
    app.selectbox(key="maps surface").set_value("beale").run()
    header, _ = shown(app)
    assert [header["x"]["label"], header["y"]["label"]] == ["η", "β₁"]


def test_a_click_on_a_cell_moves_the_values_there_and_computes_no_map(state, monkeypatch):
    state[MAP] = {"cell": [0.05, 0.5]}
    before = grid.ticket(visit.now)
    controls.heard_on_map("cell")
    assert visit.now.specimen.values == {"learning_rate": 0.05, "momentum": 0.5}
    assert grid.ticket(visit.now) == before


def test_a_click_on_the_map_of_a_surface_s_parameter_changes_the_surface(state):
    visit.adopt(MapsExperiment(y=Axis("condition", 1.0, 100.0)))
    state[MAP] = {"cell": [0.05, 30.0]}
    controls.heard_on_map("cell")
    assert visit.now.surface_values == {"condition": 30.0}
    assert visit.now.specimen.values == {"learning_rate": 0.05}


NO_CELLS = [None, 3, "x", [1], [-1, 0.5], [0.1, 1.5], [np.nan, 0.5], [0.1, 0.5, 0.2], {"a": 1}, ["a", "b"]]


def test_a_cell_that_cannot_be_changes_nothing(state):
    for value in NO_CELLS:
        with case(repr(value)):
            state[MAP] = {"cell": value, "window": value, "layer": value}
            for event in ("cell", "layer"):
                controls.heard_on_map(event)
            assert visit.now == MapsExperiment()


def test_a_box_on_the_map_becomes_the_range_of_its_axes(state):
    state[MAP] = {"window": [0.0123456, 0.0987654, 0.4444444, 0.9876543]}
    controls.heard_on_map("window")
    assert visit.now.axes() == {"x": Axis("learning_rate", 0.01235, 0.09877), "y": Axis("momentum", 0.4444, 0.98765)}
    state[MAP] = {"window": None}
    controls.heard_on_map("window")
    assert visit.now.x == Axis("learning_rate", 1e-5, 1.0)


def test_bounds_outside_of_what_is_allowed_are_drawn_as_far_as_allowed(state):
    state[MAP] = {"window": [1e-7, 5.0, -0.5, 0.5]}
    controls.heard_on_map("window")
    assert visit.now.axes() == {"x": Axis("learning_rate", 1e-7, 5.0), "y": Axis("momentum", 0.0, 0.5)}


def test_the_table_has_a_line_for_every_run():
    found = sweep(OPTIMIZERS["momentum"](), RAVINE, steps=50, momentum=[0.0, 0.5], learning_rate=[0.01, 0.05, 0.5])
    rows = list(csv.DictReader(io.StringIO(of_sweep(found))))
    assert len(rows) == 6
    for row in rows:
        run = minimize(OPTIMIZERS["momentum"](momentum=float(row["momentum"]), learning_rate=float(row["learning_rate"])), RAVINE, steps=50)
        assert float(row["final_gap"]) == run.gaps[-1]
        assert row["status"] == run.status
        assert row["steps_to"] == ("" if run.steps_to(1e-6) < 0 else str(run.steps_to(1e-6)))


# ---- too much work, and bad input -------------------------------------------------------------------------------------


def test_too_much_work_asks_first_and_shows_a_draft(monkeypatch):
    monkeypatch.setattr(grid, "WITHOUT_ASKING", grid.WITHOUT_ASKING._replace(compiled=32 * 32 * 300))
    app = opened(resolution="64")
    assert shown(app)[1]["x"].size == 32
    assert "OPTVIZ_SCHEDULER" in said(app)
    app.button(key="maps all").click().run()
    assert shown(app)[1]["x"].size == 64
    assert "OPTVIZ_SCHEDULER" not in said(app)


def test_more_than_the_stated_number_of_steps_waits_for_a_word(state):
    now = MapsExperiment(resolution=512, steps=2000)
    assert grid.work(now, 512) == 512 * 512 * 2000 > grid.WITHOUT_ASKING.compiled
    assert grid.as_computed(now) != now
    assert grid.work(now, grid.as_computed(now).resolution) <= grid.WITHOUT_ASKING.compiled
    visit.accepted.add(grid.ticket(now))
    assert grid.as_computed(now) == now
    assert grid.as_computed(MapsExperiment()) == MapsExperiment()


def test_a_sum_of_many_terms_asks_earlier_but_not_for_its_coarsest_map(state):
    now = MapsExperiment(surface="linear_regression", resolution=128, steps=300)
    assert grid.most_lane_steps(now) == grid.WITHOUT_ASKING.of_examples // 333
    assert grid.as_computed(now) != now
    assert grid.as_computed(now).resolution == 64
    assert grid.as_computed(grid.as_computed(now)) == grid.as_computed(now)
    assert grid.as_computed(replace(now, resolution=32, steps=2000)) == replace(now, resolution=32, steps=2000)
    assert "the surface is a sum over 333 examples" in grid.note(now)


def test_a_cluster_is_not_asked_about(state, monkeypatch):
    monkeypatch.setenv("OPTVIZ_SCHEDULER", "tcp://nobody:1")
    assert grid.as_computed(MapsExperiment(resolution=512, steps=2000)) == MapsExperiment(resolution=512, steps=2000)


def test_a_cluster_that_cannot_be_reached_is_named_and_the_run_is_played(monkeypatch):
    def nobody_answers(*args, **options):
        raise ConnectionError("OPTVIZ_SCHEDULER: nobody answers at 'tcp://nobody:1'")

    monkeypatch.setattr(grid, "sweep", nobody_answers)
    app = opened(resolution="32", steps="123")
    assert not app.exception
    assert "nobody answers" in app.error[0].value
    (player, *_) = (unpack(element.proto.bytes) for element in app.get("bidi_component") if element.proto.bytes)
    assert player[0]["steps"] == 123


@pytest.mark.parametrize(
    ("side", "field", "value", "words"),
    [
        ("x", "lower", 0.0, "(0, ∞)"),
        ("x", "lower", 2.0, "begin below its end"),
        ("x", "upper", 1e-5, "begin below its end"),
        ("y", "upper", 1.0, "[0, 1)"),
        ("y", "lower", -0.1, "[0, 1)"),
    ],
)
def test_a_range_that_cannot_be_is_refused_in_one_sentence_and_the_map_stays(side, field, value, words):
    app = opened("maps range", resolution="32")
    before = of_player(app)
    app.text_input(key=f"maps {side} {field}").set_value(str(value)).run()
    assert of_player(app) == before
    (warning,) = app.warning
    assert words in warning.value
    assert warning.value.count(".") - warning.value.count("0.") <= 1
    app.text_input(key="maps x upper").set_value("0.5").run()
    assert not app.warning
    assert shown(app)[1]["x"][-1] == 0.5


def test_a_start_outside_of_the_surface_s_window_is_refused():
    app = opened("maps range", resolution="32")
    app.text_input(key="maps start x").set_value("40.0").run()
    assert "must lie in the window of Ravine" in app.warning[0].value
    assert shown(app)[0]["marks"]
    app.text_input(key="maps start x").set_value("2.0").run()
    assert not app.warning
    assert link(app)["start"] == "2,1.5"


def test_complaints_name_the_parameter_and_its_bounds():
    rate = OPTIMIZERS["adam"].parameters()["learning_rate"]
    decay = OPTIMIZERS["adamw"].parameters()["weight_decay"]
    assert complaint(rate, Axis("learning_rate", 1e-3, 1.0)) == ""
    assert complaint(rate, Axis("learning_rate", -1.0, 1.0)) == "learning rate: must lie in (0, ∞), got −1"
    assert complaint(rate, Axis("learning_rate", 1e-3, np.inf)) == "learning rate: must lie in (0, ∞), got ∞"
    assert complaint(decay, Axis("weight_decay", 0.0, 1.0)) == "weight decay: must begin above 0, as its axis is logarithmic, got 0"
    assert "further" in complaint(rate, Axis("learning_rate", 1.0, 1.0 + 1e-15))


# ---- axes and links ---------------------------------------------------------------------------------------------------


def test_every_useful_range_can_be_run():
    for entrant in everyone():
        with case(entrant):
            declared = {**Specimen(entrant).form().parameters(), **RAVINE.parameters()}
            for name in candidates(Specimen(entrant), "ravine"):
                axis = useful(name, declared[name])
                assert complaint(declared[name], axis) == ""
                for count in (2, 32, 512):
                    values = spread(declared[name], axis, count)
                    assert np.all(np.diff(values) > 0)
                    assert declared[name].domain.contains(values)
                    assert (values[0], values[-1]) == (axis.lower, axis.upper)


def test_values_are_even_on_the_scale_of_their_parameter():
    parameters = {**OPTIMIZERS["adam"].parameters(), **RAVINE.parameters()}
    rates = spread(parameters["learning_rate"], Axis("learning_rate", 1e-3, 1.0), 4)
    assert rates == pytest.approx([1e-3, 1e-2, 1e-1, 1.0])
    memories = spread(parameters["beta1"], Axis("beta1", 0.0, 0.999), 4)
    assert memories == pytest.approx([0, 0.9, 0.99, 0.999])
    angles = spread(parameters["angle"], Axis("angle", -30.0, 60.0), 4)
    assert angles == pytest.approx([-30, 0, 30, 60])


def test_switches_are_no_axes():
    assert "bias_correction" not in candidates(Specimen("adam"), "ravine")
    x, y = fitted(Specimen("adam"), "ravine", {"x": Axis("bias_correction", 0, 1)})
    assert {x.name, y.name} == {"learning_rate", "beta1"}


def test_a_bad_link_is_named_on_the_page():
    app = opened(resolution="1e6", junk="1")
    assert "resolution" in app.warning[0].value
    assert "1 unknown entry" in app.warning[0].value
    assert "1e6" not in app.warning[0].value


def test_the_page_s_link_opens_the_same_map():
    app = opened(resolution="32", method="nag", surface__condition="9", layer="steps")
    slider(app, "maps nag ravine angle").move(18.0)
    again = opened(**{name.replace(".", "__"): value for name, value in link(app).items()})
    assert of_player(again) == of_player(app)


def test_a_value_that_was_moved_is_taken_back_to_its_default():
    app = opened(resolution="32", method="adam", x="learning_rate", y="beta1")
    for key, moved in {"maps adam ravine beta2": 0.5, "maps adam ravine condition": 100.0}.items():
        with case(key):
            before = slider(app, key)
            assert not before.told["due"]
            before.move(moved)
            slider(app, key).take_back()
            assert (slider(app, key).value, slider(app, key).told["due"]) == (before.value, False)


def test_reset_brings_back_the_first_map():
    app = opened(resolution="32", method="adam", surface="beale")
    app.button(key="maps reset").click().run()
    header, arrays = shown(app)
    assert header["x"]["name"] == "learning rate"
    assert arrays["x"].size == MapsExperiment().resolution


def test_the_scene_of_a_start_at_the_minimum_has_colors_too():
    found = sweep(OPTIMIZERS["momentum"](), RAVINE, (0.0, 0.0), 10, momentum=[0.0, 0.5], learning_rate=[0.01, 0.02])
    header, _ = map_scene(found, OPTIMIZERS["momentum"](), RAVINE)
    low, high = header["layers"][0]["range"]
    assert 0 < low < high


def test_what_the_methods_forgive_is_searched_by_the_schedule_of_the_map(monkeypatch):
    searched = []

    def told(*given):
        searched.append(given[-1])
        return results.kept_search(*given)

    monkeypatch.setattr(forgiveness, "kept_search", told)
    opened("maps forgiveness", steps="20", resolution="32", schedule="cosine")
    assert searched == [SCHEDULES["cosine"]()]


def test_the_methods_are_compared_by_what_they_forgive_when_somebody_asks():
    app = opened(steps="50")
    assert len(app.get("plotly_chart")) == 0
    app.session_state["maps forgiveness"] = True
    app.run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    assert any("shaded: rates that leave 1% of the initial gap or less" in caption.value for caption in app.caption)
