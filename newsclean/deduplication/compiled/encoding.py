"""Texts as UTF-8, in NFKC where it matters, with an entry in the table for each character."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.compiled.characters import CharacterTable
from newsclean.deduplication.compiled.folding import survey

TABLE: Final = CharacterTable()

# New characters that one look at some texts tells of, at the most: there is another look if it finds any.
_NEWS: Final = 256


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts in UTF-8: text `i` is `data[begins[i]:begins[i + 1]]`, with a zero byte at its end."""

    data: npt.NDArray[np.uint8]
    begins: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.begins) - 1

    @property
    def longest(self) -> int:
        """The bytes of the longest text."""
        return int(np.diff(self.begins).max(initial=0))


def encode_stable(texts: Sequence[str]) -> Encoded:
    """Encode texts. Those that hold characters which may join are brought to NFKC."""
    pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
    encoded = _join(pieces)
    doubtful = _survey(encoded)
    mended = [at for at in doubtful if not unicodedata.is_normalized("NFKC", texts[at])]
    if not mended:
        return encoded
    for at in mended:
        pieces[at] = unicodedata.normalize("NFKC", texts[at]).encode("utf-8", "surrogatepass")
    _survey(_join([pieces[at] for at in mended]))
    return _join(pieces)


def _join(pieces: Sequence[bytes]) -> Encoded:
    data = np.frombuffer(b"\0".join([*pieces, b""]), dtype=np.uint8)
    begins = np.zeros(len(pieces) + 1, dtype=np.int64)
    np.cumsum([len(piece) + 1 for piece in pieces], out=begins[1:])
    return Encoded(data, begins)


def _survey(encoded: Encoded) -> list[int]:
    """Learn the characters that are new, and tell which texts may not be in NFKC."""
    unstable = np.zeros(len(encoded), dtype=np.bool_)
    news = np.empty(_NEWS, dtype=np.uint32)
    counts = np.ones(1, dtype=np.int64)
    while counts[0]:
        survey(encoded.data, encoded.begins, TABLE.entries, unstable, news, counts)
        for point in news[: counts[0]].tolist():
            TABLE.learn(point)
    return np.flatnonzero(unstable).tolist()
