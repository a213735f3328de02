"""How memory is shared out."""

from typing import Final

from newsclean.errors import UsageError
from newsclean.settings import LEAST_MEMORY

# What the buffers are cut to where nothing is asked for: a million articles went through with it.
_USUAL: Final = 1 << 30
# Arrays of numbers that are in memory all at once: sizes and places of rows, orders, keys of a band. Memory
# grew by 270 bytes an article from 100,000 to a million; nearly twice that is allowed for.
BYTES_PER_ARTICLE: Final = 520


def room_in_memory(max_memory: int | None) -> int:
    """Return how many bytes of a spool are kept in memory: what the system does for a file takes as long."""
    return (max_memory or _USUAL) // 16


def mapped_size(max_memory: int | None) -> int:
    """Return how many bytes of a file may stay in memory once they were looked at."""
    return (max_memory or _USUAL) // 8


def check_room(articles: int, max_memory: int | None) -> None:
    """Raise UsageError when so many articles can't be done with the memory allowed."""
    needed = LEAST_MEMORY + BYTES_PER_ARTICLE * articles
    if max_memory is not None and needed > max_memory:
        message = (
            f"{articles:,} articles and more can't be compared with --max-memory {max_memory >> 20}M;"
            f" allow {BYTES_PER_ARTICLE} bytes an article and {LEAST_MEMORY >> 20}M, or split the input"
        )
        raise UsageError(message)
