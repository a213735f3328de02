"""The judgement on every block: body, headline or furniture, and why it was removed."""

from collections.abc import Sequence

import numpy as np

from newsclean.cleaning.body import find_body
from newsclean.cleaning.characters import CharClass
from newsclean.cleaning.features import fold_lines
from newsclean.cleaning.furniture import FEWEST_SIGHTINGS, SiteFurniture
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.labelling import Scores
from newsclean.cleaning.prose import measure
from newsclean.model import Block, Judgement, Label, Reason

_REPEATED_WORDS = 16  # a repeated sentence of so many words is a second copy of a layout, not a refrain
_DIGITS = 2  # of a probability; more say nothing
_WEIGHED = frozenset((Reason.BEFORE, Reason.AFTER, Reason.INSIDE, Reason.SITE))
_READ = tuple(
    map(int, (CharClass.LOWER, CharClass.UPPER, CharClass.CASELESS, CharClass.SPACELESS, CharClass.DIGIT))
)


def judge(
    blocks: Sequence[Block], scores: Scores, headline: Headline, known: SiteFurniture
) -> tuple[Judgement, ...]:
    """Judge the blocks of a page, in order.

    `scores` has a row for each, as `labelling.LABELS` says; `known` is the furniture of the site.
    """
    texts = tuple([block.text for block in blocks])
    characters = measure(texts)
    folded = fold_lines(texts) if known.lines or known.kept or known.removed else texts
    body, odds = find_body(blocks, characters, scores, headline)
    decided = {at: line in known.kept for at, line in enumerate(folded) if line in known.kept | known.removed}
    body[list(decided)] = list(decided.values())
    inside = np.flatnonzero(body)
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(blocks), len(blocks))
    kept: list[bool] = body.tolist()
    article: list[float] = (1 / (1 + np.exp(-odds))).round(_DIGITS).tolist()
    long: list[bool] = (characters.prose >= _REPEATED_WORDS).tolist()
    words: list[float] = characters.words.tolist()
    readable: list[bool] = (characters.by_class[:, _READ].sum(axis=1) > 0).tolist()
    judgements = []
    seen: set[str] = set()
    shown = False
    for index, block in enumerate(blocks):
        if index in decided:
            label, reason = (Label.BODY, None) if decided[index] else (Label.FURNITURE, Reason.DECIDED)
        elif headline.forms[index] and not first < index < last:
            label, reason = (Label.FURNITURE, Reason.REPEATED_HEADLINE) if shown else (Label.HEADLINE, None)
            shown = True
        elif not readable[index]:
            label, reason = Label.FURNITURE, Reason.NO_WORDS
        elif kept[index]:
            repeated = long[index] and block.text in seen
            label, reason = (Label.FURNITURE, Reason.REPEATED_BLOCK) if repeated else (Label.BODY, None)
            seen.add(block.text)
        else:
            elsewhere = known.lines.get(folded[index], 0) >= FEWEST_SIGHTINGS
            place = Reason.BEFORE if index < first else Reason.AFTER if index > last else Reason.INSIDE
            label, reason = Label.FURNITURE, Reason.SITE if elsewhere else place
        doubt = 0.0 if index in decided else _find_doubt(label, reason, article[index])
        judgements.append(Judgement(block, label, reason, words[index], doubt))
    return tuple(judgements)


def _find_doubt(label: Label, reason: Reason | None, article: float) -> float:
    """Return how likely it is that a decision is wrong, given how likely the block is part of the article."""
    if label is Label.BODY:
        return round(1 - article, _DIGITS)
    return article if reason in _WEIGHED else 0.0
