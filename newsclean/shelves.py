"""Where articles wait on disk until all are there and it is known which of them are distinct."""

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import Generic, NamedTuple, Self, TypeVar

from newsclean.deduplication import ByteSpool, Collection, Pieces, Verdicts, search
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings

_Given = TypeVar("_Given")

Told = Callable[[str, int, int | None], None]


class Card(NamedTuple):
    """What is told of a duplicate."""

    source: str
    id: str
    url: str | None
    title: str | None
    site: str | None
    published: str | None


class Shelf(ABC, Generic[_Given]):
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

    @abstractmethod
    def articles(self, verdicts: Verdicts, *, removed: bool) -> Iterator[_Given]:
        """Give the kept articles back, in order, with what was found; on request the removed ones, too."""

    @abstractmethod
    def describe(self, place: int) -> Article | Card:
        """Return what is told of an article by its number, once all are there."""

    def judge(self, told: Told | None = None) -> Verdicts:
        """Find the duplicates, once all articles are there."""
        return search(self.collection, told)

    @cached_property
    def _ids(self) -> Callable[[int], str]:
        return self.collection.ids()


class PageShelf(Shelf[Article]):
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
        return article._replace(id=self._ids(place))

    @cached_property
    def _pieces(self) -> Pieces:
        return self._articles.reader()
