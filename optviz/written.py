"""A number as people write it."""

from __future__ import annotations

import math

from .rule import SUPERSCRIPTS


def number(value: float, digits: int = 6) -> str:
    """Of so many digits at most: 0.001 and 50, but 10⁻⁸ and 2.5×10⁻⁵."""
    if not math.isfinite(value):
        return "not a number" if math.isnan(value) else "∞" if value > 0 else "−∞"
    rounded = float(f"{value:.{digits}g}")
    if rounded == 0 or 1e-4 < abs(rounded) < 1e5:
        return f"{rounded:g}".replace("-", "−")
    mantissa, power = f"{rounded:.9e}".split("e")
    sign, ten = "−" if rounded < 0 else "", f"10{str(int(power)).translate(SUPERSCRIPTS)}"
    leading = f"{abs(float(mantissa)):g}"
    return sign + (ten if leading == "1" else f"{leading}×{ten}")


def place(x: float, y: float, digits: int = 4) -> str:
    """A point of the plane."""
    return f"({number(x, digits)}, {number(y, digits)})"
