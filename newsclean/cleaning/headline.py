"""The headline: which line it is, and which other lines repeat it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

_NOT_WORD = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"\s*(?:[|•·»›:]|\s[-–—~]|::)\s+(?=[^|•·»›–—~]*$)|\s*[|｜]\s*(?=[^|｜]*$)")
_MIN_CUT = 12  # characters that a cut or extended form of a headline must share with it
_LONGEST_SITE_NAME = 30  # characters; what stands behind the last separator and is longer belongs to the headline


def fold_headline(text: str) -> str:
    """Return `text` without case, punctuation and compatibility forms."""
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def same_headline(text: str, headline: str) -> bool:
    """Tell whether `text` is `headline`, up to case, punctuation, and a site's name or a cut at its end."""
    a, b = fold_headline(text), fold_headline(headline)
    if not a or not b:
        return False
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= _MIN_CUT and long.startswith(short) and len(short) * 2 > len(long))


def strip_site(title: str, names: Iterable[str]) -> str:
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

    The most frequent; among equals one that is neither cut nor in capitals nor carries a site's name (the
    shorter of two that agree otherwise), then the first.
    """
    counts = Counter(forms)
    others = [fold_headline(form) for form in counts]

    def rank(form: str) -> tuple[int, bool, bool, bool, int]:
        extended = any(other != fold_headline(form) and fold_headline(form).startswith(other) for other in others)
        cut = form.endswith(("…", "..."))
        return (-counts[form], cut, form.isupper(), extended, forms.index(form))

    return min(counts, key=rank)
