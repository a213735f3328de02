"""Eight bytes at once, as one number: the lowest for the first byte."""

from typing import Any, Final

import numpy as np

from newsclean.compiling.kernels import function

ONE: Final = np.uint64(1)
TWO: Final = np.uint64(2)
EIGHT: Final = np.uint64(8)
NOT_ASCII: Final = np.uint64(0x8080808080808080)
"""The uppermost bit of each byte."""


@function
def load(data: Any, place: Any) -> Any:
    """Return eight bytes as one number."""
    chunk = np.uint64(0)
    for at in range(8):
        chunk |= np.uint64(data[place + np.uint64(at)]) << np.uint64(8 * at)
    return chunk


@function
def copy_eight(data: Any, source: Any, out: Any, target: Any) -> None:
    """Copy eight bytes."""
    chunk = load(data, source)
    for at in range(8):
        out[target + np.uint64(at)] = np.uint8(chunk >> np.uint64(8 * at))


@function
def count_ones(bits: Any) -> Any:
    """Count the bits that are set: a way that compilers know, and make one instruction of."""
    bits -= bits >> ONE & np.uint64(0x5555555555555555)
    bits = (bits & np.uint64(0x3333333333333333)) + (bits >> TWO & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return bits * np.uint64(0x0101010101010101) >> np.uint64(56)
