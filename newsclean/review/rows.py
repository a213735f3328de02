"""What the report takes from a record, whatever else stands in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsclean.cleaning import count_words
from newsclean.model import Article, Duplicate, Match, Removed

_DAY = len("2024-05-02")


@dataclass(frozen=True, slots=True)
class Row:
    """A record of the output.

    `site` is what lines are remembered by: the host of the address, else the folder. `cut` is the number of
    words removed from the page, and None where the record has no trace.
    """

    id: str
    source: str
    title: str
    url: str | None
    site: str
    day: str | None
    language: str | None
    words: int
    paragraphs: tuple[str, ...]
    duplicates: tuple[Duplicate, ...]
    is_duplicate: bool
    removed: tuple[Removed, ...]
    doubts: tuple[float, ...]
    cut: int | None


def read_row(article: Article) -> Row:
    """Take from a row of JSONL what the report shows; what is of another type counts as missing."""
    record = article.row or {}
    removed = tuple(_read_removed(record.get("removed")))
    traced = isinstance(record.get("removed"), list)
    published = article.published or ""
    return Row(
        id=article.id,
        source=article.source,
        title=article.title or "",
        url=article.url,
        site=find_site(article.url, article.source),
        day=published[:_DAY] if len(published) >= _DAY else None,
        language=article.language,
        words=article.words or int(count_words([article.text]).sum()),
        paragraphs=tuple(article.text.split("\n\n")),
        duplicates=tuple(_read_duplicates(record.get("duplicates"))),
        is_duplicate=isinstance(record.get("duplicate_of"), str),
        removed=removed,
        doubts=tuple(number for number in _list(record.get("doubts")) if isinstance(number, float | int)),
        cut=int(count_words([each.text for each in removed]).sum()) if traced else None,
    )


def find_site(url: str | None, source: str) -> str:
    """Return the host of an address, else the folder that a page came from."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        host = None
    return host or source.rpartition("/")[0] or "."


def _read_removed(value: Any) -> Iterator[Removed]:
    for each in _list(value):
        match each:
            case {"line": int(line), "text": str(text), "reason": str(reason)} if text and not text.isspace():
                doubt = each.get("doubt")
                yield Removed(line, text, reason, doubt if isinstance(doubt, float | int) else 0.0)


def _read_duplicates(value: Any) -> Iterator[Duplicate]:
    for each in _list(value):
        match each:
            case {"source": str(source), "id": str(name), "kind": str(kind)} if kind in tuple(Match):
                similarity = each.get("similarity")
                yield Duplicate(
                    source,
                    name,
                    _text(each, "url"),
                    _text(each, "title"),
                    Match(kind),
                    float(similarity) if isinstance(similarity, float | int) else 0.0,
                )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) else None
