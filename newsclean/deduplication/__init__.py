"""Finding articles that stand in a corpus more than once."""

from newsclean.deduplication.collection import Collection
from newsclean.deduplication.findings import Verdicts
from newsclean.deduplication.normalisation import article_id
from newsclean.deduplication.search import find_duplicates, search
from newsclean.deduplication.storage import ByteSpool, Pieces

__all__ = ["ByteSpool", "Collection", "Pieces", "Verdicts", "article_id", "find_duplicates", "search"]
