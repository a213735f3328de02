"""The judgement on every block: body, headline or furniture, and why it was removed."""

from collections.abc import Mapping, Sequence

import numpy as np

from newsclean.cleaning.body import find_body
from newsclean.cleaning.characters import CharClass
from newsclean.cleaning.features import fold_lines
from newsclean.cleaning.furniture import FEWEST_SIGHTINGS
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.labelling import Scores
from newsclean.cleaning.prose import measure
from newsclean.model import Block, Judgement, Label, Reason

_REPEATED_WORDS = 16  # a repeated sentence of so many words is a second copy of a layout, not a refrain
_READ = tuple(
    map(int, (CharClass.LOWER, CharClass.UPPER, CharClass.CASELESS, CharClass.SPACELESS, CharClass.DIGIT))
)


def judge(
    blocks: Sequence[Block], scores: Scores, headline: Headline, pages_with: Mapping[str, int]
) -> tuple[Judgement, ...]:
    """Judge the blocks of a page, in order.

    `scores` has a row for each, as `labelling.LABELS` says; `pages_with` is the furniture known of the site.
    """
    texts = tuple([block.text for block in blocks])
    characters = measure(texts)
    folded = fold_lines(texts) if pages_with else texts
    body = find_body(blocks, characters, scores, headline)
    inside = np.flatnonzero(body)
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(blocks), len(blocks))
    kept: list[bool] = body.tolist()
    long: list[bool] = (characters.prose >= _REPEATED_WORDS).tolist()
    words: list[float] = characters.words.tolist()
    readable: list[bool] = (characters.by_class[:, _READ].sum(axis=1) > 0).tolist()
    judgements = []
    seen: set[str] = set()
    shown = False
    for index, block in enumerate(blocks):
        if headline.forms[index] and not first < index < last:
            label, reason = (Label.FURNITURE, Reason.REPEATED_HEADLINE) if shown else (Label.HEADLINE, None)
            shown = True
        elif not readable[index]:
            label, reason = Label.FURNITURE, Reason.NO_WORDS
        elif kept[index]:
            repeated = long[index] and block.text in seen
            label, reason = (Label.FURNITURE, Reason.REPEATED_BLOCK) if repeated else (Label.BODY, None)
            seen.add(block.text)
        else:
            elsewhere = pages_with.get(folded[index], 0) >= FEWEST_SIGHTINGS
            place = Reason.BEFORE if index < first else Reason.AFTER if index > last else Reason.INSIDE
            label, reason = Label.FURNITURE, Reason.SITE if elsewhere else place
        judgements.append(Judgement(block, label, reason, words[index]))
    return tuple(judgements)
