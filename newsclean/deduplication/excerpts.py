"""Teasers and stubs: short texts that stand in a longer article."""

from collections import defaultdict
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.containment import Inclusions, inclusions
from newsclean.deduplication.corpus import Corpus, Flags
from newsclean.deduplication.resemblance import pair_keys

# A teaser of 30 words with "... read more" behind it has 26 of its 28 shingles (93%) in the article; with a
# dateline before it or a word changed, some 80%.
CONTAINED: Final = 0.8
# Where a cut text opens in its article, at the latest, as a share of the article.
OPENING: Final = 0.1


class Source(NamedTuple):
    """The text that an excerpt is taken from, and the share of the excerpt's shingles that stand in it."""

    text: int
    share: float


def find_excerpts(
    corpus: Corpus, kept: Flags, preference: Rows, apart: npt.NDArray[np.uint64], memory: int
) -> dict[int, Source]:
    """Find the kept texts that are excerpts of other kept texts.

    An excerpt stands in a longer text, and either has its headline or is the article's opening, cut short.
    A whole article that another one quotes is neither. Returns each excerpt's source, which is never itself
    an excerpt.
    """
    found = inclusions(corpus, kept, CONTAINED, memory)
    found = found.where(~np.isin(pair_keys(found.parts, found.wholes), apart))
    named = corpus.same_headline(found.parts, found.wholes)
    named[~named] = _cut_openings(corpus, found.where(~named))
    return _choose(corpus, found.where(named), preference)


def _choose(corpus: Corpus, found: Inclusions, preference: Rows) -> dict[int, Source]:
    wholes: defaultdict[int, list[Source]] = defaultdict(list)
    for part, whole, share in zip(
        found.parts.tolist(), found.wholes.tolist(), found.shares.tolist(), strict=True
    ):
        wholes[part].append(Source(whole, share))
    parts = np.array(list(wholes), dtype=np.int64)
    # Longer ones first, and of equally long ones the higher number, so that what an excerpt is taken from is
    # settled already.
    order = np.lexsort((-parts, -corpus.sets.sizes[parts]))
    chosen: dict[int, Source] = {}
    for part in parts[order].tolist():
        sources = [source for source in wholes[part] if source.text not in chosen]
        if sources:
            chosen[part] = min(sources, key=lambda source: (-source.share, preference[source.text]))
    return chosen


def _cut_openings(corpus: Corpus, found: Inclusions) -> Flags:
    """Tell which parts break off in the middle of a sentence and stand at the head of the whole."""
    openings = np.zeros(len(found.parts), dtype=np.bool_)
    cut = np.flatnonzero(corpus.cut[found.parts])
    wholes = found.wholes[cut]
    places = corpus.comparing.first_shared(corpus.tokens, corpus.sets, wholes, found.parts[cut])
    openings[cut] = places <= OPENING * corpus.tokens.sizes[wholes]
    return openings
