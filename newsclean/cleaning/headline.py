"""The headline: which line it is, in which form to show it, and which other lines repeat it."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import compress
from math import log2
from typing import NamedTuple

import numpy as np

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.labelling import Odds
from newsclean.cleaning.metadata import Metadata
from newsclean.cleaning.phrases import has_furniture_phrase, names_credit
from newsclean.cleaning.prose import Numbers
from newsclean.patterns import late

_WORD, _NOT_WORD = late(r"[^\W_]"), late(r"[^\w\n]+")
_SUFFIX = late(r"\s*(?:[|•·»›:]|\s[-–—~]|::)\s+(?=[^|•·»›–—~]*$)|\s*[|｜]\s*(?=[^|｜]*$)")
_LONGEST = 400  # characters; whatever is longer is no headline
_MIN_CUT = 12  # characters that a cut or extended form of a headline must share with it
_ORNAMENT = (
    20  # characters of marks and spaces around a headline, that count for nothing when lines are compared
)
_LONGEST_SITE_NAME = 30  # characters; what stands behind the last separator and is longer is headline
_CUTS = ("…", "...")
_QUOTES = "\"'“”„‘’«»()[]- "  # and the like, which folding drops
_REMEMBERED = 1 << 14  # beginnings of lines
_WEAKEST = -4.0  # log odds; a line below this is no headline, even where there is none likelier
_SURE = 0.0  # log odds from which a line is believed against all titles in the metadata
# What the network does not know, since it judges body and headline at once: the headline stands before the
# article, and near. In log odds; together they raise the share of right titles in plain/ from .641 to .654.
_BEHIND = 4.0  # off where the article has begun
_FAR = 0.3  # off for each doubling of the distance to it
_AGAIN = 1.0  # for a line that stands before the article more than once: titles in plain/ .698 to .702
_MENU_MARKS = late(r"\s+[|•·>»›/]\s+")
_MENU_PARTS = 3  # "Home | News | Sport" has so many, a headline with the site's name behind it has two
_SINGLE = 2.0  # off for a line of a word or two: a button or a section, hardly ever a headline
_FEW_WORDS = 3
_LOWEST = -5.0  # after all that; below it stand sentences of the article and words like "Crime"
_BEGINNING_WORDS = 12  # a body block of so many words is the beginning, a stray line is not


class Headline(NamedTuple):
    """The title of a page, and for each block whether it is a form of the title.

    `title` is None where the page has none; `at` is the block in which it stands, if it does.
    """

    title: str | None
    at: int | None
    forms: tuple[bool, ...]


def find_headline(blocks: Blocks, odds: Odds, metadata: Metadata) -> Headline:
    """Find the headline among the blocks, with the help of the titles that the metadata names."""
    texts = blocks.texts
    candidates = _find_candidates(texts, odds.headline)
    known = [strip_site(title, metadata.names) for title in metadata.all_titles]
    if known:
        at = _choose_named(texts, candidates, known)
        title = known[0] if at is None else _choose_form(known[0], strip_site(texts[at], metadata.names))
        return Headline(title, at, _find_forms(blocks, at, title))
    words = blocks.characters.words
    at = _choose(texts, candidates, words, _find_beginning(words, odds.body))
    if at is None:
        return Headline(None, None, (False,) * len(blocks))
    forms = _find_forms(blocks, at, texts[at])
    return Headline(best_form(list(compress(texts, forms))), at, forms)


def _find_candidates(texts: Sequence[str], odds: Numbers) -> dict[int, float]:
    """Return the places of the lines that may be the headline, with the log odds of each."""
    places: list[int] = (odds > _WEAKEST).nonzero()[0].tolist()
    places = [at for at in places if len(texts[at]) <= _LONGEST and not _is_other(texts[at])]
    return {at: float(odds[at]) for at in places}


def _find_forms(blocks: Blocks, shown: int | None, title: str) -> tuple[bool, ...]:
    """Tell of each line whether it is a form of the title, as the one is in which it is `shown`."""
    texts, headline = blocks.texts, fold_headline(title)
    forms = [False] * len(texts)
    if shown is not None:
        forms[shown] = True
    # Folding is what takes time: a menu's entries and the article's paragraphs are too short and too long,
    # and most others begin otherwise.
    shortest, longest = len(headline) // 2, 2 * len(headline) + _ORNAMENT
    lengths = blocks.characters.ends - blocks.characters.starts
    sized: list[int] = ((lengths >= shortest) & (lengths <= longest)).nonzero()[0].tolist()
    initials = "", headline[:1]
    near = [at for at in sized if find_initial(texts[at]) in initials]
    for at, line in zip(near, _fold_all([texts[at] for at in near]), strict=True):
        forms[at] |= _agree(line, headline)
    return tuple(forms)


def find_initial(text: str) -> str:
    """Return the character with which a line begins when it is folded; "" if that takes folding to tell.

    In lines that stand in Unicode's form C, letters that form KC keeps are joined to no more than the next.
    """
    return _fold_initial(text.lstrip(_QUOTES)[:2])


@lru_cache(_REMEMBERED)
def _fold_initial(pair: str) -> str:
    kept = unicodedata.normalize("NFKC", pair) == pair and not any(map(unicodedata.combining, pair))
    return pair[0].casefold()[0] if kept and pair[:1].isalnum() else ""


def _is_other(text: str) -> bool:
    """Tell whether a line is a menu, a breadcrumb, a credit, a link or marks rather than any headline."""
    if not _WORD.search(text):
        return True
    parts = _MENU_MARKS.split(text)
    menu = len(parts) >= _MENU_PARTS and all(part.count(" ") < _FEW_WORDS for part in parts)
    return menu or has_furniture_phrase(text) or names_credit(text)


def _choose_form(named: str, shown: str) -> str:
    """Return the title as it is shown where that is the named one without a kicker or cut, else as named.

    On fundus/, .85 of titles are right so; with the named title alone .84, with the shown one alone .78.
    """
    whole, part = fold_headline(named), fold_headline(shown)
    most = part in whole and len(part) * 2 > len(whole)
    if most or (named.endswith(_CUTS) and part.startswith(whole)) or _is_before_suffix(part, named):
        return shown
    return named


def _is_before_suffix(part: str, named: str) -> bool:
    """Tell whether a folded line is all of a title but what, by its length, is the site's name."""
    suffix = _SUFFIX.search(named)
    if suffix is None or len(named) - suffix.end() > _LONGEST_SITE_NAME:
        return False
    return fold_headline(named[: suffix.start()]) == part


def _find_beginning(words: Numbers, odds: Numbers) -> int:
    """Return the index of the block with which the article begins, by the odds of body; 0 without any."""
    return int(np.argmax((odds > 0) & (words >= _BEGINNING_WORDS)))


def _choose(
    texts: Sequence[str], candidates: Mapping[int, float], words: Numbers, beginning: int
) -> int | None:
    """Choose by score, length, copies, and distance to the beginning of the article."""
    ranks = {
        at: odds
        - _FAR * log2(1 + max(0, beginning - at))
        - _BEHIND * (at > beginning)
        - _SINGLE * bool(words[at] < _FEW_WORDS)
        for at, odds in candidates.items()
    }
    # Copies are only counted of the lines that these may put first.
    needed = max(ranks.values(), default=_LOWEST) - _AGAIN
    near = [at for at, rank in ranks.items() if rank >= needed]
    if len(near) > 1:
        counted = {texts[at] for at in near}
        copies = Counter(text for text in texts[: beginning + 1] if text in counted)
        ranks = {at: ranks[at] + _AGAIN * (copies[texts[at]] > 1) for at in near}
    best = max(ranks, key=ranks.__getitem__, default=None)
    return best if best is not None and ranks[best] > _LOWEST else None


def _choose_named(texts: Sequence[str], candidates: Mapping[int, float], known: Sequence[str]) -> int | None:
    """Choose the likeliest of the lines that are part of a known title, else one that is sure by itself."""
    titles = [fold_headline(title) for title in known]
    likeliest = sorted(candidates, key=candidates.__getitem__, reverse=True)
    for at in likeliest:
        line = fold_headline(texts[at])
        if line and any(line in title for title in titles):
            return at
    return next((at for at in likeliest[:1] if candidates[at] > _SURE), None)


def fold_headline(text: str) -> str:
    """Return `text` without case, punctuation and compatibility forms."""
    return _fold_all((text.replace("\n", " "),))[0]


def _fold_all(lines: Sequence[str]) -> list[str]:
    """Fold single lines all at once."""
    if not lines:
        return []
    joined = "\n".join(lines)
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    return [line.strip() for line in _NOT_WORD.sub(" ", joined.casefold().replace("_", " ")).split("\n")]


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
    return _NOT_WORD.sub("", text.casefold().replace("_", ""))


def best_form(forms: Sequence[str]) -> str:
    """Return the form of a headline to show, of those that stand on the page.

    The most frequent; among equals one that is neither cut nor in capitals nor carries a site's name, then
    the first. Raises ValueError when there are no forms.
    """
    counts = Counter(forms)
    if len(counts) == 1:
        return forms[0]
    others = [fold_headline(form) for form in counts]

    def rank(form: str) -> tuple[int, bool, bool, bool, int]:
        folded = fold_headline(form)
        extended = any(other != folded and folded.startswith(other) for other in others)
        cut = form.endswith(_CUTS)
        return (-counts[form], cut, form.isupper(), extended, forms.index(form))

    return min(counts, key=rank)
