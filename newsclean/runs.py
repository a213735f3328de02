"""What every run ends with: its articles are taken in, judged, and given back; and the run over rows.

Nothing here imports what cleaning needs, which would take as long as a thousand rows.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from newsclean.engines import count_cores
from newsclean.ledger import Ledger
from newsclean.model import Article, Row
from newsclean.result import Cluster, Result
from newsclean.settings import Settings
from newsclean.shelves import Shelf

if TYPE_CHECKING:
    from newsclean.memory import Memory

_Given = TypeVar("_Given")

Listener = Callable[[str, int, int | None], None]
"""Is told the stage, how much of it is done, and of how much (None while that is not known)."""


class Run(NamedTuple, Generic[_Given]):
    """A run whose articles are still on disk: they can be gone through once. `result` has all but them."""

    articles: Iterator[_Given]
    result: Result


def dedupe(inputs: Iterable[str], settings: Settings, listener: Listener | None = None) -> Result:
    """Find the duplicates among the rows of JSONL files (`-`: standard input), which keep their order."""
    with deduping(inputs, settings, listener) as run:
        return run.result._replace(articles=tuple(map(_build_article, run.articles)))


@contextmanager
def deduping(
    inputs: Iterable[str],
    settings: Settings,
    listener: Listener | None = None,
    memory: "Memory | None" = None,
) -> Iterator[Run[Row]]:
    """Do what `dedupe` does, and leave the rows in their files. With a `memory`, earlier runs count, too."""
    from newsclean.rows import RowShelf  # noqa: PLC0415  # start-up time, here as below

    ledger = Ledger()
    with RowShelf(tuple(inputs), settings.deduplication, settings.jobs or count_cores()) as shelf:
        with ledger.timed("read"):
            for articles, rejected in shelf.read():
                ledger.articles += articles
                ledger.rejected += rejected
                if listener:
                    listener("reading", ledger.articles + len(ledger.rejected), None)
        yield conclude(ledger, shelf, settings, listener, memory)


def conclude(
    ledger: Ledger,
    shelf: Shelf[_Given],
    settings: Settings,
    listener: Listener | None,
    memory: "Memory | None",
) -> Run[_Given]:
    """Find the duplicates, once all that came in is there."""
    with ledger.timed("deduplicate"):
        verdicts = shelf.judge(listener)
    if memory:
        with ledger.timed("remember"):
            verdicts = memory.recognise(shelf.collection, verdicts, shelf.describe, update=settings.update)
    drop_headlines = settings.deduplication.drop_headlines
    found = verdicts.find_largest(headlines=drop_headlines)
    largest = Cluster(shelf.describe(found[0]).source, found[1]) if found else None
    result = ledger.close(verdicts, largest, drop_headlines=drop_headlines)
    return Run(shelf.articles(verdicts, removed=settings.keep_duplicates), result)


def _build_article(row: Row) -> Article:
    from newsclean.reading.jsonl import build_article, parse_line  # noqa: PLC0415

    fields = parse_line(row.line) if row.fields is None else row.fields
    article = build_article(fields, row.source, lambda _text: row.id)
    return article._replace(
        duplicates=row.duplicates,
        duplicate_of=row.duplicate_of,
        original=row.original,
        supersedes=row.supersedes,
    )
