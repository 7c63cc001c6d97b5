"""A parameter is declared once, and its check, its text and its choices follow."""

from __future__ import annotations

import importlib
import itertools
import math

import numpy as np
import pytest
from cases import case

from surfaces.declaration import (
    Catalog,
    Declared,
    Interval,
    Parameter,
    Scalar,
    declared_in,
    fraction,
    nonnegative,
    positive,
    said,
    switch,
    within,
)


class Example(Declared):
    """One parameter of each kind."""

    name = "Example"

    rate: Scalar = positive(default=0.1, symbol=r"\eta", meaning="learning rate", slider=(1e-5, 1), literature=0.001)
    damping: Scalar = nonnegative(default=0.0, symbol=r"\mu", meaning="damping", slider=(1e-3, 10))
    memory: Scalar = fraction(default=0.95, symbol=r"\beta", meaning="memory")
    angle: Scalar = within(-90, 90, default=7.0, symbol=r"\varphi", meaning="degrees", slider=(-45, 45))
    centered: Scalar = switch(default=True, symbol="c", meaning="centered or not")


PARAMETERS = Example.parameters()
UNREAL = [np.complex128(0.5), np.array([0.5j]), ["0.5"], [0.5, None], 10**400, np.timedelta64(1, "s")]
NUMBERS = [key for key, parameter in PARAMETERS.items() if not parameter.is_switch]
NOT_A_NUMBER = [
    *(math.nan, math.inf, -math.inf, "0.5", b"0.5", "", None, 0.5j, [0.5, math.nan], [[0.5], [0.5, 0.5]], object(), {}),
    *UNREAL,
]


TEXTBOOK = [
    (Interval(0, math.inf, includes_lower=False), "(0, ∞)"),
    (Interval(0, math.inf), "[0, ∞)"),
    (Interval(0, 1, includes_upper=False), "[0, 1)"),
    (Interval(-90, 90), "[-90, 90]"),
    (Interval(0.1, 2.5, includes_lower=False), "(0.1, 2.5]"),
]


def test_an_interval_is_written_as_in_a_textbook():
    for interval, text in TEXTBOOK:
        with case(text):
            assert str(interval) == text


def test_an_interval_contains_its_bounds_only_where_it_says_so():
    closed, opened = Interval(0, 1), Interval(0, 1, includes_lower=False, includes_upper=False)
    for bound in (0.0, 1.0):
        assert closed.contains(np.array(bound))
        assert not opened.contains(np.array(bound))
    assert opened.contains(np.array([0.5, 0.1]))
    assert not closed.contains(np.array([0.5, 1.5]))
    for bad in (math.nan, math.inf, -math.inf):
        assert not Interval(0, math.inf).contains(np.array(bad))


def test_the_declaration_keeps_what_was_said_in_the_order_in_which_it_was_said():
    assert list(PARAMETERS) == ["rate", "damping", "memory", "angle", "centered"]
    rate = PARAMETERS["rate"]
    assert (rate.default, rate.symbol, rate.meaning, rate.slider, rate.literature) == (0.1, r"\eta", "learning rate", (1e-5, 1), 0.001)
    assert PARAMETERS["damping"].literature is None
    assert [parameter.is_switch for parameter in PARAMETERS.values()] == [False, False, False, False, True]
    assert Example().values_by_name() == {"rate": 0.1, "damping": 0.0, "memory": 0.95, "angle": 7.0, "centered": True}


def test_choices_ascend_from_one_end_of_the_slider_to_the_other_with_the_default_among_them():
    for key in NUMBERS:
        with case(key):
            parameter = PARAMETERS[key]
            choices = parameter.choices()
            assert list(choices) == sorted(set(choices))
            assert parameter.default in choices
            for end in parameter.slider:
                assert any(choice == pytest.approx(end, rel=1e-9, abs=1e-12) for choice in choices)
            lower, upper = min(parameter.default, parameter.slider[0]), max(parameter.default, parameter.slider[1])
            assert lower <= choices[0]
            assert choices[-1] <= upper
            assert len(choices) >= 20
            for choice in choices:
                parameter.check("Example", key, choice)


def test_choices_of_what_counts_are_whole_numbers():
    choices = Parameter(16.0, "B", "examples", Interval(1, math.inf), (1, 256), "log", counts=True).choices()
    assert choices[:9] == (1, 2, 3, 4, 5, 6, 8, 10, 12)
    assert all(choice % 1 == 0 for choice in choices)


def test_choices_are_short_numbers():
    for key in NUMBERS:
        with case(key):
            assert all(len(f"{choice:.10g}") <= 8 for choice in PARAMETERS[key].choices())


def test_choices_near_one_get_closer_to_one_step_by_step():
    choices = PARAMETERS["memory"].choices()
    assert {0.0, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999} <= set(choices)
    gaps = [1 - choice for choice in choices]
    assert gaps == sorted(gaps, reverse=True)


def test_what_is_not_a_finite_number_is_refused_with_owner_field_bounds_and_value():
    for key, bad in itertools.product(PARAMETERS, NOT_A_NUMBER):
        with case(f"{key} = {bad!r}"):
            with pytest.raises(ValueError) as failure:
                Example(**{key: bad})
            allowed = "True or False" if PARAMETERS[key].is_switch else str(PARAMETERS[key].domain)
            for part in ("Example:", key, allowed, said(bad)):
                assert part in str(failure.value)


def test_what_lies_outside_the_domain_is_refused():
    for key, bad in [
        ("rate", 0),
        ("rate", -0.1),
        ("damping", -1e-300),
        ("memory", 1),
        ("memory", -0.1),
        ("angle", 90.1),
        ("angle", -91),
        ("rate", [0.1, -0.1]),
    ]:
        with case(f"{key} = {bad}"), pytest.raises(ValueError, match=rf"^Example: {key} must lie in .*, got "):
            Example(**{key: bad})


def test_what_lies_in_the_domain_but_not_on_the_slider_is_allowed_and_becomes_a_float():
    for key, good in [("damping", 0), ("memory", 0), ("angle", 90), ("angle", -90), ("rate", 5e-324), ("rate", 1e308)]:
        with case(f"{key} = {good}"):
            value = getattr(Example(**{key: good}), key)
            assert type(value) is float
            assert value == good


def test_a_switch_becomes_a_bool():
    for good in (True, False, 1, 0, 1.0, np.True_, np.float64(0)):
        with case(repr(good)):
            value = Example(centered=good).centered
            assert type(value) is bool
            assert value == good


def test_a_switch_takes_nothing_between_and_nothing_beyond():
    for bad in (0.5, 2, -1, [0.0, 0.5]):
        with case(bad), pytest.raises(ValueError, match="centered must be True or False"):
            Example(centered=bad)


def test_an_array_is_kept_as_a_copy_that_nobody_can_write_to():
    given = np.array([0.1, 0.2])
    kept = Example(rate=given).rate
    given[0] = 5.0
    np.testing.assert_array_equal(kept, [0.1, 0.2])
    with pytest.raises(ValueError, match="read-only"):
        kept[0] = 5.0
    np.testing.assert_array_equal(Example(rate=[1, 2]).rate, [1.0, 2.0])


def test_a_copy_with_some_values_replaced_leaves_the_original_alone():
    example = Example()
    changed = example.replace(rate=0.5, angle=0)
    assert (changed.rate, changed.angle, changed.memory) == (0.5, 0.0, 0.95)
    assert example == Example()


def test_an_unknown_parameter_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match=r"^Example: gamma is not one of its parameters \(rate, damping, memory, angle, centered\)$"):
        Example().replace(gamma=1)


def test_parameters_are_named_and_frozen():
    with pytest.raises(TypeError):
        Example(0.1)
    with pytest.raises(AttributeError):
        Example().rate = 0.2


def test_the_key_is_the_file_name():
    assert Example.key == "test_declaration"


def test_the_sentence_is_the_first_line_of_a_class_s_own_docstring():
    class Longer(Example):
        """Begins with a sentence.

        And goes on.
        """

    class Silent(Example):
        centered: Scalar = switch(default=False, symbol="c", meaning="centered or not")

    assert Longer.sentence == Longer(rate=0.2).sentence == "Begins with a sentence."
    assert Example.sentence == "One parameter of each kind."
    assert Silent.sentence == ""


def test_a_catalog_is_a_mapping_that_names_what_it_has():
    catalog = Catalog("fruit", {"apple": 1, "pear": 2})
    assert (catalog["pear"], list(catalog), len(catalog), "plum" in catalog) == (2, ["apple", "pear"], 2, False)
    with pytest.raises(KeyError, match="there is no fruit 'plum'; there are apple, pear"):
        catalog["plum"]


def test_a_public_file_of_a_folder_declares_one_class_or_none(tmp_path, monkeypatch):
    folder = tmp_path / "orchard"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    (folder / "_private.py").write_text(
        "from surfaces.declaration import Declared\nclass Fruit(Declared): name = 'Fruit'\n", encoding="utf-8"
    )
    for key in ("pear", "apple"):
        declared = f"class {key.title()}(Fruit): name = '{key.title()}'\nclass Dried({key.title()}): name = 'another form of it'\n"
        (folder / f"{key}.py").write_text(f"from ._private import Fruit\n{declared}", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found = declared_in("orchard", [str(folder)], importlib.import_module("orchard._private").Fruit)
    assert list(found) == ["apple", "pear"]
    assert found["apple"].__name__ == "Apple"
    assert found["apple"].key == "apple"
    (folder / "basket.py").write_text("from ._private import Fruit\nclass Basket: holds = Fruit\n", encoding="utf-8")
    assert list(declared_in("orchard", [str(folder)], importlib.import_module("orchard._private").Fruit)) == ["apple", "pear"]
    (folder / "twins.py").write_text(
        "from ._private import Fruit\nclass One(Fruit): name = '1'\nclass Two(Fruit): name = '2'\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match="too many values"):
        declared_in("orchard", [str(folder)], importlib.import_module("orchard._private").Fruit)
