"""Teasers and stubs: short texts that stand in a longer article."""

from collections import defaultdict
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.containment import Inclusions, inclusions
from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.ragged import stand_in
from newsclean.deduplication.resemblance import pair_keys
from newsclean.deduplication.texts import Flags, Texts

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
    corpus: Corpus, kept: Flags, preference: Rows, apart: npt.NDArray[np.uint64], room: int
) -> dict[int, Source]:
    """Find the kept texts that are excerpts of other kept texts.

    An excerpt stands in a longer text, and either has its headline or is the article's opening, cut short.
    A whole article that another one quotes is neither. Returns each excerpt's source, which is never itself
    an excerpt.
    """
    found = inclusions(corpus, kept, CONTAINED, room)
    found = found.where(~stand_in(pair_keys(found.parts, found.wholes), apart))
    found = found.where(are_excerpts(corpus, found.parts, found.wholes))
    return choose_sources(found, corpus.sets.sizes, preference)


def are_excerpts(texts: Texts, parts: Rows, wholes: Rows) -> Flags:
    """Tell which texts that stand in a whole have its headline or are its opening, cut short."""
    found = texts.same_headline(parts, wholes)
    found[~found] = _cut_openings(texts, parts[~found], wholes[~found])
    return found


def choose_sources(found: Inclusions, sizes: Rows, preference: Rows) -> dict[int, Source]:
    """Choose the source of each excerpt: the text that holds most of it, none that is an excerpt itself."""
    wholes: defaultdict[int, list[Source]] = defaultdict(list)
    for part, whole, share in zip(
        found.parts.tolist(), found.wholes.tolist(), found.shares.tolist(), strict=True
    ):
        wholes[part].append(Source(whole, share))
    parts = np.array(list(wholes), dtype=np.int64)
    # Longer ones first, and of equally long ones the higher number, so that what an excerpt is taken from is
    # settled already.
    order = np.lexsort((-parts, -sizes[parts]))
    chosen: dict[int, Source] = {}
    for part in parts[order].tolist():
        sources = [source for source in wholes[part] if source.text not in chosen]
        if sources:
            chosen[part] = min(sources, key=lambda source: (-source.share, preference[source.text]))
    return chosen


def _cut_openings(texts: Texts, parts: Rows, wholes: Rows) -> Flags:
    """Tell which parts break off in the middle of a sentence and stand at the head of the whole."""
    openings = np.zeros(len(parts), dtype=np.bool_)
    cut = np.flatnonzero(texts.cut[parts])
    places = texts.comparing.first_shared(texts.tokens, texts.sets, wholes[cut], parts[cut])
    openings[cut] = places <= OPENING * texts.tokens.sizes[wholes[cut]]
    return openings
