"""Which copy of an article is kept."""

from datetime import UTC, datetime
from typing import Final

from newsclean.deduplication.corpus import Corpus
from newsclean.deduplication.sentences import sentence_share
from newsclean.model import Article
from newsclean.settings import Keep

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def order_articles(corpus: Corpus, keep: Keep) -> list[int]:
    """Order the articles: the sooner, the rather kept.

    Returns each article's place. Ties go to the article that comes first in the input.
    """
    lengths = [0] * len(corpus.articles)
    for places, length in zip(corpus.copies, corpus.lengths, strict=True):
        for place in places:
            lengths[place] = length
    match keep:
        case Keep.FIRST:
            return list(range(len(corpus.articles)))
        case Keep.LONGEST:
            merits = [float(-length) for length in lengths]
        case Keep.EARLIEST:
            merits = [_published(article).timestamp() for article in corpus.articles]
        case Keep.CLEANEST:
            merits = [-sentence_share(article.text) for article in corpus.articles]
    places = [0] * len(merits)
    for place, article in enumerate(sorted(range(len(merits)), key=merits.__getitem__)):
        places[article] = place
    return places


def _published(article: Article) -> datetime:
    """Return when an article was published; a day starts in UTC, and without a date it is never."""
    try:
        moment = datetime.fromisoformat(article.published or "")
    except ValueError:
        return _NEVER
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
