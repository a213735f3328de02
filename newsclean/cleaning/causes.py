"""What decided about each block: how the decision's margin changes when one kind of feature is hidden.

Occlusion, after Zeiler and Fergus, "Visualizing and understanding convolutional networks" (2014). Nothing is
estimated: the labeller is run again without the features.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from newsclean.cleaning.description import Features
from newsclean.cleaning.hints import ANCESTOR_BITS, HINT_BITS, SIGNS, TAG_BITS
from newsclean.cleaning.labelling import DILATIONS, LABELS, UNIT, Scores, Weights, forward
from newsclean.cleaning.prose import Flags
from newsclean.model import Block, Cause, Judgement, Reason

MOST: Final = 3
"""Causes named of each block: further ones hardly count."""

LEAST: Final = 0.5
"""Log odds that a cause must be worth to be named."""

_WEIGHED: Final = frozenset((Reason.BEFORE, Reason.AFTER, Reason.INSIDE, Reason.SITE))
_REACH: Final = sum(DILATIONS)  # blocks on each side that a block sees
_TEXT: Final[Mapping[str, slice]] = {
    "its length": slice(0, 3),
    "its characters": slice(3, 15),
    "how it begins and ends": slice(15, 25),
    "dates, addresses or menu marks": slice(25, 30),
    "its layout": slice(30, 37),
    "its place on the page": slice(37, 41),
    "its copies on the page": slice(41, 45),
    "its copies on other pages of the site": slice(45, 47),
    "the prose around it": slice(47, 63),
    "words shared with the article": slice(63, 64),
    "words shared with the page's titles and summary": slice(64, 70),
}
_FIRST: Final = 70
_TAGS: Final = _FIRST + len(HINT_BITS)
_ANCESTORS: Final = _TAGS + len(TAG_BITS)
_LINKS: Final = _FIRST + SIGNS
_MARKUP: Final[Mapping[str, slice]] = {
    "class names": slice(_FIRST, _TAGS),
    "its element": slice(_TAGS, _ANCESTORS),
    "elements around it": slice(_ANCESTORS, _LINKS),
    "its links": slice(_LINKS, _LINKS + 2),
    "what else its container holds": slice(_LINKS + 2, _LINKS + 6),
}
_OPPOSITES: Final = {
    "its length": ("it is short", "it is long"),
    "words shared with the article": (
        "few words shared with the article",
        "many words shared with the article",
    ),
}
"""What a group is called whose first feature is low, and high."""

_NAMED: Final = {"class names": HINT_BITS, "its element": TAG_BITS, "elements around it": ANCESTOR_BITS}


def find_causes(
    judgements: Sequence[Judgement], features: Features, weights: Weights
) -> tuple[tuple[Cause, ...], ...]:
    """Return for each block what spoke most for the decision, the strongest first.

    `features` has a row for each block, as `labelling.page_features` gives them. Where a rule
    decided, there is nothing.
    """
    groups = {**_TEXT, **(_MARKUP if features.shape[1] > _FIRST else {})}
    decided = np.array([LABELS.index(each.label) for each in judgements])
    whole = _margins(forward(features, weights), decided)
    effects = {}
    for name, columns in groups.items():
        effects[name] = np.zeros(len(judgements))
        # Blocks so far apart don't see each other, so that one run hides the features of many.
        for first in range(_REACH + 1):
            hidden = features.copy()
            hidden[first :: _REACH + 1, columns] = weights.mean[columns]
            without = _margins(forward(hidden, weights), decided)
            effects[name][first :: _REACH + 1] = (whole - without)[first :: _REACH + 1]
    return tuple(
        tuple(
            _rank(
                each.block, features[at] < weights.mean, {name: float(effects[name][at]) for name in groups}
            )
        )
        if each.reason is None or each.reason in _WEIGHED
        else ()
        for at, each in enumerate(judgements)
    )


def _margins(scores: Scores, decided: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Scores:
    """Return by how much the label that was given leads the others, in log odds."""
    rows = np.arange(len(scores))
    given = scores[rows, decided]
    others = scores.copy()
    others[rows, decided] = -np.inf
    margins: Scores = (given - others.max(axis=1)) / UNIT
    return margins


def _rank(block: Block, low: Flags, effects: Mapping[str, float]) -> Iterator[Cause]:
    ranked = sorted(effects.items(), key=lambda item: -item[1])
    for name, effect in ranked[:MOST]:
        if effect >= LEAST:
            yield Cause(_name(name, block, low), round(effect, 1))


def _name(group: str, block: Block, low: Flags) -> str:
    """Name a group: what it says of the block, as far as that is short, and the signs in its markup.

    `low` tells of each feature whether it is below its mean.
    """
    if group in _OPPOSITES:
        return _OPPOSITES[group][not low[_TEXT[group].start]]
    if group not in _NAMED or block.markup is None:
        return group
    signs = [sign for sign, bit in _NAMED[group].items() if block.markup.signs & bit]
    return f"{group} ({', '.join(signs) or 'none'})"
