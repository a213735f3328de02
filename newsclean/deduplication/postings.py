"""An inverted index of every fourth shingle: which articles have it (Zobel & Moffat 2006).

Shingles that are 0 modulo m sample the containment, whatever the lengths (Broder 1997).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from newsclean.deduplication.comparing import Comparing
from newsclean.deduplication.meetings import Counts, Postings
from newsclean.deduplication.sections import Sections
from newsclean.deduplication.storage import Spool, release

# Entries gone through at once: enough to pay for the calls, and few enough that the meetings, some of 8 bytes
# for each, stay in the cache.
_PART: Final = 1 << 16


class PostingLists:
    """The posting lists of the shingles that several articles have, and how many each has for itself.

    Up to `room` bytes are kept in memory.
    """

    def __init__(self, room: int) -> None:
        self._postings: Spool[np.uint32] = Spool(np.uint32, room)
        self._ends = [0]
        self.alone: Counts = np.empty(0, dtype=np.int32)

    def fill(self, samples: Sections, articles: int, comparing: Comparing) -> None:
        """Make the lists of samples."""
        self.alone = np.zeros(articles, dtype=np.int32)
        for section in samples.gather():
            self._postings.append(comparing.post(section, self.alone))
            self._ends.append(len(self._postings))

    def parts(self) -> Iterator[Postings]:
        """Yield all lists, many at a time."""
        postings = self._postings.map()
        ends = np.array(self._ends)
        lasts = np.flatnonzero(np.diff(ends // _PART, append=-1))
        for start, end in pairwise([0, *ends[lasts].tolist()]):
            yield postings[start:end]
            release(postings)

    def close(self) -> None:
        """Give the disk space back."""
        self._postings.close()
