"""What the report takes from a record, whatever else stands in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from newsclean.cleaning import count_words
from newsclean.model import Article, Duplicate, Match

_DAY = len("2024-05-02")
_KINDS = frozenset(Match)


class Line(NamedTuple):
    """A line of a page; `reason` is why it was removed, None if it was kept."""

    number: int
    text: str
    reason: str | None
    doubt: float


@dataclass(frozen=True, slots=True)
class Row:
    """A record of the output.

    `site` is what lines are remembered by: the host of the address, else the folder. `page` has the kept and
    the removed lines in their order. `cut` is the number of words removed from the page, and None where the
    record has no trace.
    """

    id: str
    source: str
    title: str
    url: str | None
    site: str
    day: str | None
    language: str | None
    words: int
    duplicates: tuple[Duplicate, ...]
    is_duplicate: bool
    page: tuple[Line, ...]
    cut: int | None

    @property
    def removed(self) -> tuple[Line, ...]:
        """The lines that were removed."""
        return tuple(line for line in self.page if line.reason is not None)


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
        duplicates=tuple(_read_duplicates(record.get("duplicates"))),
        is_duplicate=isinstance(record.get("duplicate_of"), str),
        page=tuple(sorted((*removed, *_read_kept(article.text, record)), key=lambda line: line.number)),
        cut=int(count_words([each.text for each in removed]).sum()) if traced else None,
    )


def find_site(url: str | None, source: str) -> str:
    """Return the host of an address, else the folder that a page came from."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        host = None
    return host or source.rpartition("/")[0] or "."


def _read_removed(value: Any) -> Iterator[Line]:
    for each in _list(value):
        text, reason = _text(each, "text"), _text(each, "reason")
        line = each.get("line") if isinstance(each, dict) else None
        if text and reason and isinstance(line, int) and not text.isspace():
            yield Line(line, text, reason, _number(each.get("doubt")))


def _read_kept(text: str, record: Mapping[str, Any]) -> Iterator[Line]:
    paragraphs = text.split("\n\n")
    for number, paragraph, doubt in zip(
        _list(record.get("lines")), paragraphs, _list(record.get("doubts")), strict=False
    ):
        if isinstance(number, int):
            yield Line(number, paragraph, None, _number(doubt))


def _read_duplicates(value: Any) -> Iterator[Duplicate]:
    for each in _list(value):
        source, name, kind = _text(each, "source"), _text(each, "id"), _text(each, "kind")
        if source is not None and name is not None and kind in _KINDS:
            url, title = _text(each, "url"), _text(each, "title")
            yield Duplicate(source, name, url, title, Match(kind), _number(each.get("similarity")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(record: Any, name: str) -> str | None:
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, str) else None


def _number(value: Any) -> float:
    return float(value) if isinstance(value, float | int) else 0.0
