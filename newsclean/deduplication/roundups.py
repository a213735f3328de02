"""Articles that hold other articles: a roundup resembles each of its parts and is a copy of none."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import numpy as np

from newsclean.deduplication.containment import Inclusion, inclusions
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.verification import shared

# A part stands in the roundup nearly whole.
WHOLE_PART: Final = 0.9
# Two parts are two stories when at most this share of the shorter stands in the longer.
TWO_STORIES: Final = 0.1
# Fewer shingles than this are a caption or a line of furniture, not a story.
LEAST_PART: Final = 20


def parts_of_roundups(corpus: Corpus) -> frozenset[tuple[int, int]]:
    """Find the pairs of a roundup and an article in it, lower text first.

    A roundup holds at least two articles that are unlike each other and don't have its headline. (An update
    holds its earlier versions, but those are alike; a teaser has its article's headline.)
    """
    texts = np.flatnonzero(corpus.shingles.sizes >= LEAST_PART)
    held: defaultdict[int, list[Inclusion]] = defaultdict(list)
    for inclusion in inclusions(corpus.shingles, texts, WHOLE_PART):
        if not corpus.same_headline(inclusion.part, inclusion.whole):
            held[inclusion.whole].append(inclusion)
    return frozenset(
        (min(inclusion.part, whole), max(inclusion.part, whole))
        for whole, parts in held.items()
        if _two_stories(corpus, parts)
        for inclusion in parts
    )


def _two_stories(corpus: Corpus, parts: Iterable[Inclusion]) -> bool:
    """Tell whether some part is unlike the longest."""
    sets = sorted((corpus.shingles[inclusion.part] for inclusion in parts), key=len)
    longest = sets.pop()
    return any(shared(part, longest) <= TWO_STORIES * len(part) for part in sets)
