"""Plain text to lines, in one pass over its characters."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import encode
from newsclean.cleaning.lines import BULLETS, LEADING, MOST_BLANKS, TRAILING, Lines
from newsclean.cleaning.marks import Mark, mark_characters
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room

# Numba takes these for constants, and knows nothing of enumerations' operators.
_SPACE, _LINE_END = int(Mark.SPACE), int(Mark.LINE_END)
_SPACELESS, _WIDE = int(Mark.SPACELESS), int(Mark.WIDE)
_BULLETS, _LEADING, _TRAILING = (tuple(map(ord, each)) for each in (BULLETS, LEADING, TRAILING))
_RETURN, _NEW_LINE, _BLANK, _O = (ord(char) for char in "\r\n o")
# What is noted of a line: what `Lines` tells, and where in the text of all lines it stands.
_COLUMNS = 11
NUMBER, GAP, WORDS, WIDTH, DEPTH, ITEM, LEADS, TRAILS, INDENTED, START, END = range(_COLUMNS)

Codes = NDArray[np.uint32]
Table = NDArray[np.int64]


def read_lines(text: str) -> Lines:
    """Take a text apart at its line ends. Equal to `lines.read_lines`."""
    single, table = tabulate_lines(text)
    texts = single.tobytes().decode("utf-32-le").split("\n")[: len(table)]
    numbers, gaps, words, widths, depths, *flags = table[:, :START].T.tolist()
    return Lines(
        texts, numbers, gaps, words, widths, depths, *([flag != 0 for flag in each] for each in flags)
    )


def tabulate_lines(text: str) -> tuple[Codes, Table]:
    """Take a text apart; return the lines' characters, and a row for each line, a number a column.

    The lines have single spaces, and a line end each. They stand in memory that the next call takes.
    """
    codes = encode(text)
    single = room("text of lines", len(codes) + 1, np.uint32)
    size = np.zeros(2, np.int64)
    _count_ends(codes, mark_characters(), size)
    table = np.empty((int(size[0]) + 1, _COLUMNS), np.int64)
    _read(codes, mark_characters(), single, table, size)
    count, filled = size.tolist()
    return single[:filled], table[:count]


@kernel((np.uint32, 1), (np.uint8, 1), (np.int64, 1))
def _count_ends(codes: Any, marks: Any, size: Any) -> None:
    for code in codes:
        size[0] += 1 if _marks_of(code, marks) & _LINE_END else 0


@kernel((np.uint32, 1), (np.uint8, 1), (np.uint32, 1), (np.int64, 2), (np.int64, 1))
def _read(codes: Any, marks: Any, single: Any, table: Any, size: Any) -> None:
    """Fill `single` with the lines' characters, `table` with what is told of each line, and both sizes."""
    count = filled = number = last = at = 0
    while at < len(codes):
        before = filled
        at, filled = _read_line(codes, at, marks, single, filled, table[count])
        number += 1
        if filled > before:
            table[count, NUMBER] = number
            table[count, GAP] = number - last - 1
            last = number
            count += 1
        paired = at + 1 < len(codes) and codes[at] == _RETURN and codes[at + 1] == _NEW_LINE
        at += 2 if paired else 1
    size[0] = count
    size[1] = filled


@function
def _marks_of(code: int, marks: Any) -> int:
    return int(marks[min(code, len(marks) - 1)])


@function
def _read_line(codes: Any, start: int, marks: Any, single: Any, filled: int, row: Any) -> tuple[int, int]:
    """Add a line with single spaces, and a line end; return where it ends on the page, and among the lines.

    A blank line adds nothing. Every character is written, and room made for the next one where it stays:
    where words end, no processor foresees, and a wrong guess costs more than what it would spare.
    """
    row[START] = filled
    words, spaceless, wide = 0, 0, 0
    apart = 1  # whether the line's start or a space stands before
    at = start
    while at < len(codes):
        mark = _marks_of(codes[at], marks)
        if mark & _LINE_END:
            break
        space = 1 if mark & _SPACE else 0
        single[filled] = _BLANK if space else codes[at]
        filled += 1 - (space & apart)
        words += apart & ~space
        apart = space
        spaceless += 1 if mark & _SPACELESS else 0
        wide += 1 if mark & _WIDE else 0
        at += 1
    if not words:
        return at, row[START]
    filled -= apart
    single[filled] = _NEW_LINE
    first, last = start, at - 1
    while _marks_of(codes[first], marks) & _SPACE:
        first += 1
    while _marks_of(codes[last], marks) & _SPACE:
        last -= 1
    row[END] = filled
    row[WORDS] = words + spaceless // 2
    row[WIDTH] = last + 1 - first + wide
    row[DEPTH] = first - start
    row[ITEM] = _has_bullet(codes, first, at, marks)
    row[LEADS] = codes[start] in _LEADING
    row[TRAILS] = codes[at - 1] in _TRAILING
    row[INDENTED] = first - start > 1 and codes[start] == _BLANK and codes[start + 1] == _BLANK
    return at, filled + 1


@function
def _has_bullet(codes: Any, at: int, end: int, marks: Any) -> bool:
    if at + 1 >= end or not _marks_of(codes[at + 1], marks) & _SPACE:
        return False
    if codes[at] in _BULLETS:
        return True
    behind = at + 1
    while behind < end and _marks_of(codes[behind], marks) & _SPACE:
        behind += 1
    return codes[at] == _O and behind < end and behind - at - 1 <= MOST_BLANKS
