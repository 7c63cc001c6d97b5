"""A link restores the experiment exactly, and no link can do harm."""

from dataclasses import replace
from urllib.parse import parse_qsl

from cases import case
from hypothesis import given
from hypothesis import strategies as st

from optviz import NOISES, OPTIMIZERS, SCHEDULES
from optviz.convention import LIBRARIES
from optviz.ui.experiment import SHARED, Experiment, everyone, form_of, hyperparameters_with
from optviz.ui.link import read_link, write_link
from optviz.ui.presets import PRESETS
from optviz.ui.setting import fitting_noise, noises_of
from surfaces import SURFACES


def restored(experiment):
    return read_link(dict(parse_qsl(write_link(experiment))))


def not_default(declared, values):
    return {key: value for key, value in values.items() if value != declared.parameters()[key].default}


def values_of(declared):
    """Any valid values for some declared parameters."""
    return st.fixed_dictionaries(
        {},
        optional={
            key: st.booleans() if p.is_switch else st.floats(max(p.domain.lower, -1e6) + 1e-9, min(p.domain.upper, 1e6) - 1e-9)
            for key, p in declared.parameters().items()
        },
    )


@st.composite
def experiments(draw):
    surface = draw(st.sampled_from(list(SURFACES)))
    library = draw(st.sampled_from(list(LIBRARIES)))
    racing = draw(st.sets(st.sampled_from(everyone()), min_size=1))
    detached = {entrant: form_of(entrant, library) for entrant in draw(st.sets(st.sampled_from(everyone()), max_size=2))}
    coordinate = st.floats(-1e9, 1e9)
    schedule = draw(st.sampled_from(list(SCHEDULES)))
    noise = draw(st.none() | st.sampled_from(noises_of(surface)))
    loud = not_default(NOISES[noise], draw(values_of(NOISES[noise]))) if noise else {}
    return Experiment(
        surface=surface,
        surface_values=not_default(SURFACES[surface], draw(values_of(SURFACES[surface]))),
        racing=tuple(entrant for entrant in everyone() if entrant in racing),
        library=library,
        shared={name: draw(st.floats(1e-9, 0.999)) for name in draw(st.sets(st.sampled_from(list(SHARED))))},
        own={entrant: {**form().values_by_name(), **draw(values_of(form))} for entrant, form in detached.items()},
        start=draw(st.none() | st.tuples(coordinate, coordinate)),
        steps=draw(st.integers(1, 2000)),
        per=draw(st.sampled_from(["step", "query"])),
        tuned=draw(st.booleans()),
        schedule=schedule,
        schedule_values=not_default(SCHEDULES[schedule], draw(values_of(SCHEDULES[schedule]))),
        noise=noise,
        noise_values=fitting_noise(surface, noise, loud, SURFACES[surface].terms, None)[1],
        seed=draw(st.integers(0, 9999)),
    )


@given(experiments())
def test_a_link_restores_its_experiment_exactly(experiment):
    again, _, ignored = restored(experiment)
    assert again == experiment
    assert ignored == []


def test_the_default_experiment_needs_no_more_than_the_surface():
    assert write_link(Experiment()) == "surface=beale"
    assert read_link({})[0] == Experiment()


def test_a_link_holds_nothing_that_is_default():
    adam = {**OPTIMIZERS["adam"]().values_by_name(), "beta1": 0.5}
    assert write_link(replace(Experiment(), own={"adam": adam}, shared={"eta": 0.02})) == "surface=beale&eta=0.02&adam.beta1=0.5"


def test_a_method_that_left_the_sliders_with_its_defaults_stays_apart():
    experiment = replace(Experiment(), own={"adam": OPTIMIZERS["adam"]().values_by_name()})
    assert restored(experiment)[0] == experiment


BAD_ENTRIES = [
    ({"surface": "atlantis"}, "surface"),
    ({"surface": "<script>alert(1)</script>"}, "surface"),
    ({"methods": "adam,nobody"}, "methods"),
    ({"methods": ""}, "methods"),
    ({"eta": "nan"}, "eta"),
    ({"eta": "1e999"}, "eta"),
    ({"eta": "-1"}, "eta"),
    ({"eta": "1_000"}, "eta"),
    ({"eta": "١"}, "eta"),
    ({"eta": "0x10"}, "eta"),
    ({"gamma": "1"}, "gamma"),
    ({"start": "1"}, "start"),
    ({"start": "1,inf"}, "start"),
    ({"start": "1,2,3"}, "start"),
    ({"start": "1e12,0"}, "start"),
    ({"steps": "0"}, "steps"),
    ({"steps": "2001"}, "steps"),
    ({"steps": "10.5"}, "steps"),
    ({"adam.beta1": "1.5"}, "adam.beta1"),
    ({"adam.bias_correction": "0.5"}, "adam.bias_correction"),
    ({"surface": "ravine", "surface.condition": "-3"}, "surface.condition"),
    ({"window": "1,1,2,3"}, "window"),
    ({"camera": "1,2"}, "camera"),
    ({"speed": "1000"}, "speed"),
    ({"curve": "temperature"}, "curve"),
    ({"tuned": "maybe"}, "tuned"),
    ({"schedule": "<b>"}, "schedule"),
    ({"schedule": "cosine", "schedule.warmup": "nan"}, "schedule.warmup"),
    ({"schedule.warmup": "-1"}, "schedule.warmup"),
    ({"noise": "loud"}, "noise"),
    ({"noise": "gaussian", "noise.deviation": "-1"}, "noise.deviation"),
    ({"surface": "beale", "noise": "shuffled"}, "noise"),
    ({"surface": "linear_regression", "noise": "shuffled", "noise.batch_size": "1000"}, "noise.batch_size"),
    ({"seed": "-1"}, "seed"),
    ({"seed": "0.5"}, "seed"),
]


def test_a_bad_entry_is_ignored_and_named():
    for entry, named in BAD_ENTRIES:
        with case(entry):
            experiment, view, ignored = read_link(entry)
            assert ignored == [named]
            assert named not in view
            assert experiment.optimizer("adam") == Experiment().optimizer("adam")
            assert experiment.changing() is None or entry["schedule"] == "cosine"


def test_the_good_part_of_a_bad_link_is_kept():
    experiment, _, ignored = read_link({"surface": "rosenbrock", "eta": "NaN", "steps": "50", "methods": "adam,ghost"})
    assert (experiment.surface, experiment.steps, experiment.racing) == ("rosenbrock", 50, ("adam",))
    assert ignored == ["methods", "eta"]


KNOWN = {
    *("surface", "methods", "library", "per", "tuned", "start", "steps", "window", "camera", "speed", "step", "curve", "colors", "arrows"),
    *("schedule", "noise", "seed"),
    *(f"schedule.{name}" for schedule in SCHEDULES.values() for name in schedule.parameters()),
    *(f"noise.{name}" for noise in NOISES.values() for name in noise.parameters()),
    *SHARED,
    *(f"surface.{name}" for surface in SURFACES.values() for name in surface.parameters()),
    *(f"{entrant}.{name}" for entrant in everyone() for library in LIBRARIES for name in form_of(entrant, library).parameters()),
}


@given(st.dictionaries(st.text() | st.sampled_from(sorted(KNOWN)), st.text(), max_size=8))
def test_whatever_a_link_says_an_experiment_comes_out_and_its_text_is_not_repeated(query):
    experiment, _, ignored = read_link(query)
    assert experiment.entrants()
    assert all(word in KNOWN or word.endswith(("unknown entry", "unknown entries")) for word in ignored)


def test_a_hundred_kilobytes_of_junk_are_one_unknown_entry():
    assert read_link({"x" * 50_000: "y" * 50_000})[2] == ["1 unknown entry"]
    assert read_link({"methods": "adam," * 20_000})[2] == ["methods"]
    assert read_link({"eta": "1" * 100_000})[2] == ["eta"]


def test_a_shared_value_is_taken_by_every_method_that_has_the_symbol():
    experiment = replace(Experiment(), shared=dict.fromkeys(SHARED, 0.25))
    for symbol in SHARED.values():
        for key, name, _ in hyperparameters_with(symbol):
            assert getattr(experiment.optimizer(key), name) == 0.25


def test_a_method_with_values_of_its_own_does_not_follow_the_shared_ones():
    own = {**OPTIMIZERS["adam"]().values_by_name(), "learning_rate": 0.7}
    experiment = replace(Experiment(), shared={"eta": 0.25, "beta1": 0.1}, own={"adam": own})
    assert experiment.optimizer("adam") == OPTIMIZERS["adam"](learning_rate=0.7)
    assert experiment.optimizer("sgd").learning_rate == 0.25


def test_a_preset_is_a_link_without_mistakes():
    for key in PRESETS:
        with case(key):
            experiment, _, ignored = read_link(dict(parse_qsl(PRESETS[key].link)))
            assert ignored == []
            assert write_link(experiment) == PRESETS[key].link
