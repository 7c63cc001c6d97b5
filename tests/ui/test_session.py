"""What a session keeps of a page, whichever page it is."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from cases import case
from visiting import visiting

from optviz.ui import session
from optviz.ui.anatomy.experiment import AnatomyExperiment
from optviz.ui.basins.experiment import BasinsExperiment
from optviz.ui.maps.experiment import Axis, MapsExperiment
from optviz.ui.network.experiment import NetworkExperiment
from optviz.ui.noise.experiment import NoiseExperiment
from optviz.ui.race.experiment import RaceExperiment
from optviz.ui.session import Visit, as_point, heard_in_player

RACE, ANATOMY = Visit("race", RaceExperiment), Visit("anatomy", AnatomyExperiment, speed=0.1)
NETWORK = Visit("network", NetworkExperiment)
SOMEWHERE = ((0.0, 1.0), (2.0, 3.0))


@pytest.fixture
def state(monkeypatch):
    return visiting(monkeypatch, RACE)


def test_the_link_is_read_once_and_the_experiment_kept(monkeypatch):
    visiting(monkeypatch, RACE, surface="booth", steps="50", window="0,1,2,3", speed="2", junk="1")
    assert RACE.now == RaceExperiment(surface="booth", steps=50)
    assert RACE.window == SOMEWHERE
    assert RACE.view == {"window": (0, 1, 2, 3), "speed": 2}
    assert RACE.ignored == ["1 unknown entry"]
    monkeypatch.setattr(session.st, "query_params", SimpleNamespace(to_dict=lambda: {"surface": "ravine"}))
    assert RACE.now.surface == "booth"


def test_a_link_that_another_run_exchanges_while_it_is_read_is_read_again(monkeypatch):
    visiting(monkeypatch, RACE)
    answers = iter([KeyError("camera"), RuntimeError("dictionary changed size during iteration"), {"surface": "booth"}])

    def to_dict():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(session.st, "query_params", SimpleNamespace(to_dict=to_dict))
    assert RACE.now.surface == "booth"


def test_each_page_keeps_its_own_under_its_name(state):
    RACE.change(replace(RACE.now, steps=7))
    assert ANATOMY.now == AnatomyExperiment()
    assert RACE.now.steps == 7
    assert all(key.startswith(("race ", "anatomy ")) for key in state)


def test_a_page_has_a_speed_of_its_own_and_one_that_its_link_says(monkeypatch):
    visiting(monkeypatch, ANATOMY)
    assert (ANATOMY.address()["speed"], ANATOMY.view) == (0.1, {})
    for speed in (1, 3):
        visiting(monkeypatch, ANATOMY, speed=str(speed))
        assert (ANATOMY.address()["speed"], ANATOMY.view) == (0.1, {"speed": speed})


@pytest.mark.usefixtures("state")
def test_a_change_answers_what_was_complained_of():
    RACE.refuse("The start must lie elsewhere.")
    assert (RACE.complaint, RACE.now) == ("The start must lie elsewhere.", RaceExperiment())
    RACE.change(replace(RACE.now, steps=7))
    assert RACE.complaint == ""


def test_a_change_ends_the_note_on_the_link(monkeypatch):
    visiting(monkeypatch, RACE, junk="1")
    assert RACE.ignored
    RACE.change(RACE.now)
    assert RACE.ignored == []


@pytest.mark.usefixtures("state")
def test_another_place_is_looked_at_as_a_whole_and_the_same_one_as_before():
    RACE.look_at([0, 1, 2, 3])
    RACE.change(replace(RACE.now, steps=7, start=(1.0, 1.0)))
    assert RACE.window == SOMEWHERE
    RACE.change(RACE.now.moved_to("booth"))
    assert RACE.window is None
    RACE.look_at([0, 1, 2, 3])
    RACE.adopt(RACE.now)
    assert RACE.window is None


@pytest.mark.usefixtures("state")
def test_of_the_network_any_other_training_is_another_place_and_other_methods_are_not():
    NETWORK.look_at([0, 1, 2, 3])
    NETWORK.change(replace(NETWORK.now, shown=("adam",), cell=(0.1, 0.1)))
    assert NETWORK.window == SOMEWHERE
    NETWORK.change(replace(NETWORK.now, seed=1))
    assert NETWORK.window is None


def test_another_surface_has_its_own_start_and_values():
    there = RaceExperiment(surface="ravine", surface_values={"condition": 9.0}, start=(1.0, 1.0), steps=7).moved_to("booth")
    assert there == RaceExperiment(surface="booth", steps=7)
    assert BasinsExperiment(window=SOMEWHERE).moved_to("booth") == BasinsExperiment(surface="booth")


def test_a_start_that_is_the_surfaces_own_is_not_said():
    moved = RaceExperiment(surface="ravine", surface_values={"condition": 9.0}).started_at((1.0, 1.0))
    assert moved.start == (1.0, 1.0)
    assert moved.started_at(RaceExperiment(surface="ravine").starting_point()).start is None


def test_what_does_not_fit_gives_way():
    assert RaceExperiment(surface="beale", noise="shuffled").fitted().noise is None
    assert NoiseExperiment(surface="beale").fitted().noise == "gaussian"
    assert NoiseExperiment(patience=5, noise_values={"batch_size": 300.0}).fitted().noise_values == {}
    assert MapsExperiment(surface="beale", y=Axis("condition", 1.0, 9.0)).fitted().y.name == "momentum"
    assert MapsExperiment(start=(100.0, 0.0)).fitted().start is None


@pytest.mark.usefixtures("state")
def test_what_concerns_the_page_is_said_once():
    assert not RACE.stale()
    RACE.is_stale_now()
    assert RACE.stale()
    assert not RACE.stale()


def test_a_start_concerns_the_page_and_a_window_does_not(state):
    state["race"] = {"start": [1, 2.5], "window": [0, 1, 2, 3]}
    heard_in_player(RACE, "window")
    assert (RACE.window, RACE.stale()) == (SOMEWHERE, False)
    heard_in_player(RACE, "start")
    assert (RACE.now.start, RACE.stale()) == ((1.0, 2.5), True)


def test_the_way_back_from_a_zoom_leads_to_before_its_first_gesture_until_something_else_is_shown(state):
    opened, close, closer, elsewhere = (Axis("learning_rate", low, 0.1) for low in (0.00012345678, 0.01, 0.02, 0.05))
    assert RACE.home(opened) == opened
    RACE.has_zoomed(opened, close)
    RACE.has_zoomed(close, closer)
    assert RACE.home(closer) == opened
    assert RACE.home(elsewhere) == elsewhere
    RACE.has_zoomed(elsewhere, close)
    assert RACE.home(close) == elsewhere
    RACE.has_zoomed(None, close)
    assert RACE.home(close) is None


def test_a_point_is_two_numbers_within_reach():
    assert as_point([1, 2.5]) == (1.0, 2.5)
    for nonsense in (None, "12", [1], [1, "2"], [1, 2, 3], [float("nan"), 1], [1e11, 0], {"x": 1}, 7):
        with case(repr(nonsense)):
            assert as_point(nonsense) is None


def goes_through_history(monkeypatch, **link):
    """The visitor comes to the page by Back or Forward, where a link stands."""
    monkeypatch.setattr(session.st, "query_params", SimpleNamespace(to_dict=lambda: link))
    with monkeypatch.context() as patch:
        patch.setattr(session, "get_script_run_ctx", lambda **_: SimpleNamespace(is_history_navigation=True))
        session.follow_history(RACE.page)


def test_back_and_forward_open_what_the_address_says(monkeypatch, state):
    RACE.accepted.add("what takes long")
    RACE.send_whole()
    assert RACE.address()["opened"] == 0
    goes_through_history(monkeypatch, surface="booth", window="0,1,2,3", step="7", junk="1")
    first = RACE.address()
    assert (RACE.now, RACE.window, RACE.ignored) == (RaceExperiment(surface="booth"), SOMEWHERE, ["1 unknown entry"])
    assert first == {"link": "surface=booth", "opened": first["opened"], "view": {"window": (0, 1, 2, 3), "step": 7}, "speed": 1}
    assert RACE.accepted == {"what takes long"}
    assert not RACE.browser_runs
    RACE.change(replace(RACE.now, steps=7))
    assert RACE.address()["opened"] == first["opened"] > 0
    goes_through_history(monkeypatch)
    assert (RACE.now, RACE.window, RACE.view) == (RaceExperiment(), None, {})
    assert RACE.address()["opened"] > first["opened"]
    session.follow_history(RACE.page)  # any other run of the page
    RACE.change(replace(RACE.now, steps=7))
    assert RACE.now.steps == 7


@pytest.mark.usefixtures("state")
def test_one_of_our_own_links_is_opened_as_any_other_one():
    RACE.look_at([0, 1, 2, 3])
    RACE.follow("surface=booth&step=0&curve=step")
    assert (RACE.now, RACE.window, RACE.view) == (RaceExperiment(surface="booth"), None, {"step": 0, "curve": "step"})
    opened = RACE.address()["opened"]
    assert opened > 0
    RACE.follow("surface=booth&window=0,1,2,3")
    assert (RACE.window, RACE.view) == (SOMEWHERE, {"window": (0, 1, 2, 3)})
    assert RACE.address()["opened"] > opened
