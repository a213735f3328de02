"""Which lines go on in the next one because of a hard wrap."""

from typing import Any

from newsclean.cleaning.compiled.edges import Edge
from newsclean.cleaning.compiled.lines import END, GAP, ITEM, START, WIDTH, WORDS
from newsclean.cleaning.text import (
    CONFIRMED_SHARE,
    FULL_SHARE,
    OVERLONG_SHARE,
    PARAGRAPH_WORDS,
    RAGGED_COLUMNS,
    SPACELESS_COLUMNS,
    WRAP_COLUMNS,
    WRAPPED_LINES,
)
from newsclean.compiling.kernels import function

# Numba takes these for constants, and knows nothing of enumerations' operators.
_SMALL, _SPACELESS, _WIDE = int(Edge.SMALL), int(Edge.SPACELESS), int(Edge.WIDE)
_TERMINAL, _CLOSER = int(Edge.TERMINAL), int(Edge.CLOSER)
_BLANK = ord(" ")
_NARROWEST, _WIDEST = WRAP_COLUMNS.start, WRAP_COLUMNS.stop - 1
_HELD_SHARE = 1 - OVERLONG_SHARE
_PASSING = 2  # marks a line that may be wrapped


@function
def mark_wrapped(single: Any, edges: Any, lines: Any, widths: Any, wrapped: Any) -> None:
    """Mark the lines that continue the one before. Equal to `text._wrapped_lines`.

    `widths` is room to count lines of each width in.
    """
    wrapped[:] = 0
    margin = _find_margin(lines, widths)
    if margin:
        _mark_by_page(single, edges, lines, margin, wrapped)
    # Of a run, its first line and the line above; and the last line so far that stands below a blank one.
    first, start, parted = 1, 0, 0
    for line in range(1, len(lines) + 1):
        if line == len(lines) or (_is_adjacent(lines, line) and parted > start):
            _mark_in_run(single, edges, lines, first, line, wrapped)
            first, start = line, line - 1
        elif lines[line, GAP]:
            parted = line


@function
def _find_margin(lines: Any, widths: Any) -> int:
    """Return the column at which a page is wrapped, 0 if it is not."""
    widths[:] = 0
    long = 0
    for line in range(len(lines)):
        width = lines[line, WIDTH]
        if width >= _NARROWEST:
            widths[min(width, _WIDEST + 1)] += 1
            long += 1
    if long < WRAPPED_LINES:
        return 0
    rank = int(long * _HELD_SHARE)
    margin = _NARROWEST
    narrower = widths[margin]
    while narrower <= rank:
        margin += 1
        narrower += widths[margin]
    if margin > _WIDEST:
        return 0
    near = 0
    for width in range(max(margin - RAGGED_COLUMNS, 0), margin + 1):
        near += widths[width]
    return margin if near >= FULL_SHARE * long else 0


@function
def _mark_by_page(single: Any, edges: Any, lines: Any, margin: int, wrapped: Any) -> None:
    """Mark the lines that a margin of the whole page wraps, if enough of its lines keep to it."""
    found = unfinished = 0
    for line in range(1, len(lines)):
        if _is_adjacent(lines, line):
            full = _is_full(single, edges, lines, line, margin)
            wrapped[line] = full
            found += full
            unfinished += not ends_sentence(single, edges, lines[line - 1, START], lines[line - 1, END])
    if found < CONFIRMED_SHARE * unfinished:
        wrapped[:] = 0


@function
def _mark_in_run(single: Any, edges: Any, lines: Any, first: int, end: int, wrapped: Any) -> None:
    """Mark the lines from `first` up to `end` that a margin of their own wraps."""
    margin = 0
    for line in range(first, end):
        if _is_adjacent(lines, line):
            for width in (lines[line - 1, WIDTH], lines[line, WIDTH]):
                if _NARROWEST <= width <= _WIDEST:
                    margin = max(margin, width)
    passing = small = 0
    for line in range(first, end):
        prose = _is_adjacent(lines, line) and lines[line - 1, WORDS] >= PARAGRAPH_WORDS
        if prose and _is_full(single, edges, lines, line, margin):
            wrapped[line] |= _PASSING
            passing += 1
            small += find_edge(single[lines[line, START]], edges) & _SMALL != 0
    for line in range(first, end):
        if wrapped[line] & _PASSING:
            wrapped[line] ^= _PASSING
            if small * 2 >= passing or find_edge(single[lines[line, START]], edges) & _SMALL:
                wrapped[line] = 1


@function
def _is_adjacent(lines: Any, line: int) -> Any:
    """Tell whether a line stands right below a long one."""
    return lines[line, GAP] == 0 and lines[line - 1, WIDTH] >= _NARROWEST


@function
def _is_full(single: Any, edges: Any, lines: Any, line: int, margin: int) -> Any:
    """Tell whether the line before ends where it does because the next word did not fit."""
    width = lines[line - 1, WIDTH]
    if width < margin - RAGGED_COLUMNS * 2 or width > margin or lines[line, ITEM]:
        return False
    start, end = lines[line, START], lines[line, END]
    if find_edge(single[start], edges) & _SPACELESS:
        return width + 1 + SPACELESS_COLUMNS > margin
    columns = 0
    at = start
    while at < end and single[at] != _BLANK:
        columns += 2 if find_edge(single[at], edges) & _WIDE else 1
        at += 1
    return width + 1 + columns > margin


@function
def ends_sentence(single: Any, edges: Any, start: int, end: int) -> Any:
    """Tell whether a line ends with a terminal mark, perhaps with closing quotes behind it."""
    while end > start and find_edge(single[end - 1], edges) & _CLOSER:
        end -= 1
    return end > start and find_edge(single[end - 1], edges) & _TERMINAL != 0


@function
def find_edge(code: int, edges: Any) -> int:
    """Return what a character is; of one that is not in the table, nothing."""
    return int(edges[code]) if code < len(edges) else 0
