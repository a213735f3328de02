"""The headline: which line it is, and which other lines repeat it."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_MIN_CUT = 12  # characters that a cut or extended form of a headline must share with it


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
