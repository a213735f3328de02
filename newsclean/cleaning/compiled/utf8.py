"""Characters from the bytes at an address."""

from typing import Any

from newsclean.cleaning.compiled.tree import read_byte
from newsclean.compiling.kernels import function

BEYOND = 0x10000
"""Stands for each character beyond the first plane, of which nothing is asked."""
_ASCII, _TWO, _THREE = 0x80, 0xE0, 0xF0  # where the first bytes of longer sequences begin
_TAIL = 0x3F


@function
def decode(at: int) -> tuple[Any, int]:
    """Return the character at an address, and the number of its bytes.

    What is no UTF-8 is some character as well. The parser ends each text with a zero.
    """
    byte = read_byte(at)
    if byte < _ASCII:
        return byte, 1
    if byte < _TWO:
        return (byte & 0x1F) << 6 | read_byte(at + 1) & _TAIL, 2
    if byte < _THREE:
        return (byte & 0x0F) << 12 | (read_byte(at + 1) & _TAIL) << 6 | read_byte(at + 2) & _TAIL, 3
    return BEYOND, 4
