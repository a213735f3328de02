"""Invented articles for the tests of deduplication."""

from random import Random

from newsclean.deduplication import article_id, find_duplicates
from newsclean.model import Article, Duplicate, Match
from newsclean.settings import DeduplicationSettings, Keep

SYLLABLES = ("ba", "ko", "ri", "ne", "tum", "sal", "ver", "ino", "gra", "pel", "mo", "dist")


def words(seed: int, count: int) -> list[str]:
    """Invent words: the same for the same seed, unlike those of another."""
    random = Random(seed)  # noqa: S311 - not a secret
    return ["".join(random.choices(SYLLABLES, k=3)) for _ in range(count)]


def prose(seed: int, count: int = 120) -> str:
    """Invent an article: sentences of twelve words, three to a paragraph."""
    invented = words(seed, count)
    sentences = [" ".join(invented[at : at + 12]).capitalize() + "." for at in range(0, count, 12)]
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def article(source: str, text: str, title: str | None = None, published: str | None = None) -> Article:
    """Make an article of a text."""
    return Article(id=article_id(text), source=source, text=text, title=title, published=published)


def find(*articles: Article, keep: Keep = Keep.FIRST, threshold: float = 0.7) -> tuple[Article, ...]:
    """Find duplicates."""
    return find_duplicates(articles, DeduplicationSettings(threshold=threshold, keep=keep))


def kept(found: tuple[Article, ...]) -> list[str]:
    """Name the sources that are kept."""
    return [one.source for one in found if one.duplicate_of is None]


def matches(one: Article) -> list[tuple[str, Match]]:
    """Name the duplicates of an article with their kinds."""
    return [(duplicate.source, duplicate.kind) for duplicate in one.duplicates]


def only(one: Article) -> Duplicate:
    """Return the one duplicate of an article."""
    (duplicate,) = one.duplicates
    return duplicate
