"""A claim is said exactly as long as it holds."""

import math
from dataclasses import dataclass

import pytest
from cases import case

from optviz.claims import NEVER, Claim, Others, Ranking, ascending, least, most
from optviz.claims.claim import Measure


@dataclass(frozen=True)
class Length(Measure):
    """How many there are."""

    def measured(self, subject):
        return len(subject)


def measured(name):
    return Length().of(name)


THERE = {"two": "ab", "three": "abc", "none": ""}


def test_a_comparison_holds_as_the_numbers_do_and_never_of_what_is_not_there():
    two, three, nobody = measured("two"), measured("three"), measured("nobody")
    for holds, comparison in [
        (True, two < three),
        (False, two > three),
        (True, two <= 2),
        (True, two >= 2),
        (False, two < 2),
        (True, two.equals(2)),
        (False, two.equals(three)),
        (False, nobody < 5),
        (False, nobody > 5),
        (False, nobody.equals(5)),
        (True, 2 * two > three),
        (True, two + 2 > three),
        (True, (three - two).equals(1)),
        (True, (1 - two).equals(-1)),
        (True, (three / two).equals(1.5)),
        (True, (6 / two).equals(3)),
        (False, (three / measured("none")) > 0),
        (True, most(two, three).equals(3)),
        (False, most(two, nobody) > 0),
        (True, least(two, three).equals(2)),
        (False, least(two, nobody) > 0),
        (True, two > Others(Length(), besides=("two", "three"))),
        (False, two > Others(Length(), besides=tuple(THERE))),
    ]:
        with case(comparison):
            assert comparison.holds(THERE) == holds
    assert [one.holds(THERE) for one in ascending(measured("none"), two, three)] == [True, True]


def test_a_claim_says_its_numbers_or_what_holds_instead_or_nothing():
    claim = Claim(
        "Two are {two}.",
        [measured("two") > 1],
        {"two": measured("two")},
        otherwise=Claim("Three are {three}.", [measured("three") > 1], {"three": measured("three")}),
    )
    assert claim.said(THERE) == "Two are 2."
    assert claim.said({**THERE, "two": "a"}) == "Three are 3."
    assert claim.said({**THERE, "two": "a", "three": "a"}) == ""
    assert [claim.holds(there) for there in (THERE, {**THERE, "two": ""})] == [True, False]


def test_a_sentence_with_a_number_that_is_not_finite_is_not_said():
    for subject in ("none", "nobody"):
        with case(subject):
            claim = Claim("{ratio}", [measured("two") > 1], {"ratio": 1 / measured(subject)})
            assert claim.said(THERE) == ""
            assert not claim.holds(THERE)


def test_numbers_are_said_as_people_read_them():
    for number, words in [
        (370, "370"),
        (1.0, "1"),
        (0, "0"),
        (0.0171, "0.017"),
        (0.1, "0.1"),
        (-1.553, "−1.6"),
        (-3, "−3"),
        (99.7, "100"),
        (1234.5, "1234"),
        (2.52e-7, "2.5×10⁻⁷"),
        (-2.52e-7, "−2.5×10⁻⁷"),
        (1e-6, "10⁻⁶"),
        (3e12, "3×10¹²"),
    ]:
        with case(number):
            assert Claim("{n}", [], {"n": measured("two") * (number / 2)}).said(THERE) == words
    assert Claim("{n:.0%}", [], {"n": measured("two") / 8}).said(THERE) == "25%"


def test_a_ranking_names_who_comes_when_and_who_does_not_within_the_run():
    @dataclass(frozen=True)
    class Step(Measure):
        def measured(self, subject):
            return subject.step

    @dataclass(frozen=True)
    class Entrant:
        step: float
        name: str
        points = range(401)

        @property
        def optimizer(self):
            return self

    there = {"a": Entrant(NEVER, "Adagrad"), "b": Entrant(14, "RMSprop"), "c": Entrant(3, "Adadelta")}
    assert Ranking(Step(), ("a", "b", "c", "nobody")).words(there) == "Adadelta 3, RMSprop 14; not within 400 steps: Adagrad"
    assert Ranking(Step(), ("b", "c")).words(there) == "Adadelta 3, RMSprop 14"
    there |= {"b": Entrant(NEVER, "RMSprop"), "c": Entrant(NEVER, "Adadelta")}
    assert Ranking(Step(), ("b", "a", "c")).words(there) == "not within 400 steps: RMSprop, Adagrad, Adadelta"
    assert Ranking(Step(), ("a", "b")).words({**there, "a": Entrant(math.nan, "Adagrad")}) == ""


def test_a_term_cannot_be_compared_with_words():
    with pytest.raises(ValueError, match="could not convert"):
        _ = measured("two") < "many"
