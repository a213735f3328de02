"""Texts joined to connected components of copies, bucket by bucket.

A bucket holds the texts whose keys agree in one band. Its members are compared with its first ones, its
representatives, in rounds: all with the first, then all that are not joined to it yet with the second, then
with two, four, and so on. Copies are joined early and need no further comparison, so that a bucket of n
copies costs n.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import BANDS, REPRESENTATIVES, group
from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.resemblance import pair_keys
from newsclean.deduplication.texts import Flags

# In a bucket with more members than representatives, a text meets all of those in the first `FULL_BANDS`
# bands and only the first one in the others: what fills such buckets is a footer or a template, and the
# text's copies meet it in smaller ones, where its own words count. It bounds the work for many short articles
# above one footer, and asks for nothing but the bucket: what a text is compared with does not depend on what
# was found before. Of 25,712 duplicates in 100,000 generated articles, 8 are not found for it.
FULL_BANDS: Final = 1

# Pairs of a round, where it takes more than one representative: some 10 MB of arrays.
_ROUND: Final = 1 << 16
# Pairs compared in vain that are remembered, each in the one place that its hash gives it (8 bytes): most
# pairs that meet once meet in several bands. So many for each text, up to 2 ** `_REMEMBERED_BITS` in all.
_REMEMBERED: Final = 8
_REMEMBERED_BITS: Final = 21
_SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)


Compare = Callable[[Rows, Rows], Flags]
"""Tells of each pair, `left[i]` and `right[i]`, whether it is to be joined."""

Group = Callable[[npt.NDArray[np.uint64]], tuple[Rows, Rows]]
"""Returns the places of keys that occur more than once, bucket by bucket, and the sizes of the buckets."""


def representatives(size: Rows, band: int) -> Rows:
    """Return how many representatives buckets of these sizes have in a band."""
    crowded = REPRESENTATIVES if band < FULL_BANDS else 1
    return np.where(size > REPRESENTATIVES, crowded, REPRESENTATIVES)


class Components:
    """Connected components of `count` texts; each is named by its lowest."""

    def __init__(self, count: int, compare: Compare, group: Group = group) -> None:
        self._parent = np.arange(count, dtype=np.int32)
        self._compare = compare
        self._group = group
        bits = min(_REMEMBERED_BITS, max(1, (_REMEMBERED * count).bit_length()))
        self._remembered = np.zeros(1 << bits, dtype=np.uint64)
        self._slot_shift = np.uint64(64 - bits)

    def join_buckets(
        self,
        texts: Rows,
        keys: Callable[[int], npt.NDArray[np.uint64]],
        told: Callable[[int, int], None],
        bands: int = BANDS,
    ) -> None:
        """Go through the buckets of the first `bands`.

        `keys(band)` gives each text's key, of which `texts` count. The result does not depend on anything but
        the keys and what is compared. `told` is told how many bands are done, and of how many.
        """
        for band in range(bands):
            self._join_band(texts, keys(band)[texts], band)
            told(band + 1, bands)

    def roots(self) -> Rows:
        """Return the component of each text."""
        return self._find(np.arange(len(self._parent)))

    def _join_band(self, texts: Rows, keys: npt.NDArray[np.uint64], band: int) -> None:
        places, sizes = self._group(keys)
        members, shared = texts[places], np.arange(len(places))
        begin = np.repeat(np.cumsum(sizes) - sizes, sizes)
        most = np.minimum(shared - begin, np.repeat(representatives(sizes, band), sizes))
        last = 0
        while len(shared):
            # Most buckets hold copies of one text only, and are done with by now.
            strange = self._find(members[shared]) != self._find(members[begin])
            open_bucket = np.zeros(len(members), dtype=np.bool_)
            open_bucket[begin[strange]] = True
            left = open_bucket[begin] & (most > last)
            shared, begin, most = shared[left], begin[left], most[left]
            more = max(1, _ROUND // max(1, len(shared)))
            first, last = last, max(1, min(2 * last, last + more))
            taken = np.minimum(most, last) - first
            turns = np.arange(taken.sum()) - np.repeat(np.cumsum(taken) - taken, taken)
            leaders = members[np.repeat(begin + first, taken) + turns]
            self._compare_pairs(leaders, np.repeat(members[shared], taken))

    def _compare_pairs(self, leaders: Rows, texts: Rows) -> None:
        """Compare pairs that are not in one component, and join those that are alike."""
        apart = self._find(leaders) != self._find(texts)
        leaders, texts = leaders[apart], texts[apart]
        keys = pair_keys(leaders, texts)
        slots = ((keys * _SPREAD) >> self._slot_shift).astype(np.int64)
        new = self._remembered[slots] != keys
        leaders, texts, keys, slots = leaders[new], texts[new], keys[new], slots[new]
        if not len(texts):
            return
        alike = self._compare(leaders, texts)
        self._remembered[slots[~alike]] = keys[~alike]
        self._unite(leaders[alike], texts[alike])

    def _find(self, texts: Rows) -> Rows:
        above = self._parent[texts]
        while True:
            roots, above = above, self._parent[above]
            if (above == roots).all():
                break
        self._parent[texts] = roots
        return roots.astype(np.int64)

    def _unite(self, left: Rows, right: Rows) -> None:
        while len(left):
            one, other = self._find(left), self._find(right)
            apart = one != other
            left, right, one, other = left[apart], right[apart], one[apart], other[apart]
            # Of several lower ones to be put under, the lowest; the rest takes another turn.
            np.minimum.at(self._parent, np.maximum(one, other), np.minimum(one, other).astype(np.int32))
