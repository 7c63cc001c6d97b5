"""Which cases a test goes through, and how it says in which of them it failed."""

from collections.abc import Iterator
from contextlib import contextmanager

from optviz import OPTIMIZERS
from optviz.ui.experiment import everyone


def with_hyperparameters_of_their_own() -> list[str]:
    """Every method, and of its forms in the libraries those that declare a hyperparameter which the method lacks.

    To a page that asks a form for its hyperparameters and for nothing else, another form is the method over again.
    """

    def lacks(entrant: str) -> set[str]:
        key, _, library = entrant.partition(".")
        method = OPTIMIZERS[key]
        return set(method.libraries()[library].parameters()) - set(method.parameters()) if library else set()

    return [entrant for entrant in everyone() if entrant in OPTIMIZERS or lacks(entrant)]


@contextmanager
def case(name: object) -> Iterator[None]:
    """What fails within the block says in which case.

    >>> with case("a slider"):
    ...     int("one")
    Traceback (most recent call last):
    ValueError: invalid literal for int() with base 10: 'one'
    in the case of a slider
    """
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the case of {name}")
        raise
