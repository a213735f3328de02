"""The headline: which line it is, in which form to show it, and which other lines repeat it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from newsclean.cleaning.labelling import BODY, FURNITURE, HEADLINE, UNIT, Scores
from newsclean.cleaning.metadata import Metadata
from newsclean.model import Block

_NOT_WORD = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"\s*(?:[|•·»›:]|\s[-–—~]|::)\s+(?=[^|•·»›–—~]*$)|\s*[|｜]\s*(?=[^|｜]*$)")
_MIN_CUT = 12  # characters that a cut or extended form of a headline must share with it
_LONGEST_SITE_NAME = 30  # characters; what stands behind the last separator and is longer is headline
_WEAKEST = -4.0  # log odds; where the likeliest line is below this, the page has no headline
_SURE = 0.0  # log odds from which a line is believed against all titles in the metadata
_FORM_BONUS = 2.0  # log odds that each further copy of a line, up to two, adds to its being the headline
_FORMS_COUNTED = 2


@dataclass(frozen=True, slots=True)
class Headline:
    """The title of a page, and for each block whether it is a form of the title.

    `title` is None where the page has none; `at` is the block in which it stands, if it does.
    """

    title: str | None
    at: int | None
    forms: tuple[bool, ...]


def find_headline(blocks: Sequence[Block], scores: Scores, metadata: Metadata) -> Headline:
    """Find the headline among the blocks; where metadata names titles, one that agrees with them.

    `scores` has a row for each block, in the order of `labelling.LABELS`.
    """
    folded = [fold_headline(block.text) for block in blocks]
    known = [strip_site(title, metadata.names) for title in metadata.all_titles]
    margin = (scores[:, HEADLINE] - np.maximum(scores[:, FURNITURE], scores[:, BODY])) / UNIT
    at = _choose_named(folded, margin, known) if known else _choose(folded, margin)
    if at is None:
        title = known[0] if known else None
        return Headline(title, None, _forms(folded, fold_headline(title or "")))
    forms = _forms(folded, folded[at])
    if known:
        title = strip_site(blocks[at].text, metadata.names)
    else:
        title = best_form([block.text for block, form in zip(blocks, forms, strict=True) if form])
    return Headline(title, at, forms)


def _choose(folded: Sequence[str], margin: Scores) -> int | None:
    """Choose by score; a line that stands on the page in several forms is likelier the headline."""
    ranked = margin.copy()
    for at in map(int, np.flatnonzero(margin > _WEAKEST)):
        ranked[at] += _FORM_BONUS * min(_FORMS_COUNTED, sum(_forms(folded, folded[at])) - 1)
    best = int(np.argmax(ranked))
    return best if margin[best] > _WEAKEST else None


def _choose_named(folded: Sequence[str], margin: Scores, known: Iterable[str]) -> int | None:
    """Choose the likeliest of the lines that are part of a known title, else one that is sure by itself."""
    titles = [fold_headline(title) for title in known]
    for at in map(int, np.argsort(-margin, kind="stable")):
        if margin[at] <= _WEAKEST:
            break
        if folded[at] and any(folded[at] in title for title in titles):
            return at
    best = int(np.argmax(margin))
    return best if margin[best] > _SURE else None


def _forms(folded: Sequence[str], headline: str) -> tuple[bool, ...]:
    return tuple(_agree(text, headline) for text in folded)


def fold_headline(text: str) -> str:
    """Return `text` without case, punctuation and compatibility forms."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def same_headline(text: str, headline: str) -> bool:
    """Tell whether `text` is `headline`, up to case, punctuation, and a site's name or a cut at its end."""
    return _agree(fold_headline(text), fold_headline(headline))


def _agree(text: str, headline: str) -> bool:
    if not text or not headline or text[0] != headline[0]:
        return False
    if text == headline:
        return True
    short, long = sorted((text, headline), key=len)
    return len(short) >= _MIN_CUT and len(short) * 2 > len(long) and long.startswith(short)


def strip_site(title: str, names: Sequence[str]) -> str:
    """Return `title` without the site's name behind a separator at its end.

    `names` are names of the site, host names among them: the last part goes when it is like one of them.
    """
    match = _SUFFIX.search(title)
    if match is None or not match.start():
        return title
    tail = _squash(title[match.end() :])
    if not tail or len(tail) > _LONGEST_SITE_NAME:
        return title
    if any(name and (tail in name or name in tail) for name in map(_squash, names)):
        return strip_site(title[: match.start()].rstrip(), names)
    return title


def _squash(text: str) -> str:
    return _NOT_WORD.sub("", text.casefold())


def best_form(forms: Sequence[str]) -> str:
    """Return the form of a headline to show, of those that stand on the page.

    The most frequent; among equals one that is neither cut nor in capitals nor carries a site's name, then
    the first. Raises ValueError when there are no forms.
    """
    counts = Counter(forms)
    others = [fold_headline(form) for form in counts]

    def rank(form: str) -> tuple[int, bool, bool, bool, int]:
        folded = fold_headline(form)
        extended = any(other != folded and folded.startswith(other) for other in others)
        cut = form.endswith(("…", "..."))
        return (-counts[form], cut, form.isupper(), extended, forms.index(form))

    return min(counts, key=rank)
