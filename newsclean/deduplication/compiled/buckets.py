"""Equal keys brought together in one pass over them, by a hash table: `bands.group`, compiled."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.compiling.kernels import kernel
from newsclean.compiling.rooms import room

# Slots for each key, at the least: with half of them empty, a key is found after one step and a half.
_SLOTS: Final = 2
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
_EMPTY: Final = -1


def group(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of the keys that occur more than once, and the sizes of their buckets."""
    count = len(keys)
    bits = max(1, (_SLOTS * count).bit_length())
    places, sizes = np.empty((2, count), dtype=np.int64)
    filled = np.array([bits, 0], dtype=np.int64)
    firsts, counts = (room(name, 1 << bits, np.int32)[: 1 << bits] for name in ("firsts", "counts"))
    _group(keys, firsts, counts, room("slots", count, np.int32), places, sizes, filled)
    return places[: filled[0]], sizes[: filled[1]]


@kernel(
    (np.uint64, 1),
    (np.int32, 1),
    (np.int32, 1),
    (np.int32, 1),
    (np.int64, 1),
    (np.int64, 1),
    (np.int64, 1),
)
def _group(keys: Any, firsts: Any, counts: Any, slots: Any, places: Any, sizes: Any, filled: Any) -> None:
    """Note the first place of each key, and count; then hand out room to the keys that occur again."""
    shift, last = np.uint64(64 - filled[0]), len(firsts) - 1
    firsts[:] = _EMPTY
    counts[:] = 0
    for at in range(len(keys)):
        slot = np.int64(keys[at] * _SPREAD >> shift)
        while firsts[slot] != _EMPTY and keys[firsts[slot]] != keys[at]:
            slot = (slot + 1) & last
        if firsts[slot] == _EMPTY:
            firsts[slot] = at
        counts[slot] += 1
        slots[at] = slot
    end, bucket = 0, 0
    for at in range(len(keys)):
        slot = slots[at]
        count = counts[slot]
        if count == 1:
            continue
        if count > 1:
            sizes[bucket] = count
            bucket += 1
            # From now on: where the next place goes, and no count.
            firsts[slot], counts[slot] = end, 0
            end += count
        places[firsts[slot]] = at
        firsts[slot] += 1
    filled[0], filled[1] = end, bucket
