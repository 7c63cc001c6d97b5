"""An update rule as MathML, which every current browser draws: with its symbols, or with the numbers of a step.

Only the elements of MathML Core are used. A symbol carries the class of its role (`role-gradient`, `role-momentum`, ...),
and so does its number. Fractions are set as fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from ..rule import (
    LETTERS,
    Assignment,
    Call,
    Cases,
    Comparison,
    Fraction,
    Gradient,
    Group,
    Node,
    Number,
    Power,
    Product,
    Root,
    Sum,
    Symbol,
    Transpose,
    Words,
)
from ..written import parts

ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}
TIMES, THIN = "<mo>·</mo>", '<mspace width="0.17em"/>'


def row(*parts: str, role: str = "") -> str:
    """Some elements as one."""
    if len(parts) == 1 and not role:
        return parts[0]
    return f"<mrow{_class(role)}>{''.join(parts)}</mrow>"


def column(entries: list[list[str]]) -> str:
    """Rows of entries in parentheses: a vector or a matrix."""
    rows = "".join(f"<mtr>{''.join(f'<mtd>{entry}</mtd>' for entry in entries_of)}</mtr>" for entries_of in entries)
    return f"<mrow><mo>(</mo><mtable>{rows}</mtable><mo>)</mo></mrow>"


def constant(value: float, role: str, place: int) -> str:
    """A number that only a slider changes, with up to six digits, and its place among those of its kind."""
    mantissa, power = parts(value)
    known = f' data-constant="{place}"{_class(role)}'
    if not power:
        return f"<mn{known}>{mantissa}</mn>"
    ten = f"<msup><mn>10</mn><mn>{power.replace('-', '−')}</mn></msup>"
    return f"<mrow{known}>{'' if mantissa == '1' else f'<mn>{mantissa}</mn>{TIMES}'}{ten}</mrow>"


def _class(role: str) -> str:
    return f' class="role-{role}"' if role else ""


def symbolic(symbol: Symbol, role: str) -> str:
    """A symbol as the rule writes it."""
    letter = _letter(symbol)
    below = [part for part in (_index(symbol.below), _index(symbol.time)) if part]
    under = row(*(part for i, piece in enumerate(below) for part in ([] if i == 0 else ["<mo>,</mo>"]) + [piece])) if below else ""
    above = _index(symbol.above)
    if under and above:
        return f"<msubsup{_class(role)}>{letter}{under}{above}</msubsup>"
    if under or above:
        tag = "msub" if under else "msup"
        return f"<{tag}{_class(role)}>{letter}{under or above}</{tag}>"
    return row(letter, role=role) if role else letter


def _letter(symbol: Symbol) -> str:
    letter = f"<mi>{LETTERS.get(symbol.letter[1:], symbol.letter)}</mi>"
    if symbol.mean_of is not None:
        inside = Drawing(lambda inner: symbolic(inner, ""), lambda gradient: "").draw(symbol.mean_of)
        letter = f"<mrow><mi>E</mi><mo>[</mo>{inside}<mo>]</mo></mrow>"
    return f'<mover accent="true">{letter}<mo>{ACCENTS[symbol.accent]}</mo></mover>' if symbol.accent else letter


def _index(text: str) -> str:
    """What stands small below or above a symbol: t-1, \\min, +."""
    parts, word = [], ""
    for sign in text.replace("\\", " \\"):
        if sign.isalnum() or sign == "\\":
            word += sign
            continue
        parts += [_word(word), "" if sign == " " else f"<mo>{sign.replace('-', '−')}</mo>"]
        word = ""
    return row(*filter(None, [*parts, _word(word)])) if text else ""


def _word(word: str) -> str:
    if not word:
        return ""
    return f"<mn>{word}</mn>" if word.isdigit() else f"<mi>{LETTERS.get(word[1:], word.strip(chr(92)))}</mi>"


class Drawing:
    """Draws expressions whose symbols and gradients are drawn by somebody else, as symbols or as numbers.

    Numbers need a · between them that symbols do not, and those that may be negative after an operator are
    marked with the class `number`, so that parentheses can be put around them.
    """

    def __init__(self, of_symbol: Callable[[Symbol], str], of_gradient: Callable[[Gradient], str], in_numbers: bool = False) -> None:
        self.of_symbol, self.of_gradient, self.in_numbers = of_symbol, of_gradient, in_numbers

    def assignment(self, assignment: Assignment) -> str:
        remark = [THIN * 6, *(self.draw(part) for part in assignment.remark)] if assignment.remark else []
        return row(self.draw(assignment.left), "<mo>=</mo>", self.draw(assignment.right), *remark)

    def draw(self, node: Node, after: bool = False) -> str:
        """An expression; `after` an operator or not."""
        match node:
            case Number(text):
                return f"<mn>{text}</mn>"
            case Symbol():
                return self._guarded(self.of_symbol(node), after)
            case Gradient():
                return self._guarded(self.of_gradient(node), after)
            case Words(text):
                return f"<mtext>{escape(text).replace(' ', '&#xA0;')}</mtext>"
            case Group(inner, left, right):
                return f"<mrow><mo>{left}</mo>{self.draw(inner)}<mo>{right}</mo></mrow>"
            case Sum(terms):
                return self._sum(terms)
            case Product(factors):
                return self._product(factors, after)
            case Fraction(top, bottom):
                return f"<mfrac>{row(self.draw(top))}{row(self.draw(bottom))}</mfrac>"
            case Power(base, exponent):
                return f"<msup>{self.draw(base, after=True)}{self._small(exponent)}</msup>"
            case Transpose(base):
                return f"<msup>{self.draw(base)}<mo>⊤</mo></msup>"
            case Root(inner):
                return f"<msqrt>{self.draw(inner)}</msqrt>"
            case Call(name, arguments):
                return self._call(name, [self.draw(argument) for argument in arguments])
            case Comparison(left, relation, right):
                return row(self.draw(left), f"<mo>{escape(relation)}</mo>", self.draw(right))
            case Cases(branches):
                rows = "".join(f"<mtr><mtd>{self.draw(value)}</mtd><mtd>{self.draw(when)}</mtd></mtr>" for value, when in branches)
                return f'<mrow><mo>{{</mo><mtable displaystyle="true">{rows}</mtable></mrow>'
        raise TypeError(f"an expression must be made of the nodes of a rule, got {node!r}")

    def _guarded(self, drawn: str, after: bool) -> str:
        return f'<mrow class="number">{drawn}</mrow>' if after and self.in_numbers and "data-slot" in drawn else drawn

    def _sum(self, terms: tuple[tuple[str, Node], ...]) -> str:
        parts = []
        for i, (sign, term) in enumerate(terms):
            if i or sign == "−":
                parts.append(f"<mo>{sign}</mo>")
            parts.append(self.draw(term, after=bool(parts)))
        return row(*parts)

    def _product(self, factors: tuple[tuple[str, Node], ...], after: bool) -> str:
        parts: list[str] = []
        lone: Node = None  # the only factor so far, which needs no parentheses on top of a fraction
        for i, (operator, factor) in enumerate(factors):
            if operator == "/":
                top = self.draw(_bare(lone)) if lone is not None else row(*parts)
                parts, lone = [f"<mfrac>{top}{self.draw(_bare(factor))}</mfrac>"], None
                continue
            if parts and not any(isinstance(side, Words) for side in (factor, factors[i - 1][1])):
                parts.append(TIMES if operator == "·" or self.in_numbers else THIN)
            begins_fraction = i == 0 and len(factors) > 1 and factors[1][0] == "/"
            lone = factor if begins_fraction else None
            parts.append(self.draw(factor, after=bool(parts) or (after and not begins_fraction)))
        return row(*parts)

    def _small(self, exponent: Node) -> str:
        """An exponent, in which a fraction stays on its line."""
        match exponent:
            case Sum(terms):
                signs = [f"<mo>{sign}</mo>" if i or sign == "−" else "" for i, (sign, _) in enumerate(terms)]
                parts = [part for sign, (_, term) in zip(signs, terms, strict=True) for part in (sign, self._small(term))]
            case Product(factors):
                marks = {"/": "<mo>/</mo>", "·": TIMES, "": TIMES if self.in_numbers else ""}
                parts = [part for i, (mark, factor) in enumerate(factors) for part in (marks[mark] if i else "", self._small(factor))]
            case _:
                return self.draw(exponent)
        return row(*filter(None, parts))

    @staticmethod
    def _call(name: str, arguments: list[str]) -> str:
        inside = "<mo>,</mo>".join(arguments)
        if name == "":
            return row(inside)
        if name in ("abs", "norm"):
            bar = "|" if name == "abs" else "‖"
            return f"<mrow><mo>{bar}</mo>{inside}<mo>{bar}</mo></mrow>"
        if name == "mod":
            return row(arguments[0], "<mtext>&#xA0;mod&#xA0;</mtext>", arguments[1])
        return f"<mrow><mi>{name}</mi><mo>(</mo>{inside}<mo>)</mo></mrow>"


def _bare(node: Node) -> Node:
    """What stands in parentheses, which a fraction's bar makes unneeded."""
    return node.inner if isinstance(node, Group) else node
