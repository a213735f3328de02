"""Articles that hold other articles: a roundup resembles each of its parts and is a copy of none."""

from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.containment import Inclusions
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.ragged import distinct, stand_in
from newsclean.deduplication.resemblance import pair_keys
from newsclean.deduplication.texts import Flags, Texts

# A part stands in the roundup nearly whole.
WHOLE_PART: Final = 0.9
# Two parts are two stories when at most this share of the shorter stands in the longer.
TWO_STORIES: Final = 0.1
# Fewer shingles than this are a caption or a line of furniture, not a story.
LEAST_PART: Final = 20


def parts_of_roundups(corpus: Corpus, found: Inclusions) -> npt.NDArray[np.uint64]:
    """Find the pairs of a roundup and an article in it, as ascending pair keys, among texts in other texts.

    A roundup holds at least two articles that are unlike each other and don't have its headline. (An update
    holds its earlier versions, but those are alike; a teaser has its article's headline.)
    """
    found = found.where((found.shares >= WHOLE_PART) & (corpus.sets.sizes[found.parts] >= LEAST_PART))
    found = found.where(~corpus.same_headline(found.parts, found.wholes))
    roundups = stand_in(found.wholes, _with_two_stories(corpus, found))
    return np.sort(pair_keys(found.parts[roundups], found.wholes[roundups]))


def _with_two_stories(corpus: Corpus, found: Inclusions) -> npt.NDArray[np.int64]:
    """Return the texts of which some part is unlike the longest."""
    sizes = corpus.sets.sizes[found.parts]
    order = np.lexsort((found.parts, sizes, found.wholes))
    parts, wholes = found.parts[order], found.wholes[order]
    ends = np.append(np.flatnonzero(np.diff(wholes)), len(wholes) - 1) if len(wholes) else wholes
    longest = np.repeat(parts[ends], np.diff(ends, prepend=-1))
    return distinct(wholes[are_two_stories(corpus, parts, longest)])


def are_two_stories(texts: Texts, parts: Rows, longest: Rows) -> Flags:
    """Tell which parts of a roundup are unlike its longest part."""
    both = texts.comparing.shared_counts(texts.sets, parts, longest)
    different: Flags = both <= TWO_STORIES * texts.sets.sizes[parts]
    return different
