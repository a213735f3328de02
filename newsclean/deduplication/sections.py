"""Sorting more keys than memory holds."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.meetings import SECTION_BITS, Deal, Keys
from newsclean.deduplication.storage import Spool

# Keys yielded at once: with the room that sorting takes, they fit into the second-level cache.
_CACHED: Final = 1 << 14


class Sections:
    """Keys that come in lots and are to be sorted: dealt by their uppermost byte, a radix sort's first step.

    Keys have up to `bits` bits. They spread evenly enough over sections: they begin with a hash, or with a
    number that texts were given in some order. Up to `room` bytes of them are kept in memory.
    """

    def __init__(self, room: int, bits: int) -> None:
        self._keys: Spool[np.uint64] = Spool(np.uint64, room)
        self._shift = max(0, bits - SECTION_BITS)
        self._borders: list[npt.NDArray[np.int64]] = []

    def append(self, keys: Keys, deal: Deal) -> None:
        """Add a lot of keys."""
        dealt, ends = deal(keys, self._shift)
        self._borders.append(np.append(0, ends) + len(self._keys))
        self._keys.append(dealt)

    def gather(self) -> Iterator[Keys]:
        """Yield the keys in ascending order of sections: one that is large, or several that are small."""
        if not len(self._keys):
            return
        borders = np.stack(self._borders, axis=1)
        upto = np.diff(borders, axis=0).sum(axis=1).cumsum()
        lasts = np.flatnonzero(np.diff(upto // _CACHED, append=-1)) + 1
        for start, stop in pairwise([0, *lasts.tolist()]):
            yield self._keys.fetch(borders[start], borders[stop] - borders[start])

    def close(self) -> None:
        """Give the disk space back."""
        self._keys.close()
