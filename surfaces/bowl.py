"""The round bowl x² + y²: the easiest surface there is, on which every method can be checked by hand."""

from ._surface import Surface


class Bowl(Surface):
    """Equally steep in all directions: the gradient points straight away from the minimizer."""

    name = "Bowl"
    formula = r"x^2 + y^2"
    reference = "K. A. De Jong (1975), An analysis of the behavior of a class of genetic adaptive systems, function F1"
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    start = (-4.0, 2.0)
    minimizers = ((0.0, 0.0),)

    def f(self, x, y):
        return x * x + y * y

    def grad(self, x, y):
        return 2 * x, 2 * y

    def hess(self, x, y):
        return (2.0, 0.0), (0.0, 2.0)
