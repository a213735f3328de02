"""The list of all articles in the report: a column for each field, written as short as JSON allows."""

import json
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

from newsclean.model import Match
from newsclean.review.rows import Row

ROOM: Final = 10_500_000
"""Bytes that the list may take: with it, the addresses, texts and lines, a report stays below 20 MB."""

ROOM_FOR_URLS: Final = 5_500_000
"""Bytes that addresses may take; a list in which they take more goes without them."""

LONGEST_TITLE: Final = 120
_NUMBERS: Final = 24  # bytes of a row's numbers and commas
_KINDS: Final = tuple(Match)


class Listing:
    """Lists rows until the room is full; `left_out` counts the rest."""

    def __init__(self) -> None:
        self.left_out = 0
        self._size = 0
        self._titles: list[str] = []
        self._sources: list[str] = []
        self._urls: list[str] = []
        self._numbers: list[tuple[int, int, int, int, int, int, int]] = []
        self._names: dict[str, dict[str, int]] = {"site": {}, "day": {}, "language": {}}

    def add(self, row: Row) -> None:
        """Take in a row."""
        title = row.title if len(row.title) <= LONGEST_TITLE else row.title[:LONGEST_TITLE] + "…"
        previous = self._sources[-1] if self._sources else ""
        new = len(row.source) - _count_shared(previous, row.source)
        size = len(json.dumps(title, ensure_ascii=False).encode("utf-8", "replace")) + new + _NUMBERS
        if self._size + size > ROOM:
            self.left_out += 1
            return
        self._size += size
        self._titles.append(title)
        self._sources.append(row.source)
        self._urls.append(row.url or "")
        kinds = sum({1 << _KINDS.index(each.kind) for each in row.duplicates})
        self._numbers.append(
            (
                self._number("site", row.site),
                self._number("day", row.day or ""),
                self._number("language", row.language or ""),
                row.words,
                -1 if row.cut is None else row.cut,
                -1 if row.is_duplicate else len(row.duplicates),
                kinds,
            )
        )

    def columns(self) -> dict[str, Any]:
        """Return the columns: in names, the number of characters shared with the row above, and the rest."""
        keys = ("site", "day", "language", "words", "cut", "copies", "kinds")
        columns = zip(*self._numbers, strict=True) if self._numbers else [()] * len(keys)
        urls = _shorten(self._urls)
        fits = sum(map(len, urls["rest"])) + 6 * len(self._urls) <= ROOM_FOR_URLS
        known = any(self._urls)
        return {
            "title": self._titles,
            "source": _shorten(self._sources),
            "url": urls if fits and known else None,
            "without_urls": known and not fits,
            "names": {name: list(known) for name, known in self._names.items()},
            "left_out": self.left_out,
            **{key: list(column) for key, column in zip(keys, columns, strict=True)},
        }

    def _number(self, field: str, name: str) -> int:
        names = self._names[field]
        return names.setdefault(name, len(names))


def _shorten(names: Iterable[str]) -> dict[str, list[Any]]:
    shared: list[int] = []
    rest: list[str] = []
    for above, name in pairwise(("", *names)):
        same = _count_shared(above, name)
        # In the units of UTF-16, which JavaScript counts in.
        shared.append(len(name[:same].encode("utf-16-le", "surrogatepass")) // 2)
        rest.append(name[same:])
    return {"shared": shared, "rest": rest}


def _count_shared(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
