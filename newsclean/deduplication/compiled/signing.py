"""Tokens to shingles, sets and signatures: `shingles` and `minhash`, compiled."""

# What is here is compiled by Numba, which would take a uint32 times a uint32 for a uint64: hence the casts.

from typing import Any, Final

import numpy as np

from newsclean.compiling.kernels import function
from newsclean.deduplication.bands import BANDS, MULTIPLIERS, ROWS
from newsclean.deduplication.shingles import MIX, PLACES

_PLACES: Final = np.array(PLACES, dtype=np.uint64)
_MULTIPLIERS: Final = np.array(MULTIPLIERS, dtype=np.uint64)
_MIX_ONE, _MIX_TWO = MIX
_HALF: Final = np.uint64(33)
_HIGH: Final = np.uint64(32)
# The room that sorting takes.
COUNTS: Final = (2, 256)
_EMPTY: Final = np.uint32(0xFFFFFFFF)


@function
def mix(value: Any) -> Any:
    """Spread what a number tells over its upper bits."""
    value ^= value >> _HALF
    value *= _MIX_ONE
    value ^= value >> _HALF
    return value * _MIX_TWO


@function
def spread(value: Any) -> Any:
    """Spread a number over 64 bits, as `shingles.spread` does."""
    return mix(np.uint64(value) * _PLACES[0])


@function
def hash_runs(tokens: Any, width: int, out: Any) -> int:
    """Hash the runs of `width` tokens; return how many. Fewer tokens give one run, no token none."""
    count = len(tokens)
    if count == 0:
        return 0
    runs = max(1, count - width + 1)
    for first in range(runs):
        mixed = np.uint64(0)
        for place in range(min(width, count)):
            mixed += np.uint64(tokens[first + place]) * _PLACES[place]
        out[first] = np.uint32(mix(mixed) >> _HIGH)
    return runs


@function
def _deal(source: Any, target: Any, count: int, shift: Any, counts: Any) -> None:
    """Put numbers in the order of one byte of theirs; `counts` tells how often each byte occurs."""
    total = 0
    for bucket in range(256):
        number = counts[bucket]
        counts[bucket] = total
        total += number
    for at in range(count):
        value = source[at]
        bucket = (value >> shift) & np.uint32(0xFF)
        target[counts[bucket]] = value
        counts[bucket] += 1


@function
def sort_distinct(values: Any, count: int, spare: Any, counts: Any) -> int:
    """Sort `count` values in place and drop repetitions; return how many are left.

    `spare` is room for as many values, `counts` for `COUNTS` numbers.

    Hashes are sorted: a radix sort by their upper two bytes (Seward 1954) leaves hardly any two in the wrong
    order, and insertion puts those right: a sixth of the time of a comparison sort.
    """
    if count < 2:
        return count
    counts[:] = 0
    for at in range(count):
        value = values[at]
        counts[0, (value >> np.uint32(16)) & np.uint32(0xFF)] += 1
        counts[1, value >> np.uint32(24)] += 1
    _deal(values, spare, count, np.uint32(16), counts[0])
    _deal(spare, values, count, np.uint32(24), counts[1])
    for at in range(1, count):
        value, place = values[at], at
        while place and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value
    left = 1
    for at in range(1, count):
        if values[at] != values[at - 1]:
            values[left] = values[at]
            left += 1
    return left


@function
def sign(shingles: Any, multipliers: Any, addends: Any, mixed: Any, signature: Any) -> None:
    """Sign a shingle set as datasketch's `affine32` does; `mixed` is room for as many numbers."""
    count = len(shingles)
    for at in range(count):
        value = shingles[at]
        value ^= value >> np.uint32(16)
        value = np.uint32(value * np.uint32(0x85EBCA6B))
        value ^= value >> np.uint32(13)
        value = np.uint32(value * np.uint32(0xC2B2AE35))
        value ^= value >> np.uint32(16)
        mixed[at] = value
    for which in range(len(signature)):
        multiplier, addend = multipliers[which], addends[which]
        least = _EMPTY
        for at in range(count):
            permuted = np.uint32(np.uint32(mixed[at] * multiplier) + addend)
            least = min(least, permuted)
        signature[which] = least


@function
def hash_bands(signature: Any, keys: Any) -> None:
    """Hash the rows of each band to one key, as `bands.band_keys` does."""
    for band in range(BANDS):
        key = np.uint64(0)
        for row in range(ROWS):
            key ^= np.uint64(signature[band * ROWS + row])
            key *= _MULTIPLIERS[row]
            key ^= key >> _HIGH
        keys[band] = key
