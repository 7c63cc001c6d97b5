"""The link of a survey: what is written is read back, and what is no good is left out and named."""

from urllib.parse import parse_qsl

from cases import case
from hypothesis import given
from hypothesis import strategies as st

from optviz.ui.experiment import everyone
from optviz.ui.specimen import Specimen
from optviz.ui.survey import LAYERS, MOST_STEPS, RESOLUTIONS, Survey, as_area, read_survey, write_survey
from surfaces import SURFACES

numbers = st.floats(-1e6, 1e6, allow_subnormal=False)


@st.composite
def specimens(draw):
    specimen = Specimen(draw(st.sampled_from(everyone())))
    for name, parameter in specimen.form().parameters().items():
        if draw(st.booleans()):
            specimen = specimen.with_value(name, draw(st.booleans() if parameter.is_switch else st.sampled_from(parameter.choices())))
    return specimen


@st.composite
def surveys(draw):
    surface = draw(st.sampled_from(sorted(SURFACES)))
    parameters = SURFACES[surface].parameters()
    values = {key: draw(st.sampled_from(parameter.choices())) for key, parameter in parameters.items() if draw(st.booleans())}
    (x, y), width, height = draw(st.tuples(numbers, numbers)), draw(st.floats(1e-3, 1e3)), draw(st.floats(1e-3, 1e3))
    return Survey(
        a=draw(specimens()),
        b=draw(st.none() | specimens()),
        surface=surface,
        surface_values={key: value for key, value in values.items() if value != parameters[key].default},
        window=draw(st.none() | st.just(((x, x + width), (y, y + height)))),
        start=draw(st.none() | st.tuples(numbers, numbers)),
        resolution=draw(st.sampled_from(RESOLUTIONS)),
        steps=draw(st.integers(1, MOST_STEPS)),
        layer=draw(st.sampled_from(LAYERS)),
    )


def read(link):
    return read_survey(dict(parse_qsl(link)))


@given(surveys())
def test_a_link_restores_the_survey(survey):
    restored, view, ignored = read(write_survey(survey))
    assert restored == survey
    assert not view
    assert not ignored


def test_no_link_is_momentum_beside_adam_on_himmelblau():
    assert read("")[0] == Survey()
    assert write_survey(Survey()) == "surface=himmelblau&a=momentum&a.learning_rate=0.01&b=adam"


def test_values_without_a_method_are_those_of_the_method_that_opens_the_page():
    assert read("a.momentum=0.5")[0].a == Specimen("momentum", {"learning_rate": 0.01, "momentum": 0.5})
    assert read("a=momentum&a.momentum=0.5")[0].a == Specimen("momentum", {"momentum": 0.5})


def test_one_method_can_stand_alone():
    alone = read("a=sgd&b=nobody")[0]
    assert alone.b is None
    assert list(alone.specimens()) == ["a"]


NO_GOOD = [
    *("a=<b>", "a=nobody", "a.momentum=1.5", "b=somebody", "surface=<i>"),
    *("resolution=100", "resolution=0", "resolution=1000000", "resolution=1e400", f"steps={MOST_STEPS + 1}", "steps=0", "steps=nan"),
    *("area=0,1,2", "area=1,0,0,1", "area=0,nan,0,1", "area=0,1,0,1e11", "area=1,1.00000000000001,0,1", "area=0,1,0,1,2"),
    *("start=1", "start=inf,0", "start=1e11,0", "layer=status", "layer=<u>", "who=adam"),
]


def test_what_is_no_good_is_left_out_and_named_in_other_words():
    for link in NO_GOOD:
        with case(link):
            survey, _, ignored = read(link)
            assert survey == Survey()
            (name,) = ignored
            assert "<" not in name
            assert name == link.partition("=")[0] or name == "1 unknown entry"


def test_a_window_is_kept_as_long_as_its_starts_can_be_told_apart():
    assert as_area([3.0, 3.0 + 1e-9, -1.0, 1.0]) == ((3.0, 3.0 + 1e-9), (-1.0, 1.0))
    assert as_area([3.0, 3.0 + 1e-11, -1.0, 1.0]) is None
    assert as_area([1e6, 1e6 + 1e-5, -1.0, 1.0]) is None


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40), max_size=8))
def test_any_query_is_a_survey(query):
    survey, _, _ = read_survey(query)
    assert survey.a.optimizer()
