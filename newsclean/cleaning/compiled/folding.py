"""Texts to templates, in one pass over their characters."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.prose import Characters
from newsclean.compiling.kernels import kernel
from newsclean.compiling.rooms import room

_BEYOND: Final = 0x10000  # the characters from here on are rare in any language but emoji
_BLOCK: Final = 256  # most blocks of so many characters have no capitals
_LONGEST: Final = 3  # characters that one is folded to
SEVERAL = np.uint32(1 << 31)  # marks the row of the characters that one is folded to, as "ß" to "ss"
DIGIT = np.uint32(SEVERAL - 1)
_ZERO = ord("0")


def make_templates(characters: Characters) -> Sequence[str] | None:
    """Return each text as a template, None for a page with characters that are not in the tables.

    Equal to `blocks.make_templates`.
    """
    folded = fold(characters)
    if folded is None:
        return None
    return folded.tobytes().decode("utf-32-le", "surrogatepass").split("\n")[:-1]


def fold(characters: Characters) -> NDArray[np.uint32] | None:
    """Return the characters of all templates, a line end behind each; None as above.

    They stand in memory that the next call takes.
    """
    folded = room("folded text", _LONGEST * len(characters.codes), np.uint32)
    size = np.zeros(1, np.int64)
    _fold(characters.codes, *read_folds(), folded, size)
    return folded[: size[0]] if size[0] else None


@cache
def read_folds() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return what each character of the first plane is folded to: one, several in a row, or a digit."""
    plane = "".join(map(chr, range(_BEYOND)))
    folds = np.arange(_BEYOND, dtype=np.uint32)
    several: list[tuple[int, ...]] = []
    for first in range(0, _BEYOND, _BLOCK):
        block = plane[first : first + _BLOCK]
        for char in block if block.casefold() != block else "":
            codes = tuple(map(ord, char.casefold()))
            folds[ord(char)] = codes[0] if len(codes) == 1 else SEVERAL + np.uint32(len(several))
            if len(codes) > 1:
                several.append((*codes, 0)[:_LONGEST])
    folds[[ord(char) for char in re.findall(r"\d", plane)]] = DIGIT
    return folds, np.array(several, np.uint32)


@kernel((np.uint32, 1), (np.uint32, 1), (np.uint32, 2), (np.uint32, 1), (np.int64, 1))
def _fold(codes: Any, folds: Any, several: Any, folded: Any, size: Any) -> None:
    """Fill `folded` and its size, which stays 0 where a character is in no table."""
    filled = 0
    before = np.uint32(0)
    for code in codes:
        if code >= len(folds):
            return
        fold = folds[code]
        if fold & SEVERAL:
            for char in several[fold & DIGIT]:
                folded[filled] = char
                filled += 1 if char else 0
        elif fold != DIGIT:
            folded[filled] = fold
            filled += 1
        elif before != DIGIT:
            folded[filled] = _ZERO
            filled += 1
        before = fold
    size[0] = filled
