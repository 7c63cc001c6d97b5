"""Gradient-descent methods on two-dimensional surfaces."""

from .as_code import as_code
from .basins import Basins, basins
from .early_stopping import early_stop, split
from .fan import Fan, fan
from .minimize import minimize
from .noises import NOISES
from .optimizer import Optimizer
from .optimizers import OPTIMIZERS
from .race import Race, Standing, race
from .schedules import SCHEDULES
from .status import Status
from .sweep import Sweep, sweep
from .trajectory import Trajectory
from .tune import Tuned, tune

__all__ = [
    "NOISES",
    "OPTIMIZERS",
    "SCHEDULES",
    "Basins",
    "Fan",
    "Optimizer",
    "Race",
    "Standing",
    "Status",
    "Sweep",
    "Trajectory",
    "Tuned",
    "as_code",
    "basins",
    "early_stop",
    "fan",
    "minimize",
    "race",
    "split",
    "sweep",
    "tune",
]
