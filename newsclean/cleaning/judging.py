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
_Verdict = tuple[Label, Reason | None, float]  # and how doubtful it is
# Verdicts on which the labeller has no say.
_BODY: _Verdict = (Label.BODY, None, 0.0)
_HEADLINE: _Verdict = (Label.HEADLINE, None, 0.0)
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
    forms = headline.forms
    kept: list[bool] = body.tolist()
    article: list[float] = (1 / (1 + np.exp(-odds))).round(_DIGITS).tolist()
    long: list[bool] = (characters.prose >= _REPEATED_WORDS).tolist()
    readable: list[bool] = (characters.by_class[:, _READ].sum(axis=1) > 0).tolist()
    found: list[tuple[Block, Label, Reason | None, float, float]] = []
    seen: set[str] = set()
    shown = False
    place = Reason.BEFORE
    for index, (block, words, likely) in enumerate(
        zip(blocks, characters.words.tolist(), article, strict=True)
    ):
        if index >= first:
            place = Reason.AFTER if index > last else Reason.INSIDE
        if index in decided:
            verdict = _BODY if decided[index] else _DECIDED
        elif forms[index] and not first < index < last:
            verdict = _REPEATED_HEADLINE if shown else _HEADLINE
            shown = True
        elif not readable[index]:
            verdict = _NO_WORDS
        elif kept[index]:
            repeated = long[index] and block.text in seen
            verdict = _REPEATED if repeated else (Label.BODY, None, round(1 - likely, _DIGITS))
            seen.add(block.text)
        else:
            elsewhere = known.lines and known.lines.get(lines[index], 0) >= FEWEST_SIGHTINGS
            verdict = (Label.FURNITURE, Reason.SITE if elsewhere else place, likely)
        label, reason, doubt = verdict
        found.append((block, label, reason, words, doubt))
    return tuple(map(Judgement._make, found))


def _find_decided(lines: Sequence[str], known: KnownSite) -> dict[int, bool]:
    """Return the places of the lines on which a reviewer decided, and whether to keep them."""
    on = known.kept | known.removed
    return {at: line in known.kept for at, line in enumerate(lines) if line in on} if on else {}
