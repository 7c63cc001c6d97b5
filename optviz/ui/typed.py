"""A number as people type it, wherever they come from; what can be read in two ways is not read at all.

>>> [number(text) for text in ("0,5", "−1", "1e3", "1/4", "½", " .5 ", "２,５", "10⁻³", "2.5×10⁻⁷")]
[0.5, -1.0, 1000.0, 0.25, 0.5, 0.5, 2.5, 0.001, 2.5e-07]
>>> [number(text) for text in ("1,000", "1.000,5", "10-3", "1 000", "nan", "0x10", "1_000", "2 / 0", "")]
[None, None, None, None, None, None, None, None, None]
>>> [whole(text) for text in ("1000", "1,000", "1.000", "1 000", "1e3", "2.0", "2,5", "½")]
[1000, 1000, 1000, 1000, 1000, 2, None, None]
"""

from __future__ import annotations

import math
import re
import unicodedata

from ..rule import SUPERSCRIPTS

PLAIN = {ord(sign): "-" for sign in "−–‐‑﹣－"} | {ord("＋"): "+", ord("．"): ".", ord("，"): ",", ord("／"): "/", ord("⁄"): "/"}
PLAIN |= {ord("０") + digit: str(digit) for digit in range(10)} | {ord("ｅ"): "e", ord("Ｅ"): "E"}
"""What stands for a sign of ASCII, on keyboards and in what is pasted."""
DECIMAL = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d{1,3})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(([.,' \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}’])\d{3})(\2\d{3})*", re.ASCII)
POWER = re.compile(r"([+-]?)(?:([0-9.,]+)\s*[×·⋅*xX]\s*)?10(?:\^([+-]?[0-9]{1,3})|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))")
"""A sign, what a power of ten is multiplied by if it is, and the power: after a ^, or raised."""
LOWERED = {raised: sign for sign, raised in SUPERSCRIPTS.items()}
LONGEST = 40


def number(text: str) -> float | None:
    """A finite number: decimals with a point or a comma, times a power of ten if need be, or a fraction of two; None for anything else.

    1,000 is one in one country and a thousand in another, so it is none.
    """
    above, slash, below = _plain(text).partition("/")
    values = _decimal(above), _decimal(below) if slash else 1.0
    if values[0] is None or not values[1]:
        return None
    value = values[0] / values[1]
    return value if math.isfinite(value) else None


def whole(text: str) -> int | None:
    """A whole number, whose thousands may be parted; None for anything else."""
    plain = _plain(text)
    if THOUSANDS.fullmatch(plain) and len(plain) <= LONGEST:
        return int(re.sub(r"[^\d+-]", "", plain))
    value = number(plain)
    return int(value) if value is not None and value.is_integer() else None


def _plain(text: str) -> str:
    """The same in signs of ASCII; a fraction that is one sign, as a fraction."""
    text = text.strip()
    if len(text) == 1 and unicodedata.decomposition(text).startswith("<fraction>"):
        text = unicodedata.normalize("NFKC", text)
    return text.translate(PLAIN)


def _decimal(text: str) -> float | None:
    text = text.strip()
    if power := POWER.fullmatch(text):
        sign, times, exponent, raised = power.groups("")
        text = f"{sign}{times or 1}e{exponent or raised.translate(LOWERED)}"
    found = DECIMAL.fullmatch(text)
    if len(text) > LONGEST or not found or ("," in text and THOUSANDS.fullmatch(found[1])):
        return None
    value = float(text.replace(",", "."))
    return value if value or not re.search("[1-9]", found[1]) else None  # what is too small for a float is not 0
