"""The sets that are compared: hashes of runs of words.

Broder, "On the resemblance and containment of documents" (1997).
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.ragged import Ragged, pack

# Five words: shared by chance in 0.3% of the shingles of two unrelated articles, still whole in 77% of the
# places after one word in twenty was changed (0.95 ** 5).
WIDTH: Final = 5
# Word pairs survive scattered changes better (0.9 ** 2 = 81% after one word in ten), but chance shares them.
PAIR: Final = 2

# Odd 64-bit multipliers, one for each place in a shingle (powers of the golden ratio's fraction), and the
# finalizer of MurmurHash3 (Appleby, 2011), which spreads their sum over all bits.
PLACES: Final = tuple(np.uint64(pow(0x9E3779B97F4A7C15, place + 1, 1 << 64)) for place in range(WIDTH))
MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF: Final = np.uint64(33)
_HIGH: Final = np.uint64(32)
_MULTIPLIERS: Final = tuple(map(int, MIX))
_WHOLE: Final = (1 << 64) - 1
_CHUNK: Final = 8


def hash_tokens(texts: Iterable[Iterable[str]]) -> Ragged:
    """Hash each text's tokens to 32 bits."""
    known: dict[str, int] = {}
    flat: list[int] = []
    sizes: list[int] = []
    for text in texts:
        before = len(flat)
        for token in text:
            value = known.get(token)
            if value is None:
                value = known[token] = _hash_token(token)
            flat.append(value)
        sizes.append(len(flat) - before)
    return pack(np.array(flat, dtype=np.uint32), np.array(sizes, dtype=np.int64))


def _hash_token(token: str) -> int:
    """Hash a token's length in UTF-8 and its bytes, eight at a time, which takes one step for most words."""
    data = token.encode("utf-8", "surrogatepass")
    value = len(data)
    for at in range(0, len(data), _CHUNK):
        value ^= int.from_bytes(data[at : at + _CHUNK], "little")
        for multiplier in _MULTIPLIERS:
            value ^= value >> int(_HALF)
            value = value * multiplier & _WHOLE
    return value >> int(_HIGH)


def shingle_sets(tokens: Ragged, width: int = WIDTH) -> Ragged:
    """Hash every text's runs of `width` tokens to a set of 32-bit numbers.

    A text shorter than `width` gives one shingle, of all its tokens; an empty text none.
    """
    hashes, owners = _sequences(tokens, width)
    keys = np.sort(owners << _HIGH | hashes)
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    sizes = np.bincount((keys >> _HIGH).astype(np.int64), minlength=len(tokens))
    return pack((keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), sizes)


def shingle_sequence(tokens: npt.NDArray[np.uint32], width: int = WIDTH) -> npt.NDArray[np.uint32]:
    """Hash one text's runs of `width` tokens, in the order in which they stand."""
    words = np.zeros(max(len(tokens), width if len(tokens) else 0), dtype=np.uint64)
    words[: len(tokens)] = tokens
    return _finalise(_add_runs(words, width))


def _sequences(tokens: Ragged, width: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint64]]:
    """Return the hashes of all shingles in order, and which text each belongs to."""
    # Short texts are filled up with zeros, which add nothing to the sum.
    sizes = np.where(tokens.sizes > 0, np.maximum(tokens.sizes, width), 0)
    owners = np.repeat(np.arange(len(tokens)), tokens.sizes)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(tokens.sizes) - tokens.sizes, tokens.sizes)
    words = np.zeros(int(sizes.sum()), dtype=np.uint64)
    words[(np.cumsum(sizes) - sizes)[owners] + within] = tokens.values[tokens.starts[owners] + within]
    mixed = _add_runs(words, width)
    windows = len(mixed)
    owner = np.repeat(np.arange(len(tokens), dtype=np.uint64), sizes)
    inside = owner[:windows] == owner[len(owner) - windows :]
    return _finalise(mixed[inside]), owner[:windows][inside]


def _add_runs(words: npt.NDArray[np.uint64], width: int) -> npt.NDArray[np.uint64]:
    """Return the sum of each run of `width` words, each word times the multiplier of its place in it."""
    windows = max(0, len(words) - width + 1)
    mixed = np.zeros(windows, dtype=np.uint64)
    for place in range(width):
        mixed += words[place : place + windows] * PLACES[place]
    return mixed


def spread(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """Spread numbers over 64 bits each, so that sums of them tell what was added."""
    return _mix(values.astype(np.uint64) * PLACES[0])


def _finalise(mixed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    return (_mix(mixed) >> _HIGH).astype(np.uint32)


def _mix(mixed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    for multiplier in MIX:
        mixed ^= mixed >> _HALF
        mixed *= multiplier
    return mixed
