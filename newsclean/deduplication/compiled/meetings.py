"""Texts that meet in an index, in one pass over it: `meetings`, compiled."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.compiling.kernels import kernel
from newsclean.deduplication.meetings import COMMON, Keys

_HIGH: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


def pair_up(
    index: Keys, text_of: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], telling: npt.NDArray[np.int32]
) -> Keys:
    """Return each meeting of two texts, as `meetings.pair_up` does, in another order."""
    # Room for runs of `COMMON` only; of what is not used, the system makes no memory.
    meetings = np.empty(len(index) * (COMMON - 1) // 2 + 1, dtype=np.uint64)
    count = np.zeros(1, dtype=np.int64)
    _pair_up(index, text_of, sizes, np.empty(COMMON, dtype=np.int64), telling, meetings, count)
    return meetings[: count[0]]


def select_frequent(meetings: Keys, telling: npt.NDArray[np.int32], share: float) -> Keys:
    """Return the pairs that met often enough, as `meetings.select_frequent` does."""
    pairs = np.empty_like(meetings)
    count = np.zeros(1, dtype=np.int64)
    _select_frequent(meetings, telling, np.array([share]), pairs, count)
    return pairs[: count[0]]


@kernel(
    (np.uint64, 1), (np.int64, 1), (np.int64, 1), (np.int64, 1), (np.int32, 1), (np.uint64, 1), (np.int64, 1)
)
def _pair_up(
    index: Any, text_of: Any, sizes: Any, owners: Any, telling: Any, meetings: Any, filled: Any
) -> None:
    at, place, size = 0, 0, len(index)
    while place < size:
        value = index[place] >> _HIGH
        count = 0
        while place < size and index[place] >> _HIGH == value:
            text = text_of[np.int64(index[place] & _LOW)]
            if text >= 0:
                if count < COMMON:
                    owners[count] = text
                count += 1
            place += 1
        if count > COMMON:
            continue
        for right in range(count):
            one = owners[right]
            telling[one] += 1
            for left in range(right):
                other = owners[left]
                if sizes[one] < sizes[other] or (sizes[one] == sizes[other] and one < other):
                    meetings[at] = np.uint64(one) << _HIGH | np.uint64(other)
                else:
                    meetings[at] = np.uint64(other) << _HIGH | np.uint64(one)
                at += 1
    filled[0] = at


@kernel((np.uint64, 1), (np.int32, 1), (np.float64, 1), (np.uint64, 1), (np.int64, 1))
def _select_frequent(meetings: Any, telling: Any, share: Any, pairs: Any, filled: Any) -> None:
    at, begin, size = 0, 0, len(meetings)
    while begin < size:
        pair, end = meetings[begin], begin + 1
        while end < size and meetings[end] == pair:
            end += 1
        if end - begin >= share[0] * telling[np.int64(pair >> _HIGH)]:
            pairs[at] = pair
            at += 1
        begin = end
    filled[0] = at
