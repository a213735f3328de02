"""Blocks to numbers: what tells an article from the furniture around it, in any language."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.description import Features, Known, describe
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Numbers, best_span
from newsclean.cleaning.words import relate


class LineCounts(Protocol):
    """Tells on how many pages of a site a folded line stands; a dictionary does."""

    def __len__(self) -> int:
        """0 if nothing is known."""

    def get(self, line: str, default: int, /) -> int:
        """Return the number of pages, `default` for a line that isn't known."""


_NONE_KNOWN: LineCounts = {}
SHORTEST_PREFIX = 12  # characters; shorter lines begin alike by chance

# Columns of `text_features` that a page may lack: training hides them at random, one group at a time.
# Lines known from other pages; titles; a summary; a witness.
OPTIONAL_COLUMNS: tuple[tuple[int, ...], ...] = ((45, 46), (64, 67), (65, 68), (66, 69))


class Context(NamedTuple):
    """What is known of a page beside its blocks.

    `titles` are titles named by the page's metadata, `witness` the article text that it carries in machine
    form (often cut short), `summary` its description; `pages_with` maps a folded line to the number of other
    pages of the site on which it stands.
    """

    titles: tuple[str, ...] = ()
    witness: str = ""
    summary: str = ""
    pages_with: LineCounts = _NONE_KNOWN


def text_features(blocks: Blocks, context: Context) -> Features:
    """Return the features that text and HTML share, one row a block.

    `blocks` must not be empty. All values are finite and of the order of 1.
    """
    characters = blocks.characters
    compiled = find_compiled()
    span = (compiled.best_span if compiled else best_span)(characters.prose)
    relations = (compiled.relate if compiled else relate)(
        characters, span, (context.summary, context.witness, *context.titles)
    )
    known = Known(
        layout=blocks.layout,
        repetition=_find_repetition(blocks, context.pages_with),
        relations=relations,
        given=(bool(context.titles), bool(context.summary), bool(context.witness)),
        start=span[0],
        end=span[1],
    )
    return (compiled.describe if compiled else describe)(characters, known)


def _find_repetition(blocks: Blocks, pages_with: LineCounts) -> Numbers:
    """Count how often each line stands on this page, and on how many others of its site; see `Known`."""
    compiled = find_compiled()
    repetition = compiled.count_copies(blocks.characters) if compiled else None
    if repetition is None:
        repetition = count_copies(blocks.templates)
    if len(pages_with):
        repetition[-1] = [pages_with.get(line, 0) for line in blocks.templates]
    return repetition


def count_copies(folded: Sequence[str]) -> Numbers:
    """Count how often each folded line stands on this page, on no others; see `Known`.

    The reference path, with `compiled.repeating` as its fast twin.
    """
    size = len(folded)
    places: dict[str, int] = {}  # where each line stands first
    first = np.array(list(map(places.setdefault, folded, range(size))))
    extended, cut, pages = np.zeros((3, size))
    for line, following in _prefixes(places):
        cut[first == places[line]] = 1.0
        extended[first == places[following]] = 1.0
    return np.array((extended, cut, np.bincount(first)[first], first < np.arange(size), pages))


def _prefixes(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return the lines that another line begins with, and these.

    A headline stands on many pages with the site's name behind it, or cut.
    """
    ordered = sorted([line for line in lines if len(line) >= SHORTEST_PREFIX])
    return [(line, following) for line, following in pairwise(ordered) if following.startswith(line)]
