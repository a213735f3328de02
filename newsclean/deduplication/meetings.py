"""Texts that meet in an inverted index of shingles: the reference, with `compiled.meetings` as its fast twin.

A sample is a shingle in the upper 32 bits, and an article that has it in the lower ones. A posting list holds
the articles that have one shingle: their numbers, `FIRST` added to the first. A meeting is a shingle that two
texts share: the rank of the shorter one above, that of the longer below.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import pairs_in_runs
from newsclean.deduplication.ragged import Ragged, begin_runs

Keys = npt.NDArray[np.uint64]
Postings = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int32]
Deal = Callable[[Keys, int], tuple[Keys, npt.NDArray[np.int64]]]

# One shingle in 2 ** 2 is indexed. A teaser of 30 words has 26 shingles, 6.5 of them in the index: none is
# with probability 0.75 ** 26 = 0.06%.
SAMPLING_BITS: Final = 2
# A shingle that stands in more texts than this says little about any two of them, and costs its square.
COMMON: Final = 16
# Keys are dealt to sections by so many of their bits.
SECTION_BITS: Final = 8
FIRST: Final = 1 << 31

SPREAD: Final = np.uint32(0x9E3779B1)
_HIGH: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


def sample(shingles: Ragged) -> Keys:
    """Return the samples of texts, whose sets stand without gaps."""
    values = shingles.values
    chosen = np.flatnonzero((values * SPREAD) >> np.uint32(32 - SAMPLING_BITS) == 0)
    owners = np.searchsorted(shingles.starts + shingles.sizes, chosen, side="right")
    return values[chosen].astype(np.uint64) << _HIGH | owners.astype(np.uint64)


def deal(keys: Keys, shift: int) -> tuple[Keys, npt.NDArray[np.int64]]:
    """Put keys in the order of `SECTION_BITS` bits, from `shift` on; tell where each section ends."""
    sections = (keys >> np.uint64(shift)).astype(np.uint8)
    order = np.argsort(sections, kind="stable")
    return keys[order], np.cumsum(np.bincount(sections, minlength=1 << SECTION_BITS))


def post(samples: Keys, alone: Counts) -> Postings:
    """Return the posting lists of the shingles that several articles have.

    All samples of a shingle must be there. To `alone` is added how many shingles each article has for itself.
    """
    ordered = np.sort(samples)
    first = begin_runs(ordered >> _HIGH)
    single = first & np.append(first[1:], True)
    articles = (ordered & _LOW).astype(np.uint32)
    np.add.at(alone, articles[single], 1)
    articles[first] |= np.uint32(FIRST)
    postings: Postings = articles[~single]
    return postings


def pair_up(postings: Postings, rank_of: Counts, telling: Counts) -> Keys:
    """Return each meeting of two texts in some posting lists.

    `rank_of` has the rank of each article's text, from the shortest to the longest, and -1 for those that
    take no part. To `telling` is added, by rank, how many shingles each text has that are not too common to
    tell anything.
    """
    ranks = rank_of[postings & np.uint32(FIRST - 1)]
    lists = np.cumsum(postings >= FIRST)
    chosen = ranks >= 0
    ranks, lists = ranks[chosen], lists[chosen]
    begins = np.flatnonzero(begin_runs(lists))
    counts = np.diff(begins, append=len(lists))
    rare = np.repeat(counts <= COMMON, counts)
    ranks, lists = ranks[rare], lists[rare]
    np.add.at(telling, ranks, 1)
    left, right = pairs_in_runs(lists, COMMON)
    one, other = ranks[left].astype(np.uint64), ranks[right].astype(np.uint64)
    meetings: Keys = np.minimum(one, other) << _HIGH | np.maximum(one, other)
    return meetings


def select_frequent(meetings: Keys, telling: Counts, share: float) -> Keys:
    """Return the pairs (ascending, each once) that met in at least this share of the shorter's shingles.

    All meetings of a pair must be there.
    """
    pairs, counts = np.unique_counts(meetings)
    return pairs[counts >= share * telling[(pairs >> _HIGH).astype(np.int64)]]
