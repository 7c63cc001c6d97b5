"""Every kind of noise, one per file."""

from ..hyperparameter import Catalog, declared_in
from ..noise import Noise

NOISES = Catalog("noise", declared_in(__name__, __path__, Noise))
"""The class of every kind of noise, by file name."""
