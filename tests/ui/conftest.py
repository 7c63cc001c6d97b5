"""Pages and what they are made of share results with all visitors, but no test with the tests of another file."""

from collections.abc import Iterator

import pytest

from optviz.ui.shelf import STORE


@pytest.fixture(scope="module", autouse=True)
def nothing_is_kept_from_before() -> Iterator[None]:
    """Every file begins with empty shelves, and leaves none behind that are full."""
    STORE.clear()
    yield
    STORE.clear()
