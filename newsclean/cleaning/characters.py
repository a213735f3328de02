"""What kind of character each code point is, in every script, as a lookup table for NumPy."""

import unicodedata
from enum import IntEnum
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


# Sentence ends: Latin, Greek and Cyrillic share the first line; then CJK, Devanagari, Arabic, Urdu, Ethiopic,
# Khmer, Myanmar, Armenian, Tibetan.
TERMINALS = ".!?…‼⁇⁈⁉" + "。！？｡．" + "।॥" + "؟۔" + "።፧" + "។" + "။" + "։" + "།"
COMMAS = ",;:،؛、，；：፣"
QUOTES = "\"'«»‹›“”„‟‘’‚‛「」『』《》〈〉"
CLOSERS = frozenset("\"'»›“”’)]}」』》〉）】*")  # may follow a sentence end and belong to it
TERMINAL_SET = frozenset(TERMINALS)

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


@cache
def _table() -> NDArray[np.uint8]:
    table = np.fromiter((_classify(chr(code)) for code in range(_TABLE_SIZE)), np.uint8, _TABLE_SIZE)
    for first, last in _SPACELESS_RANGES:
        part = table[first : last + 1]
        part[np.isin(part, (CharClass.CASELESS, CharClass.OTHER))] = CharClass.SPACELESS
    return table


def classify(text: str) -> NDArray[np.uint8]:
    """Return the `CharClass` of every character of `text`, one `uint8` each."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = _table()[np.minimum(codes, _TABLE_SIZE - 1)]
    beyond = codes >= _TABLE_SIZE
    if beyond.any():
        rare_han = (codes >= _RARE_HAN[0]) & (codes < _RARE_HAN[1])
        classes[beyond] = CharClass.SYMBOL
        classes[rare_han] = CharClass.SPACELESS
    return classes


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends like a sentence: a terminal mark, perhaps with closing quotes behind it."""
    end = len(text)
    while end and (text[end - 1] in CLOSERS or text[end - 1] == " "):
        end -= 1
    return end > 0 and text[end - 1] in TERMINAL_SET
