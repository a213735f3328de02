"""Comparing many pairs of rows: the reference, with `compiled.comparing` as its fast twin."""

from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.deduplication import bands, meetings
from newsclean.deduplication.meetings import Counts, Keys, Postings
from newsclean.deduplication.ragged import Ragged
from newsclean.deduplication.shingles import PAIR, shingle_sequence

Rows = npt.NDArray[np.int64]

# Short articles above one long site footer resemble each other: both open with at least this many words of
# their own, of which at most half stands in the other (by chance, a phrase or two), and then share nearly
# all. A credit line has up to eight words.
OWN_OPENING: Final = 12
OWN_SHARED: Final = 1 / 2
FOOTER_SHARED: Final = 0.9

# How many values of a small set fall into each of so many bins, by their uppermost bits, bounds what it can
# share with another. Of the headlines in 100,000 generated articles that were to be compared, 32 bins left
# 16%, 64 left 5%, 128 left 2%.
BIN_BITS: Final = 6
BINS: Final = 1 << BIN_BITS
Profiles = npt.NDArray[np.uint8]
# Such a count is not known any more, and bounds nothing.
FULL: Final = 255
UNBOUNDED: Final = 1 << 40


class Comparing(Protocol):
    """What both paths offer. `left` and `right` are row numbers of the same length, a pair at each place."""

    def shared_counts(self, rows: Ragged, left: Rows, right: Rows) -> Rows:
        """Count the values that both sets of each pair hold."""

    def profiles(self, rows: Ragged) -> Profiles:
        """Count how many values of each set fall into each bin, up to `FULL`: (rows, `BINS`)."""

    def most_shared(self, profiles: Profiles, left: Rows, right: Rows) -> Rows:
        """Return how many values both sets of each pair hold at the most, by their profiles."""

    def pair_similarities(self, tokens: Ragged, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return the Jaccard similarity of the word pairs of both texts."""

    def opening_apart(self, tokens: Ragged, sets: Ragged, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Tell of the left text of each pair whether it opens on its own and then shares nearly all."""

    def first_shared(self, tokens: Ragged, sets: Ragged, left: Rows, right: Rows) -> Rows:
        """Return the place of the left text's first shingle that the right one has; -1 if there is none."""

    def group(self, keys: Keys) -> tuple[Rows, Rows]:
        """Return the places of keys that occur more than once, bucket by bucket, and the buckets' sizes."""

    def deal(self, keys: Keys, shift: int) -> tuple[Keys, Rows]:
        """Put keys in the order of some of their bits, in an array that the next call fills anew."""

    def post(self, samples: Keys, alone: Counts) -> Postings:
        """Return the posting lists of samples, which may lose their order."""

    def pair_up(self, postings: Postings, rank_of: Counts, telling: Counts) -> Keys:
        """Return each meeting of two texts in posting lists, in an array that the next call fills anew."""

    def select_frequent(self, met: Keys, telling: Counts, share: float) -> Keys:
        """Return the pairs that met often enough; the meetings may lose their order."""


class ReferenceComparing:
    """Comparison by NumPy, pair by pair."""

    def shared_counts(self, rows: Ragged, left: Rows, right: Rows) -> Rows:
        """Count the values that both sets of each pair hold."""
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        return np.array([count_shared(rows[one], rows[other]) for one, other in pairs], dtype=np.int64)

    def profiles(self, rows: Ragged) -> Profiles:
        """Count how many values of each set fall into each bin, up to `FULL`: (rows, `BINS`)."""
        found = np.empty((len(rows), BINS), dtype=np.uint8)
        for row in range(len(rows)):
            counts = np.bincount(rows[row] >> np.uint32(32 - BIN_BITS), minlength=BINS)
            found[row] = np.minimum(counts, FULL)
        return found

    def most_shared(self, profiles: Profiles, left: Rows, right: Rows) -> Rows:
        """Return how many values both sets of each pair hold at the most, by their profiles."""
        least = np.minimum(profiles[left], profiles[right]).astype(np.int64)
        found: Rows = np.where(least == FULL, UNBOUNDED, least).sum(axis=1)
        return found

    def pair_similarities(self, tokens: Ragged, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return the Jaccard similarity of the word pairs of both texts."""
        pairs = {
            row: np.unique(shingle_sequence(tokens[row], PAIR)) for row in {*left.tolist(), *right.tolist()}
        }
        found = np.zeros(len(left))
        for at, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            both = count_shared(pairs[one], pairs[other])
            found[at] = both / max(1, len(pairs[one]) + len(pairs[other]) - both)
        return found

    def opening_apart(self, tokens: Ragged, sets: Ragged, left: Rows, right: Rows) -> npt.NDArray[np.bool_]:
        """Tell of the left text of each pair whether it opens on its own and then shares nearly all."""
        pairs = zip(left.tolist(), right.tolist(), strict=True)
        return np.array([_opens_apart(tokens[one], sets[other]) for one, other in pairs], dtype=np.bool_)

    def first_shared(self, tokens: Ragged, sets: Ragged, left: Rows, right: Rows) -> Rows:
        """Return the place of the left text's first shingle that the right one has; -1 if there is none."""
        found = np.full(len(left), -1, dtype=np.int64)
        for at, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            places = np.flatnonzero(np.isin(shingle_sequence(tokens[one]), sets[other]))
            if len(places):
                found[at] = places[0]
        return found

    group = staticmethod(bands.group)
    deal = staticmethod(meetings.deal)
    post = staticmethod(meetings.post)
    pair_up = staticmethod(meetings.pair_up)
    select_frequent = staticmethod(meetings.select_frequent)


def _opens_apart(tokens: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> bool:
    """Tell whether a text's shingles are its own up to some point, and the other's from there on.

    The point is where own shingles lead by most.
    """
    common = np.isin(shingle_sequence(tokens), other)
    if not len(common):
        return False
    own = int(np.argmax(np.cumsum(np.where(common, -1, 1)))) + 1
    return (
        OWN_OPENING <= own < len(common)
        and float(common[:own].mean()) <= OWN_SHARED
        and float(common[own:].mean()) >= FOOTER_SHARED
    )


def count_shared(one: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> int:
    """Count the values that stand in both of two ascending arrays of distinct values."""
    if len(one) > len(other):
        one, other = other, one
    if not len(one):
        return 0
    places = np.searchsorted(other, one)
    places[places == len(other)] = 0
    return int(np.count_nonzero(other[places] == one))
