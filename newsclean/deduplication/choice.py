"""Which copy of an article is kept."""

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


def merit(article: Dated, keep: Keep) -> float:
    """Return a number by which copies are ranked: the lower, the rather kept.

    Length is not among what it knows: that is counted when the text is sketched.
    """
    match keep:
        case Keep.EARLIEST:
            return _published(article).timestamp()
        case Keep.CLEANEST:
            return -sentence_share(article.text)
        case Keep.FIRST | Keep.LONGEST:
            return 0.0


def order_articles(
    merits: npt.NDArray[np.float64],
    lengths: npt.NDArray[np.int32],
    hashes: npt.NDArray[np.uint64],
    keep: Keep,
) -> npt.NDArray[np.int64]:
    """Order the articles: the sooner, the rather kept.

    Returns each article's place. Ties go to the article that comes first in the input, but between texts of
    one length their `hashes` decide, so that the order of the input has no part in what is found.
    """
    if keep is Keep.LONGEST:
        order = np.lexsort((hashes, -lengths.astype(np.int64)))
    else:
        order = np.argsort(merits, kind="stable")
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
