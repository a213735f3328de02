"""What is remembered of a text, to compare later ones with it: the marks that its hashed parts leave.

A set of hashes marks a row of bits (a Bloom filter with one hash function: Bloom, "Space/time trade-offs in
hash coding with allowable errors", 1970). How many hashes of a later text fall on marks tells how many it
shares, once those that do so by chance are taken off.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.ragged import distinct
from newsclean.deduplication.shingles import PAIR, shingle_sequence
from newsclean.memory.lots import Numbers

Hashes = npt.NDArray[np.uint32]

# A shingle takes two bits. Of 460 shingles, 39% of the bits are marked; where four fifths of a text are
# shared, chance moves the share by 0.017 (one standard deviation), the Jaccard similarity by 0.023.
BITS: Final = 2
# Pairs of words are asked only where the shingles leave it open: 49% marked, chance moves the share by 0.020.
PAIR_BITS: Final = 1.5
# Words with digits are few, and decide alone.
FIGURE_BITS: Final = 8
MOST_BYTES: Final = 1024
"""Of one row of marks; of texts with more than 4,000 shingles each bit tells less."""
# A row of marks as full as this tells nothing of what stands in it.
_FULL: Final = 0.99
_HEAD: Final = struct.Struct("<3H3H")
HEAD_BYTES: Final = _HEAD.size
LARGEST: Final = (1 << 16) - 1
SPREAD: Final = np.uint32(0x9E3779B1)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a set: `size` hashes (at most 65,535 are told) on a row of bits, a byte each."""

    size: int
    bits: npt.NDArray[np.uint8]

    def share(self, hashes: Hashes) -> npt.NDArray[np.float64]:
        """Return for each hash how likely it stands in the set: 1 on a mark, less where many bits are marked.

        The values are unbiased, so that their sum estimates how many hashes are shared; single ones of them
        can be negative.
        """
        if not len(self.bits):
            return np.zeros(len(hashes))
        load = min(np.count_nonzero(self.bits) / len(self.bits), _FULL)
        return np.array((-load / (1 - load), 1.0)).take(self.marked(hashes))

    def marked(self, hashes: Hashes) -> npt.NDArray[np.uint8]:
        """Return for each hash 1 if it falls on a mark, else 0."""
        if not len(self.bits):
            return np.zeros(len(hashes), np.uint8)
        return self.bits[_slots(hashes, len(self.bits))]

    def count_shared(self, hashes: Hashes) -> float:
        """Estimate how many of a set of distinct hashes stand in this set, too."""
        return min(max(0.0, float(self.share(hashes).sum())), len(hashes), self.size)

    def similarity(self, hashes: Hashes) -> float:
        """Estimate the Jaccard similarity of this set and a set of distinct hashes (0 to 1)."""
        both = self.count_shared(hashes)
        return both / max(1.0, len(hashes) + self.size - both)


@dataclass(frozen=True, slots=True)
class Traces:
    """The hashed parts of a text: the sets of its shingles, its word pairs, and its words with digits."""

    shingles: Hashes
    pairs: Hashes
    figures: Hashes

    @classmethod
    def of(cls, tokens: Hashes, shingles: Hashes, figures: Hashes) -> "Traces":
        """Return the parts of a text with these hashed tokens, in their order."""
        return cls(shingles, distinct(shingle_sequence(tokens, PAIR)), figures)

    def imprint(self) -> bytes:
        """Return the marks of all three, as they are kept."""
        rows = [
            np.packbits(_mark(hashes, bits))
            for hashes, bits in ((self.shingles, BITS), (self.pairs, PAIR_BITS), (self.figures, FIGURE_BITS))
        ]
        sizes = (min(len(hashes), LARGEST) for hashes in (self.shingles, self.pairs, self.figures))
        return _HEAD.pack(*sizes, *map(len, rows)) + b"".join(row.tobytes() for row in rows)


@dataclass(frozen=True)
class Imprint:
    """What is remembered of a text, as `Traces.imprint` wrote it; each part is read when it is needed."""

    data: bytes

    @cached_property
    def shingles(self) -> Marks:
        """The marks of its shingles."""
        return self._read(0)

    @cached_property
    def pairs(self) -> Marks:
        """The marks of its word pairs."""
        return self._read(1)

    @cached_property
    def figures(self) -> Marks:
        """The marks of its words with digits."""
        return self._read(2)

    def _read(self, part: int) -> Marks:
        sizes, lengths = self._head[:3], self._head[3:]
        row = np.frombuffer(self.data, np.uint8, lengths[part], _HEAD.size + sum(lengths[:part]))
        return Marks(sizes[part], np.unpackbits(row))

    @cached_property
    def _head(self) -> tuple[int, ...]:
        return _HEAD.unpack_from(self.data)


@dataclass(frozen=True, slots=True)
class Imprints:
    """The marks that the shingles of many texts left: what `Imprint.shingles` is of one.

    Row `i` has the `lengths[i]` bytes of `data` from `begins[i]` on; `sizes[i]` hashes left it.
    """

    data: npt.NDArray[np.uint8]
    begins: Numbers
    lengths: Numbers
    sizes: Numbers

    @classmethod
    def read(cls, imprints: Sequence[bytes]) -> "Imprints":
        """Read what `Traces.imprint` wrote of each text."""
        data = np.frombuffer(b"".join(imprints), np.uint8)
        lengths = np.fromiter(map(len, imprints), np.int64, len(imprints))
        begins = np.cumsum(lengths) - lengths
        heads = data[begins[:, None] + np.arange(HEAD_BYTES)].view("<u2")
        return cls(data, begins + HEAD_BYTES, heads[:, 3].astype(np.int64), heads[:, 0].astype(np.int64))

    def __getitem__(self, row: int) -> Marks:
        begin = self.begins[row]
        return Marks(int(self.sizes[row]), np.unpackbits(self.data[begin : begin + self.lengths[row]]))

    def estimate_shared(self, counts: "Counts", hashes: Numbers, rows: Numbers) -> npt.NDArray[np.float64]:
        """Do for many pairs what `Marks.count_shared` does, given what was counted, sizes of sets, and rows.

        The last digits may differ, as this adds in another order.
        """
        loads = np.minimum(counts.marks / np.maximum(1, 8 * self.lengths[rows]), _FULL)
        shared = counts.marked - (hashes - counts.marked) * loads / (1 - loads)
        clipped: npt.NDArray[np.float64] = np.clip(shared, 0, np.minimum(hashes, self.sizes[rows]))
        return clipped


class Counts(NamedTuple):
    """What is counted of pairs: how many of a set's hashes are `marked` in a row, and its `marks`."""

    marked: Numbers
    marks: Numbers


def _mark(hashes: Hashes, bits: float) -> npt.NDArray[np.uint8]:
    row = np.zeros(min(ceil(len(hashes) * bits / 8), MOST_BYTES) * 8, np.uint8)
    if len(hashes):
        row[_slots(hashes, len(row))] = 1
    return row


def _slots(hashes: Hashes, count: int) -> npt.NDArray[np.int64]:
    # Multiplied, as the sets are chosen by the order of hashes elsewhere.
    return ((hashes * SPREAD).astype(np.uint64) * np.uint64(count) >> np.uint64(32)).astype(np.int64)
