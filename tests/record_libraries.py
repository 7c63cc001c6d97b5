"""Records trajectories of torch, keras and optax, for the conformance test. Run by hand, in an environment for each:

    pip install torch==2.13.0 numpy==2.4.6                    # one environment
    pip install keras==3.15.1 optax==0.2.8 numpy==2.4.6       # another
    PYTHONPATH=. python tests/record_libraries.py             # in each: what it can import is recorded anew, the rest is kept
    PYTHONPATH=. python tests/agreement.py                    # then, once: write down how well ours agree

What runs are the very lines that the page gives for copying. The gradient is the project's own closed
form, so that nothing but the update is compared.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from optviz import OPTIMIZERS, Optimizer
from optviz.as_code import as_code
from surfaces import SURFACES

RECORD = Path(__file__).with_name("library_trajectories.npz")
LIBRARIES = ("torch", "keras", "optax")
STEPS = 200
KEPT = (*range(21), *range(30, STEPS + 1, 10))
"""The steps that are recorded: all early ones, where most forms differ most, and every tenth after them."""
RUNS = (
    ("beale", (1.0, 1.5)),
    ("beale", (-1.0, -0.5)),
    ("rosenbrock", (-1.2, 1.0)),
    ("rosenbrock", (0.5, 2.0)),
    ("ravine", (-4.0, 1.5)),
    ("ravine", (2.0, -3.0)),
)

# ε = 1e-8 is what people use; only a large ε shows where it stands, and only a β far from 1 what is corrected how.
MOMENTS: tuple[dict[str, Any], ...] = (
    {"learning_rate": 0.03, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-8},
    {"learning_rate": 0.001, "beta1": 0.5, "beta2": 0.9, "epsilon": 1e-2},
    {"learning_rate": 0.05, "beta1": 0.95, "beta2": 0.98, "epsilon": 0.3},
)
ROOT = {**MOMENTS[1], "epsilon_root": 0.1}
DECAYED = {**MOMENTS[1], "weight_decay": 0.2}
AHEAD = tuple(
    {**moments, "period": period, "slow_step": step}
    for moments, period, step in zip(MOMENTS, (5.0, 5.0, 7.0), (0.5, 0.8, 0.2), strict=True)
)
SETTINGS: dict[str, tuple[dict[str, Any], ...]] = {
    "sgd": ({"learning_rate": 0.001}, {"learning_rate": 0.0005, "weight_decay": 0.2}),
    "momentum": (
        {"learning_rate": 0.0005, "momentum": 0.8},
        {"learning_rate": 0.0002, "momentum": 0.95},
        {"learning_rate": 0.0002, "momentum": 0.95, "weight_decay": 0.2},
        {"learning_rate": 0.0005, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.2},
    ),
    "nag": (
        {"learning_rate": 0.0005, "momentum": 0.8},
        {"learning_rate": 0.0002, "momentum": 0.95},
        {"learning_rate": 0.0005, "momentum": 0.8, "weight_decay": 0.2},
    ),
    "adagrad": (
        {"learning_rate": 0.2, "epsilon": 1e-8},
        {"learning_rate": 0.2, "epsilon": 0.1},
        {"learning_rate": 0.3, "epsilon": 1e-2, "initial_accumulator": 2.0},
        {"learning_rate": 0.3, "epsilon": 1e-3, "learning_rate_decay": 0.05},
        {"learning_rate": 0.3, "epsilon": 1e-2, "weight_decay": 0.2},
    ),
    "adadelta": (
        {"learning_rate": 1.0, "decay": 0.95, "epsilon": 1e-8},
        {"learning_rate": 0.1, "decay": 0.99, "epsilon": 1e-3},
        {"learning_rate": 1.0, "decay": 0.95, "epsilon": 1e-3},
        {"learning_rate": 0.05, "decay": 0.5, "epsilon": 1e-2},
        {"learning_rate": 0.1, "decay": 0.95, "epsilon": 1e-3, "weight_decay": 0.2},
    ),
    "rmsprop": (
        {"learning_rate": 0.003, "decay": 0.8, "epsilon": 1e-8},
        {"learning_rate": 0.003, "decay": 0.95, "epsilon": 0.1},
        {"learning_rate": 0.002, "decay": 0.9, "epsilon": 1e-2, "momentum": 0.7},
        {"learning_rate": 0.0005, "decay": 0.9, "epsilon": 0.3, "centered": True},
        {"learning_rate": 0.0005, "decay": 0.9, "epsilon": 1.0, "momentum": 0.7, "centered": True},
        {"learning_rate": 0.002, "decay": 0.9, "epsilon": 1e-2, "momentum": 0.7, "weight_decay": 0.2},
    ),
    "rprop": (
        {"initial_step": 0.01, "shrink": 0.4, "grow": 1.3, "min_step": 1e-4, "max_step": 0.5},
        {"initial_step": 0.3, "shrink": 0.4, "grow": 1.3, "min_step": 1e-4, "max_step": 0.5},
    ),
    "adam": (*MOMENTS, ROOT),
    "adamax": (*MOMENTS, DECAYED),
    "amsgrad": (*MOMENTS, ROOT, DECAYED),
    "nadam": (*MOMENTS, ROOT, {**MOMENTS[1], "momentum_decay": 0.3}, DECAYED),
    "adam_l2": tuple({**moments, "weight_decay": 0.05} for moments in MOMENTS),
    "lion": (
        {"learning_rate": 0.003, "beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0},
        {"learning_rate": 0.002, "beta1": 0.5, "beta2": 0.8, "weight_decay": 0.3},
    ),
    "radam": (*MOMENTS, ROOT, {**MOMENTS[0], "threshold": 20.0}, DECAYED),
    "lookahead": AHEAD,
    "ranger": AHEAD,
    "adamw": (*({**moments, "weight_decay": 0.05} for moments in MOMENTS), {**ROOT, "weight_decay": 0.05}),
}


CORNER_STEPS = 20
CORNER_KEPT = (*range(11), CORNER_STEPS)
CORNER_RUNS = (("beale", (1.0, 1.5)), ("beale", (1.0, 1.0)))
"""On the second start ∂f/∂x is 0, so that a method without ε divides 0 by 0 there, unless it looks first."""
INSIDE: dict[str, Any] = {
    **{"learning_rate": 0.01, "momentum": 0.8, "dampening": 0.3, "weight_decay": 0.2, "beta1": 0.8, "beta2": 0.95, "decay": 0.9},
    **{"epsilon": 1e-2, "epsilon_root": 0.05, "initial_accumulator": 0.5, "learning_rate_decay": 0.05, "momentum_decay": 0.3},
    **{"initial_step": 0.05, "shrink": 0.4, "grow": 1.3, "min_step": 1e-4, "max_step": 0.5},
    **{"period": 5.0, "slow_step": 0.5, "threshold": 6.0, "centered": False},
}
"""A value for every hyperparameter that no corner has: all of it is at work."""
PLAIN = (SURFACES["beale"], (1.0, 1.5), 1)


class Case(NamedTuple):
    """A method of a library with values by our names. For the others the library's own defaults are at work, left out if `bare`."""

    library: str
    key: str
    values: dict[str, Any]
    bare: bool = False

    def __str__(self) -> str:
        values = [*(f"{name}={value:g}" for name, value in self.values.items()), *(["its defaults"] if self.bare else [])]
        return " | ".join([self.library, self.key, ", ".join(values)])

    def optimizer(self) -> Optimizer:
        return OPTIMIZERS[self.key].like(self.library, **self.values)


def cases() -> Iterator[Case]:
    """Everything that is recorded: each method that a library has, at its defaults and at the settings that can be made there."""
    for library in LIBRARIES:
        for key in having(library):
            convention = OPTIMIZERS[key].libraries()[library].conventions[library]
            settings = [values for values in SETTINGS[key] if convention.adjustable().issuperset(values)]
            yield Case(library, key, {name: value for name, value in settings[0].items() if name not in convention.defaults}, bare=True)
            yield from (Case(library, key, values) for values in settings)


def _ends(library: str, key: str, accepted: bool) -> dict[str, list[Any]]:
    """The corners of what a library lets be set, 0 where it is allowed and both ends of the slider: those it accepts, or the others."""
    form = OPTIMIZERS[key].libraries()[library]
    convention = form.conventions[library]
    found = {}
    for name, parameter in form.parameters().items():
        if name in convention.adjustable():
            choices = parameter.choices()
            zero = [0.0] if parameter.domain.contains(0.0) else []
            ends = [bool(end) if parameter.is_switch else end for end in dict.fromkeys([*zero, choices[0], choices[-1]])]
            inside = convention.accepted.get(name, parameter.domain)
            found[name] = [end for end in ends if inside.contains(end) == accepted]
    return found


def corners(library: str, key: str) -> list[Case]:
    """A method of a library at its corners: each hyperparameter by itself, and all that can be together, low and high."""
    ends = _ends(library, key, accepted=True)
    inside = {name: INSIDE[name] for name in ends}
    alone = [inside | {name: end} for name, values in ends.items() for end in values]
    together = [{name: values[at] for name, values in ends.items()} for at in (0, -1)]
    # A learning rate at its end hides what the others do: they meet once at its usual value, too.
    rate = {name: inside[name] for name in ("learning_rate", "initial_step") if name in ends}
    return [Case(library, key, values) for values in (*alone, *together, *(one | rate for one in together))]


def refused(library: str, key: str) -> list[Case]:
    """A method of a library at those corners of which this project knows that the library refuses them."""
    ends = _ends(library, key, accepted=False)
    return [Case(library, key, {name: INSIDE[name] for name in ends} | {name: end}) for name, values in ends.items() for end in values]


def having(library: str) -> list[str]:
    """The methods that a library has."""
    return [key for key, method in OPTIMIZERS.items() if library in method.libraries()]


def lines(case: Case, surface: str, start: tuple[float, float], steps: int = STEPS) -> str:
    """The program of a run. Where the library's defaults are to be shown it leaves out every argument that has one."""
    optimizer = case.optimizer()
    program = as_code(optimizer, SURFACES[surface], start, steps, case.library)
    if not case.bare:
        return program
    convention = optimizer.conventions[case.library]
    (making,) = (line for line in program.splitlines() if line.startswith("optimizer = "))
    has_default = {keyword.arg for keyword in _keywords(convention.code) if _placeholders(keyword.value) & set(convention.defaults)}
    call = ast.parse(making)
    for node in ast.walk(call):
        if isinstance(node, ast.Call):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg not in has_default]
    return program.replace(making, ast.unparse(call))


def _keywords(code: str) -> list[ast.keyword]:
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.keyword)]


def _placeholders(value: ast.expr) -> set[str]:
    """The hyperparameters in an argument of a convention's code: Python reads {learning_rate} as a set with one name in it."""
    return {node.id for braces in ast.walk(value) if isinstance(braces, ast.Set) for node in braces.elts if isinstance(node, ast.Name)}


def recorded(case: Case) -> np.ndarray:
    """The iterates of all runs of a case at the steps that are kept, (runs, kept, 2)."""
    paths = []
    for surface, start in RUNS:
        space: dict[str, Any] = {}
        exec(lines(case, surface, start), space)
        paths.append(np.array(space["path"])[list(KEPT)])
    return np.array(paths)


def recorded_corners(library: str, key: str) -> np.ndarray:
    """The iterates at all corners of a method, (corners, runs, kept, 2)."""
    paths = []
    for case in corners(library, key):
        for surface, start in CORNER_RUNS:
            space: dict[str, Any] = {}
            exec(lines(case, surface, start, CORNER_STEPS), space)
            paths.append(np.array(space["path"])[list(CORNER_KEPT)])
    return np.array(paths).reshape(-1, len(CORNER_RUNS), len(CORNER_KEPT), 2)


def refusal(case: Case) -> str:
    """What a library answers when it is to make what it refuses, as a line that names the case."""
    convention = OPTIMIZERS[case.key].libraries()[case.library].conventions[case.library]
    space: dict[str, Any] = {}
    exec(as_code(OPTIMIZERS[case.key].like(case.library, **{name: INSIDE[name] for name in case.values}), *PLAIN, case.library), space)
    try:
        eval(convention.code.format(**{name: repr(value) for name, value in case.values.items()}), space)
    except ValueError as error:
        return f"{case}: {error}"
    raise AssertionError(f"{case} is not refused")


def main() -> None:
    """Record what can be imported here; keep the rest of the record."""
    record: dict[str, Any] = {}
    if RECORD.exists():
        with np.load(RECORD) as old:
            record = dict(old)
    wanted = {str(case): case for case in cases()}
    for library in LIBRARIES:
        if importlib.util.find_spec(library) is None:
            continue
        fresh = {name: recorded(case) for name, case in wanted.items() if case.library == library}
        fresh |= {f"{library} | {key} | corners": recorded_corners(library, key) for key in having(library)}
        fresh[f"{library} refuses"] = np.array([refusal(case) for key in having(library) for case in refused(library, key)], dtype=str)
        versions = [f"{name} {importlib.import_module(name).__version__}" for name in (library, "numpy")]
        record = {name: kept for name, kept in record.items() if not name.startswith(library)} | fresh
        record[f"{library} versions"] = ", ".join(versions)
    np.savez_compressed(RECORD, **record)


if __name__ == "__main__":
    main()
