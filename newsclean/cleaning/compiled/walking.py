"""HTML to blocks in one walk over the parser's tree."""

from typing import Any

import numpy as np
from selectolax.lexbor import LexborNode

from newsclean.cleaning.compiled.attributes import read_attributes
from newsclean.cleaning.compiled.tags import TABLES, TAGS, Mark, Sign, make_tables
from newsclean.cleaning.compiled.tree import (
    CHILD,
    COMMENT,
    DATA,
    DOCTYPE,
    KNOWN_NAMES,
    LENGTH,
    NAME,
    NEXT,
    PARENT,
    TEXT,
    read_byte,
    read_word,
)
from newsclean.cleaning.compiled.utf8 import BEYOND, decode
from newsclean.cleaning.html import HINT_DEPTH, LEAF_REACH, LIST_REACH, MAX_DEPTH, Drafts
from newsclean.compiling.kernels import function, kernel
from newsclean.compiling.rooms import room

# Numba takes these for constants, and knows nothing of enumerations' operators.
_SKIPPED, _BLOCK, _BREAK = int(Sign.SKIPPED), int(Sign.BLOCK), int(Sign.BREAK)
_LEAF, _CELL, _ITEM, _LINK = int(Sign.LEAF), int(Sign.CELL), int(Sign.ITEM), int(Sign.LINK)
_SPACE, _CLOSER, _TERMINAL = int(Mark.SPACE), int(Mark.CLOSER), int(Mark.TERMINAL)
_BLANK, _LINE_END = ord(" "), ord("\n")

# What is noted of a block: where its text ends, the index of its tag, its signs, characters inside links, the
# number of its container, how deep it stands, and whether it is an item of a list.
_COLUMNS = 7
_END, _TAG, _SIGNS, _LINKED, _CONTAINER, _DEPTH, _ITEMS = range(_COLUMNS)
# The state of the walk, as a record that functions pass on by its address.
_PAGE = np.dtype([
    ("open", np.int64),  # elements; of these the following arrays tell, at 1 the body
    ("nodes", np.int64, MAX_DEPTH + 1),  # the address of each one
    ("tags", np.int64, MAX_DEPTH + 1),  # the index of its tag
    ("numbers", np.int64, MAX_DEPTH + 1),
    ("inner", np.int64, MAX_DEPTH + 1),  # the bits that the tags from the body down give
    ("hints", np.int64, MAX_DEPTH + 1),  # of its own, -1 if it has none
    ("inherited", np.int64, MAX_DEPTH + 1),  # the bits of what is hidden, or stands in a dialog
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
    ("whole", np.int64),  # whether the walk came to the end of the page
])  # fmt: skip


def walk(body: LexborNode) -> Drafts | None:
    """Walk what is inside an element; equal to `html.walk`. None if the slow walk must do it.

    That is so where the parser's tree can't be read, where it is very deep, and where a text is no UTF-8.
    """
    tables = make_tables()
    if tables is None:
        return None
    size = np.zeros(2, np.int64)
    _measure(body.mem_id, size)
    nodes, length = size.tolist()
    # Between two texts there may be a space and a line end.
    text = room("text of a page", length + 2 * nodes + 1, np.uint8)
    columns = room("blocks of a page", (nodes + 1) * _COLUMNS, np.int64)
    columns = columns[: len(columns) // _COLUMNS * _COLUMNS].reshape(-1, _COLUMNS)
    page = np.zeros(1, _PAGE)
    _walk(body.mem_id, text, columns, page, tables)
    if not page["whole"][0]:
        return None
    columns = columns[: page["blocks"][0]]
    end = columns[-1, _END] if len(columns) else 0
    try:
        lines = text[:end].tobytes().decode()
    except UnicodeDecodeError:
        return None
    tags, signs, linked, containers, depths, items = columns[:, 1:].T.tolist()
    texts = lines.split("\n") if end else []
    named = [TAGS[tag] for tag in tags]
    return Drafts(texts, named, signs, linked, containers, depths, [item != 0 for item in items])


@kernel((np.int64, 0), (np.int64, 1))
def _measure(body: int, size: Any) -> None:
    """Count the nodes inside an element, and the bytes of all texts."""
    node = read_word(body + CHILD)
    while node:
        size[0] += 1
        if read_word(node + NAME) == TEXT:
            size[1] += read_word(node + LENGTH)
        node = read_word(node + CHILD) or _find_following(node, body)


@function
def _find_following(node: int, body: int) -> Any:
    """Return the node after one and what is inside it; 0 if there is none inside the body."""
    following = read_word(node + NEXT)
    while not following:
        node = read_word(node + PARENT)
        if node == body:
            return 0
        following = read_word(node + NEXT)
    return following


@kernel((np.int64, 0), (np.uint8, 1), (np.int64, 2), (_PAGE, 1), (TABLES, 1))
def _walk(body: int, text: Any, columns: Any, pages: Any, all_tables: Any) -> None:
    """Fill the one page, by the one record of tables."""
    page, tables = pages[0], all_tables[0]
    page.open = page.opened = 1
    page.tags[1] = _find_tag(body, tables)
    page.numbers[1] = 1
    page.inner[1] = tables.inner_bits[page.tags[1]]
    page.hints[1], page.inherited[1] = read_attributes(body, tables)
    node = read_word(body + CHILD)
    while True:
        if not node:
            if page.open == 1:
                _end_block(text, columns, page, tables)
                page.whole = 1
                return
            node = page.nodes[page.open]
            _close(text, columns, page, tables)
        elif read_word(node + NAME) == TEXT:
            start = read_word(node + DATA)
            _take_text(start, start + read_word(node + LENGTH), text, columns, page, tables)
            page.beside = 0
        elif _enter(node, text, columns, page, tables):
            if page.open == MAX_DEPTH:
                return
            _open(node, page, tables)
            node = read_word(node + CHILD)
            continue
        node = read_word(node + NEXT)


@function
def _find_tag(node: int, tables: Any) -> Any:
    name = read_word(node + NAME)
    return tables.tags[name] if name < KNOWN_NAMES else 0


@function
def _enter(node: int, text: Any, columns: Any, page: Any, tables: Any) -> bool:
    """Take in an element or comment, and tell whether it is one to be opened and walked."""
    name = read_word(node + NAME)
    if name in (0, COMMENT, DOCTYPE):
        page.beside = 0
        return False
    sign = tables.signs[_find_tag(node, tables)]
    if sign & (_SKIPPED | _BREAK):
        page.beside = 1 if sign & _SKIPPED else 0
        page.breaks += 1 if sign & _BREAK else 0
        return False
    if sign & _BLOCK:
        _end_block(text, columns, page, tables)
        return True
    if sign & _CELL or (page.beside and not _is_inside(page, _LEAF, LEAF_REACH, tables)):
        page.apart = 1
    page.beside = 1
    child = read_word(node + CHILD)
    if child and read_word(child + NAME) == TEXT and not read_word(child + NEXT):
        # Most inline elements: words of a sentence, inside which no paragraph ends.
        is_link = 1 if sign & _LINK else 0
        page.links += is_link
        start = read_word(child + DATA)
        _take_text(start, start + read_word(child + LENGTH), text, columns, page, tables)
        page.links -= is_link
        return False
    return bool(child)


@function
def _take_text(at: int, end: int, text: Any, columns: Any, page: Any, tables: Any) -> None:
    """Take in a text, the bytes from an address on."""
    marks = tables.marks
    shown = False
    count = last = 0  # characters from the first one that is no space, and up to the last such one
    if at == end:
        page.apart = 1
    while at < end:
        code, width = decode(at)
        mark = int(marks[code]) if code < BEYOND else 0
        if mark & _SPACE:
            page.apart = 1
        else:
            if not shown:
                shown = True
                _end_line(text, columns, page, tables)
            last = count + 1
            if page.apart and page.filled > page.start:
                text[page.filled] = _BLANK
                page.filled += 1
            page.apart = 0
            for ahead in range(min(width, end - at)):
                text[page.filled] = read_byte(at + ahead)
                page.filled += 1
            if not mark & _CLOSER:
                page.complete = mark & _TERMINAL
        count += shown
        at += width
    if page.links:
        page.linked += last


@function
def _end_line(text: Any, columns: Any, page: Any, tables: Any) -> None:
    """End the line, or the paragraph, where <br> stand before a text."""
    if page.breaks:
        # A double <br> ends a paragraph; a single one does so only behind a full sentence.
        if page.breaks > 1 or page.complete:
            _end_block(text, columns, page, tables)
        page.apart = 1
        page.breaks = 0


@function
def _open(node: int, page: Any, tables: Any) -> None:
    tag = _find_tag(node, tables)
    hints, inherited = read_attributes(node, tables)
    above = page.open
    page.open += 1
    page.opened += 1
    page.nodes[page.open] = node
    page.tags[page.open] = tag
    page.numbers[page.open] = page.opened
    page.inner[page.open] = page.inner[above] | tables.inner_bits[tag]
    page.hints[page.open] = hints
    page.inherited[page.open] = page.inherited[above] | inherited
    page.beside = 0
    if tables.signs[tag] & _LINK:
        page.links += 1


@function
def _close(text: Any, columns: Any, page: Any, tables: Any) -> None:
    """Close the innermost element."""
    sign = tables.signs[page.tags[page.open]]
    if sign & _BLOCK:
        _end_block(text, columns, page, tables)
    if sign & _LINK:
        page.links -= 1
    page.open -= 1
    page.beside = 1


@function
def _is_inside(page: Any, sign: int, reach: int, tables: Any) -> bool:
    """Tell whether the innermost element, or one of those nearest above, has a sign."""
    for at in range(max(1, page.open - reach + 1), page.open + 1):
        if tables.signs[page.tags[at]] & sign:
            return True
    return False


@function
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
    signs = page.inner[depth] | tables.own_bits[tag] | page.inherited[depth]
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
