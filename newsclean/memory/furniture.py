"""Furniture of sites that earlier runs saw: on how many pages a line stood, by the line's hash."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from os import getpid
from typing import Final

from newsclean.cleaning import FEWEST_PAGES, FEWEST_SIGHTINGS, MAX_PAGES, DecidedSite, Furniture, Sighting

_KNOWN_SITES: Final = 256
"""Whose lines a process keeps at hand: pages of one site come one behind the other."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What one page showed of its site: the hashes of its lines."""

    site: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, sighting: Sighting) -> "Trace":
        """Return the trace of a page."""
        return cls(sighting.site, tuple(map(hash_line, sighting.lines)))


@dataclass(frozen=True, slots=True)
class SiteLines:
    """On how many pages of a site each line stands: those that are remembered, and those of this run."""

    remembered: Mapping[int, int]
    here: Mapping[str, int]

    def __len__(self) -> int:
        return max(len(self.remembered), len(self.here))

    def get(self, line: str, default: int = 0) -> int:
        """Return the number of pages for a folded line; `default` where there are too few to tell."""
        pages = self.here.get(line, 0) + self.remembered.get(hash_line(line), 0)
        return pages if pages >= FEWEST_SIGHTINGS else default


@dataclass(frozen=True, slots=True)
class RememberedFurniture:
    """The furniture of each site, as far as the memory in `path` and the pages of this run (`here`) tell.

    `here` has all lines of a site, once or more seen. Workers get this handed over, and open the file
    themselves.
    """

    path: str
    here: Furniture

    def get(self, site: str) -> DecidedSite | None:
        """Return what is known of a site; None where too few pages were seen."""
        pages, lines = _load(self.path, site, getpid())
        now = self.here.get(site)
        if pages + (now.pages if now else 0) < FEWEST_PAGES:
            return None
        return DecidedSite(SiteLines(lines, now.lines if now else {}))


def hash_line(line: str) -> int:
    """Hash a folded line to what SQLite calls an integer: 64 bits with a sign."""
    return int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


@lru_cache(_KNOWN_SITES)
def _load(path: str, site: str, process: int) -> tuple[int, Mapping[int, int]]:
    connection = _connect(path, process)
    row = connection.execute("SELECT number, pages FROM sites WHERE name = ?", (site,)).fetchone()
    if row is None:
        return 0, {}
    return row[1], dict(
        connection.execute("SELECT line, pages FROM lines WHERE site = ?", row[:1]).fetchall()
    )


@lru_cache(1)
def _connect(path: str, _process: int) -> sqlite3.Connection:
    # One for each process: a connection must not be carried over a fork.
    return sqlite3.connect(path, timeout=60, isolation_level=None)


def record_furniture(connection: sqlite3.Connection, traces: Iterable[Trace]) -> None:
    """Count the lines of further pages. Nothing is committed here.

    From twice `MAX_PAGES` pages on, a site's counts are halved: what a redesign took away is forgotten, and
    so is what stood there once.
    """
    pages: Counter[str] = Counter()
    lines: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for trace in traces:
        pages[trace.site] += 1
        lines[trace.site].update(trace.lines)
    for site, count in sorted(pages.items()):
        connection.execute(
            "INSERT INTO sites (name, pages) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET pages = pages + excluded.pages",
            (site, count),
        )
        number, seen = connection.execute(
            "SELECT number, pages FROM sites WHERE name = ?", (site,)
        ).fetchone()
        connection.executemany(
            "INSERT INTO lines VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET pages = pages + excluded.pages",
            ((number, line, times) for line, times in sorted(lines[site].items())),
        )
        while seen >= 2 * MAX_PAGES:
            seen //= 2
            connection.execute("UPDATE sites SET pages = ? WHERE number = ?", (seen, number))
            connection.execute("UPDATE lines SET pages = pages / 2 WHERE site = ?", (number,))
            connection.execute("DELETE FROM lines WHERE site = ? AND pages = 0", (number,))
