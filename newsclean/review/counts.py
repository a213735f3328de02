"""The numbers of the report: what came from where, and what each site's furniture is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from newsclean.model import Match
from newsclean.review.rows import Row, find_site

MOST_LINES = 2000
"""Lines of one site that are counted at a time. When there are more, those seen once are forgotten, which
loses none that stands on a good part of the pages (lossy counting: Manku and Motwani, 2002)."""

SITES_SHOWN = 60
LINES_SHOWN = 20
"""Sites whose furniture is shown, and lines of each: more than anybody reads."""

FEWEST_PAGES = 2
"""What stands on one page only is not the site's."""

LONGEST = 1000
"""Characters of a line that are shown. What is longer can't be decided upon, which takes all of it."""


class Counts:
    """Adds up rows. A removed duplicate counts where the kept article names it."""

    def __init__(self) -> None:
        self.kept = 0
        self.words = 0
        self.cut = 0
        self.traced = 0
        self.kinds: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.days: dict[str, list[int]] = {}
        self.sites: dict[str, list[int]] = {}
        self.languages: dict[str, list[int]] = {}
        self._furniture: dict[str, _Lines] = {}

    def add(self, row: Row) -> None:
        """Take in a row."""
        site = self.sites.setdefault(row.site, [0, 0, 0, 0])
        site[3] += row.cut or 0
        if row.cut is not None:
            self.traced += 1
            self.cut += row.cut
            self._furniture.setdefault(row.site, _Lines()).add(row)
        if row.is_duplicate:
            return
        self.kept += 1
        self.words += row.words
        site[0] += 1
        site[2] += row.words
        removed = 0
        for each in row.duplicates:
            self.kinds[each.kind] += 1
            if each.kind is not Match.HEADLINE:
                removed += 1
                self.sites.setdefault(find_site(each.url, each.source), [0, 0, 0, 0])[1] += 1
        for table, name in ((self.days, row.day or ""), (self.languages, row.language or "")):
            numbers = table.setdefault(name, [0, 0])
            numbers[0] += 1
            numbers[1] += removed

    def furniture(self) -> list[dict[str, Any]]:
        """List what stands on several pages of the sites with the most pages."""
        ranked = sorted(self._furniture.items(), key=lambda item: (-item[1].pages, item[0]))
        found = ({"site": site, "pages": lines.pages, "lines": list(lines.rank())} for site, lines in ranked)
        return [each for each in found if each["lines"]][:SITES_SHOWN]


class _Lines:
    """The removed lines of one site."""

    def __init__(self) -> None:
        self.pages = 0
        self._seen: Counter[str] = Counter()
        self._reasons: dict[str, str] = {}

    def add(self, row: Row) -> None:
        self.pages += 1
        lines = {each.text: each.reason or "" for each in row.removed if len(each.text) <= LONGEST}
        self._seen.update(lines.keys())
        self._reasons.update(lines)
        if len(self._seen) > MOST_LINES:
            self._seen = Counter({line: seen for line, seen in self._seen.items() if seen > 1})
            self._reasons = {line: self._reasons[line] for line in self._seen}

    def rank(self) -> Iterator[tuple[str, int, str]]:
        ranked = sorted(self._seen.items(), key=lambda item: (-item[1], item[0]))[:LINES_SHOWN]
        yield from ((line, seen, self._reasons[line]) for line, seen in ranked if seen >= FEWEST_PAGES)
