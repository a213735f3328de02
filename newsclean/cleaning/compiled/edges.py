"""What the characters at a line's edges tell of how it meets the lines around it, as a table for kernels."""

from enum import IntFlag
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.characters import BEHIND_END, COMMAS, TERMINALS
from newsclean.cleaning.marks import SPACELESS, WIDE, read_class
from newsclean.cleaning.text import CONTINUING, LIST_COMMAS, PARTICLES, SYMBOL_BULLETS, WIDE_MARKS

_PLANES: Final = 0x20000
"""Code points in the table: the first two planes. The others have rare ideographs only."""

_HIRAGANA: Final = "\u3040-\u309f"


class Edge(IntFlag):
    """A kind of characters."""

    SMALL = 1
    CAPITAL = 1 << 1
    READABLE = 1 << 2  # a letter or digit
    LETTER = 1 << 3  # but none of the capitals A to Z
    SPACELESS = 1 << 4
    WIDE = 1 << 5
    TERMINAL = 1 << 6
    CLOSER = 1 << 7
    COMMA = 1 << 8
    LIST_COMMA = 1 << 9
    CONTINUING = 1 << 10
    WIDE_MARK = 1 << 11
    PARTICLE = 1 << 12
    HIRAGANA = 1 << 13
    BULLET = 1 << 14


@cache
def find_edges() -> NDArray[np.uint16]:
    """Return what each character of the first two planes is."""
    edges = np.zeros(_PLANES, np.uint16)
    plane = np.arange(_PLANES, dtype=np.uint32).view("U1")
    readable, capital = np.strings.isalnum(plane), np.strings.isupper(plane)
    latin = capital & (plane <= "Z")
    for edge, having in (
        (Edge.SMALL, np.strings.islower(plane)),
        (Edge.CAPITAL, capital),
        (Edge.READABLE, readable),
        (Edge.LETTER, readable & ~np.strings.isdecimal(plane) & ~latin),
    ):
        edges[having] |= np.uint16(edge)
    for edge, characters in (
        (Edge.TERMINAL, TERMINALS),
        (Edge.CLOSER, BEHIND_END),
        (Edge.COMMA, COMMAS),
        (Edge.LIST_COMMA, LIST_COMMAS),
        (Edge.CONTINUING, CONTINUING),
        (Edge.WIDE_MARK, WIDE_MARKS),
        (Edge.PARTICLE, PARTICLES),
        (Edge.BULLET, SYMBOL_BULLETS),
    ):
        edges[list(map(ord, characters))] |= np.uint16(edge)
    for edge, ranges in ((Edge.SPACELESS, SPACELESS), (Edge.WIDE, WIDE), (Edge.HIRAGANA, _HIRAGANA)):
        for first, last in read_class(ranges):
            edges[first : last + 1] |= np.uint16(edge)
    return edges
