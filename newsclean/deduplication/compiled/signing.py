"""Tokens to shingles, sets and signatures: `shingles` and `minhash`, compiled."""

# What is here is compiled by Numba, which would take a uint32 times a uint32 for a uint64: hence the casts.

from typing import Any, Final

import numpy as np

from newsclean.compiling.kernels import function, inlined
from newsclean.deduplication.bands import BANDS, MULTIPLIERS, ROWS
from newsclean.deduplication.shingles import MIX, PLACES

_PLACES: Final = np.array(PLACES, dtype=np.uint64)
_MULTIPLIERS: Final = np.array(MULTIPLIERS, dtype=np.uint64)
_MIX_ONE, _MIX_TWO = MIX
_HALF: Final = np.uint64(33)
_HIGH: Final = np.uint64(32)
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


@inlined
def hash_runs(tokens: Any, width: int, out: Any) -> int:
    """Hash the runs of `width` tokens; return how many. Fewer tokens give one run, no token none."""
    count = len(tokens)
    for first in range(count - width + 1):
        out[first] = _hash_run(tokens, first, width)
    if 0 < count < width:
        out[0] = _hash_run(tokens, 0, count)
        return 1
    return max(0, count - width + 1)


@inlined
def _hash_run(tokens: Any, first: Any, width: int) -> Any:
    mixed = np.uint64(0)
    for place in range(width):
        mixed += np.uint64(tokens[first + place]) * _PLACES[place]
    return np.uint32(mix(mixed) >> _HIGH)


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
