"""Finding one's way in markup that the parser has written: it is well-formed, and every ">" ends a tag."""

from typing import Any

from newsclean.cleaning.compiled.tags import HOLDS_NO_TAGS, find_name, hash_name
from newsclean.compiling import compiled

LT, GT, AMP, QUERY, SLASH, BANG, DASH, QUOTE, EQUALS, BLANK, COLON = (ord(char) for char in '<>&?/!-"= :')
BEYOND = 0x10000
"""Stands for each character beyond the first plane, of which nothing is asked."""
_L, _G, _Q = (ord(char) for char in "lgq")
_ASCII, _TWO, _THREE = 0x80, 0xE0, 0xF0  # where the first bytes of longer sequences begin
_TAIL = 0x3F


@compiled
def find(data: Any, at: int, byte: int) -> int:
    """Return the place of the next such byte, the end if there is none."""
    size = len(data)
    while at < size and data[at] != byte:
        at += 1
    return at


@compiled
def find_end_of_name(data: Any, at: int) -> int:
    """Return the place behind the name of a tag."""
    size = len(data)
    while at < size and data[at] != BLANK and data[at] != GT:
        at += 1
    return at


@compiled
def decode(data: Any, at: int) -> tuple[int, int]:
    """Return the character at a place, entities resolved, and the number of its bytes."""
    byte = int(data[at])
    if byte == AMP and at + 1 < len(data):
        return _resolve(data[at + 1])
    if byte < _ASCII:
        return byte, 1
    if byte < _TWO:
        return (byte & 0x1F) << 6 | int(data[at + 1]) & _TAIL, 2
    if byte < _THREE:
        return (byte & 0x0F) << 12 | (int(data[at + 1]) & _TAIL) << 6 | int(data[at + 2]) & _TAIL, 3
    return BEYOND, 4


@compiled
def _resolve(letter: int) -> tuple[int, int]:
    """Return the character of an entity, told by its first letter: the parser writes but these."""
    if letter == _L:
        return LT, len("&lt;")
    if letter == _G:
        return GT, len("&gt;")
    if letter == _Q:
        return QUOTE, len("&quot;")
    return (AMP, len("&amp;")) if letter == ord("a") else (0xA0, len("&nbsp;"))


@compiled
def find_end_of_comment(data: Any, at: int) -> int:
    """Return the place behind a comment, the end of the markup if it is not closed."""
    if data[at + 1] == QUERY:
        return find(data, at, GT) + 1
    size = len(data)
    at += len("<!--")
    while at + 2 < size:
        if data[at] == DASH and data[at + 1] == DASH and data[at + 2] == GT:
            return at + 3
        at += 1
    return size


@compiled
def find_end_of_raw(data: Any, at: int, name: Any) -> int:
    """Return the place behind the end tag of an element in which there are no tags."""
    size = len(data)
    while at < size:
        at = find(data, at, LT)
        if at + 1 < size and data[at + 1] == SLASH:
            end = find(data, at, GT)
            if hash_name(data, at + 2, end) == name:
                return end + 1
        at += 1
    return size


@compiled
def find_end_of_element(data: Any, at: int, name: Any, tables: Any) -> int:
    """Return the place behind the end of the element that opened before `at`; the end if it has none."""
    size = len(data)
    inside = 1
    while inside:
        at = find(data, at, LT)
        if at + 1 >= size:
            return size
        if data[at + 1] == BANG or data[at + 1] == QUERY:
            at = find_end_of_comment(data, at)
            continue
        closing = data[at + 1] == SLASH
        end = find_end_of_name(data, at + 1)
        found = hash_name(data, at + 1 + closing, end)
        at = find(data, end, GT) + 1
        if found == name:
            inside += -1 if closing else 1
        elif not closing and tables.signs[find_name(tables.tags, tables.tag_hashes, found)] & HOLDS_NO_TAGS:
            at = find_end_of_raw(data, at, found)
    return at
