"""The judgement on every block: body, headline or furniture, and why it was removed."""

from collections.abc import Sequence
from itertools import chain, compress, count, repeat, starmap

import numpy as np

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.body import find_body
from newsclean.cleaning.characters import CharClass
from newsclean.cleaning.furniture import FEWEST_SIGHTINGS, KnownSite
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.labelling import Odds
from newsclean.cleaning.prose import CLASSES, Flags
from newsclean.model import Judgements, Label, Reason

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
# 1 for each class of letters and digits.
_READ = np.zeros(CLASSES)
_READ[CharClass.LOWER : CharClass.DIGIT + 1] = 1.0


def judge(blocks: Blocks, odds: Odds, headline: Headline, known: KnownSite) -> Judgements:
    """Judge the blocks of a page, in order.

    `known` is the furniture of the site. A doubt is how likely a decision is wrong, given how likely the
    block is part of the article.
    """
    characters = blocks.characters
    lines = blocks.templates if known.lines or known.kept or known.removed else blocks.texts
    body, likely = find_body(blocks, odds, headline)
    decided = _find_decided(lines, known)
    if decided:
        body[list(decided)] = list(decided.values())
    inside = body.nonzero()[0]
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(blocks), len(blocks) - 1)
    places = (Reason.BEFORE, first), (Reason.INSIDE, last + 1 - first), (Reason.AFTER, len(blocks) - 1 - last)
    doubts: list[float] = (1 / (1 + np.exp(np.where(body, likely, -likely)))).round(_DIGITS).tolist()
    # Most blocks are furniture of which only the place tells.
    labels = [Label.FURNITURE] * len(blocks)
    reasons: list[Reason | None] = list(chain.from_iterable(starmap(repeat, places)))
    if known.lines:
        for index in [at for at, line in enumerate(lines) if known.lines.get(line, 0) >= FEWEST_SIGHTINGS]:
            reasons[index] = Reason.SITE
    for index in inside.tolist():
        labels[index], reasons[index] = Label.BODY, None
    headlines = [at for at in compress(count(), headline.forms) if at not in decided]
    headlines = [at for at in headlines if not first < at < last]
    unreadable: list[int] = (characters.by_class @ _READ == 0).nonzero()[0].tolist()
    long = body & (characters.prose >= _REPEATED_WORDS)
    long[headlines] = False
    verdicts = {
        **dict.fromkeys(_find_repeated(blocks.texts, long), _REPEATED),
        **dict.fromkeys(unreadable, _NO_WORDS),
        **dict.fromkeys(headlines, _REPEATED_HEADLINE),
        **dict.fromkeys(headlines[:1], _HEADLINE),
        **{index: _BODY if keep else _DECIDED for index, keep in decided.items()},
    }
    for index, verdict in verdicts.items():
        labels[index], reasons[index], doubts[index] = verdict
    return Judgements(blocks, labels, reasons, characters.words.tolist(), doubts)


def _find_repeated(texts: Sequence[str], long: Flags) -> list[int]:
    """Return the places of the long texts that say what a long text above says."""
    places: list[int] = long.nonzero()[0].tolist()
    first: dict[str, int] = {}
    return [at for at in places if first.setdefault(texts[at], at) != at]


def _find_decided(lines: Sequence[str], known: KnownSite) -> dict[int, bool]:
    """Return the places of the lines on which a reviewer decided, and whether to keep them."""
    on = known.kept | known.removed
    return {at: line in known.kept for at, line in enumerate(lines) if line in on} if on else {}
