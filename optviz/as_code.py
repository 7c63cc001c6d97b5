"""The few lines of a library, or of this package, that reproduce a run, to copy."""

from __future__ import annotations

from typing import Any

from surfaces import SURFACES, Surface
from surfaces.declaration import Declared

from .arguments import check_single, checked_count, checked_member, checked_single_start, checked_steps
from .convention import LIBRARIES, Convention
from .noise import Noise
from .optimizer import Optimizer
from .schedule import Schedule

OPTVIZ = "optviz"
ONE_RUN = "code is that of one run"

PACKAGE = """\
from optviz import {names}
from surfaces import SURFACES

surface = {surface}
optimizer = {optimizer}
path = minimize(optimizer, surface, {start}, steps={steps}{conditions}).points.tolist()
"""

TORCH = """\
import torch

from surfaces import SURFACES

torch.set_default_dtype(torch.float64)
surface = {surface}
theta = torch.tensor({start})
optimizer = {optimizer}
path = [theta.tolist()]
for _ in range({steps}):
    theta.grad = torch.from_numpy(surface.gradient(theta.numpy()))
    optimizer.step()
    path.append(theta.tolist())
"""

KERAS = """\
import os

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ["JAX_ENABLE_X64"] = "1"  # without it JAX rounds to float32

import keras

from surfaces import SURFACES

keras.config.set_floatx("float64")
surface = {surface}
theta = keras.Variable({start})
optimizer = {optimizer}
path = [theta.numpy().tolist()]
for _ in range({steps}):
    gradient = keras.ops.convert_to_tensor(surface.gradient(theta.numpy()))
    optimizer.apply([gradient], [theta])
    path.append(theta.numpy().tolist())
"""

OPTAX = """\
import jax
import optax

from surfaces import SURFACES

jax.config.update("jax_enable_x64", True)  # without it JAX rounds to float32
surface = {surface}
theta = jax.numpy.array({start})
optimizer = {optimizer}
{wrapping}state = optimizer.init(theta)
path = [{point}.tolist()]
for _ in range({steps}):
    gradient = jax.numpy.array(surface.gradient({point}))
    updates, state = optimizer.update(gradient, state, theta)
    theta = optax.apply_updates(theta, updates)
    path.append({point}.tolist())
"""

LINES = {"torch": TORCH, "keras": KERAS, "optax": OPTAX}


def as_code(
    optimizer: Optimizer,
    surface: Surface,
    start: Any,
    steps: int,
    library: str,
    *,
    schedule: Schedule | None = None,
    noise: Noise | None = None,
    seed: int = 0,
) -> str:
    """A program that leaves the run's points in `path`: of PyTorch, Keras or Optax, or of this package ("optviz").

    steps, schedule, noise, seed: see `minimize`
    Raises ValueError where the library does not have the method in this form, or refuses these values, where a schedule or noise is
    given to one, and for what a program cannot name: a batch of runs, a surface that is not in SURFACES.
    """
    optimizer, surface = checked_member("optimizer", optimizer, Optimizer), checked_member("surface", surface, Surface)
    schedule = checked_member("schedule", schedule, Schedule, optional=True)
    noise = checked_member("noise", noise, Noise, optional=True)
    obstacle = _obstacle(optimizer, library)
    if not obstacle and library != OPTVIZ and (schedule or noise):
        obstacle = f"{optimizer.name}: library must be {OPTVIZ} where there is a schedule or noise, got {library!r}"
    if obstacle:
        raise ValueError(obstacle)
    seed = checked_count("seed", seed, 0)
    run = {"surface": _surface(surface), "start": repr(tuple(checked_single_start(start).tolist())), "steps": repr(checked_steps(steps))}
    if library == OPTVIZ:
        names, conditions = ["OPTIMIZERS", "minimize"], ""
        for name, one in {"schedule": schedule, "noise": noise}.items():
            if one is not None:
                check_single(one, since=ONE_RUN)
                catalog = f"{name.upper()}S"
                names.append(catalog)
                call = _called(f'{catalog}["{one.key}"]', one)
                conditions += f", {name}={call}"
        conditions += f", seed={seed}" if noise is not None else ""
        return PACKAGE.format(**run, names=", ".join(sorted(names)), optimizer=_optimizer(optimizer), conditions=conditions)
    convention = _conventions(optimizer)[library]
    values = {name: repr(int(value) if name in convention.whole else value) for name, value in optimizer.values_by_name().items()}
    wrapping = f"theta = {convention.parameters}\n" if convention.parameters != "theta" else ""
    return LINES[library].format(**run, optimizer=convention.code.format(**values), wrapping=wrapping, point=convention.point)


def code_libraries(optimizer: Optimizer) -> tuple[str, ...]:
    """Who can run this very form with these values: "optviz" first, then libraries."""
    return tuple(library for library in (OPTVIZ, *LINES) if not _obstacle(optimizer, library))


def _obstacle(optimizer: Optimizer, library: str) -> str:
    """What keeps a library from running the optimizer; empty if nothing does."""
    name, conventions = optimizer.name, _conventions(optimizer)
    if library not in (OPTVIZ, *LINES):
        return f"{name}: library must be one of {', '.join((OPTVIZ, *LINES))}, got {library!r}"
    if type(optimizer) not in optimizer.forms():
        return f"{name}: must be one of OPTIMIZERS, or a library's form of one, for a program to name it"
    try:
        check_single(optimizer, since=ONE_RUN)
    except ValueError as refused:
        return str(refused)
    if library == OPTVIZ:
        return ""
    if library not in conventions:
        has = optimizer.absent.get(library, "has another form of it" if library in optimizer.libraries() else "does not have it")
        having = (OPTVIZ, *(one for one in conventions if one in LINES))
        return f"{name}: library must be one that has this form ({', '.join(having)}); {LIBRARIES[library]} {has}"
    convention = conventions[library]
    for key, value in optimizer.values_by_name().items():
        only = convention.defaults.get(key, optimizer.parameters()[key].default)
        if key not in convention.adjustable() and value != only:
            return f"{name}: {key} must be {only!r} in {LIBRARIES[library]}, which cannot change it, got {value!r}"
        if key in convention.whole and value % 1:
            return f"{name}: {key} must be a whole number in {LIBRARIES[library]}, got {value!r}"
        if key in convention.accepted and not convention.accepted[key].contains(value):
            return f"{name}: {key} must lie in {convention.accepted[key]} in {LIBRARIES[library]}, got {value!r}"
    return ""


def _conventions(optimizer: Optimizer) -> dict[str, Convention]:
    """The libraries that have the very form of this optimizer."""
    form = type(optimizer)
    return {library: form.conventions[library] for library, one in form.libraries().items() if one is form and library in form.conventions}


def _optimizer(optimizer: Optimizer) -> str:
    """The expression that makes the optimizer in this package."""
    method, *_ = optimizer.forms()
    named = f'OPTIMIZERS["{optimizer.key}"]'
    if type(optimizer) is method:
        return _called(named, optimizer)
    (library, *_) = _conventions(optimizer)
    return _called(f"{named}.like", optimizer, f'"{library}"')


def _called(what: str, declared: Declared, *first: str) -> str:
    """The call that makes something declared, with all of its values."""
    return f"{what}({', '.join([*first, *(f'{name}={value!r}' for name, value in declared.values_by_name().items())])})"


def _surface(surface: Surface) -> str:
    """The expression that makes the surface, with those parameters that are not the default. ValueError for one that is not in SURFACES."""
    usual: Declared | None = SURFACES.get(surface.key)
    if type(surface) is not type(usual):
        raise ValueError(f"{surface.name}: must be one of SURFACES as it stands, for a program to name it, got a surface made otherwise")
    check_single(surface, since=ONE_RUN)
    changed = [f"{name}={value!r}" for name, value in surface.values_by_name().items() if value != getattr(usual, name)]
    return f'SURFACES["{surface.key}"]' + (f".replace({', '.join(changed)})" if changed else "")
