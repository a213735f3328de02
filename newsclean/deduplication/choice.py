"""Which copy of an article is kept."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.sentences import sentence_share
from newsclean.settings import Keep


class Dated(Protocol):
    """A text, and when it was published: ISO 8601, if it is told."""

    @property
    def text(self) -> str:
        """The text."""

    @property
    def published(self) -> str | None:
        """When it was published."""


_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def merits(articles: Sequence[Dated], keep: Keep) -> list[float]:
    """Return a number for each article by which copies are ranked: the lower, the rather kept.

    Length is not among what it knows: that is counted when the text is sketched.
    """
    match keep:
        case Keep.EARLIEST:
            return [_published(article).timestamp() for article in articles]
        case Keep.CLEANEST:
            return [-sentence_share(article.text) for article in articles]
        case Keep.FIRST | Keep.LONGEST:
            return [0.0] * len(articles)


def rank_articles(
    merits: npt.NDArray[np.float64],
    lengths: npt.NDArray[np.int32],
    hashes: npt.NDArray[np.uint64],
    keep: Keep,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.uint64]]:
    """Return two numbers of each article, the second for ties of the first: the lower, the rather kept.

    What is equal by both goes to the article that comes first in the input. Between texts of one length their
    `hashes` decide, so that the order of the input has no part in what is found.
    """
    if keep is Keep.LONGEST:
        return -lengths.astype(np.float64), hashes
    return merits, np.zeros_like(hashes)


def order_by_length(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return each text's place in the order in which clusters form around them: the longest first.

    Of texts of one length the one with the lower number goes first. Neither the order of the input nor which
    copies are to be kept has a part in it: so these have none in what is a copy of what.
    """
    return order_articles(-lengths.astype(np.float64), np.arange(len(lengths), dtype=np.uint64))


def order_articles(ranks: npt.NDArray[np.float64], ties: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Return each article's place in the order in which they would be kept, by what `rank_articles` gives."""
    order = np.lexsort((ties, ranks))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places


def _published(article: Dated) -> datetime:
    """Return when an article was published; a day starts in UTC, and without a date it is never."""
    try:
        moment = datetime.fromisoformat(article.published or "")
    except ValueError:
        return _NEVER
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
