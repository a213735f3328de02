"""Whether two texts are copies of one story: Jaccard similarity, and what it can't see."""

from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import OWN_OPENING, Rows
from newsclean.deduplication.ragged import stand_in
from newsclean.deduplication.texts import PAIRS, Flags, Texts

Similarities = npt.NDArray[np.float64]

# Below the threshold, down to this share of it, a text is still looked at.
#
# First, its word pairs are asked: a copy with one word in ten changed keeps 0.9 ** 5 = 59% of its shingles
# (Jaccard 0.59 / 1.41 = 0.42), but 0.9 ** 2 = 81% of its pairs (0.68).
#
# Second, a text that is linked to the kept one by copies of copies may be as far from it as that: half of it
# stands there (at Jaccard 0.35, 0.7 / 1.35 = 52%). On 20,000 generated articles and at a threshold of 0.7, it
# raises B-cubed from .962 to .989 and loses no story; a share of 0.3 would give .990, and copies that share a
# third.
LINKED: Final = 0.5
# Reports made from a template share their sentences and differ in the figures: copies share this much of the
# words with digits (Jaccard).
SAME_FIGURES: Final = 0.5


class Resemblance:
    """Compares the texts of a corpus, many pairs at a time.

    `threshold` is the Jaccard similarity from which two are copies; `apart` holds pairs that are not,
    whatever they share: ascending, the lower text in the upper 32 bits.
    """

    def __init__(self, corpus: Texts, threshold: float, apart: npt.NDArray[np.uint64]) -> None:
        self.corpus = corpus
        self.threshold = threshold
        self.apart = apart

    def copies(self, left: Rows, right: Rows) -> Flags:
        """Tell of each pair whether the texts are copies of one story."""
        blocks = [slice(at, at + PAIRS) for at in range(0, len(left), PAIRS)]
        found = [self._judge(left[block], right[block])[0] > 0 for block in blocks]
        return np.concatenate([np.empty(0, dtype=np.bool_), *found])

    def to_linked(self, left: Rows, right: Rows) -> Similarities:
        """Compare texts that are linked to each other by copies of copies.

        Returns the similarity of each pair that is alike enough for that, 0 for the rest. The similarity is
        the Jaccard of the word 5-grams or, where words were changed here and there, of the word pairs.
        """
        found = [np.empty(0)]
        for at in range(0, len(left), PAIRS):
            one, other = left[at : at + PAIRS], right[at : at + PAIRS]
            judged, similarities = self._judge(one, other)
            short = np.flatnonzero((judged == 0) & (similarities >= LINKED * self.threshold))
            short = short[~self.are_apart(one[short], other[short])]
            short = short[~_share_only_footer(self.corpus, one[short], other[short])]
            judged[short] = similarities[short]
            found.append(judged)
        return np.concatenate(found)

    def _judge(self, left: Rows, right: Rows) -> tuple[Similarities, Similarities]:
        """Return the similarity of each pair that is a copy, 0 for the rest; and the Jaccard of all."""
        found, jaccard = np.zeros(len(left)), np.zeros(len(left))
        # What differs much in length can't be alike, and needs no look at the sets.
        likely = np.flatnonzero(self._may_reach(left, right))
        found[likely], jaccard[likely] = self._compare(*self.corpus.near(left[likely], right[likely]))
        alike = np.flatnonzero(found)
        found[alike[self.are_apart(left[alike], right[alike])]] = 0.0
        return found, jaccard

    def _compare(self, texts: Texts, left: Rows, right: Rows) -> tuple[Similarities, Similarities]:
        """Return the similarity of each pair that is a copy by its words, 0 for others; and the Jaccards."""
        jaccard = texts.similarities(left, right)
        found = np.where(jaccard >= self.threshold, jaccard, 0.0)
        doubtful = np.flatnonzero((jaccard >= LINKED * self.threshold) & (jaccard < self.threshold))
        # Of most lots of pairs, nothing is left by now.
        if len(doubtful):
            reworded = _reword(texts, left[doubtful], right[doubtful])
            found[doubtful] = np.where(reworded >= self.threshold, reworded, 0.0)
        alike = np.flatnonzero(found)
        if len(alike):
            found[alike[_share_only_footer(texts, left[alike], right[alike])]] = 0.0
        return found, jaccard

    def _may_reach(self, left: Rows, right: Rows) -> Flags:
        sizes = self.corpus.sets.sizes
        one, other = sizes[left], sizes[right]
        reach: Flags = np.minimum(one, other) >= LINKED * self.threshold * np.maximum(one, other)
        return reach

    def are_apart(self, left: Rows, right: Rows) -> Flags:
        """Tell of each pair whether it is no copy, whatever it shares."""
        return stand_in(pair_keys(left, right), self.apart)


def _reword(texts: Texts, left: Rows, right: Rows) -> Similarities:
    """Return the Jaccard similarity of the word pairs of texts with the same figures, 0 for others."""
    both = texts.comparing.shared_counts(texts.figures, left, right)
    figures = texts.figures.sizes[left] + texts.figures.sizes[right] - both
    found = np.zeros(len(left))
    same = np.flatnonzero(both >= SAME_FIGURES * figures)
    found[same] = texts.comparing.pair_similarities(texts.tokens, left[same], right[same])
    return found


def _share_only_footer(texts: Texts, left: Rows, right: Rows) -> Flags:
    found = np.zeros(len(left), dtype=np.bool_)
    others = np.flatnonzero(~texts.same_headline(left, right))
    if not len(others):
        return found
    both = texts.comparing.shared_counts(texts.sets, left[others], right[others])
    least = np.minimum(texts.sets.sizes[left[others]], texts.sets.sizes[right[others]])
    others = others[least - both >= OWN_OPENING]
    if not len(others):
        return found
    for one, other in ((left, right), (right, left)):
        opens = texts.comparing.opening_apart(texts.tokens, texts.sets, one[others], other[others])
        others = others[opens]
    found[others] = True
    return found


def pair_keys(left: Rows, right: Rows) -> npt.NDArray[np.uint64]:
    """Return one number for each pair: the lower text in the upper 32 bits."""
    low, high = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return low << np.uint64(32) | high
