"""HTML to blocks in one pass over the markup that the parser writes of its tree."""

from typing import Any

import numpy as np
from selectolax.lexbor import LexborNode

from newsclean.cleaning.compiled.attributes import read_attributes
from newsclean.cleaning.compiled.scanning import (
    AMP,
    BANG,
    BEYOND,
    BLANK,
    GT,
    LT,
    QUERY,
    SLASH,
    decode,
    find,
    find_end_of_comment,
    find_end_of_element,
    find_end_of_name,
    find_end_of_raw,
)
from newsclean.cleaning.compiled.tags import TABLES, TAGS, Mark, Sign, find_name, hash_name
from newsclean.cleaning.html import HINT_DEPTH, LEAF_REACH, LIST_REACH, MAX_DEPTH, Draft
from newsclean.compiling import compiled, room

# Numba takes these for constants, and knows nothing of enumerations' operators.
_SKIPPED, _BLOCK, _BREAK = int(Sign.SKIPPED), int(Sign.BLOCK), int(Sign.BREAK)
_LEAF, _CELL, _ITEM, _LINK = int(Sign.LEAF), int(Sign.CELL), int(Sign.ITEM), int(Sign.LINK)
_VOID, _RAW, _PLAIN = int(Sign.VOID), int(Sign.RAW), int(Sign.PLAIN)
_SPACE, _CLOSER, _TERMINAL = int(Mark.SPACE), int(Mark.CLOSER), int(Mark.TERMINAL)
_FAILED = -1
_LINE_END = ord("\n")

# What is noted of a block: where its text ends, the index of its tag, its signs, characters inside links, the
# number of its container, how deep it stands, and whether it is an item of a list.
_COLUMNS = 7
_END, _TAG, _SIGNS, _LINKED, _CONTAINER, _DEPTH, _ITEMS = range(_COLUMNS)
# The state of the walk, as a record that functions pass on by its address.
_PAGE = np.dtype([
    ("open", np.int64),  # elements; of these the following arrays tell, at 1 the body
    ("tags", np.int64, MAX_DEPTH + 1),  # the index of each one's tag
    ("names", np.uint64, MAX_DEPTH + 1),  # and its name's hash
    ("numbers", np.int64, MAX_DEPTH + 1),
    ("inner", np.int64, MAX_DEPTH + 1),  # the bits of the tags from the body down
    ("hints", np.int64, MAX_DEPTH + 1),  # of its own, -1 if it has none
    ("hidden", np.int64, MAX_DEPTH + 1),  # the bit of one that is, or stands in one that is
    ("opened", np.int64),  # elements so far
    ("links", np.int64),  # open ones
    ("breaks", np.int64),  # <br> since the last text
    ("beside", np.int64),  # whether an element other than <br> stands right before
    ("blocks", np.int64),
    ("start", np.int64),  # where in the text the block begins that is under way
    ("filled", np.int64),  # where it ends so far
    ("apart", np.int64),  # whether a space parts it from what follows
    ("linked", np.int64),  # its characters inside links
    ("complete", np.int64),  # whether it ends like a sentence
])  # fmt: skip


def walk(body: LexborNode) -> list[Draft] | None:
    """Walk what is inside an element; equal to `html.walk`. None if the slow walk must do it.

    That is so where the tree can't be told from what the parser writes of it, and where it is very deep.
    """
    markup = body.html or ""
    data = np.frombuffer(markup.encode(), np.uint8)
    text = room("text of a page", len(data), np.uint8)
    columns = room("blocks of a page", markup.count("<") * _COLUMNS, np.int64)
    columns = columns[: len(columns) // _COLUMNS * _COLUMNS].reshape(-1, _COLUMNS)
    page = np.zeros(1, _PAGE)[0]
    if not _walk(data, text, columns, page, TABLES):
        return None
    columns = columns[: page["blocks"]]
    if not len(columns):
        return []
    lines = text[: columns[-1, _END]].tobytes().decode().split("\n")
    tags, *others = columns[:, 1:].T.tolist()
    return list(map(Draft, lines, map(TAGS.__getitem__, tags), *others))


@compiled
def _walk(data: Any, text: Any, columns: Any, page: Any, tables: Any) -> bool:
    """Fill the page; return whether that worked."""
    size = len(data)
    at = 0
    while 0 <= at < size:
        if data[at] != LT:
            at = _take_text(data, at, text, columns, page, tables)
            page.beside = 0
        elif at + 2 >= size:
            at = _FAILED
        elif data[at + 1] == BANG or data[at + 1] == QUERY:
            at = find_end_of_comment(data, at)
            page.beside = 0
        elif data[at + 1] == SLASH:
            at = _close(data, at, text, columns, page, tables)
        else:
            at = _take_element(data, at, text, columns, page, tables)
    return at == size and page.open == 0


@compiled
def _take_text(data: Any, at: int, text: Any, columns: Any, page: Any, tables: Any) -> int:
    """Take in a text node; return the place behind it."""
    end = find(data, at, LT)
    marks = tables.marks
    shown = False
    count = last = 0  # characters from the first one that is no space, and up to the last such one
    while at < end:
        code, width = decode(data, at)
        mark = int(marks[code]) if code < BEYOND else 0
        if mark & _SPACE:
            page.apart = 1
        else:
            if not shown:
                shown = True
                _end_line(text, columns, page, tables)
            last = count + 1
            if page.apart and page.filled > page.start:
                text[page.filled] = BLANK
                page.filled += 1
            page.apart = 0
            if data[at] == AMP:
                text[page.filled] = code
                page.filled += 1
            else:
                for ahead in range(width):
                    text[page.filled + ahead] = data[at + ahead]
                page.filled += width
            if not mark & _CLOSER:
                page.complete = mark & _TERMINAL
        count += shown
        at += width
    if page.links:
        page.linked += last
    return end


@compiled
def _end_line(text: Any, columns: Any, page: Any, tables: Any) -> None:
    """End the line, or the paragraph, where <br> stand before a text."""
    if page.breaks:
        # A double <br> ends a paragraph; a single one does so only behind a full sentence.
        if page.breaks > 1 or page.complete:
            _end_block(text, columns, page, tables)
        page.apart = 1
        page.breaks = 0


@compiled
def _take_element(data: Any, at: int, text: Any, columns: Any, page: Any, tables: Any) -> int:
    """Open an element, or take it in if it is simple; return the place behind the tag, or behind it all."""
    end = find_end_of_name(data, at + 1)
    name = hash_name(data, at + 1, end)
    tag = find_name(tables.tags, tables.tag_hashes, name)
    sign = tables.signs[tag]
    behind = find(data, end, GT) + 1
    if sign & _PLAIN or (not page.open and page.opened) or behind >= len(data):
        return _FAILED
    if sign & _SKIPPED:
        page.beside = 1
        return _find_behind(data, behind, name, sign, tables)
    if sign & _BREAK:
        page.beside = 0
        page.breaks += 1
        return behind
    if sign & _BLOCK:
        _end_block(text, columns, page, tables)
    else:
        if sign & _CELL or (page.beside and not _is_inside(page, _LEAF, LEAF_REACH, tables)):
            page.apart = 1
        taken = _take_simple(data, behind, sign, text, columns, page, tables)
        if taken:
            page.beside = 1
            return taken
    if page.open == MAX_DEPTH:
        return _FAILED
    page.opened += 1
    if sign & _VOID:
        page.beside = 1
    else:
        _open(data, end, behind, tag, name, page, tables)
    return behind


@compiled
def _find_behind(data: Any, at: int, name: Any, sign: int, tables: Any) -> int:
    """Return the place behind a skipped element whose start tag ends before `at`."""
    if sign & _VOID:
        return at
    if sign & _RAW:
        return find_end_of_raw(data, at, name)
    return find_end_of_element(data, at, name, tables)


@compiled
def _take_simple(data: Any, at: int, sign: int, text: Any, columns: Any, page: Any, tables: Any) -> int:
    """Take in an inline element that holds nothing but text, or nothing at all.

    Returns the place behind it; 0 for one that holds more.
    """
    if sign & _VOID:
        return at
    end = find(data, at, LT)
    if end + 1 >= len(data) or data[end + 1] != SLASH:
        return 0
    if end > at:
        is_link = 1 if sign & _LINK else 0
        page.links += is_link
        _take_text(data, at, text, columns, page, tables)
        page.links -= is_link
    return find(data, end, GT) + 1


@compiled
def _open(data: Any, at: int, end: int, tag: int, name: Any, page: Any, tables: Any) -> None:
    """Open an element whose name ends at `at`, and its start tag before `end`."""
    hints, hidden = read_attributes(data, at, end, tables)
    above = page.open
    page.open += 1
    page.tags[page.open] = tag
    page.names[page.open] = name
    page.numbers[page.open] = page.opened
    page.inner[page.open] = page.inner[above] | tables.inner_bits[tag]
    page.hints[page.open] = hints
    page.hidden[page.open] = page.hidden[above] | hidden
    page.beside = 0
    if tables.signs[tag] & _LINK:
        page.links += 1


@compiled
def _close(data: Any, at: int, text: Any, columns: Any, page: Any, tables: Any) -> int:
    """Close the innermost element; return the place behind the end tag."""
    end = find(data, at, GT)
    if not page.open or hash_name(data, at + 2, end) != page.names[page.open]:
        return _FAILED
    sign = tables.signs[page.tags[page.open]]
    if sign & _BLOCK:
        _end_block(text, columns, page, tables)
    if sign & _LINK:
        page.links -= 1
    page.open -= 1
    page.beside = 1
    return end + 1


@compiled
def _is_inside(page: Any, sign: int, reach: int, tables: Any) -> bool:
    """Tell whether the innermost element, or one of those nearest above, has a sign."""
    for at in range(max(1, page.open - reach + 1), page.open + 1):
        if tables.signs[page.tags[at]] & sign:
            return True
    return False


@compiled
def _end_block(text: Any, columns: Any, page: Any, tables: Any) -> None:
    """End the block that is under way, if there is one, in the innermost element."""
    page.breaks = 0
    if page.filled == page.start:
        return
    depth = page.open
    nearest = depth
    while nearest > 1 and not tables.signs[page.tags[nearest]] & _BLOCK:
        nearest -= 1
    tag = page.tags[nearest]
    signs = page.inner[depth] | tables.own_bits[tag] | page.hidden[depth]
    speaking = 0
    above = depth
    while above and speaking < HINT_DEPTH:
        if page.hints[above] >= 0:
            signs |= page.hints[above]
            speaking += 1
        above -= 1
    row = columns[page.blocks]
    row[_END] = page.filled
    row[_TAG] = tag
    row[_SIGNS] = signs
    row[_LINKED] = page.linked
    row[_CONTAINER] = page.numbers[nearest - 1 if nearest > 1 and tables.signs[tag] & _LEAF else nearest]
    row[_DEPTH] = depth
    row[_ITEMS] = _is_inside(page, _ITEM, LIST_REACH, tables)
    page.blocks += 1
    text[page.filled] = _LINE_END
    page.filled += 1
    page.start = page.filled
    page.linked = 0
    page.complete = 0
