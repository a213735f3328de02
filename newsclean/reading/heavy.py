"""Pages over which a parser may take very long, or all memory, because they were built or broke that way.

What is told is how much they could take at the worst, from the bytes alone, in little of the time of a parse.
"""

from functools import cache
from typing import TYPE_CHECKING

from newsclean.model import Document, Kind
from newsclean.reading.markup import LARGE_CHARACTERS, LARGE_TAGS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Bytes = NDArray[np.uint8]
    _Places = NDArray[np.intp]

HEAVY_COPIES = 100_000
"""Elements of style left open (`<b>`) times tags: each block after them may get a copy of each. A page of
28 kB with 300 such and 2,000 blocks took 1 GB. Of 1,063 news pages, 9 had more."""

HEAVY_SQUARES = 80_000_000_000
"""The sum of the squares of the tags' bytes: each attribute is compared with all before it in its tag. With
four bytes for each, they take 10 s. Of 1,063 news pages, none had more, though some have data in attributes.
It is reckoned for large pages; smaller ones can't have more than six times as much."""

# What begins the names of elements of style: `bi` is `big`. `co`, `fo` and `no` are others', too.
_STYLES = ("b", "i", "s", "u", "a", "em", "tt", "bi", "fo", "co", "no", "sm", "st")
_ENDS = b" \t\n\f\r/>"
_EQUALS_OR_SPACES = b"= \t\n\f\r"


def is_heavy(document: Document) -> bool:
    """Tell whether a parser may take over 10 s for a page, or much more memory than for others."""
    if document.kind is not Kind.HTML:
        return False
    import numpy as np  # noqa: PLC0415  # start-up time

    utf8 = document.content.encode("utf-8", "surrogatepass") if document.utf8 is None else document.utf8
    # So that two bytes follow each.
    page = np.frombuffer(utf8 + b"   ", np.uint8)
    openings = np.flatnonzero(page == ord("<"))
    return (
        len(openings) > LARGE_TAGS
        or len(openings) * _count_unclosed(page, openings) > HEAVY_COPIES
        or (len(page) > LARGE_CHARACTERS and _sum_squares(page, openings) > HEAVY_SQUARES)
    )


def _count_unclosed(page: "_Bytes", openings: "_Places") -> int:
    """Return the most elements of style that were open at once, wherever they were opened."""
    import numpy as np  # noqa: PLC0415  # start-up time

    styles = _tabulate_styles()
    first, second, third = (page[openings + each].astype(np.intp) for each in (1, 2, 3))
    opened = styles.take(first << 8 | second)
    closed = styles.take(second << 8 | third) & (first == ord("/"))
    now = np.cumsum(opened.astype(np.int32) - closed)
    # What is closed without having been opened closes nothing that is opened later.
    return int((now - np.minimum.accumulate(np.minimum(now, 0))).max(initial=0))


@cache
def _tabulate_styles() -> "NDArray[np.bool_]":
    """Return for two bytes after `<` or `</` whether an element of style begins with them."""
    import numpy as np  # noqa: PLC0415  # start-up time

    table = np.zeros(1 << 16, np.bool_)
    for name in _STYLES:
        for first in (name[0], name[0].upper()):
            seconds = (name[1] + name[1].upper()).encode() if len(name) > 1 else _ENDS
            table[[ord(first) << 8 | second for second in seconds]] = True
    return table


def _sum_squares(page: "_Bytes", openings: "_Places") -> int:
    """Return the sum of the squares of the tags' lengths: none is taken for shorter than it may be."""
    import numpy as np  # noqa: PLC0415  # start-up time

    closings = np.flatnonzero(page == ord(">"))
    quoted = np.zeros(len(closings), np.bool_)
    for quote in b"\"'":
        # In a value, the quote before it is the one that opens the value.
        quotes = np.flatnonzero(page == quote)
        before = np.searchsorted(quotes, closings)
        opening = np.isin(page[quotes - 1], list(_EQUALS_OR_SPACES))
        quoted |= np.append(False, opening)[before]
    bounds = np.concatenate(([0], closings[~quoted], [len(page)]))
    named = openings[np.isin(page[openings + 1] | 0x20, range(ord("a"), ord("z") + 1))]
    # The first tag after each end lasts to the next end at the most.
    begins = np.append(named, len(page))[np.searchsorted(named, bounds[:-1])]
    lengths = np.maximum(bounds[1:] - begins, 0)
    return int((lengths.astype(np.int64) ** 2).sum())
