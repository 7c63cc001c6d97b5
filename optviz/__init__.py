"""Gradient-descent methods on two-dimensional surfaces."""

from .as_code import as_code
from .minimize import minimize
from .optimizer import Optimizer
from .optimizers import OPTIMIZERS
from .race import Race, Standing, race
from .trajectory import Status, Trajectory

__all__ = ["OPTIMIZERS", "Optimizer", "Race", "Standing", "Status", "Trajectory", "as_code", "minimize", "race"]
