"""The libraries' forms of the methods: declared as fully as the papers' and run by the same engine."""

from __future__ import annotations

import itertools
import re
import string

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, SCHEDULES, minimize, race
from optviz.convention import LIBRARIES
from optviz.numbers import stepper
from optviz.optimizer import Optimizer, Switched
from surfaces import SURFACES, Surface

BEALE = SURFACES["beale"]
FORMS = [form for method in OPTIMIZERS.values() for form in method.forms()[1:]]

every_form = pytest.mark.parametrize("form", [pytest.param(form, id=form.__name__) for form in FORMS])

EVERY_HYPERPARAMETER = [(form, name) for form in FORMS for name in form.parameters()]
EVERY_CONVENTION = [(library, form) for method in OPTIMIZERS.values() for library, form in method.libraries().items() if library != "paper"]


def lines_of(rule: str) -> int:
    """How many lines a rule has, the cases within a line not counted."""
    depth = lines = 0
    for part in rule.split(r"\\"):
        depth += part.count(r"\begin{cases}") - part.count(r"\end{cases}")
        lines += depth == 0
    return lines


def test_the_card_of_a_form_is_complete():
    for form in FORMS:
        with case(form.__name__):
            method, *_ = form.forms()
            sentence = form.sentence
            assert sentence.endswith(".")
            assert 30 < len(sentence) < 140
            assert sentence != method.sentence
            assert (form.form == "") == (form is form.libraries()["paper"])
            assert form.note != method.note
            assert form.note.endswith(".")
            assert (form.key, form.name, form.family, form.year) == (method.key, method.name, method.family, method.year)
            assert form.update is not method.update
            assert form.update_rule != method.update_rule
            assert vars(form)["conventions"]


def test_a_form_is_told_line_by_line():
    for form in FORMS:
        with case(form.__name__):
            assert len(form.narration) == lines_of(form.update_rule)
            known = {*form.parameters(), *form.update.__code__.co_varnames, *(f"rest.{name}" for name in form.parameters()), "new.x"}
            for sentence in itertools.chain.from_iterable(said[1:] if isinstance(said, Switched) else (said,) for said in form.narration):
                assert sentence.endswith(".")
                for _, name, _, _ in string.Formatter().parse(sentence):
                    time, _, field = (name or "").rpartition(".")
                    assert not name or name in known or (time == "before" and field in form.State._fields)


def test_no_two_forms_of_a_method_are_called_the_same():
    for method in OPTIMIZERS.values():
        assert method.libraries()["paper"].form == ""
        assert len({form.form for form in method.forms()}) == len(method.forms())


def test_what_a_form_takes_over_from_the_method_is_in_its_own_state():
    for form in FORMS:
        with case(form.__name__):
            assert form.velocity == "" or form.velocity in form.State._fields
            assert set(form.symbols) <= {*form.parameters(), *form.update.__code__.co_varnames, *form.State._fields}


def test_every_symbol_occurs_in_the_rule_of_the_form():
    for form, name in EVERY_HYPERPARAMETER:
        with case(f"{form.__name__}, {name}"):
            assert form.parameters()[name].symbol in form.update_rule
            symbols = [parameter.symbol for parameter in form.parameters().values()]
            assert symbols.count(form.parameters()[name].symbol) == 1


def test_default_lies_within_slider_and_slider_within_domain():
    for form, name in EVERY_HYPERPARAMETER:
        with case(f"{form.__name__}, {name}"):
            parameter = form.parameters()[name]
            lower, upper = parameter.slider
            assert parameter.default == 0 or lower <= parameter.default <= upper
            assert parameter.domain.contains(np.array([lower, upper, parameter.default], dtype=float))
            assert parameter.meaning
            assert all(parameter.domain.contains(np.array(choice)) for choice in parameter.choices())


@every_form
def test_every_hyperparameter_of_a_form_matters(form):
    for name, parameter in form.parameters().items():
        with case(name):
            ends = parameter.choices()
            first, second = (form(**{name: value}) for value in (ends[0], ends[-1]))
            assert any(
                not np.array_equal(minimize(first, surface, steps=60).points, minimize(second, surface, steps=60).points)
                for surface in (BEALE, SURFACES["ravine"], SURFACES["rosenbrock"], SURFACES["saddle"])
            )


def test_arguments_are_never_modified():
    for form in FORMS:
        with case(form.__name__):
            x, g = np.array([[1.0, -0.5], [1.5, 0.25]]), np.array([[0.5, 2.0], [-1.0, 0.0]])
            optimizer = form()
            state = optimizer.initial_state()
            for _ in range(3):
                before = [np.array(value) for value in (x, g, *state)]
                for array in (x, g, *state):
                    if isinstance(array, np.ndarray):
                        array.flags.writeable = False
                new_x, new_state = optimizer.update(x, g, state)
                assert all(np.array_equal(a, b) for a, b in zip(before, (x, g, *state), strict=True))
                x, state = new_x, new_state


@every_form
def test_a_batch_of_starts_is_the_stack_of_its_runs(form):
    starts = np.random.default_rng(3).uniform(-2, 2, (2, 4))
    batch = minimize(form(), BEALE, starts, steps=40)
    for i in range(4):
        single = minimize(form(), BEALE, starts[:, i], steps=40)
        assert np.array_equal(batch.points[..., i], single.points)
        assert all(np.array_equal(a[..., i], b, equal_nan=True) for a, b in zip(batch.states, single.states, strict=True))


@every_form
def test_a_batch_of_hyperparameters_is_the_stack_of_its_runs(form):
    for name, parameter in form.parameters().items():
        with case(name):
            choices = parameter.choices()
            values = [choices[0], choices[len(choices) // 2], choices[-1]]
            batch = minimize(form(**{name: np.array(values)}), BEALE, steps=40)
            for i, value in enumerate(values):
                assert np.array_equal(batch.points[..., i], minimize(form(**{name: value}), BEALE, steps=40).points)


def test_a_step_on_numbers_is_the_step_on_arrays():
    for form in FORMS:
        with case(form.__name__):
            optimizer = form()
            step = stepper(optimizer)
            for g in itertools.permutations([1.5, -0.25, 0.0]):
                x, state = 0.75, optimizer.initial_state()
                wide_x, wide_state = np.array([x]), state
                for slope in g:
                    x, state = step(x, slope, state)
                    wide_x, wide_state = optimizer.update(wide_x, np.array([slope]), wide_state)
                    assert x == wide_x[0]
                    assert all(np.array_equal(a, np.ravel(b)[0]) for a, b in zip(state, wide_state, strict=True))


def test_a_run_that_starts_at_a_minimizer_stays_there():
    for form in FORMS:
        with case(form.__name__):
            without_pull = {"weight_decay": 0.0} if "weight_decay" in form.parameters() else {}
            trajectory = minimize(form(**without_pull), BEALE, BEALE.minimizers[0], steps=20)
            assert np.array_equal(trajectory.points, np.tile(BEALE.minimizers[0], (21, 1)))


@every_form
def test_the_default_gets_somewhere_on_beale(form):
    trajectory = minimize(form(), BEALE, steps=300)
    assert trajectory.status != "diverged"
    assert trajectory.gaps[-1] < trajectory.gaps[0] / 2


def test_two_conventions_of_one_method_race_each_other():
    method = OPTIMIZERS["adam"]
    lanes = race({library: method.like(library, learning_rate=0.1, epsilon=0.5) for library in method.libraries()}, BEALE, steps=60).lanes
    for library, lane in lanes.items():
        alone = minimize(method.like(library, learning_rate=0.1, epsilon=0.5), BEALE, steps=60)
        assert np.array_equal(lane.points, alone.points)
    assert np.abs(lanes["paper"].points - lanes["keras"].points).max() > 0.1
    assert np.abs(lanes["paper"].points - lanes["optax"].points).max() < 1e-12


def test_forms_are_values_like_any_optimizer():
    keras = OPTIMIZERS["adam"].like("keras", learning_rate=0.1)
    assert keras == OPTIMIZERS["adam"].like("keras", learning_rate=0.1)
    assert hash(keras) == hash(keras.replace(beta1=0.9))
    assert keras != OPTIMIZERS["adam"](**keras.values_by_name())
    assert type(keras.replace(beta1=0.5)) is type(keras)


def test_a_convention_speaks_of_hyperparameters_that_the_form_has():
    for library, form in EVERY_CONVENTION:
        with case(f"{form.key} of {library}"):
            convention = form.conventions[library]
            assert library in LIBRARIES
            names = set(form.parameters())
            assert set(convention.defaults) | set(convention.renamed.values()) | convention.adjustable() <= names
            assert not set(convention.renamed) & names
            assert not convention.note or convention.note.endswith(".")


def test_like_a_library_is_its_form_with_its_defaults():
    for library, form in EVERY_CONVENTION:
        with case(f"{form.key} of {library}"):
            convention = form.conventions[library]
            optimizer = OPTIMIZERS[form.key].like(library)
            assert type(optimizer) is form
            for name, value in optimizer.values_by_name().items():
                assert value == convention.defaults.get(name, form.parameters()[name].default)
            name = next(iter(form.parameters()))
            other = form.parameters()[name].choices()[3]
            given = OPTIMIZERS[form.key].like(library, **{name: other})
            assert given == optimizer.replace(**{name: other})


def test_each_library_has_one_form_of_a_method_at_most():
    for method in OPTIMIZERS.values():
        conventions = [library for form in method.forms() for library in vars(form).get("conventions", ())]
        assert len(set(conventions)) == len(conventions)
        assert list(method.libraries()) == [library for library in LIBRARIES if library in {"paper", *conventions}]


def test_the_paper_is_the_method_itself_but_for_two_that_are_told_as_libraries_have_them():
    otherwise = {key for key, method in OPTIMIZERS.items() if method.libraries()["paper"] is not method}
    assert otherwise == {"adamw", "rprop"}
    for method in OPTIMIZERS.values():
        assert type(method.like("paper")) is method.libraries()["paper"]


PUBLISHED = {
    "momentum": {"momentum": 0.9},  # Ruder (2016), section 4.1, names no η
    "nag": {"momentum": 0.9},  # Ruder (2016), section 4.2, names no η
    "adagrad": {"learning_rate": 0.01, "epsilon": 1e-8},  # Ruder (2016), section 4.3
    "adadelta": {"decay": 0.95, "epsilon": 1e-6},  # Zeiler (2012), section 4.1; 0.9 is Ruder's
    "rmsprop": {"learning_rate": 0.001, "decay": 0.9},  # Ruder (2016), section 4.5, after Hinton
    "adam": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},  # Kingma and Ba (2014), algorithm 1
    "adam_l2": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},  # Loshchilov and Hutter (2017), algorithm 2
    "adamw": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},  # the same; λ is any number
    "adamax": {"learning_rate": 0.002, "beta1": 0.9, "beta2": 0.999, "epsilon": 0.0},  # Kingma and Ba (2014), algorithm 2, has no ε
    "amsgrad": {"beta1": 0.9, "epsilon": 0.0},  # Reddi et al. (2018), section 5: β₂ is 0.99 or 0.999; algorithm 2 has no ε
    "radam": {"epsilon": 0.0},  # Liu et al. (2019), algorithm 2, has no ε and leaves the rest open
    "lookahead": {"period": 5.0},  # Zhang et al. (2019), section 5: α is 0.5 or 0.8
    "ranger": {"learning_rate": 0.001, "beta1": 0.95, "beta2": 0.999, "epsilon": 1e-5, "period": 6.0, "slow_step": 0.5},  # Wright's
    "lion": {"beta1": 0.9, "beta2": 0.99},  # Chen et al. (2023), section 5
    "qhm": {"learning_rate": 1.0, "momentum": 0.999, "nu": 0.7},  # qhoptim
    "qhadam": {"learning_rate": 0.001, "beta1": 0.995, "beta2": 0.999, "nu1": 0.7, "nu2": 1.0},  # qhoptim
    "rprop": {"initial_step": 0.1, "shrink": 0.5, "grow": 1.2, "min_step": 1e-6, "max_step": 50.0},  # Riedmiller and Braun (1993)
    "newton": {"learning_rate": 1.0, "damping": 0.0},  # Nocedal and Wright (2006), section 3.3: the pure method
    "bfgs": {"learning_rate": 1.0, "flatness": 0.9},  # Nocedal and Wright (2006), chapter 6: H begins as the identity, c₂ = 0.9
    "conjugate_gradient": {"flatness": 0.1},  # Nocedal and Wright (2006), section 3.1
    "natural_gradient": {"damping": 0.0},  # Amari (1998): the pure method
}
"""What the references name. Of the rest they name nothing, and neither does a card."""


def test_a_value_is_called_the_papers_only_if_the_reference_names_it():
    for key, method in OPTIMIZERS.items():
        with case(key):
            named = {name: parameter.literature for name, parameter in method.parameters().items() if parameter.literature is not None}
            assert named == PUBLISHED.get(key, {})
            published = method.like("paper")
            for name, value in published.values_by_name().items():
                assert value == named.get(name, type(published).parameters()[name].default)


SECTIONS = {"sgd": "2", "momentum": "4.1", "nag": "4.2", "adagrad": "4.3", "rmsprop": "4.5", "nadam": "4.8"}
"""Where Ruder (2016, arXiv:1609.04747) writes of a method. His last one is Nadam: second-order methods he only mentions."""


def test_whoever_cites_ruders_overview_cites_the_section_on_that_method():
    cited = {key: re.search(r"Ruder \(2016\).*?section ([\d.]+\d|\d)", method.reference) for key, method in OPTIMIZERS.items()}
    assert {key: found[1] for key, found in cited.items() if found} == SECTIONS
    assert {key for key, method in OPTIMIZERS.items() if "Ruder" in method.reference} == SECTIONS.keys()


def test_the_papers_adamw_pulls_by_lambda_alone_and_the_libraries_by_eta_times_lambda():
    # Loshchilov and Hutter (2017), algorithm 2, line 12, with no gradient: θ − η_t λ θ, where η_t is the schedule's factor.
    method, state = OPTIMIZERS["adamw"], OPTIMIZERS["adamw"].State()
    pulled = {}
    for library in ("paper", "torch", "keras", "optax"):
        optimizer = method.like(library, learning_rate=0.001, weight_decay=0.1)
        x, _ = optimizer.update(np.array([1.0]), np.array([0.0]), state)
        pulled[library] = float(x[0])
    assert pulled == {"paper": 0.9, "torch": 0.9999, "keras": 0.9999, "optax": 0.9999}
    assert type(method()) is method.libraries()["torch"], "a link without a library opens what it always opened"


def test_the_libraries_lambda_times_eta_is_the_papers_lambda_with_a_schedule_too():
    schedule = SCHEDULES["exponential"](factor=0.9)
    for conditions in ({}, {"schedule": schedule}):
        paper = minimize(OPTIMIZERS["adamw"].like("paper", learning_rate=0.05, weight_decay=0.01), BEALE, steps=50, **conditions)
        library = minimize(OPTIMIZERS["adamw"](learning_rate=0.05, weight_decay=0.2), BEALE, steps=50, **conditions)
        np.testing.assert_allclose(paper.points, library.points, rtol=1e-10)


class Level(Surface):
    """Without any slope."""

    name, formula, reference = "Level", "0", "none"
    domain, start, minimizers = ((-9.0, 9.0), (-9.0, 9.0)), (1.0, -2.0), ()

    def f(self, x, y):
        return 0 * x + 0 * y

    def grad(self, x, y):
        return 0 * x, 0 * y


def test_a_decay_that_is_decoupled_shrinks_theta_by_the_share_eta_lambda_and_no_other_does():
    for method in OPTIMIZERS.values():
        for form in method.forms():
            if "weight_decay" in form.parameters():
                with case(form.__name__):
                    path = minimize(form(learning_rate=0.125, weight_decay=0.25), Level(), steps=10).points
                    geometric = np.outer((1 - 0.125 * 0.25) ** np.arange(11), Level.start)
                    assert np.allclose(path, geometric, rtol=1e-12) == form.decouples_decay


WITHOUT_DECAY = {"torch": {"rprop", "adam"}, "keras": {"adam"}}
"""Methods whose library has weight decay for nearly all: of Rprop there is none, and Adam with it is Adam-L2 or AdamW here."""


def test_weight_decay_is_there_for_every_method_that_has_it_in_torch_and_keras():
    for library, without in WITHOUT_DECAY.items():
        having = {key for key, method in OPTIMIZERS.items() if library in method.libraries()}
        decaying = {key for key in having if "weight_decay" in OPTIMIZERS[key].libraries()[library].conventions[library].adjustable()}
        assert having - decaying == without


def test_rprop_of_the_paper_goes_back_where_the_sign_flips():
    # f = x²: 1 → 0.2, then by 0.8 · 1.5 to −1, where the slope is negative: back to 0.2, and on by 0.25 · 1.2 to −0.1, and back again.
    rprop = OPTIMIZERS["rprop"].like("paper", initial_step=0.8, shrink=0.25, grow=1.5)
    x, state = np.array([1.0]), rprop.initial_state()
    path = []
    for _ in range(5):
        x, state = rprop.update(x, 2 * x, state)
        path.append(float(x[0]))
    np.testing.assert_allclose(path, [0.2, -1.0, 0.2, -0.1, 0.2], atol=1e-12)
    resting = minimize(OPTIMIZERS["rprop"](initial_step=0.8, shrink=0.25, grow=1.5), SURFACES["bowl"], (1.0, 1.0), 3).points[:, 0]
    np.testing.assert_allclose(resting, [1.0, 0.2, -1.0, -1.0], atol=1e-12)


def test_without_momentum_torch_has_no_memory_to_dampen():
    run = minimize(OPTIMIZERS["momentum"].like("torch", learning_rate=0.1, momentum=0.0, dampening=0.5), SURFACES["bowl"], (1.0, 1.0), 2)
    np.testing.assert_allclose(run.points[:, 0], [1.0, 0.8, 0.64], rtol=1e-12)


def test_like_means_the_same_on_every_form():
    for form in FORMS:
        for library in form.libraries():
            assert form.like(library) == OPTIMIZERS[form.key].like(library)


def test_an_unknown_library_is_answered_with_the_known_ones():
    with pytest.raises(ValueError) as refusal:
        OPTIMIZERS["adam"].like("tensorflow")
    assert str(refusal.value) == "Adam: library must be one of paper, torch, keras, optax, got 'tensorflow'"


def test_a_library_that_lacks_the_method_is_answered_with_those_that_have_it():
    with pytest.raises(ValueError) as refusal:
        OPTIMIZERS["rprop"].like("keras")
    assert str(refusal.value) == "Rprop: library must be one that has it (paper, torch), got 'keras'"


def test_a_library_that_has_the_method_with_a_bug_is_answered_with_the_reason():
    assert {key: method.absent for key, method in OPTIMIZERS.items() if method.absent} == {"rprop": OPTIMIZERS["rprop"].absent}
    with pytest.raises(ValueError) as refusal:
        OPTIMIZERS["rprop"].like("optax")
    assert str(refusal.value) == (
        "Rprop: library must be one that has it (paper, torch), got 'optax'; "
        "Optax has it, but with a bug, and is left out: every update comes one step late, and the first is zero"
    )


def test_a_name_that_a_library_has_for_something_else_is_understood():
    rprop = OPTIMIZERS["rprop"].like("torch", learning_rate=0.25)
    assert rprop.initial_step == 0.25
    with pytest.raises(ValueError, match="no_such_thing"):
        OPTIMIZERS["rprop"].like("torch", no_such_thing=1.0)


def test_a_subclass_from_elsewhere_is_not_a_form():
    class Mine(OPTIMIZERS["adam"]):
        pass

    assert Mine not in OPTIMIZERS["adam"].forms()
    assert Mine.forms() == OPTIMIZERS["adam"].forms()
    assert issubclass(Mine, Optimizer)


@pytest.mark.parametrize(
    ("key", "first", "second", "values", "distance"),
    [
        ("amsgrad", "torch", "optax", {"learning_rate": 0.1}, 0.34),
        ("amsgrad", "paper", "torch", {"learning_rate": 0.1}, 1.59),
        ("nadam", "torch", "keras", {"learning_rate": 0.1}, 0.12),
        ("nadam", "torch", "paper", {"learning_rate": 0.1}, 0.36),
        ("adam", "torch", "keras", {"learning_rate": 0.1, "epsilon": 0.1}, 0.24),
        ("adam", "torch", "keras", {"learning_rate": 0.1, "epsilon": 1.0}, 0.75),
        ("rmsprop", "torch", "paper", {"learning_rate": 0.01, "decay": 0.9, "epsilon": 1.0}, 0.20),
        ("adagrad", "paper", "keras", {"learning_rate": 0.1, "epsilon": 1e-7}, 0.0014),
    ],
)
def test_conventions_land_as_far_apart_as_the_libraries_themselves(key, first, second, values, distance):
    # The distances were measured between the libraries, or a restatement of the paper, from (1, 1) on Beale.
    values = {"epsilon": 1e-8, **values}
    one, other = (minimize(OPTIMIZERS[key].like(library, **values), BEALE, (1.0, 1.0), 300).points for library in (first, second))
    assert np.hypot(*(one - other).T).max() == pytest.approx(distance, rel=0.06)


@pytest.mark.parametrize(
    ("key", "library", "neutral"),
    [
        ("sgd", "torch", {"weight_decay": 0.0}),
        ("momentum", "torch", {"weight_decay": 0.0, "dampening": 0.0}),
        ("momentum", "keras", {"weight_decay": 0.0}),
        ("momentum", "optax", {}),
        ("adagrad", "keras", {"initial_accumulator": 0.0, "weight_decay": 0.0}),
        ("adagrad", "optax", {"initial_accumulator": 0.0}),
        ("adadelta", "torch", {"learning_rate": 1.0, "weight_decay": 0.0}),
        ("adadelta", "keras", {"learning_rate": 1.0, "weight_decay": 0.0}),
        ("rmsprop", "keras", {"momentum": 0.0, "centered": False, "weight_decay": 0.0}),
        ("rmsprop", "optax", {"momentum": 0.0, "centered": False}),
        ("adamax", "torch", {"weight_decay": 0.0}),
        ("adam", "optax", {"epsilon_root": 0.0}),
        ("adamw", "optax", {"epsilon_root": 0.0}),
        ("radam", "optax", {"epsilon_root": 0.0, "threshold": 4.0}),
    ],
)
def test_a_form_without_what_it_adds_takes_the_papers_path(key, library, neutral):
    method = OPTIMIZERS[key]
    shared = {"learning_rate": 0.002, "epsilon": 0.1, "beta1": 0.8, "beta2": 0.95, "decay": 0.95, "momentum": 0.8, "weight_decay": 0.1}
    values = {name: value for name, value in shared.items() if name in method.parameters()}
    ours = minimize(method(**values), BEALE, steps=100).points
    theirs = minimize(method.like(library, **(values | neutral)), BEALE, steps=100).points
    np.testing.assert_allclose(theirs, ours, rtol=1e-11, atol=1e-13)


@every_form
def test_a_form_has_a_path_of_its_own(form):
    # Told apart by some surface and some value within reach of the sliders. Not so the forms that say otherwise in their notes.
    method, *others = form.forms()
    if "the same run" in form.note or "its path is the paper's" in form.note:
        return
    for other in {method, *others} - {form}:
        shared = [name for name in form.parameters() if name in other.parameters() and not form.parameters()[name].is_switch]
        values = {"epsilon": 0.3, "beta1": 0.8, "beta2": 0.95, "decay": 0.9, "weight_decay": 0.1, "learning_rate": 0.003, "momentum": 0.7}
        values = {name: value for name, value in values.items() if name in shared}
        extra, further = (
            {name: parameter.choices()[-1] for name, parameter in one.parameters().items() if name not in another.parameters()}
            for one, another in ((form, other), (other, form))
        )
        apart = [
            np.abs(
                minimize(form(**values, **extra), surface, steps=80).points - minimize(other(**values, **further), surface, steps=80).points
            ).max()
            for surface in (SURFACES["matyas"], SURFACES["rosenbrock"])
        ]
        assert max(apart) > 1e-6, other.__name__
