"""What the walk must know of tags, characters and class names, as arrays."""

from collections import deque
from enum import IntFlag
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from newsclean.cleaning.characters import CLOSERS, TERMINAL_SET
from newsclean.cleaning.hints import ANCESTOR_BITS, TAG_BITS, WORD_BITS
from newsclean.cleaning.html import BLOCK_LEVEL, CELLS, HINT_ATTRIBUTES, ITEMS, LEAVES, SKIPPED
from newsclean.compiling import compiled


class Sign(IntFlag):
    """What is done with an element, or looked for above it."""

    SKIPPED = 1
    BLOCK = 2
    BREAK = 4
    LEAF = 8
    CELL = 16
    ITEM = 32
    LINK = 64
    VOID = 128  # has no end tag
    RAW = 256  # holds text in which "<" is no tag
    PLAIN = 512  # the same, but shown


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
    # As the HTML standard lists them for writing markup.
    Sign.VOID: frozenset((
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input"),
        *("keygen", "link", "meta", "param", "source", "track", "wbr"),
    )),
    Sign.RAW: frozenset(("iframe", "noframes", "script", "style")),
    Sign.PLAIN: frozenset(("noembed", "plaintext", "xmp")),
}  # fmt: skip

TAGS: Final = ("", *sorted({tag for tags in (*_SIGNS.values(), TAG_BITS, ANCESTOR_BITS) for tag in tags}))
"""The tags of which anything is known; the first stands for all others."""

HIDDEN, STYLE, OTHERS = 1, 2, 3  # indexes of attributes: two that hide an element, and the first that hints
_NAMES = ("", "hidden", "style", *sorted(HINT_ATTRIBUTES))

HOLDS_NO_TAGS = int(Sign.RAW | Sign.PLAIN)
_SLOTS = 1024  # of a hash table, a power of two that leaves most of them empty
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)  # FNV-1a, by Fowler, Noll and Vo
_SYMBOLS = 28  # of names: the letters, what parts words, and all else
PARTING, OTHER = 26, 27
_STATE = np.int16


@compiled
def hash_name(data: Any, start: int, end: int) -> Any:
    """Return the hash of the bytes from `start` up to `end`."""
    value = _OFFSET
    for at in range(start, end):
        value = (value ^ np.uint64(data[at])) * _PRIME
    return value


@compiled
def find_name(slots: Any, hashes: Any, value: Any) -> int:
    """Return the index of the name with that hash, 0 if it is none of those in the table."""
    slot = value & np.uint64(_SLOTS - 1)
    while slots[slot]:
        if hashes[slot] == value:
            return int(slots[slot])
        slot = (slot + np.uint64(1)) & np.uint64(_SLOTS - 1)
    return 0


def _make_table(names: tuple[str, ...]) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.uint64]]:
    """Return a hash table of names, those at index 0 left out: for each slot the index and the hash."""
    slots, hashes = np.zeros(_SLOTS, np.int16), np.zeros(_SLOTS, np.uint64)
    for index, name in enumerate(names[1:], 1):
        data = np.frombuffer(name.encode(), np.uint8)
        value = hash_name(data, 0, len(data))
        slot = int(value) % _SLOTS
        while slots[slot]:
            slot = (slot + 1) % _SLOTS
        slots[slot], hashes[slot] = index, value
    return slots, hashes


def _make_bits(bits: Any) -> npt.NDArray[np.int64]:
    return np.array([bits.get(tag, 0) for tag in TAGS], np.int64)


def _make_marks() -> npt.NDArray[np.uint8]:
    """Return the `Mark`s of each character of the first plane; those beyond it have none."""
    marks = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        char = chr(code)
        marks[code] = (
            Mark.SPACE * char.isspace()
            | Mark.CLOSER * (char in CLOSERS)
            | Mark.TERMINAL * (char in TERMINAL_SET)
        )
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
        for symbol in range(_SYMBOLS):
            other = following[fallback[state], symbol] if state else 0
            child = children[state].get(symbol)
            following[state, symbol] = other if child is None else child
            if child is not None:
                fallback[child] = int(other)
                queue.append(child)
    return following, np.array(bits, np.int64)


def _make_tables(**arrays: npt.NDArray[Any]) -> np.void:
    """Return a record that holds the arrays, since functions pass on a record by its address."""
    dtype = np.dtype([(name, array.dtype, array.shape) for name, array in arrays.items()])
    record: np.void = np.zeros(1, dtype)[0]
    for name, array in arrays.items():
        record[name] = array
    return record


_TAG_SLOTS, _TAG_HASHES = _make_table(TAGS)
_NAME_SLOTS, _NAME_HASHES = _make_table(_NAMES)
_FOLLOWING, _FOUND = _make_automaton()
TABLES: Final = _make_tables(
    tags=_TAG_SLOTS,
    tag_hashes=_TAG_HASHES,
    names=_NAME_SLOTS,
    name_hashes=_NAME_HASHES,
    signs=np.array([sum(sign for sign, tags in _SIGNS.items() if tag in tags) for tag in TAGS], np.int64),
    own_bits=_make_bits(TAG_BITS),
    inner_bits=_make_bits(ANCESTOR_BITS),
    marks=_make_marks(),
    symbols=_make_symbols(),
    following=_FOLLOWING,
    found=_FOUND,
)
"""All that the compiled functions look up.

`tags` and `names` are hash tables of `TAGS` and of the attributes' names; `signs`, `own_bits` and
`inner_bits` hold for each tag its `Sign`s and what it says of a block that it is, and that it holds; `marks`
are for each character; `symbols`, `following` and `found` make the automaton of the hints.
"""
