"""The noise page as Streamlit's own test runner sees it: every method, noise, schedule, surface and story, and every link."""

import csv
from base64 import b64encode
from dataclasses import replace
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

from optviz import NOISES, SCHEDULES, Race, early_stop, fan, minimize
from optviz.player.noise_scene import noise_scene
from optviz.player.payload import pack, unpack
from optviz.player.scene import reached
from optviz.ui.noise import controls
from optviz.ui.noise.controls import visit
from optviz.ui.noise.experiment import EXAMPLES_EACH, METHODS, MOST_POINTS, NoiseExperiment
from optviz.ui.noise.stories import STORIES
from optviz.ui.specimen import Specimen
from optviz.ui.tables import of_fans
from surfaces import SURFACES, FiniteSum

APP = str(ROOT / "app.py")
QUICK = {"steps": "40", "seeds": "4", "per": "step"}


def opened(**query):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for name, value in {**QUICK, **query}.items():
        app.query_params[name] = value
    app.switch_page("pages/noise.py").run()
    assert not app.exception
    return app


def shown(app):
    """What the player was sent, with the points of all runs, and the experiment of its link."""
    assert not app.exception
    header, arrays = unpack(of_player(app))
    now = visit.linked(header["link"])
    points = points_of(header, arrays, schedule=now.pacing(), seed=now.seed, surface=now.parts()[0])
    return header, {**arrays, "points": points}, now


def check(app):
    """The player has the runs that the engine makes of the experiment."""
    header, arrays, now = shown(app)
    assert [lane["key"] for lane in header["lanes"]] == list(now.lanes())
    for row, (lane, noise) in enumerate(now.lanes().items()):
        with case(lane):
            options = {"noise": noise, "seed": now.seed, "schedule": now.pacing()}
            run = minimize(now.specimen.optimizer(), now.parts()[0], now.starting_point(), now.steps_of(noise), **options)
            at = slice(None) if now.counted() == "step" else reached(run, "example", EXAMPLES_EACH, now.steps)
            assert arrays["points"][row] == pytest.approx(run.points[at].T.astype(np.float32), rel=1e-6)
    assert ("fit" in header) == isinstance(now.terrain(), FiniteSum)
    if "fit" in header:  # the browser draws the fits, of the examples that it sums over
        columns = [arrays[f"live.examples.{i}"] for i in range(len(now.parts()[0].examples))]
        assert np.array_equal(columns, now.parts()[0].examples)
    return now


def test_every_method_that_does_not_search_can_be_shaken():
    app = opened(surface="bowl")  # what costs time on data is not the method
    assert set(app.selectbox(key="noise method").options) == {Specimen(entrant).name() for entrant in METHODS}
    for entrant in METHODS:
        with case(entrant):
            app.selectbox(key="noise method").set_value(entrant).run()
            assert check(app).specimen.entrant == entrant


def test_every_noise_and_every_schedule_can_be_chosen():
    app = opened()
    for key in NOISES:
        with case(key):
            app.selectbox(key="noise noise True").set_value(key).run()
            assert check(app).noise == key
    for key in SCHEDULES:
        with case(key):
            app.selectbox(key="noise schedule").set_value(key).run()
            assert check(app).schedule == key
            assert {f"noise {key} {name}" for name in SCHEDULES[key].parameters() if key != "constant"} <= {
                widget.key for widget in [*sliders(app), *app.toggle]
            }


def test_every_surface_can_be_chosen_and_has_only_the_noise_that_it_can_have():
    app = opened(**{"noise.batch_size": "200"})
    for key, surface in SURFACES.items():
        with case(key):
            app.selectbox(key="noise surface").set_value(key).run()
            now = check(app)
            assert now.surface == key
            has_examples = isinstance(surface, FiniteSum)
            assert has_examples or not NOISES[now.noise].needs_examples
            names = app.selectbox(key=f"noise noise {has_examples}").options
            assert len(names) == sum(has_examples or not kind.needs_examples for kind in NOISES.values())


def test_every_story_can_be_chosen_and_ends_when_something_is_changed():
    app = opened(method="adam")
    for key, one in STORIES.items():
        with case(key):
            app.selectbox(key="noise story").set_value(key).run()
            assert one.then in app.markdown[1].value
            assert dict(parse_qsl(shown(app)[0]["link"])) == dict(parse_qsl(one.link))
    app.text_input(key="noise steps").set_value("20").run()
    assert STORIES[key].then not in app.markdown[1].value
    assert check(app).steps == 20


def test_controls_change_what_they_say():
    app = opened()
    slider(app, "noise sgd learning_rate").move(0.02)
    slider(app, "noise shuffled 333 batch_size").move(5)
    slider(app, "noise linear_regression offset").move(SURFACES["linear_regression"].parameters()["offset"].choices()[3])
    app.text_input(key="noise seed").set_value("7").run()
    app.text_input(key="noise seeds").set_value("3").run()
    now = check(app)
    assert now.specimen.values == {"learning_rate": 0.02}
    assert now.noise_values == {"batch_size": 5}
    assert now.surface_values["offset"] > 0
    assert (now.seed, now.seeds) == (7, 3)
    app.button(key="noise reset").click().run()
    assert visit.linked(shown(app)[0]["link"]) == NoiseExperiment()


def test_a_schedule_cannot_be_chosen_for_a_method_that_would_not_follow_it():
    for method, idle in {"sgd": False, "rprop": True}.items():
        with case(method):
            app = opened(method=method, surface="bowl")
            assert app.selectbox(key="noise schedule").disabled == idle
            assert ("not used" in app.selectbox(key="noise schedule").label) == idle


def test_counted_by_examples_all_lanes_have_seen_the_same_at_the_same_time():
    app = opened(per="example")
    header, arrays, now = shown(app)
    assert (header["unit"], header["each"], header["steps"]) == ("example", 8, 40)
    assert [len(now.parts()[0].examples.T), now.counted()] == [333, "example"]
    moved = (np.diff(arrays["points"], axis=2) != 0).any(axis=1)
    assert np.flatnonzero(moved[0]).tolist() == [], "333 at once have not taken a step after 320 examples"
    assert np.flatnonzero(moved[1]).tolist() == list(range(1, 40, 2)), "16 at a time move at every other place"
    assert moved[2].all()
    check(app)
    app.text_input(key="noise steps").set_value("90").run()
    header, arrays, _ = shown(app)
    moved = (np.diff(arrays["points"], axis=2) != 0).any(axis=1)
    assert np.flatnonzero(moved[0]).tolist() == [41, 83], "after 333 and 666 examples"
    assert any("examples" in caption.value for caption in app.caption)
    app.selectbox(key="noise per").set_value("step").run()
    header, _, now = shown(app)
    assert (header["unit"], header["each"], now.per) == ("step", 1, "step")
    app.selectbox(key="noise surface").set_value("beale").run()
    assert "noise per" not in [box.key for box in app.selectbox]


def test_counted_by_examples_validation_stops_and_diverged_runs_stand_where_they_happen():
    app = opened(per="example", patience="3", steps="150", method="sgd", **{"method.learning_rate": "0.5"}, surface="rare_feature")
    header, arrays, now = shown(app)
    train, validation = now.parts()
    assert np.array_equal(arrays["live.validation"].reshape(validation.examples.shape), validation.examples)
    assert header["live"]["validation"] == {"examples": validation.count, "patience": 3}
    for row, (lane, noise) in enumerate(now.lanes().items()):
        with case(lane):
            run = minimize(now.specimen.optimizer(), train, now.starting_point(), now.steps_of(noise), noise=noise, seed=now.seed)
            losses = validation.value(run.points.T)
            at = reached(run, "example", EXAMPLES_EACH, now.steps)
            best = header["lanes"][row]["stop"]["best"]
            assert run.examples[at[best]] <= best * EXAMPLES_EACH
            assert at[best] >= early_stop(losses, 3).best
    assert np.array_equal(arrays["live.validation"], validation.examples)
    assert header["live"]["validation"] == {"examples": validation.count, "patience": 3}
    app = opened(per="example", **{"method.learning_rate": "9"}, steps="300")
    header, arrays, now = shown(app)
    assert [lane["status"] for lane in header["lanes"]][1:] == ["diverged", "diverged"]
    for row in (1, 2):
        last = header["lanes"][row]["last"]
        assert (arrays["points"][row, :, last] != arrays["points"][row, :, last - 1]).any()
        assert (arrays["points"][row, :, last:] == arrays["points"][row, :, last:][:, :1]).all()


def test_many_seeds_and_many_examples_are_not_too_much_for_the_server():
    fitted = NoiseExperiment(steps=1000, seeds=1000).fitted()
    assert fitted.seeds * max(fitted.steps_of(kind) for kind in fitted.lanes().values()) <= MOST_POINTS
    assert NoiseExperiment(steps=1000, seeds=1000, per="step").fitted().seeds == 1000


def test_patience_holds_a_quarter_back_and_says_where_each_run_would_be_stopped():
    app = opened(**{"noise.batch_size": "300"}, steps="120")
    app.text_input(key="noise patience").set_value("7").run()
    header, arrays, now = shown(app)
    assert now.patience == 7
    assert now.noise_values == {}, "there are no 300 examples any more"
    train, validation = now.parts()
    assert now.titles()["batch"] == "all 250 at once"
    for row, (lane, noise) in enumerate(now.lanes().items()):
        with case(lane):
            run = minimize(now.specimen.optimizer(), train, now.starting_point(), 120, noise=noise, seed=now.seed)
            assert arrays["points"][row] == pytest.approx(run.points.T.astype(np.float32), rel=1e-6)
            losses = validation.value(run.points.T)
            stop = early_stop(losses, 7)
            assert header["lanes"][row]["stop"] == {"best": stop.best, "stopped": stop.stopped if stop.in_time else None}
            assert any(f"lowest validation loss at step {stop.best}" in caption.value for caption in app.caption)
    app.selectbox(key="noise surface").set_value("beale").run()
    header, arrays, _ = shown(app)
    assert "validation" not in header["live"]
    assert "stop" not in header["lanes"][0]


def test_the_curve_of_the_validation_loss_can_be_in_the_link():
    app = opened(patience="5", curve="validation")
    assert not app.warning
    assert shown(app)[0]["view"]["curve"] == "validation"


def test_some_more_seeds_are_drawn_and_all_are_in_the_table():
    app = opened(seeds="9")
    header, arrays, now = shown(app)
    assert header["fan"] == {"lanes": ["mini", "single"], "seeds": 8}
    for row, lane in enumerate(header["fan"]["lanes"]):
        noise = now.lanes()[lane]
        found = fan({"sgd": now.specimen.optimizer()}, now.terrain(), steps=40, noise=noise, seeds=9)["sgd"]
        assert arrays["fan.points"].reshape(2, 8, 2, 41)[row] == pytest.approx(
            found.trajectory.points[..., 1:].transpose(2, 1, 0), rel=1e-5
        )
        lines = of_fans({lane: found}, now.titles()).splitlines()
        assert len(lines) == 42
        last = next(csv.reader(lines[-1:]))
        assert last[:3] == [now.titles()[lane], "40", {"mini": "637", "single": "40"}[lane]]
        assert float(last[4]) == np.sort(found.trajectory.gaps[-1])[4]


def test_what_the_fan_says_has_its_interval():
    app = opened(seeds="50", steps="200")
    (words,) = [markdown.value for markdown in app.markdown if "expected gap" in markdown.value]
    assert "**mini-batches of 16**" in words
    assert "**one at a time**" in words
    assert "100% (93% to 100%) reach a gap of 0.01 at some point" in words, "and may leave it again"


def test_half_of_all_runs_are_there_by_the_step_that_is_said_also_where_some_never_are():
    app = opened(seeds="60", steps="58", **{"method.learning_rate": "0.043"})
    _, _, now = shown(app)
    found = fan({"sgd": now.specimen.optimizer()}, now.terrain(), steps=58, noise=now.lanes()["mini"], seeds=60)["sgd"]
    steps = found.trajectory.steps_to(0.01)
    arrived = int((steps >= 0).sum())
    assert 30 < arrived < 60
    half = np.sort(steps[steps >= 0])[29]
    (words,) = [markdown.value for markdown in app.markdown if "expected gap" in markdown.value]
    assert f"{arrived / 60:.0%} (" in words
    assert f", half of all runs by step {half}" in words
    assert "to more than 58)" in words, "who is not there by the last step may be there later"
    meant = "The fan is the same run with 60 seeds. In parentheses: the interval that holds the true number with 95% confidence."
    assert any(meant in caption.value and "the middle 80% of the runs" in caption.value for caption in app.caption)


def test_a_run_that_diverges_is_said_and_breaks_nothing():
    app = opened(method="sgd", **{"method.learning_rate": "30", "steps": "100"})
    assert any("diverged" in caption.value for caption in app.caption)
    assert any("without bound, since some runs diverge" in markdown.value for markdown in app.markdown)


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ({"surface": "beale", "noise": "shuffled"}, "noise"),
        ({"noise.batch_size": "400"}, "noise.batch_size"),
        ({"noise.batch_size": "0.5"}, "noise.batch_size"),
        ({"method": "bfgs", "schedule": "<b>", "seed": "-1", "seeds": "1", "steps": "1e9"}, "method, schedule, seed, seeds, steps"),
        ({"patience": "5", "noise.batch_size": "300"}, "noise.batch_size"),
        ({"schedule": "cosine", "schedule.warmup": "nan", "junk": "x" * 5000}, "schedule.warmup, 1 unknown entry"),
    ],
)
def test_what_a_link_says_wrongly_is_named_and_ignored(query, ignored):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for name, value in query.items():
        app.query_params[name] = value
    app.switch_page("pages/noise.py").run()
    check(app)
    (warning,) = app.warning
    assert warning.value == f"The link was not fully understood. Ignored: {ignored}."


def test_a_warm_up_before_a_constant_step_size_has_a_slider_where_there_is_one():
    keys = {one.key for one in sliders(opened(**{"schedule.warmup": "20"}))}
    assert "noise constant warmup" in keys
    assert not any(one.key.startswith("noise constant") for one in sliders(opened()))


def test_while_a_slider_is_held_the_browser_runs_what_python_runs_when_it_is_let_go(monkeypatch):
    def sent(now, live=True):
        visiting(monkeypatch, visit, now)
        (terrain, validation), schedule, start = now.parts(), now.changing(), now.starting_point()
        runs = {
            lane: minimize(now.specimen.optimizer(), terrain, start, now.steps_of(kind), schedule=schedule, noise=kind, seed=now.seed)
            for lane, kind in now.lanes().items()
        }
        stops = {lane: early_stop(validation.value(run.points.T), now.patience) for lane, run in runs.items()} if validation else {}
        header, arrays = noise_scene(
            Race(terrain, runs),
            **{"fans": {}, "validation": validation, "stops": stops, "patience": now.patience, "titles": now.titles()},
            **{"key": "noise", "start": start, "per": now.counted(), "each": 8 if now.counted() == "example" else 1, "ticks": now.ticks()},
            **{"live": controls.steering() if live else None, "chances": controls.chances(), "schedule": schedule},
        )
        return b64encode(pack(header, arrays)).decode()

    def of_method(now, name, value):
        """An experiment, what is held of its method, and the experiment after that was let go."""
        return now, {f"noise {now.specimen.entrant} {name}": value}, replace(now, specimen=now.specimen.with_value(name, value))

    beale = NoiseExperiment(surface="beale", noise="gaussian", specimen=Specimen("momentum"), steps=80)
    cases = {name: of_method(beale, name, value) for name, value in {"learning_rate": 0.02, "momentum": 0.3}.items()}
    cases["σ"] = beale, {"noise gaussian 1 deviation": 4.0}, replace(beale, noise_values={"deviation": 4.0})
    # The penguins by the examples seen, where each lane takes steps of its own; under a schedule; and with some of them for validation.
    penguins = NoiseExperiment(steps=60)
    cases["η on penguins"] = of_method(penguins, "learning_rate", 0.05)
    paced = replace(penguins, schedule="cosine", noise="with_replacement", noise_values={"batch_size": 100.0}, seed=4)
    cases["η under a schedule"] = of_method(paced, "learning_rate", 0.3)
    cases["warm-up"] = paced, {"noise cosine warmup": 10.0}, replace(paced, schedule_values={"warmup": 10.0})
    patient = NoiseExperiment(surface="rare_feature", specimen=Specimen("sgd", {"learning_rate": 0.2}), patience=6, steps=150)
    cases["η with patience"] = of_method(patient, "learning_rate", 0.5)
    cases["η that diverges"] = of_method(replace(patient, per="step", steps=50), "learning_rate", 9.0)
    hidden = NoiseExperiment(surface="hidden_unit", specimen=Specimen("momentum"), steps=60)
    cases["γ where exp is rounded"] = of_method(hidden, "momentum", 0.5)
    cases["γ under noise and a sum"] = of_method(replace(hidden, noise="gaussian", per="step"), "momentum", 0.5)
    offset = SURFACES["linear_regression"].parameters()["offset"].choices()[7]
    cases["offset"] = penguins, {"noise linear_regression offset": offset}, replace(penguins, surface_values={"offset": offset})
    told = [  # of a fit all that is drawn, as Python has it
        {"before": sent(before), "held": held, "after": sent(after, live=not isinstance(after.terrain(), FiniteSum))}
        for before, held, after in cases.values()
    ]
    numbers = numbers_from("holding.js", {"cases": told})
    for key, (now, *_) in cases.items():
        with case(key):
            count = int(numbers[0])
            here, there, numbers = numbers[1 : count + 1], numbers[count + 1 : 2 * count + 1], numbers[2 * count + 1 :]
            off = 2e-7 if isinstance(now.terrain(), FiniteSum) else 1e-9  # the fits are those of points in float32
            np.testing.assert_allclose(here, there, rtol=1e-6, atol=off)
    assert not numbers.size
