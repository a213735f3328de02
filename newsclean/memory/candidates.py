"""The keys of a run's texts, and the remembered texts that share some of them."""

from functools import cached_property
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import BANDS
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.ragged import begin_runs
from newsclean.memory.imprints import Hashes
from newsclean.memory.lots import Keys, Lots, Numbers

TITLE, OPENING, DIGEST = BANDS, BANDS + 1, BANDS + 2
"""The kinds of keys behind those of the bands."""

_OPENING_TOKENS: Final = 8
"""Words with which a teaser and its article begin."""

MOST_COMPARED: Final = 16
"""Remembered texts that one is compared with: those that share most keys with it. At a Jaccard similarity of
0.65, 11 of 42 bands are shared on average, at 0.42 three, at 0.1 none."""

_COUNTED_AT_ONCE: Final = 1 << 22
"""Pairs that share a band, before they are counted: 32 MB, and as much again while they are sorted."""

_HIGH: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFFFFFF)

Pairs = tuple[Numbers, Numbers]
"""Texts of the run, and the numbers of remembered ones: a pair at each place, in ascending order."""

Meetings = npt.NDArray[np.uint64]
"""Such pairs, the text in the upper 32 bits."""


class Candidates:
    """Finds the remembered texts that share keys with those of a corpus."""

    def __init__(self, corpus: Corpus, digests: list[bytes], lots: Lots) -> None:
        self._corpus = corpus
        self._digests = digests
        self._lots = lots

    @cached_property
    def keys(self) -> Keys:
        """The keys of all texts, shape (kinds, texts)."""
        corpus = self._corpus
        openings = [crc32(corpus.tokens[text][:_OPENING_TOKENS].tobytes()) for text in range(len(corpus))]
        digests = [int.from_bytes(digest[-4:]) for digest in self._digests]
        bands = [fold_keys(corpus.band(band)) for band in range(BANDS)]
        return np.array([*bands, fold_keys(corpus.titles), openings, digests], np.uint32)

    def share(self, kind: int, texts: Numbers) -> Pairs:
        """Return the pairs that share a key; a key of zero is none."""
        keys = self.keys[kind]
        return _part(np.sort(self._meet(kind, texts[keys[texts] != 0])))

    def nearest(self, texts: Numbers) -> Pairs:
        """Return the pairs that share bands: for each of some texts the `MOST_COMPARED` that share most.

        Of those that share as many, the older ones.
        """
        counted, shared, waiting = np.empty(0, np.uint64), np.empty(0, np.int64), []
        for band in range(BANDS):
            waiting.append(self._meet(band, texts))
            if band == BANDS - 1 or sum(map(len, waiting)) >= _COUNTED_AT_ONCE:
                ones = np.ones(sum(map(len, waiting)), np.int64)
                counted, shared = _add_up(np.concatenate((counted, *waiting)), np.append(shared, ones))
                waiting = []
        # Stable, so that of a text's pairs with as many bands the one with the lower number comes first.
        order = np.argsort(-shared, kind="stable")
        order = order[np.argsort(counted[order] >> _HIGH, kind="stable")]
        begins = np.flatnonzero(begin_runs(counted[order] >> _HIGH))
        sizes = np.diff(begins, append=len(order))
        ranks = np.arange(len(order)) - np.repeat(begins, sizes)
        return _part(np.sort(counted[order[ranks < MOST_COMPARED]]))

    def _meet(self, kind: int, texts: Numbers) -> Meetings:
        """Return the pairs that share a key of a kind, each once."""
        places, numbers = self._lots.find(kind, self.keys[kind][texts])
        met: Meetings = texts[places].astype(np.uint64) << _HIGH | numbers.astype(np.uint64)
        return met


def fold_keys(keys: npt.NDArray[np.uint64]) -> Hashes:
    """Return keys of 64 bits as the 32 bits that are remembered of them."""
    return (keys ^ keys >> np.uint64(32)).astype(np.uint32)


def _part(met: Meetings) -> Pairs:
    return (met >> _HIGH).astype(np.int64), (met & _LOW).astype(np.int64)


def _add_up(met: Meetings, counts: Numbers) -> tuple[Meetings, Numbers]:
    """Return each pair once, ascending, and the sum of its counts."""
    order = np.argsort(met)
    met = met[order]
    begins = np.flatnonzero(begin_runs(met))
    return met[begins], np.add.reduceat(counts[order], begins) if len(begins) else counts
