"""What the player is sent: one block of bytes with a JSON header and the numbers of a race.

    4 bytes   length of the header, little-endian
    header    JSON, padded with spaces so that the arrays start at a multiple of 8
    arrays    one after the other, each at a multiple of 8; the header lists name, dtype, shape, offset

Arrays are float32, which is what a screen can show and what a reader can read; the grid of the surface
is 16 bits on a logarithmic scale. Numbers beyond float32 are sent as its largest. Points from which the browser
works out the rest are float64: from those rounded to float32 no gap of 10⁻¹² can be read.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surfaces import Surface

from .header import Grid, Window

FLOOR = 1e-7
"""Differences below this share of the grid's range are not told apart."""
MULTIPLIER = 1664525
"""Of `digest`: W. H. Press et al. (1992), Numerical Recipes in C, section 7.1, "An Even Quicker Generator"."""


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The header and the arrays as one block, with a `revision` that changes when any of it does."""
    listing, body = [], b""
    for name, array in arrays.items():
        listing.append({"name": name, "dtype": array.dtype.name, "shape": array.shape, "offset": len(body)})
        body += array.tobytes()
        body += bytes(-len(body) % 8)
    text = json.dumps({**header, "arrays": listing}, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    revision = f"{zlib.crc32(body, zlib.crc32(text.encode())):08x}"
    encoded = f'{{"revision":"{revision}",{text[1:]}'.encode()
    encoded += b" " * (-(len(encoded) + 4) % 8)
    return len(encoded).to_bytes(4, "little") + encoded + body


def revision_of(payload: bytes) -> str:
    """The `revision` of a payload, as the browser reads it."""
    start = 4 + len('{"revision":"')
    return payload[start : start + 8].decode()


def unpack(payload: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What `pack` was given, as the browser reads it."""
    end = 4 + int.from_bytes(payload[:4], "little")
    header = json.loads(payload[4:end])
    arrays = {
        entry["name"]: np.frombuffer(payload, entry["dtype"], int(np.prod(entry["shape"])), end + entry["offset"]).reshape(entry["shape"])
        for entry in header["arrays"]
    }
    return header, arrays


def as_float32(values: Any) -> NDArray[np.float32]:
    """The numbers as float32, those beyond its range at its largest."""
    limit = float(np.finfo(np.float32).max)
    return np.clip(values, -limit, limit).astype(np.float32)


def digest(numbers: NDArray[np.float64]) -> int:
    """A number that is another one as soon as a bit of some numbers is: Σ wᵢ Mⁿ⁻ⁱ modulo 2³² over the n halves w of their bits. −0 is 0."""
    words = (np.ascontiguousarray(numbers) + 0.0).astype("<f8").view("<u4").ravel()
    return int((words * _powers(len(words))).sum(dtype=np.uint32))


@lru_cache(maxsize=16)
def _powers(count: int) -> NDArray[np.uint32]:
    """Mⁿ … M² M modulo 2³²."""
    return np.multiply.accumulate(np.full(count, MULTIPLIER, np.uint32))[::-1]


@lru_cache(maxsize=64)
def sampled(surface: Surface, window: Window, resolution: int = 121) -> tuple[Grid, NDArray[np.uint16]]:
    """f on a grid over a window ((x_min, x_max), (y_min, y_max)), packed."""
    x_axis, y_axis = (np.linspace(lower, upper, resolution) for lower, upper in window)
    return packed(surface.value(np.array(np.meshgrid(x_axis, y_axis))), window)


def bounds_of(window: Window) -> Window:
    """A window as JSON can have it."""
    (left, right), (bottom, top) = window
    return (float(left), float(right)), (float(bottom), float(top))


def packed(heights: Any, window: Window) -> tuple[Grid, NDArray[np.uint16]]:
    """Heights (n, n) over a window ((x_min, x_max), (y_min, y_max)), rows from y_min upwards, as 16 bits, and how to read them.

    A number q stands for low + span · (exp(q / 65535 · ln(1 + 1/FLOOR)) − 1) · FLOOR.
    """
    low, high = float(heights.min()), float(heights.max())
    span = max(high - low, np.finfo(float).tiny)
    scaled = np.log1p((heights - low) / span / FLOOR) / np.log1p(1 / FLOOR)
    description: Grid = {
        "window": bounds_of(window),
        "resolution": len(heights),
        "low": low,
        "span": span,
        "floor": FLOOR,
    }
    grid = np.round(scaled * 65535).astype(np.uint16)
    grid.flags.writeable = False
    return description, grid
