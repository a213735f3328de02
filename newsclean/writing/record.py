"""From articles to records, and records to lines of JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsclean.model import Article, Duplicate, Rejected, Row
from newsclean.settings import Settings

DUPLICATES = "duplicates"
DUPLICATE_OF = "duplicate_of"
ADDED = (DUPLICATES, DUPLICATE_OF)
"""What is added to every row."""


def dump_articles(articles: Iterable[Article | Row], settings: Settings) -> Iterator[bytes]:
    """Yield the record of each article, and each row with what is added to it, as a line of JSON in UTF-8."""
    for each in articles:
        yield _dump_row(each, settings) if isinstance(each, Row) else _dump(build_record(each, settings))


def dump_rejected(rejected: Iterable[Rejected]) -> Iterator[bytes]:
    """Yield each rejected document as a line of JSON in UTF-8: source, stage, reason."""
    return (_dump(document._asdict()) for document in rejected)


def _dump_row(row: Row, settings: Settings) -> bytes:
    if row.fields is not None:
        return _dump(build_record(row, settings))
    # The line as it came is not written anew, which would take longer than all else that is done with it.
    told = row.lacks or row.duplicates or settings.keep_duplicates or row.original or row.supersedes
    tail = _dump(_list_added(row, {}, settings))[1:] if told else _NOTHING_ADDED
    return b"".join((row.line[row.line.index(b"{") : row.line.rindex(b"}")], b", ", tail))


def build_record(article: Article | Row, settings: Settings) -> dict[str, Any]:
    """Return the fields to write, in their order.

    A page gives the published record. A row gives back its own fields first, as they came; to `duplicates`
    that an earlier run found, those of this run are added.
    """
    if isinstance(article, Article):
        return _describe(article, settings)
    import orjson  # noqa: PLC0415  # start-up time

    # What can be written as it came is JSON to the letter.
    fields = orjson.loads(article.line) if article.fields is None else article.fields
    return {**fields, **_list_added(article, fields, settings)}


def _describe(article: Article, settings: Settings) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": article.id,
        "source": article.source,
        "url": article.url,
        "site": article.site,
        "title": article.title,
        "text": article.text,
        "language": article.language,
        "published": article.published,
        "authors": list(article.authors),
        "section": article.section,
        "words": article.words,
        DUPLICATES: [_describe_duplicate(duplicate) for duplicate in article.duplicates],
    }
    if settings.keep_duplicates:
        record[DUPLICATE_OF] = article.duplicate_of
    record |= _list_earlier(article)
    if settings.trace:
        record["removed"] = [removed._asdict() for removed in article.removed]
        record["lines"] = list(article.lines)
        record["doubts"] = list(article.doubts)
    return record


def _list_added(row: Row, fields: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    added: dict[str, Any] = {}
    if "source" in row.lacks:
        added["source"] = row.source
    if "id" in row.lacks:
        added["id"] = row.id
    earlier = fields.get(DUPLICATES)
    found = [_describe_duplicate(duplicate) for duplicate in row.duplicates]
    added[DUPLICATES] = [*(earlier if isinstance(earlier, list) else ()), *found]
    if settings.keep_duplicates or DUPLICATE_OF in fields:
        added[DUPLICATE_OF] = row.duplicate_of
    return added | _list_earlier(row)


def _list_earlier(article: Article | Row) -> dict[str, Any]:
    """Return what a memory of earlier runs adds to the record."""
    added: dict[str, Any] = {}
    if article.original:
        added["original"] = article.original._asdict()
    if article.supersedes:
        added["supersedes"] = list(article.supersedes)
    return added


def _describe_duplicate(duplicate: Duplicate) -> dict[str, Any]:
    return {
        "source": duplicate.source,
        "id": duplicate.id,
        "url": duplicate.url,
        "title": duplicate.title,
        "kind": duplicate.kind.value,
        "similarity": duplicate.similarity,
    }


# Made once, as making it takes as long as writing a short record.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def _dump(record: Mapping[str, Any]) -> bytes:
    line = _ENCODER.encode(record)
    # Half a surrogate pair, from a row or from a file's name that is not UTF-8, becomes \udXXX: which is how
    # JSON spells it.
    return line.encode("utf-8", "backslashreplace") + b"\n"


_NOTHING_ADDED = _dump({DUPLICATES: []})[1:]
