"""What is said of a race, for a browser that runs it with other values: the measures as formulas, the claims as data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, get_args, get_type_hints

from surfaces import Surface

from ..claims.claim import Claim, Combined, Least, Most, Number, Of, Others, Ranking, Term
from ..claims.of_runs import Apart, OfCourse
from ..claims.words import Words
from ..graph import engine
from ..graph.symbols import Unwritable
from ..optimizer import Optimizer
from ..race import Race
from .header import LiveClaim, LiveMeasure, LiveNumber, LiveRanking, LiveTerm, LiveWords

FORMATS = get_args(get_type_hints(LiveNumber)["format"])


def live_words(race: Race, words: Words) -> LiveWords:
    """The words of a page, as far as a browser can say them anew: a claim on what it does not know is left out.

    The advice is left out, too: what a visitor moves is then no longer as it was.
    """
    forms: Any = tuple((key, type(run.optimizer)) for key, run in race.lanes.items())
    surface: Any = type(race.surface)
    return {**_claimed(words.claims, forms, surface), "opening": words.opening, "rest": words.rest}


@lru_cache(maxsize=64)
def _claimed(claims: tuple[Claim, ...], forms: tuple[tuple[str, type[Optimizer]], ...], surface: type[Surface]) -> LiveWords:
    """What is claimed, which is the same whatever the values are."""
    told = _Told(dict(forms), surface)
    written = [claim for one in claims for claim in told.claim(one)]
    formulas = engine.formulas(told.formulas)
    return {"formulas": formulas, "measures": told.measures, "terms": told.terms, "claims": written, "opening": "", "rest": ""}


class _Told:
    """What has been written down so far, equal things once."""

    def __init__(self, forms: Mapping[str, Any], surface: Any) -> None:
        self._forms, self._surface = forms, surface
        self._rows = {key: row for row, key in enumerate(forms)}
        self.formulas: list[str] = []
        self.measures: list[LiveMeasure] = []
        self.terms: list[LiveTerm] = []

    def claim(self, claim: Claim) -> list[LiveClaim]:
        """One, or none where the browser cannot tell whether it holds."""
        formulas, measures, terms = len(self.formulas), len(self.measures), len(self.terms)
        try:
            when: list[Any] = [(one.relation, self._term(one.left), self._term(one.right)) for one in claim.when]
            says = list(self._pieces(claim))
            return [{"when": when, "says": says, "otherwise": self.claim(claim.otherwise) if claim.otherwise else []}]
        except Unwritable:
            del self.formulas[formulas:], self.measures[measures:], self.terms[terms:]
            return []

    def _pieces(self, claim: Claim) -> Iterator[str | LiveNumber | LiveRanking]:
        for text, name, spec, _ in Formatter().parse(claim.sentence):
            if text:
                yield text
            if name is not None:
                yield self._shown(claim.shows[name], spec or "")

    def _shown(self, term: Term | Ranking, spec: Any) -> LiveNumber | LiveRanking:
        if isinstance(term, Ranking):
            return self._ranking(term)
        if spec not in FORMATS:
            raise Unwritable(f"there is no number in the format {spec!r}; there are {', '.join(map(repr, FORMATS))}")
        return {"term": self._term(term), "format": spec}

    def _ranking(self, ranking: Ranking) -> LiveRanking:
        there = [key for key in ranking.subjects if key in self._forms]
        names = [self._forms[key].name for key in there]
        return {"names": names, "terms": [self._of(ranking.measure, key) for key in there]}

    def _term(self, term: Term) -> int:
        match term:
            case Number(number):
                return self._place({"kind": "number", "of": [], "number": number if math.isfinite(number) else None})
            case Of(measure, subject):
                return self._of(measure, subject)
            case Others(measure, besides):
                return self._made("others", *(self._of(measure, key) for key in self._forms if key not in besides))
            case Combined(left, sign, right):
                return self._made(sign, self._term(left), self._term(right))
            case Most(terms):
                return self._made("most", *map(self._term, terms))
            case Least(terms):
                return self._made("least", *map(self._term, terms))
            case Apart(one, other):
                rows = [self._rows[key] for key in (one, other) if key in self._rows]
                return self._made("apart", *rows) if len(rows) == 2 else self._made("nothing")
        raise Unwritable(f"{term} is not among the terms that are told")

    def _of(self, measure: Any, subject: str) -> int:
        if subject not in self._forms:
            return self._made("nothing")
        if not isinstance(measure, OfCourse):
            raise Unwritable(f"{measure} is no formula of the steps of a run")
        formula = engine.measure(measure, self._forms[subject], self._surface)
        how = measure.one()
        told: LiveMeasure = {"each": _place_in(self.formulas, formula), "kind": how.kind, "first": how.first, "last": how.last}
        return self._made("of", _place_in(self.measures, told), self._rows[subject])

    def _made(self, kind: Any, *of: int) -> int:
        return self._place({"kind": kind, "of": list(of)})

    def _place(self, term: LiveTerm) -> int:
        return _place_in(self.terms, term)


def _place_in(known: list[Any], one: Any) -> int:
    """Where something stands in a list, to which it is added if it does not."""
    if one not in known:
        known.append(one)
    return known.index(one)
