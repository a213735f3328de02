"""What a reviewer should look at first: the clusters, pages and lines where a mistake would cost most."""

import heapq
from collections.abc import Iterator
from typing import Any, Final

from newsclean.model import Duplicate, Match
from newsclean.review.counts import LONGEST
from newsclean.review.rows import Row

CLUSTERS: Final = 60
"""Clusters shown for each of three reasons: the most copies, the least alike, the same headline."""

COPIES: Final = 8
"""Copies of one article that are shown, the least alike first: exact ones have nothing to see."""

PAGES: Final = 80
LINES: Final = 60
"""Most heavily cut pages that are shown, and lines of each."""

DOUBTS: Final = 240
DOUBTS_OF_PAGE: Final = 3
"""Least sure decisions that are shown, and of one page: a page that is misread as a whole is one mistake."""

LEAST_DOUBT: Final = 0.1
"""Below it, a decision is as good as sure."""


class _Best:
    """Keeps the entries with the highest rank; equal ones go by name, whatever the order of rows."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._heap: list[tuple[float, str, int, Any]] = []
        self._count = 0

    def offer(self, rank: float, name: str, entry: Any) -> None:
        self._count += 1
        item = (rank, name, self._count, entry)
        if len(self._heap) < self._most:
            heapq.heappush(self._heap, item)
        elif item[:2] > self._heap[0][:2]:
            heapq.heapreplace(self._heap, item)

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
            cluster = _describe_cluster(row, len(removed))
            edited = [each.similarity for each in removed if each.kind is not Match.EXACT]
            if removed:
                self._largest.offer(len(removed), row.source, cluster)
            if edited:
                self._least_alike.offer(-min(edited), row.source, cluster)
            if len(removed) < len(row.duplicates):
                self._namesakes.offer(-row.words, row.source, cluster)
        if row.cut:
            share = row.cut / (row.cut + row.words)
            self._pages.offer(share, row.source, _describe_page(row))
        lines = sorted(_find_doubts(row), key=lambda line: (-float(line["doubt"]), str(line["text"])))
        for line in lines[:DOUBTS_OF_PAGE]:
            self._doubts.offer(line["doubt"], f"{row.source}\n{line['text']}", line)

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
    lines = [[each.line, each.text[:LONGEST], each.reason, each.doubt] for each in row.removed[:LINES]]
    opening = " ".join(row.paragraphs)[:LONGEST]
    return {
        "source": row.source,
        "title": row.title,
        "url": row.url,
        "site": row.site,
        "words": row.words,
        "cut": row.cut,
        "opening": opening,
        "lines": lines,
        "more": max(0, len(row.removed) - LINES),
    }


def _find_doubts(row: Row) -> Iterator[dict[str, Any]]:
    removed = ((each.text, each.doubt, each.reason) for each in row.removed)
    kept = ((text, doubt, None) for text, doubt in zip(row.paragraphs, row.doubts, strict=False))
    for text, doubt, reason in (*removed, *kept):
        if doubt >= LEAST_DOUBT:
            yield {
                "source": row.source,
                "title": row.title,
                "url": row.url,
                "site": row.site,
                "text": text[:LONGEST],
                "doubt": doubt,
                "reason": reason,
            }
