"""The remembered articles, one by one and many at a time."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from newsclean.memory.imprints import Imprint
from newsclean.memory.lots import Numbers
from newsclean.model import Original

_AT_HAND: Final = 1 << 12
"""Remembered texts kept at hand while a run compares: some two megabytes."""

# In the order of `Remembered`.
_COLUMNS: Final = "articles.number, coalesce(kept_by, articles.number), articles.id, tokens, imprint"


class Remembered(NamedTuple):
    """A remembered text. `leader` is the number of the article that is kept for it: its own, or another's.

    `id` names its words, `tokens` counts them, and `marks` are those of its parts.
    """

    number: int
    leader: int
    id: bytes
    tokens: int
    marks: bytes

    @property
    def imprint(self) -> Imprint:
        """The marks that its parts left."""
        return Imprint(self.marks)


class Articles:
    """The articles of a database. Nothing is committed here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.find = lru_cache(_AT_HAND)(self._find)

    def find_all(self, numbers: Numbers) -> list[Remembered]:
        """Return the texts with these numbers, ascending, each once: those that are still there."""
        # As one value, since SQLite looks up a list of them in a fifth of the time of single ones.
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM json_each(?) CROSS JOIN articles ON articles.number = value",  # noqa: S608
            (json.dumps(numbers.tolist()),),
        )
        return list(map(Remembered._make, rows))

    def describe(self, number: int) -> Original:
        """Tell of an article; kind and similarity are yet to be filled in."""
        row = self._connection.execute(
            "SELECT coalesce(name, lower(hex(id))), source, url, title, published FROM articles"
            " WHERE number = ?",
            (number,),
        ).fetchone()
        return Original(*row)

    def last(self) -> int:
        """Return the highest number of an article; 0 without any."""
        return int(self._connection.execute("SELECT coalesce(max(number), 0) FROM articles").fetchone()[0])

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Insert articles, all columns of each."""
        self._connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def _find(self, number: int) -> Remembered | None:
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM articles WHERE number = ?",  # noqa: S608
            (number,),
        ).fetchone()
        return row and Remembered._make(row)
