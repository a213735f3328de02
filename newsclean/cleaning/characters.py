"""What kind of character each code point is, in every script, as lookup tables for NumPy."""

import unicodedata
from enum import IntEnum, IntFlag
from functools import cache

import numpy as np
from numpy.typing import NDArray


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
CLOSERS = frozenset("\"'»›“”’)]}」』》〉）】*")
TERMINAL_SET = frozenset(TERMINALS)
SPACES = "".join(char for char in map(chr, range(0x3001)) if char.isspace())  # there are none beyond

# Scripts that are written without spaces between words: a character there carries about as much as a word of
# other scripts does, and a line of them is short in characters but long in content.
_SPACELESS_RANGES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # iteration mark, zero
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D),  # half-width Katakana
)

_RARE_HAN = (0x20000, 0x40000)  # the planes of ideographs
_TABLE_SIZE = 0x10000  # the rest (emoji, rare Han) falls in two blocks that are treated below

_BY_CATEGORY = {
    "Ll": CharClass.LOWER,
    "Lu": CharClass.UPPER,
    "Lt": CharClass.UPPER,
    "Lo": CharClass.CASELESS,
    "Lm": CharClass.CASELESS,
    "Mn": CharClass.CASELESS,  # vowel signs are parts of words in Indic scripts
    "Mc": CharClass.CASELESS,
    "Nd": CharClass.DIGIT,
    "Nl": CharClass.DIGIT,
    "No": CharClass.DIGIT,
    "Zs": CharClass.SPACE,
    "Zl": CharClass.SPACE,
    "Zp": CharClass.SPACE,
    "Cc": CharClass.SPACE,
}


def _classify(char: str) -> CharClass:
    if char in TERMINALS:
        return CharClass.TERMINAL
    if char in COMMAS:
        return CharClass.COMMA
    if char in QUOTES:
        return CharClass.QUOTE
    category = unicodedata.category(char)
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    if category.startswith("P"):
        return CharClass.PUNCTUATION
    return CharClass.SYMBOL if category.startswith("S") else CharClass.OTHER


_TRAITS = {
    Trait.CLOSER: CLOSERS | {" "},
    Trait.COLON: ":：",
    Trait.HOUR: "h時시",
    Trait.DATE_MARK: "./-",
    Trait.YEAR: "年년",
    Trait.ADDRESS: "@#",
    Trait.MENU_MARK: "|©®→›»«‹▶►▼▲✕×☰",
    Trait.PAUSE: ",;、،",
    Trait.QUESTION: "?？؟",
}
_WORD_CLASSES = tuple(map(int, (CharClass.LOWER, CharClass.UPPER, CharClass.CASELESS, CharClass.DIGIT)))


@cache
def _table() -> NDArray[np.uint16]:
    table = np.fromiter((_classify(chr(code)) for code in range(_TABLE_SIZE)), np.uint16, _TABLE_SIZE)
    for first, last in _SPACELESS_RANGES:
        part = table[first : last + 1]
        part[np.isin(part, (CharClass.CASELESS, CharClass.OTHER))] = CharClass.SPACELESS
    table[np.isin(table, _WORD_CLASSES)] |= np.uint16(Trait.WORD)
    for trait, characters in _TRAITS.items():
        table[[ord(character) for character in characters]] |= np.uint16(trait)
    return table


@cache
def small_letters() -> NDArray[np.uint32]:
    """Return for each code point that of its small letter, itself if there is none."""
    small = (chr(code).lower() for code in range(_TABLE_SIZE))
    codes = (ord(each) if len(each) == 1 else code for code, each in enumerate(small))
    return np.fromiter(codes, np.uint32, _TABLE_SIZE)


def encode(text: str) -> NDArray[np.uint32]:
    """Return the code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def read_traits(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """Return the `CharClass` and the `Trait` bits of each code point."""
    beyond = codes >= _TABLE_SIZE
    if not beyond.any():
        return _table()[codes]
    traits = _table()[np.minimum(codes, _TABLE_SIZE - 1)]
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
    end = len(text)
    while end and (text[end - 1] in CLOSERS or text[end - 1] == " "):
        end -= 1
    return end > 0 and text[end - 1] in TERMINAL_SET
