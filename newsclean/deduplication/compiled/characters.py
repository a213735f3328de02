"""What each character counts for, as a table of numbers: `normalisation.fold` for compiled code."""

import threading
import unicodedata
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.normalisation import fold_character, is_dense, is_loose_script

# An entry: bits 0 to 20 a code point, or a place among the expansions; 21 to 23 what it is; 24 whether it is
# a digit; 25 whether a text with it may have to be brought to NFKC first. All other characters stand in NFKC
# for themselves, whatever is around them, and their entries say what becomes of that.
POINT: Final = 0x1FFFFF
KIND: Final = 21
KINDS: Final = 7
UNKNOWN, DROPPED, SPACE, WORD, DENSE, LOOSE, EXPANSION = range(7)
DIGIT: Final = 1 << 24
UNSTABLE: Final = 1 << 25

# A character makes at most so many, or is left to NFKC: a fraction three, a ligature of Arabic eighteen.
PARTS: Final = 3
# Bytes of words that a byte of text makes, at the most: of two bytes, three of two bytes with a space before
# each. (Over all of Unicode, it is 2.7.) Tokens are fewer than bytes.
WORD_BYTES: Final = 5
# Bytes behind the last word that may be read or written with it.
SLACK: Final = 16

# Characters that NFKC may join to the one before: all are marks, but for the Hangul vowels and finals, and
# letters of scripts that Unicode took up late.
_JAMO: Final = range(0x1100, 0x1200)
_LATE: Final = range(0x11000, 0x1F000)

_ASCII: Final = range(0x80)
_POINTS: Final = 0x110000
_MOST_EXPANSIONS: Final = 1 << 16


@dataclass(slots=True)
class CharacterTable:
    """An entry for each character, filled in as characters are met (all of Unicode takes a second).

    `expansions` holds the characters that casefold to several: their number, then an entry for each.
    """

    entries: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros(_POINTS, dtype=np.uint32))
    expansions: npt.NDArray[np.uint32] = field(
        default_factory=lambda: np.zeros(_MOST_EXPANSIONS, dtype=np.uint32)
    )
    used: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for point in _ASCII:
            self.learn(point)

    def learn(self, point: int) -> None:
        """Fill in the entry of a character."""
        with self.lock:
            if not self.entries[point]:
                self.entries[point] = self._describe(chr(point))

    def _describe(self, character: str) -> int:
        plain = unicodedata.normalize("NFKC", character)
        folded = "".join(fold_character(part) or "" for part in plain)
        if len(folded) > PARTS:
            return DROPPED << KIND | UNSTABLE  # and is never met in NFKC
        unstable = UNSTABLE if any(map(_may_join, plain)) else 0
        if not folded:
            return DROPPED << KIND | unstable
        if folded.isspace():
            return SPACE << KIND | unstable
        if len(folded) == 1:
            return _describe_folded(folded) | unstable
        place = self.used
        parts = [len(folded), *map(_describe_folded, folded)]
        self.expansions[place : place + len(parts)] = parts
        self.used += len(parts)
        return EXPANSION << KIND | place | unstable


def _describe_folded(character: str) -> int:
    if character == " ":
        return SPACE << KIND
    kind = DENSE if is_dense(character) else LOOSE if is_loose_script(character) else WORD
    return kind << KIND | ord(character) | (DIGIT if character.isdigit() else 0)


def _may_join(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or ord(character) in _JAMO or ord(character) in _LATE
