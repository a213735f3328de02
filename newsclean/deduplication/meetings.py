"""Texts that meet in an inverted index of shingles: the reference, with `compiled.meetings` as its fast twin.

An index is an ascending array of keys: a shingle in the upper 32 bits, an article with it in the lower ones.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import pairs_in_runs

Keys = npt.NDArray[np.uint64]

# A shingle that stands in more texts than this says little about any two of them, and costs its square.
COMMON: Final = 16

_HIGH: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)


def pair_up(
    index: Keys, text_of: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], telling: npt.NDArray[np.int32]
) -> Keys:
    """Return each meeting of two texts: the shorter one above, the longer below.

    `text_of` has the text of each article, -1 for those that take no part, `sizes` the number of each text's
    shingles. To `telling` is added how many shingles each text has that are not too common to tell anything.
    """
    owners = text_of[(index & _LOW).astype(np.int64)]
    chosen = owners >= 0
    values, owners = (index[chosen] >> _HIGH).astype(np.uint32), owners[chosen]
    begins = np.flatnonzero(np.diff(values, prepend=~values[:1]))
    counts = np.diff(begins, append=len(values))
    told = np.bincount(owners[np.repeat(counts <= COMMON, counts)], minlength=len(telling))
    telling += told.astype(np.int32)
    # What stands in one text only, as most does, brings nothing together.
    rare = np.repeat((counts > 1) & (counts <= COMMON), counts)
    values, owners = values[rare], owners[rare]
    left, right = pairs_in_runs(values, COMMON)
    one, other = owners[left], owners[right]
    swap = (sizes[one] > sizes[other]) | ((sizes[one] == sizes[other]) & (one > other))
    part, whole = np.where(swap, other, one), np.where(swap, one, other)
    return part.astype(np.uint64) << _HIGH | whole.astype(np.uint64)


def select_frequent(meetings: Keys, telling: npt.NDArray[np.int32], share: float) -> Keys:
    """Return the pairs (ascending, each once) that met in at least this share of the shorter's shingles."""
    begins = np.flatnonzero(np.diff(meetings, prepend=~meetings[:1]))
    counts = np.diff(begins, append=len(meetings))
    pairs = meetings[begins]
    return pairs[counts >= share * telling[(pairs >> _HIGH).astype(np.int64)]]
