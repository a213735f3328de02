"""Radix sorts (Seward 1954): numbers are dealt by one byte after the other, the lowest first."""

from typing import Any, Final

import numpy as np

from newsclean.compiling.kernels import function

# The values of a byte.
BYTES: Final = 256
# The room that sorting takes: counts for two bytes.
COUNTS: Final = (2, BYTES)
# Insertion is given up after so many moves a number: two more deals cost as much.
_MOVES: Final = 4


@function
def byte_of(value: Any, shift: Any) -> Any:
    """Return the byte of a number that begins with the bit `shift`."""
    return np.int64(value >> shift) & 0xFF


@function
def count_byte(values: Any, shift: Any, counts: Any) -> None:
    """Count how often each byte occurs."""
    counts[:] = 0
    for at in range(len(values)):
        counts[byte_of(values[at], shift)] += 1


@function
def deal(source: Any, target: Any, count: int, shift: Any, counts: Any) -> None:
    """Put numbers in the order of a byte of theirs; `counts` tells how often each byte occurs.

    In the end it tells where the numbers with each byte end.
    """
    total = 0
    for byte in range(BYTES):
        number = counts[byte]
        counts[byte] = total
        total += number
    for at in range(count):
        value = source[at]
        byte = byte_of(value, shift)
        target[counts[byte]] = value
        counts[byte] += 1


@function
def sort_keys(keys: Any, spare: Any, lowest: Any, counts: Any) -> Any:
    """Sort 64-bit keys by their bits from `lowest` on; return which of both arrays has them in the end.

    A byte that all keys have in common takes no deal.
    """
    different = np.uint64(0)
    for at in range(len(keys)):
        different |= keys[at] ^ keys[0]
    for shift in range(lowest, np.uint64(64), np.uint64(8)):
        if byte_of(different, shift):
            count_byte(keys, shift, counts)
            deal(keys, spare, len(keys), shift, counts)
            keys, spare = spare, keys
    return keys


@function
def sort_distinct(values: Any, count: int, spare: Any, counts: Any) -> int:
    """Sort `count` 32-bit values in place and drop repetitions; return how many are left.

    `spare` is room for as many values, `counts` for `COUNTS` numbers.

    Hashes are sorted: dealing by their upper two bytes leaves hardly any two in the wrong order, and
    insertion puts those right: a sixth of the time of a comparison sort. Values that were made to share these
    bytes are dealt by the lower ones, too.
    """
    if count < 2:
        return count
    _deal_twice(values, spare, count, np.uint32(16), counts)
    if not _insert(values, count):
        _deal_twice(values, spare, count, np.uint32(0), counts)
        _deal_twice(values, spare, count, np.uint32(16), counts)
    left = 1
    for at in range(1, count):
        if values[at] != values[at - 1]:
            values[left] = values[at]
            left += 1
    return left


@function
def _deal_twice(values: Any, spare: Any, count: int, shift: Any, counts: Any) -> None:
    """Sort 32-bit values by two bytes, from the bit `shift` on."""
    above = np.uint32(shift + np.uint32(8))
    counts[:] = 0
    for at in range(count):
        value = values[at]
        counts[0, byte_of(value, shift)] += 1
        counts[1, byte_of(value, above)] += 1
    deal(values, spare, count, shift, counts[0])
    deal(spare, values, count, above, counts[1])


@function
def _insert(values: Any, count: int) -> bool:
    """Sort what is nearly sorted; tell whether it was."""
    moves = 0
    for at in range(1, count):
        value, place = values[at], at
        while place and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value
        moves += at - place
        if moves > _MOVES * count:
            return False
    return True
