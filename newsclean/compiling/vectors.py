"""Sums of rows of a matrix, in the processor's vectors: what compilers make of loops goes through memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from newsclean.compiling.kernels import Callee

COLUMNS: Final = 64
"""Columns that are summed at once: in four vectors, or their halves or quarters on smaller processors."""

_LANES: Final = 16  # numbers in a vector
_BYTES: Final = 4  # of a number


@dataclass(eq=False)
class RowSum(Callee):
    """A function that writes a weighted sum of some rows of a matrix of float32, in `COLUMNS` columns.

    It takes addresses and numbers: where the rows' indexes (int32) lie, where their weights, how many there
    are, where the matrix begins, the bytes of a row, and where to write. Products may be rounded or not.
    """

    @property
    def packages(self) -> frozenset[Path]:
        """None: it is made here."""
        return frozenset()

    @cached_property
    def dispatcher(self) -> Any:
        """The function as Numba makes it from LLVM's instructions."""
        from numba import types  # noqa: PLC0415  # only where there is something to compile
        from numba.extending import intrinsic  # noqa: PLC0415  # likewise

        def write(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return _write_sum(builder, arguments)

        # Numba asks for the names of arguments.
        def type_sum(
            _context: Any, _rows: Any, _weights: Any, _count: Any, _matrix: Any, _stride: Any, _out: Any
        ) -> Any:
            return types.int64(*[types.int64] * 6), write

        return intrinsic(type_sum)


def _write_sum(builder: Any, arguments: Sequence[Any]) -> Any:
    """Write a loop over the rows that holds all sums in vectors."""
    from llvmlite import ir  # noqa: PLC0415  # only where there is something to compile

    rows, weights, count, matrix, stride, out = arguments
    word, vector = ir.IntType(64), ir.VectorType(ir.FloatType(), _LANES)

    def read(kind: Any, base: Any, offset: Any) -> Any:
        return builder.load(builder.inttoptr(builder.add(base, offset), kind.as_pointer()), align=_BYTES)

    offsets = [word(_BYTES * _LANES * part) for part in range(COLUMNS // _LANES)]
    before, loop = builder.block, builder.append_basic_block("rows")
    behind = builder.append_basic_block("written")
    nothing = ir.Constant(vector, [0.0] * _LANES)
    builder.cbranch(builder.icmp_signed(">", count, word(0)), loop, behind)
    builder.position_at_end(loop)
    at = builder.phi(word)
    sums = [builder.phi(vector) for _ in offsets]
    place = builder.mul(at, word(_BYTES))
    row = builder.add(matrix, builder.mul(builder.zext(read(ir.IntType(32), rows, place), word), stride))
    weight = builder.insert_element(
        ir.Constant(vector, ir.Undefined), read(ir.FloatType(), weights, place), word(0)
    )
    equal = ir.Constant(ir.VectorType(ir.IntType(32), _LANES), [0] * _LANES)
    spread = builder.shuffle_vector(weight, weight, equal)
    products = [builder.fmul(spread, read(vector, row, offset), flags=("contract",)) for offset in offsets]
    totals = [
        builder.fadd(one, other, flags=("contract",)) for one, other in zip(sums, products, strict=True)
    ]
    following = builder.add(at, word(1))
    for phi, first, further in zip(
        (at, *sums), (word(0), *[nothing] * len(sums)), (following, *totals), strict=True
    ):
        phi.add_incoming(first, before)
        phi.add_incoming(further, loop)
    builder.cbranch(builder.icmp_signed("<", following, count), loop, behind)
    builder.position_at_end(behind)
    found = [builder.phi(vector) for _ in offsets]
    for phi, total in zip(found, totals, strict=True):
        phi.add_incoming(nothing, before)
        phi.add_incoming(total, loop)
    for phi, offset in zip(found, offsets, strict=True):
        builder.store(phi, builder.inttoptr(builder.add(out, offset), vector.as_pointer()), align=_BYTES)
    return word(0)


add_rows: Any = RowSum()
"""Write a weighted sum of rows: for compiled functions."""
