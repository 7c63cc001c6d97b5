"""Declare a parameter once: its value, its symbol, what it means, what is allowed and what is useful.

Surfaces and optimizers are declared the same way. A class that inherits from `Declared` becomes a
frozen dataclass; its fields are the parameters. Checks, error texts, sliders, links and tests are
made from the declaration, so nothing about a parameter is written a second time.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, ClassVar, Literal, Self, dataclass_transform

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Scalar = Any  # a float, or an array with one value per lane
Scale = Literal["linear", "log", "near_one"]


_shortly = reprlib.Repr()
_shortly.maxstring = _shortly.maxother = 80
FEW = 4
"""Numbers of an array that a complaint repeats; of more it says the shape."""


def said(value: object) -> str:
    """How a complaint says what came: on one line, and not more of it than anybody reads.

    >>> said(1.5), said("one"), said(np.zeros((3, 2)))
    ('1.5', "'one'", 'an array of shape (3, 2)')
    """
    if isinstance(value, np.ndarray) and value.size > FEW:
        return f"an array of shape {value.shape}"
    return " ".join(_shortly.repr(value).split())


@dataclass(frozen=True)
class Interval:
    """The values that are allowed: bounds, and whether each bound itself is."""

    lower: float
    upper: float
    includes_lower: bool = True
    includes_upper: bool = True

    def contains(self, values: Scalar) -> bool:
        """Whether all of the values, or the one number, are finite and within."""
        above = values >= self.lower if self.includes_lower else values > self.lower
        below = values <= self.upper if self.includes_upper else values < self.upper
        if isinstance(values, float):
            return above and below and math.isfinite(values)
        return bool(np.all(above & below & np.isfinite(values)))

    def ends(self) -> tuple[float | None, float | None]:
        """The least and the largest number that is allowed; None where there is none."""
        least = self.lower if self.includes_lower else math.nextafter(self.lower, math.inf)
        most = self.upper if self.includes_upper else math.nextafter(self.upper, -math.inf)
        return least if math.isfinite(self.lower) else None, most if math.isfinite(self.upper) else None

    def __str__(self) -> str:
        left = "[" if self.includes_lower else "("
        right = "]" if self.includes_upper and math.isfinite(self.upper) else ")"
        upper = "∞" if math.isinf(self.upper) else f"{self.upper:g}"
        return f"{left}{self.lower:g}, {upper}{right}"


@dataclass(frozen=True)
class Parameter:
    """One declared parameter.

    `domain` is what is valid (anything else is a ValueError), `slider` is what is useful to try,
    `literature` is the value that the reference names, if it names one, `called` what the parameter is in
    a few words where its symbol mostly stands for something else, and `counts` whether the choices are whole
    numbers, as what is between them would be rounded.
    """

    default: float | bool
    symbol: str
    meaning: str
    domain: Interval
    slider: tuple[float, float]
    scale: Scale
    literature: float | None = None
    called: str = ""
    counts: bool = False

    @property
    def is_switch(self) -> bool:
        return isinstance(self.default, bool)

    def choices(self) -> tuple[float, ...]:
        """Round values from one end of the slider to the other, the default among them.

        Where zero is allowed it leads a logarithmic scale, which would never get there.
        """
        if self.is_switch:
            return (0.0, 1.0)
        lower, upper = self.slider
        if self.scale == "linear":
            steps = 50
            spread = [lower + (upper - lower) * i / steps for i in range(steps + 1)]
        elif self.scale == "log":
            zero = [0.0] if self.domain.lower == 0 and self.domain.includes_lower else []
            spread = zero + _round_numbers(lower, upper, digits=(1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8))
        else:
            spread = [1 - gap for gap in _round_numbers(1 - upper, 1 - lower, digits=range(1, 10))]
        if self.counts:
            spread = [float(math.floor(value)) for value in spread]
        return tuple(sorted({float(f"{value:.10g}") for value in [*spread, self.default]}))

    def check(self, owner: str, key: str, value: object) -> Scalar:
        """The value as a float (or bool, or read-only array); ValueError if it is not allowed."""
        if type(value) is bool if self.is_switch else type(value) is float and self.domain.contains(value):
            return value  # the common case, many times in every rerun of a page
        must = "be True or False" if self.is_switch else f"lie in {self.domain}"
        complaint = f"{owner}: {key} must {must}, got {said(value)}"
        try:
            given = np.array(value)
            values = given.astype(float, casting="same_kind")  # real numbers only: no text, no complex part cut off
        except (TypeError, ValueError):
            raise ValueError(complaint) from None
        if not values.size or not self.domain.contains(values) or (np.any(values % 1) if self.is_switch else given.dtype == bool):
            raise ValueError(complaint)
        if values.ndim:
            values.flags.writeable = False
            return values
        return bool(values) if self.is_switch else float(values)


def _round_numbers(lower: float, upper: float, digits: Iterable[float]) -> list[float]:
    """Numbers that start with the given digits between two positive bounds, the bounds included."""
    decades = range(math.floor(math.log10(lower)), math.ceil(math.log10(upper)) + 1)
    between = [d * 10.0**n for n in decades for d in digits if lower < d * 10.0**n < upper]
    return [lower, *between, upper]


def positive(
    *,
    default: float,
    symbol: str,
    meaning: str,
    slider: tuple[float, float],
    scale: Scale = "log",
    literature: float | None = None,
    counts: bool = False,
) -> Any:
    """A parameter in (0, ∞)."""
    allowed = Interval(0, math.inf, includes_lower=False)
    return _declare(Parameter(default, symbol, meaning, allowed, slider, scale, literature, counts=counts))


def nonnegative(
    *, default: float, symbol: str, meaning: str, slider: tuple[float, float], scale: Scale = "log", literature: float | None = None
) -> Any:
    """A parameter in [0, ∞)."""
    return _declare(Parameter(default, symbol, meaning, Interval(0, math.inf), slider, scale, literature))


def fraction(
    *,
    default: float,
    symbol: str,
    meaning: str,
    slider: tuple[float, float] = (0.0, 0.9999),
    scale: Scale = "near_one",
    literature: float | None = None,
    called: str = "",
) -> Any:
    """A parameter in [0, 1)."""
    return _declare(Parameter(default, symbol, meaning, Interval(0, 1, includes_upper=False), slider, scale, literature, called))


def within(
    lower: float,
    upper: float,
    *,
    default: float,
    symbol: str,
    meaning: str,
    slider: tuple[float, float],
    scale: Scale = "linear",
    literature: float | None = None,
) -> Any:
    """A parameter in [lower, upper]."""
    return _declare(Parameter(default, symbol, meaning, Interval(lower, upper), slider, scale, literature))


def switch(*, default: bool, symbol: str, meaning: str) -> Any:
    """A parameter that is on or off."""
    return _declare(Parameter(default, symbol, meaning, Interval(0, 1), (0, 1), "linear"))


def _declare(parameter: Parameter) -> Any:
    return field(default=parameter.default, metadata={"parameter": parameter})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(positive, nonnegative, fraction, within, switch))
class Declared:
    """A class whose fields are declared parameters. Subclasses become frozen dataclasses.

    `key` is the name of the file that the class stands in; `name` is for people, and so is `sentence`, the first line of the docstring.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    sentence: ClassVar[str]
    reference: ClassVar[str]
    _parameters: ClassVar[Mapping[str, Parameter]]

    def __init_subclass__(cls) -> None:
        cls.key = cls.__module__.rpartition(".")[2]
        cls.sentence = (cls.__doc__ or "").partition("\n")[0]
        declared = fields(dataclass(frozen=True, kw_only=True)(cls))  # type: ignore[arg-type]
        cls._parameters = MappingProxyType({f.name: f.metadata["parameter"] for f in declared if "parameter" in f.metadata})

    def __post_init__(self) -> None:
        for key, parameter in self.parameters().items():
            given = getattr(self, key)
            if (checked := parameter.check(self.name, key, given)) is not given:
                object.__setattr__(self, key, checked)

    @classmethod
    def parameters(cls) -> Mapping[str, Parameter]:
        """The declared parameters by field name, in the order of declaration."""
        return cls._parameters

    def values_by_name(self) -> dict[str, Scalar]:
        """The parameters' current values by field name."""
        return {key: getattr(self, key) for key in self.parameters()}

    def replace(self, **values: Scalar) -> Self:
        """A copy with some values replaced; an unknown name is a ValueError that lists the known ones."""
        known = self.parameters()
        for key in values:
            if key not in known:
                raise ValueError(f"{self.name}: {key} is not one of its parameters ({', '.join(known) or 'it has none'})")
        return replace(self, **values)  # type: ignore[type-var]


class Catalog(Mapping[str, Any]):
    """What the files of a folder declare, by file name. An unknown key is answered with the known ones."""

    def __init__(self, what: str, entries: Mapping[str, Any]) -> None:
        self._what = what
        self._entries = MappingProxyType(dict(entries))

    def __getitem__(self, key: str) -> Any:
        try:
            return self._entries[key]
        except KeyError:
            raise KeyError(f"there is no {self._what} {key!r}; there are {', '.join(self._entries)}") from None

    def __iter__(self) -> Any:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def declared_in(package: str, path: Any, base: type[Declared]) -> dict[str, type]:
    """The one subclass of `base` in each public module of a package that has any, by file name, in alphabetical order.

    Subclasses of it in the same module are other forms of it, and not counted. Raises ValueError for a module with two that are not.
    """
    found = {}
    for module_info in pkgutil.iter_modules(path):
        if module_info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{module_info.name}")
        declared = [
            item
            for item in vars(module).values()
            if isinstance(item, type) and issubclass(item, base) and item.__module__ == module.__name__
            if not any(parent.__module__ == module.__name__ for parent in item.__bases__)
        ]
        if declared:
            (found[module_info.name],) = declared
    return found
