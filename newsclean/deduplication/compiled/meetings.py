"""Samples to posting lists to meetings, in one pass over each: `meetings`, compiled."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.compiling.kernels import kernel
from newsclean.compiling.rooms import room
from newsclean.deduplication.compiled.sorting import BYTES, count_byte, sort_keys
from newsclean.deduplication.compiled.sorting import deal as deal_by
from newsclean.deduplication.meetings import COMMON, FIRST, SAMPLING_BITS, SPREAD, Counts, Keys, Postings
from newsclean.deduplication.ragged import Ragged

_HIGH: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)
_NO_BIT: Final = np.uint64(0)
_UNSAMPLED: Final = np.uint32(32 - SAMPLING_BITS)
_FIRST: Final = np.uint32(FIRST)
_ARTICLE: Final = np.uint32(FIRST - 1)


def sample(shingles: Ragged) -> Keys:
    """Return the samples of texts, as `meetings.sample` does, in this thread's array."""
    samples = room("sampled", len(shingles.values), np.uint64)
    filled = np.zeros(1, dtype=np.int64)
    _sample(shingles.values, shingles.sizes, samples, filled)
    return samples[: filled[0]]


def deal(keys: Keys, shift: int) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Put keys in the order of some of their bits, as `meetings.deal` does, in this thread's array."""
    dealt, ends = room("dealt", len(keys), np.uint64)[: len(keys)], np.empty(BYTES, dtype=np.int64)
    _deal(keys, np.array([shift], dtype=np.uint64), dealt, ends)
    return dealt, ends


def post(samples: Keys, alone: Counts) -> Postings:
    """Return the posting lists of samples, as `meetings.post` does; they come in any order."""
    postings = np.empty(len(samples), dtype=np.uint32)
    filled = np.zeros(1, dtype=np.int64)
    _post(samples, *_rooms(samples), alone, postings, filled)
    return postings[: filled[0]]


def pair_up(postings: Postings, rank_of: Counts, telling: Counts) -> Keys:
    """Return each meeting of two texts, as `meetings.pair_up` does, in another order."""
    # Room for lists of `COMMON` only; of what is not used, the system makes no memory.
    meetings = room("meetings", len(postings) * (COMMON - 1) // 2 + 1, np.uint64)
    filled = np.zeros(1, dtype=np.int64)
    _pair_up(postings, rank_of, np.empty(COMMON, dtype=np.int32), telling, meetings, filled)
    return meetings[: filled[0]]


def select_frequent(meetings: Keys, telling: Counts, share: float) -> Keys:
    """Return the pairs that met often enough, as `meetings.select_frequent` does."""
    pairs = np.empty_like(meetings)
    filled = np.zeros(1, dtype=np.int64)
    _select_frequent(meetings, *_rooms(meetings), telling, np.array([share]), pairs, filled)
    # Few are left, which are kept: not with the room of all.
    return pairs[: filled[0]].copy()


def _rooms(keys: Keys) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Return the room that sorting takes: for as many keys, and for counts."""
    return room("keys", len(keys), np.uint64)[: len(keys)], np.empty(BYTES, dtype=np.int64)


def is_kept() -> bool:
    """Tell whether the machine code of a function that every run needs is on disk."""
    return _post.is_kept


@kernel((np.uint32, 1), (np.int64, 1), (np.uint64, 1), (np.int64, 1))
def _sample(values: Any, sizes: Any, samples: Any, filled: Any) -> None:
    place, at = 0, 0
    for text in range(len(sizes)):
        for _ in range(sizes[text]):
            value = values[place]
            samples[at] = np.uint64(value) << _HIGH | np.uint64(text)
            # No processor foresees which are chosen: the others are written over.
            at += np.uint32(value * SPREAD) >> _UNSAMPLED == 0
            place += 1
    filled[0] = at


@kernel((np.uint64, 1), (np.uint64, 1), (np.uint64, 1), (np.int64, 1))
def _deal(keys: Any, shift: Any, dealt: Any, ends: Any) -> None:
    count_byte(keys, shift[0], ends)
    deal_by(keys, dealt, len(keys), shift[0], ends)


@kernel((np.uint64, 1), (np.uint64, 1), (np.int64, 1), (np.int32, 1), (np.uint32, 1), (np.int64, 1))
def _post(samples: Any, spare: Any, counts: Any, alone: Any, postings: Any, filled: Any) -> None:
    ordered = sort_keys(samples, spare, _HIGH, counts)
    at, begin, size = 0, 0, len(samples)
    while begin < size:
        shingle, end = ordered[begin] >> _HIGH, begin + 1
        while end < size and ordered[end] >> _HIGH == shingle:
            end += 1
        if end == begin + 1:
            alone[np.int64(ordered[begin] & _LOW)] += 1
        else:
            for place in range(begin, end):
                postings[at] = np.uint32(ordered[place] & _LOW) | (_FIRST if place == begin else np.uint32(0))
                at += 1
        begin = end
    filled[0] = at


@kernel((np.uint32, 1), (np.int32, 1), (np.int32, 1), (np.int32, 1), (np.uint64, 1), (np.int64, 1))
def _pair_up(postings: Any, rank_of: Any, ranks: Any, telling: Any, meetings: Any, filled: Any) -> None:
    at, place, size = 0, 0, len(postings)
    while place < size:
        count, begin = 0, place
        while place < size and (place == begin or postings[place] < _FIRST):
            rank = rank_of[np.int64(postings[place] & _ARTICLE)]
            if rank >= 0:
                if count < COMMON:
                    ranks[count] = rank
                count += 1
            place += 1
        if count > COMMON:
            continue
        for right in range(count):
            one = ranks[right]
            telling[one] += 1
            for left in range(right):
                other = ranks[left]
                meetings[at] = np.uint64(min(one, other)) << _HIGH | np.uint64(max(one, other))
                at += 1
    filled[0] = at


@kernel(
    (np.uint64, 1),
    (np.uint64, 1),
    (np.int64, 1),
    (np.int32, 1),
    (np.float64, 1),
    (np.uint64, 1),
    (np.int64, 1),
)
def _select_frequent(
    meetings: Any, spare: Any, counts: Any, telling: Any, share: Any, pairs: Any, filled: Any
) -> None:
    ordered = sort_keys(meetings, spare, _NO_BIT, counts)
    at, begin, size = 0, 0, len(meetings)
    while begin < size:
        pair, end = ordered[begin], begin + 1
        while end < size and ordered[end] == pair:
            end += 1
        if end - begin >= share[0] * telling[np.int64(pair >> _HIGH)]:
            pairs[at] = pair
            at += 1
        begin = end
    filled[0] = at
