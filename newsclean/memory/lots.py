"""The keys by which remembered articles are found again: sorted arrays, in lots that are merged as they grow.

A run adds one lot. Small ones are merged when they are about as large as what follows them, so that there are
few and each key is written again only now and then (a log-structured merge: O'Neil et al., 1996).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]

MOST: Final = 64
"""Articles found by one key: what more of them share is a template."""

# A lot takes in the one before while that is not this many times its size.
_GROWTH: Final = 4
# Articles in a lot at the most: its arrays are read whole.
_LARGEST: Final = 1 << 22


class Lots:
    """The lots of a database. Nothing is committed here."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, run: int, numbers: Numbers, keys: Keys) -> None:
        """Lay down the `keys`, shape (kinds, articles), of the articles with these `numbers`."""
        if len(numbers):
            self._write(run, numbers, keys)

    def find(self, kind: int, keys: Keys) -> tuple[Numbers, Numbers]:
        """Return pairs: the place of a key among `keys`, and the number of an article that has it.

        Each key finds at most `MOST` articles of a lot, the oldest first.
        """
        # In order, what one key touches is at hand for the next.
        order = np.argsort(keys)
        wanted = keys[order]
        places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for (row,) in self._connection.execute("SELECT rowid FROM keys WHERE kind = ? ORDER BY lot", (kind,)):
            held = self._read(row, "hashes")
            begins = np.searchsorted(held, wanted)
            found = np.flatnonzero(held[np.minimum(begins, len(held) - 1)] == wanted)
            if len(found):
                counts = np.searchsorted(held, wanted[found], "right") - begins[found]
                spans = np.minimum(counts, MOST)
                place = np.repeat(found, spans)
                offsets = np.arange(len(place)) - np.repeat(np.cumsum(spans) - spans, spans)
                places.append(order[place])
                numbers.append(self._read(row, "articles")[begins[place] + offsets].astype(np.int64))
        return np.concatenate(places), np.concatenate(numbers)

    def list_keys(self, kinds: int) -> Iterator[tuple[Numbers, Keys]]:
        """Yield the numbers of each lot's articles and their keys of the first `kinds`, (articles, kinds)."""
        for (lot,) in self._connection.execute("SELECT number FROM lots ORDER BY number").fetchall():
            columns = []
            rows = self._connection.execute(
                "SELECT hashes, articles FROM keys WHERE lot = ? AND kind < ? ORDER BY kind", (lot, kinds)
            )
            for hashes, articles in rows:
                numbers = np.frombuffer(articles, "<u4")
                columns.append(np.frombuffer(hashes, "<u4")[np.argsort(numbers)])
            yield np.sort(numbers).astype(np.int64), np.stack(columns, axis=1)

    def merge(self) -> None:
        """Merge the last lots, as far as the one before is not much larger."""
        lots = self._connection.execute("SELECT number, size FROM lots ORDER BY number").fetchall()
        chosen = lots[-1:]
        size = sum(each[1] for each in chosen)
        for lot in reversed(lots[:-1]):
            if lot[1] > size * _GROWTH or lot[1] + size > _LARGEST:
                break
            chosen.insert(0, lot)
            size += lot[1]
        if len(chosen) > 1:
            self._rewrite([number for number, _ in chosen], None)

    def keep_only(self, numbers: Numbers) -> None:
        """Drop the keys of all articles but those with these `numbers`, ascending."""
        for (lot,) in self._connection.execute("SELECT number FROM lots ORDER BY number").fetchall():
            self._rewrite([lot], numbers)

    def drop(self, run: int) -> None:
        """Drop the lot of a run."""
        self._connection.execute(
            "DELETE FROM keys WHERE lot IN (SELECT number FROM lots WHERE run = ?)", (run,)
        )
        self._connection.execute("DELETE FROM lots WHERE run = ?", (run,))

    def _read(self, row: int, column: str) -> Keys:
        """Read an array of the table of keys: as a blob, as a query's values are copied once more."""
        with self._connection.blobopen("keys", column, row, readonly=True) as blob:
            return np.frombuffer(blob.read(), "<u4")

    def _rewrite(self, lots: Sequence[int], kept: Numbers | None) -> None:
        """Write lots anew as one, all their keys or those of the articles that are `kept`."""
        marks = ",".join("?" * len(lots))
        kinds = [
            kind
            for (kind,) in self._connection.execute(
                f"SELECT DISTINCT kind FROM keys WHERE lot IN ({marks}) ORDER BY kind",  # noqa: S608  # marks only
                lots,
            )
        ]
        into, size = lots[0], 0
        for kind in kinds:
            rows = self._connection.execute(
                f"SELECT hashes, articles FROM keys WHERE kind = ? AND lot IN ({marks}) ORDER BY lot",  # noqa: S608
                (kind, *lots),
            ).fetchall()
            hashes = np.concatenate([np.frombuffer(each, "<u4") for each, _ in rows])
            articles = np.concatenate([np.frombuffer(each, "<u4") for _, each in rows])
            if kept is not None:
                stay = np.isin(articles, kept)
                hashes, articles = hashes[stay], articles[stay]
            order = np.argsort(hashes, kind="stable")
            size = len(order)
            self._connection.execute(
                f"DELETE FROM keys WHERE kind = ? AND lot IN ({marks})",  # noqa: S608
                (kind, *lots),
            )
            self._insert(into, kind, hashes[order], articles[order])
        self._connection.execute(f"DELETE FROM lots WHERE number IN ({marks})", lots)  # noqa: S608
        self._connection.execute("INSERT INTO lots (number, run, size) VALUES (?, NULL, ?)", (into, size))

    def _write(self, run: int, numbers: Numbers, keys: Keys) -> None:
        cursor = self._connection.execute("INSERT INTO lots (run, size) VALUES (?, ?)", (run, len(numbers)))
        lot = int(cursor.lastrowid or 0)
        for kind, hashes in enumerate(keys):
            order = np.argsort(hashes, kind="stable")
            self._insert(lot, kind, hashes[order], numbers[order])

    def _insert(self, lot: int, kind: int, hashes: Keys, articles: Keys | Numbers) -> None:
        self._connection.execute(
            "INSERT INTO keys (lot, kind, hashes, articles) VALUES (?, ?, ?, ?)",
            (lot, kind, hashes.astype("<u4").tobytes(), articles.astype("<u4").tobytes()),
        )
