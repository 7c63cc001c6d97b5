"""Records trajectories of torch.optim, for the conformance test. Run by hand, in an environment with torch and NumPy:

    pip install torch==2.13.0 numpy==2.4.6
    PYTHONPATH=. python tests/record_torch.py

The gradient is the project's own closed form, put into `.grad`, so that nothing but the update is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from surfaces import SURFACES

RECORD = Path(__file__).with_name("torch_trajectories.npz")
STEPS = 200
STARTS = {
    "beale": ((1.0, 1.5), (-1.0, -0.5)),
    "rosenbrock": ((-1.2, 1.0), (0.5, 2.0)),
    "ravine": ((-4.0, 1.5), (2.0, -3.0)),
}


class Case(NamedTuple):
    """A method with its hyperparameters, by our names, and how torch.optim makes it."""

    optimizer: str
    hyperparameters: dict[str, float]
    make: Callable[[Any, Any], Any]  # (torch.optim, parameters) -> optimizer

    def __str__(self) -> str:
        return ", ".join([self.optimizer, *(f"{name}={value:g}" for name, value in self.hyperparameters.items())])


def adam_like(key: str, name: str, learning_rate: float, epsilon: float, weight_decay: float | None = None, **options: Any) -> Case:
    """A case of the methods that have Adam's hyperparameters."""
    ours = {"learning_rate": learning_rate, "beta1": 0.8, "beta2": 0.99, "epsilon": epsilon}
    if weight_decay is not None:
        ours["weight_decay"] = weight_decay
    theirs = dict(options, lr=learning_rate, betas=(0.8, 0.99), eps=epsilon, weight_decay=weight_decay or 0.0)
    return Case(key, ours, lambda optim, p: getattr(optim, name)(p, **theirs))


def cases() -> Iterator[Case]:
    """Everything that is recorded. ε = 1e-8 is what people use; only a large ε shows where it stands."""
    yield Case("sgd", {"learning_rate": 0.001}, lambda optim, p: optim.SGD(p, lr=0.001))
    yield Case("momentum", {"learning_rate": 0.0005, "momentum": 0.8}, lambda optim, p: optim.SGD(p, lr=0.0005, momentum=0.8))
    yield Case("nag", {"learning_rate": 0.0005, "momentum": 0.8}, lambda optim, p: optim.SGD(p, lr=0.0005, momentum=0.8, nesterov=True))
    for initial in (0.01, 0.3):
        yield Case(
            "rprop",
            {"initial_step": initial, "shrink": 0.4, "grow": 1.3, "min_step": 1e-4, "max_step": 0.5},
            lambda optim, p, initial=initial: optim.Rprop(p, lr=initial, etas=(0.4, 1.3), step_sizes=(1e-4, 0.5)),
        )
    for epsilon in (1e-8, 1e-3):
        yield Case(
            "adadelta", {"decay": 0.95, "epsilon": epsilon}, lambda optim, p, eps=epsilon: optim.Adadelta(p, lr=1.0, rho=0.95, eps=eps)
        )
    for epsilon in (1e-8, 1e-2):
        yield adam_like("adam", "Adam", 0.03, epsilon)
        yield adam_like("adamax", "Adamax", 0.05, epsilon)
        yield adam_like("adamw", "AdamW", 0.03, epsilon, weight_decay=0.05)
        yield adam_like("adam_l2", "Adam", 0.03, epsilon, weight_decay=0.05)
        yield adam_like("amsgrad", "Adam", 0.03, epsilon, amsgrad=True)
        yield adam_like("nadam", "NAdam", 0.03, epsilon, momentum_decay=0.004)
    for epsilon in (1e-30, 0.1):
        yield Case("adagrad", {"learning_rate": 0.2, "epsilon": epsilon}, lambda optim, p, eps=epsilon: optim.Adagrad(p, lr=0.2, eps=eps))
        yield Case(
            "rmsprop",
            {"learning_rate": 0.01, "decay": 0.8, "epsilon": epsilon},
            lambda optim, p, eps=epsilon: optim.RMSprop(p, lr=0.01, alpha=0.8, eps=eps),
        )


def recorded(torch: Any, case: Case, key: str, start: tuple[float, float]) -> np.ndarray:
    """The iterates of one run, (STEPS + 1, 2)."""
    point = torch.tensor(start)
    optimizer = case.make(torch.optim, [point])
    path = [point.numpy().copy()]
    for _ in range(STEPS):
        point.grad = torch.from_numpy(SURFACES[key].gradient(point.numpy().reshape(2, 1)).reshape(2))
        optimizer.step()
        path.append(point.numpy().copy())
    return np.array(path)


def main() -> None:
    """Write the record."""
    import torch

    torch.set_default_dtype(torch.float64)  # NAdam keeps its running product in the default dtype
    torch.set_num_threads(1)
    paths = {
        f"{case} | {key} | {start}": recorded(torch, case, key, start)
        for case in cases()
        for key, starts in STARTS.items()
        for start in starts
    }
    np.savez_compressed(RECORD, versions=f"torch {torch.__version__}, numpy {np.__version__}", **paths)


if __name__ == "__main__":
    main()
