"""Lines to blocks: lines that a renderer or a hard wrap tore apart are joined again."""

from typing import Any

import numpy as np

from newsclean.cleaning.blocks import Blocks
from newsclean.cleaning.characters import CharClass, class_traits
from newsclean.cleaning.compiled.edges import Edge, find_edges
from newsclean.cleaning.compiled.lines import (
    DEPTH,
    END,
    GAP,
    INDENTED,
    ITEM,
    LEADS,
    NUMBER,
    START,
    TRAILS,
    WORDS,
    tabulate_lines,
)
from newsclean.cleaning.compiled.wrapping import ends_sentence, find_edge, mark_wrapped
from newsclean.cleaning.prose import Characters
from newsclean.cleaning.text import (
    HEADLINE_WORDS,
    INDENTED_SHARE,
    MAX_FRAGMENT_GAP,
    PARAGRAPH_WORDS,
    WRAP_COLUMNS,
)
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room

# Numba takes these for constants, and knows nothing of enumerations' operators.
_SMALL, _CAPITAL, _READABLE, _LETTER = map(int, (Edge.SMALL, Edge.CAPITAL, Edge.READABLE, Edge.LETTER))
_SPACELESS, _COMMA, _LIST_COMMA = map(int, (Edge.SPACELESS, Edge.COMMA, Edge.LIST_COMMA))
_CONTINUING, _WIDE_MARK, _BULLET = map(int, (Edge.CONTINUING, Edge.WIDE_MARK, Edge.BULLET))
_PARTICLE, _HIRAGANA = map(int, (Edge.PARTICLE, Edge.HIRAGANA))
_SYMBOL = int(CharClass.SYMBOL)
_BLANK, _NEW_LINE, _PERCENT, _DASH, _LONG_DASH = map(ord, " \n%–—")
# What is noted of a block: what `Block` tells, and where it stands in the text of all blocks.
_COLUMNS = 7
_LINE, _HEIGHT, _GAP, _DEPTH, _ITEM, _START, _END = range(_COLUMNS)


def split_blocks(text: str) -> Blocks | None:
    """Return the blocks of a repaired text. Equal to `text.join_lines` of its lines.

    None for a page with characters that are not in the table.
    """
    single, lines = tabulate_lines(text)
    if not len(lines):
        return Blocks.of(())
    codes, traits = np.empty(len(single), np.uint32), np.empty(len(single), np.uint16)
    blocks = np.empty((len(lines), _COLUMNS), np.int64)
    size = np.zeros(2, np.int64)
    marks = room("marks of lines", 2 * len(lines), np.uint8)
    wrapped, repeated = marks[: len(lines)], marks[len(lines) : 2 * len(lines)]
    widths = np.empty(WRAP_COLUMNS.stop + 1, np.int64)
    _mark(single, find_edges(), lines, widths, wrapped, repeated)
    _join(single, find_edges(), class_traits(), lines, wrapped, repeated, codes, traits, blocks, size)
    count, filled = size.tolist()
    if not filled:
        return None
    codes, columns = codes[:filled], np.ascontiguousarray(blocks[:count].T)
    texts = codes.tobytes().decode("utf-32-le").split("\n")[:-1]
    *told, items = columns[:_START].tolist()
    return Blocks(
        *(texts, *told, list(map(bool, items))),
        characters=Characters(codes, traits[:filled], columns[_START], columns[_END]),
        layout=columns[_HEIGHT:_START].astype(float),
    )


@kernel((np.uint32, 1), (np.uint16, 1), (np.int64, 2), (np.int64, 1), (np.uint8, 1), (np.uint8, 1))
def _mark(single: Any, edges: Any, lines: Any, widths: Any, wrapped: Any, repeated: Any) -> None:
    """Strip lines of bullets; mark those that a hard wrap tore off, and those with copies beside them.

    `widths` is room.
    """
    _strip_bullets(single, edges, lines)
    mark_wrapped(single, edges, lines, widths, wrapped)
    _mark_repeated(single, lines, repeated)


@function
def _strip_bullets(single: Any, edges: Any, lines: Any) -> None:
    for line in range(len(lines)):
        start, end = lines[line, START], lines[line, END]
        if not lines[line, ITEM] or end - start <= 2:
            continue
        bullet = (
            find_edge(single[start], edges) & _BULLET and not find_edge(single[start + 2], edges) & _BULLET
        )
        if bullet and single[start + 1] == _BLANK:
            lines[line, START] = start + 2
            lines[line, WORDS] -= 1


@function
def _mark_repeated(single: Any, lines: Any, repeated: Any) -> None:
    """Mark the lines with copies of themselves right above or below: headlines, never torn."""
    repeated[:] = 0
    first = 0
    for line in range(1, len(lines) + 1):
        if line < len(lines) and _are_equal(single, lines, line - 1, line):
            continue
        copies = line - first
        if copies > 2 or (copies == 2 and lines[line - 1, WORDS] >= HEADLINE_WORDS):
            repeated[first:line] = 1
        first = line


@function
def _are_equal(single: Any, lines: Any, one: int, other: int) -> Any:
    start, length = lines[one, START], lines[one, END] - lines[one, START]
    beside = lines[other, START]
    if lines[other, END] - beside != length:
        return False
    at = 0
    while at < length and single[start + at] == single[beside + at]:
        at += 1
    return at == length


@kernel(
    *((np.uint32, 1), (np.uint16, 1), (np.uint16, 1), (np.int64, 2), (np.uint8, 1), (np.uint8, 1)),
    *((np.uint32, 1), (np.uint16, 1), (np.int64, 2), (np.int64, 1)),
)
def _join(
    single: Any,
    edges: Any,
    table: Any,
    lines: Any,
    wrapped: Any,
    repeated: Any,
    codes: Any,
    traits: Any,
    blocks: Any,
    size: Any,
) -> None:
    """Fill `codes` and their `traits` with the texts of the blocks, `blocks` with rows, and `size` with both.

    It stays 0 where a character is not in the tables.
    """
    indented = _are_indented(lines)
    count = filled = words = 0  # words of the block under way
    for line in range(len(lines)):
        start, end = lines[line, START], lines[line, END]
        parted = line == 0 or repeated[line] or repeated[line - 1]
        if not parted and (wrapped[line] or _continues(words, single, edges, lines, line, indented)):
            words += lines[line, WORDS]
            filled -= 1
            if _needs_space(codes[filled - 1], single[start], edges):
                codes[filled] = _BLANK
                filled += 1
        else:
            words = lines[line, WORDS]
            row = blocks[count]
            row[_LINE], row[_GAP] = lines[line, NUMBER], lines[line, GAP]
            row[_DEPTH], row[_ITEM] = lines[line, DEPTH], lines[line, ITEM]
            row[_START] = filled
            count += 1
        for at in range(start, end):
            codes[filled] = single[at]
            filled += 1
        blocks[count - 1, _HEIGHT] = lines[line, NUMBER] - blocks[count - 1, _LINE] + 1
        blocks[count - 1, _END] = filled
        codes[filled] = _NEW_LINE
        filled += 1
    for at in range(filled):
        if codes[at] >= len(edges):
            return
        traits[at] = table[codes[at]] if codes[at] < len(table) else _SYMBOL
    size[0] = count
    size[1] = filled


@function
def _are_indented(lines: Any) -> Any:
    """Tell whether lines begin with spaces as they are nested."""
    indented = 0
    for line in range(len(lines)):
        indented += lines[line, INDENTED]
    return indented > INDENTED_SHARE * len(lines)


@function
def _continues(words: int, single: Any, edges: Any, lines: Any, line: int, indented: Any) -> Any:
    """Tell whether a line goes on in the sentence where the block above was torn off.

    Equal to `text._continues`.
    """
    gap = lines[line, GAP]
    torn = not indented and (lines[line - 1, TRAILS] or lines[line, LEADS])
    most = 0 if indented else MAX_FRAGMENT_GAP if torn else 1
    prose = words >= PARAGRAPH_WORDS or lines[line, WORDS] >= PARAGRAPH_WORDS
    start, before, end = lines[line, START], lines[line - 1, START], lines[line - 1, END]
    opening = find_edge(single[start], edges)
    parted = gap == 0 and (opening & _COMMA or find_edge(single[end - 1], edges) & _LIST_COMMA)
    if gap > most or not (torn or prose or parted) or lines[line, ITEM]:
        return False
    if not find_edge(single[before], edges) & _COMMA and not _is_readable(single, edges, before, end):
        return False
    complete = ends_sentence(single, edges, before, end)
    if torn and not (complete and opening & _CAPITAL):
        return True
    if gap > 1 or not (prose or parted) or complete:
        return False
    return parted or _goes_on(single, edges, lines, line) or _is_inner(words, single, edges, lines, line)


@function
def _is_readable(single: Any, edges: Any, start: int, end: int) -> Any:
    at = start
    while at < end and not find_edge(single[at], edges) & _READABLE:
        at += 1
    return at < end


@function
def _goes_on(single: Any, edges: Any, lines: Any, line: int) -> Any:
    """Tell whether a line begins like the rest of a sentence."""
    start, end = lines[line, START], lines[line, END]
    opening = find_edge(single[start], edges)
    if opening & (_SMALL | _CONTINUING):
        return True
    if opening & _PARTICLE and start + 1 < end:
        return single[start + 1] != _BLANK and not find_edge(single[start + 1], edges) & _HIRAGANA
    dash = single[start] in (_DASH, _LONG_DASH) and start + 2 < end and single[start + 1] == _BLANK
    return dash and find_edge(single[start + 2], edges) & _LETTER != 0


@function
def _is_inner(words: int, single: Any, edges: Any, lines: Any, line: int) -> Any:
    """Tell whether a short line is a link or name inside a sentence that goes on in the next line."""
    following = line + 1
    if following == len(lines) or words < PARAGRAPH_WORDS or lines[line, WORDS] >= PARAGRAPH_WORDS:
        return False
    parted = lines[line, GAP] or lines[following, GAP]
    if parted or ends_sentence(single, edges, lines[line, START], lines[line, END]):
        return False
    if not _goes_on(single, edges, lines, following):
        return False
    return lines[following, WORDS] > 1 or find_edge(single[lines[following, START]], edges) & _CONTINUING != 0


@function
def _needs_space(last: int, first: int, edges: Any) -> Any:
    """Tell whether a space parts two joined lines: not before punctuation, nor in scripts without spaces."""
    after = find_edge(first, edges)
    if after & _CONTINUING and first != _PERCENT:
        return False
    return not (find_edge(last, edges) & (_WIDE_MARK | _SPACELESS) and after & _SPACELESS)
