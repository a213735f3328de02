"""The judgement on every block: body, headline or furniture, and why it was removed."""

from collections.abc import Sequence

import numpy as np

from newsclean.cleaning.body import find_body
from newsclean.cleaning.characters import CharClass
from newsclean.cleaning.features import fold_lines
from newsclean.cleaning.furniture import FEWEST_SIGHTINGS, KnownSite
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.labelling import Scores
from newsclean.cleaning.prose import measure
from newsclean.model import Block, Judgement, Label, Reason

_REPEATED_WORDS = 16  # a repeated sentence of so many words is a second copy of a layout, not a refrain
_DIGITS = 2  # of a probability; more say nothing
# Verdicts on which the labeller has no say: label, reason and doubt.
_BODY = (Label.BODY, None, 0.0)
_HEADLINE = (Label.HEADLINE, None, 0.0)
_DECIDED, _REPEATED_HEADLINE, _NO_WORDS, _REPEATED = (
    (Label.FURNITURE, reason, 0.0)
    for reason in (Reason.DECIDED, Reason.REPEATED_HEADLINE, Reason.NO_WORDS, Reason.REPEATED_BLOCK)
)
_READ = tuple(
    map(int, (CharClass.LOWER, CharClass.UPPER, CharClass.CASELESS, CharClass.SPACELESS, CharClass.DIGIT))
)


def judge(
    blocks: Sequence[Block], scores: Scores, headline: Headline, known: KnownSite
) -> tuple[Judgement, ...]:
    """Judge the blocks of a page, in order.

    `scores` has a row for each, as `labelling.LABELS` says; `known` is the furniture of the site. A doubt
    is how likely a decision is wrong, given how likely the block is part of the article.
    """
    texts = tuple([block.text for block in blocks])
    characters = measure(texts)
    lines = fold_lines(texts) if known.lines or known.kept or known.removed else texts
    body, odds = find_body(blocks, characters, scores, headline)
    decided = _find_decided(lines, known)
    body[list(decided)] = list(decided.values())
    inside = np.flatnonzero(body)
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(blocks), len(blocks))
    kept: list[bool] = body.tolist()
    article: list[float] = (1 / (1 + np.exp(-odds))).round(_DIGITS).tolist()
    long: list[bool] = (characters.prose >= _REPEATED_WORDS).tolist()
    readable: list[bool] = (characters.by_class[:, _READ].sum(axis=1) > 0).tolist()
    found: list[tuple[Label, Reason | None, float]] = []
    seen: set[str] = set()
    shown = False
    for index, text in enumerate(texts):
        if index in decided:
            found.append(_BODY if decided[index] else _DECIDED)
        elif headline.forms[index] and not first < index < last:
            found.append(_REPEATED_HEADLINE if shown else _HEADLINE)
            shown = True
        elif not readable[index]:
            found.append(_NO_WORDS)
        elif kept[index]:
            repeated = long[index] and text in seen
            found.append(_REPEATED if repeated else (Label.BODY, None, round(1 - article[index], _DIGITS)))
            seen.add(text)
        else:
            place = Reason.BEFORE if index < first else Reason.AFTER if index > last else Reason.INSIDE
            elsewhere = known.lines.get(lines[index], 0) >= FEWEST_SIGHTINGS
            found.append((Label.FURNITURE, Reason.SITE if elsewhere else place, article[index]))
    labels, reasons, doubts = zip(*found, strict=True)
    return tuple(map(Judgement, blocks, labels, reasons, characters.words.tolist(), doubts))


def _find_decided(lines: Sequence[str], known: KnownSite) -> dict[int, bool]:
    """Return the places of the lines on which a reviewer decided, and whether to keep them."""
    on = known.kept | known.removed
    return {at: line in known.kept for at, line in enumerate(lines) if line in on} if on else {}
