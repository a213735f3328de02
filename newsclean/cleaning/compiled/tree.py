"""The parser's tree, read where it lies in memory.

Asking selectolax for each node makes a Python object of it, which takes longer than all else that is done
with a node. `LexborNode.mem_id` tells where a node lies, and Lexbor's C structures what lies where in it. As
another version may change them, a small page whose tree is known is held against them first.
"""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsclean.compiling.kernels import Reader

WORD: Final = 8
"""Bytes of an address."""

# Where things lie in a node, in bytes from its address, in the order of Lexbor's structures: the number of
# its name, the node after it, the one that holds it, and its first child.
NAME, NEXT, PARENT, CHILD = 8, 40, 56, 64
_END = 96  # of what all kinds of nodes have
DATA, LENGTH = _END, _END + WORD  # of a text: the address of its bytes, and their number
ATTRIBUTE = _END + 3 * WORD  # of an element: its first attribute,
VALUE, NEXT_ATTRIBUTE = (
    _END + 2 * WORD,
    _END + 4 * WORD,
)  # which is a node, too, and has its value and the next one

KNOWN_NAMES: Final = 1024
"""Numbers of names are below. A name that Lexbor does not know has an address in place of a number."""

# There lies the name itself, or its address if it is long, and its length.
SHORT_NAME, NAME_LENGTH = 16, 24

TEXT, COMMENT, DOCTYPE = 2, 4, 5
"""The numbers of what is no element."""

_NO_ELEMENTS = {"-text": TEXT, "-comment": COMMENT, "!doctype": DOCTYPE}
_PAGE = (
    "<!doctype html><!--c--><p class='a&amp;b' hidden>Text&lt;<b id=i data-testid=t>bold</b> <i-j>z</i-j><br>"
)


class Names(NamedTuple):
    """For each of Lexbor's numbers the index of the tag, and of the attribute, with that name; else 0."""

    tags: npt.NDArray[np.int64]
    attributes: npt.NDArray[np.int64]


def learn_names(tags: Sequence[str], attributes: Sequence[str]) -> Names | None:
    """Return the numbers of names; None where the tree does not lie in memory as it is taken to.

    `tags` and `attributes` begin with what stands for all others.
    """
    root = LexborHTMLParser(_PAGE).root
    if root is None or not all(map(_lies_as_expected, root.traverse(include_text=True))):
        return None
    names = Names(np.zeros(KNOWN_NAMES, np.int64), np.zeros(KNOWN_NAMES, np.int64))
    tree = LexborHTMLParser(f"<body {' '.join(attributes[1:])}>")
    for index, tag in enumerate(tags[1:], 1):
        number = _read(tree.create_node(tag).mem_id + NAME)
        if number >= KNOWN_NAMES:
            return None
        names.tags[number] = index
    for index, attribute in enumerate(_list_attributes(tree.body.mem_id) if tree.body else (), 1):
        number = _read(attribute + NAME)
        if number < KNOWN_NAMES:
            names.attributes[number] = index
    return names


def _lies_as_expected(node: LexborNode) -> bool:
    """Tell whether in memory stands of a node what selectolax tells of it."""
    here = node.mem_id
    around = ((NEXT, node.next), (PARENT, node.parent), (CHILD, node.first_child))
    if any(_read(here + offset) != (other.mem_id if other else 0) for offset, other in around):
        return False
    if node.tag in _NO_ELEMENTS:
        alike = node.tag != "-text" or _read_bytes(here + DATA) == (node.text_content or "").encode()
        return alike and _read(here + NAME) == _NO_ELEMENTS[node.tag]
    attributes = list(_list_attributes(here))
    told = list(node.attributes.items())
    return len(attributes) == len(told) and all(
        _read_name(_read(attribute + NAME)) in {"", name}
        and _read_bytes(_read(attribute + VALUE)) == (value or "").encode()
        for attribute, (name, value) in zip(attributes, told, strict=True)
    )


def _list_attributes(element: int) -> Iterator[int]:
    """Yield the addresses of an element's attributes."""
    attribute = _read(element + ATTRIBUTE)
    while attribute:
        yield attribute
        attribute = _read(attribute + NEXT_ATTRIBUTE)


def _read_name(number: int) -> str:
    """Return a name that Lexbor does not know; nothing for one that it does."""
    if number < KNOWN_NAMES:
        return ""
    length = _read(number + NAME_LENGTH)
    return ctypes.string_at(number if length <= SHORT_NAME else _read(number), length).decode()


def _read(place: int) -> int:
    return ctypes.c_uint64.from_address(place).value


def _read_bytes(place: int) -> bytes:
    """Return the bytes whose address and number stand at a place."""
    return ctypes.string_at(_read(place), _read(place + WORD)) if place else b""


read_word: Any = Reader(64)
"""Return the 8 bytes at an address as a number: for compiled functions."""

read_byte: Any = Reader(8)
"""Return the byte at an address: likewise."""
