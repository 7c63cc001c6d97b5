"""What parameters are called on the pages."""

import math

from cases import case

from optviz import NOISES, OPTIMIZERS, SCHEDULES
from optviz.ui.lettering import entry_of, label_of, setting, tip_of
from optviz.written import number, place, span
from surfaces import SURFACES


def test_every_parameter_is_called_by_its_letter_in_plain_text():
    for table in (OPTIMIZERS, SURFACES, NOISES, SCHEDULES):
        for key, declared in table.items():
            for name, parameter in declared.parameters().items():
                with case(f"{key}.{name}"):
                    label = label_of(name, parameter)
                    assert label == label.strip()
                    assert not set(label) & set("\\${}")
                    assert label.split()[-1] == entry_of(name, parameter).split()[0]


def test_a_letter_is_not_spelled_beside_itself():
    adam, rprop = (OPTIMIZERS[key].parameters() for key in ("adam", "rprop"))
    labels = [label_of(name, adam[name]) for name in ("learning_rate", "beta1", "beta2", "epsilon")]
    assert labels == ["Learning rate η", "β₁", "β₂", "ε"]
    assert [entry_of(name, rprop[name]) for name in ("min_step", "max_step")] == ["Δₘᵢₙ min step", "Δₘₐₓ max step"]


def test_a_tip_names_the_default_where_the_literature_has_another():
    adam = OPTIMIZERS["adam"].parameters()
    assert tip_of(adam["learning_rate"]) == "learning rate; default 0.1, in the literature 0.001"
    assert tip_of(adam["beta1"]) == adam["beta1"].meaning
    assert tip_of(OPTIMIZERS["sgd"].parameters()["learning_rate"]) == "learning rate", "no paper names a value"


def test_a_value_is_written_with_a_power_of_ten_where_it_is_far_from_one():
    written = {0.0: "0", 0.001: "0.001", 50.0: "50", 1e-8: "10⁻⁸", 2.5e-5: "2.5×10⁻⁵", 1e6: "10⁶", -3e-7: "−3×10⁻⁷"}
    assert {value: number(value) for value in written} == written


def test_a_range_is_written_in_one_piece():
    assert span(0.9, 0.95).split("–") == ["0.9\N{WORD JOINER}", "\N{WORD JOINER}0.95"]


def test_a_value_is_written_in_so_many_digits_and_a_place_with_real_minus_signs():
    written = {(0.01713, 2): "0.017", (123.4, 2): "120", (99.96, 2): "100", (1.26e-7, 2): "1.3×10⁻⁷", (1e10, 1): "10¹⁰", (math.inf, 2): "∞"}
    assert {(value, digits): number(value, digits) for value, digits in written} == written
    assert place(-0.25, 1e-9) == "(−0.25, 0)"
    assert place(1.23456, -0.012345) == "(1.235, −0.012)"
    assert place(0.0, 0.0) == "(0, 0)"


def test_a_setting_is_called_in_words_or_by_its_letter():
    adam = OPTIMIZERS["adam"].parameters()
    values = {"learning_rate": 0.01, "beta2": 0.999, "epsilon": 1e-8, "bias_correction": False}
    said = [setting(name, adam[name], value) for name, value in values.items()]
    assert said == ["learning rate 0.01", "β₂ 0.999", "ε 10⁻⁸", "without bias correction"]
