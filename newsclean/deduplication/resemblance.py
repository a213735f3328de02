"""Whether two texts are copies of one story: Jaccard similarity, and what it can't see."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.shingles import PAIR, shingle_sequence
from newsclean.deduplication.verification import jaccard, jaccard_to_many, shared

# A copy with one word in ten changed keeps 0.9 ** 5 = 59% of its shingles: Jaccard 0.59 / 1.41 = 0.42, but
# 0.9 ** 2 = 81% of its word pairs: 0.68. So where the shingles reach this share of the threshold, the word
# pairs are asked too.
REWORDED: Final = 0.5
# Reports made from a template share their sentences and differ in the figures: copies share this much of the
# words with digits (Jaccard).
SAME_FIGURES: Final = 0.5
# Short articles above one long site footer resemble each other, too: both open with at least this many words
# of their own, of which at most a quarter stands in the other, and then share nearly all. A credit line has
# up to eight words.
OWN_OPENING: Final = 12
OWN_SHARED: Final = 0.25
FOOTER_SHARED: Final = 0.9

_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Reading:
    """A text seen closely: its shingles in order, its set of word pairs, its words with digits."""

    sequence: npt.NDArray[np.uint32]
    pairs: npt.NDArray[np.uint32]
    figures: frozenset[str]


class Resemblance:
    """Compares the texts of a corpus.

    `threshold` is the Jaccard similarity from which two are copies; `apart` holds pairs (lower text first)
    that are not, whatever they share.
    """

    def __init__(self, corpus: Corpus, threshold: float, apart: AbstractSet[tuple[int, int]]) -> None:
        self.corpus = corpus
        self.threshold = threshold
        self.apart = apart
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_closely)

    def alike(self, one: int, other: int) -> bool:
        """Tell whether two texts are copies of one story."""
        shingles = self.corpus.shingles
        return self._judge(one, other, jaccard(shingles[one], shingles[other])) > 0

    def to_many(self, one: int, others: npt.NDArray[np.int64]) -> list[float]:
        """Compare one text with others: the similarity to each that is a copy, 0 for the rest.

        The similarity is the Jaccard of the word 5-grams or, where words were changed here and there, of
        the word pairs; it is never below the threshold.
        """
        similarities = jaccard_to_many(self.corpus.shingles, one, others)
        return [
            self._judge(one, other, similarity)
            for other, similarity in zip(others.tolist(), similarities.tolist(), strict=True)
        ]

    def _judge(self, one: int, other: int, similarity: float) -> float:
        if similarity < REWORDED * self.threshold or (min(one, other), max(one, other)) in self.apart:
            return 0.0
        if similarity < self.threshold:
            similarity = self._reworded(one, other)
        if similarity < self.threshold or self._shares_only_footer(one, other):
            return 0.0
        return similarity

    def _reworded(self, one: int, other: int) -> float:
        left, right = self._read(one), self._read(other)
        figures = left.figures | right.figures
        if len(left.figures & right.figures) < SAME_FIGURES * len(figures):
            return 0.0
        return jaccard(left.pairs, right.pairs)

    def _shares_only_footer(self, one: int, other: int) -> bool:
        if self.corpus.same_headline(one, other):
            return False
        left, right = self.corpus.shingles[one], self.corpus.shingles[other]
        if min(len(left), len(right)) - shared(left, right) < OWN_OPENING:
            return False
        return _opens_apart(self._read(one).sequence, right) and _opens_apart(
            self._read(other).sequence, left
        )

    def _read_closely(self, text: int) -> Reading:
        tokens = self.corpus.tokens(text)
        figures = frozenset(token for token in tokens if any(map(str.isdigit, token)))
        return Reading(shingle_sequence(tokens), np.unique(shingle_sequence(tokens, PAIR)), figures)


def _opens_apart(sequence: npt.NDArray[np.uint32], other: npt.NDArray[np.uint32]) -> bool:
    """Tell whether a text's shingles are its own up to some point, and the other's from there on."""
    common = np.isin(sequence, other)
    gain = np.cumsum(np.where(common, -1, 1))
    own = int(np.argmax(gain)) + 1
    return (
        OWN_OPENING <= own < len(sequence)
        and float(common[:own].mean()) <= OWN_SHARED
        and float(common[own:].mean()) >= FOOTER_SHARED
    )
