"""Finding articles that stand in a corpus more than once.

Here is what a page needs that is alone; what compares several is loaded when there are several.
"""

from newsclean.deduplication.collection import Collection
from newsclean.deduplication.normalisation import article_id
from newsclean.deduplication.search import find_duplicates, search
from newsclean.deduplication.storage import ByteSpool, Pieces
from newsclean.deduplication.verdicts import Verdicts

__all__ = [
    "ByteSpool",
    "Collection",
    "Pieces",
    "Verdicts",
    "article_id",
    "find_duplicates",
    "search",
]
