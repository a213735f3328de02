"""Teasers and stubs: short texts that stand in a longer article."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

import numpy as np

from newsclean.deduplication.containment import Inclusion, inclusions
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.sentences import ends_sentence
from newsclean.deduplication.shingles import shingle_sequence

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
    corpus: Corpus,
    kept: Sequence[int],
    preference: Sequence[int],
    apart: AbstractSet[tuple[int, int]],
) -> dict[int, Source]:
    """Find the kept texts that are excerpts of other kept texts.

    An excerpt stands in a longer text, and either has its headline or is the article's opening, cut short.
    A whole article that another one quotes is neither. Returns each excerpt's source,
    which is never itself an excerpt.
    """
    found: defaultdict[int, list[Inclusion]] = defaultdict(list)
    for inclusion in inclusions(corpus.shingles, np.array(sorted(kept), dtype=np.int64), CONTAINED):
        if _is_excerpt(corpus, inclusion, apart):
            found[inclusion.part].append(inclusion)
    sizes = corpus.shingles.sizes
    chosen: dict[int, Source] = {}
    for part in sorted(found, key=lambda text: (-int(sizes[text]), preference[text])):
        sources = [inclusion for inclusion in found[part] if inclusion.whole not in chosen]
        if sources:
            best = min(sources, key=lambda inclusion: (-inclusion.share, preference[inclusion.whole]))
            chosen[part] = Source(best.whole, best.share)
    return chosen


def _is_excerpt(corpus: Corpus, inclusion: Inclusion, apart: AbstractSet[tuple[int, int]]) -> bool:
    part, whole = inclusion.part, inclusion.whole
    if (min(part, whole), max(part, whole)) in apart:
        return False
    return corpus.same_headline(part, whole) or _is_cut_opening(corpus, part, whole)


def _is_cut_opening(corpus: Corpus, part: int, whole: int) -> bool:
    """Tell whether `part` breaks off in the middle of a sentence and stands at the head of `whole`."""
    if any(ends_sentence(corpus.articles[place].text) for place in corpus.copies[part]):
        return False
    places = np.flatnonzero(np.isin(shingle_sequence(corpus.tokens(whole)), corpus.shingles[part]))
    return bool(places[0] <= OPENING * corpus.lengths[whole])
