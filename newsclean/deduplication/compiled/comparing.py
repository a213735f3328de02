"""Comparing many pairs of rows in compiled loops, on as many cores as are to be used."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.compiling.entries import Kind
from newsclean.compiling.kernels import Kernel, function, kernel
from newsclean.deduplication.comparing import (
    BIN_BITS,
    BINS,
    FOOTER_SHARED,
    FULL,
    OWN_OPENING,
    OWN_SHARED,
    UNBOUNDED,
    Profiles,
    Rows,
)
from newsclean.deduplication.compiled import buckets, meetings
from newsclean.deduplication.compiled.signing import hash_runs
from newsclean.deduplication.compiled.sorting import COUNTS, sort_distinct
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.shingles import PAIR, WIDTH

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_PAIRS: Final[tuple[Kind, ...]] = ((np.int64, 1), (np.int64, 1))
_ROOMS: Final[tuple[Kind, ...]] = ((np.uint32, 2), (np.int32, 2))
_ROWS: Final[tuple[Kind, ...]] = ((np.uint32, 1), (np.int64, 1), (np.int64, 1))

_NO_BIN_BITS: Final = np.uint32(32 - BIN_BITS)

# Pairs compared by one thread at a time: enough to pay for handing them over.
_BLOCK: Final = 512


class CompiledComparing:
    """Comparison by compiled loops; the numbers are those of `ReferenceComparing`."""

    def __init__(self, pool: "ThreadPoolExecutor | None" = None) -> None:
        self._pool = pool

    def shared_counts(self, rows: Ragged, left: Rows, right: Rows) -> Rows:
        """Count the values that both sets of each pair hold."""
        found = np.zeros(len(left), dtype=np.int64)
        near, places = rows.near(np.concatenate((left, right)))
        self._share(_shared_counts, places[: len(left)], places[len(left) :], found, near)
        return found

    def profiles(self, rows: Ragged) -> Profiles:
        """Count how many values of each set fall into each bin, up to `FULL`: (rows, `BINS`)."""
        found = np.zeros((len(rows), BINS), dtype=np.uint8)
        _count_in_bins(rows.values, rows.starts, rows.sizes, found)
        return found

    def most_shared(self, profiles: Profiles, left: Rows, right: Rows) -> Rows:
        """Return how many values both sets of each pair hold at the most, by their profiles."""
        found = np.zeros(len(left), dtype=np.int64)
        self._share(_most_shared, left, right, found, profiles)
        return found

    def pair_similarities(self, tokens: Ragged, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return the Jaccard similarity of the word pairs of both texts."""
        found = np.zeros(len(left), dtype=np.float64)
        near, places = tokens.near(np.concatenate((left, right)))
        longest = int(near.sizes.max(initial=0))
        self._share(
            _pair_similarities, places[: len(left)], places[len(left) :], found, near, longest=longest
        )
        return found

    def opening_apart(self, tokens: Ragged, sets: Ragged, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Tell of the left text of each pair whether it opens on its own and then shares nearly all."""
        found = np.zeros(len(left), dtype=np.bool_)
        (ones, left), (others, right) = tokens.near(left), sets.near(right)
        self._share(_openings_apart, left, right, found, ones, others, longest=_longest(ones))
        return found

    def first_shared(self, tokens: Ragged, sets: Ragged, left: Rows, right: Rows) -> Rows:
        """Return the place of the left text's first shingle that the right one has; -1 if there is none."""
        found = np.full(len(left), -1, dtype=np.int64)
        (ones, left), (others, right) = tokens.near(left), sets.near(right)
        self._share(_first_shared, left, right, found, ones, others, longest=_longest(ones))
        return found

    group = staticmethod(buckets.group)
    deal = staticmethod(meetings.deal)
    post = staticmethod(meetings.post)
    pair_up = staticmethod(meetings.pair_up)
    select_frequent = staticmethod(meetings.select_frequent)

    def _share(
        self,
        loop: Kernel,
        left: Rows,
        right: Rows,
        found: Any,
        *rows: Ragged | Profiles,
        longest: int | None = None,
    ) -> None:
        """Run a loop over the pairs, which fills `found`: in blocks on the pool's threads.

        Where it makes something of rows, `longest` is the size of the longest.
        """
        arrays = [
            array
            for each in rows
            for array in ((each.values, each.starts, each.sizes) if isinstance(each, Ragged) else (each,))
        ]

        def run(block: slice) -> None:
            room = (
                () if longest is None else (np.empty((3, longest + 1), np.uint32), np.empty(COUNTS, np.int32))
            )
            loop(left[block], right[block], found[block], *room, *arrays)

        if self._pool is None or len(left) <= _BLOCK:
            run(slice(None))
            return
        for _ in self._pool.map(run, [slice(at, at + _BLOCK) for at in range(0, len(left), _BLOCK)]):
            pass


def _longest(rows: Ragged) -> int:
    return int(rows.sizes.max(initial=0))


@function
def _shared(one: Any, other: Any) -> int:
    """Count the values in both of two ascending arrays of distinct values, by merging them."""
    both, left, right = 0, 0, 0
    while left < len(one) and right < len(other):
        a, b = one[left], other[right]
        both += a == b
        left += a <= b
        right += b <= a
    return both


@function
def _holds(values: Any, value: Any) -> bool:
    """Tell whether a value stands in an ascending array.

    By halves, without branches, as no processor foresees where a hash stands.
    """
    low, size = 0, len(values)
    while size > 1:
        half = size >> 1
        low += half if values[low + half - 1] < value else 0
        size -= half
    return size > 0 and values[low] == value


@kernel(*_PAIRS, (np.int64, 1), *_ROWS)
def _shared_counts(left: Any, right: Any, found: Any, values: Any, starts: Any, sizes: Any) -> None:
    for at in range(len(left)):
        one, other = left[at], right[at]
        found[at] = _shared(
            values[starts[one] : starts[one] + sizes[one]],
            values[starts[other] : starts[other] + sizes[other]],
        )


@kernel(*_ROWS, (np.uint8, 2))
def _count_in_bins(values: Any, starts: Any, sizes: Any, found: Any) -> None:
    for row in range(len(starts)):
        for place in range(starts[row], starts[row] + sizes[row]):
            at = np.int64(values[place] >> _NO_BIN_BITS)
            found[row, at] += found[row, at] < FULL


@kernel(*_PAIRS, (np.int64, 1), (np.uint8, 2))
def _most_shared(left: Any, right: Any, found: Any, profiles: Any) -> None:
    for at in range(len(left)):
        one, other = profiles[left[at]], profiles[right[at]]
        total, full = np.int64(0), np.int64(0)
        for place in range(BINS):
            least = min(one[place], other[place])
            total += least
            full += least == FULL
        found[at] = total + full * (UNBOUNDED - FULL)


@kernel(*_PAIRS, (np.float64, 1), *_ROOMS, *_ROWS)
def _pair_similarities(
    left: Any, right: Any, found: Any, rooms: Any, buckets: Any, values: Any, starts: Any, sizes: Any
) -> None:
    for at in range(len(left)):
        one, other = left[at], right[at]
        mine, theirs, spare = rooms[0], rooms[1], rooms[2]
        count = hash_runs(values[starts[one] : starts[one] + sizes[one]], PAIR, mine)
        count = sort_distinct(mine, count, spare, buckets)
        others = hash_runs(values[starts[other] : starts[other] + sizes[other]], PAIR, theirs)
        others = sort_distinct(theirs, others, spare, buckets)
        both = _shared(mine[:count], theirs[:others])
        found[at] = both / max(1, count + others - both)


@kernel(*_PAIRS, (np.bool_, 1), *_ROOMS, *_ROWS, *_ROWS)
def _openings_apart(
    left: Any, right: Any, found: Any, rooms: Any, _buckets: Any,
    values: Any, starts: Any, sizes: Any, sets: Any, set_starts: Any, set_sizes: Any,
) -> None:  # fmt: skip
    for at in range(len(left)):
        one, other = left[at], right[at]
        theirs = sets[set_starts[other] : set_starts[other] + set_sizes[other]]
        sequence = rooms[0]
        count = hash_runs(values[starts[one] : starts[one] + sizes[one]], WIDTH, sequence)
        lead, most, own, own_common, common = 0, -count - 1, 0, 0, 0
        for place in range(count):
            if _holds(theirs, sequence[place]):
                lead -= 1
                common += 1
            else:
                lead += 1
            if lead > most:
                most, own, own_common = lead, place + 1, common
        if own >= OWN_OPENING and own < count:
            found[at] = (
                own_common / own <= OWN_SHARED and (common - own_common) / (count - own) >= FOOTER_SHARED
            )


@kernel(*_PAIRS, (np.int64, 1), *_ROOMS, *_ROWS, *_ROWS)
def _first_shared(
    left: Any, right: Any, found: Any, rooms: Any, _buckets: Any,
    values: Any, starts: Any, sizes: Any, sets: Any, set_starts: Any, set_sizes: Any,
) -> None:  # fmt: skip
    for at in range(len(left)):
        one, other = left[at], right[at]
        theirs = sets[set_starts[other] : set_starts[other] + set_sizes[other]]
        sequence = rooms[0]
        for place in range(hash_runs(values[starts[one] : starts[one] + sizes[one]], WIDTH, sequence)):
            if _holds(theirs, sequence[place]):
                found[at] = place
                break
