"""Texts as arrays of code points in NFKC, with an entry in the table for each."""

import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.compiled.characters import CharacterTable
from newsclean.deduplication.compiled.folding import survey

# A character casefolds to at most so many.
PARTS: Final = 3
TABLE: Final = CharacterTable()

Points = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


def encode_stable(texts: Sequence[str]) -> tuple[Points, Places, Places]:
    """Return the characters of all texts in NFKC, and where each text begins and ends."""
    points, begins, ends = _encode(texts)
    doubtful = [
        at for at in _survey(points, begins, ends) if not unicodedata.is_normalized("NFKC", texts[at])
    ]
    if doubtful:
        mended = list(texts)
        for at in doubtful:
            mended[at] = unicodedata.normalize("NFKC", texts[at])
        points, begins, ends = _encode(mended)
        _survey(points, begins, ends)
    return points, begins, ends


def _encode(texts: Sequence[str]) -> tuple[Points, Places, Places]:
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(lengths)
    return points, ends - lengths, ends


def _survey(points: Points, begins: Places, ends: Places) -> list[int]:
    """Learn the characters that are new, and return which texts may not be in NFKC."""
    unstable = np.zeros(len(begins), dtype=np.bool_)
    while not survey(points, begins, ends, TABLE.entries, unstable):
        for point in np.unique(points[TABLE.entries[points] == 0]).tolist():
            TABLE.learn(point)
    found: list[int] = np.flatnonzero(unstable).tolist()
    return found
