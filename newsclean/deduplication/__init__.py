"""Finding articles that stand in a corpus more than once."""

from newsclean.deduplication.normalisation import article_id
from newsclean.deduplication.search import find_duplicates

__all__ = ["article_id", "find_duplicates"]
