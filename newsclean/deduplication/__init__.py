"""Finding articles that stand in a corpus more than once."""

from newsclean.deduplication.collection import Collection
from newsclean.deduplication.findings import Verdicts
from newsclean.deduplication.normalisation import article_id
from newsclean.deduplication.pairs import Comparison, Passage, compare_pair
from newsclean.deduplication.search import find_duplicates, search
from newsclean.deduplication.storage import ByteSpool, Pieces

__all__ = [
    "ByteSpool",
    "Collection",
    "Comparison",
    "Passage",
    "Pieces",
    "Verdicts",
    "article_id",
    "compare_pair",
    "find_duplicates",
    "search",
]
