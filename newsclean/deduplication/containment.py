"""Texts that stand inside longer ones: far apart by Jaccard, so that bands don't bring them together.

Every fourth shingle goes into an inverted index (Broder 1997: shingles that are 0 modulo m sample the
containment, whatever the lengths); texts that meet there often enough are compared in full.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import pairs_in_runs
from newsclean.deduplication.shingles import Shingles
from newsclean.deduplication.verification import containment

# One shingle in 2 ** 2 is indexed. A teaser of 30 words has 26 shingles, 6.5 of them in the index: none is
# with probability 0.75 ** 26 = 0.06%.
SAMPLING_BITS: Final = 2
# A shingle that stands in more texts than this says little about any two of them, and costs its square.
COMMON: Final = 16
# Share of a text's telling indexed shingles that the longer text must have to be compared in full: half of
# the least containment asked for, so that chance in a sample of six loses little.
LENIENCY: Final = 0.5

_SPREAD: Final = np.uint32(0x9E3779B1)
_HIGH: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Text `part` stands in the longer text `whole`; `share` of its shingles do (0 to 1)."""

    part: int
    whole: int
    share: float


def inclusions(shingles: Shingles, texts: npt.NDArray[np.int64], least: float) -> list[Inclusion]:
    """Find the pairs among `texts` where at least the share `least` of the shorter stands in the longer."""
    values, owners = _sample(shingles, texts)
    if not len(values):
        return []
    left, right = pairs_in_runs(values, COMMON)
    telling = np.bincount(owners, minlength=len(shingles))
    sizes = shingles.sizes
    one, other = owners[left], owners[right]
    swap = (sizes[one] > sizes[other]) | ((sizes[one] == sizes[other]) & (one > other))
    part, whole = np.where(swap, other, one), np.where(swap, one, other)
    joined, counts = np.unique(part.astype(np.uint64) << _HIGH | whole.astype(np.uint64), return_counts=True)
    parts, wholes = (joined >> _HIGH).astype(np.int64), (joined & np.uint64(0xFFFFFFFF)).astype(np.int64)
    likely = counts >= LENIENCY * least * telling[parts]
    found = []
    for inner, outer in zip(parts[likely].tolist(), wholes[likely].tolist(), strict=True):
        share = containment(shingles[inner], shingles[outer])
        if share >= least:
            found.append(Inclusion(inner, outer, share))
    return found


def _sample(
    shingles: Shingles, texts: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Return the indexed shingles in ascending order, common ones left out, and the text each stands in."""
    chosen = np.zeros(len(shingles), dtype=bool)
    chosen[texts] = True
    indexed = (shingles.values * _SPREAD) >> np.uint32(32 - SAMPLING_BITS) == 0
    indexed &= np.repeat(chosen, shingles.sizes)
    owners = np.searchsorted(shingles.starts, np.flatnonzero(indexed), side="right") - 1
    keys = np.sort(shingles.values[indexed].astype(np.uint64) << _HIGH | owners.astype(np.uint64))
    values = (keys >> _HIGH).astype(np.uint32)
    begins = np.flatnonzero(np.diff(values, prepend=~values[:1]))
    counts = np.diff(begins, append=len(values))
    rare = np.repeat(counts <= COMMON, counts)
    return values[rare], (keys[rare] & np.uint64(0xFFFFFFFF)).astype(np.int64)
