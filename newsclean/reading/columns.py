"""Which columns of a table hold a page, and what is known of it."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from newsclean.errors import UsageError
from newsclean.model import Kind

FIELDS: Final = ("html", "text", "url", "title", "date", "id")
"""What a column can be said to hold."""

_TOLD: Final = ("url", "title", "date", "id")

# What those who scrape call their columns, the surest first.
_NAMES: Final = {
    "html": ("html", "raw_html", "page_html", "html_content", "content_html", "raw", "source_html"),
    "text": (
        "text",
        "body",
        "content",
        "raw_text",
        "article",
        "article_text",
        "maintext",
        "page",
        "document",
    ),
    "url": ("url", "uri", "link", "source_url", "page_url", "canonical_url", "address"),
    "title": ("title", "headline", "heading", "article_title", "page_title"),
    "date": (
        "published",
        "date_published",
        "published_at",
        "publish_date",
        "date_publish",
        "publication_date",
        "pubdate",
        "date",
    ),
    "id": ("id", "article_id", "doc_id", "uuid", "guid"),
}


class Columns(NamedTuple):
    """The columns of a table: what holds the page, of which kind that is, and what is known of it."""

    content: str
    kind: Kind
    url: str | None = None
    title: str | None = None
    date: str | None = None
    id: str | None = None


def parse_columns(pairs: list[str]) -> dict[str, str]:
    """Read what the user says of columns: `text=body`. Raises UsageError for what is not known."""
    columns = {}
    for pair in pairs:
        field, sign, name = pair.partition("=")
        if not sign or not name or field not in FIELDS:
            message = (
                f"--column {pair}: say which column holds what, such as text=body; known: {', '.join(FIELDS)}"
            )
            raise UsageError(message)
        columns[field] = name
    return columns


def find_columns(row: Mapping[str, Any], wanted: Mapping[str, str]) -> Columns | None:
    """Return the columns that a row has, HTML rather than text; None if there is neither.

    `wanted` goes before what names suggest.
    """
    told = {field: _find(row, field, wanted) for field in _TOLD}
    for kind in (Kind.HTML, Kind.TEXT):
        if wanted.get("text") and not wanted.get("html") and kind is Kind.HTML:
            continue
        name = _find(row, kind.value, wanted)
        if name is not None and isinstance(row[name], str):
            return Columns(name, kind, **told)
    return None


def _find(row: Mapping[str, Any], field: str, wanted: Mapping[str, str]) -> str | None:
    if field in wanted:
        return wanted[field] if wanted[field] in row else None
    by_name = {str(name).casefold(): str(name) for name in row}
    return next((by_name[name] for name in _NAMES[field] if name in by_name), None)
