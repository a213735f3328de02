"""What only HTML tells of a block: tags, ancestors, links, class names, and who else is in its container."""

from typing import Final

import numpy as np

from newsclean.cleaning.blocks import Blocks, Markups
from newsclean.cleaning.description import Features
from newsclean.cleaning.hints import SIGNS
from newsclean.cleaning.paths import find_compiled
from newsclean.cleaning.prose import Numbers

ALL_LINKS: Final = 0.9
"""The share of a block's characters inside links from which it is nothing but links."""

COLUMNS: Final = SIGNS + 6
"""The number of features."""


def markup_features(blocks: Blocks) -> Features:
    """Return the features that only HTML gives, one row a block.

    Raises ValueError for blocks without markup.
    """
    if blocks.markups is None:
        message = "the blocks come from plain text: they have no markup to describe"
        raise ValueError(message)
    compiled = find_compiled()
    describe = compiled.describe_markup if compiled else describe_markup
    return describe(blocks.markups, blocks.characters.prose)


def describe_markup(markups: Markups, prose: Numbers) -> Features:
    """Return the features, shape (blocks, `COLUMNS`); `prose` holds each block's words of prose.

    The reference path, with `compiled.marking.describe_markup` as its fast twin.
    """
    linked = np.array(markups.linked, float)
    names, containers = np.unique(markups.containers, return_inverse=True)
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
    return np.hstack([markups.sign_bits[:, None] >> np.arange(SIGNS) & 1, np.array(columns, float).T])
