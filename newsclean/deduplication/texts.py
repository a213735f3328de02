"""Distinct texts, and how alike they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Comparing, Rows
from newsclean.deduplication.ragged import Ragged

Flags = npt.NDArray[np.bool_]

# Pairs compared at once, which bounds what is read for them: some 8 MB.
PAIRS: Final = 1 << 10


@dataclass(frozen=True, slots=True)
class Texts:
    """What texts are compared by: a row of `sets` (shingles), `tokens` and `figures` for each of them.

    `titles[t]` is what all headlines of text `t` have in common, 0 without one, and `many_titles` holds those
    of a text with several. `cut` tells whether no copy ends as sentences do.
    """

    sets: Ragged
    tokens: Ragged
    figures: Ragged
    titles: npt.NDArray[np.uint64]
    many_titles: Mapping[int, frozenset[int]]
    cut: Flags
    comparing: Comparing

    def __len__(self) -> int:
        return len(self.sets)

    def near(self, left: Rows, right: Rows) -> tuple["Texts", Rows, Rows]:
        """Return the texts of some pairs with their sets in memory, and the pairs of them.

        Where the sets are there already, all stays as it is.
        """
        if self.sets.fetch is None:
            return self, left, right
        chosen, places = np.unique(np.concatenate((left, right)), return_inverse=True)
        texts = Texts(
            self.sets.near(chosen)[0],
            self.tokens.take(chosen),
            self.figures.take(chosen),
            self.titles[chosen],
            {
                at: self.many_titles[text]
                for at, text in enumerate(chosen.tolist())
                if text in self.many_titles
            },
            self.cut[chosen],
            self.comparing,
        )
        return texts, places[: len(left)], places[len(left) :]

    def similarities(self, left: Rows, right: Rows) -> npt.NDArray[np.float64]:
        """Return the Jaccard similarity of the shingle sets of each pair; 0 if both are empty."""
        both = self._shared_counts(left, right)
        union = self.sets.sizes[left] + self.sets.sizes[right] - both
        similarities: npt.NDArray[np.float64] = both / np.maximum(1, union)
        return similarities

    def containments(self, parts: Rows, wholes: Rows) -> npt.NDArray[np.float64]:
        """Return the share of each part's shingles that stand in the whole; 0 if it has none."""
        both = self._shared_counts(parts, wholes)
        shares: npt.NDArray[np.float64] = both / np.maximum(1, self.sets.sizes[parts])
        return shares

    def same_headline(self, left: Rows, right: Rows) -> Flags:
        """Tell of each pair whether a headline of the one text is a headline of the other."""
        same: Flags = (self.titles[left] == self.titles[right]) & (self.titles[left] != 0)
        if self.many_titles:
            for at in np.flatnonzero(~same).tolist():
                same[at] = not self._headlines(int(left[at])).isdisjoint(self._headlines(int(right[at])))
        return same

    def _shared_counts(self, left: Rows, right: Rows) -> Rows:
        both = np.empty(len(left), dtype=np.int64)
        for at in range(0, len(left), PAIRS):
            block = slice(at, at + PAIRS)
            both[block] = self.comparing.shared_counts(self.sets, left[block], right[block])
        return both

    def _headlines(self, text: int) -> frozenset[int]:
        title = int(self.titles[text])
        return self.many_titles.get(text, frozenset((title,)) if title else frozenset())
