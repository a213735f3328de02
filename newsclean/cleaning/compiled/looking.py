"""Which marks a text's characters have, in one pass over them."""

from typing import Any

import numpy as np

from newsclean.cleaning.characters import encode
from newsclean.cleaning.marks import Mark, mark_characters
from newsclean.compiling.kernels import kernel

# Numba takes these for constants, and knows nothing of enumerations' operators.
_LEAD, _TAIL, _APART = int(Mark.LEAD), int(Mark.TAIL), 1  # how far apart their bits are


def find_marks(text: str) -> Mark:
    """Return which kinds of characters a text has. Equal to `marks.find_marks`."""
    found = np.zeros(1, np.int64)
    _look(encode(text), mark_characters(), found)
    return Mark(int(found[0]))


@kernel((np.uint32, 1), (np.uint8, 1), (np.int64, 1))
def _look(codes: Any, marks: Any, found: Any) -> None:
    every = pairs = before = 0
    for code in codes:
        mark = int(marks[min(code, len(marks) - 1)])
        every |= mark
        pairs |= before & mark >> _APART
        before = mark
    if every & _LEAD and not pairs & _LEAD:
        every &= ~(_LEAD | _TAIL)
    found[0] = every
