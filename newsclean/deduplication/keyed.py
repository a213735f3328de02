"""Sorting more keys than memory holds."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.storage import Spool, release

_KEY_BYTES: Final = 8
_STEP: Final = 1 << 12


class SortedRuns:
    """Keys that come in lots and are to be gone through in order (external merge sort, by ranges of keys).

    Keys are spread evenly enough over their range that equal ranges hold about equally many: they begin with
    a hash, or with a number that a hash gave out. Up to `room` bytes of them are kept in memory.
    """

    def __init__(self, room: int) -> None:
        self._keys: Spool[np.uint64] = Spool(np.uint64, room)
        self._ends: list[int] = []
        self._greatest = 0

    def __len__(self) -> int:
        return len(self._keys)

    def append(self, keys: npt.NDArray[np.uint64]) -> None:
        """Add a lot of keys, in any order."""
        if len(keys):
            lot = np.sort(keys)
            self._keys.append(lot)
            self._ends.append(len(self._keys))
            self._greatest = max(self._greatest, int(lot[-1]))

    def ranges(self, memory: int, unit: int = 1) -> Iterator[npt.NDArray[np.uint64]]:
        """Yield all keys in ascending order, some at a time: about `memory` bytes of them.

        Keys that are equal but for their remainder by `unit` come together.
        """
        if not len(self):
            return
        keys = self._keys.map()
        parts = -(-len(self) * _KEY_BYTES // max(1, memory))
        step = -(-(self._greatest // unit + 1) // max(1, parts)) * unit
        runs = list(zip([0, *self._ends[:-1]], self._ends, strict=True))
        places = [start for start, _ in runs]
        for border in range(step, self._greatest + step + 1, step):
            last = np.uint64(min(border - 1, (1 << 64) - 1))
            pieces = []
            for run, (_, end) in enumerate(runs):
                upto = _find_end(keys, places[run], end, last)
                pieces.append(keys[places[run] : upto])
                places[run] = upto
            part = np.concatenate(pieces)
            part.sort()
            release(keys)
            if len(part):
                yield part

    def close(self) -> None:
        """Give the disk space back."""
        self._keys.close()


def _find_end(keys: npt.NDArray[np.uint64], start: int, end: int, last: np.uint64) -> int:
    """Return the place behind what is not above `last`, in ascending keys from `start` to `end`.

    It is looked for in growing steps from the start, and not by halves, which would bring pages of the whole
    run into memory.
    """
    step = _STEP
    while start + step < end and keys[start + step] <= last:
        step *= 2
    return start + int(np.searchsorted(keys[start : min(end, start + step)], last, side="right"))
