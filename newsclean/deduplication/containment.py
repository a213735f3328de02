"""Texts that stand inside longer ones: far apart by Jaccard, so that bands don't bring them together.

Texts that meet often enough in an inverted index of shingles (`postings.py`) are compared in full. Where the
index and the meetings are too large for memory, they lie on disk.
"""

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.sections import Sections

if TYPE_CHECKING:
    from newsclean.deduplication.corpus import Corpus

# Share of a text's telling indexed shingles that the longer text must have to be compared in full: half of
# the least containment asked for, so that chance in a sample of six loses little.
LENIENCY: Final = 0.5

_RANK_BITS: Final = 32
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

    def join(self, other: "Inclusions") -> "Inclusions":
        """Return these and others."""
        return Inclusions(
            np.concatenate((self.parts, other.parts)),
            np.concatenate((self.wholes, other.wholes)),
            np.concatenate((self.shares, other.shares)),
        )


def inclusions(corpus: "Corpus", among: npt.NDArray[np.bool_], least: float, room: int) -> Inclusions:
    """Find the pairs among some texts where at least the share `least` of the shorter stands in the longer.

    `among` says of each text whether it takes part. Of texts as long as each other, the one with the lower
    number counts as the shorter. Up to `room` bytes of meetings are kept in memory.
    """
    by_rank = np.argsort(corpus.sets.sizes, kind="stable")
    ranks = np.empty(len(corpus), dtype=np.int32)
    ranks[by_rank] = np.arange(len(corpus), dtype=np.int32)
    taking_part = among[corpus.text_of] & (corpus.text_of >= 0)
    rank_of = np.where(taking_part, ranks[corpus.text_of], np.int32(-1))
    telling = np.zeros(len(corpus), dtype=np.int32)
    telling[rank_of[taking_part]] = corpus.postings.alone[taking_part]
    comparing = corpus.comparing
    with closing(Sections(room, _RANK_BITS + len(corpus).bit_length())) as met:
        for part in corpus.postings.parts():
            met.append(comparing.pair_up(part, rank_of, telling), comparing.deal)
        found = [comparing.select_frequent(section, telling, LENIENCY * least) for section in met.gather()]
    pairs = np.concatenate([np.empty(0, dtype=np.uint64), *found])
    parts, wholes = by_rank[(pairs >> _HIGH).astype(np.int64)], by_rank[(pairs & _LOW).astype(np.int64)]
    shares = corpus.containments(parts, wholes)
    return Inclusions(parts, wholes, shares).where(shares >= least)
