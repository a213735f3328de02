"""Raw scraped news pages in, clean distinct articles out.

from newsclean import Settings, clean

for article in clean(["raw/"], Settings(jobs=2)).articles:
    print(article.title, article.text)
"""

import os
from collections.abc import Iterable

from newsclean.errors import NewscleanError
from newsclean.model import Article, Cleaned, Document, Kind, Rejected
from newsclean.result import Result
from newsclean.settings import DeduplicationSettings, Keep, Settings

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Cleaned",
    "DeduplicationSettings",
    "Document",
    "Keep",
    "Kind",
    "NewscleanError",
    "Rejected",
    "Result",
    "Settings",
    "clean",
    "dedupe",
    "explain",
]

Path = str | os.PathLike[str]

# The functions import what they need when called, so that `newsclean --help` is quick.


def clean(pages: Iterable[Path | Document], settings: Settings | None = None) -> Result:
    """Clean pages and find their duplicates.

    A page is a file, a folder of them, `-` for standard input, or a Document in memory. Pages that can't be
    read or hold no article are in the result's `rejected`. Raises EngineError when a worker process dies.
    """
    from newsclean import pipeline, reading  # noqa: PLC0415

    pages = list(pages)
    documents = [page for page in pages if isinstance(page, Document)]
    sources = reading.list_sources(os.fspath(page) for page in pages if not isinstance(page, Document))
    return pipeline.clean([*sources, *documents], settings or Settings())


def dedupe(files: Iterable[Path], settings: Settings | None = None) -> Result:
    """Find the duplicates among the rows of JSONL files (`-`: standard input), each with at least a `text`.

    The kept rows come back in their order, each with all its fields in `Article.row`.
    """
    from newsclean import runs  # noqa: PLC0415

    return runs.dedupe((os.fspath(file) for file in files), settings or Settings())


def explain(page: Path | Document, settings: Settings | None = None) -> Cleaned | Rejected:
    """Clean one page and say of each of its blocks what it was taken for, why it went, and what decided."""
    from newsclean import pipeline, reading  # noqa: PLC0415

    source = page if isinstance(page, Document) else reading.name_source(os.fspath(page))
    return pipeline.explain(source, settings or Settings())
