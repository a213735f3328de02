"""Texts as UTF-8, in NFKC where it matters, with an entry in the table for each character."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.compiling.rooms import room
from newsclean.deduplication.compiled.characters import CharacterTable
from newsclean.deduplication.compiled.folding import survey

TABLE: Final = CharacterTable()

# Bytes that a character takes in UTF-8.
_MOST_BYTES: Final = 4
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

    def text(self, number: int) -> str:
        """Return a text as a string."""
        piece = self.data[self.begins[number] : self.begins[number + 1] - 1]
        return str(piece.data, "utf-8", "surrogatepass")

    def endings(self, least: int) -> Iterator[str]:
        """Yield the last characters of each text: so many or some more, where it has them."""
        view = memoryview(self.data.data)
        for begin, end in pairwise(self.begins.tolist()):
            # What is ignored is the rest of a character that was cut.
            yield str(view[max(begin, end - 1 - _MOST_BYTES * least) : end - 1], "utf-8", "ignore")


def stabilise(encoded: Encoded) -> Encoded:
    """Bring the texts that hold characters which may join to NFKC, in this thread's array."""
    texts = ((at, encoded.text(at)) for at in _survey(encoded))
    doubtful = {at: text for at, text in texts if not unicodedata.is_normalized("NFKC", text)}
    if not doubtful:
        return encoded
    mended = encode([unicodedata.normalize("NFKC", text) for text in doubtful.values()], "mended")
    _survey(mended)
    return _replace(encoded, list(doubtful), mended)


def encode(texts: Sequence[str], purpose: str = "encoded") -> Encoded:
    """Encode texts, in this thread's array for a purpose.

    It is done one by one, so that what is made of each is still in the cache when it is copied.
    """
    data = room(purpose, sum(map(len, texts)) * _MOST_BYTES + len(texts), np.uint8)
    view, begins = memoryview(data.data), [0]
    for text in texts:
        piece = text.encode("utf-8", "surrogatepass")
        begin = begins[-1]
        end = begin + len(piece)
        view[begin:end] = piece
        begins.append(end + 1)
    places = np.array(begins, dtype=np.int64)
    data[places[1:] - 1] = 0
    return Encoded(data[: begins[-1]], places)


def _replace(encoded: Encoded, places: Sequence[int], others: Encoded) -> Encoded:
    """Put others in some places: copying takes a tenth of the time of encoding all anew."""
    sizes = np.diff(encoded.begins)
    sizes[places] = np.diff(others.begins)
    begins = np.append(0, np.cumsum(sizes))
    pieces, done = [], 0
    for place, begin, end in zip(places, others.begins[:-1], others.begins[1:], strict=True):
        pieces += [encoded.data[done : encoded.begins[place]], others.data[begin:end]]
        done = encoded.begins[place + 1]
    pieces.append(encoded.data[done:])
    data = room("replaced", int(begins[-1]), np.uint8)[: begins[-1]]
    return Encoded(np.concatenate(pieces, out=data), begins)


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
