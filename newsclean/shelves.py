"""Where articles wait on disk until all are there and it is known which of them are distinct."""

import json
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from types import TracebackType
from typing import Self

from newsclean.deduplication import ByteSpool, Collection, Pieces, Verdicts, search
from newsclean.errors import UsageError
from newsclean.model import Article, Rejected
from newsclean.reading import STDIN, keep_stdin, list_files, read_rows
from newsclean.settings import DeduplicationSettings

Told = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Card:
    """What is told of a duplicate."""

    source: str
    id: str
    url: str | None
    title: str | None


class Shelf:
    """Takes articles in, finds the duplicates among them, and gives them back; a context manager."""

    def __init__(self, settings: DeduplicationSettings, jobs: int) -> None:
        self.resources = ExitStack()
        self.collection = Collection(settings, jobs)
        self.resources.callback(self.collection.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.resources.close()

    def judge(self, told: Told | None = None) -> Verdicts:
        """Find the duplicates, once all articles are there."""
        return search(self.collection, told)

    @cached_property
    def _ids(self) -> Callable[[int], str]:
        return self.collection.ids()


class PageShelf(Shelf):
    """Articles cleaned from pages, which come in whole, but for their ids, and are kept whole."""

    def __init__(self, settings: DeduplicationSettings, jobs: int) -> None:
        super().__init__(settings, jobs)
        self._articles = ByteSpool()
        self.resources.callback(self._articles.close)

    def add(self, article: Article) -> None:
        """Take in an article."""
        self.collection.add(article)
        self._articles.append(pickle.dumps(article, pickle.HIGHEST_PROTOCOL))

    def articles(self, verdicts: Verdicts, *, removed: bool) -> Iterator[Article]:
        """Give the kept articles back, in order, with their duplicates; on request the removed ones, too."""
        for place in range(self.collection.count):
            if removed or verdicts.is_kept(place):
                yield verdicts.inscribe(self.describe(place), place, self.describe)

    def describe(self, place: int) -> Article:
        """Return an article by its number, once all are there."""
        article: Article = pickle.loads(self._pieces[place])  # noqa: S301  # our own, from a file without a name
        return replace(article, id=self._ids(place))

    @cached_property
    def _pieces(self) -> Pieces:
        return self._articles.reader()


class RowShelf(Shelf):
    """Rows of files, which stay there and are read again in the end. Only what tells of them is kept."""

    def __init__(self, inputs: Sequence[str], settings: DeduplicationSettings, jobs: int) -> None:
        super().__init__(settings, jobs)
        self._inputs = list_files(inputs)
        self._open_standard_input = self.resources.enter_context(keep_stdin(self._inputs))
        self._states = [_state(name) for name in self._inputs]
        self._cards = ByteSpool()
        self.resources.callback(self._cards.close)

    def read(self) -> Iterator[Article | Rejected]:
        """Read the rows. Without an id of its own, a row has none yet."""
        return read_rows(self._inputs, lambda _text: "", self._open_standard_input)

    def add(self, article: Article) -> None:
        """Take in what `read` gave."""
        self.collection.add(article)
        card = (article.source, article.id, article.url, article.title)
        self._cards.append(json.dumps(card).encode())

    def articles(self, verdicts: Verdicts, *, removed: bool) -> Iterator[Article]:
        """Read the kept rows again, in order, with their duplicates; on request the removed ones, too.

        Raises UsageError when a file is not what it was.
        """
        rows = (row for row in self.read() if isinstance(row, Article))
        # Not by zip, which would read on where a file has grown.
        for place, article in enumerate(islice(rows, self.collection.count)):
            if removed or verdicts.is_kept(place):
                named = article if article.id else replace(article, id=self._ids(place))
                yield verdicts.inscribe(named, place, self.describe)
        for name, before in zip(self._inputs, self._states, strict=True):
            if _state(name) != before:
                message = f"{name}: was changed while it was read; run again when it is complete"
                raise UsageError(message)

    def describe(self, place: int) -> Card:
        """Return what is told of a row by its number, once all are there."""
        source, name, url, title = json.loads(self._pieces[place])
        return Card(source, name or self._ids(place), url, title)

    @cached_property
    def _pieces(self) -> Pieces:
        return self._cards.reader()


def _state(name: str) -> tuple[int, int, int] | None:
    """Return what tells whether a file is still the same."""
    try:
        status = os.stat(name) if name != STDIN else None  # noqa: PTH116  # a name may hold what Path would tidy away
    except (OSError, ValueError):
        return None
    return (status.st_ino, status.st_size, status.st_mtime_ns) if status else None
