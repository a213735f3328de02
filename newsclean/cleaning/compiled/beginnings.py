"""Which texts may begin with a phrase, by their first characters."""

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from newsclean.cleaning.compiled.edges import Edge, find_edges
from newsclean.cleaning.compiled.folding import DIGIT, SEVERAL, read_folds
from newsclean.cleaning.phrases import STEM, list_stems
from newsclean.cleaning.prose import Characters, Flags
from newsclean.compiling.kernels import function, kernel

# Numba takes these for constants, and knows nothing of enumerations' operators.
_READABLE: Final = int(Edge.READABLE)
_BITS: Final = 16  # of a character in a key, which has `STEM` of them
_MIXER, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(40)


def may_open(characters: Characters) -> Flags:
    """Tell of each text whether it may begin with a phrase, perhaps behind marks: most can't."""
    found = np.zeros(len(characters.starts), np.bool_)
    folds, _ = read_folds()
    _look_up(characters.codes, characters.starts, characters.ends, find_edges(), folds, _make_table(), found)
    return found


@cache
def _make_table() -> NDArray[np.uint64]:
    """Return a hash table of the stems of phrases, 0 where it is empty."""
    stems = list_stems()
    table = np.zeros(1 << (2 * len(stems)).bit_length(), np.uint64)
    keys = [sum(ord(char) << _BITS * at for at, char in enumerate(stem[:STEM])) for stem in stems]
    _fill(np.array(keys, np.uint64), table)
    return table


@kernel((np.uint64, 1), (np.uint64, 1))
def _fill(keys: Any, table: Any) -> None:
    for key in keys:
        table[_find_slot(key, table)] = key


@kernel(
    *((np.uint32, 1), (np.int64, 1), (np.int64, 1), (np.uint16, 1)),
    *((np.uint32, 1), (np.uint64, 1), (np.bool_, 1)),
)
def _look_up(codes: Any, starts: Any, ends: Any, edges: Any, folds: Any, table: Any, found: Any) -> None:
    for text in range(len(starts)):
        start = starts[text]
        if codes[start] >= len(edges) or not edges[codes[start]] & _READABLE:
            found[text] = True
            continue
        key = np.uint64(0)
        for ahead in range(min(STEM, ends[text] - start)):
            code = codes[start + ahead]
            # What is in no table, or folded to several characters, is rare.
            if code >= len(folds) or folds[code] >= SEVERAL:
                found[text] = True
                break
            char = code if folds[code] == DIGIT else folds[code]
            key |= np.uint64(char) << np.uint64(_BITS * ahead)
            if table[_find_slot(key, table)] == key:
                found[text] = True
                break


@function
def _find_slot(key: Any, table: Any) -> Any:
    """Return the slot in which a key stands, or would."""
    slot = np.int64(key * _MIXER >> _SHIFT) & (len(table) - 1)
    while table[slot] != 0 and table[slot] != key:
        slot = (slot + 1) & (len(table) - 1)
    return slot
