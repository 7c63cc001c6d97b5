"""Sentences that are said as long as they hold.

A measure is a number of one subject: of a run, of a fan, of a territory, of a training. Terms are made of measures, and a claim is a
sentence with the comparisons that must all hold for it to be said. All of it is plain frozen data, so that a claim can be written
down, tested, and told to anybody who knows the same measures.

>>> from optviz import OPTIMIZERS, race
>>> from optviz.claims.of_runs import StepsTo
>>> from surfaces import SURFACES
>>> lanes = race({key: OPTIMIZERS[key]() for key in ("sgd", "momentum")}, SURFACES["beale"]).lanes
>>> sgd, momentum = (StepsTo(gap=0.01).of(key) for key in ("sgd", "momentum"))
>>> sooner = Claim("Momentum is there after {soon} steps, SGD after {late}.", [momentum < sgd], {"soon": momentum, "late": sgd})
>>> sooner.said(lanes)
'Momentum is there after 60 steps, SGD after 270.'
>>> Claim("SGD is there first.", [sgd < momentum]).said(lanes)
''

What cannot be measured, as the run is too short, has diverged or is not there, is NaN: then no comparison holds. What does not happen
within the run does so at step ∞. A sentence with a number that is not finite is not said.
"""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..written import number
from .course import NEVER

Subjects = Mapping[str, Any]
"""What claims are about, by the names by which they call it: the lanes of a race, say."""

_RELATIONS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
    "=": operator.eq,
}
_SIGNS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "−": operator.sub,
    "×": operator.mul,
    "÷": lambda a, b: a / b if b else math.nan,
}


class Measure:
    """A number that a subject has. A subclass is a frozen dataclass, whose docstring says what is measured."""

    def measured(self, subject: Any) -> float:
        """The number; NaN where the subject does not have it, ∞ for the step of what does not happen."""
        raise NotImplementedError

    def of(self, subject: str) -> Of:
        return Of(self, subject)


class Term:
    """A number made of measures, which can be compared with another."""

    def value(self, subjects: Subjects) -> float:
        raise NotImplementedError

    def __lt__(self, other: Term | float) -> Comparison:
        return Comparison(self, "<", _term(other))

    def __le__(self, other: Term | float) -> Comparison:
        return Comparison(self, "≤", _term(other))

    def __gt__(self, other: Term | float) -> Comparison:
        return Comparison(self, ">", _term(other))

    def __ge__(self, other: Term | float) -> Comparison:
        return Comparison(self, "≥", _term(other))

    def equals(self, other: Term | float) -> Comparison:
        return Comparison(self, "=", _term(other))

    def __add__(self, other: Term | float) -> Term:
        return Combined(self, "+", _term(other))

    def __sub__(self, other: Term | float) -> Term:
        return Combined(self, "−", _term(other))

    def __rsub__(self, other: float) -> Term:
        return Combined(_term(other), "−", self)

    def __mul__(self, other: Term | float) -> Term:
        return Combined(self, "×", _term(other))

    def __rmul__(self, other: float) -> Term:
        return Combined(_term(other), "×", self)

    def __truediv__(self, other: Term | float) -> Term:
        return Combined(self, "÷", _term(other))

    def __rtruediv__(self, other: float) -> Term:
        return Combined(_term(other), "÷", self)


@dataclass(frozen=True)
class Number(Term):
    """A number as it stands."""

    number: float

    def value(self, subjects: Subjects) -> float:
        return self.number


@dataclass(frozen=True)
class Of(Term):
    """The measure of one subject; NaN if it is not there."""

    measure: Measure
    subject: str

    def value(self, subjects: Subjects) -> float:
        return float(self.measure.measured(subjects[self.subject])) if self.subject in subjects else math.nan


@dataclass(frozen=True)
class Others(Term):
    """The least that a measure is of all but some subjects; NaN if there is nobody else."""

    measure: Measure
    besides: tuple[str, ...]

    def value(self, subjects: Subjects) -> float:
        found = [self.measure.measured(one) for key, one in subjects.items() if key not in self.besides]
        return min((float(one) for one in found if not math.isnan(one)), default=math.nan)


@dataclass(frozen=True)
class Combined(Term):
    """Two terms with one of + − × ÷ between them; NaN for a division by zero."""

    left: Term
    sign: str
    right: Term

    def value(self, subjects: Subjects) -> float:
        return _SIGNS[self.sign](self.left.value(subjects), self.right.value(subjects))


@dataclass(frozen=True)
class Most(Term):
    """The largest of some terms; NaN if one is."""

    terms: tuple[Term, ...]

    def value(self, subjects: Subjects) -> float:
        values = [term.value(subjects) for term in self.terms]
        return math.nan if any(map(math.isnan, values)) else max(values)


@dataclass(frozen=True)
class Least(Term):
    """The smallest of some terms; NaN if one is."""

    terms: tuple[Term, ...]

    def value(self, subjects: Subjects) -> float:
        values = [term.value(subjects) for term in self.terms]
        return math.nan if any(map(math.isnan, values)) else min(values)


@dataclass(frozen=True)
class Comparison:
    """Two terms with one of < ≤ > ≥ = between them. With NaN none of them holds."""

    left: Term
    relation: str
    right: Term

    def holds(self, subjects: Subjects) -> bool:
        return _RELATIONS[self.relation](self.left.value(subjects), self.right.value(subjects))


@dataclass(frozen=True)
class Ranking:
    """Who comes when, in words: `RMSprop 14, SGD 370; not within 400 steps: Adagrad`.

    Nothing if it cannot be measured of somebody who is there.
    """

    measure: Measure
    subjects: tuple[str, ...]

    def words(self, subjects: Subjects) -> str:
        there = {key: self.measure.measured(subjects[key]) for key in self.subjects if key in subjects}
        if any(map(math.isnan, there.values())):
            return ""
        come = ", ".join(
            f"{subjects[key].optimizer.name} {step:.0f}" for key, step in sorted(there.items(), key=lambda one: one[1]) if step < NEVER
        )
        missing = [subjects[key] for key, step in there.items() if step == NEVER]
        late = f"not within {len(missing[0].points) - 1} steps: {', '.join(one.optimizer.name for one in missing)}" if missing else ""
        return "; ".join(filter(None, [come, late]))


@dataclass(frozen=True, eq=False)
class Claim:
    """A sentence, and what must hold for it to be said. Each is equal to itself alone, so that what was made of it can be kept.

    sentence:  with {name} for a number, in two digits, or in Python's own format: {name:.0%}
    when:      comparisons, all of which must hold
    shows:     the terms that the names in the sentence stand for
    otherwise: what is said in its place, if that holds
    """

    sentence: str
    when: Sequence[Comparison]
    shows: Mapping[str, Term | Ranking] = field(default_factory=dict)
    otherwise: Claim | None = None

    def holds(self, subjects: Subjects) -> bool:
        """Whether it is so, and can be said: with numbers that are finite."""
        return all(one.holds(subjects) for one in self.when) and self._shown(subjects) is not None

    def said(self, subjects: Subjects) -> str:
        """The sentence with its numbers, or what is said otherwise; empty if neither holds."""
        shown = self._shown(subjects) if all(one.holds(subjects) for one in self.when) else None
        if shown is not None:
            return self.sentence.format(**shown)
        return self.otherwise.said(subjects) if self.otherwise else ""

    def _shown(self, subjects: Subjects) -> dict[str, Any] | None:
        shown: dict[str, Any] = {}
        for name, term in self.shows.items():
            if isinstance(term, Ranking):
                shown[name] = term.words(subjects)
                if not shown[name]:
                    return None
            else:
                number = term.value(subjects)
                if not math.isfinite(number):
                    return None
                shown[name] = _Spoken(number)
        return shown


class _Spoken(float):
    """A number as people read it: 370, 0.017, −1.6 or 2.5×10⁻⁷."""

    def __format__(self, spec: str) -> str:
        if spec:
            return float.__format__(self, spec).replace("-", "−")
        value = float(self)
        return number(value if value.is_integer() else round(value) if 99.5 <= abs(value) < 1e5 else float(f"{value:.2g}"))


def ascending(*terms: Term) -> list[Comparison]:
    """That each of some terms is less than the next."""
    return [one < next_one for one, next_one in itertools.pairwise(terms)]


def most(*terms: Term) -> Term:
    """The largest of some terms."""
    return Most(terms)


def least(*terms: Term) -> Term:
    """The smallest of some terms."""
    return Least(terms)


def _term(number: Term | float) -> Term:
    return number if isinstance(number, Term) else Number(float(number))
