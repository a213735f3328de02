"""What the attributes of an element say."""

from typing import Any

import numpy as np

from newsclean.cleaning.compiled.scanning import BLANK, COLON, EQUALS, QUOTE, decode, find
from newsclean.cleaning.compiled.tags import HIDDEN, OTHERS, PARTING, STYLE, find_name, hash_name
from newsclean.cleaning.hints import HINT_BITS, LONGEST
from newsclean.compiling import compiled

HIDES = HINT_BITS["hidden"]
_DISPLAY, _NONE, _VISIBILITY, _INVISIBLE = (
    np.frombuffer(word, np.uint8) for word in (b"display", b"none", b"visibility", b"hidden")
)
_TAB, _VERTICAL, _RETURN, _ASCII = 9, 11, 13, 128
_CAPITAL_A, _CAPITAL_Z, _SMALL_A, _SMALL_Z, _SMALL = ord("A"), ord("Z"), ord("a"), ord("z"), 32


@compiled
def read_attributes(data: Any, at: int, end: int, tables: Any) -> tuple[int, int]:
    """Read the attributes that stand up to the end of a tag.

    Returns the hints that they give, -1 if none of them is one that can, and the bit of a hidden element.
    """
    hints, hidden = -1, 0
    while at < end and data[at] == BLANK:
        start = at + 1
        at = find(data, start, EQUALS)
        name = find_name(tables.names, tables.name_hashes, hash_name(data, start, at))
        start = at + len('="')
        at = find(data, start, QUOTE)
        if name == HIDDEN or (name == STYLE and _hides(data, start, at)):
            hidden = HIDES
        elif name >= OTHERS:
            hints = max(hints, 0) | read_hints(data, start, at, tables)
        at += 1
    return hints, hidden


@compiled
def read_hints(data: Any, at: int, end: int, tables: Any) -> int:
    """Read the hints in an attribute's value; equal to `hints.read_hints`."""
    following, found = tables.following, tables.found
    bits = 0
    small = False  # whether a small letter stands before
    last = PARTING
    state = int(following[0, PARTING])
    count = 0
    while at < end and count < LONGEST:
        code, width = decode(data, at)
        blank = code == BLANK or (_TAB <= code <= _RETURN and code != _VERTICAL)
        if blank or (small and _CAPITAL_A <= code <= _CAPITAL_Z):
            # A name ends, and another one begins.
            if last != PARTING:
                bits |= found[following[state, PARTING]]
            state = int(following[0, PARTING])
            last = PARTING
        symbol = int(tables.symbols[code]) if code < _ASCII else PARTING
        if symbol != PARTING or last != PARTING:
            state = int(following[state, symbol])
            bits |= found[state]
            last = symbol
        small = _SMALL_A <= code <= _SMALL_Z
        at += width
        count += 1
    return bits | found[following[state, PARTING]] if last != PARTING else bits


@compiled
def _hides(data: Any, start: int, end: int) -> bool:
    """Tell whether a style hides its element: "display: none" or "visibility: hidden"."""
    for at in range(start, end):
        behind, value = _find_behind(data, at, end, _DISPLAY), _NONE
        if not behind:
            behind, value = _find_behind(data, at, end, _VISIBILITY), _INVISIBLE
        if behind:
            behind = _skip_blanks(data, behind, end)
            if behind < end and data[behind] == COLON:
                behind = _skip_blanks(data, behind + 1, end)
                if _find_behind(data, behind, end, value):
                    return True
    return False


@compiled
def _find_behind(data: Any, at: int, end: int, word: Any) -> int:
    """Return the place behind a word in whatever case; 0 if it does not stand there."""
    if at + len(word) > end:
        return 0
    for place in range(len(word)):
        byte = data[at + place]
        if _CAPITAL_A <= byte <= _CAPITAL_Z:
            byte += _SMALL
        if byte != word[place]:
            return 0
    return at + len(word)


@compiled
def _skip_blanks(data: Any, at: int, end: int) -> int:
    while at < end and (data[at] == BLANK or _TAB <= data[at] <= _RETURN):
        at += 1
    return at
