"""Which texts of a run are copies of remembered ones."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.bands import BANDS
from newsclean.deduplication.comparing import FOOTER_SHARED, OWN_OPENING, OWN_SHARED
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.excerpts import CONTAINED
from newsclean.deduplication.resemblance import LINKED, SAME_FIGURES
from newsclean.deduplication.shingles import shingle_sequence
from newsclean.memory.imprints import Hashes, Imprint, Traces
from newsclean.memory.lots import Keys, Lots
from newsclean.model import Match

TITLE, OPENING, DIGEST = BANDS, BANDS + 1, BANDS + 2
"""The kinds of keys behind those of the bands."""

_OPENING_TOKENS: Final = 8
"""Words with which a teaser and its article begin."""

CLOSE: Final = 0.8
"""A copy as close as this to another copy goes where that went, however far it is from the kept article."""

MOST_COMPARED: Final = 16
"""Remembered texts that one is compared with: those that share most keys with it. At a Jaccard similarity of
0.65, 11 of 42 bands are shared on average, at 0.42 three, at 0.1 none."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A remembered text. `leader` is the number of the article that is kept for it: its own, or another's."""

    number: int
    leader: int
    id: bytes
    tokens: int
    imprint: Imprint


class Hit(NamedTuple):
    """A text's remembered original: the number of the kept article, how they agree, and the similarity."""

    number: int
    kind: Match
    similarity: float


class Recognition:
    """Compares the texts of a corpus with remembered ones.

    `fetch` returns remembered texts by their numbers, those that are still there.
    """

    def __init__(
        self, corpus: Corpus, digests: list[bytes], lots: Lots, fetch: Callable[[int], Remembered | None],
        threshold: float,
    ) -> None:  # fmt: skip
        self._corpus = corpus
        self._digests = digests
        self._lots = lots
        self._fetch = fetch
        self._threshold = threshold

    @cached_property
    def keys(self) -> Keys:
        """The keys of all texts, shape (kinds, texts)."""
        corpus = self._corpus
        openings = [crc32(corpus.tokens[text][:_OPENING_TOKENS].tobytes()) for text in range(len(corpus))]
        digests = [int.from_bytes(digest[-4:]) for digest in self._digests]
        bands = [fold_keys(corpus.band(band)) for band in range(BANDS)]
        return np.array([*bands, fold_keys(corpus.titles), openings, digests], np.uint32)

    def find(self) -> dict[int, Hit]:
        """Return the originals of the texts that have one among what is remembered."""
        hits: dict[int, Hit] = {}
        for text, number in self._candidates(DIGEST):
            known = self._fetch(number)
            if known and known.id == self._digests[text]:
                hits.setdefault(text, Hit(known.leader, Match.EXACT, 1.0))
        for text, numbers in self._nearest():
            if text not in hits and (hit := self._judge(text, numbers)):
                hits[text] = hit
        for kind in (TITLE, OPENING):
            for text, number in self._candidates(kind):
                may_be = text not in hits and (kind == TITLE or self._corpus.cut[text])
                if may_be and (hit := self._judge_excerpt(text, number)):
                    hits[text] = hit
        return hits

    def follow(self, text: int, number: int) -> Hit | None:
        """Tell whether a text that resembles one with a remembered original goes with it."""
        known = self._fetch(number)
        if known is None:
            return None
        share = known.imprint.shingles.similarity(self._corpus.sets[text])
        return Hit(number, Match.NEAR, share) if share >= LINKED * self._threshold else None

    def namesakes(self, texts: list[int], most: int) -> Iterator[tuple[int, Remembered]]:
        """Yield the kept remembered texts with the headline of one of `texts`, if not more than `most`."""
        wanted = set(texts)
        found: defaultdict[int, list[Remembered]] = defaultdict(list)
        for text, number in self._candidates(TITLE):
            known = self._fetch(number) if text in wanted else None
            if known and known.leader == known.number:
                found[text].append(known)
        for text, namesakes in found.items():
            if len(namesakes) <= most:
                yield from ((text, each) for each in namesakes)

    def holds(self, text: int, number: int) -> bool:
        """Tell whether a remembered text stands in this longer one."""
        known = self._fetch(number)
        if known is None or not known.imprint.shingles.size:
            return False
        both = known.imprint.shingles.count_shared(self._corpus.sets[text])
        return both >= CONTAINED * known.imprint.shingles.size

    def _candidates(self, kind: int) -> Iterator[tuple[int, int]]:
        """Yield pairs of texts and numbers that share a key, ascending."""
        keys = self.keys[kind]
        texts = np.flatnonzero(keys)
        places, numbers = self._lots.find(kind, keys[texts])
        order = np.lexsort((numbers, places))
        yield from zip(texts[places[order]].tolist(), numbers[order].tolist(), strict=True)

    def _nearest(self) -> Iterator[tuple[int, list[int]]]:
        """Yield each text that shares bands with remembered ones, and those, the oldest first."""
        shared: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        texts = np.flatnonzero(self._corpus.sets.sizes)
        for band in range(BANDS):
            places, numbers = self._lots.find(band, self.keys[band][texts])
            for text, number in zip(texts[places].tolist(), numbers.tolist(), strict=True):
                shared[text][number] += 1
        for text in sorted(shared):
            best = sorted(shared[text].items(), key=lambda item: (-item[1], item[0]))[:MOST_COMPARED]
            yield text, sorted(number for number, _ in best)

    def _judge(self, text: int, numbers: list[int]) -> Hit | None:
        """Return the oldest original among these, as `deduplication.resemblance` judges."""
        hits = []
        for number in numbers:
            known = self._fetch(number)
            similarity = self._compare(text, known) if known else 0.0
            if not (known and similarity):
                continue
            if known.leader == known.number or similarity >= CLOSE:
                hits.append(Hit(known.leader, Match.NEAR, similarity))
            elif hit := self.follow(text, known.leader):
                hits.append(hit)
        return min(hits, key=lambda hit: hit.number, default=None)

    def _compare(self, text: int, known: Remembered) -> float:
        """Return the similarity of a copy, 0 of any other text."""
        shingles, figures = self._corpus.sets[text], self._corpus.figures[text]
        marks = known.imprint
        sizes = (len(shingles), marks.shingles.size)
        least = LINKED * self._threshold
        if min(sizes) < least * max(sizes):
            return 0.0
        similarity = marks.shingles.similarity(shingles)
        if similarity < least:
            return 0.0
        if similarity < self._threshold:
            agreeing = marks.figures.similarity(figures)
            same = agreeing >= SAME_FIGURES or not (len(figures) or marks.figures.size)
            # Only here are the pairs of words worth their time.
            similarity = marks.pairs.similarity(self._traces(text).pairs) if same else 0.0
        return (
            similarity if similarity >= self._threshold and not self._shares_only_footer(text, known) else 0.0
        )

    def _shares_only_footer(self, text: int, known: Remembered) -> bool:
        """Tell whether the text opens on its own and then shares nearly all: `comparing.opening_apart`."""
        sequence = shingle_sequence(self._corpus.tokens[text])
        common = known.imprint.shingles.share(sequence)
        # The other's words are not at hand in their order; so much is sure that it has some of its own, too.
        sets = self._corpus.sets[text]
        least = min(len(sets), known.imprint.shingles.size)
        if least - known.imprint.shingles.count_shared(sets) < OWN_OPENING:
            return False
        own = int(np.argmax(np.cumsum(1 - 2 * common))) + 1
        return (
            OWN_OPENING <= own < len(common)
            and float(common[:own].mean()) <= OWN_SHARED
            and float(common[own:].mean()) >= FOOTER_SHARED
        )

    def _judge_excerpt(self, text: int, number: int) -> Hit | None:
        """Tell whether a text with the headline or the opening of a remembered one is an excerpt of it."""
        known = self._fetch(number)
        size = int(self._corpus.sets.sizes[text])
        if known is None or not size or size >= known.imprint.shingles.size:
            return None
        share = known.imprint.shingles.count_shared(self._corpus.sets[text]) / size
        return Hit(known.leader, Match.EXCERPT, share) if share >= CONTAINED else None

    def _traces(self, text: int) -> Traces:
        corpus = self._corpus
        return Traces.of(corpus.tokens[text], corpus.sets[text], corpus.figures[text])

    def imprint(self, text: int) -> bytes:
        """Return what is to be remembered of a text's parts."""
        return self._traces(text).imprint()


def fold_keys(keys: npt.NDArray[np.uint64]) -> Hashes:
    """Return keys of 64 bits as the 32 bits that are remembered of them."""
    return (keys ^ keys >> np.uint64(32)).astype(np.uint32)
