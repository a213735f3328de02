"""Furniture learned from a site's pages: lines that stand on many of them, whatever the article."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import numpy as np

from newsclean.cleaning.features import fold_line
from newsclean.cleaning.page import take_apart
from newsclean.cleaning.prose import Characters, best_span
from newsclean.model import Document, Kind
from newsclean.settings import Decisions

FEWEST_PAGES = 3  # distinct pages of a site that must be seen before anything is learned from them
FEWEST_SIGHTINGS = 2  # of those pages that must show a line: the rest is chance
MAX_PAGES = 100  # pages of one site; more add nothing that the labeller could tell apart
# The link to the address that a page calls its own, with a host and more.
_CANONICAL = re.compile(r"<link\s[^<>]*?\bhref=[\"']?https?://([a-z0-9.-]+)/[a-z0-9]", re.IGNORECASE)
_LONGEST_LINK = 600  # characters on each side of the word by which it is found
_LONGEST_LINE = 300  # characters of a line that is remembered; longer ones are articles or legal texts
_ALIKE = 0.5  # share of a page's prose on an earlier page from which both hold the same article


@dataclass(frozen=True, slots=True)
class SiteFurniture:
    """What was learned of a site: from how many distinct pages, and on how many of them each line stands.

    Lines are folded (`features.fold_line`): in small letters, each number as 0; the most frequent come first.
    `kept` and `removed` are lines about which a reviewer has decided.
    """

    pages: int
    lines: Mapping[str, int]
    kept: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()


Furniture = Mapping[str, SiteFurniture]
"""The furniture of each site."""


def add_decisions(furniture: Furniture, decisions: Decisions) -> Furniture:
    """Return the furniture with what a reviewer decided on lines of the same sites, or of others."""
    known = dict(furniture)
    for (site, line), kept in (
        *((entry, True) for entry in decisions.kept_lines),
        *((entry, False) for entry in decisions.furniture_lines),
    ):
        learned, folded = known.get(site, SiteFurniture(0, {})), frozenset((fold_line(line),))
        known[site] = (
            replace(learned, kept=learned.kept | folded)
            if kept
            else replace(learned, removed=learned.removed | folded)
        )
    return known


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one page shows of its site: its folded lines, and the words of each line of its main prose."""

    site: str
    lines: frozenset[str]
    prose: Mapping[str, int]


def find_site(document: Document, url: str | None) -> str:
    """Return the site that a page belongs to: the host of its address, else its folder."""
    host = urlsplit(url).hostname if url else None
    return host or document.source.rpartition("/")[0] or "."


def guess_site(document: Document) -> str | None:
    """Return the site that a page belongs to without parsing it; None where only a parse can tell.

    A page of a site of which there are too few others need not be parsed to learn nothing from it.
    """
    if document.kind is Kind.TEXT:
        return find_site(document, None)
    place = document.content.find("canonical")
    opening = document.content.rfind("<", max(0, place - _LONGEST_LINK), max(0, place))
    match = _CANONICAL.match(document.content, opening, place + _LONGEST_LINK) if opening >= 0 else None
    return match.group(1).lower() if match else None


def observe(document: Document) -> Sighting | None:
    """Take a page apart and note its lines; None if it has none."""
    page = take_apart(document)
    if not page.blocks:
        return None
    texts = [block.text for block in page.blocks]
    folded = [fold_line(text) for text in texts]
    prose = Characters.of(texts).prose
    start, end = best_span(prose)
    return Sighting(
        site=find_site(document, page.metadata.url),
        lines=frozenset(line for line in folded if len(line) <= _LONGEST_LINE),
        prose={folded[at]: int(prose[at]) for at in map(int, np.flatnonzero(prose)) if start <= at < end},
    )


def learn_furniture(sightings: Iterable[Sighting]) -> Furniture:
    """Count on how many distinct pages of its site each line stands.

    Pages that share their prose with an earlier page of the site count once with it, so that an article which
    is there in several versions is not taken for furniture. Sites with fewer than `FEWEST_PAGES` distinct
    pages teach nothing.
    """
    sites: dict[str, _Site] = {}
    for sighting in sightings:
        sites.setdefault(sighting.site, _Site()).add(sighting)
    return {name: learned for name, site in sorted(sites.items()) if (learned := site.furniture()).lines}


class _Site:
    """The lines of one site, and where its prose was seen."""

    def __init__(self) -> None:
        self._pages = 0
        self._lines: Counter[str] = Counter()
        self._prose: dict[str, list[int]] = {}

    def add(self, sighting: Sighting) -> None:
        if self._pages >= MAX_PAGES or self._is_known(sighting):
            return
        for line in sighting.prose:
            self._prose.setdefault(line, []).append(self._pages)
        self._lines.update(sighting.lines)
        self._pages += 1

    def _is_known(self, sighting: Sighting) -> bool:
        shared: Counter[int] = Counter()
        for line, words in sighting.prose.items():
            for page in self._prose.get(line, ()):
                shared[page] += words
        return max(shared.values(), default=0) > _ALIKE * sum(sighting.prose.values())

    def furniture(self) -> SiteFurniture:
        if self._pages < FEWEST_PAGES:
            return SiteFurniture(self._pages, {})
        ranked = sorted(self._lines.items(), key=lambda item: (-item[1], item[0]))
        return SiteFurniture(self._pages, {line: seen for line, seen in ranked if seen >= FEWEST_SIGHTINGS})
