"""The schedules: every course that a learning rate can take, one per file."""

from surfaces.declaration import Catalog, declared_in

from ..schedule import Schedule

SCHEDULES = Catalog("schedule", declared_in(__name__, __path__, Schedule))
"""Every schedule class, by file name. Call one to set its parameters."""

__all__ = ["SCHEDULES"]
