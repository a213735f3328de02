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

# Below the threshold, down to this share of it, a text is still looked at.
#
# First, its word pairs are asked: a copy with one word in ten changed keeps 0.9 ** 5 = 59% of its shingles
# (Jaccard 0.59 / 1.41 = 0.42), but 0.9 ** 2 = 81% of its pairs (0.68).
#
# Second, a text that is linked to the kept one by copies of copies may be as far from it as that: half of it
# stands there (at Jaccard 0.35, 0.7 / 1.35 = 52%). On 10,000 generated articles this bound raised B-cubed
# from .972 to .984 and lost no story; a bound of 0.2 would give .986, and copies that share a third.
LINKED: Final = 0.5
# Reports made from a template share their sentences and differ in the figures: copies share this much of the
# words with digits (Jaccard).
SAME_FIGURES: Final = 0.5
# Short articles above one long site footer resemble each other, too: both open with at least this many words
# of their own, of which at most a third stands in the other, and then share nearly all. A credit line has
# up to eight words.
OWN_OPENING: Final = 12
OWN_SHARED: Final = 1 / 3
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

    def to_linked(self, one: int, others: npt.NDArray[np.int64]) -> list[float]:
        """Compare one text with others that are linked to it by copies of copies.

        Returns the similarity to each that resembles it enough for that, 0 for the rest. The similarity is
        the Jaccard of the word 5-grams or, where words were changed here and there, of the word pairs.
        """
        similarities = jaccard_to_many(self.corpus.shingles, one, others)
        return [
            self._judge(one, other, similarity) or self._linked(one, other, similarity)
            for other, similarity in zip(others.tolist(), similarities.tolist(), strict=True)
        ]

    def _judge(self, one: int, other: int, similarity: float) -> float:
        if similarity < LINKED * self.threshold:
            return 0.0
        if similarity < self.threshold:
            similarity = self._reworded(one, other)
        return similarity if similarity >= self.threshold and not self._unrelated(one, other) else 0.0

    def _linked(self, one: int, other: int, similarity: float) -> float:
        return (
            similarity if similarity >= LINKED * self.threshold and not self._unrelated(one, other) else 0.0
        )

    def _unrelated(self, one: int, other: int) -> bool:
        return (min(one, other), max(one, other)) in self.apart or self._shares_only_footer(one, other)

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
