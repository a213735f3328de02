"""The one file that knows the order: read, clean, find duplicates."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from newsclean.cleaning import clean_document
from newsclean.deduplication import article_id, find_duplicates
from newsclean.engines import map_documents
from newsclean.errors import ReadError
from newsclean.model import Article, Cleaned, Damaged, Document, Match, Rejected, Result, Stage
from newsclean.reading import Source, read_document, read_rows
from newsclean.settings import Settings

Page = Source | Document | Rejected
"""A page at the start: still to be read, given as text, or refused already."""

Listener = Callable[[int, int], None]
"""Is told how many pages are done, and of how many."""


def clean(pages: Iterable[Page], settings: Settings, listener: Listener | None = None) -> Result:
    """Clean pages and find their duplicates. The result does not depend on the order of `pages`.

    Raises EngineError when a worker process dies; what is wrong with a page makes it Rejected.
    """
    ordered = sorted(pages, key=_name)
    found = _Found()
    examined = map_documents(partial(_examine, settings=settings), ordered, settings.jobs)
    with _timed(found, "read and clean"), closing(examined):
        for done, (outcome, replacements) in enumerate(examined, 1):
            found.add(outcome)
            if replacements:
                found.damaged.append(Damaged(outcome.source, replacements))
            if listener:
                listener(done, len(ordered))
    return _conclude(found, settings)


def dedupe(inputs: Iterable[str], settings: Settings) -> Result:
    """Find the duplicates among the rows of JSONL files (`-`: standard input), which keep their order."""
    found = _Found()
    with _timed(found, "read"):
        for row in read_rows(inputs, article_id):
            found.add(row)
    return _conclude(found, settings)


def explain(page: Page, settings: Settings) -> Cleaned | Rejected:
    """Clean one page and keep the judgement on each of its blocks."""
    try:
        document = _read(page, settings)
    except ReadError as error:
        return Rejected(_name(page), Stage.READ, str(error))
    return document if isinstance(document, Rejected) else _clean(document, settings)


def _clean(document: Document, settings: Settings) -> Cleaned | Rejected:
    # The id is the one of deduplication, which cleaning knows nothing of.
    cleaned = clean_document(document, trace=settings.trace)
    if isinstance(cleaned, Rejected):
        return cleaned
    return replace(cleaned, article=replace(cleaned.article, id=article_id(cleaned.article.text)))


@dataclass(slots=True)
class _Found:
    """What has come to light so far."""

    articles: list[Article] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    damaged: list[Damaged] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, outcome: Article | Rejected) -> None:
        if isinstance(outcome, Article):
            self.articles.append(outcome)
        else:
            self.rejected.append(outcome)


@contextmanager
def _timed(found: _Found, stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    found.seconds[stage] = time.perf_counter() - start


def _name(page: Page) -> str:
    return page.name if isinstance(page, Source) else page.source


def _read(page: Page, settings: Settings) -> Document | Rejected:
    return read_document(page, settings.kind) if isinstance(page, Source) else page


def _examine(page: Page, settings: Settings) -> tuple[Article | Rejected, int]:
    """Do all that can be done with a page alone; runs in a worker process."""
    try:
        document = _read(page, settings)
        if isinstance(document, Rejected):
            return document, 0
        cleaned = _clean(document, settings)
    except ReadError as error:
        return Rejected(_name(page), Stage.READ, str(error)), 0
    except Exception as error:
        # A fault of ours: it is not hidden, and the page that shows it is named.
        error.add_note(f"newsclean failed on {_name(page)}; please report this, with the page")
        raise
    return cleaned if isinstance(cleaned, Rejected) else cleaned.article, document.replacements


def _conclude(found: _Found, settings: Settings) -> Result:
    with _timed(found, "deduplicate"):
        judged = find_duplicates(found.articles, settings.deduplication)
    kept = tuple(article for article in judged if article.duplicate_of is None)
    kinds = Counter(duplicate.kind for article in kept for duplicate in article.duplicates)
    return Result(
        articles=judged if settings.keep_duplicates else kept,
        rejected=tuple(found.rejected),
        damaged=tuple(found.damaged),
        inputs=len(found.articles) + len(found.rejected),
        distinct=len(kept),
        removed={kind: kinds[kind] for kind in (Match.EXACT, Match.NEAR, Match.EXCERPT)},
        same_headline=kinds[Match.HEADLINE],
        seconds=found.seconds,
    )
