"""What kind of character each code point is, in every script, as lookup tables for NumPy."""

from enum import IntEnum, IntFlag
from functools import cache

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.tables import load_tables


class CharClass(IntEnum):
    """The classes that tell prose from furniture in any language."""

    OTHER = 0
    SPACE = 1
    LOWER = 2
    UPPER = 3
    CASELESS = 4
    SPACELESS = 5
    DIGIT = 6
    TERMINAL = 7
    COMMA = 8
    QUOTE = 9
    PUNCTUATION = 10
    SYMBOL = 11


class Trait(IntFlag):
    """What else tells of a character; a table entry holds its class in the bits below these."""

    WORD = 1 << 4  # a letter or digit of a script that parts words by spaces
    CLOSER = 1 << 5  # may follow a sentence end and belong to it
    COLON = 1 << 6
    HOUR = 1 << 7  # a word or letter for the hour behind its number
    DATE_MARK = 1 << 8
    YEAR = 1 << 9  # behind the year of a date
    ADDRESS = 1 << 10  # of mail, of people in social networks
    MENU_MARK = 1 << 11
    PAUSE = 1 << 12  # the sentence goes on
    QUESTION = 1 << 13


CLASS_BITS = np.uint16(0b1111)
# Sentence ends: Latin, Greek and Cyrillic share the first line; then CJK, Devanagari, Arabic, Urdu, Ethiopic,
# Khmer, Myanmar, Armenian, Tibetan.
TERMINALS = ".!?…‼⁇⁈⁉" + "。！？｡．" + "।॥" + "؟۔" + "።፧" + "។" + "။" + "։" + "།"
COMMAS = ",;:،؛、，；：፣"
QUOTES = "\"'«»‹›“”„‟‘’‚‛「」『』《》〈〉"
CLOSERS = "\"'»›“”’)]}」』》〉）】*"
TERMINAL_SET = frozenset(TERMINALS)
BEHIND_END = CLOSERS + " "
# All that `str.isspace` holds for.
SPACES = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0"
    "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)

_RARE_HAN = (0x20000, 0x40000)  # the planes of ideographs
_TABLE_SIZE = 0x10000  # the rest (emoji, rare Han) falls in two blocks that are treated below


@cache
def _load() -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """Return the class and traits of each code point, and its small letter, itself if it has none.

    They are made by training/characters.py: asking Python of each takes longer than cleaning twenty pages.
    """
    data = load_tables("characters")
    traits = np.repeat(data["traits"], data["runs"])
    small = np.arange(_TABLE_SIZE, dtype=np.uint32)
    small[data["capitals"]] = data["small"]
    return traits, small


def class_traits() -> NDArray[np.uint16]:
    """Return for each code point of the first plane its `CharClass` and `Trait` bits."""
    return _load()[0]


def small_letters() -> NDArray[np.uint32]:
    """Return for each code point that of its small letter, itself if there is none."""
    return _load()[1]


def encode(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def read_traits(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the `CharClass` and the `Trait` bits of each code point."""
    beyond = codes >= _TABLE_SIZE
    if not beyond.any():
        return _load()[0][codes]
    traits = _load()[0][np.minimum(codes, _TABLE_SIZE - 1)]
    rare_han = (codes >= _RARE_HAN[0]) & (codes < _RARE_HAN[1])
    traits[beyond] = CharClass.SYMBOL
    traits[rare_han] = CharClass.SPACELESS
    return traits


def have(traits: NDArray[np.uint16], trait: Trait) -> NDArray[np.bool_]:
    """Tell for each character whether it has the trait."""
    found: NDArray[np.bool_] = traits & np.uint16(trait) != 0
    return found


def lower(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the code points of the small letters; what has none, or several, stays."""
    return np.where(codes < _TABLE_SIZE, small_letters()[np.minimum(codes, _TABLE_SIZE - 1)], codes)


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends like a sentence: a terminal mark, perhaps with closing quotes behind it."""
    return text.rstrip(BEHIND_END)[-1:] in TERMINAL_SET
