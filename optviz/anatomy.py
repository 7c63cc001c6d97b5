"""A run taken apart: what every step was made of, and what its update rule's symbols stood for.

The numbers are the engine's own. `update` runs once more over all recorded steps, side by side as the lanes
of a batch, which it does to the last bit as it did one by one; what it computes on the way is read from its
local variables when it returns.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import FrameType
from typing import Any, NamedTuple

import numpy as np

from surfaces.declaration import Array

from .optimizer import Optimizer
from .oracle import Oracle
from .plane import eigenvalues
from .rule import Rule, Sum, Symbol, in_text, parse, symbol, written
from .status import Status
from .theory import GRADIENT_DESCENT
from .trajectory import Trajectory

ENTRIES = ("xx", "xy", "yy")
"""Of a symmetric matrix; a diagonal one may lack xy."""


class Quantity(NamedTuple):
    """What a symbol of the rule stands for.

    name:   of a value of the step, as `Anatomy.values` has it
    role:   which arrow it belongs to: gradient, momentum, scale, position, step, hyper, or none
    values: () a constant; (columns,) one number a step; (2, columns) one per coordinate; (2, 2, columns) a matrix
    """

    name: str
    role: str
    values: Array


@dataclass(frozen=True, eq=False)
class Anatomy:
    """The steps of a single run, as columns: column c leads from point c to point c + 1.

    The last column of a run that diverged is the step that was refused. All arrays are read-only.

    points:        (2, columns), where each step began, and `reached` (2, columns), where it led
    asked:         (2, columns), where the gradient was asked, and `gradient` (2, columns) what it was
    step:          (2, columns), reached − points, and `length` (columns,) of it
    gradient_part: (2, columns), the step that `update` takes when nothing is remembered in its velocity
    momentum_part: (2, columns), the rest of the step; None for a method without a velocity
    rate:          (2, columns), the effective learning rate per coordinate, or of a matrix its eigenvalues, the smaller one first;
                   None for a method without one
    rate_matrix:   (3, columns), its entries xx, xy, yy, where xy is 0 for a rate per coordinate; None for a method without one
    step_sizes:    (2, columns), how far the coordinates move whatever their slope; None for a method that heeds it
    hessian:       (3, columns), its entries xx, xy, yy where the gradient was asked
    eigenvalues:   (2, columns), of this Hessian, the smaller one first
    condition:     (columns,), the larger of their sizes over the smaller one
    stable:        (columns,), the η past which the method diverges on this quadratic; gradient descent, where theory does not know the
                   method. ∞ without upward curvature
    values:        every value that the rule or a sentence may name: hyperparameters and local variables of `update`,
                   what hyperparameters leave of 1 (`rest.beta1`), `x`, `g`, the fields of the state before (`before.m`) and after
                   (`new.m`), and `new.x`; and what stands above, by names with a space, which no variable has
    """

    trajectory: Trajectory
    rule: Rule
    points: Array
    reached: Array
    asked: Array
    gradient: Array
    step: Array
    length: Array
    gradient_part: Array
    momentum_part: Array | None
    rate: Array | None
    rate_matrix: Array | None
    step_sizes: Array | None
    hessian: Array
    eigenvalues: Array
    condition: Array
    stable: Array
    values: Mapping[str, Array]
    _known: dict[Symbol, Quantity] = field(default_factory=dict)

    @property
    def optimizer(self) -> Optimizer:
        return self.trajectory.optimizer

    @property
    def columns(self) -> int:
        return self.points.shape[1]

    @property
    def looks_ahead(self) -> bool:
        """Whether the gradient is asked elsewhere than where the run stands."""
        return type(self.optimizer).query is not Optimizer.query

    @property
    def turns_gradient(self) -> bool:
        """Whether the effective learning rate is a matrix that couples the coordinates."""
        return self.rate is not None and "rate" not in self.values

    def quantity(self, meant: Symbol) -> Quantity:
        """What a symbol of the rule stands for. ValueError with the method's name if nothing of the kind is computed."""
        if meant not in self._known:
            name = self._name(meant)
            self._known[meant] = Quantity(name, self._role(meant, name), self._values(name))
        return self._known[meant]

    def is_subtracted_as_a_whole(self, meant: Symbol) -> bool:
        """Whether a symbol is all that the rule's last assignment subtracts from the point."""
        last = self.rule.lines[-1][-1].right
        return isinstance(last, Sum) and last.terms[1:] == (("−", meant),)

    def symbol_of(self, name: str) -> str:
        """How a name in `update` is written, in plain text."""
        latex = _written(type(self.optimizer), name)
        return in_text(symbol(latex, self.optimizer.name)) if latex else name.replace("_", " ")

    def _name(self, meant: Symbol) -> str:
        """The value's name: the new one at the time at which the rule computes the symbol, else the old one."""
        made_at = self.rule.made_at.get(meant.name)
        if meant.name == r"\theta":
            return "new.x" if meant.time == made_at else "x"
        if meant.name == "g" and made_at is None and meant.time in ("", "t"):
            return "gradient"
        method: Any = type(self.optimizer)
        name = _vocabulary(method, frozenset(self.values)).get(meant.name)
        if name is None:
            raise self._refusal(meant)
        if name.startswith("before.") or name in self.optimizer.parameters() or name in ("step number", "I", "e"):
            return name
        is_new = meant.time == made_at if made_at is not None else meant.time in ("", "t")
        found = [name, f"new.{name}"] if is_new else [f"before.{name}"]
        for candidate in found:
            if candidate in self.values or f"{candidate}_yy" in self.values:
                return candidate
        raise self._refusal(meant)

    def _refusal(self, meant: Symbol) -> ValueError:
        time = f"_{{{meant.time}}}" if meant.time else ""
        return ValueError(f"{self.optimizer.name}: {meant.name}{time} in the update rule stands for nothing in update or State")

    def _values(self, name: str) -> Array:
        if name in self.values:
            return self.values[name]
        xx, xy, yy = (np.broadcast_to(self.values.get(f"{name}_{entry}", 0.0), self.columns) for entry in ENTRIES)
        return np.array(((xx, xy), (xy, yy)))

    def _role(self, meant: Symbol, name: str) -> str:
        method: Any = type(self.optimizer)
        if name in method.parameters():
            return "hyper"
        if name in ("x", "new.x"):
            return "position"
        if meant.letter == "g":
            return "gradient"
        if name == "step number" or meant.above.startswith("t"):
            return ""
        remembered = _letters(method)
        if meant.letter == remembered.get(method.velocity) and not meant.below:
            return "momentum"
        if meant.letter == r"\Delta" or self.is_subtracted_as_a_whole(meant):
            return "step"
        return "scale" if name == "hessian" or meant.letter in remembered.values() else ""


def dissect(trajectory: Trajectory) -> Anatomy:
    """Take a single run apart. ValueError for a batch, and for a rule that says what is not computed."""
    if trajectory.points.ndim != 2:
        raise ValueError(f"dissect: the trajectory must be a single run, got a batch of shape {trajectory.points.shape[2:]}")
    optimizer, surface = trajectory.optimizer, trajectory.surface
    columns = int(trajectory.last) + (trajectory.status == Status.DIVERGED)
    points = np.ascontiguousarray(trajectory.points[:columns].T)
    before = trajectory.states._make(np.ascontiguousarray(kept[:columns].T) for kept in trajectory.states)
    # The step that was refused may have overflowed, and so may any sum that is made of a run's last numbers.
    with np.errstate(all="ignore"):
        asked = optimizer.query(points, before)
        gradient = surface.gradient(asked)
        hessian = surface.hessian(asked)
        more = [hessian] if optimizer.uses_hessian else [Oracle(surface).look] if optimizer.searches else []
        before = _one_per_lane(optimizer, points, gradient, before, more)
        found = taken_apart(type(optimizer), optimizer, points, asked, gradient, hessian, before, more)
    constant = {name for parameter in optimizer.parameters() for name in (parameter, f"rest.{parameter}")}
    values = {name: _array(value, () if name in constant else columns) for name, value in found.items()}
    values |= {"step number": np.arange(1.0, columns + 1), "I": np.eye(2)[..., None], "e": np.array(math.e)}
    for array in values.values():
        array.flags.writeable = False
    return Anatomy(
        trajectory=trajectory,
        rule=parse(optimizer.rule(), optimizer.name),
        points=values["x"],
        reached=values["new.x"],
        asked=values["point asked"],
        gradient=values["gradient"],
        step=values["step taken"],
        length=values["step length"],
        gradient_part=values["gradient part"],
        momentum_part=values.get("momentum part"),
        rate=values.get("effective rates"),
        rate_matrix=values.get("matrix of rates"),
        step_sizes=values.get("lengths along the axes"),
        hessian=values["local curvature"],
        eigenvalues=values["local eigenvalues"],
        condition=values["condition number"],
        stable=values["stable rate"],
        values=values,
    )


def taken_apart(
    method: type[Optimizer], itself: Any, x: Any, asked: Any, gradient: Any, hessian: Any, before: Any, more: Sequence[Any]
) -> dict[str, Any]:
    """What a step from x is made of, and all that its rule or a sentence may name, as `Anatomy.values` has it: of arrays or of symbols.

    itself: the method with its hyperparameters, or what stands for it
    asked:  where the gradient and the Hessian ((xx, xy), (xy, yy)) are those that are given
    before: the State; what there is one of for both coordinates has one dimension less than x
    more:   what `update` is given besides
    """
    known = {name: getattr(itself, name) for name in method.parameters()}
    (reached, after), local = _watched(method, itself, x, gradient, before, *more)
    values = known | {f"rest.{name}": 1 - value for name, value in known.items()}
    values |= {name: value for name, value in local.items() if name not in values}
    values |= {f"before.{name}": value for name, value in before._asdict().items()}
    values |= {f"new.{name}": value for name, value in after._asdict().items()}
    values |= {"x": x, "new.x": reached, "gradient": gradient}
    values.setdefault("g", gradient)
    if method.uses_hessian:
        values.setdefault("hessian", hessian)
    if "scale" in local and "rate" not in local:
        values["rate"] = known["learning_rate"] / local["scale"]

    step = reached - x
    values |= {"point asked": asked, "step taken": step, "step length": np.hypot(*step), "gradient part": step}
    if method.velocity:
        still = before._replace(**{method.velocity: np.zeros_like(x)})
        part, _ = method.update(itself, x, gradient, still, *more)
        values["gradient part"] = part - x
        values["momentum part"] = step - values["gradient part"]
    if "rate" in values:
        along_x, along_y = values["effective rates"] = _of_both(values["rate"], x)
        values["matrix of rates"] = (along_x, 0.0, along_y)
    elif "rate_xx" in values:
        values["matrix of rates"] = tuple(values[f"rate_{entry}"] for entry in ENTRIES)
        values["effective rates"] = eigenvalues(*values["matrix of rates"])
    if method.step_sizes:
        values["lengths along the axes"] = _of_both(values[f"new.{method.step_sizes}"], x)

    (xx, xy), (_, yy) = hessian
    smaller, larger = eigenvalues(xx, xy, yy)
    sizes = np.abs(smaller), np.abs(larger)
    limit = (method.theory or GRADIENT_DESCENT).limit(known.get("momentum", 0.0))
    return values | {
        "local curvature": (xx, xy, yy),
        "local eigenvalues": (smaller, larger),
        "condition number": np.maximum(*sizes) / np.minimum(*sizes),
        "stable rate": np.where(larger > 0, limit / larger, np.inf),
    }


def part(values: Mapping[str, Any], name: str, place: tuple[int, ...]) -> Any:
    """A value of a step, or the part of it at a place: a coordinate, or a row and a column. A matrix may have a name for each entry."""
    value = values.get(name)
    if value is None:
        return values.get(f"{name}_{ENTRIES[sum(place)]}", 0.0)
    for i in place:
        value = value[i]
    return value


def _array(value: Any, shape: Any) -> Array:
    """A value as an array of its own: what is none yet with one number a column."""
    if isinstance(value, tuple):
        return np.array([np.broadcast_to(one, shape) for one in value], dtype=float)
    array = np.array(value, dtype=float)
    return array if array.ndim else np.array(np.broadcast_to(array, shape))


def _of_both(value: Any, x: Any) -> tuple[Any, Any]:
    """What there is for each coordinate, or once for both, as two."""
    along_x, along_y = value if getattr(value, "ndim", 0) == x.ndim else (value, value)
    return along_x, along_y


def _one_per_lane(optimizer: Optimizer, points: Array, gradient: Array, before: Any, more: list[Any]) -> Any:
    """The recorded states, (2, columns) a field, with one number a column where the method has one for both coordinates.

    Which these are is seen from what its first step returns.
    """
    first = [argument[..., :1] if isinstance(argument, np.ndarray) else argument for argument in more]
    _, after = optimizer.update(points[:, :1], gradient[:, :1], optimizer.initial_state(), *first)
    return before._make(kept[0] if np.ndim(new) < 2 else kept for kept, new in zip(before, after, strict=True))


def _watched(method: type[Optimizer], itself: Any, *arguments: Any) -> tuple[Any, dict[str, Any]]:
    """What `update` returns, and the numbers in its local variables when it does."""
    code = method.update.__code__
    seen: dict[str, Any] = {}

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is code:
            seen.update(frame.f_locals)

    former: Callable[..., Any] | None = sys.getprofile()
    sys.setprofile(watch)
    try:
        returned = method.update(itself, *arguments)
    finally:
        sys.setprofile(former)
    return returned, {name: value for name, value in seen.items() if hasattr(value, "ndim") or isinstance(value, (float, int))}


def _written(method: type[Optimizer], name: str) -> str:
    """The LaTeX of a name: declared as a hyperparameter's symbol or by the method, else as it is spelled."""
    if name in method.symbols:
        return method.symbols[name]
    if name in method.parameters():
        return method.parameters()[name].symbol
    power_of = name.removesuffix("_power")
    if power_of != name and power_of in method.parameters():
        return f"{method.parameters()[power_of].symbol}^t"
    return written(name)


@cache
def _letters(method: Any) -> dict[str, str]:
    """The letter of every variable that a method remembers, by name; not of powers and counters."""
    fields = [name for name in method.State._fields if not name.endswith("_power") and name != "t"]
    return {name: symbol(latex, method.name).letter for name in fields if (latex := _written(method, name))}


def _precedence(method: type[Optimizer], name: str) -> int:
    """Of names that are written alike the one that is declared wins; a switch, which is not a number, never does."""
    parameter = method.parameters().get(name)
    if parameter is not None:
        return -1 if parameter.is_switch else 2
    return int(name in method.symbols)


@cache
def _vocabulary(method: Any, names: frozenset[str]) -> dict[str, str]:
    """The value's name for each symbol's name, without what tells old from new."""
    known = {"I": "I", "e": "e", "t": "step number", "H": "hessian"}
    spelled = {name.rpartition(".")[2] for name in names if " " not in name} - {"x", "gradient", "I", "hessian"}
    for name in sorted(spelled, key=lambda name: (_precedence(method, name), name)):
        matrix = name.removesuffix("_xx")
        named = matrix if f"{matrix}_yy" in spelled else name
        latex = _written(method, named)
        if latex:
            known[symbol(latex, method.name).name] = named
        if latex and name.endswith("_power"):
            known[symbol(latex.removesuffix("^t") + "^{t-1}", method.name).name] = f"before.{name}"
    return known
