"""What is kept for all visitors: made once, within a bound, and taken over when whoever made it has gone."""

import sys
import threading
import time

import pytest
from hanging import SECONDS_UNTIL_HUNG

from optviz.ui.shelf import BUDGET, STORE, Shelf, Store


class Gone(Exception):
    """The visitor has moved on."""


def quiet(share):
    pass


def alone(share):
    raise AssertionError("there is nobody to wait for")


def test_what_was_made_is_not_made_again():
    shelf = Shelf[str](len, Store(100))
    made = []

    def make(tell):
        made.append(1)
        return "x"

    assert [shelf.get("ticket", make, alone) for _ in range(3)] == ["x", "x", "x"]
    assert "ticket" in shelf
    assert "another" not in shelf
    assert shelf.get("another", make, alone) == "x"
    assert len(made) == 2


def test_what_was_not_asked_for_the_longest_goes_first():
    shelf = Shelf[str](len, Store(3))
    for ticket in "abc":
        shelf.get(ticket, lambda tell: "x", alone)
    assert shelf.get("a", lambda tell: "new", alone) == "x"
    shelf.get("d", lambda tell: "x", alone)
    assert shelf.get("a", lambda tell: "new", alone) == "x"
    assert shelf.get("b", lambda tell: "new", alone) == "new"


def test_what_is_too_large_is_answered_all_the_same():
    shelf = Shelf[str](len, Store(3))
    assert shelf.get("a", lambda tell: "x" * 10, alone) == "x" * 10
    assert shelf.get("b", lambda tell: "y", alone) == "y"
    assert shelf.get("a", lambda tell: "new", alone) == "new"


def test_all_shelves_of_a_store_share_one_number_of_bytes():
    store = Store(3)
    letters, numbers = Shelf[str](len, store), Shelf[int](lambda number: 1, store)
    letters.get("a", lambda tell: "xx", alone)
    numbers.get("a", lambda tell: 5, alone)
    assert (store.bytes, letters.find("a"), numbers.find("a")) == (3, "xx", 5)
    numbers.keep("b", 6)
    assert (store.bytes, letters.find("a"), numbers.find("a"), numbers.find("b")) == (2, None, 5, 6)
    numbers.keep("b", 7)
    assert (store.bytes, numbers.find("b")) == (2, 7)


def test_a_shelf_may_have_a_share_of_its_own():
    store = Store(10)
    few, many = Shelf[str](len, store, most=2), Shelf[str](len, store)
    many.keep("a", "xxxx")
    for ticket in "abc":
        few.keep(ticket, "x")
    assert (few.find("a"), few.find("b"), few.find("c"), many.find("a")) == (None, "x", "x", "xxxx")
    few.keep("d", "xxxxx")
    assert (few.find("c"), few.find("d"), many.find("a"), store.bytes) == (None, "xxxxx", "xxxx", 9)


def test_every_shelf_of_the_pages_stands_in_the_one_store(monkeypatch):
    shelves = {
        f"{module.__name__}.{name}": one
        for module in list(sys.modules.values())
        if module.__name__.startswith("optviz.ui")
        for name, one in vars(module).items()
        if isinstance(one, Shelf)
    }
    assert len(shelves) > 7
    before = STORE.bytes
    for name, shelf in shelves.items():
        monkeypatch.setattr(shelf, "_size", lambda made: 1)
        shelf.keep(name, "x")
    assert before < STORE.bytes <= BUDGET
    STORE.clear()
    assert STORE.bytes == 0
    assert not any(name in shelf for name, shelf in shelves.items())


def until(condition):
    """Wait until it holds."""
    deadline = time.monotonic() + SECONDS_UNTIL_HUNG
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def together(shelf, visitors, make):
    """What visitors are answered, or how they leave, if all but the first ask while the first is at work."""
    answers, is_at_work = [None] * len(visitors), threading.Event()

    def begin(tell):
        is_at_work.set()
        return make(tell)

    def ask(place, progress):
        try:
            answers[place] = shelf.get("ticket", begin, progress)
        except Gone:
            answers[place] = "gone"

    threads = [threading.Thread(target=ask, args=one, daemon=True) for one in enumerate(visitors)]
    for thread in threads:
        thread.start()
        assert is_at_work.wait(SECONDS_UNTIL_HUNG)
    for thread in threads:
        thread.join(SECONDS_UNTIL_HUNG)
        assert not thread.is_alive()
    return answers


def test_what_several_ask_for_at_once_is_made_once_and_all_hear_how_far_it_is():
    made, heard = [], [[], []]

    def make(tell):
        made.append(1)
        for share in (0.25, 0.5, 0.75):
            tell(share)
            until(lambda share=share: share in heard[1])
        return "x"

    assert together(Shelf[str](len, Store(100)), [heard[0].append, heard[1].append], make) == ["x", "x"]
    assert len(made) == 1
    assert heard[0] == [0.25, 0.5, 0.75]
    assert [share for share in dict.fromkeys(heard[1]) if share] == [0.25, 0.5, 0.75]


def test_the_work_of_a_visitor_who_moves_on_is_taken_over():
    made, waited = [], []

    def make(tell):
        made.append(1)
        until(lambda: waited)
        tell(0.5)
        return "x"

    def leave(share):
        raise Gone

    assert together(Shelf[str](len, Store(100)), [leave, waited.append], make) == ["gone", "x"]
    assert len(made) == 2


def test_a_visitor_can_move_on_while_somebody_else_works():
    has_left = threading.Event()

    def make(tell):
        assert has_left.wait(SECONDS_UNTIL_HUNG)
        return "x"

    def leave(share):
        has_left.set()
        raise Gone

    assert together(Shelf[str](len, Store(100)), [quiet, leave], make) == ["x", "gone"]


def test_an_error_is_told_and_leaves_nothing_behind():
    shelf = Shelf[str](len, Store(100))

    def fail(tell):
        raise ConnectionError("nobody answers")

    with pytest.raises(ConnectionError):
        shelf.get("ticket", fail, alone)
    assert shelf.get("ticket", lambda tell: "x", alone) == "x"
