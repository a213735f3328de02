"""What the walk must know of tags, characters and class names, as arrays."""

from collections import deque
from enum import IntFlag
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.cleaning.characters import CLOSERS, TERMINAL_SET
from newsclean.cleaning.compiled.tree import KNOWN_NAMES, Names, learn_names
from newsclean.cleaning.elements import BLOCK_LEVEL, CELLS, HINT_ATTRIBUTES, ITEMS, LEAVES, SKIPPED
from newsclean.cleaning.hints import INNER_BITS, TAG_BITS, WORD_BITS
from newsclean.cleaning.marks import Mark as LineMark
from newsclean.cleaning.marks import mark_characters


class Sign(IntFlag):
    """What is done with an element, or looked for above it."""

    SKIPPED = 1
    BLOCK = 2
    BREAK = 4
    LEAF = 8
    CELL = 16
    ITEM = 32
    LINK = 64


class Mark(IntFlag):
    """What the walk asks of a character."""

    SPACE = 1
    CLOSER = 2
    TERMINAL = 4


_SIGNS: dict[Sign, frozenset[str]] = {
    Sign.SKIPPED: SKIPPED,
    Sign.BLOCK: BLOCK_LEVEL,
    Sign.BREAK: frozenset(("br",)),
    Sign.LEAF: LEAVES,
    Sign.CELL: CELLS,
    Sign.ITEM: ITEMS,
    Sign.LINK: frozenset(("a",)),
}

TAGS: Final = ("", *sorted({tag for tags in (*_SIGNS.values(), TAG_BITS, INNER_BITS) for tag in tags}))
"""The tags of which anything is known; the first stands for all others."""

# Indexes of attributes: two that hide an element, one that makes it a dialog and hints, as all further do.
HIDDEN, STYLE, ROLE = 1, 2, 3
ATTRIBUTES: Final = ("", "hidden", "style", "role", *sorted(HINT_ATTRIBUTES - {"role"}))
_SYMBOLS = 28  # of names: the letters, what parts words, and all else
PARTING, OTHER = 26, 27
_STATE = np.int16


def _make_bits(bits: Any) -> npt.NDArray[np.int64]:
    return np.array([bits.get(tag, 0) for tag in TAGS], np.int64)


def _make_marks() -> npt.NDArray[np.uint8]:
    """Return the `Mark`s of each character of the first plane; one entry more is for those beyond it."""
    known = mark_characters()
    marks = np.where(known & np.uint8(LineMark.SPACE), np.uint8(Mark.SPACE), np.uint8(0))
    for mark, characters in ((Mark.CLOSER, CLOSERS), (Mark.TERMINAL, TERMINAL_SET)):
        marks[list(map(ord, characters))] |= np.uint8(mark)
    return marks


def _make_symbols() -> npt.NDArray[np.uint8]:
    """Return the symbol of each byte of a class name."""
    symbols = np.full(256, PARTING, np.uint8)
    for code in range(128):
        if chr(code).isalnum():
            symbols[code] = ord(chr(code).lower()) - ord("a") if chr(code).isalpha() else OTHER
    return symbols


def _make_automaton() -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int64]]:
    """Return the automaton that finds all words of the hints at once (Aho and Corasick, 1975).

    For each state and symbol the next state, and for each state the bits of the words that end there.
    """
    children: list[dict[int, int]] = [{}]
    bits = [0]
    for word, bit in WORD_BITS:
        state = 0
        for char in word:
            symbol = PARTING if char == "-" else ord(char) - ord("a")
            if symbol not in children[state]:
                children[state][symbol] = len(children)
                children.append({})
                bits.append(0)
            state = children[state][symbol]
        bits[state] |= bit
    following = np.zeros((len(children), _SYMBOLS), _STATE)
    fallback = [0] * len(children)
    queue = deque([0])
    while queue:
        state = queue.popleft()
        bits[state] |= bits[fallback[state]]
        following[state] = following[fallback[state]]
        for symbol, child in children[state].items():
            fallback[child], following[state, symbol] = int(following[state, symbol]), child
            queue.append(child)
    return following, np.array(bits, np.int64)


_FOLLOWING, _FOUND = _make_automaton()
_TABLES: dict[str, npt.NDArray[Any]] = {
    "signs": np.array([sum(sign for sign, tags in _SIGNS.items() if tag in tags) for tag in TAGS], np.int64),
    "own_bits": _make_bits(TAG_BITS),
    "inner_bits": _make_bits(INNER_BITS),
    "marks": _make_marks(),
    "symbols": _make_symbols(),
    "following": _FOLLOWING,
    "found": _FOUND,
}

TABLES: Final = np.dtype([
    *((name, np.int64, (KNOWN_NAMES,)) for name in Names._fields),
    *((name, table.dtype, table.shape) for name, table in _TABLES.items()),
])  # fmt: skip
"""All that the walk looks up, in one record, since functions pass on a record by its address.

`tags` and `attributes` are for each of Lexbor's numbers of names; `signs`, `own_bits` and `inner_bits` hold
for each tag its `Sign`s and what it says of a block that it is, and that it holds; `marks` are for each
character; `symbols`, `following` and `found` make the automaton of the hints.
"""


@cache
def make_tables() -> npt.NDArray[np.void] | None:
    """Return the tables, as an array of one record; None where the parser's tree can't be read."""
    names = learn_names(TAGS, ATTRIBUTES)
    if names is None:
        return None
    tables = np.zeros(1, TABLES)
    for name, table in {**_TABLES, **names._asdict()}.items():
        tables[name] = table
    return tables
