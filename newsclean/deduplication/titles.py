"""Headlines as people write them: entities, the site's name behind them, dates beside them."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from newsclean.deduplication.ragged import begin_runs, stand_in

# A headline's last part, behind a sign that sites put before their name.
_SUFFIX: Final = re.compile(r"^(.*\S)(?:\s*\|\s*|\s+[-–—·•»:]+\s+)(\S.*)$", re.DOTALL)

# What most headlines don't have, and need no closer look for.
_SIGN: Final = re.compile(r"[-|–—·•»:]")

# Headlines that a site's name stands behind, at the least: two may well end alike by chance.
SITES: Final = 3

# Most articles of a corpus are from few days.
_DAYS: Final = 1 << 12

NO_DAY: Final = 0
"""The day of an article whose date is not known."""


def part_title(title: str) -> tuple[str, str]:
    """Part a headline from what may be the name of the site behind it ("" if there is nothing).

    >>> part_title("Tea &amp; cake sold out | The Harbour Light")
    ('Tea & cake sold out', 'The Harbour Light')
    """
    if "&" in title:
        import html  # noqa: PLC0415  # start-up time

        title = html.unescape(title)
    match = _SUFFIX.match(title) if _SIGN.search(title) else None
    return (match[1], match[2]) if match else (title, "")


def day_of(published: str | None) -> int:
    """Return the number of an ISO 8601 date's day, `NO_DAY` for what is none."""
    return _number_day(published[:10]) if published else NO_DAY


@lru_cache(_DAYS)
def _number_day(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return NO_DAY


def resolve_titles(facts: npt.NDArray[np.void]) -> npt.NDArray[np.uint64]:
    """Return the key of each article's headline, without the site's name where there is one behind it.

    What stands behind `SITES` different headlines is a site's name; what stands behind fewer is taken for a
    part of the headline.
    """
    titles: npt.NDArray[np.uint64] = np.where(named_site(facts), facts["core"], facts["title"])
    return titles


def named_site(facts: npt.NDArray[np.void]) -> npt.NDArray[np.bool_]:
    """Tell of each article whether its headline ends with a site's name."""
    parted = np.flatnonzero(facts["suffix"])
    suffixes, cores = facts["suffix"][parted], facts["core"][parted]
    order = np.lexsort((cores, suffixes))
    distinct = order[begin_runs(suffixes[order], cores[order])]
    endings, counts = np.unique_counts(suffixes[distinct])
    named = np.zeros(len(facts), dtype=np.bool_)
    named[parted] = stand_in(suffixes, endings[counts >= SITES])
    return named
