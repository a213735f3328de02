"""Imprints of many texts, and hashes on marks counted: `imprinting.ReferenceImprinting`, compiled."""

# What is here is compiled by Numba, which would take a uint32 times a uint32 for a uint64: hence the casts.

from typing import Any, Final

import numpy as np

from newsclean.compiling.entries import Kind
from newsclean.compiling.kernels import function, kernel
from newsclean.deduplication.compiled.signing import hash_runs
from newsclean.deduplication.compiled.sorting import COUNTS, sort_distinct
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.shingles import PAIR
from newsclean.deduplication.texts import Texts
from newsclean.memory.imprints import (
    BITS,
    FIGURE_BITS,
    HEAD_BYTES,
    LARGEST,
    MOST_BYTES,
    PAIR_BITS,
    SPREAD,
    Counts,
    Imprints,
)
from newsclean.memory.lots import Numbers

_NUMBERS: Final[tuple[Kind, ...]] = ((np.int64, 1), (np.int64, 1))
_ROWS: Final[tuple[Kind, ...]] = ((np.uint32, 1), (np.int64, 1), (np.int64, 1))
_HIGH: Final = np.uint64(32)


class CompiledImprinting:
    """Imprinting by compiled loops; the numbers are those of `ReferenceImprinting`."""

    def imprint(self, corpus: Texts, texts: Numbers) -> list[bytes]:
        """Return what is to be remembered of the parts of some texts."""
        rows = [each.near(texts) for each in (corpus.tokens, corpus.sets, corpus.figures)]
        longest = max((int(each.sizes[places].max(initial=0)) for each, places in rows), default=0)
        # At the most, a byte for each bit that a row of marks falls short of a whole one.
        most = [
            int(np.ceil(each.sizes[places] * (bits / 8)).sum())
            for (each, places), bits in zip(rows, (PAIR_BITS, BITS, FIGURE_BITS), strict=True)
        ]
        data = np.zeros(sum(most) + HEAD_BYTES * len(texts), np.uint8)
        ends = np.zeros(len(texts), np.int64)
        arrays = [
            array for each, places in rows for array in (each.values, each.starts[places], each.sizes[places])
        ]
        _imprint(*arrays, np.empty((2, longest + 1), np.uint32), np.empty(COUNTS, np.int32), data, ends)
        whole, begin = data.tobytes(), 0
        imprints = []
        for end in ends.tolist():
            imprints.append(whole[begin:end])
            begin = end
        return imprints

    def count(self, sets: Ragged, texts: Numbers, imprints: Imprints, rows: Numbers) -> Counts:
        """Count for each pair how many of the one text's shingles fall on marks of the other's, and these."""
        marked, marks = np.empty((2, len(texts)), np.int64)
        near, places = sets.near(texts)
        remembered = (imprints.data, imprints.begins, imprints.lengths)
        _count(places, rows, marked, marks, near.values, near.starts, near.sizes, *remembered)
        return Counts(marked, marks)


def is_kept() -> bool:
    """Tell whether the machine code is on disk."""
    return _count.is_kept


@function
def _slot(value: Any, count: Any) -> Any:
    """Return on which of so many bits a hash falls."""
    return np.int64(np.uint64(np.uint32(value * SPREAD)) * np.uint64(count) >> _HIGH)


@function
def _mark(hashes: Any, bits: Any, row: Any) -> int:
    """Mark a row of bits, from the beginning of `row` on; return how many bytes it has."""
    wanted = len(hashes) * bits / 8
    whole = int(wanted)
    count: int = min(whole + (whole < wanted), MOST_BYTES)
    for at in range(len(hashes)):
        slot = _slot(hashes[at], count * 8)
        row[slot >> 3] |= np.uint8(0x80 >> (slot & 7))
    return count


@function
def _write_number(number: Any, data: Any, place: Any) -> None:
    """Write a number in two bytes, the lowest first."""
    data[place] = np.uint8(number & 0xFF)
    data[place + 1] = np.uint8(number >> 8)


@kernel(*_ROWS, *_ROWS, *_ROWS, (np.uint32, 2), (np.int32, 2), (np.uint8, 1), (np.int64, 1))
def _imprint(
    tokens: Any, token_starts: Any, token_sizes: Any, sets: Any, set_starts: Any, set_sizes: Any,
    figures: Any, figure_starts: Any, figure_sizes: Any, rooms: Any, counts: Any, data: Any, ends: Any,
) -> None:  # fmt: skip
    end = 0
    for text in range(len(ends)):
        head = end
        end += HEAD_BYTES
        start = token_starts[text]
        count = hash_runs(tokens[start : start + token_sizes[text]], PAIR, rooms[0])
        pairs = rooms[0][: sort_distinct(rooms[0], count, rooms[1], counts)]
        shingles = sets[set_starts[text] : set_starts[text] + set_sizes[text]]
        numbers = figures[figure_starts[text] : figure_starts[text] + figure_sizes[text]]
        first = _mark(shingles, BITS, data[end:])
        end += first
        second = _mark(pairs, PAIR_BITS, data[end:])
        end += second
        third = _mark(numbers, FIGURE_BITS, data[end:])
        end += third
        _write_number(min(len(shingles), LARGEST), data, head)
        _write_number(min(len(pairs), LARGEST), data, head + 2)
        _write_number(min(len(numbers), LARGEST), data, head + 4)
        _write_number(first, data, head + 6)
        _write_number(second, data, head + 8)
        _write_number(third, data, head + 10)
        ends[text] = end


@kernel(*_NUMBERS, *_NUMBERS, *_ROWS, (np.uint8, 1), *_NUMBERS)
def _count(
    texts: Any, rows: Any, marked: Any, marks: Any, values: Any, starts: Any, sizes: Any,
    data: Any, begins: Any, lengths: Any,
) -> None:  # fmt: skip
    for at in range(len(texts)):
        text, row = texts[at], rows[at]
        begin, count, fallen, all_marks = begins[row], lengths[row] * 8, 0, 0
        for place in range(begin, begin + lengths[row]):
            left = data[place]
            while left:
                left &= left - np.uint8(1)
                all_marks += 1
        if count:
            for place in range(starts[text], starts[text] + sizes[text]):
                slot = _slot(values[place], count)
                fallen += data[begin + (slot >> 3)] >> (7 - (slot & 7)) & 1
        marked[at], marks[at] = fallen, all_marks
