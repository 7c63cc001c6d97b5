"""NumPy's functions inside compiled code, with NumPy's own rounding.

IEEE 754 says how +, −, ×, ÷ and √ round, but not how exp or sin do: NumPy's vectorized versions and those of the C
library differ in the last bit. Compiled lanes must not differ from NumPy's, so they call NumPy's own: the inner
loop that a ufunc keeps for doubles, for one number at a time.
"""

from __future__ import annotations

import ctypes
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

import llvmlite.binding
import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, overload

# PyUFuncObject in NumPy's C API (numpy/ufuncobject.h): after the object's head come four ints, then the loops, then their data.
HEAD = object.__basicsize__
LOOPS = HEAD + 4 * ctypes.sizeof(ctypes.c_int)
INSIDE: Any = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""How what is called from compiled code alone is compiled: without what Python would call it by, which takes a quarter of the time."""
ROUNDED_BY_STANDARD = frozenset({"sqrt", "abs", "sign", "maximum", "minimum", "where", "pi", "e", "inf"})


def _announced(ufunc: Any) -> tuple[str, str]:
    """Make the loop for doubles, and what it works with, known to the compiler under names that stay the same from process to process.

    The second name is empty for a loop that works with nothing else. Others serve several functions, and are told which.
    """
    word = ctypes.sizeof(ctypes.c_void_p)
    place = word * ufunc.types.index("d" * ufunc.nin + "->d")
    loop, data = (_pointer(_pointer(id(ufunc) + LOOPS + i * word) + place) for i in range(2))
    names = f"numpy_loop_{ufunc.__name__}", f"numpy_data_{ufunc.__name__}" if data else ""
    for name, address in zip(names, (loop, data), strict=True):
        if name:
            llvmlite.binding.add_symbol(name, address)
    return names


def _pointer(address: int) -> int:
    """The address that is kept at an address."""
    return ctypes.c_void_p.from_address(address).value or 0


@cache
def _as_numpy_rounds(ufunc: Any) -> Any:
    """A ufunc of one or two doubles for compiled code."""
    name, data_name = _announced(ufunc)
    arguments = ufunc.nin

    def call(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        double, known = ir.DoubleType(), builder.module.globals
        if f"of_numbers_{name}" not in known:
            pure = ir.Function(builder.module, ir.FunctionType(double, [double] * arguments), f"of_numbers_{name}")
            pure.linkage = "internal"
            # It depends on its arguments alone, so the compiler may take it out of a loop in which they stay the same.
            for attribute in ("noinline", "nounwind", "readnone"):
                pure.attributes.add(attribute)
            inside = ir.IRBuilder(pure.append_basic_block())
            inside.ret(rounded(inside, pure.args))
        return builder.call(known[f"of_numbers_{name}"], values)

    def rounded(builder: Any, values: Any) -> Any:
        double, word = ir.DoubleType(), ir.IntType(64)
        byte_pointer = ir.IntType(8).as_pointer()
        # void loop(char **args, npy_intp *dimensions, npy_intp *steps, void *data)
        kind = ir.FunctionType(ir.VoidType(), [byte_pointer.as_pointer(), word.as_pointer(), word.as_pointer(), byte_pointer])
        loop = cgutils.get_or_insert_function(builder.module, kind, name)
        numbers = cgutils.alloca_once(builder, double, arguments + 1)
        addresses = cgutils.alloca_once(builder, byte_pointer, arguments + 1)
        counts = cgutils.alloca_once(builder, word, arguments + 2)  # one number, and strides that are not used
        places = [builder.gep(numbers, [word(i)]) for i in range(arguments + 1)]
        for value, place in zip(values, places, strict=False):
            builder.store(value, place)
        for i, place in enumerate(places):
            builder.store(builder.bitcast(place, byte_pointer), builder.gep(addresses, [word(i)]))
        for i in range(arguments + 2):
            builder.store(word(1 if i == 0 else 8), builder.gep(counts, [word(i)]))
        data = byte_pointer(None)
        if data_name:
            known = builder.module.globals.get(data_name)
            data = known if known is not None else ir.GlobalVariable(builder.module, ir.IntType(8), data_name)
        builder.call(loop, [addresses, counts, builder.gep(counts, [word(1)]), data])
        return builder.load(places[-1])

    if arguments == 1:

        @intrinsic
        def one(context, a):  # type: ignore[no-untyped-def]
            return types.float64(types.float64), call

        return numba.njit(lambda a: one(float(a)), **INSIDE)  # type: ignore[call-arg]

    @intrinsic
    def two(context, a, b):  # type: ignore[no-untyped-def]
        return types.float64(types.float64, types.float64), call

    return numba.njit(lambda a, b: two(float(a), float(b)), **INSIDE)  # type: ignore[call-arg]


def _chosen(condition, yes, no):  # type: ignore[no-untyped-def]
    """np.where."""
    return np.where(condition, yes, no)


@overload(_chosen)
def _chosen_in_compiled_code(condition, yes, no):  # type: ignore[no-untyped-def]
    # Numba makes an array of the answer even for numbers, in memory of its own, for every step of every lane.
    if isinstance(condition, types.Array):
        return lambda condition, yes, no: np.where(condition, yes, no)
    return lambda condition, yes, no: yes if condition else no


def compilable(function: Any) -> Any:
    """A formula that was written for NumPy, its lines unchanged, for use in compiled code and nowhere else."""
    module = ModuleType("np")
    for name in function.__code__.co_names:
        known = getattr(np, name, None)
        rounds = isinstance(known, np.ufunc) and name not in ROUNDED_BY_STANDARD
        setattr(module, name, _as_numpy_rounds(known) if rounds else _chosen if known is np.where else known)
    scope = {**function.__globals__, "np": module}
    copy = FunctionType(function.__code__, scope, function.__name__, function.__defaults__, function.__closure__)
    return numba.njit(**INSIDE)(copy)
