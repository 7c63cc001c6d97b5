"""A small network, trained by the same methods: does what two coordinates show hold for a thousand?"""

from .landscape import Plane, plane_through_zero, principal_plane, random_plane, roughness
from .perceptron import Network
from .sweep import TrainingSweep, sweep_training
from .training import Training, train
from .tuning import TunedTraining, tune_training

__all__ = [
    "Network",
    "Plane",
    "Training",
    "TrainingSweep",
    "TunedTraining",
    "plane_through_zero",
    "principal_plane",
    "random_plane",
    "roughness",
    "sweep_training",
    "train",
    "tune_training",
]
