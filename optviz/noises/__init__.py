"""Every kind of noise, one per file."""

from surfaces.declaration import Catalog, declared_in

from ..noise import Noise

NOISES = Catalog("noise", declared_in(__name__, __path__, Noise))
"""The class of every kind of noise, by file name."""
