"""Pages over which a parser may take very long, or all memory, because they were built or broke that way.

What is told is how much they could take at the worst, from the bytes alone, in little of the time of a parse.
"""

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from newsclean.model import Document, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Bytes = NDArray[np.uint8]
    _Places = NDArray[np.intp]

HEAVY_TAGS = 20_000
"""Of 800 patterns of broken markup, none took longer than 3 s with so many tags (`<option>` in `<select>`,
whose time grows with the square). Of 1,063 news pages, none had more."""

HEAVY_COPIES = 100_000
"""Elements of style left open (`<b>`) times tags: each block after them may get a copy of each. A page of
28 kB with 300 such and 2,000 blocks took 1 GB. Of 1,063 news pages, one had more."""

HEAVY_SQUARES = 80_000_000_000
"""The sum of the squares of the tags' bytes: each attribute is compared with all before it in its tag. With
five bytes for each, they take 12 s. Of 1,063 news pages none had more, though some have data in tags."""

# The names of elements of style, or how they begin: `fon` is `font`. `<a>`, which is often left open, and
# `<nobr>` end the one before.
_STYLES = ["b", "i", "s", "u", "em", "tt", "big", "cod", "fon", "sma", "str"]
_ENDS = " \t\n\f\r/>"
_SPACES = b" \t\n\f\r"
_GAP = 50  # bytes in which the sign before a value is looked for
_TRIES = 100  # at ends of tags


def is_heavy(document: Document) -> bool:
    """Tell whether a parser may take over 10 s for a page, or much more memory than for others."""
    if document.kind is not Kind.HTML:
        return False
    import numpy as np  # noqa: PLC0415  # start-up time

    utf8 = document.content.encode("utf-8", "surrogatepass") if document.utf8 is None else document.utf8
    page = np.frombuffer(utf8, np.uint8)
    openings = np.flatnonzero(page == ord("<"))
    return (
        len(openings) > HEAVY_TAGS
        or len(openings) * _count_unclosed(page, openings) > HEAVY_COPIES
        or (_may_have_long_tags(utf8) and _sum_squares(page, openings) > HEAVY_SQUARES)
    )


def _count_unclosed(page: "_Bytes", openings: "_Places") -> int:
    """Return the most elements of style that were open at once, wherever they were opened."""
    import numpy as np  # noqa: PLC0415  # start-up time

    openings = openings[: np.searchsorted(openings, len(page) - 4)]  # so that four bytes follow each
    first, second, third, fourth = (page[openings + each].astype(np.intp) for each in range(1, 5))
    opened = _begin_style(first, second, third)
    closed = (first == ord("/")) & _begin_style(second, third, fourth)
    now = np.cumsum(opened.astype(np.int32) - closed)
    # What is closed without having been opened closes nothing that is opened later.
    return int((now - np.minimum.accumulate(np.minimum(now, 0))).max(initial=0))


def _begin_style(first: "_Places", second: "_Places", third: "_Places") -> "NDArray[np.bool_]":
    """Tell of three bytes each whether they begin the name of an element of style."""
    alone, heads, tails = _tabulate_styles()
    pair = first << 8 | second
    return alone.take(pair) | heads.take(pair) & tails.take(second << 8 | third)


@cache
def _tabulate_styles() -> "tuple[NDArray[np.bool_], ...]":
    """Return which pairs of bytes are a name of one letter, begin a longer name, and go on with that."""
    import numpy as np  # noqa: PLC0415  # start-up time

    tables = tuple(np.zeros(1 << 16, np.bool_) for _ in range(3))
    alone, heads, tails = tables
    for name in _STYLES:
        marks = [{letter, letter.upper()} for letter in name] + [set(_ENDS)]
        for table, at in ((alone, 0),) if len(name) == 1 else ((heads, 0), (tails, 1)):
            table[[ord(one) << 8 | ord(other) for one, other in product(*marks[at : at + 2])]] = True
    return tables


def _may_have_long_tags(utf8: bytes) -> bool:
    """Tell whether tags may be so long that their squares come to too much, in a tenth of the time."""
    longest = HEAVY_SQUARES // (len(utf8) + 1)  # the sum of squares is at most the longest, times the page
    begin = utf8.find(b"<")
    while 0 <= begin < len(utf8) - longest:
        end = _find_last_end(utf8, begin, begin + longest)
        if end < 0:
            return True
        begin = utf8.find(b"<", end)
    return False


def _find_last_end(utf8: bytes, begin: int, end: int) -> int:
    """Return the last `>` between two places that ends any tag which begins there; -1 if none surely does."""
    at = end
    for _ in range(_TRIES):
        at = utf8.rfind(b">", begin, at)
        if at < 0:
            break
        # In a value, the quote before it is the one that opens the value.
        if not any(_opens_value(utf8, utf8.rfind(quote, begin, at)) for quote in (b'"', b"'")):
            return at
    return -1


def _opens_value(utf8: bytes, quote: int) -> bool:
    """Tell whether the quote at a place, if there is one, may open a value."""
    return quote > 0 and utf8[max(0, quote - _GAP) : quote].rstrip(_SPACES)[-1:] in (b"", b"=")


def _sum_squares(page: "_Bytes", openings: "_Places") -> int:
    """Return the sum of the squares of the tags' lengths: none is taken for shorter than it may be."""
    import numpy as np  # noqa: PLC0415  # start-up time

    closings = np.flatnonzero(page == ord(">"))
    quoted = np.zeros(len(closings), np.bool_)
    for quote in b"\"'":
        # In a value, the quote before it is the one that opens the value.
        quotes = np.flatnonzero(page == quote)
        place = np.searchsorted(quotes, closings)
        before = np.append(quotes, 0)[place - 1]
        quoted |= (place > 0) & np.isin(page[before - 1], list(b"=" + _SPACES))
    bounds = np.concatenate(([0], closings[~quoted], [len(page)]))
    openings = openings[: np.searchsorted(openings, len(page) - 1)]
    named = openings[np.isin(page[openings + 1] | 0x20, range(ord("a"), ord("z") + 1))]
    # The first tag after each end lasts to the next end at the most.
    begins = np.append(named, len(page))[np.searchsorted(named, bounds[:-1])]
    lengths = np.maximum(bounds[1:] - begins, 0)
    return int((lengths.astype(np.int64) ** 2).sum())
