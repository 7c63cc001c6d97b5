"""Gradient-descent methods on two-dimensional surfaces."""

from .as_code import as_code
from .basins import Basins, basins
from .minimize import minimize
from .optimizer import Optimizer
from .optimizers import OPTIMIZERS
from .race import Race, Standing, race
from .sweep import Sweep, sweep
from .trajectory import Status, Trajectory
from .tune import Tuned, tune

__all__ = [
    "OPTIMIZERS",
    "Basins",
    "Optimizer",
    "Race",
    "Standing",
    "Status",
    "Sweep",
    "Trajectory",
    "Tuned",
    "as_code",
    "basins",
    "minimize",
    "race",
    "sweep",
    "tune",
]
