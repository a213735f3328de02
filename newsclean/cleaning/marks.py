"""What repairs, and the joining of lines, ask of a page's characters, told for all of them at one look.

Searching a page for one kind of characters takes several times as long as looking all of them up in a table.
"""

from enum import IntFlag
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import encode

# Zero-width and bidirectional marks, soft hyphens, the byte order mark, control characters other than line
# ends and tabs, and halves of surrogate pairs: invisible in a browser, poison in a corpus. The zero-width
# (non-)joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
INVISIBLE: Final = (
    "\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff"
)
# What UTF-8 looks like when it was read as something else: a lead byte, then as many continuation bytes as
# it promises.
LEADS: Final = "Â-ðРСΞΟĂĹ"
LATIN: Final = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
CYRILLIC: Final = "\xa0-\xa9\xab-\xae\xb0\xb1\xb5-\xb7\xbbЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇІіґ№єјЅѕї€‚„…†‡‰‹‘’“”•–—™›"
GREEK: Final = "\xa0-\xbfΆΈΉΊΌΎΏ΅΄€‚ƒ„…†‡‰‹‘’“”•–—™›"
CENTRAL: Final = "\xa0-\xbfˇ˘ŁĄŞŻ˛łąşĽ˝ľżŠŚŤŽŹšśťžź€‚„…†‡‰‹‘’“”•–—™›"
_SPACES: Final = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LINE_ENDS: Final = "\n-\r\x1c-\x1e\x85\u2028\u2029"
# Scripts that do not part words by spaces, and characters that take two columns of a terminal.
SPACELESS: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f"
)
WIDE: Final = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
# Characters that Unicode's form C leaves as they are, whatever stands around them: Latin, Cyrillic, Arabic
# letters, Thai, punctuation, Kana, Han, Hangul. Texts with others are brought to that form.
STABLE: Final = (
    "\x00-\u02ff\u0400-\u0482\u048a-\u052f\u0620-\u064a\u0660-\u066f\u0671-\u06d3\u0e01-\u0e30\u0e32-\u0e33"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2190-\u2199\u25a0-\u26ff\u3000-\u3029\u3041-\u3098\u309b-\u30ff"
    "\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d"
)
_BEYOND: Final = 0x10000  # stands for the characters beyond the first plane, which have no mark


class Mark(IntFlag):
    """A kind of characters that a text has; a lead before a tail may be mojibake."""

    REPAIRED = 1  # invisible, or an "Ã", behind which any space may be half of an "à"
    SPACELESS = 2
    WIDE = 4
    LEAD = 8
    TAIL = 16
    SPACE = 32
    LINE_END = 64
    UNSTABLE = 128  # may be written otherwise in Unicode's form C


_LEAD, _APART = np.uint8(Mark.LEAD), np.uint8(1)  # how far apart their bits are


def find_marks(text: str) -> Mark:
    """Return which kinds of characters a text has; `LEAD` and `TAIL` only if one stands before the other."""
    marks = np.take(mark_characters(), encode(text), mode="clip")
    found = Mark(int(np.bitwise_or.reduce(marks, initial=0)))
    if found & Mark.LEAD and not (marks[:-1] & _LEAD & (marks[1:] >> _APART)).any():
        found &= ~(Mark.LEAD | Mark.TAIL)
    return found


@cache
def mark_characters() -> NDArray[np.uint8]:
    """Return the marks of each character of the first plane, and one entry more for those beyond it."""
    marks = np.zeros(_BEYOND + 1, np.uint8)
    for mark, classes in (
        (Mark.REPAIRED, INVISIBLE + "Ã"),
        (Mark.SPACELESS, SPACELESS),
        (Mark.WIDE, WIDE),
        (Mark.LEAD, LEADS),
        (Mark.SPACE, _SPACES),
        (Mark.LINE_END, _LINE_ENDS),
        (Mark.TAIL, LATIN + CYRILLIC + GREEK + CENTRAL),
    ):
        for first, last in read_class(classes):
            marks[first : last + 1] |= np.uint8(mark)
    marks |= np.uint8(Mark.UNSTABLE)
    for first, last in read_class(STABLE):
        marks[first : last + 1] &= ~np.uint8(Mark.UNSTABLE)
    return marks


def read_class(pattern: str) -> list[tuple[int, int]]:
    """Return the first and last code point of each range in a regular expression's class of characters."""
    return [
        (ord(char), ord(pattern[at + 2] if pattern[at + 1 : at + 2] == "-" else char))
        for at, char in enumerate(pattern)
        if char != "-" and (not at or pattern[at - 1] != "-")
    ]
