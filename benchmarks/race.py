"""How long the race takes, beside the same loop in torch.optim; and how many bytes its picture has.

    python benchmarks/race.py

Every method runs 500 steps on Beale from its default start, with every point recorded. torch gets the
same analytic gradients put into .grad, one thread, float64. Rounds are interleaved, so that a busy
machine is busy for all. torch is not a requirement: without it its rows are missing, and said to be.
The race is run twice: as machine code, as the pages have it once it is compiled, and in NumPy and Python alone.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from machine import describe
from rounds import interleaved, show, show_required

from optviz import OPTIMIZERS, Race, descent, minimize, race
from optviz.lanes.machine_code import order, recorder
from optviz.player.payload import pack
from optviz.player.scene import scene
from surfaces import SURFACES, Surface

try:
    import torch
except ImportError:
    torch = None  # type: ignore[assignment]

STEPS = 500
ROUNDS = 15
REQUIRED_SPEED = 5
REQUIRED_SPEED_COMPILED = 50
REQUIRED_KILOBYTES = 80

SURFACE, OTHER = SURFACES["beale"], SURFACES["ackley"]
ENTRANTS = {key: optimizer() for key, optimizer in OPTIMIZERS.items() if optimizer.opens_the_race}

COMPILED = "optviz, race, compiled"
RACE = "optviz, race, not compiled"
TORCH = "torch.optim, one method after the other"
TORCH_TOGETHER = "torch.optim, side by side"


def raced() -> Race:
    return race(ENTRANTS, SURFACE, SURFACE.start, STEPS)


def raced_without_compiler() -> Race:
    descent.recorder = lambda optimizer, surface: None
    try:
        return raced()
    finally:
        descent.recorder = recorder


def one_by_one() -> None:
    for optimizer in ENTRANTS.values():
        minimize(optimizer, SURFACE, SURFACE.start, STEPS)


def of_torch() -> dict[str, Callable[[Any], Any]]:
    """For every method that torch has: its optimizer with our hyperparameters, given the parameters to optimize."""
    o = ENTRANTS

    def adam(key: str, **more: Any) -> dict[str, Any]:
        return {"lr": o[key].learning_rate, "betas": (o[key].beta1, o[key].beta2), "eps": o[key].epsilon, **more}

    return {
        "sgd": lambda p: torch.optim.SGD(p, lr=o["sgd"].learning_rate),
        "momentum": lambda p: torch.optim.SGD(p, lr=o["momentum"].learning_rate, momentum=o["momentum"].momentum),
        "nag": lambda p: torch.optim.SGD(p, lr=o["nag"].learning_rate, momentum=o["nag"].momentum, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=o["adagrad"].learning_rate, eps=o["adagrad"].epsilon),
        "adadelta": lambda p: torch.optim.Adadelta(p, rho=o["adadelta"].decay, eps=o["adadelta"].epsilon),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=o["rmsprop"].learning_rate, alpha=o["rmsprop"].decay, eps=o["rmsprop"].epsilon),
        "adam": lambda p: torch.optim.Adam(p, **adam("adam")),
        "adamax": lambda p: torch.optim.Adamax(p, **adam("adamax")),
        "nadam": lambda p: torch.optim.NAdam(p, **adam("nadam")),
        "amsgrad": lambda p: torch.optim.Adam(p, **adam("amsgrad", amsgrad=True)),
        "adamw": lambda p: torch.optim.AdamW(p, **adam("adamw", weight_decay=o["adamw"].weight_decay)),
        "adam_l2": lambda p: torch.optim.Adam(p, **adam("adam_l2", weight_decay=o["adam_l2"].weight_decay)),
        "rprop": lambda p: torch.optim.Rprop(
            p,
            lr=o["rprop"].initial_step,
            etas=(o["rprop"].shrink, o["rprop"].grow),
            step_sizes=(o["rprop"].min_step, o["rprop"].max_step),
        ),
    }


def torch_one_by_one() -> None:
    """What a user would write: one method after the other. Nothing there stops a run that diverges."""
    for build in of_torch().values():
        x = torch.tensor(SURFACE.start, dtype=torch.float64)
        x.grad = torch.zeros_like(x)
        optimizer = build([x])
        points = [x.clone()]
        for _ in range(STEPS):
            x.grad.copy_(torch.from_numpy(SURFACE.gradient(x.numpy())))
            optimizer.step()
            points.append(x.clone())
        torch.stack(points)


def torch_side_by_side() -> None:
    """As our race does it: one batched gradient for all methods, then each takes its step."""
    builds = of_torch().values()
    xs = [torch.tensor(SURFACE.start, dtype=torch.float64) for _ in builds]
    optimizers = [build([x]) for build, x in zip(builds, xs, strict=True)]
    points = [torch.stack(xs, dim=1)]
    for _ in range(STEPS):
        gradients = torch.from_numpy(SURFACE.gradient(points[-1].numpy())).unbind(dim=1)
        for x, gradient, optimizer in zip(xs, gradients, optimizers, strict=True):
            x.grad = gradient
            optimizer.step()
        points.append(torch.stack(xs, dim=1))
    torch.stack(points)


def payload(surface: Surface, entrants: Iterable[str], live: bool = True, steps: int = 300) -> bytes:
    """What the player is sent for a race, whether the browser works out the rest or not."""
    lanes = race({key: OPTIMIZERS[key]() for key in entrants}, surface, surface.start, steps)
    header, arrays = scene(lanes, key="race", start=surface.start, live={} if live else None)
    return pack(header, arrays)


def main() -> None:
    print(describe("numpy", "numba", "torch"))
    began = time.perf_counter()
    order(ENTRANTS.values(), SURFACE, wait=True)
    print(f"compiled, or read from the disk, in {time.perf_counter() - began:.2f} s")
    print(f"\n{len(ENTRANTS)} methods × {STEPS} steps on {SURFACE.name}, every point recorded")
    candidates: dict[str, Callable[[], Any]] = {
        COMPILED: raced,
        "optviz, one method after the other, compiled": one_by_one,
        RACE: raced_without_compiler,
    }
    if torch is not None:
        torch.set_num_threads(1)
        candidates |= {TORCH: torch_one_by_one, TORCH_TOGETHER: torch_side_by_side}
    with np.errstate(all="ignore"):  # torch's runs go on after they have overflown
        found = interleaved(candidates, ROUNDS)
    show(found, RACE)
    pairs = [(found.results[COMPILED].lanes[key], found.results[RACE].lanes[key]) for key in ENTRANTS]
    same = sum(np.array_equal(one.points, other.points) for one, other in pairs)
    print(f"  {same} of {len(pairs)} compiled runs are the others to the last bit")
    if torch is None:
        print("  torch is not installed: nothing to compare with")
    else:
        missing = ", ".join(sorted(set(ENTRANTS) - set(of_torch())))
        print(f"  torch runs {len(of_torch())} of the {len(ENTRANTS)} methods; it has no {missing}")
        for name in (TORCH, TORCH_TOGETHER):
            show_required(f"{name}, times the race", found.ratios(name, RACE), at_least=REQUIRED_SPEED)
            show_required(f"{name}, times the compiled race", found.ratios(name, COMPILED), at_least=REQUIRED_SPEED_COMPILED)

    print("\nPayload of a race over 300 steps, gzipped in brackets")
    for entrants in (ENTRANTS, OPTIMIZERS):
        print(f"  {len(entrants)} methods on {SURFACE.name}, {sizes(SURFACE, entrants)}")
        print(f"  {len(entrants)} methods on {OTHER.name}, whose last bits are the library's: {sizes(OTHER, entrants)}")
    kilobytes = len(payload(SURFACE, ENTRANTS)) / 1e3
    print(f"  required: at most {REQUIRED_KILOBYTES} kB for the race that opens the app, which has {kilobytes:.1f}")


def sizes(surface: Surface, entrants: Iterable[str]) -> str:
    """How large the payload is where the browser works out what it can, and where it only draws."""
    blocks = [payload(surface, entrants, live) for live in (True, False)]
    alone, whole = (f"{len(block) / 1e3:.1f} kB ({len(gzip.compress(block)) / 1e3:.1f})" for block in blocks)
    return f"{alone} instead of {whole}"


if __name__ == "__main__":
    main()
