"""What of a text counts when texts are compared: its words, whatever their dress."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from newsclean.hashing import blake2b
from newsclean.patterns import late

# Bytes of the hash: 16 bytes make an accidental collision among 10^12 articles less likely than 10^-14.
ID_BYTES: Final = 16

# Scripts written without spaces between words, and how many characters one token spans there. A Chinese word
# has about 1.5 characters, so five overlapping pairs (six characters) say as much as three or four words.
# In Thai, Lao, Khmer and Myanmar a word has 4 to 6 letters and signs, so a token spans six of them.
_DENSE_SCRIPTS: Final = (
    "\u2e80-\u2fdf", "\u3005-\u3007", "\u3021-\u3029", "\u3031-\u3035", "\u3038-\u30ff", "\u31f0-\u31ff",
    "\u3400-\u4dbf", "\u4e00-\u9fff", "\uf900-\ufaff", "\U0001b000-\U0001b16f", "\U00020000-\U0003ffff",
)  # fmt: skip
_LOOSE_SCRIPTS: Final = (
    "\u0e00-\u0eff", "\u1000-\u109f", "\u1780-\u17ff", "\u19e0-\u19ff", "\ua9e0-\ua9ff", "\uaa60-\uaa7f",
)  # fmt: skip
DENSE_SPAN: Final = 2
LOOSE_SPAN: Final = 6
FIRST_UNSPACED: Final = "\u0e00"

_TATWEEL: Final = 0x0640
# Canonical combining classes: 10 to 36 are Hebrew, Arabic and Syriac points, 200 and above are accents.
_HEBREW_TO_SYRIAC: Final = range(10, 37)
_DIACRITICS: Final = 200
# Together they take as long to compile as all other patterns: few texts need them.
_DENSE, _LOOSE = "".join(_DENSE_SCRIPTS), "".join(_LOOSE_SCRIPTS)
_RUNS: Final = late(
    f"([{_DENSE}]+(?: +[{_DENSE}]+)*)|([{_LOOSE}]+(?: +[{_LOOSE}]+)*)|([^ {_DENSE}{_LOOSE}]+)"
)
_UNSPACED: Final = late(f"[{_DENSE}{_LOOSE}]")


class _Folding(dict[int, str | None]):
    """What each character is turned into; filled as characters are met.

    Letters and digits are casefolded, marks that scripts spell with are kept, points and accents that stay
    loose after NFKC (Hebrew and Arabic vowels, combining diacritics) and invisible characters go, and
    everything else parts words.
    """

    def __missing__(self, point: int) -> str | None:
        self[point] = folded = fold_character(chr(point))
        return folded


def fold_character(character: str) -> str | None:
    """Return what a character (in NFKC) is turned into: letters, a space, or None if it goes."""
    category = unicodedata.category(character)
    if category == "Cf" or ord(character) == _TATWEEL or _is_loose(character):
        return None
    if category[0] in "LN":
        return "".join(part for part in character.casefold() if not _is_loose(part))
    return character if category[0] == "M" else " "


def is_dense(character: str) -> bool:
    """Tell whether a character is written without spaces and stands for a syllable or a word."""
    return _stands_in(character, _DENSE_SCRIPTS)


def is_loose_script(character: str) -> bool:
    """Tell whether a character is a letter of a script without spaces."""
    return _stands_in(character, _LOOSE_SCRIPTS)


def _stands_in(character: str, scripts: Sequence[str]) -> bool:
    return any(script[0] <= character <= script[-1] for script in scripts)


def _is_loose(character: str) -> bool:
    rank = unicodedata.combining(character)
    return rank in _HEBREW_TO_SYRIAC or rank >= _DIACRITICS


_FOLDING: Final = _Folding()


def fold(text: str) -> list[str]:
    """Cut a text into its words, without punctuation, case, and differences that readers don't see.

    Returns words in order. In scripts without spaces, a word is a whole run of characters: spaces and line
    breaks inside a run tell nothing.
    """
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    text = text.translate(_FOLDING)
    if not _has_unspaced(text):
        return text.split()
    return [match[0].replace(" ", "") for match in _RUNS.finditer(text)]


def tokens(words: Sequence[str]) -> list[str]:
    """Turn folded words into the units that shingles are made of.

    A word in a spaced script is one token; a run in a script without spaces gives its overlapping pairs
    (Han, Kana) or sixes (Thai, Lao, Khmer, Myanmar) of characters, or itself if it is shorter.
    """
    if not any(_has_unspaced(word) for word in words):
        return list(words)
    cut: list[str] = []
    for word in words:
        span = _span(word)
        if len(word) <= span or span == 0:
            cut.append(word)
        else:
            cut.extend(word[at : at + span] for at in range(len(word) - span + 1))
    return cut


def has_digit(token: str) -> bool:
    """Tell whether a token has a digit."""
    return any(map(str.isdigit, token))


def digest(words: Sequence[str]) -> bytes:
    """Hash folded words: `ID_BYTES` bytes, the same on every machine and run."""
    return blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=ID_BYTES).digest()


def article_id(text: str) -> str:
    """Name a text by its words: 32 hexadecimal digits, the same on every machine and run.

    Texts that differ only in case, punctuation, white space, Unicode form or invisible characters share one.
    """
    return digest(fold(text)).hex()


def _has_unspaced(text: str) -> bool:
    return not text.isascii() and max(text) >= FIRST_UNSPACED and _UNSPACED.search(text) is not None


def _span(word: str) -> int:
    if not _has_unspaced(word):
        return 0
    return DENSE_SPAN if is_dense(word[0]) else LOOSE_SPAN
