"""Make the tables of characters: their classes and traits, as Python's Unicode database knows them.

    python training/characters.py

writes newsclean/cleaning/data/characters.npy. Runs of code points with the same traits stand there as one.
"""

import unicodedata

import numpy as np
from numpy.typing import NDArray
from storing import save_tables

from newsclean.cleaning.characters import BEHIND_END, COMMAS, QUOTES, TERMINALS, CharClass, Trait

_TABLE_SIZE = 0x10000

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
    Trait.CLOSER: BEHIND_END,
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


def classify_all() -> NDArray[np.uint16]:
    """Return the class and the traits of each code point."""
    table = np.fromiter((_classify(chr(code)) for code in range(_TABLE_SIZE)), np.uint16, _TABLE_SIZE)
    for first, last in _SPACELESS_RANGES:
        part = table[first : last + 1]
        part[np.isin(part, (CharClass.CASELESS, CharClass.OTHER))] = CharClass.SPACELESS
    table[np.isin(table, _WORD_CLASSES)] |= np.uint16(Trait.WORD)
    for trait, characters in _TRAITS.items():
        table[[ord(character) for character in characters]] |= np.uint16(trait)
    return table


def find_small_letters() -> NDArray[np.uint32]:
    """Return for each code point that of its small letter, itself if there is none, or several."""
    small = (chr(code).lower() for code in range(_TABLE_SIZE))
    codes = (ord(each) if len(each) == 1 else code for code, each in enumerate(small))
    return np.fromiter(codes, np.uint32, _TABLE_SIZE)


def main() -> None:
    """Write the tables."""
    traits, small = classify_all(), find_small_letters()
    starts = np.flatnonzero(np.diff(traits, prepend=np.uint16(0xFFFF)))
    capitals = np.flatnonzero(small != np.arange(_TABLE_SIZE))
    tables = {
        "traits": traits[starts],
        "runs": np.diff(starts, append=_TABLE_SIZE).astype(np.uint16),
        "capitals": capitals.astype(np.uint16),
        "small": small[capitals],
    }
    save_tables("characters", tables)


if __name__ == "__main__":
    main()
