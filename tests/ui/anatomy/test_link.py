"""The link of a dissection: what is written is read back, and what is no good is left out and named."""

from urllib.parse import parse_qsl

from cases import case
from hypothesis import given
from hypothesis import strategies as st

from optviz.ui.dissection import MOST_STEPS, Dissection, read_dissection, write_dissection
from optviz.ui.experiment import everyone
from optviz.ui.specimen import Specimen
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
def dissections(draw):
    surface = draw(st.sampled_from(sorted(SURFACES)))
    parameters = SURFACES[surface].parameters()
    values = {key: draw(st.sampled_from(parameter.choices())) for key, parameter in parameters.items() if draw(st.booleans())}
    return Dissection(
        a=draw(specimens()),
        b=draw(st.none() | specimens()),
        surface=surface,
        surface_values={key: value for key, value in values.items() if value != parameters[key].default},
        start=draw(st.none() | st.tuples(numbers, numbers)),
        steps=draw(st.integers(1, MOST_STEPS)),
        linked=draw(st.booleans()),
    )


def read(link):
    return read_dissection(dict(parse_qsl(link)))


@given(dissections())
def test_a_link_restores_the_dissection(dissection):
    restored, view, ignored = read(write_dissection(dissection))
    assert restored == dissection
    assert not view
    assert not ignored


def test_no_link_is_adam_alone_on_beale():
    assert read("")[0] == Dissection(a=Specimen("adam"))
    assert write_dissection(Dissection()) == "surface=beale&a=adam"


def test_values_without_a_method_are_those_of_the_default_method():
    assert read("a.beta1=0.5")[0].a == Specimen("adam", {"beta1": 0.5})


NO_GOOD = [
    *("a=<b>", "a=adam&a.beta1=1.5", "b=nobody", "a=adam.torchh", "steps=0", f"steps={MOST_STEPS + 1}"),
    *("start=1", "linked=maybe", "c=adam"),
]


def test_what_is_no_good_is_left_out_and_named_in_other_words():
    for link in NO_GOOD:
        with case(link):
            dissection, _, ignored = read(link)
            assert dissection == Dissection()
            (name,) = ignored
            assert "<" not in name
            assert "nobody" not in name


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40), max_size=8))
def test_any_query_is_a_dissection(query):
    dissection, _, _ = read_dissection(query)
    assert dissection.a.optimizer()
