"""The sets that are compared: hashes of runs of words.

Broder, "On the resemblance and containment of documents" (1997).
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

# Five words: shared by chance in 0.3% of the shingles of two unrelated articles, still whole in 77% of the
# places after one word in twenty was changed (0.95 ** 5).
WIDTH: Final = 5
# Word pairs survive scattered changes better (0.9 ** 2 = 81% after one word in ten), but chance shares them.
PAIR: Final = 2

# Texts hashed at once: enough to pay for the calls, few enough that their words stay in the cache.
BATCH: Final = 512

# Odd 64-bit multipliers, one for each place in a shingle (powers of the golden ratio's fraction), and the
# finalizer of MurmurHash3 (Appleby, 2011), which spreads their sum over all bits.
_PLACES: Final = tuple(np.uint64(pow(0x9E3779B97F4A7C15, place + 1, 1 << 64)) for place in range(WIDTH))
_MIX: Final = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_HALF: Final = np.uint64(33)
_HIGH: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingle sets of many texts, one behind the other.

    `values` (uint32) holds each text's distinct hashes in ascending order; text `i` has those from
    `starts[i]` to `starts[i + 1]`.
    """

    values: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, text: int) -> npt.NDArray[np.uint32]:
        return self.values[self.starts[text] : self.starts[text + 1]]

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """How many distinct shingles each text has."""
        return np.diff(self.starts)


def shingle_sets(texts: Iterable[Sequence[str]], width: int = WIDTH) -> Shingles:
    """Hash every text's runs of `width` tokens to a set of 32-bit numbers.

    A text shorter than `width` gives one shingle, of all its tokens; an empty text none.
    """
    values: list[npt.NDArray[np.uint32]] = []
    sizes: list[npt.NDArray[np.int64]] = []
    batch: list[Sequence[str]] = []
    for text in texts:
        batch.append(text)
        if len(batch) == BATCH:
            _add_sets(batch, width, values, sizes)
            batch.clear()
    _add_sets(batch, width, values, sizes)
    starts = np.zeros(1 + sum(map(len, sizes)), dtype=np.int64)
    np.cumsum(np.concatenate(sizes), out=starts[1:])
    return Shingles(np.concatenate(values), starts)


def shingle_sequence(text: Sequence[str], width: int = WIDTH) -> npt.NDArray[np.uint32]:
    """Hash one text's runs of `width` tokens, in the order in which they stand."""
    hashes, _ = _sequences([text], width)
    return hashes


def _add_sets(
    batch: Sequence[Sequence[str]],
    width: int,
    values: list[npt.NDArray[np.uint32]],
    sizes: list[npt.NDArray[np.int64]],
) -> None:
    hashes, owners = _sequences(batch, width)
    keys = np.sort(owners << _HIGH | hashes)
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    values.append((keys & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    sizes.append(np.bincount((keys >> _HIGH).astype(np.int64), minlength=len(batch)))


def _sequences(
    batch: Sequence[Sequence[str]], width: int
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint64]]:
    """Return the hashes of all shingles of the batch in order, and which text each belongs to."""
    known: dict[str, int] = {}
    flat: list[int] = []
    counts = np.zeros(len(batch), dtype=np.int64)
    for at, text in enumerate(batch):
        before = len(flat)
        for token in text:
            value = known.get(token)
            if value is None:
                value = known[token] = zlib.crc32(token.encode("utf-8", "surrogatepass"))
            flat.append(value)
        if text and len(text) < width:
            flat.extend([0] * (width - len(text)))
        counts[at] = len(flat) - before
    words = np.array(flat, dtype=np.uint64)
    windows = max(0, len(words) - width + 1)
    mixed = np.zeros(windows, dtype=np.uint64)
    for place in range(width):
        mixed += words[place : place + windows] * _PLACES[place]
    owners = np.repeat(np.arange(len(batch), dtype=np.uint64), counts)
    inside = owners[:windows] == owners[width - 1 :]
    return _finalise(mixed[inside]), owners[:windows][inside]


def _finalise(mixed: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
    for multiplier in _MIX:
        mixed ^= mixed >> _HALF
        mixed *= multiplier
    return (mixed >> _HIGH).astype(np.uint32)
