"""Teasers and stubs: short texts that stand in a longer article."""

from collections import defaultdict
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.comparing import Rows
from newsclean.deduplication.containment import Inclusions
from newsclean.deduplication.resemblance import Resemblance
from newsclean.deduplication.texts import Flags, Texts

# A teaser of 30 words with "... read more" behind it has 26 of its 28 shingles (93%) in the article; with a
# dateline before it or a word changed, some 80%.
CONTAINED: Final = 0.8
# Where a cut text opens in its article, at the latest, as a share of the article.
OPENING: Final = 0.1
# A copy is an excerpt of another cluster's article, whatever its own cluster is, if it is at most this share
# of the article: a bare teaser among teasers that go on with something else. With 0.5, copies that lost a
# part went to articles about the same that are less like them (B-cubed .9918 in place of .9923).
TEASER: Final = 0.25


class Source(NamedTuple):
    """The text that an excerpt is taken from, and the share of the excerpt's shingles that stand in it."""

    text: int
    share: float


def find_excerpts(
    found: Inclusions, among_kept: Inclusions, resemblance: Resemblance, keepers: Rows, central: Rows
) -> dict[int, Source]:
    """Find the excerpts of kept texts.

    An excerpt stands in a longer text, and either has its headline or is the article's opening, cut short.
    A whole article that another one quotes is neither.

    Args:
        found: texts in texts, of which the teasers among the copies are taken.
        among_kept: kept texts in kept texts. They are more: what many copies have in common tells nothing of
            those, but of the one that is kept.
        resemblance: knows the texts.
        keepers: the kept text of each text.
        central: each text's place in the order in which clusters form around them.

    Returns:
        Each excerpt's source, which is never itself an excerpt.

    """
    sizes = resemblance.corpus.sets.sizes
    copies = (keepers[found.parts] != found.parts) & (keepers[found.parts] != found.wholes)
    short = sizes[found.parts] <= TEASER * sizes[found.wholes]
    found = found.where(copies & short & (keepers[found.wholes] == found.wholes)).join(among_kept)
    found = found.where(~resemblance.are_apart(found.parts, found.wholes))
    found = found.where(are_excerpts(resemblance.corpus, found.parts, found.wholes))
    return choose_sources(found, sizes, central)


def are_excerpts(texts: Texts, parts: Rows, wholes: Rows) -> Flags:
    """Tell which texts that stand in a whole have its headline or are its opening, cut short."""
    found = texts.same_headline(parts, wholes)
    found[~found] = _cut_openings(texts, parts[~found], wholes[~found])
    return found


def choose_sources(found: Inclusions, sizes: Rows, central: Rows) -> dict[int, Source]:
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
            chosen[part] = min(sources, key=lambda source: (-source.share, central[source.text]))
    return chosen


def share_in(resemblance: Resemblance, wholes: Rows, parts: Rows) -> npt.NDArray[np.float64]:
    """Return the share of each part that stands in the whole, 0 where that is not enough for an excerpt."""
    shares = resemblance.corpus.containments(parts, wholes)
    shares[(shares < CONTAINED) | resemblance.are_apart(parts, wholes)] = 0.0
    return shares


def _cut_openings(texts: Texts, parts: Rows, wholes: Rows) -> Flags:
    """Tell which parts break off in the middle of a sentence and stand at the head of the whole."""
    openings = np.zeros(len(parts), dtype=np.bool_)
    cut = np.flatnonzero(texts.cut[parts])
    places = texts.comparing.first_shared(texts.tokens, texts.sets, wholes[cut], parts[cut])
    openings[cut] = places <= OPENING * texts.tokens.sizes[wholes[cut]]
    return openings
