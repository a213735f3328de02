"""Furniture learned from a site's pages: lines that stand on many of them, whatever the article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import numpy as np

from newsclean.cleaning.blocks import fold_line
from newsclean.cleaning.features import LineCounts
from newsclean.cleaning.page import take_apart
from newsclean.cleaning.prose import best_span
from newsclean.model import Document, Kind
from newsclean.patterns import late
from newsclean.settings import Decisions

FEWEST_PAGES = 3  # distinct pages of a site that must be seen before anything is learned from them
FEWEST_SIGHTINGS = 2  # of those pages that must show a line: the rest is chance
MAX_PAGES = 100  # pages of one site; more add nothing that the labeller could tell apart
# The link to the address that a page calls its own, with a host and more.
_CANONICAL = late(r"<link\s[^<>]*?\bhref=[\"']?https?://([a-z0-9.-]+)/[a-z0-9]", re.IGNORECASE)
_LONGEST_LINK = 600  # characters on each side of the word by which it is found
_LONGEST_LINE = 300  # characters of a line that is remembered; longer ones are articles or legal texts
ALIKE = 0.5  # share of a page's prose on an earlier page from which both hold the same article


class SiteFurniture(NamedTuple):
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


class KnownSite(Protocol):
    """What is known of a site; a SiteFurniture is."""

    @property
    def lines(self) -> LineCounts:
        """On how many pages each line stands."""

    @property
    def kept(self) -> frozenset[str]:
        """Lines that a reviewer decided to keep."""

    @property
    def removed(self) -> frozenset[str]:
        """Lines that a reviewer decided to remove."""


class KnownFurniture(Protocol):
    """Tells what is known of sites; a dictionary does."""

    def get(self, site: str, /) -> KnownSite | None:
        """Return what is known of a site, None if that is nothing."""


class DecidedSite(NamedTuple):
    """A site whose lines are counted elsewhere, and what a reviewer decided about some."""

    lines: LineCounts
    kept: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()


class DecidedFurniture(NamedTuple):
    """What is `known` of sites, and what a reviewer decided about the lines of some."""

    known: KnownFurniture
    kept: Mapping[str, frozenset[str]]
    removed: Mapping[str, frozenset[str]]

    def get(self, site: str, /) -> KnownSite | None:
        """Return what is known of a site and decided about it, None if that is nothing."""
        known = self.known.get(site)
        kept, removed = self.kept.get(site, frozenset()), self.removed.get(site, frozenset())
        return DecidedSite(known.lines if known else {}, kept, removed) if kept or removed else known


def add_decisions(furniture: KnownFurniture, decisions: Decisions) -> KnownFurniture:
    """Return the furniture with what a reviewer decided on lines of the same sites, or of others."""
    return DecidedFurniture(
        furniture, _group_lines(decisions.kept_lines), _group_lines(decisions.furniture_lines)
    )


def _group_lines(entries: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for site, line in entries:
        lines[site].add(fold_line(line))
    return {site: frozenset(folded) for site, folded in lines.items()}


class Sighting(NamedTuple):
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
    if document.kind is Kind.TEXT or document.url:
        return find_site(document, document.url)
    place = document.content.find("canonical")
    opening = document.content.rfind("<", max(0, place - _LONGEST_LINK), max(0, place))
    match = _CANONICAL.match(document.content, opening, place + _LONGEST_LINK) if opening >= 0 else None
    return match.group(1).lower() if match else None


def observe(document: Document) -> Sighting | None:
    """Take a page apart and note its lines; None if it has none."""
    # The page's word on its address goes before where it was fetched from.
    site = guess_site(document) if document.url is None else None
    page = take_apart(document, blocks_only=site is not None)
    if not page.blocks:
        return None
    folded = page.blocks.templates
    prose = page.blocks.characters.prose
    start, end = best_span(prose)
    return Sighting(
        site=site or find_site(document, page.metadata.url or document.url),
        lines=frozenset(line for line in folded if len(line) <= _LONGEST_LINE),
        prose={folded[at]: int(prose[at]) for at in map(int, np.flatnonzero(prose)) if start <= at < end},
    )


def learn_furniture(sightings: Iterable[Sighting]) -> Furniture:
    """Return the lines that stand on several distinct pages of a site, of which there are enough."""
    return {
        site: SiteFurniture(counted.pages, lines)
        for site, counted in count_lines(sightings).items()
        if counted.pages >= FEWEST_PAGES
        and (lines := {line: seen for line, seen in counted.lines.items() if seen >= FEWEST_SIGHTINGS})
    }


def count_lines(sightings: Iterable[Sighting]) -> Furniture:
    """Count on how many distinct pages of its site each line stands.

    Pages that share their prose with an earlier page of the site count once with it, so that an article which
    is there in several versions is not taken for furniture.
    """
    sites: dict[str, _Site] = {}
    for sighting in sightings:
        sites.setdefault(sighting.site, _Site()).add(sighting)
    return {name: site.counts() for name, site in sorted(sites.items())}


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
        return max(shared.values(), default=0) > ALIKE * sum(sighting.prose.values())

    def counts(self) -> SiteFurniture:
        ranked = sorted(self._lines.items(), key=lambda item: (-item[1], item[0]))
        return SiteFurniture(self._pages, dict(ranked))
