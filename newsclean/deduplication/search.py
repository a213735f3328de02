"""The way from articles to duplicates."""

from collections.abc import Callable, Sequence
from contextlib import closing

from newsclean.deduplication.budget import check_room
from newsclean.deduplication.collection import Collection
from newsclean.deduplication.verdicts import Verdicts, find_none
from newsclean.model import Article
from newsclean.settings import DeduplicationSettings

Told = Callable[[str, int, int], None]
"""Is told a stage, how much of it is done, and of how much."""


def find_duplicates(articles: Sequence[Article], settings: DeduplicationSettings) -> tuple[Article, ...]:
    """Find the articles that stand in the corpus more than once.

    Args:
        articles: the corpus; ids need not be distinct.
        settings: the threshold (Jaccard, above 0, up to 1) and which copy is kept.

    Returns:
        Every article, in the order of the input. A kept one lists its `duplicates`: by kind, the most
        similar first. A removed one has the kept one's id as `duplicate_of`. The same input gives the same
        result in every run and on every machine.

    """
    with closing(Collection(settings)) as collection:
        for article in articles:
            collection.add(article)
        verdicts = search(collection)
    return tuple(verdicts.inscribe(article, at, articles.__getitem__) for at, article in enumerate(articles))


def search(collection: Collection, told: Told | None = None) -> Verdicts:
    """Find the duplicates among the articles of a collection, as `comparison` tells.

    Raises WriteError when the temporary files find no room.
    """
    if collection.count <= 1:
        # It is not even sketched, which would take as long as its cleaning.
        check_room(collection.count, collection.settings.max_memory)
        return find_none(collection.count)
    from newsclean.deduplication.comparison import compare  # noqa: PLC0415  # start-up time

    return compare(collection, told or _ignore)


def _ignore(_stage: str, _done: int, _total: int) -> None:
    pass
