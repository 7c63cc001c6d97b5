"""A run taken apart shows the engine's own numbers, and the page can show all of them."""

from __future__ import annotations

import itertools
import re
import sys
import warnings
from xml.etree import ElementTree

import numpy as np
import pytest
from cases import case
from extremes import extreme_runs
from hypothesis import HealthCheck, given, settings

from optviz import OPTIMIZERS, Race, Status, minimize, race
from optviz.anatomy import dissect
from optviz.optimizer import Optimizer
from optviz.player.anatomy_scene import anatomy_scene
from optviz.player.payload import pack, unpack
from optviz.rule import symbols_in
from optviz.theory import GRADIENT_DESCENT
from surfaces import SURFACES

BEALE = SURFACES["beale"]
FORMS = [form for method in OPTIMIZERS.values() for form in method.forms()]
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
every_method = pytest.mark.parametrize("method", OPTIMIZERS.values(), ids=OPTIMIZERS)

CORE = {
    *("math", "mrow", "mi", "mo", "mn", "msub", "msup", "msubsup", "mfrac", "msqrt"),
    *("mover", "munder", "mtable", "mtr", "mtd", "mtext", "mspace"),
}
ROLES = {"gradient", "momentum", "scale", "position", "step", "hyper"}
ARROWS = {"gradient", "momentum", "gradient_part", "scale", "box", "quadratic", "step"}


def sent(*optimizers: Optimizer, surface=BEALE, steps=60, start=None, **more):
    """Header and arrays as the browser reads them: the methods side by side, as lanes a and b."""
    result = race(dict(zip("ab", optimizers, strict=False)), surface, start, steps)
    header, arrays = anatomy_scene(result, key="test", start=start or surface.start, **more)
    return result, *unpack(pack(header, arrays))


@every_form
def test_the_steps_taken_again_as_lanes_are_the_recorded_ones_to_the_last_bit(form):
    for surface in (BEALE, SURFACES["rosenbrock"], SURFACES["rastrigin"]):
        run = minimize(form(), surface, steps=120)
        anatomy = dissect(run)
        last = int(run.last)
        assert anatomy.columns == last + (run.status == "diverged")
        assert np.array_equal(anatomy.points, run.points[: anatomy.columns].T)
        assert np.array_equal(anatomy.reached[:, :last], run.points[1 : last + 1].T)
        for name, recorded in run.states._asdict().items():
            made = np.broadcast_to(anatomy.values[f"new.{name}"], (2, anatomy.columns))
            assert np.array_equal(made[:, :last], recorded[1 : last + 1].T, equal_nan=True)


def test_the_gradient_is_that_of_where_the_method_asked():
    for form in FORMS:
        with case(form.__name__):
            anatomy = dissect(minimize(form(), BEALE, steps=40))
            assert np.array_equal(anatomy.gradient, BEALE.gradient(anatomy.asked))
            assert anatomy.looks_ahead or np.array_equal(anatomy.asked, anatomy.points)


def test_the_step_that_was_refused_is_the_last_column():
    run = minimize(OPTIMIZERS["sgd"](learning_rate=1.0), BEALE, (2.0, 2.0), steps=30)
    anatomy = dissect(run)
    assert anatomy.columns == run.last + 1 < 30
    assert np.array_equal(anatomy.reached[:, -1], run.refused)
    assert np.array_equal(anatomy.points[:, -1], run.points[-1])


def test_nag_asks_ahead_and_its_step_is_the_jump_and_the_correction():
    optimizer = OPTIMIZERS["nag"](learning_rate=0.001, momentum=0.8)
    run = minimize(optimizer, BEALE, steps=50)
    anatomy = dissect(run)
    assert anatomy.looks_ahead
    np.testing.assert_allclose(anatomy.asked, anatomy.points - 0.8 * run.states.v[:-1].T, rtol=1e-14)
    np.testing.assert_allclose(anatomy.gradient_part, -0.001 * anatomy.gradient, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(anatomy.momentum_part, anatomy.asked - anatomy.points, rtol=1e-9, atol=1e-14)


@every_form
def test_the_parts_of_a_step_add_up_to_it(form):
    values = {"momentum": 0.8} if "momentum" in form.parameters() else {}
    anatomy = dissect(minimize(form(**values), BEALE, steps=40))
    if form.velocity:
        np.testing.assert_allclose(anatomy.momentum_part + anatomy.gradient_part, anatomy.step, rtol=1e-12, atol=1e-14)
        # Nothing is remembered at first, so the first step is all the gradient's.
        assert np.abs(anatomy.momentum_part[:, 0]).max() <= 1e-12 * np.abs(anatomy.step[:, 0]).max()
        assert np.abs(anatomy.momentum_part[:, 1:]).max() > 0
    else:
        assert anatomy.momentum_part is None
        assert np.array_equal(anatomy.gradient_part, anatomy.step)


def test_what_remembers_a_direction_is_declared_among_what_is_remembered():
    for form in FORMS:
        with case(form.__name__):
            assert form.velocity in ("", *form.State._fields)


@pytest.mark.parametrize("key", ["adam", "adamax"])
def test_the_first_step_of_a_corrected_method_shows_why_it_is_as_long_as_the_learning_rate(key):
    anatomy = dissect(minimize(OPTIMIZERS[key](learning_rate=0.25), SURFACES["ravine"], steps=2))
    np.testing.assert_allclose(anatomy.values["m_hat"][:, 0], anatomy.gradient[:, 0], rtol=1e-12)
    np.testing.assert_allclose(np.abs(anatomy.step[:, 0]), 0.25, rtol=1e-6)
    np.testing.assert_allclose(anatomy.rate[:, 0] * np.abs(anatomy.gradient[:, 0]), 0.25, rtol=1e-6)


def test_adagrads_rate_is_seen_to_die_out_and_adams_is_not():
    run = {key: dissect(minimize(OPTIMIZERS[key](), SURFACES["rosenbrock"], steps=300)) for key in ("adagrad", "adam")}
    assert np.all(np.diff(run["adagrad"].rate, axis=1) <= 0)
    assert np.any(np.diff(run["adam"].rate, axis=1) > 0)


def test_the_curvature_is_that_of_where_the_gradient_was_asked():
    for form in FORMS:
        with case(form.__name__):
            anatomy = dissect(minimize(form(), BEALE, steps=20))
            for c in range(anatomy.columns):
                xx, xy, yy = anatomy.hessian[:, c]
                lower, upper = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
                np.testing.assert_allclose(anatomy.eigenvalues[:, c], (lower, upper), rtol=1e-9, atol=1e-9)
                sizes = sorted((abs(lower), abs(upper)))
                assert anatomy.condition[c] == pytest.approx(sizes[1] / sizes[0], rel=1e-6)
                limit = (form.theory or GRADIENT_DESCENT).limit(form().values_by_name().get("momentum", 0.0))
                assert anatomy.stable[c] == (pytest.approx(limit / upper, rel=1e-9) if upper > 0 else np.inf)


def test_on_quadratics_runs_just_below_what_is_said_to_be_stable_converge_and_just_above_they_diverge():
    known = [form for form in FORMS if form.theory is not None]
    assert len(known) >= 3
    for form, momentum, surface in itertools.product(
        known, (0.0, 0.5, 0.9), (SURFACES["ravine"], SURFACES["booth"], SURFACES["ravine"].replace(condition=7.0, angle=30.0))
    ):
        if "momentum" not in form.parameters() and momentum:
            continue
        with case(f"{form.__name__}, γ = {momentum}, {surface}"):
            optimizer = form(**({"momentum": momentum} if "momentum" in form.parameters() else {}))
            stable = dissect(minimize(optimizer, surface, (1.3, -0.7), steps=2)).stable[0]
            below, above = (
                minimize(optimizer.replace(learning_rate=share * stable), surface, (1.3, -0.7), steps=4000) for share in (0.98, 1.02)
            )
            assert below.status == Status.CONVERGED
            assert above.status == Status.DIVERGED


def test_the_numbers_of_the_ravine():
    for key, edge in (("sgd", 0.1), ("momentum", 0.19), ("nag", 2 * 1.9 / (2.8 * 20))):
        with case(key):
            assert dissect(minimize(OPTIMIZERS[key](), SURFACES["ravine"], steps=2)).stable == pytest.approx(edge)


def test_what_is_watched_is_this_update_and_the_profiler_is_put_back():
    heard = []

    def profiler(frame, event, argument):
        heard.append(event)

    sys.setprofile(profiler)
    try:
        dissect(minimize(OPTIMIZERS["adam"](), BEALE, steps=3))
        assert sys.getprofile() is profiler
    finally:
        sys.setprofile(None)
    assert heard

    class Raises(OPTIMIZERS["sgd"]):
        def update(self, x, g, state):
            if np.ndim(x):
                raise ZeroDivisionError("in update")
            return x - g, state

    run = minimize(Raises(), BEALE, steps=3)
    with pytest.raises(ZeroDivisionError, match="in update"):
        dissect(run)
    assert sys.getprofile() is None


def test_what_others_compute_on_the_way_is_not_taken_for_the_methods_own():
    def twice(g):
        stranger = g + g
        return stranger * 1.0

    class Asks(OPTIMIZERS["sgd"]):
        def update(self, x, g, state):
            return x - self.learning_rate * twice(g), state

    values = dissect(minimize(Asks(), BEALE, steps=3)).values
    assert "stranger" not in values
    assert "learning_rate" in values


def test_a_batch_is_refused():
    run = minimize(OPTIMIZERS["sgd"](), BEALE, np.ones((2, 3)), steps=3)
    with pytest.raises(ValueError, match=r"^dissect: the trajectory must be a single run, got a batch of shape \(3,\)$"):
        dissect(run)


def test_what_was_taken_apart_cannot_be_changed():
    anatomy = dissect(minimize(OPTIMIZERS["adam"](), BEALE, steps=3))
    for array in (anatomy.step, anatomy.hessian, anatomy.values["m_hat"]):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def texts_of(anatomy):
    for line in anatomy["lines"]:
        yield from (line["rule"], *line["numbers"], line["sentence"])
    yield from (anatomy["opening"]["sentence"], anatomy["closing"]["sentence"])


@every_form
def test_the_payload_has_everything_that_the_page_reads(form):
    for steps in (1, 60):
        with case(f"{steps} steps"):
            result, header, arrays = sent(form(), steps=steps)
            (anatomy,) = header["anatomy"]
            columns = anatomy["columns"]
            parsed = dissect(result.lanes["a"])
            assert anatomy["title"] == form.name
            assert len(anatomy["lines"]) == len(parsed.rule.lines)
            wanted = {"slots", "asked", "gradient", "step", "gradient_part", "hessian", "stable"}
            wanted |= {"momentum_part"} if "momentum" in anatomy["has"] else set()
            wanted |= {"rate"} if "scale" in anatomy["has"] else set()
            wanted |= {"step_sizes"} if "box" in anatomy["has"] else set()
            assert {name.removeprefix("anatomy.0.") for name in arrays if name.startswith("anatomy.")} == wanted
            for name in wanted:
                assert arrays[f"anatomy.0.{name}"].shape[-1] == columns
                assert arrays[f"anatomy.0.{name}"].dtype == np.float64
            slots = len(arrays["anatomy.0.slots"])
            used = {int(slot) for text in texts_of(anatomy) for slot in re.findall(r'data-slot="(\d+)"', text)}
            assert used == set(range(slots))
            for line in anatomy["lines"]:
                assert len(line["numbers"]) in ((1,) if form.couples_coordinates else (1, 2))
                assert set(line["shows"]) <= ARROWS
                assert line["sentence"].endswith(".")
                assert not re.search(r"[{}]", line["sentence"])
            shown = [arrow for line in anatomy["lines"] for arrow in line["shows"]]
            assert "step" in shown
            assert ("momentum" in shown) == ("momentum" in anatomy["has"])
            assert ("scale" in shown) == ("scale" in anatomy["has"])
            assert ("box" in shown) == ("box" in anatomy["has"]) == bool(form.step_sizes)


@every_form
def test_the_formulas_are_mathml_that_every_browser_draws(form):
    _, header, _ = sent(form(), steps=3)
    for line in header["anatomy"][0]["lines"]:
        for text in (line["rule"], *line["numbers"]):
            root = ElementTree.fromstring(text)
            assert root.tag == "math"
            for element in root.iter():
                assert element.tag in CORE
                for name in element.get("class", "").split():
                    assert name == "number" or name.removeprefix("role-") in ROLES
                if element.tag in ("mfrac", "msub", "msup", "mover"):
                    assert len(element) == 2, ElementTree.tostring(element)
                assert len(element) == 3 or element.tag != "msubsup"
        assert "data-slot" not in line["rule"]


def test_the_roles_are_those_of_the_arrows():
    roles = {}
    for key in ("adam", "nag", "adadelta", "newton"):
        anatomy = dissect(minimize(OPTIMIZERS[key](), BEALE, steps=3))
        for line in anatomy.rule.lines:
            for assignment in line:
                for used in (assignment.left, *symbols_in(assignment.right)):
                    roles[key, used.name] = anatomy.quantity(used).role
    assert roles["adam", "g"] == roles["adadelta", "g"] == "gradient"
    assert roles["adam", "m"] == roles["adam", r"\hat m"] == roles["nag", "v"] == "momentum"
    assert roles["adam", "v"] == roles["adam", r"\hat v"] == roles["adadelta", "E[g^2]"] == roles["newton", "H"] == "scale"
    assert roles["adadelta", r"\Delta"] == "step"
    assert roles["nag", r"\theta"] == "position"
    assert roles["nag", r"\gamma"] == roles["adam", r"\beta_1"] == "hyper"


def test_the_slots_hold_the_numbers_of_the_step():
    result, header, arrays = sent(OPTIMIZERS["momentum"]())
    first, second = header["anatomy"][0]["lines"]
    x, y = (ElementTree.fromstring(text) for text in first["numbers"])
    run = result.lanes["a"]
    for coordinate, formula in enumerate((x, y)):
        new, old, gradient = (arrays["anatomy.0.slots"][int(e.get("data-slot"))] for e in formula.iter() if e.get("data-slot"))
        assert np.array_equal(new, run.states.v[1:, coordinate])
        assert np.array_equal(old, run.states.v[:-1, coordinate])
        assert np.array_equal(gradient, run.gradients[:-1, coordinate])
    assert "0.9" in ElementTree.tostring(x, encoding="unicode")
    assert "γ" in first["rule"]
    assert "θ" in second["rule"]


def test_a_line_that_is_the_same_for_both_coordinates_is_written_once():
    _, header, _ = sent(OPTIMIZERS["radam"]())
    assert [len(line["numbers"]) for line in header["anatomy"][0]["lines"]] == [2, 2, 2, 1, 1, 2]
    _, header, _ = sent(OPTIMIZERS["radam"](), surface=SURFACES["bowl"], start=(1.0, 1.0))
    assert len(header["anatomy"][0]["lines"][0]["numbers"]) == 2


def test_the_step_is_revealed_by_the_line_that_makes_it():
    shown = {}
    for key in ("adam", "adadelta", "rprop", "momentum", "sgd", "newton"):
        _, header, _ = sent(OPTIMIZERS[key]())
        shown[key] = [line["shows"] for line in header["anatomy"][0]["lines"]]
    assert shown["adam"] == [["momentum", "gradient_part"], [], [], ["scale", "step"]]
    assert shown["adadelta"] == [[], ["scale", "step"], [], []]
    assert shown["rprop"] == [[], ["box"], [], ["step"]]
    assert shown["momentum"] == [["momentum", "gradient_part"], ["step"]]
    assert shown["sgd"] == [["step"]]
    assert shown["newton"] == [["quadratic", "step"]]


def test_a_coupled_method_has_vectors_and_matrices():
    _, header, _ = sent(OPTIMIZERS["newton"]())
    (numbers,) = header["anatomy"][0]["lines"][0]["numbers"]
    tables = [len(table) * len(table[0]) for table in ElementTree.fromstring(numbers).iter("mtable")]
    assert tables == [2, 2, 4, 2]  # θ, θ, H, g


def test_every_line_of_a_methods_rule_has_its_own_sentence():
    for method in OPTIMIZERS.values():
        with case(method.name):
            anatomy = dissect(minimize(method(), BEALE, steps=3))
            assert len(method.narration) == len(anatomy.rule.lines)


def test_what_a_running_mean_is_told_to_keep_and_to_take_in_adds_up_to_what_it_becomes():
    told_of = set()
    for form in FORMS:
        values = dissect(minimize(form(), BEALE, steps=3)).values
        for sentence in form.narration:
            if isinstance(sentence, str) and "running mean of the gradient" in sentence and "keeps" in sentence:
                with case(f"{form.__name__}: {sentence}"):
                    kept, share, taken, made = re.findall(r"keeps {(\w+)} .* takes in {([\w.]+)} of {(\w+)}.* {(\w+)}\.$", sentence)[0]
                    np.testing.assert_allclose(values[kept] * values[f"before.{made}"] + values[share] * values[taken], values[made])
                    told_of.add(form.key)
    assert {"adam", "adamw", "adam_l2", "adamax", "amsgrad", "nadam", "radam", "ranger", "qhm", "qhadam", "lookahead"} <= told_of
    _, header, _ = sent(OPTIMIZERS["adam"]())
    told = re.sub("<.*?>", "", header["anatomy"][0]["lines"][0]["sentence"])
    assert "keeps 0.9 of what it was and takes in 0.1 of (" in told


def test_a_sentence_tells_the_correction_as_it_is_set():
    for form in FORMS:
        if "bias_correction" in form.parameters():
            with case(form.__name__):
                on, off = (
                    " ".join(line["sentence"] for line in sent(form(bias_correction=correct))[1]["anatomy"][0]["lines"])
                    for correct in (True, False)
                )
                assert "correction is on" not in on + off
                assert re.search(r"orrected for|divided by the weight|corrected as", on)
                assert re.search(r"as they are|as it is|not corrected", off)
                assert not re.search(r"orrected for that|is corrected|divided by the weight", off)


def test_a_form_with_its_own_rule_does_not_tell_the_papers_story():
    class Twice(OPTIMIZERS["sgd"]):
        update_rule = r"d_t = 2 g_t \\ \theta_{t+1} = \theta_t - \eta\, d_t"

        def update(self, x, g, state):
            d = 2 * g
            return x - self.learning_rate * d, state

    _, header, _ = sent(Twice())
    first, second = (line["sentence"] for line in header["anatomy"][0]["lines"])
    assert re.fullmatch(r'Then d becomes \(<b data-slot="\d+"></b>, <b data-slot="\d+"></b>\)\.', first)
    assert second.startswith("Then θ becomes (")


def test_a_sentence_about_what_there_is_not_is_refused_by_the_methods_name():
    class Speaks(OPTIMIZERS["sgd"]):
        update_rule = OPTIMIZERS["sgd"].update_rule
        narration = ("It is {nothing}.",)

    with pytest.raises(ValueError, match=r"^SGD: \{nothing\} in its narration stands for nothing in update or State$"):
        sent(Speaks())


def test_the_opening_names_the_point_where_the_gradient_is_asked():
    for key, word in (("nag", "look-ahead point"), ("momentum", "where the run stands")):
        _, header, _ = sent(OPTIMIZERS[key]())
        assert word in header["anatomy"][0]["opening"]["sentence"]
        assert "long" in header["anatomy"][0]["closing"]["sentence"]


def test_two_lanes_may_be_one_method_and_look_different():
    adam = OPTIMIZERS["adam"]
    _, header, _ = sent(adam(), adam(bias_correction=False), titles={"a": "with", "b": "without"})
    assert [entry["title"] for entry in header["anatomy"]] == ["with", "without"]
    assert [(entry["key"], entry["name"]) for entry in header["entrants"]] == [("a", "with"), ("b", "without")]
    assert header["entrants"][0]["color"] != header["entrants"][1]["color"]
    with_, without = (entry["lines"][2]["rule"] for entry in header["anatomy"])
    assert "mfrac" in with_
    assert "mfrac" not in without


def test_lanes_share_a_chart_where_they_remember_the_same():
    _, header, _ = sent(OPTIMIZERS["adam"](), OPTIMIZERS["nadam"]())
    charts = {chart["key"]: chart for chart in header["charts"]}
    assert len(charts) == len(header["charts"])
    assert {"m", "v", "rate", "gap", "eigenvalues", "condition", "stability"} == set(charts)
    assert [series["lane"] for series in charts["m"]["series"]] == [0, 0, 1, 1]
    _, header, _ = sent(OPTIMIZERS["adagrad"](), OPTIMIZERS["rmsprop"]())  # the same name, G and E[g²]
    assert [chart["label"] for chart in header["charts"] if chart["key"] == "squares"] == ["G", "E[g²]"]


@every_method
def test_a_chart_has_one_number_for_every_step_of_the_cursor(method):
    result, header, arrays = sent(method(), OPTIMIZERS["sgd"](learning_rate=1.0), surface=BEALE, start=(2.0, 2.0))
    names = [series["array"] for chart in header["charts"] for series in chart["series"]]
    assert len(set(names)) == len(names)
    for name in names:
        assert arrays[name].shape == (61,)
        assert arrays[name].dtype == np.float32
        assert not np.isinf(arrays[name]).any()
    gap = next(chart for chart in header["charts"] if chart["key"] == "gap")
    last = int(result.lanes["b"].last)
    assert np.isfinite(arrays[gap["series"][1]["array"]]).sum() == last + 1 < 61
    assert all(chart["label"] and chart["meaning"] for chart in header["charts"])
    assert not [chart for chart in header["charts"] if chart["key"].endswith("_power") or chart["key"] in ("t", "queries")]


def test_a_curve_breaks_off_where_its_value_is_infinite():
    # On the hilltop of Himmelblau's function nothing curves upwards, and 2/λmax is ∞.
    _, header, arrays = sent(OPTIMIZERS["sgd"](learning_rate=1e-5), surface=SURFACES["himmelblau"], start=(-0.2, -0.9))
    chart = next(chart for chart in header["charts"] if chart["key"] == "stability")
    assert [series["name"] for series in chart["series"]] == ["2/λmax", "η"]
    assert np.isinf(arrays["anatomy.0.stable"]).all()
    assert np.isnan(arrays[chart["series"][0]["array"]]).all()


def test_the_curves_of_the_memory_are_the_states():
    result, header, arrays = sent(OPTIMIZERS["adam"]())
    m = next(chart for chart in header["charts"] if chart["key"] == "m")
    for series, coordinate in zip(m["series"], (0, 1), strict=True):
        np.testing.assert_allclose(arrays[series["array"]], result.lanes["a"].states.m[:, coordinate], rtol=1e-6)


def test_what_is_called_alike_but_is_not_has_two_charts():
    _, header, _ = sent(OPTIMIZERS["adam"](), OPTIMIZERS["nag"]())  # v: a mean of squares, and a velocity
    assert [[series["lane"] for series in chart["series"]] for chart in header["charts"] if chart["key"] == "v"] == [[0, 0], [1, 1]]


def test_a_curve_of_the_steps_holds_its_last_value_where_the_cursor_shows_the_last_step():
    _, header, arrays = sent(OPTIMIZERS["adam"]())
    rate = next(chart for chart in header["charts"] if chart["key"] == "rate")
    for series, values in zip(rate["series"], arrays["anatomy.0.rate"][[0, 2]], strict=True):
        np.testing.assert_allclose(arrays[series["array"]], [*values, values[-1]], rtol=1e-6)


def test_only_a_step_size_is_compared_with_the_largest_stable_one():
    for key, names in (
        ("sgd", ["2/λmax", "η"]),
        ("momentum", ["2(1 + γ)/λmax", "η"]),
        ("nag", ["2(1 + γ)/((1 + 2γ)λmax)", "η"]),
        ("adam", ["2/λmax", "rate of x", "rate of y"]),
        ("adagrad_full", ["2/λmax", "larger rate", "smaller rate"]),
        ("newton", ["2/λmax"]),
        ("rprop", ["2/λmax"]),
    ):
        _, header, _ = sent(OPTIMIZERS[key]())
        (chart,) = (chart for chart in header["charts"] if chart["key"] == "stability")
        assert [series["name"] for series in chart["series"]] == names


def test_a_matrix_of_rates_is_the_inverse_root_of_what_was_gathered():
    surface = SURFACES["ravine"].replace(angle=30.0)
    result, header, arrays = sent(OPTIMIZERS["adagrad_full"](learning_rate=0.3, epsilon=1e-2), surface=surface)
    anatomy, state = dissect(result.lanes["a"]), result.lanes["a"].states
    assert anatomy.turns_gradient
    for c in (0, 1, 49):
        G = np.array([[state.G_xx[c + 1, 0], state.G_xy[c + 1, 0]], [state.G_xy[c + 1, 0], state.G_yy[c + 1, 0]]])
        roots, axes = np.linalg.eigh(G + 1e-2 * np.eye(2))
        R = axes @ np.diag(0.3 / np.sqrt(roots)) @ axes.T
        np.testing.assert_allclose(arrays["anatomy.0.rate"][:, c], (R[0, 0], R[0, 1], R[1, 1]), rtol=1e-6, atol=1e-12)
        np.testing.assert_allclose(anatomy.rate[:, c], sorted(0.3 / np.sqrt(roots)), rtol=1e-6)
        np.testing.assert_allclose(anatomy.step[:, c], -R @ anatomy.gradient[:, c], rtol=1e-6, atol=1e-9)
        assert abs(R[0, 1]) > 0.1 * R[1, 1]  # it is turned
    chart = next(chart for chart in header["charts"] if chart["key"] == "rate")
    assert [series["name"] for series in chart["series"]] == ["larger rate", "smaller rate"]
    assert "eigenvalues" in chart["meaning"]
    np.testing.assert_allclose(arrays[chart["series"][0]["array"]][:60], anatomy.rate[1], rtol=1e-6)


def test_the_rates_of_the_coordinates_are_a_matrix_without_corners():
    for form in FORMS:
        with case(form.__name__):
            anatomy = dissect(minimize(form(), BEALE, steps=20))
            if anatomy.rate is not None and not anatomy.turns_gradient:
                assert np.array_equal(anatomy.rate_matrix[[0, 2]], anatomy.rate)
                assert not anatomy.rate_matrix[1].any()


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_the_rate_of_torchs_rmsprop_is_what_the_gradient_is_multiplied_by(momentum):
    form = OPTIMIZERS["rmsprop"].libraries()["torch"]
    anatomy = dissect(minimize(form(epsilon=0.1, momentum=momentum), BEALE, steps=40))
    np.testing.assert_allclose(anatomy.rate, 0.05 / (np.sqrt(anatomy.values["new.squares"]) + 0.1), rtol=1e-12)
    np.testing.assert_allclose(anatomy.gradient_part, -anatomy.rate * anatomy.gradient, rtol=1e-9, atol=1e-14)


def test_the_box_is_as_wide_as_the_step_where_the_sign_did_not_flip():
    anatomy = dissect(minimize(OPTIMIZERS["rprop"](), BEALE, steps=60))
    moved = anatomy.step != 0
    assert moved.any()
    assert not moved.all()
    np.testing.assert_allclose(anatomy.step_sizes[moved], np.abs(anatomy.step[moved]), rtol=1e-9)
    assert (anatomy.step_sizes > 0).all()
    assert anatomy.rate is None


def test_every_chart_of_what_is_remembered_says_what_it_is():
    for form in FORMS:
        with case(form.__name__):
            _, header, _ = sent(form(), steps=40)
            assert form.step_sizes in ("", *form.State._fields)
            for chart in header["charts"]:
                if chart["key"] in form.State._fields:
                    assert chart["meaning"] == form.meanings()[chart["key"]]
                    assert not re.search(r"[\\_^{}]", chart["label"].replace("_x", "").replace("_y", ""))


def test_the_gauges_are_handed_on():
    gauge = {"slider": "a learning_rate", "lane": 0}
    assert sent(OPTIMIZERS["sgd"](), gauges=[gauge])[1]["gauges"] == [gauge]
    assert sent(OPTIMIZERS["sgd"]())[1]["gauges"] == []


def test_two_methods_with_nothing_in_common_stand_side_by_side():
    _, header, arrays = sent(OPTIMIZERS["rprop"](), OPTIMIZERS["newton"]())
    assert [entry["columns"] for entry in header["anatomy"]] == [60, 60]
    assert {"anatomy.0.slots", "anatomy.1.slots"} <= set(arrays)


def test_a_surface_without_a_lower_bound_has_its_value_for_a_gap():
    _, header, _ = sent(OPTIMIZERS["adam"](), surface=SURFACES["saddle"])
    assert header["charts"][0]["key"] == "value"


def test_numbers_that_are_none_arrive_as_what_they_are():
    # The Hessian is zero there, and its inverse 0/0.
    _, header, arrays = sent(OPTIMIZERS["newton"](), surface=SURFACES["monkey_saddle"], start=(0.0, 0.0))
    assert header["anatomy"][0]["columns"] == 1
    assert np.isnan(arrays["anatomy.0.slots"]).any()
    assert np.isnan(arrays["anatomy.0.step"]).all()
    assert arrays["anatomy.0.stable"] == np.inf
    _, _, arrays = sent(OPTIMIZERS["sgd"](learning_rate=1.7e308))
    assert np.isinf(arrays["anatomy.0.step"]).any()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extreme_runs())
def test_no_run_however_extreme_makes_its_anatomy_raise_or_warn(run):
    optimizer, surface, start = run
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trajectory = minimize(optimizer, surface, start, steps=15)
        anatomy = dissect(trajectory)
        last = int(trajectory.last)
        assert np.array_equal(anatomy.reached[:, :last], trajectory.points[1 : last + 1].T)
        if trajectory.status == "diverged" and np.isfinite(trajectory.refused).all():
            assert np.array_equal(anatomy.reached[:, -1], trajectory.refused)
        assert pack(*anatomy_scene(Race(surface, {"a": trajectory}), key="test", start=start))
