"""What a page says of its article in machine form."""

from typing import NamedTuple
from urllib.parse import urlsplit


class Metadata(NamedTuple):
    """The page's own word on the article; empty where it says nothing.

    `titles` in order of trust; `body` is JSON-LD's articleBody, often cut short; `published` ISO 8601.
    """

    titles: tuple[str, ...] = ()
    document_title: str = ""
    body: str = ""
    summary: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    site: str | None = None
    url: str | None = None
    language: str | None = None

    @property
    def all_titles(self) -> tuple[str, ...]:
        """The titles, and last that of the document, which often carries the site's name."""
        return (*self.titles, self.document_title) if self.document_title else self.titles

    @property
    def names(self) -> tuple[str, ...]:
        """Names by which the site may be called behind a title."""
        return tuple(name for name in (self.site, urlsplit(self.url or "").hostname) if name)
