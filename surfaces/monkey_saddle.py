"""The monkey saddle: three ways down (the third for the tail), and no curvature at all where they meet."""

from ._surface import Beyond, Surface


class MonkeySaddle(Surface):
    """A ridge leads down to a saddle where gradient and Hessian vanish: plain descent slows down and takes long to leave."""

    name = "Monkey saddle"
    formula = r"x^3 - 3 x y^2"
    reference = "D. Hilbert and S. Cohn-Vossen (1932), Geometry and the imagination"
    domain = ((-1.5, 1.5), (-1.5, 1.5))
    start = (1.0, 0.01)
    saddles = ((0.0, 0.0),)
    beyond = Beyond.LOWER

    def f(self, x, y):
        return x * (x * x - 3 * y * y)

    def grad(self, x, y):
        return 3 * (x * x - y * y), -6 * x * y

    def hess(self, x, y):
        xx, xy = 6 * x, -6 * y
        return (xx, xy), (xy, -xx)
