"""The judgement on every block: body, headline or furniture, and why it was removed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.byline import read_byline
from newsclean.cleaning.headline import Headline
from newsclean.cleaning.labelling import BODY, FURNITURE, HEADLINE, UNIT, Scores
from newsclean.cleaning.phrases import is_pointer
from newsclean.cleaning.prose import Characters, best_span
from newsclean.model import Block, Judgement, Label, Reason

_FEWEST_WORDS = (
    20  # of prose on a page without any body block, from which the best span is taken all the same
)
_REPEATED_WORDS = 16  # a repeated sentence of so many words is a second copy of a layout, not a refrain
# Log odds by which a block between body blocks may miss: a lost verse, answer or subheading mutilates the
# article, a caption that stays is a blemish. Measured on plain/: costs .0005 F1 up to here, then more.
_INSIDE_BONUS = 1.0
_BYLINE_REACH = 2  # blocks at the start of the body that may be bylines in disguise
_INSIDE_REACH = 2  # blocks away on each side that must be body without the bonus


def judge(blocks: Sequence[Block], scores: Scores, headline: Headline) -> tuple[Judgement, ...]:
    """Judge the blocks of a page, in order. `scores` has a row for each, as `labelling.LABELS` says."""
    characters = Characters.of([block.text for block in blocks])
    body = _find_body(blocks, characters, scores, headline)
    inside = np.flatnonzero(body)
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(blocks), len(blocks))
    judgements = []
    seen: set[str] = set()
    shown = False
    for index, block in enumerate(blocks):
        if headline.forms[index] and not first < index < last:
            label, reason = (Label.FURNITURE, Reason.REPEATED_HEADLINE) if shown else (Label.HEADLINE, None)
            shown = True
        elif not any(map(str.isalnum, block.text)):
            label, reason = Label.FURNITURE, Reason.NO_WORDS
        elif body[index]:
            repeated = block.text in seen and characters.prose[index] >= _REPEATED_WORDS
            label, reason = (Label.FURNITURE, Reason.REPEATED_BLOCK) if repeated else (Label.BODY, None)
            seen.add(block.text)
        else:
            place = Reason.BEFORE if index < first else Reason.AFTER if index > last else Reason.INSIDE
            label, reason = Label.FURNITURE, place
        judgements.append(Judgement(block, label, reason))
    return tuple(judgements)


def _find_body(
    blocks: Sequence[Block], characters: Characters, scores: Scores, headline: Headline
) -> NDArray[np.bool_]:
    margin = (scores[:, BODY] - np.maximum(scores[:, FURNITURE], scores[:, HEADLINE])) / UNIT
    sure = margin > 0
    if headline.at is not None:
        sure[headline.at] = False
    body: NDArray[np.bool_] = sure | (_between(sure) & (margin > -_INSIDE_BONUS))
    if headline.at is not None:
        body[headline.at] = False
    for index in map(int, np.flatnonzero(body)):
        body[index] = not is_pointer(blocks[index].text)
    for index in map(int, np.flatnonzero(body)[:_BYLINE_REACH]):
        body[index] = not read_byline(blocks[index].text)
    if not body.any():
        start, end = best_span(characters.prose)
        if characters.prose[start:end].sum() >= _FEWEST_WORDS:
            body[start:end] = True
    return body


def _between(body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the blocks that have a body block within reach both above and below."""
    above, below = np.zeros_like(body), np.zeros_like(body)
    for distance in range(1, _INSIDE_REACH + 1):
        above[distance:] |= body[:-distance]
        below[:-distance] |= body[distance:]
    return above & below
