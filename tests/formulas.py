r"""A surface's formula read as it stands: LaTeX in, numbers out. Whatever is not mathematics, such as a word, is refused.

>>> float(evaluated(r"\tfrac{1}{2} \cos 2\pi x + s^2,\; s = \frac{y}{\sqrt 4}", {"x": 1.0, "y": 6.0}))
9.5
>>> evaluated(r"2x \text{ and more}", {"x": 1.0})
Traceback (most recent call last):
ValueError: \text is no mathematics
"""

import re
from collections import ChainMap
from collections.abc import Mapping
from typing import Any

import numpy as np

TOKEN = re.compile(r"\\[a-zA-Z]+|\\[,;{}]|\d+\.?\d*|[a-zA-Z]|[-+*/^_(){}\[\]|=,]")
FUNCTIONS = {"\\sin": np.sin, "\\cos": np.cos, "\\tanh": np.tanh, "\\log": np.log}
CONSTANTS = {"e": np.e, "\\pi": np.pi}
SPACES = {"\\,", "\\cdot"}
CLOSING = {")": "(", "]": "["}


def evaluated(formula: str, values: Mapping[str, Any]) -> Any:
    """The value of the first of some expressions, which are separated by `,\\;`: the others say what its letters stand for.

    values: of every letter that is not defined, such as x or \\kappa. That of a letter with the index i has its examples last;
            x and y then have a last dimension of 1.
    """
    first, *definitions = formula.split(r",\;")
    letters = ChainMap({}, dict(values), CONSTANTS)
    for definition in reversed(definitions):  # the later are those of which the earlier are made
        if r"\in" in definition:
            letter, choices = definition.split(r"\in")
            allowed = [float(one) for one in re.fullmatch(r"\s*\\\{(.*)\\\}\s*", choices)[1].split(",")]
            assert np.isin(letters[letter.strip().removesuffix("_i")], allowed).all()
        else:
            letter, expression = definition.split("=")
            letters[letter.strip().removesuffix("_i")] = _Reader(expression, letters).whole()
    return _Reader(first, letters).whole()


class _Reader:
    """Reads from the left: sums of products, written out or implied, of powers."""

    def __init__(self, text: str, letters: Mapping[str, Any]) -> None:
        text = re.sub(r"\\left|\\right", "", text)
        if rest := TOKEN.sub("", text).strip():
            raise ValueError(f"{rest} is no mathematics")
        self.tokens, self.place, self.letters = TOKEN.findall(text), 0, letters

    def whole(self) -> Any:
        value = self.sum()
        if self.next:
            raise ValueError(f"{self.next} stands where nothing can stand")
        return value

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.next
        if not token or (expected and token != expected):
            raise ValueError(f"{expected or 'more'} must come, got {token!r}")
        self.place += 1
        return token

    def sum(self) -> Any:
        value = -self.product() if self.next == "-" and self.take() else self.product()
        while self.next in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self, within_function: bool = False) -> Any:
        value = self.power()
        while self.next and self.next not in {"+", "-", ")", "]", "}", "=", ","}:
            if within_function and self.next in {*FUNCTIONS, *SPACES, "(", "e", "/"}:
                break
            if self.next in SPACES:
                self.take()
            elif self.next == "/":
                self.take()
                value = value / self.power()
            else:
                value = value * self.power()
        return value

    def power(self) -> Any:
        value = self.factor()
        if self.next == "^":
            self.take()
            value = value ** self.argument()
        return value

    def argument(self) -> Any:
        """What stands in braces, or one token: of 40 only the 4, as LaTeX has it."""
        if self.next == "{":
            self.take()
            value = self.sum()
            self.take("}")
            return value
        token = self.take()
        if token[0].isdigit() and len(token) > 1:
            self.place -= 1
            self.tokens[self.place] = token[1:]
            token = token[0]
        return float(token) if token[0].isdigit() else self.letter(token)

    def factor(self) -> Any:
        token = self.take()
        if token in ("(", "["):
            value = self.sum()
            assert CLOSING[self.take()] == token
            return value
        if token[0].isdigit():
            return float(token)
        if token in (r"\frac", r"\tfrac"):
            return self.argument() / self.argument()
        if token == r"\sqrt":
            return np.sqrt(self.argument())
        if token in FUNCTIONS:
            exponent = self.argument() if self.next == "^" and self.take() else 1
            value = self.factor() if self.next == "(" else self.product(within_function=True)
            return FUNCTIONS[token](value) ** exponent
        if token == r"\sum":
            self.take("_")
            self.take("i")
            return np.sum(self.product(), axis=-1)
        return self.letter(token)

    def letter(self, token: str) -> Any:
        if token not in self.letters:
            raise ValueError(f"{token} is no mathematics" if token.startswith("\\") else f"{token} is not said to be anything")
        if self.next == "_":
            self.take()
            self.take("i")
        return self.letters[token]
