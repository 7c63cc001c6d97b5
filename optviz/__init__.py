"""Gradient-descent methods on two-dimensional surfaces."""

from .minimize import minimize
from .optimizer import Optimizer
from .optimizers import OPTIMIZERS
from .race import Race, Standing, race
from .trajectory import Status, Trajectory

__all__ = ["OPTIMIZERS", "Optimizer", "Race", "Standing", "Status", "Trajectory", "minimize", "race"]
