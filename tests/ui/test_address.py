"""A link restores the experiment of its page exactly, whoever wrote it, and no link can do harm."""

import json
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from cases import case
from house import ROOT
from hypothesis import given
from hypothesis import strategies as st
from visiting import visiting

from optviz import NOISES, OPTIMIZERS, SCHEDULES
from optviz.player.network_scene import CURVES as CURVES_OF_TRAININGS
from optviz.player.scene import CURVES as CURVES_OF_RUNS
from optviz.ui.address import Choice, Number, Numbers, Several, Switch, Values, Whole, not_default, read, write
from optviz.ui.basins.experiment import Area, as_area
from optviz.ui.lineup import everyone, form_of, hyperparameters_with
from optviz.ui.maps.experiment import AlongSide, Axis, MapsExperiment
from optviz.ui.query import Query, entries_of
from optviz.ui.race.experiment import SHARED, OwnValues, RaceExperiment, SharedValues
from optviz.ui.specimen import OnTheTable, Specimen
from surfaces import SURFACES

VISITS = {page.stem: import_module(f"optviz.ui.{page.stem}.controls").visit for page in sorted((ROOT / "pages").glob("*.py"))}
TELLING = [page for page in VISITS if (ROOT / "optviz" / "ui" / page / "stories.py").exists()]
every_page = pytest.mark.parametrize("page", VISITS)


def plain(value):
    """An experiment, or a part of one, as JSON has it."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def opened(page, query):
    """What a visitor finds who opens a page by a link: the experiment, the view, and what was ignored."""
    with pytest.MonkeyPatch.context() as patch:
        visiting(patch, VISITS[page], **query)
        return VISITS[page].now, VISITS[page].view, VISITS[page].ignored


def kind_of(page):
    return type(opened(page, {})[0])


# ---- links that were written before -----------------------------------------------------------------------------------

RECORDED = [json.loads(line) for line in Path(__file__).with_name("links.jsonl").read_text(encoding="utf-8").splitlines()]
"""What nearly three hundred links opened in version 0.1.0: the fields that were not default, the view, and what was ignored."""


SILENT = {"", "curve=validation", "junk=1"}
"""Links that say nothing of an experiment."""


def without_what_came_later(opened, recorded):
    """What is opened, without the weight decay of 0 of those library's forms that had none in that version: their runs are the same."""
    if not isinstance(opened, dict) or not isinstance(recorded, dict):
        return opened
    later = {"weight_decay": 0.0}
    kept = {name: value for name, value in opened.items() if name in recorded or name not in later or value != later[name]}
    return {name: without_what_came_later(value, recorded.get(name)) for name, value in kept.items()}


def test_every_link_of_the_first_version_opens_the_same_experiment():
    assert len(RECORDED) > 200
    for link in RECORDED:
        page = link["page"]
        with case(f"{page}?{link['query']}"):
            experiment, view, ignored = opened(page, dict(parse_qsl(link["query"])))
            default = plain(kind_of(page)())
            said = {name: value for name, value in plain(experiment).items() if value != default[name]}
            counted = {"per": "step"} if page == "noise" and link["query"] not in SILENT else {}
            assert without_what_came_later(said, link["experiment"]) == link["experiment"] | counted
            assert plain(view) == link["view"]
            assert sorted(ignored) == sorted(link["ignored"])


# ---- whatever is written is read --------------------------------------------------------------------------------------

NUMBERS = st.floats(-1e9, 1e9)


def values_of(declared):
    """Any valid values for some declared parameters, but for those that are default."""
    drawn = st.fixed_dictionaries(
        {},
        optional={
            key: st.booleans() if p.is_switch else st.floats(max(p.domain.lower, -1e6) + 1e-9, min(p.domain.upper, 1e6) - 1e-9)
            for key, p in declared.parameters().items()
        },
    )
    return drawn.map(lambda values: not_default(declared, values))


@st.composite
def specimens(draw, known):
    entrant = draw(st.sampled_from(list(known)))
    return Specimen(entrant, draw(values_of(form_of(entrant))))


@st.composite
def areas(draw):
    x, y = draw(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)))
    return (x, x + draw(st.floats(1e-3, 1e3))), (y, y + draw(st.floats(1e-3, 1e3)))


def axes(others):
    declared = {**others["specimen"].form().parameters(), **SURFACES[others["surface"]].parameters()}
    return st.sampled_from([Axis(name, *p.slider) for name, p in declared.items() if not p.is_switch])


@st.composite
def own_values(draw, others):
    detached = {entrant: form_of(entrant, others["library"]) for entrant in draw(st.sets(st.sampled_from(everyone()), max_size=2))}
    return {entrant: {**form().values_by_name(), **draw(values_of(form))} for entrant, form in detached.items()}


def drawn(entry, others, default):
    """Anything that an entry may say of its field."""
    kinds = {
        Choice: lambda: st.sampled_from([*entry.known, default]),
        Several: lambda: st.sets(st.sampled_from(list(entry.known))).map(lambda some: tuple(k for k in entry.known if k in some)),
        Whole: lambda: st.integers(entry.lowest, entry.highest),
        Number: lambda: st.floats(entry.lowest, entry.highest),
        Numbers: lambda: st.none() | st.tuples(*[NUMBERS] * entry.count).filter(entry.allowed),
        Switch: st.booleans,
        Values: lambda: values_of(owner) if (owner := entry.owner(others)) else st.just({}),
        OnTheTable: lambda: specimens(entry.known) | (st.none() if default is None or entry.nobody else st.nothing()),
        Area: lambda: st.none() | areas(),
        AlongSide: lambda: axes(others),
        SharedValues: lambda: st.dictionaries(st.sampled_from(list(SHARED)), st.floats(1e-9, 0.999)),
        OwnValues: lambda: own_values(others),
    }
    return kinds[type(entry)]()


@st.composite
def experiments(draw, page):
    kind = kind_of(page)
    found = {}
    for field, entry in kind.entries().items():
        found[field] = draw(drawn(entry, found, getattr(kind(), field)))
    return kind(**found).fitted()


@every_page
def test_a_link_restores_its_experiment_exactly(page):
    @given(experiments(page))
    def restores(experiment):
        query = Query(entries_of(write(experiment)))
        assert read(type(experiment), query) == experiment
        assert query.ignored() == []

    restores()


@every_page
def test_a_field_that_is_default_is_not_written_unless_it_says_what_is_looked_at(page):
    kind = kind_of(page)
    always = {entry.name or field for field, entry in kind.entries().items() if entry.always}
    assert {name.partition(".")[0] for name in dict(parse_qsl(write(kind())))} <= always
    assert opened(page, {})[0] == kind()


def test_the_addresses_of_pages_that_were_just_opened():
    assert {page: write(kind_of(page)()) for page in VISITS} == {
        "race": "surface=beale",
        "anatomy": "surface=beale&a=adam",
        "maps": "surface=ravine&method=momentum&x=learning_rate&x.range=0.0001,1&y=momentum&y.range=0,0.995",
        "basins": "surface=himmelblau&a=momentum&a.learning_rate=0.01&b=adam",
        "noise": "surface=linear_regression&noise=shuffled&method=sgd&method.learning_rate=0.1&per=example",
        "network": "",
        "conventions": "",
    }


def test_a_link_holds_nothing_that_is_default():
    adam = {**OPTIMIZERS["adam"]().values_by_name(), "beta1": 0.5}
    assert write(RaceExperiment(own={"adam": adam}, shared={"eta": 0.02})) == "surface=beale&eta=0.02&adam.beta1=0.5"


def test_a_method_that_left_the_sliders_with_its_defaults_stays_apart():
    experiment = RaceExperiment(own={"adam": OPTIMIZERS["adam"]().values_by_name()})
    assert read(RaceExperiment, Query(entries_of(write(experiment)))) == experiment


def test_values_without_a_method_are_those_of_the_method_that_opens_the_page():
    assert opened("anatomy", {"a.beta1": "0.5"})[0].a == Specimen("adam", {"beta1": 0.5})
    assert opened("basins", {"a.momentum": "0.5"})[0].a == Specimen("momentum", {"learning_rate": 0.01, "momentum": 0.5})
    assert opened("basins", {"a": "momentum", "a.momentum": "0.5"})[0].a == Specimen("momentum", {"momentum": 0.5})
    assert opened("noise", {"method.learning_rate": "0.3"})[0].specimen == Specimen("sgd", {"learning_rate": 0.3})


def test_one_method_can_stand_alone():
    assert list(opened("basins", {"a": "sgd", "b": "nobody"})[0].specimens()) == ["a"]


def test_yes_and_no_have_one_spelling_and_the_older_ones_are_understood():
    assert "tuned=yes" in write(RaceExperiment(tuned=True))
    assert "contours=no" in write(MapsExperiment(contours=False))
    for word, meant in {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}.items():
        assert opened("race", {"tuned": word})[0].tuned is meant


def test_a_shared_value_is_taken_by_every_method_that_has_the_symbol():
    experiment = RaceExperiment(shared=dict.fromkeys(SHARED, 0.25))
    for symbol in SHARED.values():
        for key, name, _ in hyperparameters_with(symbol):
            assert getattr(experiment.optimizer(key), name) == 0.25


def test_a_method_with_values_of_its_own_does_not_follow_the_shared_ones():
    own = {**OPTIMIZERS["adam"]().values_by_name(), "learning_rate": 0.7}
    experiment = RaceExperiment(shared={"eta": 0.25, "beta1": 0.1}, own={"adam": own})
    assert experiment.optimizer("adam") == OPTIMIZERS["adam"](learning_rate=0.7)
    assert experiment.optimizer("sgd").learning_rate == 0.25


def test_a_window_is_kept_as_long_as_its_starts_can_be_told_apart():
    assert as_area([3.0, 3.0 + 1e-9, -1.0, 1.0]) == ((3.0, 3.0 + 1e-9), (-1.0, 1.0))
    assert as_area([3.0, 3.0 + 1e-11, -1.0, 1.0]) is None
    assert as_area([1e6, 1e6 + 1e-5, -1.0, 1.0]) is None


# ---- what a link may not say ------------------------------------------------------------------------------------------

BAD = {
    "race": [
        *("surface=atlantis", "surface=<script>alert(1)</script>", "methods=nobody", "tuned=maybe", "curve=temperature"),
        *("eta=nan", "eta=1e999", "eta=-1", "eta=1_000", "eta=١", "eta=0x10", "gamma=1", "adam.beta1=1.5", "adam.bias_correction=0.5"),
        *("start=1", "start=1,inf", "start=1,2,3", "start=1e12,0", "steps=0", "steps=2001", "steps=10.5", "seed=-1", "seed=0.5"),
        *("surface=ravine&surface.condition=-3", "window=1,1,2,3", "camera=1,2", "speed=1000", "curve=validation", "per=hour"),
        *("schedule=<b>", "schedule=cosine&schedule.warmup=nan", "schedule.warmup=-1", "noise=loud", "noise=gaussian&noise.deviation=-1"),
        *("surface=beale&noise=shuffled", "surface=linear_regression&noise=shuffled&noise.batch_size=1000"),
    ],
    "anatomy": [
        *("a=<b>", "a=adam&a.beta1=1.5", "b=nobody", "a=adam.torchh", "steps=0", "steps=1001", "start=1", "linked=maybe", "c=adam"),
    ],
    "maps": [
        *("method=<script>", "x=bias_correction", "x=learning_rate&x.range=1,0.1", "x=learning_rate&x.range=0,1", "y=momentum&y.range=0,1"),
        *("y=momentum&y.range=a,b", "resolution=513", "resolution=48", "resolution=1e6", "steps=0", "steps=100000", "layer=beauty"),
        *("x.range=0.1,1", "y.range=0,0.5"),
        *("start=100,0", "start=nan,0", "contours=maybe", "method.momentum=1", "surface.condition=-3", "schedule=<b>"),
        "schedule.warmup=-1",
    ],
    "basins": [
        *("a=<b>", "a=nobody", "a.momentum=1.5", "b=somebody", "surface=<i>", "layer=status", "layer=<u>", "who=adam", "steps=nan"),
        *("resolution=100", "resolution=0", "resolution=1000000", "resolution=1e400", "steps=2001", "steps=0"),
        *("area=0,1,2", "area=1,0,0,1", "area=0,nan,0,1", "area=0,1,0,1e11", "area=1,1.00000000000001,0,1", "area=0,1,0,1,2"),
        *("start=1", "start=inf,0", "start=1e11,0"),
    ],
    "noise": [
        *("surface=beale&noise=shuffled", "per=step&noise.batch_size=400", "per=step&noise.batch_size=0.5", "per=step&seeds=1"),
        *("patience=5&noise.batch_size=300", "per=hour"),
    ],
    "network": ["look=away", "weight_decay=nan", "epochs=1e9", "batch_size=1", "cell=0.1", "methods=newton", "curve=heat", "plane=<b>"],
    "conventions": ["method=<script>", "library=torch"],
}  # fmt: skip
"""Links of which only the last entry is no good."""
UNKNOWN = {"c", "who", "library", "junk"}
"""Of these entries, those that no field of their page has."""


@every_page
def test_what_is_no_good_is_left_out_and_named_in_other_words(page):
    for link in BAD.get(page, ["junk=1"]):
        with case(link):
            *good, bad = link.split("&")
            query = dict(entry.split("=", 1) for entry in (*good, bad))
            experiment, view, ignored = opened(page, query)
            name = bad.partition("=")[0]
            assert ignored == ["1 unknown entry" if name in UNKNOWN else name]
            assert name not in view
            assert experiment == opened(page, dict(entry.split("=", 1) for entry in good))[0]


def test_of_two_axes_that_are_one_the_second_is_ignored():
    experiment, _, ignored = opened("maps", {"x": "learning_rate", "y": "learning_rate"})
    assert (experiment.x.name, experiment.y.name) == ("learning_rate", "momentum")
    assert ignored == ["y"]
    _, _, ignored = opened("maps", {"x": "learning_rate", "y": "learning_rate", "y.range": "0.1,1"})
    assert ignored == ["y", "y.range"]
    _, _, ignored = opened("maps", {"x": "charm", "x.range": "0.1,1"})
    assert ignored == ["x", "x.range"]


def test_nobody_can_race():
    for page, names in {"race": "racing", "network": "shown"}.items():
        with case(page):
            experiment, _, ignored = opened(page, {"methods": ""})
            assert (getattr(experiment, names), ignored) == ((), [])
            query = Query(entries_of(write(experiment)))
            assert (read(type(experiment), query), query.ignored()) == (experiment, [])


def test_what_others_add_to_a_link_on_its_way_is_passed_over_in_silence():
    added = {
        "utm_source": "mail",
        "utm_campaign": "<b>",
        "fbclid": "x" * 60,
        "gclid": "1",
        "GCLID": "1",
        "msclkid": "2",
        "_gl": "3",
        "mc_eid": "4",
    }
    for page in VISITS:
        with case(page):
            experiment, _, ignored = opened(page, added)
            assert (experiment, ignored) == (kind_of(page)(), [])
            assert opened(page, {**added, "junk": "1"})[2] == ["1 unknown entry"]


def test_a_start_lies_in_the_window_of_the_surface_as_its_own_values_make_it():
    link = {"surface": "linear_regression", "surface.offset": "3", "start": "0,-5"}
    assert opened("maps", link)[0].start == (0.0, -5.0)
    assert opened("maps", link)[2] == []


def test_the_good_part_of_a_bad_link_is_kept():
    experiment, _, ignored = opened("race", {"surface": "rosenbrock", "eta": "NaN", "steps": "50", "methods": "adam,ghost"})
    assert (experiment.surface, experiment.steps, experiment.racing) == ("rosenbrock", 50, ("adam",))
    assert ignored == ["eta", "methods"]


WORDS = sorted({name for page in VISITS for field, entry in kind_of(page).entries().items() for name in (field, entry.name)} - {""})
DOTTED = {
    *(f"{entrant}.{name}" for entrant in everyone() for name in form_of(entrant).parameters()),
    *(f"{side}.{name}" for side in ("a", "b", "method") for entrant in everyone() for name in form_of(entrant).parameters()),
    *(f"schedule.{name}" for kind in SCHEDULES.values() for name in kind.parameters()),
    *(f"noise.{name}" for kind in NOISES.values() for name in kind.parameters()),
    *(f"surface.{name}" for one in SURFACES.values() for name in one.parameters()),
    *("x.range", "y.range", "window", "camera", "speed", "step", "curve", "colors", "arrows", "repeat", "narrate", *SHARED),
}


@every_page
def test_whatever_a_link_says_an_experiment_comes_out_and_its_text_is_not_repeated(page):
    @given(st.dictionaries(st.text(max_size=12) | st.sampled_from(sorted({*WORDS, *DOTTED})), st.text(max_size=40), max_size=8))
    def survives(query):
        experiment, _, ignored = opened(page, query)
        assert read(type(experiment), Query(entries_of(write(experiment)))) == experiment
        assert all(word in {*WORDS, *DOTTED} or word.endswith(("unknown entry", "unknown entries")) for word in ignored)

    survives()


def test_a_hundred_kilobytes_of_junk_are_one_unknown_entry():
    assert opened("race", {"x" * 50_000: "y" * 50_000})[2] == ["1 unknown entry"]
    assert opened("race", {"methods": "adam," * 20_000})[2] == ["methods"]
    assert opened("race", {"eta": "1" * 100_000})[2] == ["eta"]


# ---- stories, and what the player shows -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", TELLING)
def test_a_story_is_a_link_without_mistakes(page):
    stories = import_module(f"optviz.ui.{page}.stories").STORIES
    assert stories
    for key, story in stories.items():
        with case(key):
            experiment, _, ignored = opened(page, dict(parse_qsl(story.link)))
            assert ignored == []
            assert experiment == VISITS[page].linked(story.link)


def test_a_link_restores_every_curve():
    for curve in CURVES_OF_TRAININGS:
        with case(curve["key"]):
            assert opened("network", {"curve": curve["key"]})[1:] == ({"curve": curve["key"]}, [])
    assert opened("noise", {"curve": "validation"})[1:] == ({"curve": "validation"}, [])
    for curve in CURVES_OF_RUNS:
        with case(curve):
            assert opened("race", {"curve": curve})[1:] == ({"curve": curve}, [])
