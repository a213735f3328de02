"""Furniture of sites that earlier runs saw: on how many pages a line stood, by the line's hash."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsclean.hashing import blake2b

if TYPE_CHECKING:
    from newsclean.cleaning import Furniture, Sighting


@dataclass(frozen=True, slots=True)
class Trace:
    """What one page showed of its site: the hashes of its lines."""

    site: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, sighting: "Sighting") -> "Trace":
        """Return the trace of a page."""
        return cls(sighting.site, tuple(map(hash_line, sighting.lines)))


def find_furniture(connection: sqlite3.Connection, sightings: "Iterable[Sighting]") -> "Furniture":
    """Return the furniture of the sites of some pages, as these and what is remembered tell together.

    It is looked up once, before any page is cleaned, so that what another run records meanwhile makes no
    difference. A page whose prose is remembered was seen before, and does not count again: its own lines
    would look like furniture.
    """
    # Start-up time, here as below: rows are cleaned already.
    from newsclean.cleaning import (  # noqa: PLC0415
        FEWEST_PAGES,
        FEWEST_SIGHTINGS,
        SiteFurniture,
        count_lines,
    )

    sites: defaultdict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        sites[sighting.site].append(sighting)
    found = {}
    for site, seen in sorted(sites.items()):
        pages, remembered = _load(connection, site)
        new = [sighting for sighting in seen if not _is_remembered(sighting, remembered)]
        here = count_lines(new).get(site, SiteFurniture(0, {}))
        if pages + here.pages >= FEWEST_PAGES:
            lines = {line: 0 for sighting in seen for line in sorted(sighting.lines)}
            for line in lines:
                lines[line] = here.lines.get(line, 0) + remembered.get(hash_line(line), 0)
            often = {line: count for line, count in lines.items() if count >= FEWEST_SIGHTINGS}
            found[site] = SiteFurniture(pages + here.pages, often)
    return found


def _is_remembered(sighting: "Sighting", remembered: Mapping[int, int]) -> bool:
    from newsclean.cleaning import ALIKE  # noqa: PLC0415

    known = sum(words for line, words in sighting.prose.items() if hash_line(line) in remembered)
    return known > ALIKE * sum(sighting.prose.values())


def hash_line(line: str) -> int:
    """Hash a folded line to what SQLite calls an integer: 64 bits with a sign."""
    return int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def _load(connection: sqlite3.Connection, site: str) -> tuple[int, Mapping[int, int]]:
    """Return how many pages of a site are remembered, and on how many each line stood."""
    row = connection.execute("SELECT number, pages FROM sites WHERE name = ?", (site,)).fetchone()
    if row is None:
        return 0, {}
    return row[1], dict(
        connection.execute("SELECT line, pages FROM lines WHERE site = ?", row[:1]).fetchall()
    )


def stage_furniture(connection: sqlite3.Connection, traces: Iterable[Trace], run: int) -> None:
    """Keep aside what a run's new pages showed, until it is finished. Nothing is committed here."""
    pages: Counter[str] = Counter()
    lines: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for trace in traces:
        pages[trace.site] += 1
        lines[trace.site].update(trace.lines)
    for site, count in sorted(pages.items()):
        hashes = sorted(lines[site])
        times = map(lines[site].__getitem__, hashes)
        connection.execute(
            "INSERT INTO sightings VALUES (?, ?, ?, ?, ?)",
            (run, site, count, np.array(hashes, "<i8").tobytes(), np.fromiter(times, "<u4").tobytes()),
        )


def add_furniture(connection: sqlite3.Connection, run: int) -> None:
    """Count the lines of the pages that a run kept aside. Nothing is committed here.

    From twice `MAX_PAGES` pages on, a site's counts are halved: what a redesign took away is forgotten, and
    so is what stood there once.
    """
    staged = connection.execute(
        "SELECT site, pages, lines, counts FROM sightings WHERE run = ? ORDER BY site", (run,)
    ).fetchall()
    if not staged:
        return
    from newsclean.cleaning import MAX_PAGES  # noqa: PLC0415

    for site, count, lines, counts in staged:
        connection.execute(
            "INSERT INTO sites (name, pages) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET pages = pages + excluded.pages",
            (site, count),
        )
        number, seen = connection.execute(
            "SELECT number, pages FROM sites WHERE name = ?", (site,)
        ).fetchone()
        times = zip(np.frombuffer(lines, "<i8").tolist(), np.frombuffer(counts, "<u4").tolist(), strict=True)
        connection.executemany(
            "INSERT INTO lines VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET pages = pages + excluded.pages",
            ((number, line, each) for line, each in times),
        )
        while seen >= 2 * MAX_PAGES:
            seen //= 2
            connection.execute("UPDATE sites SET pages = ? WHERE number = ?", (seen, number))
            connection.execute("UPDATE lines SET pages = pages / 2 WHERE site = ?", (number,))
            connection.execute("DELETE FROM lines WHERE site = ? AND pages = 0", (number,))
