"""The shapes of a header: as TypeScript has them, and whether a value that was read from JSON is of one."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from optviz.player import header

SHAPES: dict[str, Any] = {name: shape for name, shape in vars(header).items() if is_typeddict(shape)}
WORDS = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def in_typescript() -> str:
    """`web/header.d.ts`, as it has to read."""
    opening = "// The shapes of ../header.py, which says what they mean. A test writes this file anew and compares.\n"
    return opening + "".join(
        f"\nexport interface {name} {{\n"
        + "".join(
            f"  {key}{'' if key in shape.__required_keys__ else '?'}: {_said(kind)};\n" for key, kind in get_type_hints(shape).items()
        )
        + "}\n"
        for name, shape in SHAPES.items()
    )


def _said(kind: Any) -> str:
    origin, inside = get_origin(kind), get_args(kind)
    if kind in WORDS:
        return WORDS[kind]
    if is_typeddict(kind):
        return str(kind.__name__)
    if origin is Literal:
        return " | ".join(f'"{word}"' for word in inside)
    if origin in (Union, types.UnionType):
        return " | ".join(map(_said, inside))
    if origin is tuple:
        return f"[{', '.join(map(_said, inside))}]"
    if origin is dict:
        return f"Record<{', '.join(map(_said, inside))}>"
    assert origin is list, kind
    item = _said(inside[0])
    return f"({item})[]" if "|" in item and not item.startswith("[") else f"{item}[]"


def faults(value: Any, kind: Any, place: str = "header") -> Iterator[str]:
    """Where a value that was read from JSON is not what a type says: nothing is missing, nothing is there besides."""
    origin, inside = get_origin(kind), get_args(kind)
    if is_typeddict(kind):
        hints = get_type_hints(kind)
        if not isinstance(value, dict):
            yield f"{place} is no {kind.__name__}: {value!r}"
            return
        yield from (f"{place} lacks {key}" for key in kind.__required_keys__ - value.keys())
        yield from (f"{place} has {key}, which {kind.__name__} has not" for key in value.keys() - hints.keys())
        for key in value.keys() & hints.keys():
            yield from faults(value[key], hints[key], f"{place}.{key}")
    elif origin in (Union, types.UnionType):
        if all(any(faults(value, one)) for one in inside):
            yield f"{place} is none of {_said(kind)}: {value!r}"
    elif origin is Literal:
        if value not in inside:
            yield f"{place} is none of {_said(kind)}: {value!r}"
    elif origin is dict:
        if not isinstance(value, dict):
            yield f"{place} is no {_said(kind)}: {value!r}"
            return
        for key, one in value.items():
            yield from faults(one, inside[1], f"{place}[{key!r}]")
    elif origin is tuple or origin is list:
        kinds = inside if origin is tuple else inside * len(value)
        if not isinstance(value, list) or len(value) != len(kinds):
            yield f"{place} is no {_said(kind)}: {value!r}"
            return
        for i, (one, of) in enumerate(zip(value, kinds, strict=True)):
            yield from faults(one, of, f"{place}[{i}]")
    elif type(value) is not kind and not (kind is float and type(value) is int):
        yield f"{place} is no {_said(kind)}: {value!r}"
