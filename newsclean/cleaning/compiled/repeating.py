"""Which lines of a page stand on it again, and which begin with another one: by hashing and sorting them."""

from typing import Any

import numpy as np

from newsclean.cleaning.compiled.folding import fold
from newsclean.cleaning.features import SHORTEST_PREFIX
from newsclean.cleaning.prose import Characters, Numbers
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room

_LINE_END = ord("\n")
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(32)  # bits: what multiplying mixes ends up in the upper ones
_EXTENDED, _CUT, _COPIES, _AGAIN, _ROWS = 0, 1, 2, 3, 5


def count_copies(characters: Characters) -> Numbers | None:
    """Count how often each folded line stands on a page. Equal to `features.count_copies`.

    None for a page with characters that are not in the tables.
    """
    folded = fold(characters)
    if folded is None:
        return None
    size = len(characters.starts)
    slots = 1 << (2 * size).bit_length()
    table = room("table of lines", slots, np.int64)[:slots]
    numbers = room("lines in order", 4 * (size + 1), np.int64)[: 4 * (size + 1)]
    repetition = np.zeros((_ROWS, size))
    _count(folded, table, *numbers.reshape(4, -1), repetition)
    return repetition


@kernel(
    *((np.uint32, 1), (np.int64, 1), (np.int64, 1), (np.int64, 1)),
    *((np.int64, 1), (np.int64, 1), (np.float64, 2)),
)
def _count(folded: Any, table: Any, bounds: Any, first: Any, order: Any, spare: Any, repetition: Any) -> None:
    """Fill `repetition`. The rest is room: a hash table, where lines begin, and where each stands first."""
    table[:] = -1
    size = repetition.shape[1]
    bounds[0] = at = distinct = 0
    for line in range(size):
        key = np.uint64(0)
        while folded[at] != _LINE_END:
            key = (key ^ np.uint64(folded[at])) * _MIXER
            at += 1
        key ^= key >> _FOLD
        at += 1
        bounds[line + 1] = at
        slot = np.int64(key & np.uint64(len(table) - 1))
        while table[slot] >= 0 and _compare(folded, bounds, table[slot], line) != 0:
            slot = (slot + 1) & (len(table) - 1)
        if table[slot] < 0:
            table[slot] = line
            if at - 1 - bounds[line] >= SHORTEST_PREFIX:
                order[distinct] = line
                distinct += 1
        first[line] = table[slot]
        repetition[_COPIES, table[slot]] += 1
    _mark_prefixes(folded, bounds, _sort(folded, bounds, order, spare, distinct), distinct, repetition)
    for line in range(size):
        for row in range(_COPIES + 1):
            repetition[row, line] = repetition[row, first[line]]
        repetition[_AGAIN, line] = first[line] < line


@function
def _mark_prefixes(folded: Any, bounds: Any, order: Any, distinct: int, repetition: Any) -> None:
    """Mark each line with which the one after it begins, and that one."""
    for place in range(1, distinct):
        line, following = order[place - 1], order[place]
        at, end, beside = bounds[line], bounds[line + 1] - 1, bounds[following]
        # The line end behind a shorter one is like none of the characters.
        while at < end and folded[at] == folded[beside]:
            at += 1
            beside += 1
        if at == end:
            repetition[_CUT, line] = 1.0
            repetition[_EXTENDED, following] = 1.0


@function
def _sort(folded: Any, bounds: Any, order: Any, spare: Any, size: int) -> Any:
    """Sort lines by merging runs of two, four and so on; return which of both arrays has them in the end."""
    width = 1
    while width < size:
        for start in range(0, size, 2 * width):
            left, right = start, min(start + width, size)
            middle, end = right, min(start + 2 * width, size)
            for place in range(start, end):
                if right == end or (
                    left < middle and _compare(folded, bounds, order[left], order[right]) <= 0
                ):
                    spare[place] = order[left]
                    left += 1
                else:
                    spare[place] = order[right]
                    right += 1
        order, spare = spare, order
        width *= 2
    return order


@function
def _compare(folded: Any, bounds: Any, one: int, other: int) -> Any:
    """Return what is above 0 if a line comes after another one, 0 if they are equal."""
    at, beside = bounds[one], bounds[other]
    end = min(bounds[one + 1] - at, bounds[other + 1] - beside) + at - 1
    while at < end and folded[at] == folded[beside]:
        at += 1
        beside += 1
    # A shorter line comes first, whatever follows in the other.
    here = -1 if at == bounds[one + 1] - 1 else np.int64(folded[at])
    there = -1 if beside == bounds[other + 1] - 1 else np.int64(folded[beside])
    return here - there
