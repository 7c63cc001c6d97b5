"""What a parameter is called on a page, and how its value is written: all in plain text, which is read aloud as it is written."""

from __future__ import annotations

from surfaces.declaration import Parameter

from ..rule import SUPERSCRIPTS, in_text, symbol, words_beside


def sign(parameter: Parameter) -> str:
    """The letter alone."""
    return in_text(symbol(parameter.symbol))


def label_of(name: str, parameter: Parameter) -> str:
    """Of a widget: Learning rate η, or β₁."""
    return f"{words_beside(parameter.symbol, name).capitalize()} {sign(parameter)}".strip()


def entry_of(name: str, parameter: Parameter) -> str:
    """In a list, which is looked through for the letter: η learning rate, or β₁."""
    return f"{sign(parameter)} {words_beside(parameter.symbol, name)}".strip()


def number(value: float) -> str:
    """A value as people write it: 0.001 and 50, but 10⁻⁸ and 2.5·10⁻⁵."""
    if value == 0 or 1e-4 < abs(value) < 1e5:
        return f"{value:g}"
    mantissa, power = f"{value:.9e}".split("e")
    ten = f"10{str(int(power)).translate(SUPERSCRIPTS)}"
    return ten if float(mantissa) == 1 else f"{float(mantissa):g}·{ten}"
