"""Pairs of texts about which a person has decided, whatever they share."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.corpus import Corpus


def find_pairs(
    pairs: Iterable[tuple[str, str]], corpus: Corpus, facts: npt.NDArray[np.void], named: Mapping[str, int]
) -> tuple[Rows, Rows]:
    """Return the two texts of each pair of ids, as far as both stand in the corpus and differ.

    `named` has the places of articles with ids of their own.
    """
    texts = corpus.text_of_articles() if named else None

    def find(name: str) -> int:
        return int(texts[named[name]]) if texts is not None and name in named else _find(name, corpus, facts)

    found = [(find(one), find(other)) for one, other in pairs]
    known = [(one, other) for one, other in found if one != other and min(one, other) >= 0]
    left, right = np.array(known, dtype=np.int64).reshape(-1, 2).T
    return left, right


def _find(name: str, corpus: Corpus, facts: npt.NDArray[np.void]) -> int:
    """Return the text with an id, -1 if there is none."""
    try:
        high, low = divmod(int(name, 16), 1 << 64)
    except ValueError:
        return -1
    if high >= 1 << 64:
        return -1
    highs, lows = facts["high"][corpus.representative], facts["low"][corpus.representative]
    places = np.flatnonzero((highs == np.uint64(high)) & (lows == np.uint64(low)))
    return int(places[0]) if len(places) else -1
