"""Easom's function: one steep hole in a wide plateau, on which there is nearly no slope to follow."""

import numpy as np

from ._surface import Surface


class Easom(Surface):
    """Flat almost everywhere: a method whose steps are scaled by the gradient hardly moves until it meets the hole."""

    name = "Easom"
    formula = r"-\cos x \cos y\, e^{-(x - \pi)^2 - (y - \pi)^2}"
    reference = "M. Molga and C. Smutnicki (2005), Test functions for optimization needs"
    domain = ((-2.0, 8.0), (-2.0, 8.0))
    start = (2.0, 4.5)
    minimizers = ((np.pi, np.pi),)
    # Those around the hole; the ones farther out differ from the plateau by less than 1e-10.
    saddles = ((np.pi / 2, np.pi / 2), (np.pi / 2, 3 * np.pi / 2), (3 * np.pi / 2, np.pi / 2), (3 * np.pi / 2, 3 * np.pi / 2))
    # Dents of depth 8e-5 at the hole's corners; the ones farther out are shallower than 1e-10.
    local_minima = (
        (1.3049954504376675, 1.3049954504376675),
        (1.3049954504376675, 4.978189856741919),
        (4.978189856741919, 1.3049954504376675),
        (4.978189856741919, 4.978189856741919),
    )

    def f(self, x, y):
        a, b = x - np.pi, y - np.pi
        return -np.cos(x) * np.cos(y) * np.exp(-a * a - b * b)

    def grad(self, x, y):
        a, b = x - np.pi, y - np.pi
        cx, cy = np.cos(x), np.cos(y)
        bell = np.exp(-a * a - b * b)
        return bell * cy * (np.sin(x) + 2 * a * cx), bell * cx * (np.sin(y) + 2 * b * cy)

    def hess(self, x, y):
        a, b = x - np.pi, y - np.pi
        cx, cy, sx, sy = np.cos(x), np.cos(y), np.sin(x), np.sin(y)
        bell = np.exp(-a * a - b * b)
        xx = bell * cy * ((3 - 4 * a * a) * cx - 4 * a * sx)
        yy = bell * cx * ((3 - 4 * b * b) * cy - 4 * b * sy)
        xy = -bell * (sx + 2 * a * cx) * (sy + 2 * b * cy)
        return (xx, xy), (xy, yy)
