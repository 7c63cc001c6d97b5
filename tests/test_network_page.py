"""The network page as Streamlit's own test runner sees it."""

from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from cases import case
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from optviz import OPTIMIZERS
from optviz.training import train
from optviz.ui import studying
from optviz.ui.study import ACTIVATIONS, PLANES, Study, entrants, read_study, write_study

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture(autouse=True)
def short_searches(monkeypatch):
    """A search of two epochs shows all that one of twenty does."""
    monkeypatch.setattr(studying, "EPOCHS_OF_TRIAL", 2)
    monkeypatch.setattr(studying, "TRIALS", 4)
    monkeypatch.setattr(studying, "CELLS", 5)


def opened(**query):
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"epochs": "3", **query}.items():
        app.query_params[name] = value
    app.switch_page("pages/network.py").run()
    assert not app.exception
    return app


def lines(app):
    assert not app.exception
    return app.dataframe[0].value.set_index("method")


def test_it_shows_what_the_engine_makes_of_every_first_order_method():
    app = opened(tuned="no", seed="3")
    shown = lines(app)
    found = train(entrants(), Study().network(), 3, seed=3)
    assert len(shown) == len(entrants()) > 15
    for key, one in found.items():
        with case(key):
            line = shown.loc[OPTIMIZERS[key].name]
            assert line["training loss"] == pytest.approx(one.training_loss[-1], rel=1e-6)
            assert line["validation loss"] == pytest.approx(one.validation_loss[-1], rel=1e-6)
            assert line["best, in epoch"] == np.argmin(one.validation_loss)
    assert list(shown["validation loss"]) == sorted(shown["validation loss"])


def test_tuned_every_method_has_the_best_step_size_of_its_search():
    shown = lines(opened())
    found = studying.tune_training(entrants(), Study().network(), 2, 4, beyond=studying.BEYOND)
    for key, one in found.items():
        assert shown.loc[OPTIMIZERS[key].name, "step size"] == pytest.approx(getattr(one.optimizer, one.given.step_size))


def test_every_control_changes_what_it_says(monkeypatch):
    monkeypatch.setattr(studying, "entrants", lambda: {key: OPTIMIZERS[key]() for key in ("sgd", "adam")})
    app = opened(tuned="no", seed="90")
    before = lines(app)
    for name, act in {
        "activation": lambda: app.selectbox(key="study activation").set_value("relu"),
        "batch normalization": lambda: app.toggle(key="study batch_norm").set_value(True),
        "weight decay": lambda: app.select_slider(key="study decay").set_value(0.1),
        "epochs": lambda: app.number_input(key="study epochs").set_value(2),
        "batch size": lambda: app.number_input(key="study batch_size").set_value(64),
        "seed": lambda: app.number_input(key="study seed").set_value(91),
    }.items():
        with case(name):
            act().run()
            after = lines(app)
            assert (after["training loss"].sort_index() != before["training loss"].sort_index()).any()
            before = after
    address = {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}
    now = read_study(address)[0]
    assert now == Study("relu", True, 0.1, 2, 64, 91, False)
    app.selectbox(key="study method").set_value("sgd").run()
    assert "SGD" in next(caption.value for caption in app.caption if "Roughness" in caption.value)
    app.selectbox(key="study directions").set_value("random").run()
    assert any("filter-normalized" in caption.value for caption in app.caption)


def test_a_method_that_diverges_is_said_and_has_no_plane(monkeypatch):
    monkeypatch.setattr(studying, "entrants", lambda: {"sgd": OPTIMIZERS["sgd"](), "momentum": OPTIMIZERS["momentum"](learning_rate=1e9)})
    app = opened(tuned="no", method="momentum", seed="77")
    assert list(lines(app)["status"]) == ["", "diverged in epoch 2"]
    assert any(caption.value == "Momentum diverged in epoch 2: there is no path to look around." for caption in app.caption)


def test_what_batch_normalization_changes_is_measured_when_somebody_asks(monkeypatch):
    monkeypatch.setattr("streamlit.expander", lambda *anything, **named: Opened())
    app = opened(tuned="no")
    assert any("With batch normalization the range is wider for" in caption.value for caption in app.caption)
    assert set(app.dataframe[1].value.columns) == {"method", "without, decades of η that work", "with, decades of η that work"}


class Opened:
    """An expander that is open."""

    open = True

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ({"activation": "<b>", "epochs": "1e9", "batch_size": "1", "seed": "-1"}, "activation, epochs, batch_size, seed"),
        ({"weight_decay": "nan", "method": "bfgs", "plane": "flat", "junk": "x"}, "weight_decay, method, plane, 1 unknown entry"),
    ],
)
def test_what_a_link_says_wrongly_is_named_and_ignored(query, ignored, monkeypatch):
    assert read_study(query)[1] == ignored.split(", ")
    app = opened(**{"tuned": "no", **query} if "epochs" not in query else {"tuned": "no", **query, "epochs": "501"})
    (warning,) = app.warning
    assert warning.value.startswith("The link was not understood in full. Ignored: ")


@given(
    activation=st.sampled_from(list(ACTIVATIONS)),
    batch_norm=st.booleans(),
    weight_decay=st.floats(0, 1),
    epochs=st.integers(1, 500),
    batch_size=st.integers(2, 128),
    seed=st.integers(0, 9999),
    tuned=st.booleans(),
    method=st.sampled_from(list(entrants())),
    plane=st.sampled_from(list(PLANES)),
)
@settings(max_examples=80, deadline=None)
def test_a_link_restores_the_study(**values):
    assert read_study(dict(parse_qsl(write_study(Study(**values))))) == (Study(**values), [])
