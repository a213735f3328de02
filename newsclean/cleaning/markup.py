"""What only HTML tells of a block: tags, ancestors, links, class names, and who else is in its container."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from newsclean.cleaning.description import Features
from newsclean.cleaning.hints import SIGNS
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Numbers, measure
from newsclean.model import Block, Markup

ALL_LINKS: Final = 0.9
"""The share of a block's characters inside links from which it is nothing but links."""

COLUMNS: Final = SIGNS + 6
"""The number of features."""


def markup_features(blocks: Sequence[Block]) -> Features:
    """Return the features that only HTML gives, one row a block.

    Raises ValueError for a block without `markup`.
    """
    markups = [_markup_of(block) for block in blocks]
    prose = measure(tuple([block.text for block in blocks])).prose
    compiled = find_compiled()
    return (compiled.describe_markup if compiled else describe_markup)(markups, prose)


def describe_markup(markups: Sequence[Markup], prose: Numbers) -> Features:
    """Return the features, shape (blocks, `COLUMNS`); `prose` holds each block's words of prose.

    The reference path, with `compiled.marking.describe_markup` as its fast twin.
    """
    signs = np.array([markup.signs for markup in markups], np.int64)
    linked = np.array([markup.linked for markup in markups])
    numbers = np.array([markup.container for markup in markups])
    names, containers = np.unique(numbers, return_inverse=True)
    held = np.bincount(containers, prose)
    here = held[containers]
    # Of containers that hold as much, the first on the page is the main one.
    main = containers[int(np.argmax(here))]
    columns = (
        linked,
        linked > ALL_LINKS,
        here / max(1.0, prose.sum()),
        here / max(1.0, held.max()),
        containers == main,
        np.log1p(np.bincount(containers, minlength=len(names))[containers]) / 3,
    )
    return np.hstack([signs[:, None] >> np.arange(SIGNS) & 1, np.array(columns, float).T])


def _markup_of(block: Block) -> Markup:
    if block.markup is None:
        message = f"block {block.line} comes from plain text: it has no markup to describe"
        raise ValueError(message)
    return block.markup
