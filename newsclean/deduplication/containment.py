"""Texts that stand inside longer ones: far apart by Jaccard, so that bands don't bring them together.

Every fourth shingle goes into an inverted index (Broder 1997: shingles that are 0 modulo m sample the
containment, whatever the lengths); texts that meet there often enough are compared in full. The index lies on
disk, sorted by shingle, and so do the pairs of texts that meet, sorted by text: neither need fit in memory.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.keyed import SortedRuns
from newsclean.deduplication.ragged import Ragged

if TYPE_CHECKING:
    from newsclean.deduplication.corpus import Corpus

# One shingle in 2 ** 2 is indexed. A teaser of 30 words has 26 shingles, 6.5 of them in the index: none is
# with probability 0.75 ** 26 = 0.06%.
SAMPLING_BITS: Final = 2
# Share of a text's telling indexed shingles that the longer text must have to be compared in full: half of
# the least containment asked for, so that chance in a sample of six loses little.
LENIENCY: Final = 0.5

_SPREAD: Final = np.uint32(0x9E3779B1)
_HIGH: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Inclusions:
    """Pairs of texts: `parts` stand in the longer `wholes`; `shares` of their shingles do (0 to 1)."""

    parts: npt.NDArray[np.int64]
    wholes: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Inclusions":
        """Return some of them."""
        return Inclusions(self.parts[chosen], self.wholes[chosen], self.shares[chosen])


def sampled(shingles: Ragged, first: int) -> npt.NDArray[np.uint64]:
    """Return the indexed shingles of texts numbered from `first`, each with its text's number below it."""
    values = shingles.values
    chosen = np.flatnonzero((values * _SPREAD) >> np.uint32(32 - SAMPLING_BITS) == 0)
    owners = np.searchsorted(shingles.starts + shingles.sizes, chosen, side="right") + first
    return values[chosen].astype(np.uint64) << _HIGH | owners.astype(np.uint64)


def inclusions(corpus: "Corpus", among: npt.NDArray[np.bool_], least: float, memory: int) -> Inclusions:
    """Find the pairs among some texts where at least the share `least` of the shorter stands in the longer.

    `among` says of each text whether it takes part. Of texts as long as each other, the one with the lower
    number counts as the shorter.
    """
    met = SortedRuns(memory)
    text_of = np.where(among[corpus.text_of] & (corpus.text_of >= 0), corpus.text_of, -1)
    telling = np.zeros(len(corpus), dtype=np.int32)
    comparing, sizes = corpus.comparing, corpus.sets.sizes
    for index in corpus.samples.ranges(memory, unit=1 << 32):
        met.append(comparing.pair_up(index, text_of, sizes, telling))
    found = [
        _confirm(corpus, comparing.select_frequent(meetings, telling, LENIENCY * least), least)
        for meetings in met.ranges(memory, unit=1 << 32)
    ]
    met.close()
    return Inclusions(
        np.concatenate([np.empty(0, dtype=np.int64), *(each.parts for each in found)]),
        np.concatenate([np.empty(0, dtype=np.int64), *(each.wholes for each in found)]),
        np.concatenate([np.empty(0), *(each.shares for each in found)]),
    )


def _confirm(corpus: "Corpus", pairs: npt.NDArray[np.uint64], least: float) -> Inclusions:
    """Compare pairs in full."""
    parts, wholes = (pairs >> _HIGH).astype(np.int64), (pairs & _LOW).astype(np.int64)
    shares = corpus.containments(parts, wholes)
    return Inclusions(parts, wholes, shares).where(shares >= least)
