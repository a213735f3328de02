"""What a run gives, and its numbers."""

from collections.abc import Mapping
from typing import NamedTuple

from newsclean.model import Article, Match, Reason, Rejected


class Damaged(NamedTuple):
    """A document of which `replacements` characters could not be decoded; it was cleaned all the same."""

    source: str
    replacements: int


class SiteCount(NamedTuple):
    """What a run read of one site: its articles, their words, and the words removed from their pages."""

    articles: int = 0
    words: int = 0
    removed: int = 0

    @property
    def share_removed(self) -> float:
        """The share of its words that was removed, 0 to 1."""
        return self.removed / max(1, self.words + self.removed)


class Cluster(NamedTuple):
    """A kept article, named by its source, and how many others were removed as its duplicates."""

    source: str
    removed: int


class Result(NamedTuple):
    """What a run gives: the articles to be written, what was rejected, and the numbers for its summary.

    `inputs` counts the pages or rows that were read or rejected, `distinct` the articles kept, `removed` how
    many were removed as duplicates of each kind, and `same_headline` the kept articles that share the
    headline of another. `seconds` is the time each stage took. `words_removed` counts the words taken off
    pages for each reason, `sites` has the numbers of each site (by its name, else its folder), and `largest`
    is the article with the most duplicates. Rows of JSONL leave `words_removed` and `sites` empty.
    """

    articles: tuple[Article, ...]
    rejected: tuple[Rejected, ...]
    damaged: tuple[Damaged, ...]
    inputs: int
    distinct: int
    removed: Mapping[Match, int]
    same_headline: int
    seconds: Mapping[str, float]
    words_removed: Mapping[Reason, int] = {}
    sites: Mapping[str, SiteCount] = {}
    largest: Cluster | None = None
