"""Formulas printed as functions of JavaScript."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from .graph import ROUNDED_BY_LIBRARY, Formula, Graph, Node

INFIX = {
    **{"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "and": "&&", "or": "||"},
    **{"less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">=", "equal": "===", "not_equal": "!=="},
}
PREFIX = {"negative": "-", "not": "!"}
CALLED = {"absolute": "abs"}
"""What is called otherwise in JavaScript; all other operations are called as in NumPy."""
OPERATIONS = ROUNDED_BY_LIBRARY | {"abs", "sqrt", "floor", "sign", "maximum", "minimum"}
"""The functions that what is printed calls: those of `engine/operations.js`."""
LOGICAL = frozenset({"and", "or", "not"})
STATEMENTS = frozenset({"look", "looked", "carried", "loop", "after"})


def function(
    arguments: Sequence[str], formula: Formula, reads: Mapping[str, str], writes: Mapping[str, str], answer: str = "", each: str = ""
) -> str:
    """A function of JavaScript, as an expression.

    arguments: what it is called with
    reads:     for each input how it is read: {"learning_rate": "h[0]"}
    writes:    for results of the formula where they are written, once all has been read: {"m": "s[c]"}
    answer:    the result that it returns, if any
    each:      the head of a loop that does all of this, if it is done more than once

    A formula that looks at the surface calls `look(x, y, seen)`, which writes f and its gradient to `seen`.
    """
    wanted = [*writes, *([answer] if answer else [])]
    printer = _Printer(formula, reads, [formula.results[name] for name in wanted])
    lines = list(printer.lines())
    values = {name: printer.number(formula.results[name]) for name in wanted}
    for name in wanted:
        # Before anything is written, all is read.
        if len(wanted) > 1 and not values[name].isidentifier():
            lines.append(f"const next{len(lines)} = {values[name]};")
            values[name] = f"next{len(lines) - 1}"
    lines += [f"{place} = {values[name]};" for name, place in writes.items()]
    if answer:
        lines.append(f"return {values[answer]};")
    if each:
        lines = [f"{each} {{", *(f"  {line}" for line in lines), "}"]
    return "\n".join([f"({', '.join(arguments)}) => {{", *(f"  {line}" for line in lines), "}"])


class _Printer:
    """What is used once stands where it is used; the rest has a name."""

    def __init__(self, formula: Formula, reads: Mapping[str, str], wanted: Sequence[int]) -> None:
        self._graph: Graph = formula.graph
        self._reads = reads
        self._needed = sorted(self._graph.needed_for(wanted))
        self._uses = Counter(argument for place in self._needed for argument in self._graph.nodes[place].arguments)
        self._uses.update(wanted)
        self._bodies = {place: self._body(place) for place in self._needed if self._graph.nodes[place].operation == "loop"}
        self._home = {place: loop for loop, body in self._bodies.items() for place in body}
        self._users: dict[int, set[int | None]] = {}
        for place in self._needed:
            node = self._graph.nodes[place]
            inside = len(node.arguments) // 2
            for i, argument in enumerate(node.arguments):
                # What a pass makes of the variables is used in the pass.
                user = place if node.operation == "loop" and i >= inside else self._home.get(place)
                self._users.setdefault(argument, set()).add(user)

    def lines(self) -> Iterator[str]:
        """The statements before the results."""
        yield from self._statements([place for place in self._needed if place not in self._home])

    def number(self, place: int) -> str:
        """An expression, as a number."""
        text = self._text(place)
        return f"({text} ? 1 : 0)" if self._graph.asks(place) else text

    def _body(self, loop: int) -> set[int]:
        """What is computed anew in every pass of a loop."""
        node = self._graph.nodes[loop]
        number, *_ = node.value
        needed = sorted(self._graph.needed_for(node.arguments[len(node.arguments) // 2 :]))
        found: set[int] = set()
        for place in needed:
            one = self._graph.nodes[place]
            if (one.operation == "carried" and one.value[0] == number) or not found.isdisjoint(one.arguments):
                found.add(place)
        return found

    def _statements(self, places: Sequence[int]) -> Iterator[str]:
        for place in places:
            node = self._graph.nodes[place]
            if node.operation == "look":
                x, y = map(self._text, node.arguments)
                yield f"look({x}, {y}, seen);"
                yield f"const f{place} = seen[0], gx{place} = seen[1], gy{place} = seen[2];"
            elif node.operation == "loop":
                yield from self._loop(place, node)
            elif self._is_named(place):
                yield f"const v{place} = {self._expression(node)};"

    def _loop(self, place: int, node: Node) -> Iterator[str]:
        number, going, most = node.value
        count = len(node.arguments) // 2
        names = [_carried(number, i) for i in range(count)]
        begun = ", ".join(f"{name} = {self._text(argument)}" for name, argument in zip(names, node.arguments, strict=False))
        yield f"let {begun};"
        yield f"for (let pass = 0; pass < {most} && {names[going]}; pass++) {{"
        for line in self._statements(sorted(self._bodies[place])):
            yield f"  {line}"
        after = node.arguments[count:]
        made = ", ".join(f"next_{name} = {self._text(argument)}" for name, argument in zip(names, after, strict=True))
        yield f"  const {made};"
        yield "  " + " ".join(f"{name} = next_{name};" for name in names)
        yield "}"

    def _is_named(self, place: int) -> bool:
        node = self._graph.nodes[place]
        if node.operation in STATEMENTS or node.operation == "number":
            return False
        if node.operation == "input" and self._reads[node.value].isidentifier():
            return False
        return self._uses[place] > 1 or any(user != self._home.get(place) for user in self._users.get(place, ()))

    def _text(self, place: int) -> str:
        node = self._graph.nodes[place]
        return f"v{place}" if self._is_named(place) else self._expression(node)

    def _expression(self, node: Node) -> str:
        operation = node.operation
        match operation:
            case "number":
                return _number(node.value)
            case "input":
                return self._reads[node.value]
            case "looked":
                return f"{('f', 'gx', 'gy')[node.value]}{node.arguments[0]}"
            case "carried":
                return _carried(*node.value)
            case "after":
                number, *_ = self._graph.nodes[node.arguments[0]].value
                return _carried(number, node.value)
            case "where":
                condition, yes, no = node.arguments
                said = self._text if self._graph.asks(yes) and self._graph.asks(no) else self.number
                return f"({self._text(condition)} ? {said(yes)} : {said(no)})"
        arguments = [self._text(place) if operation in LOGICAL else self.number(place) for place in node.arguments]
        if operation in INFIX:
            left, right = arguments
            return f"({left} {INFIX[operation]} {right})"
        if operation in PREFIX:
            return f"({PREFIX[operation]}{arguments[0]})"
        return f"{CALLED.get(operation, operation)}({', '.join(arguments)})"


def _carried(loop: int, variable: int) -> str:
    return f"loop{loop}_{variable}"


def _number(value: float) -> str:
    """The shortest text that is read as the same number."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(float(value)).removesuffix(".0")
    return f"({text})" if text.startswith("-") else text
