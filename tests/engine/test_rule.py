"""Every update rule says what `update` computes: put into its formula, the numbers of a step give the step.

The formula is the LaTeX of the card, read into a tree and worked out here, apart from `update`; the numbers
are those that the page shows in it.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
import pytest
from cases import case

from optviz import OPTIMIZERS, minimize, race
from optviz.anatomy import Anatomy, dissect
from optviz.line_search import search
from optviz.optimizer import Optimizer
from optviz.oracle import Oracle
from optviz.player.anatomy_scene import anatomy_scene
from optviz.rule import (
    Call,
    Cases,
    Comparison,
    Fraction,
    Gradient,
    Group,
    Number,
    Power,
    Product,
    Root,
    Sum,
    Symbol,
    Transpose,
    Words,
    in_text,
    parse,
    symbol,
    symbols_in,
    words_beside,
    written,
)
from optviz.written import parts
from surfaces import SURFACES


class Row(NamedTuple):
    """A vector lying down."""

    entries: np.ndarray


class Evaluator:
    """Works an expression out for one column of an anatomy: of one coordinate, or of both as vectors."""

    def __init__(self, anatomy: Anatomy, at: int, coordinate: int | None) -> None:
        self.anatomy, self.at, self.coordinate = anatomy, at, coordinate

    def look_up(self, meant: Symbol) -> Any:
        values = self.anatomy.quantity(meant).values
        if values.ndim == 0:
            shown, power = parts(float(values))  # a constant is what the page rounds it to
            return float(f"{shown}e{power or 0}".replace("−", "-")) if self.anatomy.quantity(meant).name != "e" else np.e
        return self.part(values)

    def part(self, values: np.ndarray) -> Any:
        now = values[..., min(self.at, values.shape[-1] - 1)]
        return now[self.coordinate] if now.ndim == 1 and self.coordinate is not None else now

    def __call__(self, node: Any) -> Any:
        match node:
            case Number(text):
                return float(text)
            case Symbol():
                return self.look_up(node)
            case Gradient():
                return self.part(self.anatomy.gradient)
            case Group(inner) | Power(Group(inner), Number("1")):
                return self(inner)
            case Sum(terms):
                total = 0.0
                for sign, term in terms:
                    total = total + self(term) if sign == "+" else total - self(term)
                return total
            case Product(factors):
                product = self(factors[0][1])
                for operator, factor in factors[1:]:
                    product = product / self(factor) if operator == "/" else times(product, self(factor))
                return product
            case Fraction(top, bottom):
                return self(top) / self(bottom)
            case Power(base, exponent):
                return power(self(base), self(exponent))
            case Transpose(base):
                return Row(self(base))
            case Root(inner):
                return np.sqrt(self(inner))
            case Call(name, arguments):
                return self.call(name, [self(argument) for argument in arguments])
            case Cases(branches):
                return self.choose(branches)
        raise AssertionError(f"no value: {node}")

    def call(self, name: str, arguments: list[Any]) -> Any:
        if name == "search":
            x, p, first, flatness = arguments
            look = Oracle(self.anatomy.trajectory.surface).look
            return search(look, x, p, self.part(self.anatomy.gradient), first, flatness, True)[0]
        known = {"max": np.maximum, "min": np.minimum, "sign": np.sign, "abs": np.abs, "exp": np.exp, "mod": np.mod}
        return np.diag(arguments) if name == "diag" else known[name](*arguments)

    def choose(self, branches: Any) -> Any:
        """The first branch whose condition holds. What is no number satisfies none, and neither fails it."""
        for value, condition in branches:
            if isinstance(condition, Words):
                return self(value)
            assert isinstance(condition, Comparison)
            left, right = self(condition.left), self(condition.right)
            if np.isnan(left) or np.isnan(right):
                return np.nan
            if {"<": left < right, ">": left > right, "≥": left >= right, "≤": left <= right, "=": left == right}[condition.relation]:
                return self(value)
        raise AssertionError("no branch")


def times(a: Any, b: Any) -> Any:
    if isinstance(a, Row):
        return Row(a.entries * b) if np.ndim(b) == 0 else np.dot(a.entries, b)
    if isinstance(b, Row):
        return Row(a * b.entries) if np.ndim(a) == 0 else np.outer(a, b.entries)
    return a @ b if np.ndim(a) == 2 and np.ndim(b) else a * b


def power(base: Any, exponent: float) -> Any:
    if np.ndim(base) < 2:
        return base**exponent
    if not np.isfinite(base).all():
        return np.full((2, 2), np.nan)
    values, vectors = np.linalg.eigh(base)
    return vectors @ np.diag(values**exponent) @ vectors.T


def mismatches(anatomy: Anatomy, at: int) -> list[str]:
    """The assignments of the rule whose right-hand side is not the left-hand side at a column."""
    found = []
    coupled = type(anatomy.optimizer).couples_coordinates
    for line in anatomy.rule.lines:
        for assignment in line:
            for coordinate in (None,) if coupled else (0, 1):
                evaluate = Evaluator(anatomy, at, coordinate)
                with np.errstate(all="ignore"):
                    left, right = (np.asarray(evaluate(side), dtype=float) for side in (assignment.left, assignment.right))
                    # What is left of a difference is known as well as its terms are, so these set the scale.
                    scale = max((float(np.max(np.abs(evaluate(used)))) for used in symbols_in(assignment.right)), default=0.0)
                    close = np.isclose(right, left, rtol=1e-9, atol=1e-13 * scale if np.isfinite(scale) else 0.0)
                both_lost = ~np.isfinite(left) & ~np.isfinite(right)  # the last bit decides between ∞ and NaN
                if not np.all(close | both_lost):
                    found.append(f"{anatomy.optimizer.name}: {assignment.left.name} is {left}, its formula says {right}")
    return found


def visible(form: type[Optimizer]) -> dict[str, Any]:
    """A value for every hyperparameter that is not its default, and changes the numbers enough to be seen."""
    values: dict[str, Any] = {}
    for i, (name, parameter) in enumerate(form.parameters().items()):
        if parameter.is_switch:
            values[name] = parameter.default
        elif name.startswith("epsilon"):
            values[name] = 0.05 + 0.03 * i
        elif parameter.domain.upper == 1:
            values[name] = round(0.85 - 0.06 * i, 3)
        else:
            values[name] = float(f"{0.8 * (parameter.default or 0.1 * parameter.slider[1] ** 0.5):.2g}")
            if not parameter.domain.contains(values[name]):
                values[name] = parameter.slider[1]
    return values


FORMS = [form for method in OPTIMIZERS.values() for form in method.forms()]
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
every_method = pytest.mark.parametrize("method", OPTIMIZERS.values(), ids=OPTIMIZERS)


def variants(form: type[Optimizer]) -> list[Optimizer]:
    """With visible values, each switch as it stands and the other way."""
    optimizer = form(**visible(form))
    switches = [name for name, parameter in form.parameters().items() if parameter.is_switch]
    return [optimizer, *(optimizer.replace(**{name: not getattr(optimizer, name)}) for name in switches)]


@cache
def diverged(form: type[Optimizer]) -> Anatomy:
    """A run that ends past all bounds."""
    unbounded = {name: 1e12 for name, p in form.parameters().items() if np.isinf(p.domain.upper)}
    trials: list[dict[str, Any]] = [
        *({name: value for name, value in unbounded.items() if name == "learning_rate"}, unbounded, {"epsilon": 1e30}),
        *({"initial_step": 1e12, "max_step": 1e12}, {}),
    ]
    for values in trials:
        if set(values) <= set(form.parameters()):
            for surface, start in ((SURFACES["beale"], (2.0, 2.0)), (SURFACES["saddle"], (0.0, 0.5))):
                run = minimize(form(**{**visible(form), **values}), surface, start, steps=60)
                if run.status == "diverged":
                    return dissect(run)
    raise AssertionError(f"{form.name} does not diverge")


@every_form
def test_the_numbers_put_into_the_rule_give_the_step(form):
    for optimizer, key in itertools.product(variants(form), ("beale", "rosenbrock")):
        with case(f"{optimizer} on {key}"):
            anatomy = dissect(minimize(optimizer, SURFACES[key], steps=60))
            assert anatomy.columns >= 3
            for step in (1, 2, 50):
                assert not mismatches(anatomy, min(step, anatomy.columns) - 1)


@every_form
def test_the_numbers_put_into_the_rule_give_the_step_that_was_refused(form):
    anatomy = diverged(form)
    assert not np.array_equal(anatomy.reached[:, -1], anatomy.points[:, -1])
    assert not mismatches(anatomy, anatomy.columns - 1)


def test_every_hyperparameter_that_matters_is_in_the_rule_as_a_number():
    for method in OPTIMIZERS.values():
        with case(method.name):
            anatomy = dissect(minimize(method(), SURFACES["beale"], steps=3))
            parts = [part for line in anatomy.rule.lines for assignment in line for part in (assignment.right, *assignment.remark)]
            named = {anatomy.quantity(used).name for part in parts for used in symbols_in(part)}
            assert {name for name, parameter in method.parameters().items() if not parameter.is_switch} <= named


FAULTS = {
    "β₁ for β₂": ("adam", r"\beta_2 v_{t-1}", r"\beta_1 v_{t-1}"),
    "ε inside the root": ("adam", r"(\sqrt{\hat v_t} + \varepsilon)", r"\sqrt{\hat v_t + \varepsilon}"),
    "no bias correction": ("adam", r" / (1 - \beta_1^t)", ""),
    "the old mean": ("adam", r"m_t / ", r"m_{t-1} / "),
    "ε outside the root": ("adagrad", r"\sqrt{G_t + \varepsilon}", r"(\sqrt{G_t} + \varepsilon)"),
    "a sum that forgets": ("adagrad", r"G_{t-1} +", r"0.99 G_{t-1} +"),
    "a gradient without its square": ("rmsprop", r"\, g_t^2", r"\, g_t"),
    "momentum added": ("nag", r"\theta_t - v_{t+1}", r"\theta_t + v_{t+1}"),
    "the new velocity ahead of its time": ("momentum", r"\gamma v_t ", r"\gamma v_{t+1} "),
    "the step before": ("adadelta", r"\theta_t - \Delta_t", r"\theta_t - \Delta_{t-1} g_t"),
    "a factor the wrong way round": ("rprop", r"\eta^+ & a_t > 0", r"\eta^+ & a_t < 0"),
    "no damping": ("newton", r" + \mu I", ""),
    "the decay in the mean": ("adamw", r" + \lambda \theta_t\bigr)", r" + 2 \lambda \theta_t\bigr)"),
    "a maximum for a mean": ("amsgrad", r"\max(\hat v_{t-1}, v_t)", r"v_t"),
    "a schedule left out": ("nadam", r"g_t / (1 - \beta_1^t)\bigr)", r"g_t\bigr)"),
    "a penalty left out": ("adam_l2", r" + \lambda \theta_t", ""),
    "ε left out": ("adamax", r" + \varepsilon", ""),
}


@pytest.mark.parametrize(("key", "right", "wrong"), FAULTS.values(), ids=FAULTS)
def test_a_rule_that_says_something_else_is_caught_by_the_methods_name(key, right, wrong):
    method = OPTIMIZERS[key]
    optimizer = method(**visible(method))
    assert right in method.update_rule

    class Faulty(method):
        update_rule = method.update_rule.replace(right, wrong)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(method, "update_rule", Faulty.update_rule)
        patch.setattr(method, "symbols", {**method.symbols, "step": r"\Delta"} if key == "adadelta" else method.symbols)
        run = minimize(optimizer, SURFACES["saddle" if key == "amsgrad" else "beale"], steps=60)
        try:
            found = [text for at in (0, 1, 49) for text in mismatches(dissect(run), at)]
        except ValueError as refusal:
            found = [str(refusal)]
    assert found
    assert all(text.startswith(f"{method.name}: ") for text in found)


def test_a_symbol_that_stands_for_nothing_is_refused_by_the_methods_name():
    class Lost(OPTIMIZERS["sgd"]):
        update_rule = r"\theta_{t+1} = \theta_t - \eta\, q_t"

    anatomy = dissect(minimize(Lost(), SURFACES["beale"], steps=3))
    with pytest.raises(ValueError, match=r"^SGD: q_\{t\} in the update rule stands for nothing in update or State$"):
        anatomy.quantity(next(used for used in symbols_in(anatomy.rule.lines[0][0].right) if used.name == "q"))


NO_RULES = [
    *(r"\theta_t", r"= 2", r"2 = 3", r"a = ", r"a = (b", r"a = b)", r"a = \frob{b}", r"a = b, c = d"),
    *(r"a = \begin{cases} 1 & \end{cases}", r"a = |b"),
]


def test_what_is_not_understood_is_said_with_the_methods_name():
    for latex in NO_RULES:
        with case(latex), pytest.raises(ValueError, match=r"^Somebody: the update rule was not understood near "):
            parse(latex, "Somebody")


def test_spaces_and_sizes_mean_nothing():
    plain, spaced = (parse(latex).lines for latex in (r"a = (b + c) d", r"a=\bigl( b \,+\; c \bigr)\! d"))
    assert plain == spaced


def test_products_and_divisions_are_read_from_the_left():
    (((assignment,),)) = parse(r"a = b / c d").lines
    assert [operator for operator, _ in assignment.right.factors] == ["", "/", ""]


def test_lines_assignments_and_remarks_are_told_apart():
    first, second = parse(
        r"a_t = b, \quad c_t = \begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases} \\ d = e \quad \text{from } d_0"
    ).lines
    assert [assignment.left.name for assignment in first] == ["a", "c"]
    assert first[0].remark == ()
    assert second[0].remark == (Words("from "), Symbol("d", below="0"))


WRITTEN = [
    ("m", "m", "m"),
    ("m_hat", r"\hat m", "m̂"),
    ("alpha", r"\alpha", "α"),
    ("beta1", r"\beta_{1}", "β₁"),
    ("beta1_power", r"\beta_{1}^t", "β₁ᵗ"),
    ("G_xy", "G_{xy}", "G_xy"),
    ("squares", "", None),
    ("m_correction", "", None),
    ("_", "", None),
]


def test_a_name_is_written_as_in_the_rule():
    for name, latex, text in WRITTEN:
        with case(name):
            assert written(name) == latex
            if latex:
                assert in_text(symbol(latex)) == text


def test_a_word_above_a_letter_is_a_word_in_plain_text_and_one_below_is_small():
    assert in_text(symbol(r"v^{\max}")) == "v max"
    assert in_text(symbol(r"\Delta_{\min}")) == "Δₘᵢₙ"
    assert in_text(symbol(r"\varepsilon_r")) == "εᵣ"


def test_a_name_that_is_the_symbol_in_words_is_not_said_beside_it():
    for latex, name, words in [
        (r"\beta_1", "beta1", ""),
        (r"\varepsilon", "epsilon", ""),
        (r"\eta", "learning_rate", "learning rate"),
        (r"\gamma", "momentum", "momentum"),
        (r"\beta", "beta1", "beta1"),
    ]:
        with case(name):
            assert words_beside(latex, name) == words


def test_a_symbol_is_the_same_however_it_is_spaced():
    assert symbol(r"\hat{m}_t").name == symbol(r"\hat m").name == r"\hat m"
    assert symbol(r"\beta_{1}").name == symbol(r"\beta_1").name
    assert symbol(r"E[ \Delta^2 ]_{t-1}").time == "t-1"
    assert symbol(r"E[ \Delta^2 ]").name == symbol(r"E[\Delta^{2}]").name.replace("{2}", "2")


CHILDREN = {"msup": 2, "msub": 2, "msubsup": 3, "mfrac": 2, "mover": 2, "munder": 2}


def test_every_element_of_the_mathml_has_as_many_children_as_it_must():
    for form in FORMS:
        with case(form.__name__):
            header, _ = anatomy_scene(race({"a": form()}, SURFACES["beale"], steps=5), key="a", start=(1.0, 1.5))
            for line in header["anatomy"][0]["lines"]:
                for formula in (line["rule"], *line["numbers"]):
                    for element in ElementTree.fromstring(formula).iter():
                        assert len(element) == CHILDREN.get(element.tag, len(element)), ElementTree.tostring(element, encoding="unicode")
