"""The keys by which remembered articles are found again: sorted arrays, in lots that are merged as they grow.

A run adds one lot. Small ones are merged when they are about as large as what follows them, so that there are
few and each key is written again only now and then (a log-structured merge: O'Neil et al., 1996).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.ragged import begin_runs

Keys = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]

MOST: Final = 64
"""Articles found by one key: what more of them share is a template."""

# A lot takes in the one before while that is not this many times its size.
_GROWTH: Final = 4
# Articles in a lot at the most: its arrays are read whole.
_LARGEST: Final = 1 << 22
_SIDES: Final[tuple[Literal["left", "right"], ...]] = ("left", "right")
# Bytes of a key, and of an article's number.
_WIDTH: Final = 4
# Bytes of an array that are read and searched at once: what stays in the processor's cache, where for a whole
# array of some megabytes the system would have to clear memory each time.
_PIECE: Final = 1 << 18


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
        order = np.argsort(keys)
        wanted = keys[order]
        places, numbers = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for (row,) in self._connection.execute("SELECT rowid FROM keys WHERE kind = ? ORDER BY lot", (kind,)):
            with self._open(row, "hashes") as hashes:
                begins, ends = _locate(hashes, wanted)
            counts = np.minimum(ends - begins, MOST)
            place = np.repeat(np.arange(len(wanted)), counts)
            if len(place):
                offsets = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
                places.append(order[place])
                with self._open(row, "articles") as articles:
                    numbers.append(_take(articles, begins[place] + offsets))
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

    def _open(self, row: int, column: str) -> sqlite3.Blob:
        return self._connection.blobopen("keys", column, row, readonly=True)

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


def _locate(hashes: sqlite3.Blob, wanted: Keys) -> tuple[Numbers, Numbers]:
    """Return where each wanted key begins and ends in an array; both ascend."""
    begins, ends = np.full((2, len(wanted)), len(hashes) // _WIDTH)
    before = 0, 0
    for start in range(0, len(hashes), _PIECE):
        piece = np.frombuffer(hashes.read(_PIECE), "<u4")
        # A key begins in the first piece whose last one is not less, and ends where the last is greater.
        upto = int(np.searchsorted(wanted, piece[-1], "right")), int(np.searchsorted(wanted, piece[-1]))
        for found, side, first, last in zip((begins, ends), _SIDES, before, upto, strict=True):
            found[first:last] = np.searchsorted(piece, wanted[first:last], side) + start // _WIDTH
        before = upto
    return begins, ends


def _take(articles: sqlite3.Blob, places: Numbers) -> Numbers:
    """Return the numbers at some places of an array; only pieces with such are read."""
    numbers = np.empty(len(places), np.int64)
    order = np.argsort(places)
    pieces = places[order] * _WIDTH // _PIECE
    begins = np.flatnonzero(begin_runs(pieces))
    for chosen in np.split(order, begins[1:]):
        start = int(places[chosen[0]]) * _WIDTH // _PIECE * _PIECE
        articles.seek(start)
        piece = np.frombuffer(articles.read(_PIECE), "<u4")
        numbers[chosen] = piece[places[chosen] - start // _WIDTH]
    return numbers
