"""Everything that can be set, with its default."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from newsclean.errors import UsageError
from newsclean.model import Kind
from newsclean.patterns import late

THRESHOLD = 0.65
"""Jaccard similarity of word 5-grams: an edited story passes, another on the same event doesn't.

Of 73,743 generated stories 19 were lost to templates at 0.6, none here; at 0.7 a quarter fewer copies with
many changed words are found.
"""

LEAST_MEMORY = 256 << 20
"""What Python, NumPy, Numba and the smallest buffers take: 220 MB."""

_SIZE = late(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:I?B)?")


class Keep(StrEnum):
    """Which copy of a duplicated article is kept. Ties go to the one that comes first."""

    FIRST = "first"
    EARLIEST = "earliest"
    LONGEST = "longest"
    CLEANEST = "cleanest"


class Engine(StrEnum):
    """Where the work is done."""

    LOCAL = "local"
    SPARK = "spark"


class Decisions(NamedTuple):
    """What a reviewer decided, which goes before all that is found.

    `never_merge` and `always_merge` are pairs of ids, the lower first. `kept_lines` and `furniture_lines` are
    lines of a site, which is named by its host, else its folder.
    """

    never_merge: tuple[tuple[str, str], ...] = ()
    always_merge: tuple[tuple[str, str], ...] = ()
    kept_lines: frozenset[tuple[str, str]] = frozenset()
    furniture_lines: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class DeduplicationSettings:
    """How duplicates are found.

    `threshold` is the Jaccard similarity (0 to 1) from which two are near. `drop_headlines` removes what
    shares no more than its headline with a kept article. `max_memory` (bytes) is what finding duplicates may
    take: buffers are cut to it, and a corpus that can't be done with it is refused. Of the `decisions`, those
    on pairs count here.
    """

    threshold: float = THRESHOLD
    keep: Keep = Keep.FIRST
    drop_headlines: bool = False
    max_memory: int | None = None
    decisions: Decisions = field(default_factory=Decisions)

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:  # which refuses NaN, too
            message = f"the threshold is a similarity above 0 and up to 1, not {self.threshold}"
            raise UsageError(message)
        if self.max_memory is not None and self.max_memory < LEAST_MEMORY:
            message = f"finding duplicates takes at least {LEAST_MEMORY >> 20}M of memory"
            raise UsageError(message)


def parse_size(text: str) -> int:
    """Read a number of bytes: digits, and K, M, G or T behind them for powers of 1024.

    >>> parse_size("2G") == 2 * 1024**3
    True
    """
    match = _SIZE.fullmatch(text.strip().upper())
    if not match:
        message = f"a size is a number with K, M, G or T behind it, such as 500M or 2G, not {text}"
        raise UsageError(message)
    return int(float(match[1]) * 1024 ** " KMGT".index(match[2] or " "))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run.

    `kind` is what every page is taken for (None: each by its name, or its content). `jobs` is the number of
    processes (0: one per core). `keep_duplicates` writes every article, the duplicates
    with `duplicate_of`; `trace` adds what was removed from each page. `update` lets a longer copy of an
    article that an earlier run kept take its place. `columns` says which column of a table holds
    the text, the html and the url of a page. `separator` is a regular expression for what parts the articles
    in a text (None: a form feed).
    """

    deduplication: DeduplicationSettings = field(default_factory=DeduplicationSettings)
    kind: Kind | None = None
    jobs: int = 0
    keep_duplicates: bool = False
    trace: bool = False
    update: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    separator: str | None = None

    def __post_init__(self) -> None:
        try:
            re.compile(self.separator or "")
        except re.error as error:
            message = f"{self.separator!r} is no regular expression: {error}"
            raise UsageError(message) from None
        if self.jobs < 0:
            message = f"the number of jobs is 0 (one per core) or more, not {self.jobs}"
            raise UsageError(message)
