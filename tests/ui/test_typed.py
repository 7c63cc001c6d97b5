"""Numbers that are typed: as people write them all over the world, or refused in a sentence."""

import math

import pytest
from cases import case
from hanging import SECONDS_UNTIL_HUNG
from house import ROOT
from hypothesis import given
from hypothesis import strategies as st
from sent import link_of
from streamlit.testing.v1 import AppTest

from optviz import written
from optviz.ui.typed import number, whole

pytestmark = pytest.mark.usefixtures("nothing_is_compiled")

READ = {
    **{"0.5": 0.5, "0,5": 0.5, ".5": 0.5, ",5": 0.5, "5.": 5, "-1": -1, "−1": -1, "–1": -1, "－1": -1, "+1": 1, "1e3": 1000, "1E-3": 0.001},
    **{
        "1e−3": 0.001,
        "1,5e3": 1500,
        "½": 0.5,
        "¾": 0.75,
        "1/2": 0.5,
        "-1/4": -0.25,
        "1 / 4": 0.25,
        "１２": 12,
        "０．５": 0.5,
        "０，５": 0.5,
    },
    **{"10⁻⁶": 1e-6, "−10³": -1000, "+10⁰": 1, "2.5×10⁻⁷": 2.5e-7, "−2,5 × 10⁺³": -2500, "3·10²": 300, "10^-6": 1e-6, "2.5*10^-7": 2.5e-7},
    **{"1.25x10^3": 1250, "0,125×10³": 125, "1.000×10³": 1000, "10⁻¹/10": 0.01},
    **{" 0.5\t": 0.5, "\N{NO-BREAK SPACE}2": 2, "0,500": 0.5, "1.000": 1, "1000,5": 1000.5},
}
REFUSED = [
    *("", " ", "abc", "nan", "inf", "-", "e3", "1e", "1e999", "0x10", "1_000", "1,000", "1.000,5", "1,000.5", "1 000", "2^3", "1½"),
    *(
        "10-3",
        "10³⁴⁵⁶",
        "10⁻",
        "10^",
        "5²",
        "2×10",
        "2×5²",
        "×10²",
        "10²⋅2",
        "10²³/0",
        "1,000×10³",
        "1,000e3",
        "10⁴⁰⁰",
        "10^1.5",
        "1×10^٣",
        "1e-400",
        "10⁻⁴⁰⁰",
    ),
    *("1/0", "1/", "/2", "1/2/3", "1e3000", "5%", "η", "1;2", "1..2", "0,5,", "١", "9" * 41, "<b>1</b>", "**1**"),
]


def test_a_number_is_read_as_it_is_written_or_not_at_all():
    for text, meant in READ.items():
        with case(repr(text)):
            assert number(text) == pytest.approx(meant, rel=1e-15)
    for text in REFUSED:
        with case(repr(text)):
            assert number(text) is None


def test_the_thousands_of_a_whole_number_may_be_parted():
    for text in ("1000", "1,000", "1.000", "1 000", "1’000", "1'000", "1\N{NARROW NO-BREAK SPACE}000", "1e3", "1000.0", "１０００"):
        with case(repr(text)):
            assert whole(text) == 1000
    for text in ("1,5", "½", "1,000,00", "1,000.000", "0,100", "", "abc", "1e400"):
        with case(repr(text)):
            assert whole(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_as_it_is(value):
    assert number(repr(value)) == value
    assert number(repr(value).replace(".", ",").replace("-", "−")) in (value, None)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_is_read_as_the_pages_write_it(value):
    assert number(written.number(value)) == float(f"{value:.6g}")


@given(st.text(max_size=50))
def test_whatever_is_typed_is_a_finite_number_or_none(text):
    found = number(text)
    assert found is None or math.isfinite(found)
    assert whole(text) is None or isinstance(whole(text), int)


def test_a_start_and_steps_are_taken_as_typed_or_refused_in_a_sentence():
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_UNTIL_HUNG)
    app.query_params["steps"] = "20"
    app.switch_page("pages/anatomy.py").run()
    for key, text, name, meant in [
        ("start x", "0,5", "start", "0.5,1.5"),
        ("start y", "−1", "start", "0.5,-1"),
        ("start x", "2.5×10⁻⁷", "start", "2.5e-07,-1"),
        ("start x", "5·10⁹", "start", "5000000000,-1"),
        ("steps", "1e2", "steps", "100"),
        ("steps", "1,000", "steps", "1000"),
    ]:
        with case(f"{key} {text}"):
            app.text_input(key=f"anatomy {key}").set_value(text).run()
            assert not app.exception
            assert not app.warning
            assert link_of(app)[name] == meant
    before = link_of(app)
    for key, text, words in [
        ("start x", "0;5", "Start x must be a number"),
        ("start y", "1,000", "Start y must be a number"),
        ("start y", "1e10", "Start y must lie between"),
        ("steps", "1,5", "Steps must be a whole number from 1 to 1000."),
        ("steps", "0", "Steps must be a whole number from 1 to 1000."),
    ]:
        with case(f"{key} {text}"):
            app.text_input(key=f"anatomy {key}").set_value(text).run()
            (warning,) = app.warning
            assert words in warning.value
            assert text not in warning.value.replace("1 to 1000", "")
            assert link_of(app) == before
            assert app.text_input(key=f"anatomy {key}").value == {"start x": "5×10⁹", "start y": "−1", "steps": "1000"}[key]
