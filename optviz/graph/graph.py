"""What is computed from what: operations that know their arguments, equal ones once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

ASKS = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "and", "or", "not"})
"""Operations that answer yes or no."""
ROUNDED_BY_STANDARD = ASKS | {
    *("number", "input", "add", "subtract", "multiply", "divide", "negative", "sqrt", "absolute", "sign", "floor"),
    *("maximum", "minimum", "where", "look", "looked", "carried", "loop", "after"),
}
"""Operations that everybody who follows IEEE 754 rounds to the same last bit."""
ROUNDED_BY_LIBRARY = frozenset({"sin", "cos", "tanh", "exp", "expm1", "log", "log1p", "hypot", "power"})
"""Operations whose last bit depends on who computes them."""


class Node(NamedTuple):
    """An operation.

    number   the value `value`
    input    what is called `value`
    where    the second argument where the first is yes, otherwise the third
    look     what a surface answers at a point (x, y)
    looked   the part `value` of such an answer: 0 for f, 1 and 2 for its gradient
    carried  what a pass of a loop finds in a variable that began as the argument: `value` is (number of the loop, number of the variable)
    loop     the passes of a loop: its variables before it, and then what one pass makes of them; `value` is (number of the loop,
             number of the variable that says whether it goes on, the most passes)
    after    what has become of the variable `value` of a loop
    others   what they are called in NumPy
    """

    operation: str
    arguments: tuple[int, ...] = ()
    value: Any = None


class Graph:
    """Nodes in an order in which they can be computed; a node is named by its place in it."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._places: dict[Node, int] = {}
        self._asks: list[bool] = []
        self._loops = 0

    def place(self, node: Node) -> int:
        """The place of a node, which is added if there is none like it."""
        # −0 and 0 are equal, and so are 1 and yes, but they are not the same number.
        key = node if node.operation != "number" else node._replace(value=repr(node.value))
        if key not in self._places:
            self._places[key] = len(self.nodes)
            self.nodes.append(node)
            self._asks.append(self._is_asking(node))
        return self._places[key]

    def asks(self, place: int) -> bool:
        """Whether a node answers yes or no, rather than with a number."""
        return self._asks[place]

    def _is_asking(self, node: Node) -> bool:
        match node.operation:
            case "carried":
                return self._asks[node.arguments[0]]
            case "after":
                return self._asks[self.nodes[node.arguments[0]].arguments[node.value]]
            case "where":
                return all(self._asks[argument] for argument in node.arguments[1:])
        return node.operation in ASKS

    def begin_loop(self) -> int:
        """A number for a loop to come, for its carried nodes."""
        self._loops += 1
        return self._loops

    def needed_for(self, places: Iterable[int]) -> set[int]:
        """The places of all nodes that go into those at some places, with these."""
        found: set[int] = set()
        open_ones = list(places)
        while open_ones:
            place = open_ones.pop()
            if place not in found:
                found.add(place)
                open_ones += self.nodes[place].arguments
        return found


class Formula(NamedTuple):
    """Something that can be computed: where its results stand in a graph."""

    graph: Graph
    results: Mapping[str, int]

    def operations(self) -> set[str]:
        """What it is made of."""
        return {self.graph.nodes[place].operation for place in self.graph.needed_for(self.results.values())}

    @property
    def is_rounded_by_standard(self) -> bool:
        """Whether everybody who follows IEEE 754 computes the same, to the last bit, as far as the surface does at which it looks."""
        return self.operations() <= ROUNDED_BY_STANDARD
