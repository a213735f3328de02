"""From articles to records, and records to lines of JSON."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from newsclean.model import Article, Duplicate, Rejected
from newsclean.settings import Settings

DUPLICATES = "duplicates"
DUPLICATE_OF = "duplicate_of"


def dump_articles(articles: Iterable[Article], settings: Settings) -> Iterator[bytes]:
    """Yield each article's record as a line of JSON in UTF-8."""
    return (_dump_article(article, settings) for article in articles)


def dump_rejected(rejected: Iterable[Rejected]) -> Iterator[bytes]:
    """Yield each rejected document as a line of JSON in UTF-8: source, stage, reason."""
    return (_dump(dataclasses.asdict(document)) for document in rejected)


def _dump_article(article: Article, settings: Settings) -> bytes:
    row = article.row
    if row is None or article.line is None or DUPLICATES in row or DUPLICATE_OF in row:
        return _dump(build_record(article, settings))
    # The line as it came is not written anew, which would take longer than all else that is done with it.
    return article.line.strip()[:-1] + b", " + _dump(_list_added(article, row, settings))[1:]


def build_record(article: Article, settings: Settings) -> dict[str, Any]:
    """Return the fields to write, in their order.

    A page gives the published record. A row gives back its own fields first, as they came; to `duplicates`
    that an earlier run found, those of this run are added.
    """
    row = article.row
    return {**row, **_list_added(article, row, settings)} if row is not None else _describe(article, settings)


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
    if settings.trace:
        record["removed"] = [dataclasses.asdict(removed) for removed in article.removed]
        record["doubts"] = list(article.doubts)
    return record


def _list_added(article: Article, row: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    added: dict[str, Any] = {}
    if "source" not in row:
        added["source"] = article.source
    if "id" not in row:
        added["id"] = article.id
    earlier = row.get(DUPLICATES)
    found = [_describe_duplicate(duplicate) for duplicate in article.duplicates]
    added[DUPLICATES] = [*(earlier if isinstance(earlier, list) else ()), *found]
    if settings.keep_duplicates or DUPLICATE_OF in row:
        added[DUPLICATE_OF] = article.duplicate_of
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
