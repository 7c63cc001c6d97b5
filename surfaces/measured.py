"""Measured data for surfaces that fit something to them. Each file in `data/` says whose it is and what was left out."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from .declaration import Array

FOLDER = Path(__file__).parent / "data"


@cache
def columns(name: str) -> Mapping[str, tuple[str, ...]]:
    """The columns of `data/{name}.csv` by their names, as text. Raises FileNotFoundError if there is no such file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(line for line in file if not line.startswith("#"))
    return MappingProxyType(dict(zip(header, zip(*rows, strict=True), strict=True)))


def numbers(name: str, column: str) -> Array:
    """A column as numbers, (N,), in the unit that the end of its name tells."""
    return np.array([float(text) for text in columns(name)[column]])


def classes(name: str, column: str) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The different words of a column in alphabetical order, and which of them stands in each row, (N,)."""
    words, places = np.unique(columns(name)[column], return_inverse=True)
    return tuple(words.tolist()), places.astype(np.int64)


def standardized(values: Array) -> Array:
    """The values less their mean and in units of their standard deviation (of these values, so divided by N and not by N − 1)."""
    return (values - values.mean()) / values.std()
