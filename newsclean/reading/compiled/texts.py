"""The texts of rows, from the string of JSON to UTF-8, without making strings of Python's of them."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from newsclean.compiling.compiled.chunks import NOT_ASCII, ONE, copy_eight, count_ones, load
from newsclean.compiling.compiled.utf8 import encode
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room
from newsclean.errors import ReadError
from newsclean.reading.content import CONTENT_LIMIT

_QUOTE, _BACKSLASH, _COLON, _SPACE, _DELETE, _U = (ord(char) for char in '"\\: \x7fu')
_NAME: Final = tuple(b'text"')
_BLANKS: Final = tuple(b" \t\r\n")
# What stands behind a backslash, and for what. The slash stands for itself.
_ESCAPES: Final = tuple(b'"\\/bfnrt')
_ESCAPED: Final = tuple(b'"\\/\b\f\n\r\t')
_DIGITS: Final = 4  # of a character's number, in base 16
_ZERO, _A, _CASE = (ord(char) for char in "0a ")
_TEN, _LETTERS = 10, 6

_LOWEST: Final = np.uint64(0x0101010101010101)
_QUOTES: Final = _LOWEST * np.uint64(_QUOTE)
_BACKSLASHES: Final = _LOWEST * np.uint64(_BACKSLASH)
_SPACES: Final = _LOWEST * np.uint64(_SPACE)
# Added to a byte of ASCII, it sets the uppermost bit of all but blanks and controls.
_TO_LETTERS: Final = _LOWEST * np.uint64(0x7F - _SPACE)

# Unicode's blanks beyond ASCII begin with one of these bytes.
_BLANK_LEADS: Final = (0xC2, 0xE1, 0xE2, 0xE3)
# The first byte of characters of several.
_TWO_BYTES: Final = 0x80
# Halves of surrogate pairs, high and low, each with so many bits of what is above the lowest characters.
_HALVES, _LOW_HALVES, _BEHIND_HALVES = 0xD800, 0xDC00, 0xE000
_HALF_BITS: Final = 10
_PLANE: Final = 0x10000
_FAULT: Final = -1


class Taken(NamedTuple):
    """The texts of some lines, in UTF-8: text `i` is `data[begins[i]:begins[i + 1]]`, a zero byte at its end.

    `spans` tell where in its line each stands, with its quotes: the first place, and the one behind the last.
    For a line without one that could be taken they are (0, 0), and its text is empty.
    """

    data: npt.NDArray[np.uint8]
    begins: npt.NDArray[np.int64]
    spans: list[list[int]]


def take_texts(lines: Sequence[bytes | ReadError]) -> Taken:
    """Take from each line the first string that is named `text`, in this thread's arrays.

    It is JSON to the letter, and not only blanks. That the rest of the line is JSON, and that the name is one
    of the row's and not of something in it, is not looked at. Lines that are too long are left to others.
    """
    short = [line if isinstance(line, bytes) and len(line) <= CONTENT_LIMIT else b"" for line in lines]
    # A zero byte ends each line, and behind the last there are as many as are looked at at once.
    joined = np.frombuffer(b"\0".join([*short, bytes(8)]), np.uint8)
    starts = np.cumsum([0, *(len(line) + 1 for line in short)])
    data = room("taken", len(joined) + 8, np.uint8)
    begins, spans = np.zeros(len(starts), np.int64), np.zeros((len(lines), 2), np.int64)
    _take(joined, starts, data, begins, spans)
    return Taken(data[: begins[-1]], begins, spans.tolist())


@kernel((np.uint8, 1), (np.int64, 1), (np.uint8, 1), (np.int64, 1), (np.int64, 2))
def _take(lines: Any, starts: Any, data: Any, begins: Any, spans: Any) -> None:
    for line in range(len(starts) - 1):
        begin = begins[line]
        first = _find_string(lines, starts[line])
        place, at = _unquote(lines, first + 1, data, begin) if first != _FAULT else (_FAULT, begin)
        if place == _FAULT:
            at = begin
        else:
            spans[line, 0], spans[line, 1] = first - starts[line], place - starts[line]
        data[at] = 0
        begins[line + 1] = at + 1


@function
def _find_string(lines: Any, place: Any) -> Any:
    """Return the place of the quote with which the string named `text` begins."""
    while lines[place]:
        place += 1
        if lines[place - 1] != _QUOTE:
            continue
        matching = 0
        while matching < len(_NAME) and lines[place + matching] == _NAME[matching]:
            matching += 1
        if matching == len(_NAME):
            place = _skip_blanks(lines, place + matching)
            if lines[place] == _COLON:
                place = _skip_blanks(lines, place + 1)
                return place if lines[place] == _QUOTE else _FAULT
    return _FAULT


@function
def _skip_blanks(lines: Any, place: Any) -> Any:
    while lines[place] in _BLANKS:
        place += 1
    return place


@function
def _unquote(lines: Any, place: Any, out: Any, at: Any) -> tuple[Any, Any]:
    """Write a string, from behind its first quote on, in UTF-8; return the places behind it, here and there.

    Eight bytes are copied at once, up to the first that is not as it stands or not of ASCII.
    """
    telling = np.uint64(0)
    while True:
        chunk = load(lines, np.uint64(place))
        copy_eight(lines, np.uint64(place), out, np.uint64(at))
        special = _find_special(chunk)
        if not special:
            telling |= (chunk + _TO_LETTERS) & NOT_ASCII
            place, at = place + 8, at + 8
            continue
        before = (special & (~special + ONE)) - ONE  # all bits below the first special byte's uppermost
        telling |= ((chunk & (before >> np.uint64(7))) + _TO_LETTERS) & NOT_ASCII
        usual = np.int64(count_ones(before) >> np.uint64(3))
        place, at = place + usual, at + usual
        if lines[place] == _QUOTE:
            return (place + 1, at) if telling else (_FAULT, at)
        if lines[place] == _BACKSLASH:
            place, point = _read_escape(lines, place + 1)
            end = encode(point, out, at)
            telling |= np.uint64(_tells(out[at]))
            at = end
        elif lines[place] >= _TWO_BYTES:
            place, at, tells = _copy_characters(lines, place, out, at)
            telling |= np.uint64(tells)
        else:
            place = _FAULT
        if place == _FAULT:
            return _FAULT, at


@function
def _find_special(chunk: Any) -> Any:
    """Set the uppermost bit of each byte that is not of ASCII, a quote, a backslash or a control character.

    Bytes above a special one may be taken for special, too.
    """
    quotes, backslashes = chunk ^ _QUOTES, chunk ^ _BACKSLASHES
    found = (quotes - _LOWEST) & ~quotes | (backslashes - _LOWEST) & ~backslashes | (chunk - _SPACES) & ~chunk
    return (found | chunk) & NOT_ASCII


@function
def _tells(lead: Any) -> Any:
    """Tell by a character's first byte whether it is no blank. Of some that are none, it is not known."""
    return _SPACE < lead < _DELETE or (lead > _DELETE and lead not in _BLANK_LEADS)


@function
def _copy_characters(lines: Any, place: Any, out: Any, at: Any) -> tuple[Any, Any, Any]:
    """Copy characters beyond ASCII; return the places behind them, and whether there is one that tells."""
    tells = False
    while lines[place] >= _TWO_BYTES:
        count = _count_bytes(lines[place], lines[place + 1], lines[place + 2], lines[place + 3])
        if not count:
            return _FAULT, at, tells
        copy_eight(lines, np.uint64(place), out, np.uint64(at))
        tells |= lines[place] not in _BLANK_LEADS
        place, at = place + count, at + count
    return place, at, tells


@function
def _count_bytes(lead: Any, second: Any, third: Any, fourth: Any) -> Any:
    """Return of how many bytes a character beyond ASCII is, 0 for what is no UTF-8 (Unicode, table 3-7)."""
    if lead < 0xE0:
        return 2 if lead >= 0xC2 and _follows(second) else 0
    if lead < 0xF0:
        low, high = (0xA0 if lead == 0xE0 else 0x80), (0x9F if lead == 0xED else 0xBF)
        return 3 if low <= second <= high and _follows(third) else 0
    low, high = (0x90 if lead == 0xF0 else 0x80), (0x8F if lead == 0xF4 else 0xBF)
    return 4 if lead <= 0xF4 and low <= second <= high and _follows(third) and _follows(fourth) else 0


@function
def _follows(byte: Any) -> Any:
    return byte & 0xC0 == 0x80


@function
def _read_escape(lines: Any, place: Any) -> Any:
    """Return the place behind what follows a backslash, and the character that it stands for."""
    byte = lines[place]
    if byte == _U:
        return _read_point(lines, place + 1)
    for known in range(len(_ESCAPES)):
        if byte == _ESCAPES[known]:
            return place + 1, np.int64(_ESCAPED[known])
    return _FAULT, np.int64(0)


@function
def _read_point(lines: Any, place: Any) -> tuple[Any, Any]:
    """Read a character of four hexadecimal digits, or both halves of one."""
    point = _read_digits(lines, place)
    place += _DIGITS
    if point == _FAULT:
        return _FAULT, np.int64(0)
    if point < _HALVES or point >= _BEHIND_HALVES:
        return place, point
    if point < _LOW_HALVES and lines[place] == _BACKSLASH and lines[place + 1] == _U:
        other = _read_digits(lines, place + 2)
        if _LOW_HALVES <= other < _BEHIND_HALVES:
            return place + 2 + _DIGITS, _PLANE + ((point - _HALVES) << _HALF_BITS) + other - _LOW_HALVES
    return _FAULT, np.int64(0)


@function
def _read_digits(lines: Any, place: Any) -> Any:
    value = np.int64(0)
    for at in range(place, place + _DIGITS):
        byte = np.int64(lines[at])
        letter = (byte | _CASE) - _A
        if 0 <= byte - _ZERO < _TEN:
            value = value << 4 | byte - _ZERO
        elif 0 <= letter < _LETTERS:
            value = value << 4 | letter + _TEN
        else:
            return _FAULT
    return value
