"""The network page as Streamlit's own test runner sees it: what the player and the maps are sent, every control, story and link."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from sent import link_of, payloads
from sliding import slider
from streamlit.testing.v1 import AppTest
from visiting import visiting

from optviz import OPTIMIZERS
from optviz.network.landscape import plane_through_zero, principal_plane, random_plane
from optviz.network.sweep import TrainingSweep, sweep_training
from optviz.network.training import train
from optviz.player.network_scene import TRAINING, WAY, WRONG, network_scene
from optviz.player.payload import FLOOR
from optviz.ui.network import decaying, learning, normalizing
from optviz.ui.network.controls import visit
from optviz.ui.network.experiment import DECAY, NORMALIZATION, NetworkExperiment, entrants
from optviz.ui.network.stories import STORIES
from optviz.ui.shelf import STORE
from optviz.ui.tables import of_trainings

APP = str(ROOT / "app.py")
FEW = {key: OPTIMIZERS[key]() for key in ("sgd", "adam")}


@pytest.fixture(autouse=True)
def short_searches(monkeypatch):
    """A search of two epochs shows all that one of twenty does, and few points of a map what many do.

    What was made with other ones is not kept, nor for others.
    """
    STORE.clear()
    monkeypatch.setattr(learning, "EPOCHS_OF_TRIAL", 2)
    monkeypatch.setattr(normalizing, "EPOCHS_OF_TRIAL", 2)
    monkeypatch.setattr(learning, "TRIALS", 4)
    monkeypatch.setattr(learning, "CELLS", 5)
    monkeypatch.setattr(normalizing, "GRID", normalizing.GRID[::20])
    yield
    STORE.clear()


@pytest.fixture
def few_methods(monkeypatch):
    """Two of them show what a control changes. Kept results tell methods not apart, so nothing is kept from test to test."""
    for module in (learning, normalizing):
        monkeypatch.setattr(module, "entrants", lambda: FEW)


def opened(**query):
    app = AppTest.from_file(APP, default_timeout=SECONDS_UNTIL_HUNG)
    for name, value in {"epochs": "3", **query}.items():
        app.query_params[name] = value
    app.switch_page("pages/network.py").run()
    assert not app.exception
    return app


def lines(app):
    assert not app.exception
    return app.dataframe[0].value.set_index("method")


def said(app):
    return " ".join(caption.value for caption in app.caption)


def test_it_shows_what_the_engine_makes_of_every_first_order_method():
    app = opened(tuned="no", seed="3")
    shown = lines(app)
    found = train(entrants(), NetworkExperiment().network(), 3, seed=3)
    plane = principal_plane({"adam": found["adam"].weights})
    header, arrays = payloads(app)["network"]
    assert len(shown) == len(entrants()) == len(header["lanes"]) > 15
    for row, lane in enumerate(header["lanes"]):
        key, one = lane["key"], found[lane["key"]]
        with case(key):
            line = shown.loc[OPTIMIZERS[key].name]
            assert line["training loss"] == pytest.approx(one.training_loss[-1], rel=1e-6)
            assert line["validation loss"] == pytest.approx(one.validation_loss[-1], rel=1e-6)
            assert line["best epoch"] == np.argmin(one.validation_loss)
            assert arrays["points"][row] == pytest.approx(plane.project(one.weights).astype(np.float32), abs=1e-5)
            assert arrays[TRAINING][row] == pytest.approx(one.training_loss, rel=1e-6)
            assert arrays["validation"][row] == pytest.approx(one.validation_loss, rel=1e-6)
            assert arrays[WRONG][row] == pytest.approx(100 * (1 - one.validation_accuracy), abs=1e-4)
            assert arrays[WAY][row, 2] == pytest.approx(np.linalg.norm(one.weights[2] - one.weights[1]), rel=1e-5)
            assert lane["last"] == 3
            assert lane.get("stop") == ({"best": np.argmin(one.validation_loss), "stopped": None} if key == "adam" else None)
    assert list(shown["validation loss"]) == sorted(shown["validation loss"])
    assert f"{plane.share(found['adam'].weights):.1%} of the path's variance lies in this plane" in said(app)
    grid, (xs, ys) = header["grid"], [np.linspace(*side, 5) for side in header["grid"]["window"]]
    heights = grid["low"] + grid["span"] * np.expm1(arrays["grid"] / 65535 * np.log1p(1 / FLOOR)) * FLOOR
    assert heights == pytest.approx(plane.losses(NetworkExperiment().network(), xs, ys), rel=1e-3, abs=1e-4)
    for low, high, path in zip(*np.transpose(header["domain"]), plane.project(found["adam"].weights), strict=True):
        assert low < path.min() < path.max() < high


def test_tuned_every_method_has_the_best_step_size_of_its_search():
    shown = lines(opened())
    found = learning.tune_training(entrants(), NetworkExperiment().network(), 2, 4, beyond=learning.BEYOND)
    for key, one in found.items():
        assert shown.loc[OPTIMIZERS[key].name, "learning rate"] == pytest.approx(getattr(one.optimizer, one.given.step_size))


def test_every_control_changes_what_it_says(few_methods):
    app = opened(tuned="no", seed="90")
    before = lines(app)
    for name, act in {
        "activation": lambda: app.selectbox(key="network activation").set_value("relu").run(),
        "batch normalization": lambda: app.toggle(key="network batch norm").set_value(True).run(),
        "weight decay": lambda: slider(app, "network decay").move(0.1),
        "epochs": lambda: app.text_input(key="network epochs").set_value("2").run(),
        "batch size": lambda: app.text_input(key="network batch size").set_value("64").run(),
        "seed": lambda: app.text_input(key="network seed").set_value("91").run(),
        "tuned": lambda: app.toggle(key="network tuned").set_value(True).run(),
    }.items():
        with case(name):
            act()
            after = lines(app)
            assert (after["training loss"].sort_index() != before["training loss"].sort_index()).any()
            before = after
    app.toggle(key="network tuned").set_value(False).run()
    app.selectbox(key="network training method").set_value("sgd").run()
    assert "around the path of SGD" in said(app)
    network = NetworkExperiment(activation="relu", batch_norm=True, weight_decay=0.1).network()
    end = train(FEW, network, 2, 64, 91)["sgd"].weights
    for kind, plane in {"random": random_plane, "zero": plane_through_zero}.items():
        with case(kind):
            app.selectbox(key="network directions").set_value(kind).run()
            header, arrays = payloads(app)["network"]
            assert arrays["points"][0] == pytest.approx(plane(network, end[-1], 91).project(end).astype(np.float32), abs=1e-5)
            assert header["domain"] == [[-1.5, 1.5], [-1.5, 1.5]]
    now = visit.linked(header["link"])
    assert now == NetworkExperiment(
        activation="relu", batch_norm=True, weight_decay=0.1, epochs=2, batch_size=64, seed=91, tuned=False, method="sgd", plane="zero"
    )
    app.button(key="network reset").click().run()
    assert visit.linked(payloads(app)["network"][0]["link"]) == NetworkExperiment()


def test_what_is_zoomed_into_is_sampled_anew_and_hidden_methods_stay_hidden(few_methods):
    app = opened(tuned="no", seed="92", window="-1,1,-2,0.5", methods="adam", curve="validation", step="2")
    header, _ = payloads(app)["network"]
    assert header["grid"]["window"] == [[-1, 1], [-2, 0.5]] != header["domain"]
    assert header["view"] == {"window": [-1, 1, -2, 0.5], "curve": "validation", "step": 2}
    assert [entrant["racing"] for entrant in header["entrants"]] == [False, True]
    app.session_state["network visit"].window = ((0.0, 1.0), (0.0, 0.5))
    assert payloads(app.run())["network"][0]["grid"]["window"] == [[0, 1], [0, 0.5]]
    app.selectbox(key="network directions").set_value("random").run()
    header, _ = payloads(app)["network"]
    assert header["grid"]["window"] == header["domain"]


def test_the_best_epoch_is_that_of_the_birds_held_back_and_of_one_method_only():
    trained = train(FEW, NetworkExperiment().network(), 4)
    turned = {key: replace(one, validation_loss=np.array([3.0, 1.0, 2.0, 2.5, 2.6])) for key, one in trained.items()}
    paths = {key: np.zeros((2, 5)) for key in turned}
    window = ((0.0, 1.0), (0.0, 1.0))
    options = {"key": "network", "name": "here", "axes": ("a", "b"), "whole": window, "shown": list(FEW)}
    header, _ = network_scene(turned, paths, np.eye(3), window, looked="sgd", **options)
    assert [lane.get("stop") for lane in header["lanes"]] == [{"best": 1, "stopped": None}, None]
    assert header["lanes"][1]["outcome"] == "lowest validation loss after epoch 1"


def test_a_method_that_diverges_is_said_and_has_no_plane(monkeypatch):
    monkeypatch.setattr(learning, "entrants", lambda: {"sgd": OPTIMIZERS["sgd"](), "momentum": OPTIMIZERS["momentum"](learning_rate=1e9)})
    app = opened(tuned="no", method="momentum", seed="77")
    assert list(lines(app)["status"]) == ["", "diverged in epoch 2"]
    assert "Momentum diverged in epoch 2: there is no path to look around." in said(app)
    app.text_input(key="network epochs").set_value("4").run()
    assert link_of(app)["epochs"] == "4"
    app.selectbox(key="network training method").set_value("sgd").run()
    header, _ = payloads(app)["network"]
    lost = header["lanes"][1]
    assert (lost["last"], lost["status"], lost["outcome"]) == (1, "diverged", "diverged in epoch 2")
    assert header["columns"][-1] == {"key": "status", "label": "status"}


def test_what_batch_normalization_changes_is_measured_on_both_networks(few_methods):
    app = opened(look=NORMALIZATION, seed="93", method="sgd", batch_norm="yes")
    found = payloads(app)
    assert set(found) == {"network map without", "network map with"}
    for side, on in normalizing.SIDES.items():
        header, arrays = found[f"network map {side}"]
        network = NetworkExperiment(batch_norm=on).network()
        tuned = learning.tune_training(FEW, network, 2, 4, 93, beyond=learning.BEYOND)
        end = train({"sgd": tuned["sgd"].optimizer}, network, 2, seed=93)["sgd"].weights[-1]
        losses = plane_through_zero(network, end, 93).losses(network, normalizing.GRID, normalizing.GRID)
        assert arrays["layer_loss"] == pytest.approx(losses, rel=1e-5)
        shown = lines(app)[f"{side}, decades of η that work"]
        assert list(shown) == [f"{one.working_range():.1f}" for one in tuned.values()]
        both = np.array([arrays["layer_loss"] for _, arrays in found.values()])
        assert header["layers"][0]["range"] == pytest.approx([both.min(), both.max()], rel=1e-5)
    assert "of 2 methods" in said(app)
    assert link_of(app) == {"look": NORMALIZATION, "seed": "93", "method": "sgd", "batch_norm": "yes", "epochs": "3"}


def test_every_pair_of_step_size_and_weight_decay_is_trained_both_ways(monkeypatch):
    rates, decays = np.array([0.001, 0.01]), np.array([1e-4, 0.01, 1.0])
    for name, value in {"RATES": rates, "DECAYS": decays, "EPOCHS": 2, "SEEDS": 2}.items():
        monkeypatch.setattr(decaying, name, value)
    app = opened(look=DECAY, seed="94", cell="0.009,0.9")
    found = payloads(app)
    assert list(decaying.methods()) == ["adam_l2", "adamw"]
    for key in decaying.methods():
        header, arrays = found[f"network map {key}"]
        swept = sweep_training(
            OPTIMIZERS[key](), NetworkExperiment().network(), 2, seeds=(94, 95), learning_rate=rates, weight_decay=decays[:, None]
        )
        assert arrays["layer_validation"] == pytest.approx(swept.final_validation_loss, rel=1e-6)
        assert arrays["layer_training"] == pytest.approx(swept.final_training_loss, rel=1e-6)
        row, column = swept.best
        assert header["marks"][:2] == [
            {"kind": "star", "at": [rates[column], decays[row]], "label": "the best"},
            {"kind": "cross", "at": [0.01, 1.0], "label": "chosen"},
        ]
        assert (len(header["marks"]) > 2) == (key == "adamw")
    assert not any("None" in text.value for text in app.markdown), "no value of an expression is shown"
    for line in found["network map adamw"][0]["marks"][2:]:
        (x0, y0), (x1, y1) = line["points"]
        assert x0 * y0 == pytest.approx(x1 * y1)
    (chart,) = app.get("plotly_chart")
    names = {line["name"] for line in json.loads(chart.proto.spec)["data"]}
    assert names == {"Adam-L2, η = 0.01 and λ = 1", "AdamW, η = 0.01 and λ = 1"}
    heads = [text.value for text in app.markdown]
    assert "**The curves of the chosen pair, η = 0.01 and λ = 1**" in heads
    app.button(key="network best").click().run()
    assert "cell" not in link_of(app)
    assert {mark["kind"] for mark in payloads(app)["network map adamw"][0]["marks"]} == {"star", "line"}
    assert "**The curves of each method's best pair**" in [text.value for text in app.markdown]
    assert "network best" not in [button.key for button in app.button]


def test_a_star_that_is_not_on_the_lowest_cell_or_at_an_end_of_the_decays_says_what_that_means():
    rates, decays = np.meshgrid(decaying.RATES[:4], decaying.DECAYS[:4])
    smooth = 1 + np.add.outer(np.arange(4.0) ** 2, np.arange(4.0) ** 2)
    lucky = smooth.copy()
    lucky[3, 3] = 0.5
    swept = {}
    maps = {"smooth": smooth, "lucky": lucky, "much": smooth[::-1], "some": np.roll(smooth, 1, axis=0)}
    for name, losses in maps.items():
        record = np.broadcast_to(losses, (1, 2, 4, 4))
        values = {"learning_rate": rates, "weight_decay": decays}
        swept[name] = TrainingSweep(OPTIMIZERS["adamw"](), values, record, record, record, np.zeros((1, 4, 4), int))
    assert "lowest cell" not in decaying.said({"adamw": swept["smooth"]})
    assert swept["lucky"].best != (3, 3)
    assert "The lowest cell has 0.5 for AdamW." in decaying.said({"adamw": swept["lucky"]})
    assert "λ = 10⁻⁵, the smallest λ of the map: more decay brings nothing here" in decaying.said({"adamw": swept["smooth"]})
    assert ", the largest λ of the map: more was not tried" in decaying.said({"adamw": swept["much"]})
    assert "of the map" not in decaying.said({"adamw": swept["some"]})


def test_a_click_on_a_pair_chooses_it_and_nonsense_from_a_browser_does_not(monkeypatch):
    state = visiting(monkeypatch, visit)
    for value in (None, "x", [1], [1, "a"], [1e300, 1], [float("nan"), 0.1]):
        state["map"] = {"cell": value}
        decaying.heard("map", "cell")
    assert visit.now == NetworkExperiment()
    state["map"] = {"cell": [0.01, 0.1]}
    decaying.heard("map", "cell")
    assert visit.now == NetworkExperiment(cell=(0.01, 0.1))


def test_a_story_is_told_until_something_is_changed(few_methods, monkeypatch):
    monkeypatch.setattr(decaying, "EPOCHS", 1)
    monkeypatch.setattr(decaying, "SEEDS", 1)
    app = opened()
    for key in STORIES:
        with case(key):
            app.selectbox(key="network story").set_value(key).run()
            assert STORIES[key].then in app.markdown[1].value
            assert app.selectbox(key="network story").value == key
    app.text_input(key="network seed").set_value("95").run()
    assert app.selectbox(key="network story").value == ""


def test_the_table_holds_every_epoch_of_every_method():
    found = train({"sgd": OPTIMIZERS["sgd"](), "lost": OPTIMIZERS["momentum"](learning_rate=1e9)}, NetworkExperiment().network(), 4)
    header, *rows = csv.reader(of_trainings(found, {"sgd": "SGD", "lost": "Lost"}).splitlines())
    assert header == ["method", "step_size", "epoch", "training_loss", "validation_loss", "training_accuracy", "validation_accuracy"]
    assert [row[:3] for row in rows[:5]] == [["SGD", "0.01", str(epoch)] for epoch in range(5)]
    assert float(rows[4][3]) == found["sgd"].training_loss[4]
    assert len(rows) == 5 + found["lost"].diverged


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ({"activation": "<b>", "epochs": "1e9", "batch_size": "1", "seed": "-1"}, "activation, epochs, batch_size, seed"),
        ({"weight_decay": "nan", "method": "bfgs", "plane": "flat", "junk": "x"}, "weight_decay, method, plane, 1 unknown entry"),
        ({"look": "away", "cell": "0.1", "methods": "sgd,newton", "window": "3,2,1,0"}, "cell, methods, look, window"),
    ],
)
def test_what_a_link_says_wrongly_is_named_and_ignored(query, ignored, few_methods):
    with pytest.MonkeyPatch.context() as patch:
        visiting(patch, visit, **query)
        assert set(visit.ignored) == set(ignored.split(", "))
    app = opened(**{"tuned": "no", **query} if "epochs" not in query else {"tuned": "no", **query, "epochs": "501"})
    (warning,) = app.warning
    assert warning.value.startswith("The link was not fully understood. Ignored: ")
