r"""An update rule's LaTeX as a small tree: what the formula says, apart from how it is drawn.

A rule is lines joined by ` \\ `. A line is one assignment or several, joined by `, \quad`, each of which may
end in a remark that begins with `\text`. An assignment is a symbol, `=` and an expression of sums, products
(written out or implied), fractions, powers, roots, calls and cases. Products and `/` are read from the left,
as `update` computes them: a / b c is (a / b) c.

>>> line = parse(r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t").lines[0]
>>> line[0].left.name, line[0].left.time
('m', 't')
>>> [symbol.name + "@" + symbol.time for symbol in symbols_in(line[0].right)]
['\\beta_1@', 'm@t-1', '\\beta_1@', 'g@t']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

# fmt: off
LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "infty": "∞", "ell": "ℓ",
}
"""Letters that are written as commands."""
# fmt: on
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
RELATIONS = {"<": "<", ">": ">", "=": "=", r"\le": "≤", r"\leq": "≤", r"\ge": "≥", r"\geq": "≥", r"\ne": "≠", r"\neq": "≠"}

Node = Any
"""One of the classes below."""


@dataclass(frozen=True)
class Number:
    text: str


@dataclass(frozen=True)
class Symbol:
    """A letter with its accent and what belongs to its name below and above it, and the time at which it is meant.

    `\\hat m_{t-1}` has the letter m, the accent hat and the time t-1; `\\beta_1^t` has the letter \\beta, 1 below and t above.
    """

    letter: str
    accent: str = ""
    below: str = ""
    above: str = ""
    time: str = ""
    mean_of: Node = None  # of E[...], what stands in the brackets

    @cached_property
    def name(self) -> str:
        """The symbol in LaTeX without the time: equal for equal symbols, however they were spaced."""
        accented = f"\\{self.accent} {self.letter}" if self.accent else self.letter
        return accented + _index("_", self.below) + _index("^", self.above)


@dataclass(frozen=True)
class Group:
    inner: Node
    left: str = "("
    right: str = ")"


@dataclass(frozen=True)
class Sum:
    terms: tuple[tuple[str, Node], ...]  # each with its sign, + or −


@dataclass(frozen=True)
class Product:
    factors: tuple[tuple[str, Node], ...]  # each with the operator before it: "", "·" or "/"


@dataclass(frozen=True)
class Fraction:
    top: Node
    bottom: Node


@dataclass(frozen=True)
class Power:
    base: Node
    exponent: Node


@dataclass(frozen=True)
class Transpose:
    base: Node


@dataclass(frozen=True)
class Root:
    inner: Node


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Gradient:
    """∇f at a point."""

    at: Node


@dataclass(frozen=True)
class Cases:
    branches: tuple[tuple[Node, Node], ...]  # value and condition


@dataclass(frozen=True)
class Comparison:
    left: Node
    relation: str
    right: Node


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Assignment:
    left: Symbol
    right: Node
    remark: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Rule:
    lines: tuple[tuple[Assignment, ...], ...]

    @cached_property
    def made_at(self) -> dict[str, str]:
        """The time that a symbol carries where it is computed, by name: at that time it is meant as its new value."""
        return {assignment.left.name: assignment.left.time for line in self.lines for assignment in line}


def _index(mark: str, text: str) -> str:
    if not text:
        return ""
    return f"{mark}{text}" if len(text) == 1 or re.fullmatch(r"\\[a-zA-Z]+", text) else f"{mark}{{{text}}}"


def children(node: Node) -> Iterator[Node]:
    """The nodes right below a node."""

    def nodes(value: Any) -> Iterator[Node]:
        if isinstance(value, tuple):
            for item in value:
                yield from nodes(item)
        elif hasattr(value, "__dataclass_fields__"):
            yield value

    for field in fields(node):
        yield from nodes(getattr(node, field.name))


def symbols_in(node: Node) -> Iterator[Symbol]:
    """All symbols of an expression, from left to right."""
    if isinstance(node, Symbol):
        yield node
    else:
        for child in children(node):
            yield from symbols_in(child)


def written(name: str) -> str:
    """How a name in `update` is written in LaTeX: m_hat is \\hat m, beta1_power is \\beta_1^t, G_xy is G_{xy}.

    Empty for a word, which is no symbol.
    """
    head, _, tail = name.rpartition("_")
    numbered = re.fullmatch(r"([a-zA-Z]+)(\d+)", name)
    if numbered:
        head, tail = numbered.groups()
    if not head:
        name = "varepsilon" if name == "epsilon" else name  # ε, as it is drawn everywhere, and not ϵ
        return f"\\{name}" if name in LETTERS else name if len(name) == 1 and name.isalpha() else ""
    letter = written(head)
    if not letter or tail == "power":
        return letter and f"{letter}^t"
    if tail in ACCENTS:
        return f"\\{tail} {letter}"
    return f"{letter}_{{{tail}}}" if numbered or tail in ("xx", "xy", "yy") or written(tail) else ""


SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SUPERSCRIPTS = str.maketrans("0123456789+-t", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵗ")
SMALL = {"min": "ₘᵢₙ", "max": "ₘₐₓ", "r": "ᵣ"}


def in_text(symbol: Symbol) -> str:
    """A symbol without its time, in plain text: m̂, β₁, E[g²], v max."""
    letter = LETTERS.get(symbol.letter.strip("\\"), symbol.letter)
    letter = re.sub(r"\\([a-zA-Z]+)\s*", lambda command: LETTERS.get(command[1], command[1]), letter)
    letter = re.sub(r"\^(\d)", lambda power: power[1].translate(SUPERSCRIPTS), letter)
    below = "".join(LETTERS.get(part, part) for part in symbol.below.replace("\\", "").split())
    below = below.translate(SUBSCRIPTS) if below.isdigit() else SMALL.get(below, f"_{below}") if below else ""
    above = f" {symbol.above[1:]}" if symbol.above.startswith("\\") else symbol.above.translate(SUPERSCRIPTS)
    return letter + (ACCENTS[symbol.accent] if symbol.accent else "") + below + above


def words_beside(latex: str, name: str) -> str:
    """What a parameter is called beside its symbol: "learning rate"; nothing where its name is the symbol in words, as beta1 is β₁."""
    spelled = written(name)
    return "" if spelled and symbol(spelled) == symbol(latex) else name.replace("_", " ")


@lru_cache(maxsize=256)
def parse(latex: str, owner: str = "rule") -> Rule:
    """The rule that the LaTeX says. ValueError with the owner's name and what was not understood."""
    return _Parser(latex, owner).rule()


@lru_cache(maxsize=1024)
def symbol(latex: str, owner: str = "rule") -> Symbol:
    """The one symbol that the LaTeX says."""
    parser = _Parser(latex, owner)
    read = parser.factor()
    if not isinstance(read, Symbol) or parser.next:
        raise ValueError(f"{owner}: {latex} must be one symbol")
    return read


TOKEN = re.compile(r"\\text\s*\{[^}]*\}|\\operatorname\s*\{[^}]*\}|\\(?:begin|end)\s*\{\w+\}|\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|\S")
UNSEEN = {rf"\{mark}" for mark in ",;:! "} | {rf"\{size}{side}" for size in ("big", "Big", "bigg") for side in ("", "l", "r")}
UNSEEN |= {r"\left", r"\right", r"\displaystyle", r"\mathbf", r"\mathrm"}
CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\lVert": r"\rVert", r"\|": r"\|", "|": "|"}
ENDS = {"", ")", "]", "}", r"\}", r"\rVert", ",", "&", r"\\", r"\quad", r"\qquad", "+", "-", r"\end{cases}"}


class _Parser:
    """Reads from the left, one token at a time."""

    def __init__(self, latex: str, owner: str) -> None:
        self.latex, self.owner = latex, owner
        self.tokens = [token for token in TOKEN.findall(latex) if token not in UNSEEN]
        self.place = 0
        self.bars: list[str] = []  # | and \| that are open

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.next
        if not token or (wanted and token != wanted):
            raise self.refusal(f"{wanted or 'something'} was expected")
        self.place += 1
        return token

    def taken(self, *wanted: str) -> str:
        return self.take() if self.next in wanted and self.next else ""

    def refusal(self, what: str) -> ValueError:
        around = " ".join(self.tokens[max(self.place - 4, 0) : self.place + 4])
        found = f"got {self.next!r}" if self.next else "but there the rule ends"
        return ValueError(f"{self.owner}: the update rule was not understood near {around!r}: {what}, {found}")

    def rule(self) -> Rule:
        lines = []
        while self.next:
            line = [self.assignment()]
            while self.taken(","):
                if not self.taken(r"\quad", r"\qquad"):
                    raise self.refusal(r"\quad was expected")
                line.append(self.assignment())
            lines.append(tuple(line))
            if self.next:
                self.take(r"\\")
        return Rule(tuple(lines))

    def assignment(self) -> Assignment:
        left = self.factor()
        if not isinstance(left, Symbol):
            raise self.refusal("a symbol was expected on the left")
        self.take("=")
        right = self.sum()
        return Assignment(left, right, tuple(self.remark()))

    def remark(self) -> Iterator[Node]:
        """What follows an expression in words, with symbols among them."""
        ahead = next((i for i, token in enumerate(self.tokens[self.place :]) if token not in (",", r"\quad", r"\qquad")), 0)
        if not self.tokens[self.place + ahead : self.place + ahead + 1] or not self.tokens[self.place + ahead].startswith(r"\text"):
            return
        self.place += ahead
        while self.next and self.next != r"\\" and not (self.next == "," and self.after_next in (r"\quad", r"\qquad")):
            if self.next in (",", r"\quad", r"\qquad", ":"):
                yield Words(", " if self.take() == "," else " ")
            else:
                yield self.comparison()

    @property
    def after_next(self) -> str:
        return self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else ""

    def comparison(self) -> Node:
        left = self.sum()
        if self.next in RELATIONS:
            return Comparison(left, RELATIONS[self.take()], self.sum())
        return left

    def sum(self) -> Node:
        terms = [("−" if self.taken("-") else "+", self.product())]
        while self.next in ("+", "-"):
            terms.append(("−" if self.take() == "-" else "+", self.product()))
        return terms[0][1] if len(terms) == 1 and terms[0][0] == "+" else Sum(tuple(terms))

    def product(self) -> Node:
        factors = [("", self.factor())]
        while not isinstance(factors[0][1], Words):
            if self.next in (r"\cdot", r"\times", r"\odot"):
                self.take()
                factors.append(("·", self.factor()))
            elif self.taken("/"):
                factors.append(("/", self.factor()))
            elif self.taken(r"\bmod"):
                factors = [("", Call("mod", (self._one(factors), self.factor())))]
            elif self.next in ENDS or self.next in RELATIONS or self.next.startswith(r"\text") or self.next in self.bars[-1:]:
                return self._one(factors)
            else:
                factors.append(("", self.factor()))
        return factors[0][1]

    @staticmethod
    def _one(factors: list[tuple[str, Node]]) -> Node:
        return factors[0][1] if len(factors) == 1 else Product(tuple(factors))

    def factor(self) -> Node:
        """An atom with what stands above and below it."""
        base = self.atom()
        while self.next in ("_", "^"):
            if self.take() == "_":
                base = self.with_below(base, self.index())
                continue
            above = self.index()
            if above in (["\\top"], ["T"]):
                base = Transpose(base)
            elif isinstance(base, Symbol) and re.fullmatch(r"t([+-]\d+)?|[+-]|\\max|\\min", "".join(above)):
                base = Symbol(base.letter, base.accent, base.below, "".join(above), base.time, base.mean_of)
            else:
                base = Power(base, self.read_apart(above))
        return base

    def with_below(self, base: Node, below: list[str]) -> Symbol:
        if not isinstance(base, Symbol):
            raise self.refusal("only a symbol can have an index")
        parts = " ".join(below).split(" , ")
        time = "".join(part.replace(" ", "") for part in parts if "t" in part.split())
        name = ",".join(part.replace(" ", "") for part in parts if "t" not in part.split())
        return Symbol(base.letter, base.accent, base.below + name, base.above, base.time + time, base.mean_of)

    def index(self) -> list[str]:
        """The tokens above or below a symbol: one, or those in braces."""
        if self.next != "{":
            return [self.take()]
        self.take()
        depth = 1
        tokens: list[str] = []
        while True:
            depth += {"{": 1, "}": -1}.get(self.next, 0)
            token = self.take()
            if not depth:
                return tokens
            tokens.append(token)

    def read_apart(self, tokens: list[str]) -> Node:
        apart = _Parser("", self.owner)
        apart.latex, apart.tokens = self.latex, tokens
        read = apart.sum()
        if apart.next:
            raise apart.refusal("the end was expected")
        return read

    def atom(self) -> Node:
        token = self.take()
        if token[0].isdigit():
            return Number(token)
        if token in CLOSING:
            return self.enclosed(token)
        if token.startswith(r"\text"):
            return Words(token[token.index("{") + 1 : -1])
        if token.startswith(r"\operatorname"):
            return self.call(token[token.index("{") + 1 : -1].strip())
        if token in (r"\max", r"\min", r"\exp", r"\ln", r"\log"):
            return self.call(token[1:])
        if token == r"\nabla":
            self.take("f")
            self.take("(")
            at = self.sum()
            self.take(")")
            return Gradient(at)
        if token in (r"\frac", r"\tfrac", r"\dfrac"):
            return Fraction(self.in_braces(), self.in_braces())
        if token == r"\sqrt":
            return Root(self.in_braces())
        if token == r"\begin{cases}":
            return self.cases()
        if token[1:] in ACCENTS:
            inner = self.in_braces() if self.next == "{" else self.atom()
            if isinstance(inner, Symbol) and not inner.accent:
                return Symbol(inner.letter, token[1:], inner.below, inner.above, inner.time)
        if token == "E" and self.next == "[":
            return self.mean()
        if token.isalpha() or token[1:] in LETTERS:
            return Symbol(token)
        self.place -= 1
        raise self.refusal("a number, a symbol or an expression was expected")

    def enclosed(self, left: str) -> Node:
        right = CLOSING[left]
        if left in ("|", r"\|"):
            self.bars.append(right)
        inner: Node = self.comparison()
        if self.next == ",":
            inside = [inner]
            while self.taken(","):
                inside.append(self.sum())
            inner = Call("", tuple(inside))
        if left in ("|", r"\|"):
            self.bars.pop()
        self.take(right)
        if left == "{":
            return inner
        if left in ("|", r"\|", r"\lVert"):
            return Call("abs" if left == "|" else "norm", (inner,))
        return Group(inner, left.strip("\\"), right.strip("\\"))

    def in_braces(self) -> Node:
        if self.next != "{":
            return self.atom()
        self.take()
        inner = self.sum()
        self.take("}")
        return inner

    def call(self, name: str) -> Node:
        if self.next != "(":
            return Call(name, (self.factor(),))
        self.take()
        arguments = [self.sum()]
        while self.taken(","):
            arguments.append(self.sum())
        self.take(")")
        return Call(name, tuple(arguments))

    def cases(self) -> Node:
        branches = []
        while not self.taken(r"\end{cases}"):
            value = self.sum()
            self.take("&")
            words = []
            while self.next not in (r"\\", r"\end{cases}"):
                words.append(self.comparison())
            if not words:
                raise self.refusal("a condition was expected")
            branches.append((value, words[0] if len(words) == 1 else Product(tuple(("", word) for word in words))))
            self.taken(r"\\")
        return Cases(tuple(branches))

    def mean(self) -> Symbol:
        self.take("[")
        first = self.place
        inside = self.sum()
        text = "".join(self.tokens[first : self.place])
        self.take("]")
        return Symbol(f"E[{text}]", mean_of=inside)
