"""Styblinski and Tang's function: four valleys, one per corner, the deepest of them at the lower left."""

from ._surface import Surface


class StyblinskiTang(Surface):
    """Each coordinate has a deep and a shallow valley of its own; the start decides which of them are found."""

    name = "Styblinski–Tang"
    formula = r"\tfrac{1}{2}\left(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y\right)"
    reference = "M. A. Styblinski and T.-S. Tang (1990), Experiments in nonconvex optimization"
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    start = (-0.3, 4.9)
    minimizers = ((-2.903534027771177, -2.903534027771177),)
    saddles = (
        (-2.903534027771177, 0.1567312567803401),
        (0.1567312567803401, -2.903534027771177),
        (2.746802770990837, 0.1567312567803401),
        (0.1567312567803401, 2.746802770990837),
    )
    local_minima = (
        (-2.903534027771177, 2.746802770990837),
        (2.746802770990837, -2.903534027771177),
        (2.746802770990837, 2.746802770990837),
    )

    def f(self, x, y):
        xx, yy = x * x, y * y
        return (xx * (xx - 16) + 5 * x + yy * (yy - 16) + 5 * y) / 2

    def grad(self, x, y):
        return x * (2 * x * x - 16) + 2.5, y * (2 * y * y - 16) + 2.5

    def hess(self, x, y):
        return (6 * x * x - 16, 0.0), (0.0, 6 * y * y - 16)
