"""A number as people write it."""

from __future__ import annotations

import math

from .rule import SUPERSCRIPTS


def number(value: float, digits: int = 6) -> str:
    """Of so many digits at most: 0.001 and 50, but 10⁻⁸ and 2.5×10⁻⁵."""
    leading, power = parts(value, digits)
    if not power:
        return leading
    ten = f"10{power.translate(SUPERSCRIPTS)}"
    return leading.removesuffix("1") + ten if leading in ("1", "−1") else f"{leading}×{ten}"


def span(low: float, high: float) -> str:
    """From one to another, in one piece: a line does not end in it."""
    return f"{number(low)}\N{WORD JOINER}–\N{WORD JOINER}{number(high)}"


def parts(value: float, digits: int = 6) -> tuple[str, str]:
    """What stands before the power of ten, and that power: ("2.5", "-5"). The power is empty where none is needed."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞", ""
    rounded = float(f"{value:.{digits}g}")
    if rounded == 0:
        return "0", ""
    if 1e-4 < abs(rounded) < 1e5:
        return f"{rounded:g}".replace("-", "−"), ""
    leading, power = f"{rounded:.9e}".split("e")
    return f"{float(leading):g}".replace("-", "−"), str(int(power))


def place(x: float, y: float, digits: int = 4) -> str:
    """A point of the plane: the larger coordinate in so many digits, the other as exactly."""
    largest = max(abs(x), abs(y))
    decimals = digits - 1 - math.floor(math.log10(largest)) if 0 < largest < math.inf else 0
    return f"({number(round(float(x), decimals))}, {number(round(float(y), decimals))})"
