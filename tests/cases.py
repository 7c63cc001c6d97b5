"""How a test that goes through several cases says in which of them it failed."""

from collections.abc import Iterator
from contextlib import contextmanager


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
