"""What a reviewer should look at first: the clusters, pages and lines where a mistake would cost most."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final

from newsclean.model import Duplicate, Match
from newsclean.review.counts import LONGEST
from newsclean.review.rows import Line, Row

CLUSTERS: Final = 60
"""Clusters shown for each of three reasons: the most copies, the least alike, the same headline."""

COPIES: Final = 8
"""Copies of one article that are shown, the least alike first: exact ones have nothing to see."""

PAGES: Final = 80
LINES: Final = 40
"""Most heavily cut pages that are shown, and lines of each: those nearest to where kept and removed meet."""

ROOM_FOR_PAGE: Final = 10_000
"""Characters that the lines of such a page may take: all 80 stay below a megabyte, or three in Chinese."""

DOUBTS: Final = 240
DOUBTS_OF_PAGE: Final = 3
"""Least sure decisions that are shown, and of one page: a page that is misread as a whole is one mistake."""

CONTEXT: Final = 2
"""Lines shown on each side of a decision, as far as they stand on the page."""

LONGEST_CONTEXT: Final = 160
"""Characters of such a line that are shown, and of a kept one of a page."""

LEAST_DOUBT: Final = 0.1
"""Below it, a decision is as good as sure."""


class _Best:
    """Keeps the entries with the highest rank; equal ones go by name, whatever the order of rows."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[float, str, int, Any]] = []
        self._count = 0

    def offer(self, rank: float, name: str, describe: Callable[[], Any]) -> None:
        """Take in what `describe` gives, which is asked only if the rank is high enough."""
        self._count += 1
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, (rank, name, self._count, describe()))
        elif (rank, name) > self._heap[0][:2]:
            heapq.heapreplace(self._heap, (rank, name, self._count, describe()))

    def __iter__(self) -> Iterator[Any]:
        return (entry for *_, entry in sorted(self._heap, key=lambda item: (-item[0], item[1])))


class Selection:
    """Picks from the rows what is shown in full."""

    def __init__(self) -> None:
        self._largest = _Best(CLUSTERS)
        self._least_alike = _Best(CLUSTERS)
        self._namesakes = _Best(CLUSTERS)
        self._pages = _Best(PAGES)
        self._doubts = _Best(DOUBTS)

    def add(self, row: Row) -> None:
        """Take in a row."""
        removed = [each for each in row.duplicates if each.kind is not Match.HEADLINE]
        if not row.is_duplicate and row.duplicates:
            cluster = partial(_describe_cluster, row, len(removed))
            edited = [each.similarity for each in removed if each.kind is not Match.EXACT]
            if removed:
                self._largest.offer(len(removed), row.source, cluster)
            if edited:
                self._least_alike.offer(-min(edited), row.source, cluster)
            if len(removed) < len(row.duplicates):
                self._namesakes.offer(-row.words, row.source, cluster)
        if row.cut:
            share = row.cut / (row.cut + row.words)
            self._pages.offer(share, row.source, partial(_describe_page, row))
        places = enumerate(row.page)
        doubted = sorted((-line.doubt, line.text, at) for at, line in places if line.doubt >= LEAST_DOUBT)
        for surety, text, at in doubted[:DOUBTS_OF_PAGE]:
            self._doubts.offer(-surety, f"{row.source}\n{text}", partial(_describe_doubt, row, at))

    def clusters(self) -> list[dict[str, Any]]:
        """List the clusters, those with the most copies first; none twice."""
        lists = (self._largest, self._least_alike, self._namesakes)
        found = {cluster["kept"]["source"]: cluster for best in lists for cluster in best}
        return sorted(found.values(), key=lambda cluster: (-cluster["removed"], cluster["kept"]["source"]))

    def pages(self) -> list[dict[str, Any]]:
        """List the pages of which the greatest share was removed."""
        return list(self._pages)

    def doubts(self) -> list[dict[str, Any]]:
        """List the least sure decisions, the least sure first."""
        return list(self._doubts)


def _describe_cluster(row: Row, removed: int) -> dict[str, Any]:
    copies = sorted(row.duplicates, key=lambda each: (each.similarity, each.source))
    kept = {"id": row.id, "source": row.source, "title": row.title, "url": row.url}
    return {"kept": kept, "removed": removed, "copies": [_describe_copy(each) for each in copies[:COPIES]]}


def _describe_copy(copy: Duplicate) -> dict[str, Any]:
    return {
        "id": copy.id,
        "source": copy.source,
        "title": copy.title or "",
        "url": copy.url,
        "kind": copy.kind.value,
        "similarity": round(copy.similarity, 2),
    }


def _describe_page(row: Row) -> dict[str, Any]:
    shown = _find_borders(row.page)
    return {
        "source": row.source,
        "title": row.title,
        "url": row.url,
        "site": row.site,
        "words": row.words,
        "cut": row.cut,
        "lines": [_describe_line(row.page[at]) for at in shown],
        "skipped": [at - before - 1 for before, at in pairwise((-1, *shown, len(row.page)))],
    }


def _find_borders(page: Sequence[Line]) -> list[int]:
    """Return the places of the lines nearest to where kept lines and removed ones meet, in their order."""
    kept = [line.reason is None for line in page]
    borders = [at for at in range(1, len(page)) if kept[at - 1] != kept[at]]
    # Of the two lines that meet, one stands before the border's place.
    distance = [min((abs(at + 0.5 - border) for border in borders), default=at) for at in range(len(page))]
    shown, room = [], ROOM_FOR_PAGE
    for at in sorted(range(len(page)), key=lambda at: (distance[at], at))[:LINES]:
        room -= len(_shorten(page[at]))
        if room < 0:
            break
        shown.append(at)
    return sorted(shown)


def _describe_doubt(row: Row, at: int) -> dict[str, Any]:
    around = row.page[max(0, at - CONTEXT) : at], row.page[at + 1 : at + 1 + CONTEXT]
    before, after = ([[_clip(line.text), line.reason] for line in side] for side in around)
    line = row.page[at]
    return {
        "source": row.source,
        "title": row.title,
        "url": row.url,
        "site": row.site,
        "text": line.text[:LONGEST],
        "whole": len(line.text) <= LONGEST,
        "doubt": line.doubt,
        "reason": line.reason,
        "before": before,
        "after": after,
    }


def _describe_line(line: Line) -> tuple[str, str | None, bool]:
    """Return the text, why it was removed (None if it was kept), and whether the text is all of it."""
    text = _shorten(line)
    return text, line.reason, len(text) == len(line.text)


def _shorten(line: Line) -> str:
    return line.text[: LONGEST_CONTEXT if line.reason is None else LONGEST]


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST_CONTEXT else text[:LONGEST_CONTEXT] + "…"
