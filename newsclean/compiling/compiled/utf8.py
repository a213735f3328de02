"""Characters from UTF-8, and back."""

from typing import Any

import numpy as np

from newsclean.compiling.kernels import function


@function
def decode(data: Any, place: Any) -> tuple[Any, Any]:
    """Read a character of UTF-8; return it and the place behind it."""
    byte = np.uint32(data[place])
    if byte < 0x80:
        return byte, place + 1
    count = 1 + (byte >= 0xE0) + (byte >= 0xF0)
    point = byte & np.uint32(0x3F >> count)
    for at in range(place + 1, place + 1 + count):
        point = np.uint32(point << np.uint32(6)) | np.uint32(data[at] & 0x3F)
    return point, place + 1 + count


@function
def encode(point: Any, out: Any, at: Any) -> Any:
    """Write a character in UTF-8; return the place behind it."""
    if point < 0x80:
        out[at] = point
        return at + 1
    if point < 0x800:
        out[at] = 0xC0 | point >> 6
        out[at + 1] = 0x80 | point & 0x3F
        return at + 2
    if point < 0x10000:
        out[at] = 0xE0 | point >> 12
        out[at + 1] = 0x80 | point >> 6 & 0x3F
        out[at + 2] = 0x80 | point & 0x3F
        return at + 3
    out[at] = 0xF0 | point >> 18
    out[at + 1] = 0x80 | point >> 12 & 0x3F
    out[at + 2] = 0x80 | point >> 6 & 0x3F
    out[at + 3] = 0x80 | point & 0x3F
    return at + 4
