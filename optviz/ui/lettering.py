"""What a parameter is called on a page: all in plain text, which is read aloud as it is written."""

from __future__ import annotations

from surfaces.declaration import Parameter

from ..rule import in_text, symbol, words_beside
from ..written import number


def sign(parameter: Parameter) -> str:
    """The letter alone."""
    return in_text(symbol(parameter.symbol))


def label_of(name: str, parameter: Parameter) -> str:
    """Of a widget: Learning rate η, or β₁."""
    return f"{words_beside(parameter.symbol, name).capitalize()} {sign(parameter)}".strip()


def entry_of(name: str, parameter: Parameter) -> str:
    """In a list, which is looked through for the letter: η learning rate, or β₁."""
    return f"{sign(parameter)} {words_beside(parameter.symbol, name)}".strip()


def tip_of(parameter: Parameter) -> str:
    """What it means, and the default where the literature has another."""
    if parameter.literature in (None, parameter.default):
        return parameter.meaning
    return f"{parameter.meaning}; default {number(parameter.default)}, in the literature {number(parameter.literature)}"


def setting(name: str, parameter: Parameter, value: float | bool) -> str:
    """With its value: learning rate 0.01, β₂ 0.999, without bias correction."""
    if isinstance(value, bool):
        return ("with " if value else "without ") + name.replace("_", " ")
    return f"{words_beside(parameter.symbol, name) or sign(parameter)} {number(value)}"
