"""How arrays come to a kernel: by a function, in LLVM's language, that takes them as Python's objects.

Asking NumPy for address and shape, and whether an array is of the right kind, takes 4 us an array in Python;
a page hands over sixty. Here they are read where they lie.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

Kind = tuple[type[np.generic] | np.dtype[Any], int]
"""What an array holds, and its number of dimensions. A number that is no array, `np.int64`, has none."""

# Where things lie in an array, in bytes from its address, in the order of Python's and NumPy's C structures:
# its type; where its numbers lie; how many dimensions it has, its shape and strides; its dtype; its flags.
_HEAD: Final = object.__basicsize__
_TYPE, _DATA, _DIMENSIONS, _SHAPE, _STRIDES, _DTYPE, _FLAGS = (
    _HEAD + offset for offset in (-8, 0, 8, 16, 24, 40, 48)
)
_WORD: Final = 8  # bytes
_CONTIGUOUS: Final = 1  # a flag


def expect(kinds: Sequence[Kind]) -> bytes:
    """Return what arrays are held against: the addresses of their type, and of the dtype of each."""
    return np.array([id(np.ndarray), *(id(np.dtype(kind)) for kind, _ in kinds)], np.uintp).tobytes()


def write_entry(symbol: str, inner: str, kinds: Sequence[Kind]) -> Iterator[str]:
    """Write a function that takes what `expect` returns, and a kernel's arguments; it calls an inner one.

    It returns 1, and calls nothing, if an array is not as expected. The inner function is Numba's: it takes
    where to put a result and an error, which never come, and for each array its owner (none that Numba knows
    of), size, size of an item, address, shape and strides.
    """
    names = [f"argument{at}" for at in range(len(kinds))]
    types = ["ptr" if dimensions else "i64" for _, dimensions in kinds]
    parameters = [f"{kind} %{name}" for kind, name in zip(types, names, strict=True)]
    yield f'define i32 @"{symbol}"({", ".join(("ptr %expected", *parameters))}) {{'
    yield "  %result = alloca ptr"
    yield "  %error = alloca ptr"
    yield from _write_field("type", "ptr", "expected", 0)
    arguments = ["ptr %result", "ptr %error"]
    for at, (name, (kind, dimensions)) in enumerate(zip(names, kinds, strict=True)):
        if not dimensions:
            arguments.append(f"i64 %{name}")
            continue
        yield from _write_checks(name, dimensions, _WORD * (at + 1))
        yield from _write_sizes(name, dimensions)
        lengths = [f"i64 %{name}.{what}{axis}" for what in ("shape", "stride") for axis in range(dimensions)]
        arguments += ["ptr null", "ptr null", f"i64 %{name}.size{dimensions}"]
        arguments += [f"i64 {np.dtype(kind).itemsize}", f"ptr %{name}.data", *lengths]
    yield f'  %status = call i32 @"{inner}"({", ".join(arguments)})'
    yield "  ret i32 0"
    yield "unexpected:"
    yield "  ret i32 1"
    yield "}"


def _write_checks(name: str, dimensions: int, expected: int) -> Iterator[str]:
    """Write what holds an array against its kind, whose dtype is told of at a place in `expected`."""
    yield from _write_field(f"{name}.type", "ptr", name, _TYPE)
    yield from _write_check(f"{name}.type", "ptr", "%type")
    yield from _write_field(f"{name}.kind", "ptr", "expected", expected)
    yield from _write_field(f"{name}.dtype", "ptr", name, _DTYPE)
    yield from _write_check(f"{name}.dtype", "ptr", f"%{name}.kind")
    yield from _write_field(f"{name}.dimensions", "i32", name, _DIMENSIONS)
    yield from _write_check(f"{name}.dimensions", "i32", str(dimensions))
    yield from _write_field(f"{name}.flags", "i32", name, _FLAGS)
    yield f"  %{name}.flag = and i32 %{name}.flags, {_CONTIGUOUS}"
    yield from _write_check(f"{name}.flag", "i32", str(_CONTIGUOUS))


def _write_sizes(name: str, dimensions: int) -> Iterator[str]:
    """Write what reads where an array's numbers lie, and how many there are."""
    yield from _write_field(f"{name}.data", "ptr", name, _DATA)
    yield from _write_field(f"{name}.shape", "ptr", name, _SHAPE)
    yield from _write_field(f"{name}.strides", "ptr", name, _STRIDES)
    yield f"  %{name}.size0 = add i64 1, 0"
    for axis in range(dimensions):
        yield from _write_field(f"{name}.shape{axis}", "i64", f"{name}.shape", _WORD * axis)
        yield from _write_field(f"{name}.stride{axis}", "i64", f"{name}.strides", _WORD * axis)
        yield f"  %{name}.size{axis + 1} = mul i64 %{name}.size{axis}, %{name}.shape{axis}"


def _write_field(name: str, kind: str, base: str, offset: int) -> Iterator[str]:
    yield f"  %{name}.place = getelementptr i8, ptr %{base}, i64 {offset}"
    yield f"  %{name} = load {kind}, ptr %{name}.place"


def _write_check(name: str, kind: str, expected: str) -> Iterator[str]:
    yield f"  %{name}.same = icmp eq {kind} %{name}, {expected}"
    yield f"  br i1 %{name}.same, label %{name}.passed, label %unexpected"
    yield f"{name}.passed:"
