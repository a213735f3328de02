"""What the attributes of an element say."""

from typing import Any

import numpy as np

from newsclean.cleaning.compiled.tags import ATTRIBUTES, HIDDEN, PARTING, ROLE, STYLE
from newsclean.cleaning.compiled.tree import (
    ATTRIBUTE,
    KNOWN_NAMES,
    NAME,
    NAME_LENGTH,
    NEXT_ATTRIBUTE,
    SHORT_NAME,
    VALUE,
    WORD,
    read_byte,
    read_word,
)
from newsclean.cleaning.compiled.utf8 import decode
from newsclean.cleaning.hints import DIALOG_BIT, HINT_BITS, LONGEST
from newsclean.compiling.kernels import function

HIDES, DIALOG = HINT_BITS["hidden"], DIALOG_BIT
_DISPLAY, _NONE, _VISIBILITY, _INVISIBLE, _DIALOG = (
    np.frombuffer(word, np.uint8) for word in (b"display", b"none", b"visibility", b"hidden", b"dialog")
)
_TAB, _VERTICAL, _RETURN, _BLANK, _COLON, _ASCII = 9, 11, 13, ord(" "), ord(":"), 128
_CAPITAL_A, _CAPITAL_Z, _SMALL_A, _SMALL_Z, _SMALL = ord("A"), ord("Z"), ord("a"), ord("z"), 32
_NAMES = np.array([np.frombuffer(name.encode().ljust(SHORT_NAME, b"\0"), np.uint8) for name in ATTRIBUTES])


@function
def read_attributes(element: int, tables: Any) -> tuple[int, int]:
    """Read the attributes of the element at an address.

    Returns the hints that they give, -1 if none of them is one that can, and the bits of what is hidden, or
    stands in a dialog.
    """
    hints, inherited = -1, 0
    attribute = read_word(element + ATTRIBUTE)
    while attribute:
        name = _find_name(read_word(attribute + NAME), tables)
        if name:
            value = read_word(attribute + VALUE)
            at = read_word(value) if value else 0
            end = at + read_word(value + WORD) if value else 0
            if name == HIDDEN or (name == STYLE and _hides(at, end)):
                inherited |= HIDES
            elif name >= ROLE:
                hints = max(hints, 0) | read_hints(at, end, tables)
                if name == ROLE and _has(at, end, _DIALOG):
                    inherited |= DIALOG
        attribute = read_word(attribute + NEXT_ATTRIBUTE)
    return hints, inherited


@function
def _find_name(number: int, tables: Any) -> int:
    """Return the index of an attribute's name, 0 if it is none of those that tell anything."""
    if number < KNOWN_NAMES:
        return int(tables.attributes[number])
    length = read_word(number + NAME_LENGTH)
    if length <= SHORT_NAME:
        for index in range(1, len(_NAMES)):
            at = 0
            while at < length and _NAMES[index, at] == read_byte(number + at):
                at += 1
            if at == length and (length == SHORT_NAME or _NAMES[index, at] == 0):
                return index
    return 0


@function
def read_hints(at: int, end: int, tables: Any) -> int:
    """Read the hints in an attribute's value, the bytes from an address on; equal to `hints.read_hints`."""
    following, found = tables.following, tables.found
    bits = 0
    small = False  # whether a small letter stands before
    last = PARTING
    state = int(following[0, PARTING])
    count = 0
    while at < end and count < LONGEST:
        code, width = decode(at)
        blank = code == _BLANK or (_TAB <= code <= _RETURN and code != _VERTICAL)
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


@function
def _hides(start: int, end: int) -> bool:
    """Tell whether a style hides its element: "display: none" or "visibility: hidden"."""
    for at in range(start, end):
        behind, value = _find_behind(at, end, _DISPLAY), _NONE
        if not behind:
            behind, value = _find_behind(at, end, _VISIBILITY), _INVISIBLE
        if behind:
            behind = _skip_blanks(behind, end)
            if behind < end and read_byte(behind) == _COLON:
                behind = _skip_blanks(behind + 1, end)
                if _find_behind(behind, end, value):
                    return True
    return False


@function
def _has(start: int, end: int, word: Any) -> bool:
    """Tell whether a word stands in a value, in whatever case."""
    at = start
    while at < end and not _find_behind(at, end, word):
        at += 1
    return at < end


@function
def _find_behind(at: int, end: int, word: Any) -> int:
    """Return the place behind a word in whatever case; 0 if it does not stand there."""
    if at + len(word) > end:
        return 0
    for place in range(len(word)):
        byte = read_byte(at + place)
        if _CAPITAL_A <= byte <= _CAPITAL_Z:
            byte += _SMALL
        if byte != word[place]:
            return 0
    return at + len(word)


@function
def _skip_blanks(at: int, end: int) -> int:
    while at < end and (read_byte(at) == _BLANK or _TAB <= read_byte(at) <= _RETURN):
        at += 1
    return at
